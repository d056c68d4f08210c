"""One conversation: steps made up from a seed, ids taken out of earlier answers. It has platforms of its own, so that its steps
alone bring about again what they brought about."""
import json
import random

from values import hostile, working
from verdict import said
from wire import Lost
from world import ACCOUNT, BASES

CARDS = ['pm_card_visa', 'pm_card_bypassPending', 'pm_card_chargeDeclined', 'pm_card_threeDSecureRequired', 'pm_card_createDispute', 'pm_card_authenticationRequired', 'pm_usBankAccount_success', 'pm_card_createIssuerFraudRecord',
         'tok_visa', 'tok_bypassPending', 'tok_createDispute', 'tok_chargeCustomerFail', 'btok_us_verified', 'pm_card_debit']
VERSIONS = ['2019-12-03', '2020-08-27', '2022-08-01', '2022-11-15', '2023-08-16', '2024-04-10', '2025-03-31.basil', '2026-09-30', 'tomorrow', '2024-13-45']
BACK = [('return_url', 'https://shop.example')]
# How a conversation begins: some of these, so that there is something to go on with.
OPENINGS = [
    ('POST', '/v1/customers', [('email', 'a@example.com'), ('source', 'tok_visa')]),
    ('POST', '/v1/charges', [('amount', '900000'), ('currency', 'usd'), ('source', 'tok_bypassPending')]),
    ('POST', '/v1/accounts', ACCOUNT),
    ('POST', '/v1/accounts', [('type', 'express'), ('country', 'US'), ('capabilities[transfers][requested]', 'true')]),
    ('POST', '/v1/payment_intents', [('amount', '2000'), ('currency', 'usd'), ('payment_method', 'pm_card_visa'), ('capture_method', 'manual'), ('confirm', 'true'), *BACK]),
    ('POST', '/v1/payment_intents', [('amount', '2000'), ('currency', 'usd'), ('payment_method', 'pm_card_threeDSecureRequired'), ('confirm', 'true'), *BACK]),
    ('POST', '/v1/payment_intents', [('amount', '2000'), ('currency', 'usd'), ('payment_method', 'pm_card_visa'), ('customer', '@customer')]),
    ('POST', '/v1/setup_intents', [('payment_method', 'pm_card_threeDSecureRequired'), ('confirm', 'true'), *BACK, ('customer', '@customer')]),
    ('POST', '/v1/payment_methods/:id/attach', [('customer', '@customer')]),
    ('POST', '/v1/charges', [('amount', '500'), ('currency', 'usd'), ('source', 'tok_createDispute')]),
    ('POST', '/v1/products', [('name', 'Tea'), ('default_price_data[currency]', 'usd'), ('default_price_data[unit_amount]', '900')]),
    ('POST', '/v1/coupons', [('percent_off', '10')]),
    ('POST', '/v1/transfers', [('amount', '100'), ('currency', 'usd'), ('destination', '@account')]),
    ('POST', '/v1/payouts', [('amount', '100'), ('currency', 'usd')]),
]
ODD_IDS = ['x', '..', '%00', '%ff%fe', 'cus_0', 'a' * 300, '%F0%9F%98%80', 'pi_1%2F..%2F', 'pm_card_visa', 'acct_1', '%0d%0aX-Made-Up:1']


def ids_in(value, at=()):
    """(path, kind, id) of every object in an answer."""
    if isinstance(value, dict):
        if isinstance(value.get('id'), str) and isinstance(value.get('object'), str):
            yield (*at, 'id'), value['object'], value['id']
        for key, inside in value.items():
            yield from ids_in(inside, (*at, key))
    elif isinstance(value, list):
        for i, inside in enumerate(value[:3]):
            yield from ids_in(inside, (*at, i))


class Id(str):
    """An id out of an earlier answer, which knows where it was found."""
    def __new__(cls, id, step, at):
        self = super().__new__(cls, id)
        self.ref = [step, *at]
        return self


class Conversation:
    def __init__(self, seed, wire, routes, flat, verdict):
        self.seed, self.random, self.wire, self.routes, self.flat, self.verdict = seed, random.Random(seed), wire, routes, flat, verdict
        tail = f'{seed:016x}'
        self.keys = {'own': f'sk_test_seqa{tail}', 'browser': f'pk_test_seqa{tail}', 'other': f'sk_test_seqb{tail}', 'nobody': 'sk_test_x'}
        self.steps, self.answers, self.pool, self.faulty = [], [], {}, False

    # ---- making up ----
    def named(self, value):
        """For values.py: '@customer' is one out of the answers."""
        if value.startswith('@'):
            return self.pick(value[1:])
        return value

    def pick(self, kind):
        kind = {'checkout_session': 'checkout.session', 'reversal': 'transfer_reversal', 'external_account': 'bank_account', 'domain': 'apple_pay_domain', 'early_fraud_warning': 'radar.early_fraud_warning'}.get(kind, kind)
        chance = self.random.random()
        if chance < 0.04:
            return self.random.choice(ODD_IDS)
        if chance < 0.12 or kind not in self.pool:
            known = sorted(self.pool)
            return self.random.choice(self.pool[self.random.choice(known)]) if known else 'none'
        return self.random.choice(self.pool[kind][-8:])

    def params(self, route):
        choose, out = self.random, []
        if choose.random() < 0.85:
            out += [(name, self.named(value)) for name, value in BASES.get(route.name, [])]
        if route.method == 'POST' and 'payment_method' in route.parameters and choose.random() < 0.5:
            out += [('payment_method', choose.choice(CARDS) if choose.random() < 0.7 else self.pick('payment_method')), ('confirm', 'true'), *BACK]
        flat = self.flat[route.name]
        while flat and choose.random() < 0.6:
            name, kind, _ = choose.choice(flat)
            if choose.random() < 0.6:
                value = choose.choice(kind['words']) if kind.get('words') else working(name, kind, self)
                if value is not None and kind['shape'] != 'hash':
                    out = [(key, old) for key, old in out if key != name] + [(name, value)]
            else:
                wrong = hostile(name, {'some id': self.pick('charge')})
                out = [(key, old) for key, old in out if key != name] + wrong[choose.choice(sorted(set(wrong) - {'too long'}))]
        taken = {'confirm'} if 'confirm' in route.parameters else {'confirm', 'payment_method', 'return_url'} - set(route.parameters)
        return [(key, value) for key, value in out if key in route.parameters or key.split('[')[0] in route.parameters or key not in taken]

    def step(self):
        choose = self.random
        if len(self.steps) < 10:
            method, path, params = choose.choice(OPENINGS)
            return {'method': method, 'path': [path.replace(':id', 'pm_card_visa')], 'params': [(name, self.named(value)) for name, value in params], 'key': 'own' if choose.random() < 0.85 else 'other', 'route': path}
        route = choose.choice(self.routes)
        path, rest = [], route.path
        for name, kind in route.ids():
            before, rest = rest.split(name, 1)
            path += [before, self.pick(kind) if kind != 'capability' else 'card_payments']
        out = {'method': route.method, 'path': [*path, rest], 'params': self.params(route), 'route': route.path}
        out['key'] = choose.choices(['own', 'browser', 'other', 'nobody'], [82, 8, 9, 1])[0]
        if choose.random() < 0.15:
            out['account'] = self.pick('account')
        if route.method == 'POST' and choose.random() < 0.2:
            out['idempotency_key'] = f'k{choose.randrange(4)}'
        if choose.random() < 0.15:
            out['version'] = choose.choice(VERSIONS)
        return out

    # ---- carrying out ----
    def run(self, length):
        while len(self.steps) < length and not self.faulty:
            self.carry_out(self.step())

    def carry_out(self, step):
        number = len(self.steps)
        self.steps.append(step)
        route = next((one for one in self.routes if one.path == step['route'] and one.method == step['method']), None)
        account = step.get('account')
        try:
            answer = self.wire.ask(step['method'], ''.join(step['path']), step['params'], account if account and account.isascii() and '%' not in account else None, step.get('idempotency_key'), step.get('version'), self.keys[step['key']])
        except Lost as lost:
            self.verdict.note(lost.kind, f'{step["method"]} {step["route"]}', '', f'seed {self.seed}', str(lost))
            self.faulty = True
            self.answers.append(None)
            return None
        body = self.verdict.answer(answer, route, '', f'seed {self.seed}')
        self.answers.append(body)
        self.faulty = answer.status >= 500 and answer.status != 501 or b'x-made-up' in answer.head.lower()
        if body and answer.status < 400 and step['key'] in ('own', 'other'):
            for at, kind, id in ids_in(body):
                self.pool.setdefault(kind, []).append(Id(id, number, at))
                if kind in ('card', 'source', 'bank_account'):
                    self.pool.setdefault('source', []).append(Id(id, number, at))
        step['answer'] = answer.status, str(said(body).get('message', ''))[:200]
        return answer

    # ---- written down, and again ----
    def written(self):
        def plain(value):
            return {'ref': value.ref} if isinstance(value, Id) else {'hex': value.hex()} if isinstance(value, bytes) else value
        return json.dumps({'seed': self.seed, 'steps': [{**step, 'path': [plain(part) for part in step['path']], 'params': [[name, plain(value)] for name, value in step['params']], 'account': plain(step.get('account'))} for step in self.steps]}, indent=1)

    def replay(self, steps):
        def found(value):
            if isinstance(value, dict) and 'hex' in value:
                return bytes.fromhex(value['hex'])
            if isinstance(value, dict):
                at = self.answers[value['ref'][0]] if value['ref'][0] < len(self.answers) else None
                for key in value['ref'][1:]:
                    at = at[key] if isinstance(at, list) and len(at) > key or isinstance(at, dict) and key in at else None
                return at or 'gone'
            return value

        for step in steps:
            self.carry_out({**step, 'path': [found(part) for part in step['path']], 'params': [(name, found(value)) for name, value in step['params']], 'account': found(step.get('account'))})
            print(step['method'], ''.join(map(str, self.steps[-1]['path'])), self.steps[-1]['params'], self.steps[-1].get('answer'))
