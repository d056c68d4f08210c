#!/usr/bin/env python3
"""SQLite and its disk: one that fills up, one that is read-only, a write-ahead log that is torn.

usage: disk.py BINARY SCRATCH [TEARS]            (30 tears)
"""
import pathlib
import random
import subprocess
import sys

from load import Load
from node import Node, small_disk, wait_until


def fills_up(binary, scratch, log):
    """The server answers 500 rather than acknowledge, says why, and ends; with room again everything goes on."""
    with small_disk(scratch / 'small', '12m') as mounted:
        # Where nothing can be mounted, a limit on the size of files does nearly the same.
        prefix = [] if mounted else ['bash', '-c', 'ulimit -f 12000; exec "$0" "$@"']
        node = Node(binary, f'sqlite:{scratch}/small/full.db', log, prefix).start()
        load = Load(node, 4)
        wait_until(lambda: node.process.poll() is not None, 60, 'the end of a server whose disk is full')
        assert node.process.returncode == 1, node.process.returncode
        before = len(load.acknowledged)
        assert before > 0
        assert 'the storage failed; nothing more can be kept' in (scratch / 'disk.log').read_text()
        if mounted:
            subprocess.run(['mount', '-o', 'remount,size=200m', str(scratch / 'small')], check=True)
        node.prefix = []
        node.start()
        wait_until(lambda: len(load.acknowledged) > before + 20, what='payments with room on the disk')
        load.end()
        paid = load.verify()
        node.stop()
        print(f'disk: full after {before} payments, {paid} in the end, none lost, none twice; {node.check()}')
        if mounted:
            subprocess.run(['mount', '-o', 'remount,ro', str(scratch / 'small')], check=True)
            refused = subprocess.run([binary, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', node.store], capture_output=True, text=True, timeout=20)
            assert refused.returncode == 1 and ('readonly' in refused.stderr or 'read-only' in refused.stderr or 'unable to open' in refused.stderr), refused
            print('disk: read-only is told at the start:', refused.stderr.strip()[:100])


def torn(binary, scratch, log, tears):
    """Whatever a crash leaves of the log, the database opens, and is whole. The log is that of a young database: nothing of
    it was copied into the database yet, so that every beginning of it is a state that a crash may leave."""
    node = Node(binary, f'sqlite:{scratch}/torn.db', log).start()
    load = Load(node, 4)
    wait_until(lambda: len(load.acknowledged) > 40, what='some payments')
    node.kill()
    assert (scratch / 'torn.db-wal').stat().st_size < 4000 * 4096, 'the log was copied into the database already'
    wal = (scratch / 'torn.db-wal').read_bytes()
    database = (scratch / 'torn.db').read_bytes()
    chance = random.Random(7)
    for n in range(tears):
        (scratch / 'copy.db').write_bytes(database)
        piece = bytearray(wal[:chance.randrange(len(wal))])
        if n % 2 and piece:
            piece[chance.randrange(len(piece))] ^= 1 << chance.randrange(8)
        (scratch / 'copy.db-wal').write_bytes(piece)
        Node(binary, f'sqlite:{scratch}/copy.db', log).check()
        for end in ('', '-wal', '-shm'):
            (scratch / f'copy.db{end}').unlink(missing_ok=True)
    node.start()
    load.end()
    paid = load.verify()
    node.stop()
    print(f'disk: {tears} torn logs of {len(wal) >> 10} KiB, each opened whole; {paid} payments in the original, none lost')


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    with open(scratch / 'disk.log', 'ab', buffering=0) as log:
        fills_up(binary, scratch, log)
        torn(binary, scratch, log, int(sys.argv[3]) if len(sys.argv) > 3 else 30)


main()
