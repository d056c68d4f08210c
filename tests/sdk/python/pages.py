"""Lists and searches of more than a page, gone through by the SDK."""
import uuid

import stripe


def seven():
    """The ids of seven customers, newest first, and the address that they share."""
    email = f'{uuid.uuid4().hex}@example.com'
    return [stripe.Customer.create(email=email, metadata={'number': n}).id for n in range(7)][::-1], email


def pages_forward():
    ids, email = seven()
    assert [c.id for c in stripe.Customer.list(email=email, limit=3).auto_paging_iter()] == ids


def pages_backward():
    ids, email = seven()
    assert [c.id for c in stripe.Customer.list(email=email, limit=2, ending_before=ids[-1]).auto_paging_iter()] == ids[-2::-1]


def search_pages():
    ids, email = seven()
    found = stripe.Customer.search(query=f'email:"{email}"', limit=3)
    assert len(found.data) == 3 and found.has_more
    assert [c.id for c in found.auto_paging_iter()] == ids


CHECKS = [pages_forward, pages_backward, search_pages]
