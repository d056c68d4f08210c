#!/usr/bin/env python3
"""Where webhooks arrive while an SDK is tested: keeps each delivery, and hands it on as it came, to be believed or not.

POST /NAME   a delivery
GET  /NAME   all that came there, as soon as there are `?least=N` of them: [{"signature": ..., "body": ...}]

usage: receiver.py       prints its address first
"""
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

arrived, change = {}, threading.Condition()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode()
        with change:
            arrived.setdefault(self.path, []).append({'signature': self.headers['Stripe-Signature'], 'body': body})
            change.notify_all()
        self.answer(200, b'')

    def do_GET(self):
        url = urlsplit(self.path)
        least, until = int(parse_qs(url.query).get('least', ['1'])[0]), time.monotonic() + 20
        with change:
            while len(arrived.get(url.path, [])) < least and time.monotonic() < until:
                change.wait(until - time.monotonic())
            there = arrived.get(url.path, [])
        self.answer(200 if len(there) >= least else 504, json.dumps(there).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(f'http://127.0.0.1:{server.server_port}', flush=True)
server.serve_forever()
