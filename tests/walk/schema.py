"""Routes and their parameters, as `bursar schema --tables` prints them, made flat."""
import json
import re
import subprocess

# What `:id` stands for, by what is before it.
KINDS = {
    'accounts': 'account', 'external_accounts': 'external_account', 'persons': 'person', 'domains': 'domain', 'application_fees': 'application_fee', 'balance_transactions': 'balance_transaction', 'history': 'balance_transaction',
    'authenticate': 'authentication', 'charges': 'charge', 'sessions': 'checkout_session', 'confirmation_tokens': 'confirmation_token', 'coupons': 'coupon', 'promotion_codes': 'promotion_code', 'customers': 'customer', 'sources': 'source',
    'cards': 'card', 'bank_accounts': 'bank_account', 'payment_methods': 'payment_method', 'disputes': 'dispute', 'early_fraud_warnings': 'early_fraud_warning', 'events': 'event', 'mandates': 'mandate', 'payment_intents': 'payment_intent',
    'payouts': 'payout', 'prices': 'price', 'products': 'product', 'refunds': 'refund', 'setup_intents': 'setup_intent', 'shipping_rates': 'shipping_rate', 'tax_rates': 'tax_rate', 'tokens': 'token', 'transfers': 'transfer', 'reversals': 'reversal',
    'webhook_endpoints': 'webhook_endpoint',
}
NAMED = {'session': 'checkout_session', 'intent': 'payment_intent', 'visit': 'visit', 'link': 'link', 'capability': 'capability', 'refund': 'fee_refund'}


class Route:
    def __init__(self, document):
        self.method, self.path, self.access = document['method'], document['path'], document['access']
        self.parameters = document['parameters']
        self.name = f'{self.method} {self.path}'
        self.more = []  # parameters that no table has: see add_sdk

    def flat(self):
        return [*flat(self.parameters), *self.more]

    def ids(self):
        """[(':id', kind)] of the path."""
        parts = self.path.split('/')
        out = []
        for before, part in zip(parts, parts[1:]):
            if part.startswith(':'):
                kind = NAMED.get(part[1:]) or (KINDS[before] if part == ':id' else part[1:])
                if '/customers/:customer/sources' in self.path and part == ':id':
                    kind = 'card'
                if self.path.startswith('/v1/financial_connections'):
                    kind = 'linked'
                out.append((part, kind))
        return out

    def is_list(self):
        return self.method == 'GET' and 'starting_after' in self.parameters

    def filled(self, ids):
        return re.sub(r':\w+', lambda at: ids[at[0]], self.path)


def routes_of(binary):
    listed = json.loads(subprocess.run([binary, 'schema', '--tables'], check=True, capture_output=True).stdout)
    # A stream does not end; what it shows is a matter of tests/webhooks. Nor is this a test of orders to fail.
    return [Route(one) for one in listed if not one['path'].endswith('/stream') and not one['path'].startswith('/_bursar')]


def flat(parameters, around='', depth=0, must=(), excluded=()):
    """(name, kind, [names that must stand beside]) of each parameter, inside hashes and lists too. kind['excluded'] names what
    may not stand beside it."""
    inner = {name: f'{around}[{name}]' if around else name for name in parameters}
    must = [*must, *(inner[name] for name, kind in parameters.items() if kind.get('required'))]
    for name, kind in parameters.items():
        out = [*excluded, *(inner.get(other, other) for other in kind.get('exclusive', ()))]
        yield inner[name], {**kind, 'excluded': out}, must
        yield from inside(inner[name], kind, depth, must, out)


def inside(name, kind, depth, must, excluded):
    if depth > 5:
        return
    if kind['shape'] == 'hash':
        yield from flat(kind['fields'], name, depth + 1, must, excluded)
    elif kind['shape'] == 'list':
        yield name + '[0]', {**kind['of'], 'excluded': excluded}, must
        yield from inside(name + '[0]', kind['of'], depth + 1, must, excluded)
    elif kind['shape'] == 'metadata':
        yield name + '[tea]', {'shape': 'text'}, must


def add_sdk(routes, sdk):
    """Adds, flat, what the official SDK's types have and our tables do not. `sdk`: of sdk_parameters.mjs."""
    for route in routes:
        known = {plain_name(name) for name, _, _ in flat(route.parameters)}
        found = sdk.get(f'{route.method} {re.sub(r":[a-z]+", ":", route.path)}', [])
        route.more = [(name, {'shape': shape, 'words': words}, []) for name, shape, words in found if plain_name(name) not in known and not name.startswith('expand')]


def plain_name(name):
    return re.sub(r'\[\d*\]', '[]', name)
