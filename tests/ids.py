#!/usr/bin/env python3
"""Every path of every route, with ids in it that are somebody's but not of the kind: test ids that become an object where a
parameter names them (pm_card_visa), tokens, ids of other kinds, of other platforms, of nobody. Each is answered, and none
with 500; afterwards the books are whole.

usage: ids.py BINARY SCRATCH
"""
import collections
import itertools
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'recovery'))
from node import Client, Node  # noqa: E402

NOBODYS = ['pm_card_visa', 'pm_usBankAccount_success', 'tok_visa', 'tok_chargeCustomerFail', 'btok_us_verified', 'src_card', 'acct_1', 'cus_1', 'card_1', 'ba_1', 'ch_1', 'py_1', 'pi_1',
           'seti_1', 're_1', 'tr_1', 'po_1', 'du_1', 'evt_1', 'we_1', 'prod_1', 'price_1', 'txn_1', 'person_1', 'cs_test_1', 'mandate_1', 'ctoken_1', '0', '-1', '%00', '%0d%0a', 'a' * 300]


def made(platform):
    """One object of each kind that is quickly made: its id."""
    ids = []

    def make(path, *params, **more):
        got = platform.need('POST', path, params, **more)
        ids.append(got['id'])
        return got

    account = make('/v1/accounts', ('type', 'standard'), ('country', 'US'))
    customer = make('/v1/customers', ('source', 'tok_visa'))
    ids.append(customer['default_source'])
    method = make('/v1/payment_methods', ('type', 'card'), ('card[token]', 'tok_visa'))
    make(f'/v1/payment_methods/{method["id"]}/attach', ('customer', customer['id']))
    intent = make('/v1/payment_intents', ('amount', 2000), ('currency', 'usd'), ('payment_method', 'pm_card_bypassPending'), ('confirm', 'true'), ('return_url', 'https://shop.example'))
    ids += [intent['latest_charge'], platform.need('GET', '/v1/charges/' + intent['latest_charge'])['balance_transaction']]
    make('/v1/refunds', ('payment_intent', intent['id']), ('amount', 100))
    make('/v1/transfers', ('amount', 100), ('currency', 'usd'), ('destination', account['id']))
    make('/v1/setup_intents', ('payment_method', 'pm_card_visa'))
    make('/v1/tokens', ('pii[id_number]', '000000000'))
    make('/v1/sources', ('type', 'card'), ('token', 'tok_visa'))
    make('/v1/webhook_endpoints', ('url', 'http://127.0.0.1:1/x'), ('enabled_events[]', 'charge.failed'))
    product = make('/v1/products', ('name', 'Tea'))
    price = make('/v1/prices', ('product', product['id']), ('currency', 'usd'), ('unit_amount', 500))
    make('/v1/coupons', ('percent_off', 10))
    make('/v1/checkout/sessions', ('mode', 'payment'), ('success_url', 'https://shop.example'), ('line_items[0][price]', price['id']), ('line_items[0][quantity]', 1))
    ids.append(platform.need('GET', '/v1/events')['data'][0]['id'])
    return ids


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    routes = [line.split() for line in subprocess.run([binary, 'routes'], capture_output=True, text=True, check=True).stdout.splitlines()]
    with open(scratch / 'ids.log', 'ab') as log:
        node = Node(binary, f'sqlite:{scratch}/ids.db', log).start()
        own, other = Client(node.port), Client(node.port, 'sk_test_someoneelse00000001')
        customer, account = own.need('POST', '/v1/customers')['id'], own.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
        ids = NOBODYS + made(own) + made(other)
        statuses, wrong = collections.Counter(), []
        for method, _, pattern in routes:
            names = re.findall(r':\w+', pattern)
            if not names or pattern.startswith('/dashboard/api/stream'):
                continue
            # One at a time, the others being right where there is something right; and all the same.
            right = {':customer': customer, ':account': account}
            for id, name in itertools.product(ids, names):
                path = pattern
                for each in names:
                    path = path.replace(each, id if each == name else right.get(each, id), 1)
                try:
                    status = own.call(method, path)[0]
                except Exception as problem:  # a page is no JSON
                    status = 'page' if 'Expecting value' in str(problem) else f'lost: {problem}'
                statuses[status] += 1
                if status == 500 or str(status).startswith('lost'):
                    wrong.append(f'{method} {path}: {status}')
        assert node.process.poll() is None, 'the server ended'
        node.stop()
        assert not wrong, f'{len(wrong)} wrong:\n' + '\n'.join(wrong[:40])
        checked = node.check()
    print(f'ids: {sum(statuses.values())} requests to {len(routes)} routes, none of them 500 ({dict(statuses)}); {checked}')


main()
