#!/usr/bin/env python3
"""What a receiver sees: signatures, versions, accounts, retries, one slow receiver beside others, endpoints that are
disabled, deleted, rolled; and where webhooks may not go.

usage: delivery.py BINARY SCRATCH
"""
import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'recovery'))
from node import Client, Node  # noqa: E402
from receiver import Receiver, is_signed, signatures  # noqa: E402

PAYMENT = [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), ('payment_method', 'pm_card_visa'),
           ('automatic_payment_methods[enabled]', 'true'), ('automatic_payment_methods[allow_redirects]', 'never')]


def endpoint(client, url, *more, events='*'):
    status, answer = client.call('POST', '/v1/webhook_endpoints', [('url', url), ('enabled_events[]', events), *more])
    assert status == 200, answer
    return answer


def ok(answer):
    status, body = answer
    assert status == 200, body
    return body


def arrives_signed(client, receiver):
    own = endpoint(client, receiver.url + '/own')
    old = endpoint(client, receiver.url + '/old', ('api_version', '2022-08-01'), events='payment_intent.succeeded')
    connect = endpoint(client, receiver.url + '/connect', ('connect', 'true'))
    status, payment = client.call('POST', '/v1/payment_intents', PAYMENT)
    assert status == 200, payment
    receiver.wait_for(lambda: len(receiver.events('/own')) == 3 and receiver.events('/old'))
    assert sorted(e['type'] for e in receiver.events('/own')) == ['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']
    for path, headers, body, _ in receiver.got:
        secret = {'/own': own, '/old': old}[path]['secret']
        assert is_signed(headers, body, secret), (path, headers)
        assert headers['Content-Type'] == 'application/json; charset=utf-8' and headers['User-Agent'].startswith('Stripe/1.0')
        assert body.startswith(b'{\n  "id": "evt_'), body[:40]
        assert json.loads(body)['pending_webhooks'] >= 1 and 'account' not in json.loads(body)
    [event] = receiver.events('/old')
    assert event['api_version'] == '2022-08-01' and event['data']['object']['charges']['data'][0]['paid'], event
    assert 'charges' not in receiver.events('/own')[0]['data']['object']
    assert receiver.events('/connect') == []

    account = ok(client.call('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')]))['id']
    ok(client.call('POST', '/v1/customers', [('email', 'a@example.com')], account=account))
    receiver.wait_for(lambda: receiver.events('/connect'))
    assert [(e['type'], e['account']) for e in receiver.events('/connect')] == [('customer.created', account)]
    assert len(receiver.events('/own')) == 3, 'an event of a connected account is not the platform\'s own'

    newest = ok(client.call('GET', '/v1/events', [('limit', 1), ('type', 'payment_intent.succeeded')]))['data'][0]
    receiver.wait_for(lambda: ok(client.call('GET', '/v1/events/' + newest['id']))['pending_webhooks'] == 0)
    [delivery] = ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', old['id'])]))['data']
    assert delivery['status'] == 'succeeded' and delivery['attempts'][0]['http_status'] == 200, delivery
    assert len(delivery['attempts'][0]['response_body']) == 1000 and delivery['attempts'][0]['duration'] < 5000
    for each in own, old, connect:
        ok(client.call('DELETE', '/v1/webhook_endpoints/' + each['id']))
    ok(client.call('POST', '/v1/customers'))
    time.sleep(0.3)
    assert len(receiver.events('/own')) == 3, 'a deleted endpoint hears nothing more'


def is_repeated(client, receiver):
    hook = endpoint(client, receiver.url + '/flaky', events='customer.created')
    receiver.answer = lambda path, count: {1: 500, 2: 302, 3: 404}.get(count, 200)
    customer = ok(client.call('POST', '/v1/customers'))['id']
    receiver.wait_for(lambda: len(receiver.events('/flaky')) == 4, 20)
    tries = [(headers, body) for path, headers, body, _ in receiver.got if path == '/flaky']
    assert len({body for _, body in tries}) == 1, 'the body does not change'
    assert all(is_signed(headers, body, hook['secret']) for headers, body in tries)
    assert len({signatures(headers)[0] for headers, _ in tries}) > 1, 'each attempt is signed anew'
    receiver.wait_for(lambda: ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', hook['id'])]))['data'][0]['status'] == 'succeeded')
    [delivery] = ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', hook['id'])]))['data']
    assert [a['http_status'] for a in delivery['attempts']] == [500, 302, 404, 200], delivery
    assert delivery['next_attempt'] is None
    assert not receiver.events('/elsewhere'), 'redirects are not followed'

    receiver.answer = lambda path, count: 500
    lost = ok(client.call('POST', '/v1/customers'))['id']
    def event_of(customer):
        return next(e for e in ok(client.call('GET', '/v1/events', [('type', 'customer.created')]))['data'] if e['data']['object']['id'] == customer)
    receiver.wait_for(lambda: ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', hook['id'])]))['data'][0]['status'] == 'failed', 20)
    assert (event_of(lost)["pending_webhooks"], event_of(customer)["pending_webhooks"]) == (1, 0), (event_of(lost), event_of(customer))
    undelivered = ok(client.call('GET', '/v1/events', [('delivery_success', 'false')]))['data']
    assert [e['id'] for e in undelivered] == [event_of(lost)['id']]

    receiver.answer = lambda path, count: 200
    assert ok(client.call('POST', f'/dashboard/api/webhook_endpoints/{hook["id"]}/resend_failed'))['count'] == 1
    receiver.wait_for(lambda: event_of(lost)['pending_webhooks'] == 0)
    before = len(receiver.events('/flaky'))
    ok(client.call('POST', f'/v1/events/{event_of(lost)["id"]}/retry', [('webhook_endpoint', hook['id'])]))
    receiver.wait_for(lambda: len(receiver.events('/flaky')) == before + 1)

    ok(client.call('POST', '/v1/webhook_endpoints/' + hook['id'], [('url', 'http://127.0.0.1:1/')]))  # nobody is there
    ok(client.call('POST', '/v1/customers'))
    newest = lambda: ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', hook['id'])]))['data'][0]
    receiver.wait_for(lambda: newest()['attempts'][0]['problem'])
    assert newest()['attempts'][0]['http_status'] == 0 and newest()['next_attempt'], newest()
    ok(client.call('POST', '/v1/webhook_endpoints/' + hook['id'], [('url', receiver.url + '/flaky')]))
    receiver.wait_for(lambda: newest()['status'] == 'succeeded')
    before += 1

    rolled = ok(client.call('POST', f'/dashboard/api/webhook_endpoints/{hook["id"]}/roll_secret'))
    assert rolled['secret'] != hook['secret']
    ok(client.call('POST', '/v1/customers'))
    receiver.wait_for(lambda: len(receiver.events('/flaky')) == before + 2)
    _, headers, body, _ = [got for got in receiver.got if got[0] == '/flaky'][-1]
    assert is_signed(headers, body, hook['secret']) and is_signed(headers, body, rolled['secret'])

    receiver.answer = lambda path, count: 500
    ok(client.call('POST', '/v1/customers'))
    receiver.wait_for(lambda: len(receiver.events('/flaky')) == before + 3)
    ok(client.call('POST', '/v1/webhook_endpoints/' + hook['id'], [('disabled', 'true')]))
    time.sleep(2.5)
    assert len(receiver.events('/flaky')) <= before + 4, 'a disabled endpoint is left alone'
    receiver.answer = lambda path, count: 200
    ok(client.call('DELETE', '/v1/webhook_endpoints/' + hook['id']))


def one_slow_receiver_delays_nobody(client, receiver):
    receiver.answer = lambda path, count: 3.0 if path == '/slow' else 200
    hooks = [endpoint(client, receiver.url + path, events='customer.created') for path in ('/slow', '/fast')]
    began = time.time()
    for _ in range(60):
        ok(client.call('POST', '/v1/customers'))
    receiver.wait_for(lambda: len(receiver.events('/fast')) == 60, 5)
    assert time.time() - began < 2.5, 'the fast receiver waited for the slow one'
    assert len(receiver.events('/slow')) <= 16, 'more at once than a lane carries'
    receiver.wait_for(lambda: len(receiver.events('/slow')) == 60, 20)
    receiver.answer = lambda path, count: 200
    for hook in hooks:
        ok(client.call('DELETE', '/v1/webhook_endpoints/' + hook['id']))


def there_are_sixteen_at_most(client, receiver):
    other = Client(client.port, 'sk_test_sixteensixteen01')
    hooks = [endpoint(other, f'{receiver.url}/{n}', events='payout.paid') for n in range(16)]
    status, answer = other.call('POST', '/v1/webhook_endpoints', [('url', receiver.url), ('enabled_events[]', '*')])
    assert status == 400 and 'maximum of 16 test webhook endpoints' in answer['error']['message'], answer
    ok(other.call('DELETE', '/v1/webhook_endpoints/' + hooks[0]['id']))
    endpoint(other, receiver.url, events='payout.paid')


def key_of_platform(binary, store):
    made = subprocess.run([binary, 'platforms', 'create', '--store', store], capture_output=True, text=True, check=True, env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': 'ab' * 32}).stdout
    return next(word for word in made.split() if word.startswith('sk_test_'))


def knowing(scratch, name, address):
    """What a program is started through to find the name there, whatever this machine's own resolver says."""
    hosts = pathlib.Path(scratch) / 'hosts'
    hosts.write_text(f'{address} {name}\n')
    return ['env', 'LD_PRELOAD=libnss_wrapper.so', f'NSS_WRAPPER_HOSTS={hosts}']


def goes_nowhere_private(binary, scratch, receiver):
    store = f'sqlite:{scratch}/private.db'
    key = key_of_platform(binary, store)
    log = open(f'{scratch}/private.log', 'wb')
    name = 'hooks.shop.example'
    node = Node(binary, store, log, knowing(scratch, name, '127.0.0.1'), ['--webhook-retries', '1,1', '--rate-limits', 'off'])
    node.sandbox = False
    node.start()
    client = Client(node.port, key)
    for url in ('http://example.com/hook', 'https://127.0.0.1/', 'https://localhost/', 'https://10.0.0.8/x', 'https://[::1]/', 'https://169.254.169.254/latest', 'ftp://example.com', 'https://2130706433/', 'nonsense'):
        status, answer = client.call('POST', '/v1/webhook_endpoints', [('url', url), ('enabled_events[]', '*')])
        assert status == 400 and answer['error']['code'] == 'url_invalid', (url, answer)
    # A name that leads home: found out when connecting.
    hook = endpoint(client, f'https://{name}:{receiver.port}/hook')
    ok(client.call('POST', '/v1/customers'))
    receiver.wait_for(lambda: ok(client.call('GET', '/dashboard/api/deliveries'))['data'])
    [delivery] = ok(client.call('GET', '/dashboard/api/deliveries', [('webhook_endpoint', hook['id'])]))['data']
    assert 'network' in delivery['attempts'][0]['problem'], delivery
    node.stop()
    node.options[-2:] = ['--webhook-networks', '127.0.0.0/8']
    node.start()
    client = Client(node.port, key)
    allowed = endpoint(client, receiver.url + '/allowed', events='customer.created')
    ok(client.call('POST', '/v1/customers'))
    receiver.wait_for(lambda: receiver.events('/allowed'))
    assert allowed['status'] == 'enabled'
    node.stop()


def main():
    binary, scratch = sys.argv[1], sys.argv[2]
    receiver = Receiver()
    node = Node(binary, f'sqlite:{scratch}/webhooks.db', open(f'{scratch}/webhooks.log', 'wb'), options=['--webhook-retries', '1,1,1']).start()
    client = Client(node.port)
    for test in arrives_signed, is_repeated, one_slow_receiver_delays_nobody, there_are_sixteen_at_most:
        test(client, receiver)
        receiver.got.clear()
    node.stop()
    node.check()
    goes_nowhere_private(binary, scratch, receiver)
    print('webhooks: delivery passed')


main()
