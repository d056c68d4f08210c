package main

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/stripe/stripe-go/v85"
)

// charges is how many there are.
func charges() int {
	list := sc.V1Charges.List(ctx, &stripe.ChargeListParams{ListParams: stripe.ListParams{Limit: stripe.Int64(100)}})
	return len(all(list.All(ctx), func(charge *stripe.Charge) string { return charge.ID }))
}

type send func(*stripe.PaymentIntentCreateParams) (*stripe.PaymentIntent, error)

func with(client *stripe.Client) send {
	return func(params *stripe.PaymentIntentCreateParams) (*stripe.PaymentIntent, error) {
		return client.V1PaymentIntents.Create(ctx, params)
	}
}

// again is what an application has to do itself after a 500, which this SDK does not try again once it could read it.
// [again]
func again(params *stripe.PaymentIntentCreateParams) (paid *stripe.PaymentIntent, err error) {
	params.IdempotencyKey = stripe.String(letters())
	for range 3 {
		paid, err = sc.V1PaymentIntents.Create(ctx, params)
		var refused *stripe.Error
		if !errors.As(err, &refused) || refused.HTTPStatusCode < 500 {
			break
		}
	}
	return paid, err
}

// [/again]

func paidOnce(send send, fault url.Values) {
	before := charges()
	for name, value := range map[string]string{"path": "/v1/payment_intents", "method": "POST"} {
		fault.Set(name, value)
	}
	orderFault(fault)
	equal(must(send(payment(stripe.PaymentIntentCreateParams{}))).Status, stripe.PaymentIntentStatusSucceeded)
	equal(charges(), before+1)
	var left struct{ Data []any }
	ask("GET", bursar+"/_bursar/faults", nil, &left)
	equal(len(left.Data), 0)
}

// What goes wrong is tried again under the same key: the customer is charged once.
var retries = []check{
	{"retry_server_error", func() {
		paidOnce(again, url.Values{"kind": {"server_error"}, "at": {"before"}, "count": {"2"}})
		paidOnce(again, url.Values{"kind": {"server_error"}, "at": {"after"}, "count": {"2"}})
		orderFault(url.Values{"kind": {"server_error"}, "path": {"/v1/customers"}})
		equal(refused[*stripe.APIError](sc.V1Customers.Create(ctx, nil)).HTTPStatusCode, 500)
	}},
	{"retry_drop", func() {
		paidOnce(with(sc), url.Values{"kind": {"drop"}, "at": {"before"}, "count": {"2"}})
		paidOnce(with(sc), url.Values{"kind": {"drop"}, "at": {"after"}, "count": {"2"}})
	}},
	{"retry_lock", func() { paidOnce(with(sc), url.Values{"kind": {"lock_timeout"}, "count": {"2"}}) }},
	{"retry_delay", func() {
		impatient := stripe.NewBackendsWithConfig(&stripe.BackendConfig{
			URL: str(bursar), MaxNetworkRetries: stripe.Int64(3), HTTPClient: &http.Client{Timeout: 700 * time.Millisecond}})
		paidOnce(with(stripe.NewClient(key, stripe.WithBackends(impatient))), url.Values{"kind": {"delay"}, "delay": {"1200"}})
	}},
}
