// The help of each command. What stands here as --option is taken by the command (app/usage.hpp), so other commands'
// options are described in other words.
#pragma once

#include "app/usage.hpp"

namespace bursar::app {

inline constexpr Usage kUsages[] = {
    {"serve", "", "start the server", R"(usage: bursar serve [OPTIONS]

  --listen HOST:PORT         where to listen: a name, an address, [::1]:8420, or :8420 for every address of the machine
                             (127.0.0.1:8420; port 0 takes a free one)
  --store URL                where to keep everything   (sqlite:data/bursar.db; postgres://USER@HOST:PORT/NAME, for
                             any number of servers; memory: forgets)
  --sandbox                  any sk_test_ key of three or more letters and digits opens a platform of its own
  --seed N                   a sandbox in memory that gives the same ids and times to the same requests (docs/ci.md)
  --ready-file FILE          written once requests are served, {"url":...,"pid":...,"version":...}; removed at the end
  --api-version VERSION      of callers that name none, on platforms made from now on (the newest)
  --public-url URL           what links in answers begin with (http:// and the address)
  --tls-cert FILE --tls-key FILE
                             speak TLS, with this certificate chain and its key (PEM); read again on SIGHUP
  --hsts SECONDS             tell browsers to speak nothing but TLS with this host for so long (they are not told)
  --proxies LIST             networks of proxies in front, whose X-Forwarded-For tells who asks (none)
  --webhook-networks LIST    networks of your own that webhooks may reach: 10.0.0.0/8,192.168.1.7 (none; in a
                             sandbox all)
  --webhook-retries LIST     seconds between attempts to deliver an event (as documented: test mode 300,3600,10800)
  --webhook-ca FILE          who vouches for receivers' certificates (PEM; the system's)
  --shops LIST               origins whose pages may hold card frames: https://shop.example,https://*.b.example (any)
  --raw-card-data            live publishable keys may send card numbers from anywhere, not from the frames of this
                             server alone (apps on telephones need it)
  --rate-limits LIMITS       on (as documented), off, or figures per second:
                             live=100,test=25,endpoint=25,address=2,cards=0.1
                             (on; in a sandbox off)
  --request-log FILE         where requests are kept (beside the database; off: nowhere)
  --request-log-days N --request-log-mb N
                             how long, and up to what size, that log is kept (7 days, 512 MB)
  --log-level LEVEL          what standard error is told: error, warning, info (a line for each request), debug (info)
)"},
    {"platforms", "create, list", "platforms and their first keys",
     R"(usage: bursar platforms create [--live] [--api-version VERSION] [--store URL]
       bursar platforms list [--store URL]

  --live                     a platform whose first keys are live ones
  --api-version VERSION      what its callers speak who name none (the newest)
  --store URL                the database (sqlite:data/bursar.db); create makes one where there is none
)"},
    {"keys", "create, list, roll, revoke", "API keys",
     R"(usage: bursar keys create PLATFORM [--live] [--restricted --allow PERMISSION ...] [--store URL]
       bursar keys list [--store URL]
       bursar keys roll KEY [--hours N] [--store URL]
       bursar keys revoke KEY [--store URL]

  --live                     a key for live mode
  --restricted               a key that may do what is allowed, and nothing else
  --allow PERMISSION         customer_read, payment_intent_write, ...: the first word of the path, in the singular;
                             write includes read. May be given many times
  --hours N                  how long the old key works on when it is rolled (24)
  --store URL                the database (sqlite:data/bursar.db)

A key is printed once, when it is made: what is kept is its hash. To roll or revoke one, give it whole.
)"},
    {"jobs", "list, retry, drop", "work that is left for later",
     R"(usage: bursar jobs list [--all] [--store URL]
       bursar jobs retry NUMBER ... [--store URL]
       bursar jobs drop NUMBER ... [--store URL]

  list    work that failed, and when it is tried again; parked: not any more
  retry   now, as if it had never been tried
  drop    never again

  --all                      list what is yet to be done and has not failed, too
  --store URL                the database (sqlite:data/bursar.db)
)"},
    {"vault", "rekey", "seal everything anew under the first vault key",
     R"(usage: bursar vault rekey [--store URL]

Seals every record, and the database's own keys, anew under the first of the keys in BURSAR_VAULT_KEY.

  --store URL                the database (sqlite:data/bursar.db)
)"},
    {"backup", "", "copy one moment, while the server goes on (SQLite)",
     R"(usage: bursar backup PATH [--store URL]

  --store URL                the database (sqlite:data/bursar.db)
)"},
    {"restore", "", "put such a copy in place",
     R"(usage: bursar restore PATH [--store URL]

  --store URL                where the copy goes, which must be empty (sqlite:data/bursar.db)
)"},
    {"check", "", "look through a database: ledger, references, lists and seals",
     R"(usage: bursar check [--store URL]

Prints what is wrong; the exit status is 1 when something is.

  --store URL                the database (sqlite:data/bursar.db)
)"},
    {"routes", "", "list every endpoint, and which keys reach it", "usage: bursar routes\n"},
    {"schema", "", "print the API as an OpenAPI 3.1 document", R"(usage: bursar schema [--tables]

A sandbox serves the document at /openapi.json.

  --tables                   instead, every endpoint with the rules of its parameters, as this server's tests read them
)"},
    {"version", "", "print the version", "usage: bursar version\n"},
};

}  // namespace bursar::app
