#!/usr/bin/env python3
"""Callers that are too large, too many, too slow or too deep, and TLS: the server refuses them and serves the others on.
docs/limits.md has the table; each part of it has a file in limits/.

usage: limits.py BINARY SCRATCH [PART...]        (all)
"""
import pathlib
import socket
import ssl
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE / 'limits'), str(HERE / 'recovery')]
import connections  # noqa: E402
import payers  # noqa: E402
import request_log  # noqa: E402
import scans  # noqa: E402
import streams  # noqa: E402
import words  # noqa: E402
from node import KEY, Client, Node  # noqa: E402
from wire import exchange, status  # noqa: E402

PARTS = (request_log, connections, payers, words, streams, scans)


def refuses_what_is_too_much(node):
    head = f'Host: x\r\nAuthorization: Bearer {KEY}\r\n'
    form = 'Content-Type: application/x-www-form-urlencoded\r\n'

    def post(body):
        return exchange(node.port, f'POST /v1/customers HTTP/1.1\r\n{head}{form}Content-Length: {len(body)}\r\n\r\n{body}'.encode())

    assert status(post('email=a@example.com')) == '200'
    assert status(exchange(node.port, f'POST /v1/customers HTTP/1.1\r\n{head}Content-Length: 2000000\r\n\r\n'.encode())) == '413'
    assert status(exchange(node.port, f'GET /v1/customers HTTP/1.1\r\n{head}X-Long: {"a" * 70000}\r\n\r\n'.encode())) == '414'
    assert status(exchange(node.port, b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n')) == '400', 'TLS to a plain port'
    assert status(post('metadata' + '[a]' * 40 + '=b')) == '400', 'nesting'
    assert status(post('&'.join(f'metadata[k{n}]=v' for n in range(3000)))) == '400', 'pairs'
    assert status(post('email=' + 'a' * 6000 + '@example.com')) == '400', 'length'


def serves_others_beside_slow_ones(node):
    slow = []
    for _ in range(500):
        s = socket.create_connection(('127.0.0.1', node.port))
        s.sendall(b'POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Le')  # and nothing more
        slow.append(s)
    start = time.time()
    for _ in range(50):
        Client(node.port).need('POST', '/v1/customers', [('email', 'quick@example.com')])
    assert time.time() - start < 5, 'slow callers hold up the others'
    # A request has 30 seconds to arrive, however often a byte of it comes.
    s, start, ended = slow[0], time.time(), None
    s.settimeout(0.5)
    while time.time() - start < 40 and ended is None:
        try:
            s.sendall(b'n')
            ended = time.time() if s.recv(1) == b'' else None
        except TimeoutError:
            pass
        except OSError:
            ended = time.time()
    assert ended, 'a request that never ends was waited for'
    for s in slow:
        s.close()
    return ended - start


def speaks_tls(binary, scratch, log):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', f'{scratch}/tls.key', '-out', f'{scratch}/tls.pem'], check=True, capture_output=True)
    node = Node(binary, 'memory:', log, options=['--tls-cert', f'{scratch}/tls.pem', '--tls-key', f'{scratch}/tls.key'])
    node.start()
    context = ssl.create_default_context(cafile=f'{scratch}/tls.pem')
    with socket.create_connection(('127.0.0.1', node.port)) as plain, context.wrap_socket(plain, server_hostname='127.0.0.1') as s:
        for _ in range(2):  # the connection is kept
            s.sendall(f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n'.encode())
            assert s.recv(65536).startswith(b'HTTP/1.1 200'), 'no answer over TLS'
        version = s.version()
    assert status(exchange(node.port, b'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 2)) == 'none', 'plain HTTP on a TLS port'
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        with socket.create_connection(('127.0.0.1', node.port)) as plain, old.wrap_socket(plain):
            raise AssertionError('TLS 1.1 was spoken')
    except (ssl.SSLError, ConnectionError):
        pass
    node.stop()
    wrong = subprocess.run([binary, 'serve', '--store', 'memory:', '--listen', '127.0.0.1:0', '--tls-cert', f'{scratch}/none.pem', '--tls-key', f'{scratch}/tls.key'],
                           capture_output=True, text=True)
    assert wrong.returncode == 1 and '--tls-cert' in wrong.stderr, wrong
    return version


def counts_payers_by_address(binary, log):
    """Behind a proxy that is named: who asks with a key that every page shows stops nobody but himself."""
    node = Node(binary, 'memory:', log, options=['--proxies', '127.0.0.1', '--rate-limits', 'live=500,test=500,endpoint=500,address=0.1']).start()
    publishable = KEY.replace('sk_', 'pk_')
    Client(node.port).need('POST', '/v1/customers')

    def token(address):
        body = 'pii[id_number]=000000000'
        answer = exchange(node.port, f'POST /v1/tokens HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1, {address}\r\nAuthorization: Bearer {publishable}\r\n'
                          f'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}'.encode())
        return status(answer), f'"client_ip": "{address}"' in answer

    assert [token('203.0.113.9') for _ in range(5)] == [('200', True)] * 3 + [('429', False)] * 2
    assert token('203.0.113.10') == ('200', True)
    for _ in range(20):
        Client(node.port).need('GET', '/v1/balance')
    node.stop()


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]
    with open(scratch / 'limits.log', 'ab') as log:
        for part in PARTS:
            if not chosen or part.__name__ in chosen:
                print(f'limits: {part.run(binary, scratch, log)}', flush=True)
        if chosen:
            return
        node = Node(binary, f'sqlite:{scratch}/limits.db', log).start()
        refuses_what_is_too_much(node)
        seconds = serves_others_beside_slow_ones(node)
        node.stop()
        counts_payers_by_address(binary, log)
        version = speaks_tls(binary, scratch, log)
    print(f'limits: what is too much is refused, 500 slow callers hold up nobody and are let go after {seconds:.0f} s, {version}')


main()
