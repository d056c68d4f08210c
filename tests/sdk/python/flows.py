"""The guides: a card saved on the platform is charged on the sellers, in each of the ways."""
import stripe

from sdk import customer_with_card, pay, seller


def connect_seller():
    account = stripe.Account.retrieve(seller())
    assert (account.type, account.country, account.email) == ('standard', 'US', 'seller@example.com')


def save_card():
    customer, card = customer_with_card()
    method = stripe.PaymentMethod.retrieve(card)
    assert (method.customer, method.card.last4, method.card.brand) == (customer, '4242', 'visa')


def clone_and_charge():
    customer, card = customer_with_card()
    account = seller()
    clone = stripe.PaymentMethod.create(customer=customer, payment_method=card, stripe_account=account)
    assert clone.id != card and clone.customer is None and clone.card.last4 == '4242'
    paid = pay(payment_method=clone.id, application_fee_amount=123, stripe_account=account, expand=['latest_charge'])
    assert (paid.status, paid.latest_charge.application_fee_amount) == ('succeeded', 123)
    assert stripe.ApplicationFee.retrieve(paid.latest_charge.application_fee).amount == 123


def clone_legacy_token():
    customer, account = stripe.Customer.create(source='tok_visa'), seller()
    token = stripe.Token.create(customer=customer.id, stripe_account=account)
    charge = stripe.Charge.create(amount=1000, currency='usd', source=token.id, application_fee_amount=100, stripe_account=account)
    assert (charge.paid, charge.application_fee_amount) == (True, 100)


def destination_charge():
    account = seller()
    paid = pay(transfer_data={'destination': account}, application_fee_amount=50, expand=['latest_charge.transfer'])
    transfer = paid.latest_charge.transfer
    assert (transfer.destination, transfer.amount) == (account, 2000)


def transfer():
    account, paid = seller(), pay(transfer_group='ORDER', expand=['latest_charge'])
    sent = stripe.Transfer.create(amount=700, currency='usd', destination=account, source_transaction=paid.latest_charge.id, transfer_group='ORDER')
    assert (sent.amount, sent.destination) == (700, account)
    assert [t.id for t in stripe.Transfer.list(transfer_group='ORDER').data] == [sent.id]
    assert stripe.Transfer.create_reversal(sent.id, amount=200).amount == 200


def refund():
    account = seller()
    paid = pay(transfer_data={'destination': account}, application_fee_amount=50)
    back = stripe.Refund.create(payment_intent=paid.id, amount=500, reverse_transfer=True, refund_application_fee=True, reason='requested_by_customer')
    assert (back.status, back.amount) == ('succeeded', 500)
    assert stripe.Charge.retrieve(paid.latest_charge).amount_refunded == 500


CHECKS = [connect_seller, save_card, clone_and_charge, clone_legacy_token, destination_charge, transfer, refund]
