"""A payments server that speaks the Stripe API: a sandbox of your own for tests and development.

    with bursar.start() as server:
        stripe.api_base, stripe.api_key = server.url, server.key
"""
from .sandbox import BINARY, Sandbox, fresh_key, start

__all__ = ['BINARY', 'Sandbox', 'fresh_key', 'start']
