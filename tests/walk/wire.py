"""A connection that sends what no client library would, and the server that it speaks to, which is started again when it ends."""
import json
import pathlib
import socket
import sys
import threading
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'recovery'))
from node import Node  # noqa: E402


class Lost(Exception):
    """No answer came; `kind`: because the server ended, or it still runs."""
    kind = 'no answer'


class Answer:
    def __init__(self, status, head, body):
        self.status, self.head, self.body = status, head, body

    def json(self):
        return json.loads(self.body.decode('utf-8'))


def form(params):
    return '&'.join(urllib.parse.quote(name, safe='[]') + '=' + urllib.parse.quote(value, safe='') for name, value in params)


class Wire:
    def __init__(self, server, key, timeout=60):
        self.server, self.key, self.timeout, self.socket = server, key, timeout, None

    def call(self, method, path, params=(), account=None, idempotency_key=None, version=None, key=None):
        head = [f'Host: 127.0.0.1:{self.server.port}', f'Authorization: Bearer {key or self.key}']
        for name, value in (('Stripe-Account', account), ('Idempotency-Key', idempotency_key), ('Stripe-Version', version)):
            if value:
                head.append(f'{name}: {value}')
        body = form(params).encode()
        if method == 'POST':
            head += ['Content-Type: application/x-www-form-urlencoded', f'Content-Length: {len(body)}']
        elif body:
            path, body = path + '?' + body.decode(), b''
        return self.send(f'{method} {path} HTTP/1.1\r\n'.encode() + '\r\n'.join(head).encode() + b'\r\n\r\n' + body)

    def ask(self, *words, **names):
        """call(), and once more where the server ended meanwhile: several ask at a time, and only one of them ended it."""
        for again in (False, True):
            try:
                return self.call(*words, **names)
            except Lost as lost:
                ended = self.server.after_loss()
                if again:
                    problem = Lost(self.server.last_words() if ended else str(lost))
                    problem.kind = 'ended' if ended else 'no answer'
                    raise problem from lost

    def send(self, request):
        fresh = self.socket is None
        try:
            if fresh:
                self.socket, self.left = socket.create_connection(('127.0.0.1', self.server.port), self.timeout), b''
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
            return self.answer()
        except (OSError, ValueError) as problem:
            self.close()
            # One that was kept may have been closed for being idle.
            if not fresh and isinstance(problem, ConnectionError) and self.server.lives():
                return self.send(request)
            raise Lost(str(problem)) from problem

    def answer(self):
        data = self.left
        while b'\r\n\r\n' not in data:
            data += self.more()
        head, data = data.split(b'\r\n\r\n', 1)
        lower = head.lower()
        length = int(lower.split(b'content-length:', 1)[1].split(b'\r\n', 1)[0]) if b'content-length:' in lower else 0
        parts, have = [data], len(data)
        while have < length:
            parts.append(self.more())
            have += len(parts[-1])
        data = b''.join(parts)
        self.left = data[length:]
        if b'connection: close' in lower:
            self.close()
        return Answer(int(head.split(b' ', 2)[1]), head, data[:length])

    def more(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionResetError('the connection was closed')
        return data

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


class Server:
    """Several threads use it. Whoever finds that it ended starts it again."""

    def __init__(self, binary, scratch, name):
        self.log = open(scratch / f'{name}.log', 'ab')
        self.node = Node(binary, f'sqlite:{scratch}/{name}.db', self.log, options=['--request-log', 'off', '--log-level', 'error'])
        self.lock, self.ended = threading.Lock(), 0
        self.node.start()

    @property
    def port(self):
        return self.node.port

    def lives(self):
        return self.node.process.poll() is None

    def after_loss(self):
        """True when the server had ended; it is there again."""
        with self.lock:
            try:  # one that is ending has closed its sockets before it is gone
                self.node.process.wait(2 if self.refuses() else 0.05)
            except Exception:
                return False
            self.ended += 1
            self.node.start()
            return True

    def refuses(self):
        try:
            socket.create_connection(('127.0.0.1', self.port), 5).close()
            return False
        except OSError:
            return True

    def last_words(self):
        self.log.flush()
        with open(self.log.name, 'rb') as log:
            lines = log.read()[-4000:].decode('utf-8', 'replace').splitlines()
        return next((line for line in reversed(lines) if 'CHECK' in line or 'terminate' in line or 'what()' in line), lines[-1] if lines else '')
