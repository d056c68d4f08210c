#!/usr/bin/env python3
"""The live stream and the request log: what they show, whom they show it to, that a reader who was cut off resumes, and
that neither holds a card number; health and metrics.

usage: live.py BINARY SCRATCH
"""
import http.client
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'recovery'))
from node import Client, Node, wait_until  # noqa: E402


class Stream:
    """Server-sent events, as a browser reads them."""

    def __init__(self, port, key, last=None):
        headers = {'Authorization': 'Bearer ' + key, **({'Last-Event-ID': last} if last else {})}
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
        self.connection.request('GET', '/dashboard/api/stream', headers=headers)
        self.answer = self.connection.getresponse()
        self.messages = []
        assert self.answer.status == 200, self.answer.read()
        assert self.answer.headers['Content-Type'] == 'text/event-stream'
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        fields = {}
        try:
            for line in self.answer:
                line = line.decode().rstrip('\n')
                if not line:
                    if 'event' in fields:
                        self.messages.append((fields['id'], fields['event'], json.loads(fields['data'])))
                    fields = {}
                elif not line.startswith(':'):
                    name, value = line.split(': ', 1)
                    fields[name] = value
        except (OSError, ValueError, AttributeError):
            pass

    def kinds(self):
        return [(kind, data.get('type') or data.get('path') or data.get('object')) for _, kind, data in self.messages]

    def close(self):
        self.connection.sock.close() if self.connection.sock else None
        self.answer.close()


def main():
    binary, scratch = sys.argv[1], sys.argv[2]
    node = Node(binary, f'sqlite:{scratch}/live.db', open(f'{scratch}/live.log', 'wb')).start()
    mine, other = 'sk_test_livelivelivelive01', 'sk_test_livelivelivelive02'
    client, stranger = Client(node.port, mine), Client(node.port, other)
    client.need('GET', '/v1/balance')
    stream = Stream(node.port, mine)
    account = client.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
    client.need('POST', '/v1/customers', [('email', 'a@example.com')], account=account)
    stranger.need('POST', '/v1/customers', [('email', 'stranger@example.com')])
    client.call('POST', '/v1/tokens', [('card[number]', '4242424242424242'), ('card[exp_month]', '12'), ('card[exp_year]', '2030'), ('card[cvc]', '314')])
    wait_until(lambda: ('request', '/v1/tokens') in stream.kinds(), what='the request on the stream')
    kinds = stream.kinds()
    assert ('event', 'customer.created') in kinds and ('object', 'customer') in kinds and ('request', '/v1/customers') in kinds, kinds
    assert kinds.count(('object', 'customer')) == 1, 'a stranger\'s object is on the stream'
    assert '4242424242424242' not in json.dumps(stream.messages)

    last = stream.messages[-1][0]
    stream.close()
    client.need('POST', '/v1/customers', [('email', 'missed@example.com')])
    again = Stream(node.port, mine, last)
    wait_until(lambda: ('event', 'customer.created') in again.kinds(), what='what was missed')
    assert ('reset', None) not in again.kinds()
    unknown = Stream(node.port, mine, 'elsewhere-7')
    wait_until(lambda: [kind for kind, _ in unknown.kinds()][:1] == ['reset'], what='reset')
    assert client.call('GET', '/dashboard/api/stream', account='acct_1nope')[0] == 403
    status, answer = Client(node.port, 'pk_test_livelivelivelive01').call('GET', '/dashboard/api/stream')
    assert (status, answer['error']['code']) == (401, 'secret_key_required')

    wait_until(lambda: len(client.need('GET', '/dashboard/api/requests', [('path', '/v1/tokens')])['data']) == 1, what='the log')
    [entry] = client.need('GET', '/dashboard/api/requests', [('path', '/v1/tokens')])['data']
    assert entry['parameters']['card'] == {'number': '[redacted]', 'cvc': '[redacted]', 'exp_month': '12', 'exp_year': '2030'}, entry
    assert entry['status'] == 200 and entry['answer']['object'] == 'token' and entry['request'].startswith('req_'), entry
    [theirs] = client.need('GET', '/dashboard/api/requests', [('account', account), ('method', 'POST')])['data']
    assert theirs['path'] == '/v1/customers' and theirs['account'] == account
    assert not [e for e in client.need('GET', '/dashboard/api/requests', [('limit', 100)])['data'] if 'stranger' in json.dumps(e)]
    status, _ = client.call('POST', '/v1/charges', [('amount', '4000002760003184'), ('currency', 'usd'), ('source', 'tok_visa')])
    time.sleep(0.3)
    for suffix in '', '-wal':
        assert b'4242424242424242' not in pathlib.Path(f'{scratch}/live.requests.db{suffix}').read_bytes()
        assert b'4000002760003184' not in pathlib.Path(f'{scratch}/live.requests.db{suffix}').read_bytes()

    connection = http.client.HTTPConnection('127.0.0.1', node.port)
    connection.request('GET', '/healthz')
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
    connection.request('GET', '/metrics')
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.headers['Content-Type'].startswith('text/plain; version=0.0.4')
    for wanted in ('bursar_requests_total{route="/v1/tokens",method="POST",status="200"} 1', 'bursar_request_seconds_bucket{route="/v1/tokens",method="POST",le="+Inf"} 1',
                   'bursar_commit_seconds_count', 'bursar_webhook_deliveries_total{outcome="succeeded"} 0', 'bursar_store_database_bytes', 'bursar_streams '):
        assert wanted in text, wanted
    node.stop()

    limited = Node(binary, 'memory:', open(f'{scratch}/live.log', 'ab'), options=['--rate-limits', 'test=10,endpoint=5']).start()
    client = Client(limited.port, mine)
    answers = [client.call('GET', '/v1/customers')[0] for _ in range(8)]
    assert answers[:5] == [200] * 5 and answers[-1] == 429, answers
    assert client.headers['Stripe-Rate-Limited-Reason'] == 'endpoint-rate' and 'Stripe-Should-Retry' not in client.headers
    assert Client(limited.port, other).call('GET', '/v1/customers')[0] == 200, 'another platform has limits of its own'
    answers = [client.call('GET', f'/v1/customers/cus_{n}')[0] for n in range(6)]
    assert answers[-1] == 429 and client.headers['Stripe-Rate-Limited-Reason'] == 'global-rate', answers
    limited.stop()
    print('webhooks: stream, request log, metrics and rate limits passed')


main()
