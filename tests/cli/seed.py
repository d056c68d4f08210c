#!/usr/bin/env python3
"""--seed: the same requests in the same order get the same answers, to the letter, from every server of that seed.

usage: seed.py BINARY
"""
import http.client
import os
import re
import subprocess
import sys
import urllib.parse

BINARY = os.path.abspath(sys.argv[1])
KEY = 'sk_test_seeded'
BEGINS = 1767225600  # 2026-01-01


def check(holds, what):
    if not holds:
        sys.exit(f'cli seed: {what}')


class Server:
    def __init__(self, seed):
        self.process = subprocess.Popen([BINARY, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--seed', str(seed)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r'127\.0\.0\.1:(\d+)', self.process.stdout.readline())[1])
        self.answers = []

    def ask(self, path, *params, method=None, **headers):
        body = urllib.parse.urlencode(params) if params or method == 'POST' else None
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        head = {'Host': 'pay.example', 'Authorization': 'Bearer ' + KEY, 'Content-Type': 'application/x-www-form-urlencoded'}
        connection.request(method or ('POST' if body else 'GET'), path, body, head | {name.replace('_', '-'): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read().decode()
        self.answers.append((path, answer.status, answer.getheader('Request-Id'), text))
        return text

    def made(self, *words, **headers):
        return re.search(r'^  "id": "(.*)"', self.ask(*words, **headers), re.M)[1]

    def end(self):
        self.process.terminate()
        check(self.process.wait(10) == 0, 'the server did not stop cleanly')
        return self.answers


def drive(seed):
    """What a test does: payments, declines, a seller who is verified in his time, a month that goes by."""
    s = Server(seed)
    customer = s.made('/v1/customers', ('email', 'jenny@example.com'), ('source', 'tok_visa'))
    card = s.made('/v1/payment_methods/pm_card_visa/attach', ('customer', customer))
    seller = s.made('/v1/accounts', ('type', 'standard'), ('country', 'US'))
    clone = s.made('/v1/payment_methods', ('customer', customer), ('payment_method', card), Stripe_Account=seller)
    for card in (clone, 'pm_card_visa_chargeDeclined', 'pm_card_threeDSecure2Required'):
        s.ask('/v1/payment_intents', ('amount', 2000), ('currency', 'usd'), ('confirm', 'true'), ('payment_method', card),
              ('return_url', 'https://shop.example'), Stripe_Account=seller if card == clone else '')
    s.ask('/v1/checkout/sessions', ('mode', 'payment'), ('line_items[0][price_data][currency]', 'usd'), ('line_items[0][price_data][unit_amount]', 1000),
          ('line_items[0][price_data][product_data][name]', 'Tea'), ('success_url', 'https://shop.example'))
    s.ask('/v1/payment_intents', ('amount', 500), ('currency', 'usd'), ('confirm', 'true'), ('capture_method', 'manual'), ('payment_method', 'pm_card_visa'),
          ('return_url', 'https://shop.example'))
    s.ask('/_bursar/clock', ('by', 31 * 86400))
    for path in ('/_bursar/clock', '/v1/events?limit=100', '/v1/balance', '/v1/payment_intents', '/v1/accounts/' + seller, '/v1/customers/nobody'):
        s.ask(path)
    s.ask('/v1/events?limit=100', Stripe_Account=seller)
    return s.end()


first, second, other = drive(1), drive(1), drive(2)
for one, again in zip(first, second):
    check(one == again, f'the second time another answer:\n{one}\n{again}')
clock = next(text for path, _, _, text in first if path == '/_bursar/clock' and '"phase": "ready"' in text)
check(f'"now": {BEGINS + 31 * 86400}' in clock and f'"created": {BEGINS},' in first[0][3], f'the time is another: {clock}')
check('payment_intent.canceled' in next(text for path, _, _, text in first if path.startswith('/v1/events')), 'nothing happened in a month')
check(all(one[3] != another[3] for one, another in zip(first[:6], other)), 'another seed gives the same')

for words, told in ((('--seed', '1'), '--seed goes with --sandbox'), (('--sandbox', '--seed', '1', '--store', 'sqlite:/nowhere/b.db'), '--seed goes with --store memory:'),
                    (('--sandbox', '--seed', 'x'), '--seed takes a number'), (('--sandbox', '--seed', '-1'), '--seed takes a number')):
    done = subprocess.run([BINARY, 'serve', '--listen', '127.0.0.1:0', *words], capture_output=True, text=True)
    check(done.returncode == 2 and told in done.stderr, f'{words}: {done.returncode} {done.stderr}')
print('cli seed: passed')
