"""A platform with one object of each kind that a path or a parameter may name, made again when a request used one up."""
import itertools
import time

CARD = [('card[number]', '4242424242424242'), ('card[exp_month]', '1'), ('card[exp_year]', '2040')]
BACK = [('return_url', 'https://shop.example')]
PERSON = [('individual[first_name]', 'Jane'), ('individual[last_name]', 'Rae'), ('individual[email]', 'jane@example.com'), ('individual[phone]', '0000000000'), ('individual[dob][day]', '1'), ('individual[dob][month]', '1'),
          ('individual[dob][year]', '1901'), ('individual[address][line1]', 'address_full_match'), ('individual[address][city]', 'Anytown'), ('individual[address][state]', 'CA'), ('individual[address][postal_code]', '94105'),
          ('individual[id_number]', '000000000'), ('individual[ssn_last_4]', '0000')]
ACCOUNT = [('type', 'custom'), ('country', 'US'), ('business_type', 'individual'), ('capabilities[card_payments][requested]', 'true'), ('capabilities[transfers][requested]', 'true'), ('external_account', 'btok_us_verified'),
           ('business_profile[mcc]', '5734'), ('business_profile[url]', 'https://shop.example'), ('tos_acceptance[date]', '1700000000'), ('tos_acceptance[ip]', '127.0.0.1'), *PERSON]

# What a route needs beside the parameter that is walked over.
BASES = {
    'POST /v1/accounts': [('type', 'custom'), ('country', 'US')],
    'POST /v1/charges': [('amount', '1000'), ('currency', 'usd'), ('source', 'tok_visa')],
    'POST /v1/payment_intents': [('amount', '1000'), ('currency', 'usd')],
    'POST /v1/payment_intents/:id/confirm': [('payment_method', 'pm_card_visa'), *BACK],
    'POST /v1/payment_intents/:id/increment_authorization': [('amount', '1500')],
    'POST /v1/setup_intents/:id/confirm': [('payment_method', 'pm_card_visa'), *BACK],
    'POST /v1/payment_methods': [('type', 'card'), *[('card[token]', 'tok_visa')]],
    'POST /v1/tokens': CARD,
    'POST /v1/sources': [('type', 'card'), ('token', 'tok_visa')],
    'POST /v1/promotion_codes': [('promotion[type]', 'coupon'), ('promotion[coupon]', '@coupon')],
    'POST /v1/coupons': [('percent_off', '10')],
    'POST /v1/checkout/sessions': [('mode', 'payment'), ('success_url', 'https://shop.example'), ('line_items[0][price]', '@price'), ('line_items[0][quantity]', '1')],
    'POST /v1/prices': [('product', '@product'), ('currency', 'usd'), ('unit_amount', '900')],
    'POST /v1/products': [('name', 'Tea')],
    'POST /v1/shipping_rates': [('display_name', 'Ground'), ('fixed_amount[amount]', '500'), ('fixed_amount[currency]', 'usd')],
    'POST /v1/tax_rates': [('display_name', 'VAT'), ('inclusive', 'false'), ('percentage', '19')],
    'POST /v1/payouts': [('amount', '1'), ('currency', 'usd')],
    'POST /v1/transfers': [('amount', '1'), ('currency', 'usd'), ('destination', '@account')],
    'POST /v1/transfers/:id/reversals': [('amount', '1')],
    'POST /v1/refunds': [('charge', '@charge'), ('amount', '1')],
    'POST /v1/charges/:charge/refunds': [('amount', '1')],
    'POST /v1/charges/:charge/refund': [('amount', '1')],
    'POST /v1/application_fees/:id/refunds': [('amount', '1')],
    'POST /v1/application_fees/:id/refund': [('amount', '1')],
    'POST /v1/customer_sessions': [('customer', '@customer'), ('components[payment_element][enabled]', 'true')],
    'POST /v1/customers/:customer/sources': [('source', 'tok_visa')],
    'POST /v1/customers/:customer/cards': [('source', 'tok_visa')],
    'POST /v1/customers/:customer/bank_accounts': [('source', 'btok_us_verified')],
    'POST /v1/customers/:customer/sources/:id/verify': [('amounts[0]', '32'), ('amounts[1]', '45')],
    'POST /v1/customers/:customer/bank_accounts/:id/verify': [('amounts[0]', '32'), ('amounts[1]', '45')],
    'POST /v1/accounts/:account/external_accounts': [('external_account', 'btok_us_verified')],
    'POST /v1/accounts/:account/reject': [('reason', 'fraud')],
    'POST /v1/accounts/:account/capabilities/:capability': [('requested', 'true')],
    'POST /v1/apple_pay/domains': [('domain_name', 'shop.example')],
    'POST /v1/account_links': [('account', '@express'), ('type', 'account_onboarding'), ('refresh_url', 'https://shop.example'), ('return_url', 'https://shop.example')],
    'POST /v1/account_sessions': [('account', '@account'), ('components[account_onboarding][enabled]', 'true')],
    'POST /v1/test_helpers/confirmation_tokens': [('payment_method', 'pm_card_visa')],
    'POST /v1/confirmation_tokens': [('payment_method_data[type]', 'card'), ('payment_method_data[card][token]', 'tok_visa')],
    'POST /v1/payment_methods/:id/attach': [('customer', '@customer')],
    'POST /v1/webhook_endpoints': [('url', 'https://shop.example/hook'), ('enabled_events[]', 'account.application.deauthorized')],
    'POST /v1/elements/linked_accounts': [('test_account', 'success')],
    'POST /oauth/deauthorize': [('client_id', 'ca_none'), ('stripe_user_id', '@standard')],
    'GET /v1/elements/sessions': [('type', 'deferred_intent'), ('deferred_intent[mode]', 'setup')],
    'GET /v1/setup_attempts': [('setup_intent', '@setup_intent')],
    'GET /v1/payment_methods': [('customer', '@customer'), ('type', 'card')],
    'GET /v1/payment_intents/search': [('query', "status:'succeeded'")],
    'GET /v1/charges/search': [('query', "status:'succeeded'")],
    'GET /v1/customers/search': [('query', "email:'a@example.com'")],
    'GET /v1/products/search': [('query', "name~'tea'")],
    'GET /v1/prices/search': [('query', "currency:'usd'")],
    'POST /v1/payment_intents/:id/verify_microdeposits': [('amounts[0]', '32'), ('amounts[1]', '45')],
    'POST /v1/setup_intents/:id/verify_microdeposits': [('amounts[0]', '32'), ('amounts[1]', '45')],
}
# Parameters that take the place of others, and what goes with them.
INSTEAD = {
    ('POST /v1/tokens', 'bank_account'): [('bank_account[country]', 'US'), ('bank_account[currency]', 'usd'), ('bank_account[account_number]', '000123456789'), ('bank_account[routing_number]', '110000000')],
    ('POST /v1/tokens', 'account'): [('account[business_type]', 'individual')],
    ('POST /v1/tokens', 'person'): [('person[first_name]', 'Jane')],
    ('POST /v1/tokens', 'pii'): [('pii[id_number]', '000000000')],
    ('POST /v1/tokens', 'cvc_update'): [('cvc_update[cvc]', '123')],
    ('POST /v1/tokens', 'customer'): [],
    ('POST /v1/payment_methods', 'us_bank_account'): [('type', 'us_bank_account'), ('billing_details[name]', 'Jane'), ('us_bank_account[account_number]', '000123456789'), ('us_bank_account[routing_number]', '110000000'), ('us_bank_account[account_holder_type]', 'individual')],
    ('POST /v1/payment_methods', 'payment_method'): [('customer', '@customer'), ('payment_method', '@payment_method')],
    ('POST /v1/coupons', 'amount_off'): [('amount_off', '100'), ('currency', 'usd')],
    ('POST /v1/accounts', 'controller'): [('country', 'US')],
    ('POST /v1/accounts', 'individual'): ACCOUNT,
    ('POST /v1/refunds', 'payment_intent'): [('payment_intent', '@payment_intent'), ('amount', '1')],
}
# The kind that a route wants its subject to be, where any object of that name will not do.
SUBJECTS = {
    'POST /v1/payment_intents/:id/confirm': 'open_intent', 'POST /v1/payment_intents/:id': 'open_intent', 'POST /v1/payment_intents/:id/cancel': 'open_intent', 'POST /v1/payment_intents/:id/capture': 'held_intent',
    'POST /v1/payment_intents/:id/increment_authorization': 'held_intent', 'POST /v1/payment_intents/:id/verify_microdeposits': 'debit_intent', 'POST /v1/setup_intents/:id/verify_microdeposits': 'debit_setup',
    'GET /microdeposit/:intent': 'debit_intent', 'POST /microdeposit/:intent/verify': 'debit_intent',
    'POST /v1/setup_intents/:id/confirm': 'open_setup', 'POST /v1/setup_intents/:id': 'open_setup', 'POST /v1/setup_intents/:id/cancel': 'open_setup', 'POST /v1/charges/:id/capture': 'held_charge',
    'POST /v1/payment_methods/:id/attach': 'loose_method', 'POST /v1/customers/:customer/sources/:id/verify': 'new_bank_account', 'POST /v1/customers/:customer/bank_accounts/:id/verify': 'new_bank_account',
    'POST /v1/accounts/:account/reject': 'spare_account', 'DELETE /v1/accounts/:account': 'spare_account', 'POST /v1/customers/:id': 'customer', 'DELETE /v1/customers/:id': 'spare_customer', 'DELETE /v1/products/:id': 'spare_product',
    'DELETE /v1/coupons/:id': 'spare_coupon', 'POST /v1/disputes/:id/close': 'dispute',
}


class World:
    """ids by kind. What belongs inside another (a card to its customer) stays with that."""

    def __init__(self, wire):
        self.wire, self.ids, self.number = wire, {}, itertools.count()

    def need(self, method, path, params=(), account=None):
        answer = self.wire.call(method, path, [(name, self.named(value)) for name, value in params], account)
        assert answer.status == 200, f'the world cannot be made: {method} {path} {params}: {answer.status} {answer.body[:400]}'
        return answer.json()

    def named(self, value):
        if not isinstance(value, str) or not value.startswith('@'):
            return value
        if value == '@soon':
            return str(int(time.time()) + 3600)
        return self.id(value[1:])

    def id(self, kind):
        if kind not in self.ids:
            self.ids[kind] = getattr(self, 'make_' + kind)()
        return self.ids[kind]

    def used_up(self, kind):
        if hasattr(self, 'make_' + kind) and kind not in ('customer', 'account'):
            self.ids.pop(kind, None)

    def subject_ids(self, route):
        ids = route.ids()
        kinds = [(name, SUBJECTS.get(route.name, kind) if (name, kind) == ids[-1] else kind) for name, kind in ids]
        # The account that is paid stays as it is: another one is changed.
        kinds = [(name, {'account': 'express' if '/setup/' in route.path else 'changed_account'}.get(kind, kind)) for name, kind in kinds]
        for _, kind in reversed(kinds):
            self.id(kind)
        return kinds, {name: self.id(kind) for name, kind in kinds}

    def base(self, route, name=''):
        first = name.split('[')[0]
        params = INSTEAD.get((route.name, first), BASES.get(route.name, []))
        return [(key, self.named(value)) for key, value in params]

    def everything(self):
        """An id of every kind that can be made."""
        for kind in [name[5:] for name in dir(self) if name.startswith('make_')]:
            self.id(kind)
        return dict(self.ids)

    # ---- customers and what they pay with ----
    def make_customer(self): return self.need('POST', '/v1/customers', [('email', 'a@example.com'), ('source', 'tok_visa')])['id']
    def make_spare_customer(self): return self.make_customer()
    def make_payment_method(self): return self.need('POST', '/v1/payment_methods/pm_card_visa/attach', [('customer', '@customer')])['id']
    def make_loose_method(self): return self.need('POST', '/v1/payment_methods', [('type', 'card'), ('card[token]', 'tok_visa')])['id']
    def make_card(self): return self.need('POST', f'/v1/customers/{self.id("customer")}/sources', [('source', 'tok_visa')])['id']
    def make_bank_account(self, token='btok_us_verified'):
        self.ids['customer'] = self.make_customer()  # of which it is the only one: a number is not added twice
        for other in ('card', 'bank_account', 'new_bank_account', 'payment_method'):
            self.used_up(other)
        return self.need('POST', f'/v1/customers/{self.ids["customer"]}/sources', [('source', token)])['id']

    def make_new_bank_account(self): return self.make_bank_account('btok_us')

    def make_source(self): return self.need('POST', '/v1/sources', [('type', 'card'), ('token', 'tok_visa')])['id']
    def make_token(self): return self.need('POST', '/v1/tokens', CARD)['id']
    def make_confirmation_token(self): return self.need('POST', '/v1/test_helpers/confirmation_tokens', [('payment_method', 'pm_card_visa')])['id']
    def make_linked(self): return self.need('POST', '/v1/elements/linked_accounts', [('test_account', 'success')])['id']

    # ---- sellers ----
    def make_account(self):
        id = self.need('POST', '/v1/accounts', ACCOUNT)['id']
        for _ in range(100):
            if self.need('GET', f'/v1/accounts/{id}')['capabilities'].get('transfers') == 'active':
                break
            time.sleep(0.1)
        return id

    def make_changed_account(self): return self.need('POST', '/v1/accounts', ACCOUNT)['id']
    def make_spare_account(self): return self.need('POST', '/v1/accounts', [('type', 'custom'), ('country', 'US')])['id']
    def make_express(self): return self.need('POST', '/v1/accounts', [('type', 'express'), ('country', 'US')])['id']
    def make_standard(self): return self.need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
    def make_person(self): return self.need('POST', f'/v1/accounts/{self.id("changed_account")}/persons', [('first_name', 'Jane')])['id']
    def make_external_account(self): return self.need('POST', f'/v1/accounts/{self.id("changed_account")}/external_accounts', [('external_account', 'btok_us_verified'), ('default_for_currency', 'false')])['id']
    def make_capability(self): return 'card_payments'
    def make_domain(self): return self.need('POST', '/v1/apple_pay/domains', [('domain_name', f'a{next(self.number)}.shop.example')])['id']

    def make_link(self):
        url = self.need('POST', '/v1/account_links', [('account', '@express'), ('type', 'account_onboarding'), ('refresh_url', 'https://shop.example'), ('return_url', 'https://shop.example')])['url']
        return url.rsplit('/', 1)[1]

    def make_visit(self):
        answer = self.wire.call('GET', f'/setup/e/{self.id("express")}/{self.make_link()}')
        return answer.head.split(b'/setup/visit/')[1].split(b'\r\n')[0].decode()

    # ---- payments ----
    def pay(self, card, *more, confirm=True, account=None):
        params = [('amount', '20000'), ('currency', 'usd'), ('payment_method', card), *more]
        return self.need('POST', '/v1/payment_intents', params + ([('confirm', 'true'), *BACK] if confirm else []), account)

    def make_payment_intent(self): return self.pay('pm_card_bypassPending')['id']
    def make_open_intent(self): return self.pay('pm_card_visa', confirm=False)['id']
    def make_held_intent(self): return self.pay('pm_card_visa', ('capture_method', 'manual'))['id']
    def make_debit_intent(self): return self.debit('/v1/payment_intents', ('amount', '1000'), ('currency', 'usd'))
    def make_debit_setup(self): return self.debit('/v1/setup_intents')

    def debit(self, path, *more):
        bank = [('payment_method_data[type]', 'us_bank_account'), ('payment_method_data[billing_details][name]', 'Jane'), ('payment_method_data[us_bank_account][account_number]', '000123456789'),
                ('payment_method_data[us_bank_account][routing_number]', '110000000'), ('payment_method_data[us_bank_account][account_holder_type]', 'individual'), ('mandate_data[customer_acceptance][type]', 'offline')]
        return self.need('POST', path, [*more, *bank, ('allowed_payment_method_types[]', 'us_bank_account'), ('confirm', 'true'), *BACK])['id']

    def make_charge(self): return self.need('POST', '/v1/charges', [('amount', '900000'), ('currency', 'usd'), ('source', 'tok_bypassPending')])['id']
    def make_held_charge(self): return self.need('POST', '/v1/charges', [('amount', '1000'), ('currency', 'usd'), ('source', 'tok_visa'), ('capture', 'false')])['id']
    def make_balance_transaction(self): return self.need('GET', f'/v1/charges/{self.id("charge")}')['balance_transaction']
    def make_dispute(self): return self.need('POST', '/v1/charges', [('amount', '500'), ('currency', 'usd'), ('source', 'tok_createDispute')])['dispute']
    def make_authentication(self): return self.challenge()['type'] and self.challenge_id

    def challenge(self):
        action = self.pay('pm_card_threeDSecureRequired')['next_action']
        self.challenge_id = action['redirect_to_url']['url'].split('/redirect/authenticate/')[1].split('?')[0]
        return action

    def make_early_fraud_warning(self):
        self.pay('pm_card_createIssuerFraudRecord')
        return self.need('GET', '/v1/radar/early_fraud_warnings')['data'][0]['id']

    def make_setup_intent(self): return self.need('POST', '/v1/setup_intents', [('payment_method', 'pm_card_visa'), ('confirm', 'true'), *BACK, ('customer', '@customer')])['id']
    def make_open_setup(self): return self.need('POST', '/v1/setup_intents', [('payment_method', 'pm_card_visa')])['id']

    def make_mandate(self):
        made = self.need('POST', '/v1/setup_intents', [('payment_method', 'pm_usBankAccount_success'), ('allowed_payment_method_types[]', 'us_bank_account'), ('confirm', 'true'), *BACK, ('mandate_data[customer_acceptance][type]', 'offline')])
        return made['mandate']

    # ---- money that moves ----
    def make_refund(self): return self.need('POST', '/v1/refunds', [('charge', '@charge'), ('amount', '1')])['id']
    def make_transfer(self): return self.need('POST', '/v1/transfers', [('amount', '10000'), ('currency', 'usd'), ('destination', '@account')])['id']
    def make_reversal(self): return self.need('POST', f'/v1/transfers/{self.id("transfer")}/reversals', [('amount', '1')])['id']
    def make_payout(self): return self.need('POST', '/v1/payouts', [('amount', '1'), ('currency', 'usd')])['id']

    def make_application_fee(self):
        self.pay('pm_card_visa', ('application_fee_amount', '10000'), ('transfer_data[destination]', self.id('account')))
        return self.need('GET', '/v1/application_fees')['data'][0]['id']

    def make_fee_refund(self): return self.need('POST', f'/v1/application_fees/{self.id("application_fee")}/refunds', [('amount', '1')])['id']

    # ---- what is sold ----
    def make_product(self): return self.need('POST', '/v1/products', [('name', 'Tea')])['id']
    def make_spare_product(self): return self.make_product()
    def make_price(self): return self.need('POST', '/v1/prices', [('product', '@product'), ('currency', 'usd'), ('unit_amount', '900')])['id']
    def make_coupon(self): return self.need('POST', '/v1/coupons', [('percent_off', '10')])['id']
    def make_spare_coupon(self): return self.make_coupon()
    def make_promotion_code(self): return self.need('POST', '/v1/promotion_codes', [('promotion[type]', 'coupon'), ('promotion[coupon]', '@coupon')])['id']
    def make_shipping_rate(self): return self.need('POST', '/v1/shipping_rates', [('display_name', 'Ground'), ('fixed_amount[amount]', '500'), ('fixed_amount[currency]', 'usd')])['id']
    def make_tax_rate(self): return self.need('POST', '/v1/tax_rates', [('display_name', 'VAT'), ('inclusive', 'false'), ('percentage', '19')])['id']
    def make_checkout_session(self): return self.need('POST', '/v1/checkout/sessions', [('mode', 'payment'), ('success_url', 'https://shop.example'), ('line_items[0][price]', '@price'), ('line_items[0][quantity]', '1')])['id']
    def make_webhook_endpoint(self): return self.need('POST', '/v1/webhook_endpoints', [('url', 'https://shop.example/hook'), ('enabled_events[]', 'account.application.deauthorized')])['id']
    def make_event(self): return self.need('GET', '/v1/events')['data'][0]['id']
