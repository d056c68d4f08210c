"""Each refusal is raised as the SDK's own class, with what the caller needs to know."""
import uuid

import stripe

from sdk import errors, order_fault, pay, raises


def error_card():
    with raises(errors.CardError) as held:
        pay(payment_method='pm_card_visa_chargeDeclinedInsufficientFunds')
    error = held['error']
    assert (error.http_status, error.code, error.error.decline_code) == (402, 'card_declined', 'insufficient_funds')
    assert error.error.payment_intent['status'] == 'requires_payment_method'


def error_invalid_request():
    with raises(errors.InvalidRequestError) as held:
        stripe.PaymentIntent.create(amount='a lot', currency='usd')
    assert (held['error'].http_status, held['error'].param, held['error'].code) == (400, 'amount', 'parameter_invalid_integer')
    with raises(errors.InvalidRequestError) as held:
        stripe.Customer.retrieve('cus_nobody')
    assert (held['error'].http_status, held['error'].param, held['error'].code) == (404, 'id', 'resource_missing')


def error_authentication():
    with raises(errors.AuthenticationError) as held:
        stripe.Customer.list(api_key='sk_test_no')
    assert held['error'].http_status == 401


def error_permission():
    with raises(errors.PermissionError) as held:
        stripe.Customer.list(stripe_account='acct_1000000000000000')
    assert (held['error'].http_status, held['error'].error.code) == (403, 'account_invalid')


def error_idempotency():
    key = uuid.uuid4().hex
    stripe.Customer.create(email='a@example.com', idempotency_key=key)
    with raises(errors.IdempotencyError) as held:
        stripe.Customer.create(email='b@example.com', idempotency_key=key)
    assert held['error'].http_status == 400


def error_rate_limit():
    order_fault(kind='rate_limit', path='/v1/customers')
    with raises(errors.RateLimitError) as held:
        stripe.Customer.create()
    assert (held['error'].http_status, held['error'].error.code) == (429, 'rate_limit')


CHECKS = [error_card, error_invalid_request, error_authentication, error_permission, error_idempotency, error_rate_limit]
