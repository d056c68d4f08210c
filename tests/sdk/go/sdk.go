package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/stripe/stripe-go/v85"
)

var (
	bursar, receiver string
	key              = "sk_test_" + letters()
	sc               *stripe.Client
	ctx              = context.Background()
	str              = stripe.String[string]
)

// [point]
func client(bursar, key string) *stripe.Client {
	backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{URL: stripe.String(bursar), MaxNetworkRetries: stripe.Int64(3)})
	return stripe.NewClient(key, stripe.WithBackends(backends))
}

// [/point]

func letters() string {
	bytes := make([]byte, 12)
	must(rand.Read(bytes))
	return hex.EncodeToString(bytes)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func equal(is, wanted any) {
	if !reflect.DeepEqual(is, wanted) {
		panic(fmt.Sprintf("%v is not %v", is, wanted))
	}
}

// payment is one of 20 dollars with a card that works; what is set in more goes on top.
func payment(more stripe.PaymentIntentCreateParams) *stripe.PaymentIntentCreateParams {
	if more.PaymentMethod == nil {
		more.PaymentMethod = str("pm_card_visa")
	}
	more.Amount, more.Currency, more.Confirm = stripe.Int64(2000), str("usd"), stripe.Bool(true)
	more.AutomaticPaymentMethods = &stripe.PaymentIntentCreateAutomaticPaymentMethodsParams{Enabled: stripe.Bool(true), AllowRedirects: str("never")}
	return &more
}

func pay(more stripe.PaymentIntentCreateParams) *stripe.PaymentIntent {
	return must(sc.V1PaymentIntents.Create(ctx, payment(more)))
}

func seller() *stripe.Account {
	return must(sc.V1Accounts.Create(ctx, &stripe.AccountCreateParams{Type: str("standard"), Country: str("US"), Email: str("seller@example.com")}))
}

// customerWithCard is a customer of the platform, and the card that a SetupIntent saved for it.
func customerWithCard() (customer, card string) {
	customer = must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Email: str("jenny@example.com")})).ID
	setup := must(sc.V1SetupIntents.Create(ctx, &stripe.SetupIntentCreateParams{
		Customer: str(customer), PaymentMethod: str("pm_card_visa"), Confirm: stripe.Bool(true),
		AutomaticPaymentMethods: &stripe.SetupIntentCreateAutomaticPaymentMethodsParams{Enabled: stripe.Bool(true), AllowRedirects: str("never")},
	}))
	equal(setup.Status, stripe.SetupIntentStatusSucceeded)
	return customer, setup.PaymentMethod.ID
}

// all goes through a list, page after page, and keeps the ids.
func all[T any](list stripe.Seq2[T, error], id func(T) string) (ids []string) {
	for one, err := range list {
		ids = append(ids, id(must(one, err)))
	}
	return ids
}

func customerID(customer *stripe.Customer) string { return customer.ID }

func ask(method, address string, form url.Values, into any) {
	request := must(http.NewRequest(method, address, strings.NewReader(form.Encode())))
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := must(http.DefaultClient.Do(request))
	defer answer.Body.Close()
	equal(answer.StatusCode, 200)
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		panic(err)
	}
}

func orderFault(fault url.Values) {
	ask("POST", bursar+"/_bursar/faults", fault, &struct{}{})
}
