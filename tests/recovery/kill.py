#!/usr/bin/env python3
"""kill -9 the server in the middle of load, again and again.

usage: kill.py BINARY SCRATCH [ROUNDS] [STORE]       (5 rounds on SQLite; STORE: postgres starts one)
"""
import pathlib
import random
import sys
import time

from load import Load
from node import Node, Postgres


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    postgres = Postgres(scratch / 'kill-pg') if sys.argv[4:] == ['postgres'] else None
    store = postgres.database('kill') if postgres else f'sqlite:{scratch}/kill.db'
    chance = random.Random(20260)
    with open(scratch / 'kill.log', 'ab') as log:
        node = Node(binary, store, log).start()
        load = Load(node, 8)
        for _ in range(rounds):
            time.sleep(chance.uniform(0.1, 0.8))
            node.kill()
            node.start()
        load.end()
        paid = load.verify()
        node.stop()
        print(f'kill: {rounds} kills, {paid} payments acknowledged, none lost, none twice, {load.retried} requests sent again; {node.check()}')
    if postgres:
        postgres.stop()


main()
