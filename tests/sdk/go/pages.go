package main

import (
	"fmt"
	"slices"

	"github.com/stripe/stripe-go/v85"
)

// seven are the ids of seven customers, newest first, and the address that they share.
func seven() (ids []string, email string) {
	email = letters() + "@example.com"
	for range 7 {
		ids = append(ids, must(sc.V1Customers.Create(ctx, &stripe.CustomerCreateParams{Email: str(email)})).ID)
	}
	slices.Reverse(ids)
	return ids, email
}

// Lists and searches of more than a page, gone through by the SDK.
var pages = []check{
	{"pages_forward", func() {
		ids, email := seven()
		list := sc.V1Customers.List(ctx, &stripe.CustomerListParams{ListParams: stripe.ListParams{Limit: stripe.Int64(3)}, Email: str(email)})
		equal(all(list.All(ctx), customerID), ids)
	}},
	{"pages_backward", func() {
		ids, email := seven()
		list := sc.V1Customers.List(ctx, &stripe.CustomerListParams{ListParams: stripe.ListParams{Limit: stripe.Int64(2), EndingBefore: str(ids[6])}, Email: str(email)})
		newer := ids[:6]
		slices.Reverse(newer)
		equal(all(list.All(ctx), customerID), newer)
	}},
	{"search_pages", func() {
		ids, email := seven()
		found := sc.V1Customers.Search(ctx, &stripe.CustomerSearchParams{SearchParams: stripe.SearchParams{Query: fmt.Sprintf("email:%q", email), Limit: stripe.Int64(3)}})
		equal(len(found.Data()), 3)
		equal(all(found.All(ctx), customerID), ids)
	}},
}
