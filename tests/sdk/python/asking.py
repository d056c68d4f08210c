"""What a request can say, and what of it comes back."""
import uuid

import stripe

from sdk import bursar, customer_with_card, key, pay, seller


def expand():
    customer, _ = customer_with_card()
    paid = pay(customer=customer, expand=['customer', 'latest_charge.balance_transaction'])
    assert (paid.customer.id, paid.customer.email) == (customer, 'jenny@example.com')
    assert paid.latest_charge.balance_transaction.amount == 2000
    listed = stripe.PaymentIntent.list(customer=customer, expand=['data.latest_charge'])
    assert listed.data[0].latest_charge.paid is True


def nested_parameters():
    customer = stripe.Customer.create(
        address={'line1': '1 Main St', 'country': 'US'}, preferred_locales=['de', 'en'],
        shipping={'name': 'Jenny', 'address': {'line1': '2 Side St', 'city': 'Ulm'}},
        invoice_settings={'custom_fields': [{'name': 'VAT', 'value': '7'}, {'name': 'PO', 'value': '8'}]})
    assert (customer.address.line1, customer.shipping.address.city, list(customer.preferred_locales)) == ('1 Main St', 'Ulm', ['de', 'en'])
    assert [field.value for field in customer.invoice_settings.custom_fields] == ['7', '8']


def metadata():
    customer = stripe.Customer.create(metadata={'order': '6735', 'colour': 'red'})
    changed = stripe.Customer.modify(customer.id, metadata={'colour': '', 'size': 'L'})
    assert (changed.metadata['order'], changed.metadata['size'], 'colour' in changed.metadata) == ('6735', 'L', False)
    bare = stripe.Customer.modify(customer.id, metadata='')
    assert not [key for key in ('order', 'size') if key in bare.metadata]


def unicode():
    name = 'Zoë 张伟 𝄞 & "x=y" +100%'
    customer = stripe.Customer.create(name=name, metadata={'ключ': name})
    again = stripe.Customer.retrieve(customer.id)
    assert (again.name, again.metadata['ключ']) == (name, name)


def idempotency_key():
    one, two = [stripe.Customer.create(email='twice@example.com', idempotency_key=same) for same in [f'order-{uuid.uuid4().hex}'] * 2]
    assert one.id == two.id
    assert two.last_response.headers['Idempotent-Replayed'] == 'true'


def stripe_account():
    account = seller()
    theirs = stripe.Customer.create(email='theirs@example.com', stripe_account=account)
    assert [c.id for c in stripe.Customer.list(stripe_account=account).data] == [theirs.id]
    assert theirs.id not in [c.id for c in stripe.Customer.list(limit=100).data]
    assert theirs.refresh().email == 'theirs@example.com'


def older_version():
    paid = pay(stripe_version='2020-08-27')
    assert paid.last_response.headers['Stripe-Version'] == '2020-08-27'
    assert paid.charges.data[0].paid is True


def later_version():
    made = stripe.Customer.create(email='early@example.com', stripe_version='2030-01-30.zebra')
    assert (made.email, made.last_response.headers['Stripe-Version']) == ('early@example.com', '2030-01-30.zebra')
    assert 'Bursar-Version-Note' in made.last_response.headers


def client():
    # [client]
    client = stripe.StripeClient(key, base_addresses={'api': bursar, 'connect': bursar, 'files': bursar})
    # [/client]
    made = client.v1.customers.create({'email': 'client@example.com'})
    assert [c.id for c in client.v1.customers.list({'email': 'client@example.com', 'limit': 1}).auto_paging_iter()] == [made.id]


CHECKS = [expand, nested_parameters, metadata, unicode, idempotency_key, stripe_account, older_version, later_version]
if hasattr(stripe, 'StripeClient'):
    CHECKS.append(client)
