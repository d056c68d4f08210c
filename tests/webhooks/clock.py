#!/usr/bin/env python3
"""A sandbox's clock that is moved on (/_bursar/clock): values that nobody should send, signatures that receivers accept all
the same, a delivery under way that time waits for, a server that dies in the middle, two servers of one store.

usage: clock.py BINARY SCRATCH [POSTGRES]
"""
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'recovery'))
from node import KEY, VAULT_KEY, Client, Node, wait_until  # noqa: E402
from receiver import Receiver, is_signed  # noqa: E402

DAY = 86400
HELD = [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), ('payment_method', 'pm_card_visa'), ('capture_method', 'manual'),
        ('automatic_payment_methods[enabled]', 'true'), ('automatic_payment_methods[allow_redirects]', 'never')]
WRONG = ['0', '-1', '1.5', 'x', '', ' 1', '1\r\nX-Made-Up: 1\0', str(2 ** 63 - 1), str(2 ** 63), str(-2 ** 63), '9' * 5000, 'cus_x']


def clock(client):
    return client.need('GET', '/_bursar/clock')


def is_ready(client):
    return clock(client)['phase'] == 'ready'


def move(client, days):
    return client.need('POST', '/_bursar/clock', [('by', days * DAY)])


def canceled(client):
    return client.need('GET', '/v1/events', [('type', 'payment_intent.canceled')])['data']


def takes_nothing_wrong(client, port):
    before = clock(client)
    for name in ('by', 'to', 'by[]', 'to[]', 'by[a]', 'to[0][a]', 'other'):
        for value in WRONG + ['1']:
            if (name, value) == ('by', '1'):
                continue
            status, body = client.call('POST', '/_bursar/clock', [(name, value)])
            assert status == 400 and body['error']['type'] == 'invalid_request_error', (name, value, status, body)
            assert 'x-made-up' not in client.headers
    assert Client(port, KEY.replace('sk_', 'pk_')).call('POST', '/_bursar/clock', [('by', DAY)])[0] in (401, 403)
    after = clock(client)
    assert after['phase'] == 'ready' and after['ahead'] == before['ahead'] == 0, after


def signs_with_the_real_time(client, receiver):
    endpoint = client.need('POST', '/v1/webhook_endpoints', [('url', receiver.url + '/signed'), ('enabled_events[]', 'customer.created')])
    move(client, 400)
    wait_until(lambda: is_ready(client))
    made = client.need('POST', '/v1/customers')
    assert abs(made['created'] - time.time() - 400 * DAY) < 30, made['created']
    receiver.wait_for(lambda: receiver.events('/signed'))
    _, headers, body, _ = receiver.got[-1]
    assert is_signed(headers, body, endpoint['secret']), headers


def goes_on_after_a_kill(node, client, receiver):
    """Time stands a week on, where a delivery is under way; there the server dies."""
    client.need('POST', '/v1/webhook_endpoints', [('url', receiver.url + '/slow'), ('enabled_events[]', 'payment_intent.canceled')])
    intent = client.need('POST', '/v1/payment_intents', HELD)
    receiver.answer = lambda path, count: 15.0
    move(client, 30)
    receiver.wait_for(lambda: receiver.events('/slow'))
    time.sleep(0.5)
    there = clock(client)
    assert there['phase'] == 'advancing' and 6 * DAY < there['now'] - intent['created'] < 8 * DAY, there
    node.kill()
    receiver.answer = lambda path, count: 200
    node.start()
    client = Client(node.port)
    again = clock(client)
    assert again['now'] >= there['now'], f'the time went back by {there["now"] - again["now"]} s'
    wait_until(lambda: is_ready(client), 90)
    assert abs(clock(client)['now'] - there['target']) < 30
    assert client.need('GET', '/v1/payment_intents/' + intent['id'])['status'] == 'canceled'
    assert len(canceled(client)) == 1, 'it ends once'
    assert len(receiver.events('/slow')) >= 2 and client.need('GET', '/v1/events/' + canceled(client)[0]['id'])['pending_webhooks'] == 0
    return client


def is_no_live_server(binary, store):
    """A database whose time was moved is a sandbox's."""
    done = subprocess.run([binary, 'serve', '--listen', '127.0.0.1:0', '--store', store], capture_output=True, text=True, timeout=20,
                          env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY})
    assert done.returncode != 0 and 'was moved ahead' in done.stderr, done


def two_servers_agree(binary, store, log):
    nodes = [Node(binary, store, log).start() for _ in range(2)]
    clients = [Client(node.port) for node in nodes]
    for turn in range(4):
        before = len(canceled(clients[0]))
        for _ in range(5):
            clients[turn % 2].need('POST', '/v1/payment_intents', HELD)
        move(clients[turn % 2], 10)
        status, body = clients[1 - turn % 2].call('POST', '/_bursar/clock', [('by', DAY)])
        assert status in (200, 400), body
        wait_until(lambda: all(is_ready(client) for client in clients), 60)
        wait_until(lambda: abs(clock(clients[0])['now'] - clock(clients[1])['now']) < 5, 10, 'one time')
        assert len(canceled(clients[0])) == min(before + 5, 10), 'each ends once, whichever server was first'
        assert all(event['created'] <= clock(clients[1])['now'] for event in canceled(clients[1]))
    for node in nodes:
        node.stop()
    nodes[0].check()


def main():
    binary, scratch = sys.argv[1], sys.argv[2]
    log = open(f'{scratch}/clock.log', 'wb')
    store = f'sqlite:{scratch}/clock.db'
    node, receiver = Node(binary, store, log).start(), Receiver()
    client = Client(node.port)
    takes_nothing_wrong(client, node.port)
    signs_with_the_real_time(client, receiver)
    goes_on_after_a_kill(node, client, receiver)
    node.stop()
    is_no_live_server(binary, store)
    node.check()
    receiver.stop()
    if len(sys.argv) > 3:
        two_servers_agree(binary, sys.argv[3], log)
    print('webhooks: the clock' + (', of two servers too,' if len(sys.argv) > 3 else '') + ' passed')


main()
