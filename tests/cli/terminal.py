#!/usr/bin/env python3
"""What a server says while it runs: a line for each request, for a person's terminal with colours, for a program as JSON; a line
for each webhook that was not delivered; and never a card number or a secret.

usage: terminal.py BINARY
"""
import json
import os
import pty
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

BINARY = os.path.abspath(sys.argv[1])
KEY = 'sk_test_terminal0123456789'
CARD = [('payment_method_data[type]', 'card'), ('payment_method_data[card][number]', '4000000000000002'), ('payment_method_data[card][exp_month]', 1),
        ('payment_method_data[card][exp_year]', 2040)]


def check(holds, what):
    if not holds:
        sys.exit(f'cli terminal: {what}')


class Server:
    """One whose standard error is a terminal, or a pipe."""

    def __init__(self, terminal, options=(), **environment):
        mine, its = pty.openpty() if terminal else os.pipe()
        environment = {name: value for name, value in os.environ.items() if name != 'NO_COLOR'} | {'TERM': 'xterm'} | environment
        self.process = subprocess.Popen([BINARY, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', 'memory:', *options],
                                        stdout=subprocess.PIPE, stderr=its, text=True, env=environment)
        os.close(its)
        self.base = 'http://' + re.search(r'127\.0\.0\.1:\d+', self.process.stdout.readline())[0]
        self.said = b''
        self.listener = threading.Thread(target=self.listen, args=(mine,))
        self.listener.start()

    def listen(self, file):
        while True:
            try:
                piece = os.read(file, 65536)
            except OSError:  # how a terminal ends
                piece = b''
            if not piece:
                return os.close(file)
            self.said += piece

    def call(self, path, params=None, key=KEY):
        body = urllib.parse.urlencode(params).encode() if params is not None else None
        request = urllib.request.Request(self.base + path, body, {'Authorization': 'Bearer ' + key})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def until(self, pattern):
        for _ in range(100):
            if found := re.search(pattern, self.said.decode()):
                return found
            time.sleep(.1)
        sys.exit(f'cli terminal: no line like {pattern!r} in:\n{self.said.decode()}')

    def end(self):
        self.process.terminate()
        check(self.process.wait(10) == 0, 'the server did not stop cleanly')
        self.listener.join()
        return self.said.decode()


def drive(server):
    """A payment that goes through, one that is declined, a stranger, and a webhook to where nobody is."""
    server.call('/v1/webhook_endpoints', [('url', 'http://someone:hush@127.0.0.1:1/hook?token=hush'), ('enabled_events[]', 'customer.created')])
    check(server.call('/v1/customers', [('email', 'a@b.example'), ('source', 'tok_visa')])[0] == 200, 'no customer')
    check(server.call('/v1/customers/4242424242424242')[0] == 404, 'a customer named like a card')
    payment = [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), ('return_url', 'https://shop.example')]
    check(server.call('/v1/payment_intents', payment + CARD)[0] == 402, 'no decline')
    check(server.call('/v1/customers', [], key='sk_live_0123456789abcdef')[0] == 401, 'a stranger got in')


def words(said):
    return re.sub(r'\033\[\d*m', '', said).replace('\r\n', '\n')


terminal = Server(True)
drive(terminal)
terminal.until('401')
terminal.until('a webhook was not delivered')
said = terminal.end()
check(re.search(r'^POST /v1/payment_intents 402 card_declined req_\w{14} [\d.]+ ms$', words(said), re.M), f'a decline is not told:\n{said}')
check(re.search(r'^POST /v1/customers 200 req_\w{14} [\d.]+ ms$', words(said), re.M), f'a request is not told:\n{said}')
check(re.search(r'^POST /v1/customers 401 invalid_request_error [\d.]+ ms$', words(said), re.M), f'a stranger is not told:\n{said}')
check(re.search(r'^warning: a webhook was not delivered  type customer.created  event evt_\w+  url http://127.0.0.1:1/hook  problem .+$', words(said), re.M),
      f'a failed delivery is not told:\n{said}')
check('\033[33m402 card_declined\033[0m' in said and '\033[32m200\033[0m' in said, f'no colours:\n{said}')

for environment in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
    plain = Server(True, **environment)
    plain.call('/v1/customers')
    plain.until('GET /v1/customers 200 ')
    check('\033' not in plain.end(), f'colours in spite of {environment}')

for options in ((), ('--request-log', 'off')):
    to_program = Server(False, options)
    drive(to_program)
    to_program.until('not delivered')
    said += (lines := to_program.end())
    lines = [json.loads(line) for line in lines.splitlines()]
    told = [(line['method'], line['path'], line['status'], line.get('error')) for line in lines if line['message'] == 'request']
    check(('POST', '/v1/payment_intents', 402, 'card_declined') in told and len(told) == 5, f'as JSON: {told}')
    check(all(line['time'].endswith('Z') and line['level'] in ('info', 'warning') for line in lines), f'as JSON: {lines}')

quiet = Server(False, ('--log-level', 'warning'))
quiet.call('/v1/customers')
check('customers' not in quiet.end(), 'requests are told at the level of warnings')
for secret in ('4000000000000002', '4242424242424242', KEY, 'sk_live_0123456789abcdef', 'hush', 'client_secret', 'whsec_'):
    check(secret not in said, f'{secret} is told')
print('cli terminal: passed')
