#!/usr/bin/env python3
"""Walks over every endpoint and every parameter that may hold an id, as somebody whose it is not: another platform, another
account of the same platform, the platform itself, the other mode. What is another's must look exactly like what is not
there: same status, same body but for the id itself; and nothing may have changed for its owner.

usage: isolation.py BINARY SCRATCH
"""
import json
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'recovery'))
from node import VAULT_KEY, Client, Node  # noqa: E402

OWNER, OTHER = 'sk_test_isolationowner0001', 'sk_test_isolationother0001'

# Where an id may stand among the parameters.
PARAMETERS = ['account', 'balance_transaction', 'bank_account', 'card', 'card[token]', 'charge', 'customer', 'default_source', 'destination',
              'ending_before', 'expand[]', 'invoice_settings[default_payment_method]', 'mandate', 'on_behalf_of', 'original_source',
              'payment_intent', 'payment_method', 'payment_method_data[card][token]', 'payout', 'setup_intent', 'source', 'source_transaction',
              'starting_after', 'token', 'transfer', 'transfer_data[destination]', 'external_account', 'account_token', 'person_token', 'confirmation_token', 'customer_session_client_secret',
              'promotion[coupon]', 'discounts[0][coupon]', 'discounts[0][promotion_code]', 'us_bank_account[financial_connections_account]', 'individual[verification][document][front]']

# Parameters that bring a request far enough to look at ids.
BASES = {
    '/v1/charges': {'amount': '1000', 'currency': 'usd'},
    '/v1/payment_intents': {'amount': '1000', 'currency': 'usd'},
    '/v1/elements/sessions': {'type': 'deferred_intent', 'deferred_intent[mode]': 'setup'},
    '/v1/payment_methods': {},
    '/v1/promotion_codes': {'promotion[type]': 'coupon'},
    '/v1/checkout/sessions': {'mode': 'payment', 'success_url': 'https://shop.example', 'line_items[0][price_data][currency]': 'usd', 'line_items[0][price_data][unit_amount]': '1000', 'line_items[0][price_data][product_data][name]': 'Tea'},
    '/v1/payouts': {'amount': '100', 'currency': 'usd'},
    '/v1/sources': {'usage': 'reusable'},
    '/v1/transfers': {'amount': '1', 'currency': 'usd'},
}
# What tells two ids of one kind apart though both are missing.
VOLATILE = re.compile(r'\b[a-z]+_[A-Za-z0-9]{14,}\w*|"(created|t)": ?\d+|\?t=\d+|("arrival_date"|"available_on"|"accepted_at"): \d+|"invoice_prefix": "\w+"')


def objects_of(client):
    """One object of each kind on the platform, and on a connected account of it: {kind: id}."""
    need, own = client.need, {}
    own['customer'] = need('POST', '/v1/customers', [('email', 'owner@example.com')])['id']
    own['payment_method'] = need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', own['customer'])])['id']
    own['source'] = need('POST', f'/v1/customers/{own["customer"]}/sources', [('source', 'tok_visa')])['id']
    own['bank_account'] = need('POST', f'/v1/customers/{own["customer"]}/sources', [('source', 'btok_us_verified')])['id']
    own['token'] = need('POST', '/v1/tokens', [('card[number]', '4242424242424242'), ('card[exp_month]', '1'), ('card[exp_year]', '2040')])['id']
    own['src'] = need('POST', '/v1/sources', [('type', 'card'), ('token', 'tok_visa')])['id']
    seller = own['account'] = need('POST', '/v1/accounts', [('type', 'custom'), ('country', 'US'), ('business_type', 'company'), ('external_account', 'btok_us_verified')])['id']
    standard = own['standard'] = need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
    own['person'] = need('POST', f'/v1/accounts/{seller}/persons', [('first_name', 'Jane')])['id']
    own['external_account'] = need('GET', f'/v1/accounts/{seller}/external_accounts')['data'][0]['id']
    own['domain'] = need('POST', '/v1/apple_pay/domains', [('domain_name', 'shop.example')])['id']

    own['linked'] = need('POST', '/v1/elements/linked_accounts', [('test_account', 'success')])['id']
    own['account_token'] = need('POST', '/v1/tokens', [('account[business_type]', 'company')])['id']
    own['confirmation_token'] = need('POST', '/v1/test_helpers/confirmation_tokens', [('payment_method', own['payment_method'])])['id']
    own['customer_session'] = need('POST', '/v1/customer_sessions', [('customer', own['customer']), ('components[payment_element][enabled]', 'true')])['client_secret']
    own['product'] = need('POST', '/v1/products', [('name', 'Tea')])['id']
    own['price'] = need('POST', '/v1/prices', [('product', own['product']), ('currency', 'usd'), ('unit_amount', '900')])['id']
    own['coupon'] = need('POST', '/v1/coupons', [('percent_off', '10')])['id']
    own['promotion_code'] = need('POST', '/v1/promotion_codes', [('promotion[type]', 'coupon'), ('promotion[coupon]', own['coupon'])])['id']
    own['shipping_rate'] = need('POST', '/v1/shipping_rates', [('display_name', 'Ground'), ('fixed_amount[amount]', '500'), ('fixed_amount[currency]', 'usd')])['id']
    own['checkout_session'] = need('POST', '/v1/checkout/sessions', [('mode', 'setup'), ('currency', 'usd'), ('success_url', 'https://shop.example')])['id']

    def pay(card, account=None, **more):
        params = {'amount': '20000', 'currency': 'usd', 'payment_method': card, 'confirm': 'true', 'return_url': 'https://shop.example', **more}
        return need('POST', '/v1/payment_intents', list(params.items()), account=account)

    own['payment_intent'] = pay('pm_card_bypassPending', amount='900000')['id']
    paid = need('GET', f'/v1/payment_intents/{own["payment_intent"]}')
    own['charge'] = paid['latest_charge']
    own['balance_transaction'] = need('GET', f'/v1/charges/{own["charge"]}')['balance_transaction']
    disputed = pay('pm_card_createDispute')['latest_charge']
    own['dispute'] = need('GET', f'/v1/charges/{disputed}')['dispute']
    pay('pm_card_createIssuerFraudRecord')
    own['early_fraud_warning'] = need('GET', '/v1/radar/early_fraud_warnings')['data'][0]['id']
    own['refund'] = need('POST', '/v1/refunds', [('payment_intent', own['payment_intent']), ('amount', '100')])['id']
    own['transfer'] = need('POST', '/v1/transfers', [('amount', '100'), ('currency', 'usd'), ('destination', standard)])['id']
    own['reversal'] = need('POST', f'/v1/transfers/{own["transfer"]}/reversals', [('amount', '10')])['id']
    own['payout'] = need('POST', '/v1/payouts', [('amount', '100'), ('currency', 'usd')])['id']
    setup = need('POST', '/v1/setup_intents', [('payment_method', 'pm_card_visa'), ('confirm', 'true'), ('return_url', 'https://shop.example'), ('customer', own['customer'])])
    own['setup_intent'] = setup['id']
    debit = need('POST', '/v1/payment_intents', [
        ('amount', '1000'), ('currency', 'usd'), ('payment_method', 'pm_usBankAccount_success'), ('allowed_payment_method_types[]', 'us_bank_account'), ('confirm', 'true'),
        ('return_url', 'https://shop.example'), ('mandate_data[customer_acceptance][type]', 'offline')])
    own['mandate'] = (debit.get('mandate') or need('GET', f'/v1/charges/{debit["latest_charge"]}')['payment_method_details']['us_bank_account'].get('mandate')) if debit.get('latest_charge') else None
    clone = need('POST', '/v1/payment_methods', [('customer', own['customer']), ('payment_method', own['payment_method'])], account=standard)['id']
    pay(clone, standard, application_fee_amount='50')
    own['application_fee'] = need('GET', '/v1/application_fees')['data'][0]['id']
    own['fee_refund'] = need('POST', f'/v1/application_fees/{own["application_fee"]}/refunds', [('amount', '5')])['id']
    own['event'] = need('GET', '/v1/events')['data'][0]['id']
    # What belongs to the connected account, and not to its platform either.
    own['seller_clone'] = need('POST', '/v1/payment_methods', [('customer', own['customer']), ('payment_method', own['payment_method'])], account=standard)['id']
    own['seller_customer'] = need('POST', '/v1/customers', [('email', 'seller@example.com')], account=standard)['id']
    own['seller_intent'] = need('GET', '/v1/payment_intents', account=standard)['data'][0]['id']
    own['seller_charge'] = need('GET', '/v1/charges', account=standard)['data'][0]['id']
    return {kind: id for kind, id in own.items() if id}


def absent(id):
    """An id of the same form that nobody has: the last characters, which lead to the row, are others."""
    return id[:-8] + ''.join('z' if c == 'Z' else 'Z' if c == 'z' else c.swapcase() if c.isalpha() else str((int(c) + 1) % 10) for c in id[-8:])


def shape(status, body, *ids):
    text = json.dumps(body, sort_keys=True)
    for id in ids:
        text = text.replace(id, '<id>')
    return status, VOLATILE.sub('<volatile>', text)


class Walk:
    def __init__(self, client, account, ids, whose):
        self.client, self.account, self.ids, self.whose, self.asked, self.wrong = client, account, ids, whose, 0, []

    def compare(self, method, path_of, params_of, id):
        there, gone = (self.client.call(method, path_of(x), params_of(x), self.account) for x in (id, absent(id)))
        self.asked += 1
        named = (self.ids['customer'], self.ids['account'])  # ids that stand beside the one in question
        if shape(*there, id, *named) != shape(*gone, absent(id), *named):
            self.wrong.append(f'{self.whose}: {method} {path_of(id)} {params_of(id)}:\n  another\'s {there[0]} {json.dumps(there[1])[:300]}\n  absent    {gone[0]} {json.dumps(gone[1])[:300]}')

    def paths(self, routes):
        for method, _, pattern in routes:
            names = re.findall(r':\w+', pattern)
            for id in self.ids.values():
                for n in range(len(names)):
                    # The other names of the path are the owner's, too: a customer's card under that customer.
                    def path(x, n=n):
                        out, rest = pattern, list(names)
                        for i, name in enumerate(rest):
                            fill = x if i == n else self.ids['customer'] if name == ':customer' else self.ids['account'] if name == ':account' else x
                            out = re.sub(name + r'\b', fill, out, count=1)
                        return out
                    self.compare(method, path, lambda x: [], id)

    def parameters(self, routes):
        for method, _, pattern in routes:
            if ':' in pattern or method == 'DELETE':
                continue
            base = list(BASES.get(pattern, {}).items()) if method == 'POST' else []
            for name in PARAMETERS:
                for id in self.ids.values():
                    self.compare(method, lambda x: pattern, lambda x: base + [(name, x)], id)


def snapshot(client, ids):
    """All that the owner sees of what is theirs."""
    out = {}
    for path in ('/v1/customers', '/v1/payment_intents', '/v1/charges', '/v1/refunds', '/v1/transfers', '/v1/payouts', '/v1/events', '/v1/disputes', '/v1/accounts', '/v1/balance'):
        for account in (None, ids['standard']):
            status, body = client.call('GET', path, [('limit', '100')] if path != '/v1/balance' else [], account)
            body.pop('created', None)
            out[path, account] = json.dumps(body)
    return out


# What lists are filtered by, and values that the owner's objects have there.
FILTERS = {'charge': ['charge'], 'code': ['SPRING'], 'coupon': ['coupon'], 'customer': ['customer', 'seller_customer'], 'destination': ['standard', 'external_account'],
           'domain_name': ['shop.example'], 'email': ['owner@example.com', 'seller@example.com'], 'lookup_keys[]': ['tea'], 'payment_intent': ['payment_intent', 'seller_intent'],
           'payment_method': ['payment_method', 'seller_clone'], 'product': ['product'], 'setup_intent': ['setup_intent'], 'source': ['charge', 'transfer'],
           'transfer_group': ['group'], 'webhook_endpoint': ['webhook_endpoint'], 'type': ['customer.created']}


def make_alike(client, account):
    """What the words of FILTERS find, for every caller."""
    def need(path, *params):
        return client.need('POST', path, list(params), account=account)['id']
    need('/v1/customers', ('email', 'owner@example.com'))
    coupon = need('/v1/coupons', ('percent_off', '5'))
    need('/v1/promotion_codes', ('promotion[type]', 'coupon'), ('promotion[coupon]', coupon), ('code', 'SPRING'))
    need('/v1/prices', ('currency', 'usd'), ('unit_amount', '1'), ('product_data[name]', 'Tea'), ('lookup_key', 'tea'))
    need('/v1/apple_pay/domains', ('domain_name', 'shop.example'))


def listed(client, account, routes, ids):
    """Every object in every list that a caller is given, whole and under each filter: {id: where}."""
    found = {}
    for method, _, pattern in routes:
        if method != 'GET' or ':' in pattern:
            continue
        searched = [('query', 'created>0')] if pattern.endswith('/search') else []
        asked = [[]] + [[(name, ids.get(value, value))] for name, values in FILTERS.items() for value in values]
        for filter in asked:
            status, body = client.call('GET', pattern, searched + filter + [('limit', '100')], account)
            if status == 200 and isinstance(body, dict):
                for one in body.get('data') or []:
                    found.setdefault(one.get('id'), f'{pattern} {filter}')
    return {id: where for id, where in found.items() if id}


def check_lists(callers, routes, ids):
    """No object is in the lists of two of them."""
    seen = [(whose, listed(client, account, routes, ids)) for whose, client, account in callers]
    count = sum(len(found) for _, found in seen)
    assert all(found for _, found in seen) and count > 100, 'there was nothing in these lists: this walk would find nothing'
    wrong = [f'{one} and {other}, for whom {b[id]}, are both given {id}' for n, (one, a) in enumerate(seen) for other, b in seen[n + 1:] for id in a if id in b]
    return count, wrong


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    listed = subprocess.run([binary, 'routes'], check=True, capture_output=True, text=True).stdout
    routes = [line.split() for line in listed.splitlines()]
    # The stream does not end; what it shows is a matter of tests/webhooks.
    routes = [route for route in routes if route[1] != 'anyone' and not route[2].endswith('/stream')]
    store = f'sqlite:{scratch}/isolation.db'
    with open(scratch / 'isolation.log', 'ab') as log:
        node = Node(binary, store, log).start()
        owner, other = Client(node.port, OWNER), Client(node.port, OTHER)
        ids = objects_of(owner)
        other_seller = other.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
        platform = owner.need('GET', '/v1/account')['id']
        live = subprocess.run([binary, 'keys', 'create', platform, '--live', '--store', store], check=True, capture_output=True, text=True,
                              env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY}).stdout.strip()
        time.sleep(4)  # the bank debit and the verification of the account come to their ends
        before = snapshot(owner, ids)
        sellers = {kind: id for kind, id in ids.items() if kind.startswith('seller_')}
        walks = [
            Walk(other, None, ids, 'another platform'),
            Walk(other, other_seller, ids, 'another platform, for its seller'),
            Walk(Client(node.port, live), None, {k: v for k, v in ids.items() if k not in ('account', 'standard')}, 'the same platform in live mode'),
        ]
        for walk in walks:
            walk.ids = {'customer': ids['customer'], 'account': ids['account'], **walk.ids}
            walk.paths(routes)
            walk.parameters(routes)
        owner, other = Client(node.port, OWNER), Client(node.port, OTHER)  # the walks took longer than a connection may be idle
        itself = Walk(owner, None, ids, 'the owner')
        itself.paths([route for route in routes if route[0] == 'GET'])
        assert len(itself.wrong) > 30, 'the owner itself sees no difference: this walk would find nothing'
        wrong = [one for walk in walks for one in walk.wrong]
        # Nobody acts for a seller that is not connected to them.
        for id in (ids['account'], ids['standard']):
            status, body = other.call('GET', '/v1/balance', account=id)
            if status != 403 or body['error']['code'] != 'account_invalid':
                wrong.append(f'another platform acts for {id}: {status}')
        if snapshot(owner, ids) != before:
            changed = [key for key, value in snapshot(owner, ids).items() if before[key] != value]
            wrong.append(f'something of the owner changed: {changed}')
        callers = [('the owner', owner, None), ('the owner for a seller', owner, ids['standard']), ('another platform', other, None),
                   ('another platform for its seller', other, other_seller), ('the owner in live mode', Client(node.port, live), None)]
        for _, client, account in callers:
            make_alike(client, account)
        in_lists, in_two = check_lists(callers, routes, ids)
        wrong += in_two
        print('\n'.join(wrong[:12]))
        asked = sum(walk.asked for walk in walks)
        node.stop()
        print(f'isolation: {in_lists} objects in the lists of {len(callers)} callers, {len(in_two)} of them in those of two')
        print(f'isolation: {len(routes)} endpoints, {len(PARAMETERS)} parameters, {len(ids)} ids, {asked} pairs of another\'s and absent: {len(wrong)} differ')
        sys.exit(1 if wrong else 0)


main()
