"""The SDK as an application sets it up, and what the checks have in common.

The checks are written as both majors understand them: 5.0 is what Debian 12 ships, and named its errors in a module.
"""
import contextlib
import json
import secrets
import sys
import urllib.parse
import urllib.request
from importlib.metadata import version

import stripe

bursar, receiver = sys.argv[1:3]
VERSION = version('stripe')
errors = getattr(stripe, 'error', stripe)

key = 'sk_test_' + secrets.token_hex(12)
# [point]
stripe.api_key = key
stripe.api_base = stripe.connect_api_base = stripe.upload_api_base = bursar
# [/point]
stripe.max_network_retries = 3
if VERSION < '6':
    stripe.api_version = '2022-11-15'

NEVER = {'enabled': True, 'allow_redirects': 'never'}
CARD = {'payment_method': 'pm_card_visa', 'confirm': True, 'automatic_payment_methods': NEVER}


def pay(**more):
    return stripe.PaymentIntent.create(**{'amount': 2000, 'currency': 'usd', **CARD, **more})


def seller():
    return stripe.Account.create(type='standard', country='US', email='seller@example.com').id


def customer_with_card():
    """A customer of the platform, and the card that a SetupIntent saved for it."""
    customer = stripe.Customer.create(email='jenny@example.com')
    setup = stripe.SetupIntent.create(customer=customer.id, **CARD)
    assert setup.status == 'succeeded'
    return customer.id, setup.payment_method


@contextlib.contextmanager
def raises(kind):
    """The SDK's error of just this class; what it holds is for the caller to look at."""
    held = {}
    try:
        yield held
    except Exception as error:
        assert type(error) is kind, f'{type(error)}: {error}'
        held['error'] = error
        return
    raise AssertionError(f'no {kind}')


def ask(url, **form):
    request = urllib.request.Request(url, headers={'Authorization': f'Bearer {key}'}, data=urllib.parse.urlencode(form).encode() or None)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def order_fault(**fault):
    ask(f'{bursar}/_bursar/faults', **fault)
