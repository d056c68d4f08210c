"""Deliveries that the server really sent, believed or refused by the SDK."""
import time
import uuid

import stripe

from sdk import ask, errors, pay, raises, receiver


def delivery(**endpoint):
    """What a payment of now made arrive: the body as text, the header with its signature, and the secret."""
    name = uuid.uuid4().hex
    made = stripe.WebhookEndpoint.create(url=f'{receiver}/{name}', enabled_events=['payment_intent.succeeded'], **endpoint)
    paid = pay(metadata={'order': '6735 ☕'})
    body, signature = (ask(f'{receiver}/{name}')[0][part] for part in ('body', 'signature'))
    stripe.WebhookEndpoint.delete(made.id)
    return body, signature, made.secret, paid.id


def webhook_signature():
    body, signature, secret, paid = delivery()
    # [event]
    event = stripe.Webhook.construct_event(body, signature, secret)
    # [/event]
    assert (event.type, event.data.object.id, event.data.object.metadata['order']) == ('payment_intent.succeeded', paid, '6735 ☕')


def webhook_wrong_secret():
    body, signature, secret, _ = delivery()
    with raises(errors.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, 'whsec_of_another_endpoint')
    with raises(errors.SignatureVerificationError):
        stripe.Webhook.construct_event(body.replace('2000', '2001'), signature, secret)


def webhook_old_timestamp():
    body, signature, secret, _ = delivery()
    time.sleep(2.1)
    with raises(errors.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, secret, tolerance=1)


def webhook_other_version():
    for version in '2023-10-16', '2030-01-30.zebra':
        body, signature, secret, paid = delivery(api_version=version)
        event = stripe.Webhook.construct_event(body, signature, secret)
        assert (event.api_version, event.data.object.id) == (version, paid)


CHECKS = [webhook_signature, webhook_wrong_secret, webhook_old_timestamp, webhook_other_version]
