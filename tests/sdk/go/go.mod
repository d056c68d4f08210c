module bursar/tests/sdk/go

go 1.23.0

require github.com/stripe/stripe-go/v85 v85.0.0
