#!/usr/bin/env python3
"""Where a server listens and how it says so, and how it ends: at once when nothing is under way, and after what is.

usage: serving.py BINARY SCRATCH
"""
import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request

BINARY, FOLDER = os.path.abspath(sys.argv[1]), os.path.join(os.path.abspath(sys.argv[2]), 'serving')
KEY = {'Authorization': 'Bearer sk_test_serving0123456789', 'Content-Type': 'application/x-www-form-urlencoded'}
AT_ONCE = .1  # seconds
os.makedirs(FOLDER, exist_ok=True)
READY = os.path.join(FOLDER, 'ready.json')


def check(holds, what):
    if not holds:
        sys.exit(f'cli serving: {what}')


class Server:
    def __init__(self, listen='127.0.0.1:0', store='memory:', options=(), sandbox=True):
        self.process = subprocess.Popen([BINARY, 'serve', *(['--sandbox'] if sandbox else []), '--listen', listen, '--store', store, *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        found = re.search(r'http://(\S+):(\d+)', self.process.stdout.readline())
        check(found, f'--listen {listen}: {self.process.stderr.read() if not found else ""}')
        self.host, self.port = found[1], int(found[2])

    def connect(self, host='127.0.0.1'):
        return http.client.HTTPConnection(host, self.port, timeout=30)

    def end(self):
        """Seconds until it has ended, and what it said."""
        began = time.monotonic()
        self.process.terminate()
        check(self.process.wait(20) == 0, 'the server did not stop cleanly')
        return time.monotonic() - began, self.process.stderr.read()


def answer(connection, path, method='GET', body=None):
    connection.request(method, path, body, KEY)
    got = connection.getresponse()
    return got.status, got.read().decode()


def reached(port, host, family):
    with contextlib.suppress(OSError), socket.socket(family) as s:
        s.connect((host, port))
        return True
    return False


def listens_where_it_should():
    v6 = socket.has_ipv6 and os.path.exists('/proc/net/if_inet6') and '00000000000000000000000000000001' in open('/proc/net/if_inet6').read()
    for listen, host in (('127.0.0.1:0', '127.0.0.1'), ('localhost:0', 'localhost'), *((('[::1]:0', '[::1]'),) if v6 else ()),
                         (':0', '127.0.0.1'), ('0.0.0.0:0', '127.0.0.1'), *((('[::]:0', '127.0.0.1'),) if v6 else ())):
        server = Server(listen)
        check(server.host == host, f'{listen}: it says {server.host}')
        check(reached(server.port, '127.0.0.1', socket.AF_INET) == (listen != '[::1]:0'), f'{listen} by IPv4')
        check(not v6 or reached(server.port, '::1', socket.AF_INET6) == (listen in ('[::1]:0', ':0', '[::]:0')), f'{listen} by IPv6')
        if listen == ':0':
            seen = json.loads(answer(server.connect(), '/v1/customers')[1])
            check(seen['data'] == [], seen)
        warned = 'anyone who reaches this address may use the sandbox' in server.end()[1]
        check(warned == (listen in (':0', '0.0.0.0:0', '[::]:0')), f'{listen}: warned: {warned}')
    for listen, word in (('nowhere', 'must be HOST:PORT'), ('127.0.0.1:x', 'the port must be'), ('::1:80', 'stands in brackets'), ('127.0.0.1:65536', 'the port must be')):
        done = subprocess.run([BINARY, 'serve', '--sandbox', '--store', 'memory:', '--listen', listen], capture_output=True, text=True)
        check(done.returncode == 2 and word in done.stderr, f'{listen}: {done.returncode} {done.stderr}')
    with socket.create_server(('127.0.0.1', 0)) as taken:
        done = subprocess.run([BINARY, 'serve', '--sandbox', '--store', 'memory:', '--listen', f'127.0.0.1:{taken.getsockname()[1]}', '--ready-file', READY], capture_output=True, text=True)
        check(done.returncode == 1 and 'in use' in done.stderr and not os.path.exists(READY), f'a port that is taken: {done.stderr}')
    done = subprocess.run([BINARY, 'serve', '--sandbox', '--store', 'memory:', '--listen', 'no.such.invalid:0'], capture_output=True, text=True)
    check(done.returncode == 1 and 'cannot listen on no.such.invalid:0' in done.stderr, f'a name that is none: {done.stderr}')


def says_that_it_is_ready():
    with open(READY, 'w') as left:
        left.write('{"url":"http://127.0.0.1:1","pid":1}')
    seen = set()
    watching = True

    def watch():  # it is there whole, or not at all
        while watching:
            with contextlib.suppress(FileNotFoundError):
                seen.add(open(READY).read())

    watcher = threading.Thread(target=watch)
    server = Server(options=['--ready-file', READY])
    watcher.start()
    for _ in range(100):
        if os.path.exists(READY):
            break
        time.sleep(.05)
    ready = json.load(open(READY))
    check(set(ready) == {'url', 'pid', 'version'} and ready['pid'] == server.process.pid and ready['url'] == f'http://127.0.0.1:{server.port}', ready)
    check(json.load(urllib.request.urlopen(ready['url'] + '/healthz')) == {'status': 'ok'}, 'it is not ready')
    server.end()
    watching = False
    watcher.join()
    check(not os.path.exists(READY) and os.listdir(FOLDER) == [], f'something is left: {os.listdir(FOLDER)}')
    check(all(json.loads(text)['pid'] == ready['pid'] for text in seen), f'half a file was seen: {seen}')
    done = subprocess.run([BINARY, 'serve', '--sandbox', '--store', 'memory:', '--listen', '127.0.0.1:0', '--ready-file', '/nowhere/ready'], capture_output=True, text=True)
    check(done.returncode == 1 and '--ready-file: cannot write /nowhere/ready' in done.stderr, f'a folder that is not there: {done.stderr}')


def ends_at_once_when_idle():
    """The best of some tries: what a busy machine adds is not the server's."""
    for store in ('memory:', f'sqlite:{FOLDER}/ends.db'):
        times = []
        for _ in range(40):
            server = Server(store=store)
            kept = [server.connect() for _ in range(10)]
            for connection in kept:
                check(answer(connection, '/v1/customers', 'POST', 'email=a@b.example')[0] == 200, 'it does not answer')
            stream = socket.create_connection(('127.0.0.1', server.port))
            stream.sendall(b'GET /dashboard/api/stream HTTP/1.1\r\nHost: x\r\nAuthorization: ' + KEY['Authorization'].encode() + b'\r\n\r\n')
            check(stream.recv(20).startswith(b'HTTP/1.1 200'), 'there is no stream')
            half = socket.create_connection(('127.0.0.1', server.port))
            half.sendall(b'POST /v1/customers HTTP/1.1\r\nHost: x\r\n')
            times.append(server.end()[0])
            if times[-1] < AT_ONCE:
                break
        check(min(times) < AT_ONCE, f'{store} ended after {min(times):.3f} s at best')


def answers_what_is_under_way():
    server = Server()
    connection = server.connect()
    check(answer(connection, '/_bursar/faults', 'POST', 'kind=delay&delay=700&path=/v1/customers')[0] == 200, 'no fault')
    connection.request('POST', '/v1/customers', 'email=a@b.example', KEY)
    time.sleep(.2)
    ended = server.end()[0]
    late = connection.getresponse()
    check(late.status == 200 and late.getheader('Connection') == 'close' and json.loads(late.read())['email'] == 'a@b.example', 'the answer was lost')
    check(.3 < ended < 15, f'with a request under way it ended after {ended:.1f} s')


listens_where_it_should()
says_that_it_is_ready()
ends_at_once_when_idle()
answers_what_is_under_way()
print('cli serving: passed')
