package main

import (
	"errors"
	"net/url"

	"github.com/stripe/stripe-go/v85"
)

// refused is the error of a request, and whether it holds one of the class.
func refused[Class any](value any, err error) *stripe.Error {
	var outer *stripe.Error
	equal(errors.As(err, &outer), true)
	var class Class
	equal(errors.As(outer.Err, &class), true)
	return outer
}

// Each refusal is the SDK's own class, with what the caller needs to know. For 401, 403 and 429 it has none of their own,
// and the status tells.
var refusals = []check{
	{"error_card", func() {
		err := refused[*stripe.CardError](sc.V1PaymentIntents.Create(ctx, payment(stripe.PaymentIntentCreateParams{PaymentMethod: str("pm_card_visa_chargeDeclinedInsufficientFunds")})))
		equal([]any{err.HTTPStatusCode, err.Code, err.DeclineCode}, []any{402, stripe.ErrorCodeCardDeclined, stripe.DeclineCodeInsufficientFunds})
		equal(err.PaymentIntent.Status, stripe.PaymentIntentStatusRequiresPaymentMethod)
	}},
	{"error_invalid_request", func() {
		err := refused[*stripe.InvalidRequestError](sc.V1PaymentIntents.Create(ctx, &stripe.PaymentIntentCreateParams{Amount: stripe.Int64(-1), Currency: str("usd")}))
		equal([]any{err.HTTPStatusCode, err.Param, err.Code}, []any{400, "amount", stripe.ErrorCodeParameterInvalidInteger})
		err = refused[*stripe.InvalidRequestError](sc.V1Customers.Retrieve(ctx, "cus_nobody", nil))
		equal([]any{err.HTTPStatusCode, err.Param, err.Code}, []any{404, "id", stripe.ErrorCodeResourceMissing})
	}},
	{"error_authentication", func() {
		err := refused[*stripe.InvalidRequestError](client(bursar, "sk_test_no").V1Customers.Retrieve(ctx, "cus_nobody", nil))
		equal(err.HTTPStatusCode, 401)
	}},
	{"error_permission", func() {
		err := refused[*stripe.InvalidRequestError](sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Params: stripe.Params{StripeAccount: str("acct_1000000000000000")}}))
		equal([]any{err.HTTPStatusCode, err.Code}, []any{403, stripe.ErrorCodeAccountInvalid})
	}},
	{"error_idempotency", func() {
		same := stripe.Params{IdempotencyKey: str(letters())}
		must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Params: same, Email: str("a@example.com")}))
		err := refused[*stripe.IdempotencyError](sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Params: same, Email: str("b@example.com")}))
		equal(err.HTTPStatusCode, 400)
	}},
	{"error_rate_limit", func() {
		orderFault(url.Values{"kind": {"rate_limit"}, "path": {"/v1/customers"}})
		err := refused[*stripe.InvalidRequestError](sc.V1Customers.Create(ctx, nil))
		equal([]any{err.HTTPStatusCode, err.Code}, []any{429, stripe.ErrorCodeRateLimit})
	}},
}
