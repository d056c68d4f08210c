#!/usr/bin/env python3
"""Servers are replaced one by one: a newer one has brought the tables of PostgreSQL to its own version, the ones of the version
before go on, and start again, beside it. Two versions apart is too far.

usage: upgrade.py BINARY SCRATCH
"""
import pathlib
import subprocess
import sys

from load import Load
from node import VAULT_KEY, Node, Postgres, wait_until

TABLES = ['objects', 'lists', 'entries', 'balances', 'rollups', 'idempotency', 'jobs', 'vault', 'api_keys', 'settings', 'guards']


def migrate(url):
    """What a migration may do (src/store/postgres/schema.hpp): add. Here to every table there is, in one transaction."""
    adds = ''.join(f"ALTER TABLE {table} ADD COLUMN of_the_next text NOT NULL DEFAULT 'x';" for table in TABLES)
    subprocess.run(['psql', '-q', '-v', 'ON_ERROR_STOP=1', '--single-transaction', url, '-c',
                    adds + 'CREATE TABLE of_the_next (a bigint PRIMARY KEY); INSERT INTO bursar_schema SELECT max(version) + 1 FROM bursar_schema'], check=True)


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    postgres = Postgres(scratch / 'upgrade-pg')
    with open(scratch / 'upgrade.log', 'ab') as log:
        node = Node(binary, postgres.url, log).start()
        load = Load(node, 4)
        wait_until(lambda: len(load.acknowledged) > 30, what='payments before the migration')
        migrate(postgres.url)
        before = len(load.acknowledged)
        wait_until(lambda: len(load.acknowledged) > before + 30, what='payments beside the newer version')
        node.kill()
        node.start()
        again = len(load.acknowledged)
        wait_until(lambda: len(load.acknowledged) > again + 30, what='payments after a start beside the newer version')
        load.end()
        paid = load.verify()
        node.stop()
        print(f'upgrade: {before} payments before the migration, {paid - before} after it by the version before, none lost, none twice; {node.check()}')
        subprocess.run(['psql', '-q', postgres.url, '-c', 'INSERT INTO bursar_schema SELECT max(version) + 1 FROM bursar_schema'], check=True)
        refused = subprocess.run([binary, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', postgres.url], capture_output=True, text=True, timeout=20,
                                 env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY})
        assert refused.returncode == 1 and 'made by a newer bursar' in refused.stderr, refused
    postgres.stop()


main()
