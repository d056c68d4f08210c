"""Load that keeps its own books: what was acknowledged, and which payments were ever asked for, so that afterwards a
server can be held to it. Every request that got no answer is sent again with its idempotency key until one comes."""
import threading
import time

from node import Client, Lost


class Load:
    def __init__(self, node, threads):
        self.node, self.over, self.acknowledged, self.retried, self.failures = node, False, {}, 0, []
        client = Client(node.port)
        self.customer = client.need('POST', '/v1/customers', [('email', 'jenny@example.com')])['id']
        self.card = client.need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', self.customer)])['id']
        self.seller = client.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
        self.threads = [threading.Thread(target=self.guarded, args=(n,), daemon=True) for n in range(threads)]
        for thread in self.threads:
            thread.start()

    def guarded(self, n):
        try:
            self.run(n)
        except Exception as problem:  # told by end()
            self.failures.append(repr(problem))

    def until_answered(self, client, path, params, key):
        while True:
            try:
                client.port = self.node.port
                status, body = client.call('POST', path, params, self.seller, key)
                # A 500 or 409 asks to be tried again; whatever else comes is the answer.
                if status not in (409, 500):
                    assert status == 200, f'{path}: {status} {body}'
                    return body
            except Lost:
                pass
            self.retried += 1
            time.sleep(0.05)

    def run(self, n):
        client, count = Client(self.node.port, timeout=10), 0
        while not self.over:
            order = f'{n}-{count}'
            count += 1
            clone = self.until_answered(client, '/v1/payment_methods', [('customer', self.customer), ('payment_method', self.card)], order + '-clone')
            intent = self.until_answered(client, '/v1/payment_intents', [
                ('amount', '2000'), ('currency', 'usd'), ('payment_method', clone['id']), ('confirm', 'true'), ('off_session', 'true'),
                ('application_fee_amount', '100'), ('metadata[order]', order)], order + '-pay')
            assert intent['status'] == 'succeeded', intent
            self.acknowledged[order] = intent['id']

    def end(self):
        self.over = True
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures[:3]

    def verify(self):
        """Every acknowledged payment is there, every order was paid once and never twice, and the money is all there."""
        client = Client(self.node.port)
        paid, after = {}, None
        while True:
            page = client.need('GET', '/v1/payment_intents', [('limit', '100')] + ([('starting_after', after)] if after else []), account=self.seller)
            for intent in page['data']:
                assert intent['metadata']['order'] not in paid, f'order {intent["metadata"]["order"]} was paid twice'
                paid[intent['metadata']['order']] = intent['id']
            if not page['has_more']:
                break
            after = page['data'][-1]['id']
        lost = {order: intent for order, intent in self.acknowledged.items() if paid.get(order) != intent}
        assert not lost, f'{len(lost)} acknowledged payments are lost: {list(lost.items())[:3]}'
        assert len(paid) == len(self.acknowledged), f'{len(paid)} payments, {len(self.acknowledged)} acknowledged'
        balance = client.need('GET', '/v1/balance', account=self.seller)
        held = sum(part['amount'] for side in ('available', 'pending') for part in balance[side])
        assert held == len(paid) * (2000 - 88 - 100), f'the seller holds {held} for {len(paid)} payments'
        return len(paid)
