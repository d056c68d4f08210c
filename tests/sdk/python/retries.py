"""What goes wrong is tried again by the SDK, under the same key: the customer is charged once."""
import contextlib

import stripe

from sdk import ask, bursar, order_fault, pay

try:
    from stripe import RequestsClient
except ImportError:
    from stripe.http_client import RequestsClient


def paid_once(**fault):
    before = len(stripe.Charge.list(limit=100).data)
    order_fault(**{'path': '/v1/payment_intents', 'method': 'POST', 'count': 2, **fault})
    assert pay().status == 'succeeded'
    assert len(stripe.Charge.list(limit=100).data) == before + 1
    assert ask(f'{bursar}/_bursar/faults')['data'] == []


@contextlib.contextmanager
def patience(seconds):
    usual, stripe.default_http_client = stripe.default_http_client, RequestsClient(timeout=seconds)
    yield
    stripe.default_http_client = usual


def retry_server_error():
    paid_once(kind='server_error', at='before')
    paid_once(kind='server_error', at='after')


def retry_drop():
    paid_once(kind='drop', at='before')
    paid_once(kind='drop', at='after')


def retry_lock():
    paid_once(kind='lock_timeout')


def retry_delay():
    with patience(0.7):
        paid_once(kind='delay', delay=1200, count=1)


CHECKS = [retry_server_error, retry_drop, retry_lock, retry_delay]
