// The official Go SDK, unmodified, against a server: the checks of ../README.md, a line for each that holds.
//
// usage: go run . BURSAR RECEIVER
package main

import (
	"fmt"
	"os"

	"github.com/stripe/stripe-go/v85"
)

type check struct {
	name string
	run  func()
}

func main() {
	bursar, receiver = os.Args[1], os.Args[2]
	stripe.DefaultLeveledLogger = &stripe.LeveledLogger{Level: stripe.LevelNull} // each refusal that is asked for
	sc = client(bursar, key)
	fmt.Println("sdk go", stripe.ClientVersion)
	for _, checks := range [][]check{flows, webhooks, pages, refusals, retries, asking} {
		for _, check := range checks {
			check.run()
			fmt.Println("ok", check.name)
		}
	}
}
