#!/usr/bin/env python3
"""Two nodes on one PostgreSQL are asked for the same thing at the same moment. It happens once.

usage: race.py BINARY SCRATCH [ROUNDS]          (40 rounds)
"""
import pathlib
import sys
import threading
import time

from node import Client, Node, Postgres, wait_until


def at_once(*calls):
    """Runs the calls in threads that start together; their (status, body), in order."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(n, call):
        barrier.wait()
        answers[n] = call()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class Race:
    def __init__(self, nodes):
        self.a, self.b = (Client(node.port) for node in nodes)
        self.customer = self.a.need('POST', '/v1/customers', [('email', 'jenny@example.com')])['id']
        self.card = self.a.need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', self.customer)])['id']
        self.seller = self.a.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']

    def both(self, path, params, account=None, key=None):
        return at_once(*(lambda c=c: c.call('POST', path, params, account, key) for c in (self.a, self.b)))

    def intent(self, **more):
        params = dict(amount=1000, currency='usd', payment_method='pm_card_visa', confirm='true', return_url='https://shop.example', **more)
        return list(params.items())

    def one_idempotency_key(self, n):
        answers = self.both('/v1/payment_intents', self.intent(**{'metadata[race]': f'key-{n}'}), key=f'race-{n}')
        done = {body['id'] for status, body in answers if status == 200}
        assert len(done) == 1 and {status for status, _ in answers} <= {200, 409}, answers
        # Whoever asks once more gets that one answer, from either node.
        for client in (self.a, self.b):
            again = client.need('POST', '/v1/payment_intents', self.intent(**{'metadata[race]': f'key-{n}'}), idempotency_key=f'race-{n}')
            assert again['id'] in done and client.headers['Idempotent-Replayed'] == 'true'
        found = self.a.need('GET', '/v1/payment_intents/search', [('query', f"metadata['race']:'key-{n}'")])
        assert len(found['data']) == 1, f'{len(found["data"])} payments under one key'

    def one_clone(self, _):
        clone = self.a.need('POST', '/v1/payment_methods', [('customer', self.customer), ('payment_method', self.card)], account=self.seller)['id']
        answers = self.both('/v1/payment_intents', [('amount', '1000'), ('currency', 'usd'), ('payment_method', clone), ('confirm', 'true'), ('off_session', 'true')], self.seller)
        assert sorted(status for status, _ in answers) == [200, 400], answers
        refused = next(body for status, body in answers if status == 400)
        assert 'It may not be used again' in refused['error']['message'], refused

    def one_original_cloned(self, _):
        original = self.a.need('POST', '/v1/payment_methods', [('type', 'card'), ('card[token]', 'tok_visa')])['id']
        answers = self.both('/v1/payment_methods', [('payment_method', original)], self.seller)
        assert sorted(status for status, _ in answers) == [200, 400], answers

    def one_token(self, _):
        token = self.a.need('POST', '/v1/tokens', [('card[number]', '4242424242424242'), ('card[exp_month]', '1'), ('card[exp_year]', '2040')])['id']
        answers = self.both('/v1/customers', [('source', token)])
        assert sorted(status for status, _ in answers) == [200, 400], answers
        assert {body.get('error', {}).get('code') for _, body in answers} == {None, 'token_already_used'}, answers

    def one_confirmation(self, _):
        intent = self.a.need('POST', '/v1/payment_intents', [('amount', '1000'), ('currency', 'usd'), ('payment_method_types[]', 'card'), ('payment_method', 'pm_card_visa')], version='2025-09-30.clover')
        answers = self.both(f'/v1/payment_intents/{intent["id"]}/confirm', [])
        assert sorted(status for status, _ in answers) == [200, 400], answers
        charges = self.a.need('GET', '/v1/charges', [('payment_intent', intent['id'])])
        assert len(charges['data']) == 1

    def one_capture(self, _):
        intent = self.a.need('POST', '/v1/payment_intents', self.intent(capture_method='manual'))
        answers = self.both(f'/v1/payment_intents/{intent["id"]}/capture', [])
        assert sorted(status for status, _ in answers) == [200, 400], answers

    def refunds_within_the_charge(self, _):
        intent = self.a.need('POST', '/v1/payment_intents', self.intent())
        answers = self.both('/v1/refunds', [('payment_intent', intent['id']), ('amount', '600')])
        assert sorted(status for status, _ in answers) == [200, 400], answers
        charge = self.a.need('GET', f'/v1/charges/{intent["latest_charge"]}')
        assert charge['amount_refunded'] == 600, charge

    def transfers_within_the_funds(self, n):
        platform = [Client(c.port, f'sk_test_racefunds00{n:06d}') for c in (self.a, self.b)]
        seller = platform[0].need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
        platform[0].need('POST', '/v1/payment_intents', [('amount', '10000'), ('currency', 'usd'), ('payment_method', 'pm_card_bypassPending'), ('confirm', 'true'), ('return_url', 'https://shop.example')])
        order = [('amount', '6000'), ('currency', 'usd'), ('destination', seller)]
        answers = at_once(*(lambda c=c: c.call('POST', '/v1/transfers', order) for c in platform))
        assert sorted(status for status, _ in answers) == [200, 400], answers
        assert sum(part['amount'] for part in platform[0].need('GET', '/v1/balance')['available']) >= 0

    def debits_end_once(self, _):
        """Jobs are claimed by one node each."""
        intents = []
        for client in (self.a, self.b):
            intents.append(client.need('POST', '/v1/payment_intents', [
                ('amount', '1000'), ('currency', 'usd'), ('payment_method', 'pm_usBankAccount_success'), ('payment_method_types[]', 'us_bank_account'), ('confirm', 'true'),
                ('mandate_data[customer_acceptance][type]', 'offline'), ('mandate_data[customer_acceptance][offline]', ''),
                ('payment_method_options[us_bank_account][verification_method]', 'skip')], version='2025-09-30.clover')['id'])
        for client, intent in zip((self.b, self.a), intents):
            if client.need('GET', f'/v1/payment_intents/{intent}')['status'] == 'requires_action':
                client.need('POST', f'/v1/payment_intents/{intent}/verify_microdeposits', [('amounts[]', '32'), ('amounts[]', '45')])
            wait_until(lambda c=client, i=intent: c.need('GET', f'/v1/payment_intents/{i}')['status'] == 'succeeded', what='the end of a debit')
        told = [event['data']['object']['id'] for event in self.a.need('GET', '/v1/events', [('type', 'payment_intent.succeeded'), ('limit', '100')])['data']]
        assert all(told.count(intent) == 1 for intent in intents), 'a debit ended twice'

    def lists_in_order_whoever_created(self, _):
        made = [(self.a, self.b)[n % 2].need('POST', '/v1/customers', [('email', 'order@example.com')])['id'] for n in range(6)]
        listed = [c['id'] for c in self.b.need('GET', '/v1/customers', [('email', 'order@example.com'), ('limit', '6')])['data']]
        assert listed == made[::-1], (made, listed)


def main():
    binary, scratch, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 40
    postgres = Postgres(scratch / 'race-pg')
    with open(scratch / 'race.log', 'ab') as log:
        nodes = [Node(binary, postgres.url, log).start() for _ in range(2)]
        race = Race(nodes)
        slow = {'debits_end_once'}
        for name in [name for name in vars(Race) if not name.startswith('_') and name not in ('both', 'intent')]:
            start = time.time()
            for n in range(rounds if name not in slow else 2):
                getattr(race, name)(n)
            print(f'race: {name.replace("_", " ")} ({time.time() - start:.1f} s)', flush=True)
        for node in nodes:
            node.stop()
        print('race:', nodes[0].check())
    postgres.stop()


main()
