"""Values that work, by the name of a parameter, and values that nobody should send."""

# By name; the longest name that the end of the path fits is taken. '@kind' stands for the id of such an object.
WORKING = {
    'amount': '1000', 'unit_amount': '1000', 'amount_off': '100', 'percent_off': '10', 'currency': 'usd', 'country': 'US', 'email': 'jane@example.com', 'name': 'Jane', 'phone': '0000000000',
    'number': '4242424242424242', 'exp_month': '12', 'exp_year': '2040', 'cvc': '123', 'account_number': '000123456789', 'routing_number': '110000000', 'line1': 'address_full_match',
    'postal_code': '94105', 'city': 'San Francisco', 'state': 'CA', 'day': '1', 'month': '1', 'year': '1990', 'url': 'https://shop.example/page', 'return_url': 'https://shop.example/back',
    'refresh_url': 'https://shop.example/again', 'success_url': 'https://shop.example/done', 'cancel_url': 'https://shop.example/no', 'domain_name': 'shop.example', 'display_name': 'Ground', 'ip': '127.0.0.1',
    'date': '1700000000', 'expires_at': '@soon', 'redeem_by': '@soon', 'limit': '10', 'quantity': '2', 'query': "status:'succeeded'", 'statement_descriptor': 'TEA SHOP', 'statement_descriptor_suffix': 'TEA',
    'statement_descriptor_prefix': 'TEA', 'enabled_events': 'account.application.deauthorized', 'payment_method_types': 'card', 'type': 'card', 'locale': 'en', 'mcc': '5734', 'usage': 'off_session',
    'client_secret': 'x_secret_y', 'version': '2024-04-10', 'code': 'TEA10', 'descriptor_code': 'SM11AA', 'amounts': '32', 'lookup_keys': 'tea', 'created': '1', 'percent_ownership': '50', 'metadata': 'tea',
    'weekly_anchor': 'friday', 'monthly_anchor': '1', 'delay_days': '7', 'interval': 'daily', 'tax_id': '000000000', 'id_number': '000000000', 'ssn_last_4': '0000', 'primary_color': '#112233', 'secondary_color': '#112233',
    'application_fee_amount': '10', 'application_fee': '10', 'fingerprint': 'abc', 'key': 'tea', 'label': 'Tea', 'value': 'tea', 'maximum': '20', 'minimum': '1', 'message': 'Thank you', 'allowed_countries': 'US', 'path': '/v1/none',
    'customer': '@customer', 'payment_method': '@payment_method', 'default_payment_method': '@payment_method', 'default_source': '@card', 'charge': '@charge', 'source_transaction': '@charge', 'payment_intent': '@payment_intent',
    'setup_intent': '@setup_intent', 'account': '@account', 'destination': '@account', 'on_behalf_of': '@account', 'coupon': '@coupon', 'promotion_code': '@promotion_code', 'price': '@price', 'product': '@product',
    'shipping_rate': '@shipping_rate', 'transfer': '@transfer', 'payout': '@payout', 'mandate': '@mandate', 'confirmation_token': '@confirmation_token', 'source': 'tok_visa', 'token': 'tok_visa', 'card': 'tok_visa',
    'external_account': 'btok_us_verified', 'bank_account': 'btok_us_verified', 'default_price': '@price', 'balance_transaction': '@balance_transaction', 'transfer_group': 'group_tea', 'card[token]': 'tok_visa', 'front': 'file_identity_document_success',
    'starting_after': None, 'ending_before': None, 'person_token': None, 'account_token': None, 'customer_account': None, 'original_source': None, 'financial_connections_account': '@linked',
}
BY_SHAPE = {'text': 'tea', 'integer': '7', 'boolean': 'true', 'anything': 'tea', 'metadata': 'tea'}

EMOJI = '\N{SNOWMAN WITHOUT SNOW}\N{GRINNING FACE}' * 25
NUMBERS = {
    'zero': '0', 'minus one': '-1', 'largest': str(2**63 - 1), 'smallest': str(-2**63), 'past the largest': str(2**63), 'thirty digits': '1' + '0' * 30,
    'a billion': '1000000000', 'exponent': '1e9', 'fraction': '0.5', 'not a number': 'NaN', 'minus a billion': '-99999999999',
}
TEXTS = {
    'nothing': '', 'blank': ' ', 'CR LF NUL': 'a\r\nX-Made-Up: 1\r\n\r\n\0b', 'javascript': 'javascript:alert(1)', 'other host': '//evil.example/', 'no UTF-8': b'\xff\xfe\xc3(', 'half a letter': b'caf\xc3', 'surrogate': b'\xed\xa0\x80',
    'emoji': EMOJI * 2, 'markup': '"><script>alert(1)</script>', 'at the limit': '\u00e9' * 250, 'past a limit': 'x' * 5001, 'too long': 'x' * 100_000, 'true': 'true', 'null': 'null',
    'pattern': '(a+)+$%s%n', 'address': 'https://shop.example/\r\nLocation: x', 'bare id': 'acct_', 'made-up id': 'pi_1AAAAAAAAAAAAAAAAAAAAAAA',
}
DEEP = '[a]' * 14, '[a]' * 200


def hostile(name, ids):
    """{what: [(name, value)]}; `ids` has an id of every kind, of this platform and of another."""
    out = {what: [(name, value)] for what, value in {**NUMBERS, **TEXTS}.items()}
    out['list'] = [(name + '[]', 'tea'), (name + '[]', 'cake')]
    out['numbered list'] = [(name + '[0]', '-1'), (name + '[7]', '1')]
    out['hash'] = [(name + '[tea]', 'cake')]
    out['hash of nothing'] = [(name + '[]', '')]
    out['list of hashes'] = [(name + '[0][tea]', 'cake'), (name + '[1][tea]', '-1')]
    out['deep'], out['too deep'] = [(name + DEEP[0], 'x')], [(name + DEEP[1], 'x')]
    out['text and hash'] = [(name, 'tea'), (name + '[tea]', 'cake')]
    out['long list'] = [(f'{name}[{i}]', 'x') for i in range(300)]
    out['odd key'] = [(name + '[\r\n\0\N{GRINNING FACE}]', 'x')]
    for what, id in ids.items():
        out[what] = [(name, id)]
    return out


def working(name, kind, world):
    """A value for the parameter at the end of the path `name`, or None."""
    if kind.get('words'):
        return kind['words'][0]
    last = name.rstrip(']').replace('][', '[').split('[')
    words = [word for word in last if not word.isdigit()]
    for key in (f'{words[-2]}[{words[-1]}]' if len(words) > 1 else None, words[-1]):
        if key in WORKING:
            value = WORKING[key]
            return world.named(value) if value and value.startswith('@') else value
    return BY_SHAPE.get(kind['shape'])
