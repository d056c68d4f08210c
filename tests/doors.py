#!/usr/bin/env python3
"""What a publishable key may do: every endpoint, and every parameter of those that it reaches, tried with one. Only what is listed
here passes; cloning never does, and nothing that is refused changes anything. And what it may see: every answer to one is looked
through, whatever the way there (views, older versions, errors with an object inside, replays, expanded objects, pages).

usage: doors.py BINARY SCRATCH
"""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'recovery'))
from node import Client, Node  # noqa: E402

OPEN = {
    ('POST', '/v1/tokens'), ('GET', '/v1/tokens/:id'), ('POST', '/v1/payment_methods'), ('POST', '/v1/confirmation_tokens'), ('POST', '/v1/sources'), ('GET', '/v1/sources/:id'),
    ('GET', '/v1/payment_intents/:id'), ('POST', '/v1/payment_intents/:id/confirm'), ('POST', '/v1/payment_intents/:id/verify_microdeposits'),
    ('GET', '/v1/setup_intents/:id'), ('POST', '/v1/setup_intents/:id/confirm'), ('POST', '/v1/setup_intents/:id/verify_microdeposits'),
    ('GET', '/v1/elements/sessions'), ('POST', '/v1/elements/payment_methods/:id/detach'), ('POST', '/v1/elements/linked_accounts'),
    ('POST', '/v1/elements/payment_intents/payment_method'), ('POST', '/v1/elements/setup_intents/payment_method'),
    ('GET', '/v1/payment_pages/:session'), ('POST', '/v1/payment_pages/:session'), ('POST', '/v1/payment_pages/:session/confirm'), ('POST', '/v1/payment_pages/:session/settle'),
}
# What may not be said with a publishable key when an intent is confirmed.
BARRED = {
    'amount': '1', 'application_fee_amount': '1', 'automatic_payment_methods[enabled]': 'true', 'capture_method': 'manual', 'confirm': 'true', 'confirmation_method': 'manual', 'currency': 'eur', 'customer': '$customer',
    'description': 'x', 'error_on_requires_action': 'true', 'mandate': 'mandate_x', 'metadata[a]': 'b', 'off_session': 'true', 'on_behalf_of': '$account', 'statement_descriptor': 'x', 'statement_descriptor_suffix': 'x',
    'transfer_data[destination]': '$account', 'transfer_group': 'x', 'usage': 'on_session', 'attach_to_self': 'true', 'flow_directions[0]': 'inbound', 'sneeze': '1',
}
PUBLIC = {
    'payment_intent': {'id', 'object', 'amount', 'amount_details', 'automatic_payment_methods', 'canceled_at', 'cancellation_reason', 'capture_method', 'client_secret', 'confirmation_method', 'created', 'currency',
                       'description', 'last_payment_error', 'livemode', 'next_action', 'payment_method', 'payment_method_configuration_details', 'payment_method_options', 'payment_method_types', 'processing', 'receipt_email',
                       'setup_future_usage', 'shipping', 'source', 'status'},
    'setup_intent': {'id', 'object', 'automatic_payment_methods', 'cancellation_reason', 'client_secret', 'created', 'description', 'last_setup_error', 'livemode', 'next_action',
                     'payment_method', 'payment_method_configuration_details', 'payment_method_options', 'payment_method_types', 'status', 'usage'},
}
# What else may stand in an answer, and what of it may not.
HIDDEN = {'payment_method': {'metadata'}, 'card': {'fingerprint'}, 'checkout.session': {'client_reference_id', 'customer', 'metadata'}, 'item': {'metadata'}, 'price': {'lookup_key', 'metadata', 'nickname'},
          'bank_account': set(), 'confirmation_token': set(), 'elements_session': set(), 'financial_connections.account': set(), 'list': set(), 'source': set(), 'token': set()}
OLDER = (None, '2025-02-24.acacia', '2022-08-01', '2020-08-27', '2019-03-14')
CARD = [('card[number]', '4242424242424242'), ('card[exp_month]', '12'), ('card[exp_year]', '2034'), ('card[cvc]', '123')]


def look_through(answer, words):
    """Nothing in it that a publishable key may not see."""
    if isinstance(answer, list):
        for one in answer:
            look_through(one, words)
    if not isinstance(answer, dict):
        return
    kind = answer.get('object')
    if kind in PUBLIC:
        assert set(answer) <= PUBLIC[kind], f'{words}: a {kind} shows {set(answer) - PUBLIC[kind]}'
    elif isinstance(kind, str):
        assert kind in HIDDEN, f'{words}: a {kind} is shown'
        assert not HIDDEN[kind] & set(answer), f'{words}: a {kind} shows {HIDDEN[kind] & set(answer)}'
    for name in 'card', 'payment_method_preview':
        assert name not in answer or kind == 'source' or 'fingerprint' not in str(answer[name]), f'{words}: {name} shows its fingerprint'
    for one in answer.values():
        look_through(one, words)


class Public(Client):
    looked = 0

    def call(self, *words, **names):
        status, answer = super().call(*words, **names)
        look_through(answer, words)
        Public.looked += 1
        return status, answer


def check_views(secret, public, customer):
    """Each way on which an intent, or what belongs to it, comes to a publishable key."""
    for kind, path, form in ('payment_intent', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd')]), ('setup_intent', '/v1/setup_intents', []):
        form = [*form, ('customer', customer), ('metadata[order]', '7'), ('payment_method_types[]', 'card')]
        for version in OLDER:
            intent = secret.need('POST', path, form, version='2026-08-26.dahlia')
            one, right = f'{path}/{intent["id"]}', [('client_secret', intent['client_secret']), ('return_url', 'https://shop.example')]
            typed = [('payment_method_data[type]', 'card'), ('payment_method_data[metadata][a]', 'b')]
            status, answer = public.call('POST', f'{one}/confirm', [*right, *typed, ('payment_method_data[card][token]', 'tok_visa_chargeDeclined')], version=version, idempotency_key=f'{kind}{version}declined')
            assert status == 402 and answer['error'][kind]['id'] == intent['id'] and answer['error'].get('payment_method', {'id': 1})['id'], answer
            replayed = public.call('POST', f'{one}/confirm', [*right, *typed, ('payment_method_data[card][token]', 'tok_visa_chargeDeclined')], version=version, idempotency_key=f'{kind}{version}declined')
            assert replayed == (status, answer) and public.headers['Idempotent-Replayed'] == 'true', replayed
            assert public.need('GET', one, right[:1], version=version)[{'payment_intent': 'last_payment_error', 'setup_intent': 'last_setup_error'}[kind]], 'the error is not told'
            wanted = [*right, *typed, ('payment_method_data[card][token]', 'tok_visa'), ('expand[]', 'payment_method')]
            for _ in range(2):
                done = public.need('POST', f'{one}/confirm', wanted, version=version, idempotency_key=f'{kind}{version}done')
                assert done['status'] == 'succeeded' and done['payment_method']['object'] == 'payment_method', done
            status, answer = public.call('POST', f'{one}/confirm', [*right, *typed, ('payment_method_data[card][token]', 'tok_visa')], version=version)  # it is over: refused, with the intent
            assert status == 400 and answer['error'][kind]['id'] == intent['id'], answer
            assert public.need('GET', one, [*right[:1], ('expand[]', 'payment_method')], version=version)['payment_method']['card']['last4'] == '4242'
            for barred in 'customer', 'latest_charge', 'latest_attempt', 'charges', 'charges.data.balance_transaction', 'payment_method.customer', 'on_behalf_of', 'metadata':
                status, answer = public.call('GET', one, [*right[:1], ('expand[]', barred)], version=version)
                assert status == 400, (kind, barred, version, answer)
    intent = secret.need('POST', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd'), ('customer', customer), ('metadata[order]', '7')])
    session = secret.need('POST', '/v1/customer_sessions', [('customer', customer), ('components[payment_element][enabled]', 'true'), ('components[payment_element][features][payment_method_redisplay]', 'enabled'),
                                                            ('components[payment_element][features][payment_method_remove]', 'enabled'),
                                                            *((f'components[payment_element][features][payment_method_allow_redisplay_filters][{i}]', word) for i, word in enumerate(('always', 'limited', 'unspecified')))])
    attached = secret.need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', customer)])
    secret.need('POST', f'/v1/payment_methods/{attached["id"]}', [('metadata[a]', 'b')])
    seen = public.need('GET', '/v1/elements/sessions', [('type', 'payment_intent'), ('client_secret', intent['client_secret']), ('customer_session_client_secret', session['client_secret'])])
    assert seen['payment_intent']['id'] == intent['id'] and seen['customer']['payment_methods'][0]['card']['last4'] == '4242', seen
    public.need('POST', f'/v1/elements/payment_methods/{attached["id"]}/detach', [('customer_session_client_secret', session['client_secret'])])
    assert public.call('POST', f'/v1/elements/payment_methods/{attached["id"]}/detach', [('customer_session_client_secret', session['client_secret']), ('expand[]', 'customer')])[0] == 400
    shop = secret.need('POST', '/v1/checkout/sessions', [('mode', 'payment'), ('customer', customer), ('success_url', 'https://shop.example'), ('metadata[order]', '7'), ('client_reference_id', '7'),
                                                         *((f'line_items[0]{name}', value) for name, value in (('[quantity]', 1), ('[price_data][currency]', 'usd'), ('[price_data][unit_amount]', 1000), ('[price_data][product_data][name]', 'Tea')))])
    assert public.need('GET', f'/v1/payment_pages/{shop["id"]}')['line_items']['data'][0]['price']['unit_amount'] == 1000
    token = public.need('POST', '/v1/tokens', CARD)
    assert public.need('GET', f'/v1/tokens/{token["id"]}')['card']['last4'] == '4242'
    public.need('POST', '/v1/payment_methods', [('type', 'card'), ('card[token]', token['id']), ('metadata[a]', 'b')])
    public.need('POST', '/v1/confirmation_tokens', [('payment_method_data[type]', 'card'), *((f'payment_method_data[{name[:4]}]{name[4:]}', value) for name, value in CARD)])
    public.need('POST', '/v1/sources', [('type', 'card'), ('token', 'tok_visa')])


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    routes = [line.split() for line in subprocess.run([binary, 'routes'], check=True, capture_output=True, text=True).stdout.splitlines()]
    node = Node(binary, f'sqlite:{scratch}/doors.db', open(scratch / 'doors.log', 'ab')).start()
    tail = 'doorsdoorsdoors01'
    secret, public = Client(node.port, f'sk_test_{tail}'), Public(node.port, f'pk_test_{tail}')
    other = Client(node.port, 'pk_test_doorsdoorsdoors02')
    customer = secret.need('POST', '/v1/customers')['id']
    stranger = secret.need('POST', '/v1/customers')['id']
    account = secret.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
    saved = secret.need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', stranger)])['id']
    source = secret.need('POST', f'/v1/customers/{customer}/sources', [('source', 'tok_visa')])['id']
    names = {'$customer': customer, '$account': account}

    # ---- endpoints ----
    opened = set()
    for method, access, pattern in routes:
        path = '/'.join('x' if part.startswith(':') else part for part in pattern.split('/'))
        if access == 'anyone':
            continue
        status, answer = public.call(method, path)
        if status == 401 and answer['error']['code'] == 'secret_key_required':
            assert access == 'secret', (method, pattern)
        else:
            opened.add((method, pattern))
    assert opened == OPEN, f'doors: {opened ^ OPEN}'

    # ---- cloning ----
    for on in None, account:
        for form in ([('customer', stranger), ('payment_method', saved)], [('payment_method', saved)], [('customer', stranger), ('type', 'card'), *CARD], [('payment_method', 'pm_card_visa')]):
            status, answer = public.call('POST', '/v1/payment_methods', form, account=on)
            assert status in (400, 401, 403, 404), ('payment_methods', form, answer)
        for form in ([('customer', customer)], [('customer', customer), ('card', source)], [('customer', customer), *CARD]):
            status, answer = public.call('POST', '/v1/tokens', form, account=on)
            assert status in (400, 401, 403, 404), ('tokens', form, answer)
        status, answer = public.call('POST', '/v1/confirmation_tokens', [('payment_method', saved)], account=on)
        assert status in (400, 403), ('confirmation_tokens', answer)
        for form in ([('usage', 'reusable'), ('customer', customer), ('original_source', source)],):
            status, answer = public.call('POST', '/v1/sources', form, account=on)
            assert status in (400, 401, 403, 404), ('sources', form, answer)
    assert not secret.need('GET', '/v1/payment_methods', [('customer', customer), ('type', 'card')], account=None)['data'][1:], 'a method came into being'

    # ---- parameters of confirm, client secrets, views ----
    for kind, path, form in ('payment_intent', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd'), ('customer', customer), ('metadata[order]', '7')]), ('setup_intent', '/v1/setup_intents', [('customer', customer), ('metadata[order]', '7')]):
        intent = secret.need('POST', path, form)
        right = [('client_secret', intent['client_secret'])]
        typed = [('payment_method_data[type]', 'card'), *((f'payment_method_data[{name[:4]}]{name[4:]}', value) for name, value in CARD)]
        before = secret.need('GET', f'{path}/{intent["id"]}')
        for name, value in BARRED.items():
            status, answer = public.call('POST', f'{path}/{intent["id"]}/confirm', [*right, *typed, (name, names.get(value, value))])
            assert status in (400, 401, 403), (kind, name, answer)
            assert secret.need('GET', f'{path}/{intent["id"]}') == before, f'{kind}: {name} was refused and changed something'
        for wrong in [], [('client_secret', '')], [('client_secret', intent['client_secret'][:-1] + ('y' if intent['client_secret'].endswith('x') else 'x'))], [('client_secret', 'pi_x_secret_y')]:
            for method, end in ('GET', ''), ('POST', '/confirm'), ('POST', '/verify_microdeposits'):
                status, answer = public.call(method, f'{path}/{intent["id"]}{end}', [*wrong, *(typed if end == '/confirm' else [])])
                assert status == 400 and answer['error']['param'] == 'client_secret', (kind, end, wrong, answer)
        assert other.call('GET', f'{path}/{intent["id"]}', right)[0] == 404, 'another platform\'s key'
        assert public.call('GET', f'{path}/{intent["id"]}', right, account=account)[0] == 404, 'another account\'s intent'
        # A card of somebody else's, which the key's holder has no business with.
        status, answer = public.call('POST', f'{path}/{intent["id"]}/confirm', [*right, ('payment_method', saved), ('return_url', 'https://shop.example')])
        assert status == 400, (kind, answer)
        view = public.need('GET', f'{path}/{intent["id"]}', right)
        assert set(view) <= PUBLIC[kind], f'{kind} shows {set(view) - PUBLIC[kind]}'
        done = public.need('POST', f'{path}/{intent["id"]}/confirm', [*right, *typed, ('return_url', 'https://shop.example')])
        assert done['status'] == 'succeeded' and set(done) <= PUBLIC[kind], done
    manual = secret.need('POST', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd'), ('confirmation_method', 'manual'), ('automatic_payment_methods[enabled]', 'false'), ('payment_method', 'pm_card_visa')], version='2024-06-20')
    status, answer = public.call('POST', f'/v1/payment_intents/{manual["id"]}/confirm', [('client_secret', manual['client_secret'])])
    assert status in (400, 401, 403) and secret.need('GET', f'/v1/payment_intents/{manual["id"]}')['status'] == 'requires_confirmation', answer
    check_views(secret, public, customer)
    node.stop()
    print(f'doors: {len(routes)} endpoints, {len(OPEN)} of them open to a publishable key; {len(BARRED)} parameters barred; no way to clone; {Public.looked} answers looked through')


main()
