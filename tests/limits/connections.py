"""One address does not take all connections, bodies are not held for nobody, and what is held is bounded."""
import resource

import wire
from node import KEY, Node

OF_ONE = 1000  # connections of one address: http/server.hpp
MB = 1024 * 1024


def many(port, address, count):
    return [wire.connect(port, address) for _ in range(count)]


def asks(s):
    s.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    return wire.status(wire.read(s))


def one_address_has_its_share(binary, log):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    node = Node(binary, 'memory:', log, options=['--proxies', '127.0.0.9']).start()
    greedy = many(node.port, '127.0.0.2', OF_ONE)
    assert asks(greedy[-1]) == '200'
    assert wire.status(wire.read(wire.connect(node.port, '127.0.0.2'))) == '503', 'a connection too many of one address'
    other = wire.connect(node.port, '127.0.0.3')
    assert asks(other) == '200', 'one address took what the others need'
    greedy.pop().close()
    wire.wait_until(lambda: asks_anew(node.port, '127.0.0.2') == '200')
    proxied = many(node.port, '127.0.0.9', OF_ONE + 50)
    assert asks(proxied[-1]) == '200', 'a proxy stands for many'
    for s in [*greedy, other, *proxied]:
        s.close()
    node.stop()


def asks_anew(port, address):
    with wire.connect(port, address) as s:
        try:
            return asks(s)
        except OSError:
            return 'none'


def head(size, key, expect=''):
    who = f'Authorization: Bearer {key}\r\n' if key else ''
    return f'POST /v1/customers HTTP/1.1\r\nHost: x\r\n{who}{expect}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {size}\r\n\r\n'.encode()


def nobody_without_a_key_sends_much(binary, scratch, log):
    """Answered from the head alone, so not a byte of the body need be sent."""
    node = Node(binary, f'sqlite:{scratch}/bodies.db', log)
    node.sandbox = False
    node.start()
    expect = 'Expect: 100-continue\r\n'
    stranger = 'sk_live_' + 'a' * 48
    for key in (None, stranger):
        assert wire.status(wire.exchange(node.port, head(900_000, key))) == '401', key
        assert wire.status(wire.exchange(node.port, head(900_000, key, expect))) == '401', key
    assert wire.status(wire.exchange(node.port, b'POST /c/pay/cs_test_x HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n')) == '413', 'a page takes no large form'
    chunked = b'POST /v1/customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n' + b'4000\r\n' + b'a' * 0x4000 + b'\r\n' + b'4000\r\n' + b'a' * 0x4000
    assert wire.status(wire.exchange(node.port, chunked)) == '401', 'a body in pieces'
    node.stop()


def what_has_arrived_is_bounded(binary, log):
    node = Node(binary, 'memory:', log).start()
    assert wire.status(wire.exchange(node.port, head(20, KEY, 'Expect: 100-continue\r\n'))) == '100'
    before, half = wire.rss(node), b'a=' + b'b' * (MB - 100_000)

    def send(address, count):
        sent = []
        for _ in range(count):
            s = wire.connect(node.port, address)
            try:
                s.sendall(head(MB - 10, KEY) + half)  # and the rest never comes
            except ConnectionError:
                pass
            sent.append(s)
        return sent

    held = send('127.0.0.2', 24)
    refused = [s for s in held if answered(s) == '503']
    assert refused and len(held) - len(refused) <= 17, f'{len(held) - len(refused)} MB of one address are held'
    assert wire.status(wire.post(node.port, '/v1/customers', 'name=' + 'n' * 4000, KEY, '127.0.0.3')) == '200'
    assert wire.status(wire.post(node.port, '/v1/customers', 'description=' + 'n' * 100_000, KEY, '127.0.0.3')) == '400', 'read, and found too long'
    for n in range(4, 9):
        held += send(f'127.0.0.{n}', 16)
    assert any(answered(s) == '503' for s in held[-16:]), 'more is held of all together than there is room for'
    grown = wire.rss(node) - before
    assert grown < 160, f'the server grew by {grown} MB'
    assert asks_anew(node.port, '127.0.0.30') == '200'
    for s in held:
        s.close()
    wire.wait_until(lambda: wire.status(wire.post(node.port, '/v1/customers', 'description=' + 'n' * 100_000, KEY, '127.0.0.2')) == '400')
    node.stop()
    return grown


def answered(s):
    s.settimeout(0.05)
    return wire.status(wire.read(s))


def run(binary, scratch, log):
    one_address_has_its_share(binary, log)
    nobody_without_a_key_sends_much(binary, scratch, log)
    grown = what_has_arrived_is_bounded(binary, log)
    return f'one address has {OF_ONE} connections and 16 MB of bodies, all have 64 MB (+{grown} MB measured); no key, no large body'
