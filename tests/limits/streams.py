"""Readers who do not read: they are bounded in number and in what is kept for them."""
import wire
from node import Client, Node, wait_until

OF_ONE = 20  # readers of one platform: live/streams.hpp
PLATFORMS = 5


def open_stream(node, key, address):
    s = wire.connect(node.port, address)
    s.sendall(f'GET /dashboard/api/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n'.encode())
    return s


def run(binary, scratch, log):
    node = Node(binary, 'memory:', log, options=['--request-log', 'off']).start()
    keys = [f'sk_test_streamstreamstream{n:02}' for n in range(PLATFORMS)]
    clients = [Client(node.port, key) for key in keys]
    for client in clients:
        client.need('GET', '/v1/balance')
    readers = [open_stream(node, key, '127.0.0.2') for key in keys for _ in range(OF_ONE)]
    assert all(wire.status(wire.read(s)) == '200' for s in readers)
    assert wire.status(wire.read(open_stream(node, keys[0], '127.0.0.3'))) == '429', 'a reader too many of one platform'
    node_wide = open_stream(node, 'sk_test_streamstreamstream99', '127.0.0.2')
    assert wire.status(wire.read(node_wide)) == '429', 'a stream too many of one address'
    assert wire.metric(node.port, 'bursar_streams') == OF_ONE * PLATFORMS
    before = wire.rss(node)
    filling = {f'metadata[k{n}]': 'v' * 400 for n in range(40)}
    told = 0
    while wire.metric(node.port, 'bursar_streams') and told < 6000:
        for client in clients:
            client.need('POST', '/v1/customers', filling)
            told += 1
    kept = told * 20 // 1024  # MB of documents that the store itself holds: object and event, some 17 kB each
    grown = wire.rss(node) - before - 2 * kept
    assert wire.metric(node.port, 'bursar_streams') == 0, f'readers who do not read are still there after {told} objects'
    assert grown < 60, f'{grown} MB are kept for {len(readers)} readers who do not read'
    for s in readers:
        s.close()
    again = open_stream(node, keys[0], '127.0.0.2')
    assert wire.status(wire.read(again)) == '200', 'who was cut off may come again'
    again.close()
    wait_until(lambda: wire.metric(node.port, 'bursar_streams') == 0)
    node.stop()
    return f'{len(readers)} readers who read nothing were let go after {told // PLATFORMS} objects each'
