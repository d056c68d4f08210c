#!/usr/bin/env python3
"""What a publishable key may do: every endpoint, and every parameter of those that it reaches, tried with one. Only what is listed
here passes; cloning never does, and nothing that is refused changes anything.

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
CARD = [('card[number]', '4242424242424242'), ('card[exp_month]', '12'), ('card[exp_year]', '2034'), ('card[cvc]', '123')]


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    routes = [line.split() for line in subprocess.run([binary, 'routes'], check=True, capture_output=True, text=True).stdout.splitlines()]
    node = Node(binary, f'sqlite:{scratch}/doors.db', open(scratch / 'doors.log', 'ab')).start()
    tail = 'doorsdoorsdoors01'
    secret, public = Client(node.port, f'sk_test_{tail}'), Client(node.port, f'pk_test_{tail}')
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
    node.stop()
    print(f'doors: {len(routes)} endpoints, {len(OPEN)} of them open to a publishable key; {len(BARRED)} parameters barred; no way to clone')


main()
