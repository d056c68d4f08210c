// Who calls, and for whom. A key acts for its platform; with Stripe-Account for one of the accounts connected to it.
#pragma once

#include <string>

#include "api/version.hpp"
#include "store/session.hpp"

namespace bursar::api {

struct Caller {
    Seq platform = 0;         // account of the key
    std::string platform_id;  // acct_...
    std::string account_id;   // the account acted for: the platform itself, or a connected one
    store::Owner owner = 0;   // that account in the key's mode
    bool livemode = false;
    bool publishable = false;
    bool from_own_pages = false;  // a browser says that a frame of ours asks
    bool via_header = false;      // a connected account was named, in the header or in the path
    std::string key_mask;         // sk_test_*****1234
    std::string client_ip;
    std::string user_agent;
    std::string idempotency_key;
    std::string request_id;       // empty for what no request caused
    Version version;              // that this request asked for
    Version default_version;      // of the platform: what events are told in
    bool asks_for_count = false;  // expand[]=total_count
    std::string permissions;      // of a restricted key: payment_intent_write customer_read ...; empty: all

    store::Owner platform_owner() const { return platform * 2 + (livemode ? 1 : 0); }
    bool on_connected() const { return owner != platform_owner(); }
};

}  // namespace bursar::api
