package main

import "github.com/stripe/stripe-go/v85"

// The guides: a card saved on the platform is charged on the sellers, in each of the ways.
var flows = []check{
	{"connect_seller", func() {
		account := must(sc.V1Accounts.GetByID(ctx, seller().ID, nil))
		equal([]string{string(account.Type), account.Country, account.Email}, []string{"standard", "US", "seller@example.com"})
	}},
	{"save_card", func() {
		customer, card := customerWithCard()
		method := must(sc.V1PaymentMethods.Retrieve(ctx, card, nil))
		equal([]string{method.Customer.ID, method.Card.Last4, string(method.Card.Brand)}, []string{customer, "4242", "visa"})
	}},
	{"clone_and_charge", func() {
		customer, card := customerWithCard()
		on := stripe.Params{StripeAccount: str(seller().ID)}
		clone := must(sc.V1PaymentMethods.Create(ctx, &stripe.PaymentMethodCreateParams{Params: on, Customer: str(customer), PaymentMethod: str(card)}))
		equal(clone.ID != card && clone.Customer == nil, true)
		paid := pay(stripe.PaymentIntentCreateParams{Params: on, PaymentMethod: str(clone.ID), ApplicationFeeAmount: stripe.Int64(123), Expand: []*string{str("latest_charge")}})
		equal(paid.Status, stripe.PaymentIntentStatusSucceeded)
		equal(paid.LatestCharge.ApplicationFeeAmount, int64(123))
		equal(must(sc.V1ApplicationFees.Retrieve(ctx, paid.LatestCharge.ApplicationFee.ID, nil)).Amount, int64(123))
	}},
	{"clone_legacy_token", func() {
		customer := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Source: str("tok_visa")}))
		on := stripe.Params{StripeAccount: str(seller().ID)}
		token := must(sc.V1Tokens.Create(ctx, &stripe.TokenCreateParams{Params: on, Customer: str(customer.ID)}))
		params := &stripe.ChargeCreateParams{Params: on, Amount: stripe.Int64(1000), Currency: str("usd"), ApplicationFeeAmount: stripe.Int64(100)}
		equal(params.SetSource(token.ID), nil)
		charge := must(sc.V1Charges.Create(ctx, params))
		equal(charge.Paid, true)
		equal(charge.ApplicationFeeAmount, int64(100))
	}},
	{"destination_charge", func() {
		account := seller().ID
		paid := pay(stripe.PaymentIntentCreateParams{
			TransferData: &stripe.PaymentIntentCreateTransferDataParams{Destination: str(account)}, ApplicationFeeAmount: stripe.Int64(50),
			Expand: []*string{str("latest_charge.transfer")}})
		transfer := paid.LatestCharge.Transfer
		equal(transfer.Destination.ID, account)
		equal(transfer.Amount, int64(2000))
	}},
	{"transfer", func() {
		account, paid := seller().ID, pay(stripe.PaymentIntentCreateParams{TransferGroup: str("ORDER")})
		sent := must(sc.V1Transfers.Create(ctx, &stripe.TransferCreateParams{
			Amount: stripe.Int64(700), Currency: str("usd"), Destination: str(account), SourceTransaction: str(paid.LatestCharge.ID), TransferGroup: str("ORDER")}))
		listed := all(sc.V1Transfers.List(ctx, &stripe.TransferListParams{TransferGroup: str("ORDER")}).All(ctx), func(t *stripe.Transfer) string { return t.ID })
		equal(listed, []string{sent.ID})
		equal(must(sc.V1TransferReversals.Create(ctx, &stripe.TransferReversalCreateParams{ID: str(sent.ID), Amount: stripe.Int64(200)})).Amount, int64(200))
	}},
	{"refund", func() {
		paid := pay(stripe.PaymentIntentCreateParams{TransferData: &stripe.PaymentIntentCreateTransferDataParams{Destination: str(seller().ID)}, ApplicationFeeAmount: stripe.Int64(50)})
		back := must(sc.V1Refunds.Create(ctx, &stripe.RefundCreateParams{
			PaymentIntent: str(paid.ID), Amount: stripe.Int64(500), ReverseTransfer: stripe.Bool(true), RefundApplicationFee: stripe.Bool(true), Reason: str("requested_by_customer")}))
		equal(back.Status, stripe.RefundStatusSucceeded)
		equal(must(sc.V1Charges.Retrieve(ctx, paid.LatestCharge.ID, nil)).AmountRefunded, int64(500))
	}},
}
