"""What callers write is not remembered: methods make no metrics, paths no buckets, patterns no work, accounts no end of faults."""
import socket
import threading
import time

import wire
from node import KEY, Client, Node, Lost


def methods_are_no_labels(binary, log):
    node = Node(binary, 'memory:', log, options=['--request-log', 'off']).start()
    before = len(wire.get(node.port, '/metrics'))
    with socket.create_connection(('127.0.0.1', node.port), timeout=10) as s:
        for n in range(300):
            s.sendall(f'M{n}{"A" * 4000} /v1/x{n} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n'.encode())
            s.recv(65536)
    after = wire.get(node.port, '/metrics')
    assert len(after) < before + 5000 and 'method="other"' in after, f'/metrics grew by {len(after) - before} bytes'
    node.stop()


def paths_are_no_buckets(binary, log):
    node = Node(binary, 'memory:', log, options=['--rate-limits', 'live=9000,test=9000,endpoint=9000', '--request-log', 'off']).start()
    client = Client(node.port)
    client.need('GET', '/v1/balance')
    before = wire.rss(node)
    for n in range(1500):
        client.call('POST', f'/v1/payment_intents/pi_{n}_{"x" * 40_000}')
    grown = wire.rss(node) - before
    assert grown < 30, f'{grown} MB after 1,500 paths of 40 kB'
    node.stop()


def patterns_cost_nobody_time(binary, log):
    node = Node(binary, 'memory:', log).start()
    attacker, other = Client(node.port, 'sk_test_attackerattacker0001'), Client(node.port, 'sk_test_neighbourneighbour01')
    other.need('GET', '/v1/balance')
    attacker.need('POST', '/_bursar/faults', {'kind': 'delay', 'delay': '1', 'path': '*a' * 90 + '*b', 'count': '10000'})
    status, _ = attacker.call('POST', '/_bursar/faults', {'kind': 'delay', 'path': 'a' * 201})
    assert status == 400, 'a pattern of 201 letters'
    assert [attacker.call('POST', '/_bursar/faults', {'kind': 'drop', 'path': '/nowhere'})[0] for _ in range(100)][-1] == 400, '101 faults'
    start, loops = time.time(), []

    def ask():
        try:
            attacker.call('GET', '/v1/customers/' + 'a' * 30_000)
        except Lost:
            pass
    loops = [threading.Thread(target=ask) for _ in range(1)]
    loops[0].start()
    for _ in range(20):
        other.need('GET', '/v1/balance')
    assert time.time() - start < 3, f'a neighbour waited {time.time() - start:.0f} s'
    loops[0].join()
    node.stop()


def run(binary, scratch, log):
    methods_are_no_labels(binary, log)
    paths_are_no_buckets(binary, log)
    patterns_cost_nobody_time(binary, log)
    return 'methods, paths and patterns: nothing of them is kept, none takes long'
