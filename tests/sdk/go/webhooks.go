package main

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"
)

type delivery struct{ Body, Signature, secret, paid string }

// [endpoint]
func hook(url string) *stripe.WebhookEndpointCreateParams {
	return &stripe.WebhookEndpointCreateParams{
		URL: stripe.String(url), APIVersion: stripe.String(stripe.APIVersion),
		EnabledEvents: []*string{stripe.String("payment_intent.succeeded")},
	}
}

// [/endpoint]

// delivered is what a payment of now made arrive at an endpoint.
func delivered(change func(*stripe.WebhookEndpointCreateParams)) delivery {
	at := receiver + "/" + letters()
	params := hook(at)
	change(params)
	endpoint := must(sc.V1WebhookEndpoints.Create(ctx, params))
	paid := pay(stripe.PaymentIntentCreateParams{Metadata: map[string]string{"order": "6735 ☕"}})
	var there []delivery
	ask("GET", at, nil, &there)
	must(sc.V1WebhookEndpoints.Delete(ctx, endpoint.ID, nil))
	there[0].secret, there[0].paid = endpoint.Secret, paid.ID
	return there[0]
}

func asIs(*stripe.WebhookEndpointCreateParams) {}

func paymentOf(event stripe.Event) (paid stripe.PaymentIntent) {
	equal(json.Unmarshal(event.Data.Raw, &paid), nil)
	return paid
}

var webhooks = []check{
	{"webhook_signature", func() {
		d := delivered(asIs)
		event := must(webhook.ConstructEvent([]byte(d.Body), d.Signature, d.secret))
		equal([]string{string(event.Type), event.APIVersion}, []string{"payment_intent.succeeded", stripe.APIVersion})
		equal(paymentOf(event).ID, d.paid)
		equal(paymentOf(event).Metadata["order"], "6735 ☕")
	}},
	{"webhook_wrong_secret", func() {
		d := delivered(asIs)
		_, err := webhook.ConstructEvent([]byte(d.Body), d.Signature, "whsec_of_another_endpoint")
		equal(errors.Is(err, webhook.ErrNoValidSignature), true)
		_, err = webhook.ConstructEvent([]byte(strings.ReplaceAll(d.Body, "2000", "2001")), d.Signature, d.secret)
		equal(errors.Is(err, webhook.ErrNoValidSignature), true)
	}},
	{"webhook_old_timestamp", func() {
		d := delivered(asIs)
		time.Sleep(2100 * time.Millisecond)
		_, err := webhook.ConstructEventWithTolerance([]byte(d.Body), d.Signature, d.secret, time.Second)
		equal(errors.Is(err, webhook.ErrTooOld), true)
	}},
	{"webhook_other_version", func() {
		for _, version := range []string{"2023-10-16", "2030-01-30.zebra"} {
			d := delivered(func(params *stripe.WebhookEndpointCreateParams) { params.APIVersion = str(version) })
			payload, header, secret := []byte(d.Body), d.Signature, d.secret
			_, err := webhook.ConstructEvent(payload, header, secret)
			equal(err != nil && strings.Contains(err.Error(), "Received event with API version "+version), true)
			// [ignore]
			event, err := webhook.ConstructEventWithOptions(payload, header, secret, webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true})
			// [/ignore]
			equal(err, nil)
			equal(paymentOf(event).ID, d.paid)
		}
	}},
}
