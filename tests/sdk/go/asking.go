package main

import (
	"net/http"
	"slices"

	"github.com/stripe/stripe-go/v85"
)

// What a request can say, and what of it comes back.
var asking = []check{
	{"expand", func() {
		customer, _ := customerWithCard()
		paid := pay(stripe.PaymentIntentCreateParams{Customer: str(customer), Expand: []*string{str("customer"), str("latest_charge.balance_transaction")}})
		equal([]any{paid.Customer.Email, paid.LatestCharge.BalanceTransaction.Amount}, []any{"jenny@example.com", int64(2000)})
		listed := sc.V1PaymentIntents.List(ctx, &stripe.PaymentIntentListParams{Customer: str(customer), Expand: []*string{str("data.latest_charge")}})
		equal(listed.Data()[0].LatestCharge.Paid, true)
	}},
	{"nested_parameters", func() {
		customer := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{
			Address:          &stripe.AddressParams{Line1: str("1 Main St"), Country: str("US")},
			PreferredLocales: []*string{str("de"), str("en")},
			Shipping:         &stripe.CustomerCreateShippingParams{Name: str("Jenny"), Address: &stripe.AddressParams{Line1: str("2 Side St"), City: str("Ulm")}},
			InvoiceSettings: &stripe.CustomerCreateInvoiceSettingsParams{CustomFields: []*stripe.CustomerCreateInvoiceSettingsCustomFieldParams{
				{Name: str("VAT"), Value: str("7")}, {Name: str("PO"), Value: str("8")}}},
		}))
		equal([]string{customer.Address.Line1, customer.Shipping.Address.City}, []string{"1 Main St", "Ulm"})
		equal(customer.PreferredLocales, []string{"de", "en"})
		equal([]string{customer.InvoiceSettings.CustomFields[0].Value, customer.InvoiceSettings.CustomFields[1].Value}, []string{"7", "8"})
	}},
	{"metadata", func() {
		customer := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Metadata: map[string]string{"order": "6735", "colour": "red"}}))
		changed := must(sc.V1Customers.Update(ctx, customer.ID, &stripe.CustomerUpdateParams{Metadata: map[string]string{"colour": "", "size": "L"}}))
		equal(changed.Metadata, map[string]string{"order": "6735", "size": "L"})
	}},
	{"unicode", func() {
		name := `Zoë 张伟 𝄞 & "x=y" +100%`
		customer := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Name: str(name), Metadata: map[string]string{"ключ": name}}))
		again := must(sc.V1Customers.Retrieve(ctx, customer.ID, nil))
		equal([]string{again.Name, again.Metadata["ключ"]}, []string{name, name})
	}},
	{"idempotency_key", func() {
		params := stripe.CustomerCreateParams{Params: stripe.Params{IdempotencyKey: str(letters())}, Email: str("twice@example.com")}
		one, two := must(sc.V1Customers.Create(ctx, &params)), must(sc.V1Customers.Create(ctx, &params))
		equal([]string{two.ID, two.LastResponse.Header.Get("Idempotent-Replayed")}, []string{one.ID, "true"})
	}},
	{"stripe_account", func() {
		account := str(seller().ID)
		theirs := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Params: stripe.Params{StripeAccount: account}}))
		there := sc.V1Customers.List(ctx, &stripe.CustomerListParams{ListParams: stripe.ListParams{StripeAccount: account}})
		equal(all(there.All(ctx), customerID), []string{theirs.ID})
		here := sc.V1Customers.List(ctx, &stripe.CustomerListParams{ListParams: stripe.ListParams{Limit: stripe.Int64(100)}})
		equal(slices.Contains(all(here.All(ctx), customerID), theirs.ID), false)
	}},
	{"older_version", func() {
		paid := pay(stripe.PaymentIntentCreateParams{Params: stripe.Params{Headers: http.Header{"Stripe-Version": {"2020-08-27"}}}})
		equal(paid.LastResponse.Header.Get("Stripe-Version"), "2020-08-27")
	}},
	{"later_version", func() {
		later := stripe.Params{Headers: http.Header{"Stripe-Version": {"2030-01-30.zebra"}}}
		made := must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Params: later}))
		equal(made.LastResponse.Header.Get("Stripe-Version"), "2030-01-30.zebra")
		equal(made.LastResponse.Header.Get("Bursar-Version-Note") != "", true)
	}},
}
