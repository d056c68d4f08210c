#!/usr/bin/env python3
"""What is a request and what is not, byte by byte; whose web pages may ask; what TLS is spoken and with which certificate.

usage: wire.py BINARY SCRATCH
"""
import pathlib
import signal
import socket
import ssl
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'recovery'))
from node import KEY, Client, Node, wait_until  # noqa: E402

FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'


def exchange(port, data, seconds=5):
    """Sends bytes as they are: all that comes back until the server closes, and whether it did."""
    with socket.create_connection(('127.0.0.1', port)) as s:
        s.settimeout(seconds)
        out = b''
        try:
            s.sendall(data if isinstance(data, bytes) else data.encode())
            while piece := s.recv(65536):
                out += piece
        except TimeoutError:
            return out.decode(errors='replace'), False
        except ConnectionError:
            pass
        return out.decode(errors='replace'), True


def statuses(answer):
    return [part.split(' ', 1)[0] for part in answer.split('HTTP/1.1 ')[1:]]


def cuts_requests_as_everybody_does(port):
    """What two readers could cut in different places is answered once, with 400, and what follows it is not read."""
    follows = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    auth = f'Authorization: Bearer {KEY}\r\n'
    chunked, plain = '5\r\nemail\r\n0\r\n\r\n', 'email=a@example.com'
    post = f'POST /v1/customers HTTP/1.1\r\nHost: x\r\n{auth}{FORM}'
    refused = {
        'unknown transfer coding': post + 'Transfer-Encoding: xchunked\r\n\r\n',
        'another coding': post + 'Transfer-Encoding: gzip\r\n\r\n',
        'chunked after another': post + f'Transfer-Encoding: gzip, chunked\r\n\r\n{chunked}',
        'chunked before another': post + f'Transfer-Encoding: chunked, identity\r\n\r\n{chunked}',
        'chunked twice in a line': post + f'Transfer-Encoding: chunked, chunked\r\n\r\n{chunked}',
        'chunked twice': post + f'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}',
        'chunked and another line': post + f'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{chunked}',
        'chunked with a parameter': post + f'Transfer-Encoding: chunked;a=b\r\n\r\n{chunked}',
        'chunked in quotes': post + f'Transfer-Encoding: "chunked"\r\n\r\n{chunked}',
        'chunked after a control character': post + f'Transfer-Encoding: \x0bchunked\r\n\r\n{chunked}',
        'no coding': post + 'Transfer-Encoding: \r\n\r\n',
        'coding and length': post + f'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n{chunked}',
        'length and coding': post + f'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}',
        'chunked in HTTP/1.0': post.replace('1.1', '1.0') + f'Transfer-Encoding: chunked\r\n\r\n{chunked}',
        'two lengths': post + f'Content-Length: 5\r\nContent-Length: 19\r\n\r\n{plain}',
        'the same length twice': post + f'Content-Length: 19\r\nContent-Length: 19\r\n\r\n{plain}',
        'a list of lengths': post + f'Content-Length: 19, 19\r\n\r\n{plain}',
        'a signed length': post + f'Content-Length: +19\r\n\r\n{plain}',
        'a length below zero': post + 'Content-Length: -1\r\n\r\n',
        'a length in hex': post + f'Content-Length: 0x13\r\n\r\n{plain}',
        'a length that overflows': post + f'Content-Length: 18446744073709551635\r\n\r\n{plain}',
        'no host': f'GET /v1/balance HTTP/1.1\r\n{auth}\r\n',
        'two hosts': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nHost: y\r\n{auth}\r\n',
        'the same host twice': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nHost: x\r\n{auth}\r\n',
        'an empty host': f'GET /v1/balance HTTP/1.1\r\nHost: \r\n{auth}\r\n',
        'a host that is none': f'GET /v1/balance HTTP/1.1\r\nHost: x/y@z\r\n{auth}\r\n',
        'two hosts in one': f'GET /v1/balance HTTP/1.1\r\nHost: x, y\r\n{auth}\r\n',
        'two hosts in HTTP/1.0': f'GET /v1/balance HTTP/1.0\r\nHost: x\r\nHost: y\r\n{auth}\r\n',
        'bare LF': f'GET /v1/balance HTTP/1.1\nHost: x\n{auth}\r\n\r\n',
        'bare LF after a header': f'GET /v1/balance HTTP/1.1\r\nHost: x\nX-Other: y\r\n{auth}\r\n',
        'bare LF alone': 'GET /v1/balance HTTP/1.1\nHost: x\n\n',
        'bare CR': f'GET /v1/balance HTTP/1.1\r\nHost: x\rX-Other: y\r\n{auth}\r\n',
        'a line that goes on': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nX-Other: a\r\n b\r\n{auth}\r\n',
        'a line that goes on with a tab': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nX-Other: a\r\n\tb\r\n{auth}\r\n',
        'a coding on the next line': post + f'Transfer-Encoding:\r\n chunked\r\n\r\n{chunked}',
        'a blank before the colon': post + f'Transfer-Encoding : chunked\r\n\r\n{chunked}',
        'a header without a name': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\n: y\r\n{auth}\r\n',
        'a blank before the first header': f'GET /v1/balance HTTP/1.1\r\n Host: x\r\n{auth}\r\n',
        'NUL in a header': f'GET /v1/balance HTTP/1.1\r\nHost: x\r\nX-Other: a\0b\r\n{auth}\r\n',
        'absolute form': f'GET http://127.0.0.1/v1/balance HTTP/1.1\r\nHost: x\r\n{auth}\r\n',
        'absolute form of another': f'GET https://evil.example/v1/balance HTTP/1.1\r\nHost: x\r\n{auth}\r\n',
        'authority form': f'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n{auth}\r\n',
        'no path': f'GET v1/balance HTTP/1.1\r\nHost: x\r\n{auth}\r\n',
        'HTTP/2.0': f'GET /v1/balance HTTP/2.0\r\nHost: x\r\n{auth}\r\n',
        'HTTP/1.2': f'GET /v1/balance HTTP/1.2\r\nHost: x\r\n{auth}\r\n',
        'no version': 'GET /v1/balance\r\n\r\n',
        'a chunk without a size': post + 'Transfer-Encoding: chunked\r\n\r\nx\r\nemail\r\n0\r\n\r\n',
        'a chunk that ends with LF': post + 'Transfer-Encoding: chunked\r\n\r\n5\nemail\n0\n\n',
        'a chunk that is longer than it says': post + 'Transfer-Encoding: chunked\r\n\r\n5\r\nemailx\r\n0\r\n\r\n',
        'a trailer': post + f'Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n0\r\nX-Other: y\r\n\r\n',
        'a key in a trailer': f'POST /v1/customers HTTP/1.1\r\nHost: x\r\n{FORM}Transfer-Encoding: chunked\r\n\r\n0\r\n{auth}\r\n',
    }
    wrong = []
    for name, request in refused.items():
        answer, closed = exchange(port, request + follows)
        if statuses(answer) != ['400'] or not closed:
            wrong.append(f'{name}: {statuses(answer)}, closed: {closed}')
    # That it comes in two pieces changes nothing.
    for name, piece in (('a line that goes on', '\r\n b'), ('unknown transfer coding', 'xchunked'), ('bare LF alone', '\n'), ('two hosts', 'Host: y')):
        for at in range(1, refused[name].index(piece) + len(piece)):
            with socket.create_connection(('127.0.0.1', port)) as s:
                s.settimeout(5)
                s.sendall(refused[name][:at].encode())
                s.sendall(refused[name][at:].encode())
                if statuses(s.recv(65536).decode()) != ['400']:
                    wrong.append(f'{name}, cut after {at} bytes')
    assert not wrong, '\n'.join(wrong)
    return len(refused)


def takes_what_is_right(port):
    auth = f'Authorization: Bearer {KEY}\r\n'
    post = f'POST /v1/customers HTTP/1.1\r\nHost: x\r\n{auth}{FORM}'
    body = 'email=a@example.com'
    for name, request in {
        'length': post + f'Content-Length: {len(body)}\r\n\r\n{body}',
        'chunked': post + f'Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\ne\r\n=a@example.com\r\n0\r\n\r\n',
        'Chunked': post + f'Transfer-Encoding: Chunked\r\n\r\n13;name=value\r\n{body}\r\n0\r\n\r\n',
        'no body': post + '\r\n',
        'a host with a port': f'GET /v1/balance HTTP/1.1\r\nHost: pay.example:8420\r\n{auth}\r\n',
        'an IPv6 host': f'GET /v1/balance HTTP/1.1\r\nHost: [::1]:8420\r\n{auth}\r\n',
        'a name of containers': f'GET /v1/balance HTTP/1.1\r\nHost: my_bursar-1\r\n{auth}\r\n',
    }.items():
        answer, _ = exchange(port, request + f'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        assert statuses(answer) == ['200', '200'], (name, statuses(answer))
    old, closed = exchange(port, f'GET /v1/balance HTTP/1.0\r\n{auth}\r\n')
    assert statuses(old) == ['200'] and closed, old


def head_of(answer):
    return {name.lower(): value for name, _, value in (line.partition(': ') for line in answer.split('\r\n\r\n')[0].split('\r\n')[1:])}


def refuses_secret_keys_of_pages(node):
    """A web page cannot drive a server that its reader runs: not with a preflight, not with a form."""
    own, key = f'http://127.0.0.1:{node.port}', 'sk_test_pagepagepagepage01'

    def ask(origin, key=key, method='POST', path='/v1/customers', body='', head=''):
        origin = f'Origin: {origin}\r\n' if origin else ''
        auth = f'Authorization: Bearer {key}\r\n' if key else ''
        answer, _ = exchange(node.port, f'{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{node.port}\r\n{origin}{auth}{head}{FORM}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}')
        return answer

    for origin in ('https://evil.example', 'http://evil.example', 'null', f'http://evil.example:{node.port}', f'https://127.0.0.1:{node.port}', 'http://127.0.0.1:1',
                   own + '.evil.example', 'http://127.0.0.1', 'http://localhost', 'chrome-extension://abcdef', 'x'):
        for words in ({}, {'key': key.replace('sk', 'rk')}, {'key': None, 'body': f'key={key}'}, {'method': 'GET'}, {'method': 'GET', 'key': None, 'path': f'/v1/customers?key={key}'},
                      {'path': '/v1/webhook_endpoints', 'body': 'url=http://127.0.0.1:1/x&enabled_events[]=*'}, {'path': '/v1/stripecli/sessions'}, {'method': 'GET', 'path': '/dashboard/api/requests'}):
            answer = ask(origin, **words)
            assert statuses(answer) == ['403'] and 'secret_key_in_browser' in answer, (origin, words, answer[:400])
    assert statuses(ask(None, 'pk_test_pagepagepagepage01', path='/v1/tokens', body='pii[id_number]=000000000')) == ['200']
    assert statuses(ask('https://shop.example', 'pk_test_pagepagepagepage01', path='/v1/tokens', body='pii[id_number]=000000000')) == ['200'], 'a publishable key is for pages'
    for origin in (None, own, f'http://localhost:{node.port}', f'http://[::1]:{node.port}'):
        assert statuses(ask(origin)) == ['200'], origin
    assert statuses(ask('https://evil.example', key=None)) == ['401']
    assert len(Client(node.port, key).need('GET', '/v1/customers')['data']) == 4, 'something that was refused was made'
    for path in ('/v1/customers', '/healthz', '/metrics', '/v3/', '/receipts/ch_1'):
        for method in ('GET', 'OPTIONS'):
            head = head_of(ask('https://evil.example', method=method, path=path, key='pk_test_pagepagepagepage01'))
            assert 'access-control-allow-credentials' not in head and head.get('x-content-type-options') == 'nosniff', (method, path, head)
            assert 'strict-transport-security' not in head, (method, path, head)
    assert 'access-control-allow-origin' not in head_of(ask('https://evil.example', method='GET', path='/metrics')), 'pages may read the figures'


def certificate(scratch, name, subject):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', f'/CN={subject}',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', f'{scratch}/{name}.key', '-out', f'{scratch}/{name}.pem'], check=True, capture_output=True)
    return f'{scratch}/{name}'


def put_in_place(made, place):
    for end in ('key', 'pem'):
        pathlib.Path(f'{place}.{end}').write_bytes(pathlib.Path(f'{made}.{end}').read_bytes())


def connect(port, **wanted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if 'version' in wanted:
        context.minimum_version = context.maximum_version = wanted['version']
    if 'ciphers' in wanted:
        context.set_ciphers(wanted['ciphers'])
    plain = socket.create_connection(('127.0.0.1', port))
    try:
        return context.wrap_socket(plain)
    except (ssl.SSLError, ConnectionError):
        plain.close()
        return None


def served(port):
    """The certificate that a new connection is shown."""
    with connect(port) as s:
        return s.getpeercert(binary_form=True)


def der(name):
    return ssl.PEM_cert_to_DER_cert(pathlib.Path(f'{name}.pem').read_text())


def speaks_tls(binary, scratch, log):
    first, second, place = certificate(scratch, 'first', 'first'), certificate(scratch, 'second', 'second'), f'{scratch}/placed'
    put_in_place(first, place)
    with open(scratch / 'tls.log', 'w+b') as own_log:
        node = Node(binary, 'memory:', own_log, options=['--tls-cert', place + '.pem', '--tls-key', place + '.key', '--hsts', '86400']).start()
        for ciphers in ('AES128-GCM-SHA256', 'AES256-SHA', 'AES128-SHA256', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA256', 'DHE-RSA-AES128-GCM-SHA256',
                        'PSK-AES128-GCM-SHA256'):
            assert connect(node.port, version=ssl.TLSVersion.TLSv1_2, ciphers=ciphers + ':@SECLEVEL=0') is None, ciphers
        for ciphers in ('ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'):
            with connect(node.port, version=ssl.TLSVersion.TLSv1_2, ciphers=ciphers) as s:
                assert s.cipher()[0] == ciphers
        for path in ('/healthz', '/v3/', '/receipts/ch_1'):
            with connect(node.port) as s:
                assert s.version() == 'TLSv1.3'
                s.sendall(f'GET {path} HTTP/1.1\r\nHost: x\r\n\r\n'.encode())
                assert 'strict-transport-security: max-age=86400\r\n' in s.recv(1 << 20).decode(errors='replace').lower(), path

        kept = connect(node.port)
        put_in_place(second, place)
        assert served(node.port) == der(first), 'the certificate changed by itself'
        node.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served(node.port) == der(second), what='the new certificate')
        kept.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
        assert kept.recv(65536).startswith(b'HTTP/1.1 200'), 'a connection ended with its certificate'

        def grumbles():
            return pathlib.Path(own_log.name).read_text().count('the certificate stays as it was')

        for number, break_it in enumerate((lambda: pathlib.Path(place + '.pem').write_text('nonsense'), lambda: pathlib.Path(place + '.pem').unlink(),
                                           lambda: put_in_place(first, place) or pathlib.Path(place + '.key').write_bytes(pathlib.Path(second + '.key').read_bytes())), 1):
            break_it()
            node.process.send_signal(signal.SIGHUP)
            wait_until(lambda: grumbles() == number, what='a line in the log')
            assert served(node.port) == der(second), 'files that do not fit changed the certificate'
        put_in_place(first, place)
        node.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served(node.port) == der(first), what='the certificate of before')
        node.stop()


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    with open(scratch / 'wire.log', 'ab') as log:
        node = Node(binary, 'memory:', log).start()
        refused = cuts_requests_as_everybody_does(node.port)
        takes_what_is_right(node.port)
        refuses_secret_keys_of_pages(node)
        node.stop()
        speaks_tls(binary, scratch, log)
    print(f'wire: {refused} requests that can be read in two ways are refused once; secret keys stay out of web pages; the certificate follows its files')


main()
