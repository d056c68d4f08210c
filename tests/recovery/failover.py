#!/usr/bin/env python3
"""PostgreSQL: the primary dies under load and its synchronous replica carries on; a node is cut off from the database.

usage: failover.py BINARY SCRATCH
"""
import atexit
import pathlib
import re
import socket
import sys
import threading
import time

from load import Load
from node import Node, Postgres, free_port, stop_postgres, wait_until


class Wire:
    """A TCP proxy that can be cut: what is on it is dropped, what comes is refused."""

    def __init__(self, target):
        self.target, self.whole, self.pairs = target, True, []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(('127.0.0.1', self.target))
            self.pairs.append((near, far))
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(a, b), daemon=True).start()

    def carry(self, a, b):
        try:
            while data := a.recv(65536):
                b.sendall(data)
        except OSError:
            pass
        for end in (a, b):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.whole = False
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []


def failover(binary, scratch, log):
    primary = Postgres(scratch / 'primary')
    replica = free_port()
    Postgres.tool('replica', str(scratch / 'replica'), str(replica), str(primary.port))
    atexit.register(stop_postgres, scratch / 'replica')
    store = f'postgres://bursar@127.0.0.1:{primary.port},127.0.0.1:{replica}/bursar?target_session_attrs=read-write&connect_timeout=2'
    node = Node(binary, store, log).start()
    load = Load(node, 8)
    time.sleep(1.5)
    before = len(load.acknowledged)
    primary.stop('immediate')
    Postgres.tool('promote', str(scratch / 'replica'))
    wait_until(lambda: len(load.acknowledged) > before + 50, what='payments after the failover')
    load.end()
    paid = load.verify()
    node.stop()
    print(f'failover: {before} payments before, {paid - before} after, none lost, none twice, {load.retried} requests sent again; {node.check()}')
    Postgres.tool('stop', str(scratch / 'replica'))


def partition(binary, scratch, log):
    postgres = Postgres(scratch / 'partition')
    wire = Wire(postgres.port)
    node = Node(binary, re.sub(r':\d+/', f':{wire.port}/', postgres.url), log).start()
    load = Load(node, 8)
    for _ in range(3):
        time.sleep(0.5)
        wire.cut()
        time.sleep(0.4)
        before, wire.whole = len(load.acknowledged), True
        wait_until(lambda: len(load.acknowledged) > before + 20, what='payments after the cut')
    load.end()
    paid = load.verify()
    node.stop()
    print(f'partition: cut off 3 times, {paid} payments, none lost, none twice, {load.retried} requests sent again; {node.check()}')
    postgres.stop()


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    with open(scratch / 'failover.log', 'ab') as log:
        failover(binary, scratch, log)
        partition(binary, scratch, log)


main()
