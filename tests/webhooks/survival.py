#!/usr/bin/env python3
"""Nothing is lost: a receiver that fails at random and is killed, servers that are killed with -9, two of them on one
PostgreSQL. Every event arrives; what arrives twice is counted.

usage: survival.py BINARY SCRATCH EVENTS [POSTGRES_URL]
"""
import json
import pathlib
import secrets
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'recovery'))
from node import Client, Lost, Node  # noqa: E402
from receiver import Receiver, at_random  # noqa: E402

KILLS = 3


def create(nodes, key, count, made, stop):
    """Customers, round robin over the servers; those that were acknowledged are kept."""
    n = 0
    clients = {}
    while len(made) < count and not stop.is_set():
        node = nodes[n % len(nodes)]
        n += 1
        client = clients.get(node.port) or clients.setdefault(node.port, Client(node.port, key, timeout=5))
        try:
            status, answer = client.call('POST', '/v1/customers', [('name', f'number {n}')], idempotency_key=f'{threading.get_ident()}-{n}')
            if status == 200:
                made.append(answer['id'])
        except (Lost, OSError):
            clients.pop(node.port, None)
            time.sleep(0.05)


def main():
    binary, scratch, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    shared = sys.argv[4] if len(sys.argv) > 4 else None
    log = open(f'{scratch}/survival.log', 'ab')
    store = shared or f'sqlite:{scratch}/survival.db'
    options = ['--webhook-retries', '1,1,2,2,3,3,5,5,5,5,5,5,5,5,5', '--request-log', 'off']
    nodes = [Node(binary, store, log, options=options).start() for _ in range(2 if shared else 1)]
    receiver = Receiver()
    receiver.answer = at_random(7, 0.3)
    key = 'sk_test_survival' + secrets.token_hex(8)
    status, hook = Client(nodes[0].port, key).call('POST', '/v1/webhook_endpoints', [('url', receiver.url + '/hook'), ('enabled_events[]', 'customer.created')])
    assert status == 200, hook

    made, stop = [], threading.Event()
    makers = [threading.Thread(target=create, args=(nodes, key, count, made, stop)) for _ in range(4)]
    for maker in makers:
        maker.start()
    for kill in range(1, KILLS + 1):
        deadline = time.time() + 120
        while len(made) < count * kill / (KILLS + 1) and time.time() < deadline:
            time.sleep(0.01)
        victim = nodes[kill % len(nodes)]
        victim.kill()
        if kill == 2:  # the receiver, too
            receiver.stop()
            time.sleep(1)
            again = Receiver(receiver.port)
            again.got, again.counts, again.accepted, again.answer = receiver.got, receiver.counts, receiver.accepted, receiver.answer
            receiver = again
        victim.start()
    for maker in makers:
        maker.join()
    wanted = set(made)

    client = Client(nodes[0].port, key)

    def pending():
        return len(client.call('GET', '/v1/events', [('delivery_success', 'false'), ('limit', 1)])[1]['data'])

    deadline = time.time() + 150
    while pending() and time.time() < deadline:
        time.sleep(0.2)
    seen = {}
    for _, _, body, _ in receiver.got:
        customer = json.loads(body)['data']['object']['id']
        seen[customer] = seen.get(customer, 0) + 1
    lost = [customer for customer in wanted if customer not in seen]
    assert not pending(), 'events are still undelivered'
    assert not lost, f'{len(lost)} events never arrived: {lost[:3]}'
    twice = receiver.succeeded_twice()
    for node in nodes:
        node.stop()
    nodes[0].check()
    print(f'webhooks: {len(made)} acknowledged events, {KILLS} kills of {len(nodes)} server(s), a third of attempts failing: {len(lost)} lost, {twice} delivered more than once')


main()
