"""A receiver of webhooks that keeps what it got, and behaves as badly as it is told."""
import hashlib
import hmac
import http.server
import json
import random
import threading
import time


class Receiver:
    def __init__(self, port=0):
        self.got = []           # (path, headers, body, when)
        self.answer = lambda path, count: 200   # status, None (drop the connection) or seconds to wait first, as float
        self.lock = threading.Lock()
        self.counts, self.accepted = {}, {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                with outer.lock:
                    outer.got.append((self.path, dict(self.headers), body, time.time()))
                    identity = (self.path, json.loads(body)['id'])
                    outer.counts[identity] = outer.counts.get(identity, 0) + 1
                    answer = outer.answer(self.path, outer.counts[identity])
                if isinstance(answer, float):
                    time.sleep(answer)
                    answer = 200
                if answer is None:
                    self.close_connection = True
                    return
                if answer == 200:
                    with outer.lock:
                        outer.accepted[identity] = outer.accepted.get(identity, 0) + 1
                self.send_response(answer)
                if answer in (301, 302):
                    self.send_header('Location', '/elsewhere')
                text = b'thanks' * 1000 if answer == 200 else b'no'
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):  # a server that was killed
                pass

        self.server = Server(('127.0.0.1', port), Handler)
        self.port = self.server.server_address[1]
        self.url = f'http://127.0.0.1:{self.port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def events(self, path):
        with self.lock:
            return [json.loads(body) for at, _, body, _ in self.got if at == path]

    def succeeded_twice(self):
        with self.lock:
            return sum(count > 1 for count in self.accepted.values())

    def wait_for(self, what, seconds=10):
        end = time.time() + seconds
        while time.time() < end:
            if found := what():
                return found
            time.sleep(0.02)
        raise AssertionError('what was waited for did not come')


def signatures(headers):
    """The time and the v1 signatures of Stripe-Signature."""
    parts = [part.split('=', 1) for part in headers['Stripe-Signature'].split(',')]
    return int(dict(parts)['t']), [value for name, value in parts if name == 'v1']


def is_signed(headers, body, secret):
    at, values = signatures(headers)
    expected = hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()
    return expected in values and abs(time.time() - at) < 60


def at_random(seed, share):
    """Fails `share` of the attempts, in one of several ways."""
    chance = random.Random(seed)
    return lambda path, count: 200 if chance.random() > share else chance.choice([500, 404, 302, None])
