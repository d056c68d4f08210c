// Customer sessions (reference/checkout.md: Customer sessions): for half an hour, a page may show one customer what he
// saved, and let him save more. The client secret is the credential; there is no id.
#pragma once

#include "api/resource.hpp"

namespace bursar::customer_sessions {

using Filters = std::vector<Choice<"always", "limited", "unspecified">>;
using Switch = Choice<"disabled", "enabled">;

// What the Payment Element may do, with the defaults of the reference.
struct PaymentElementFeatures {
    std::vector<std::string> payment_method_allow_redisplay_filters{"always"};
    std::string payment_method_redisplay = "disabled";
    std::int64_t payment_method_redisplay_limit = 3;  // at most 10
    std::string payment_method_remove = "disabled", payment_method_save = "disabled";
    std::optional<std::string> payment_method_save_usage;
};
FIELDS(PaymentElementFeatures, payment_method_allow_redisplay_filters, payment_method_redisplay,
       payment_method_redisplay_limit, payment_method_remove, payment_method_save, payment_method_save_usage);

struct PaymentElement {
    bool enabled = false;
    std::optional<PaymentElementFeatures> features;
};
FIELDS(PaymentElement, enabled, features);

struct Plain {
    bool enabled = false;
};
FIELDS(Plain, enabled);

struct WithFeatures {
    bool enabled = false;
    std::optional<Raw> features;
};
FIELDS(WithFeatures, enabled, features);

struct Components {
    Plain active_entitlements, buy_button, customer_portal;
    WithFeatures customer_sheet, mobile_payment_element;
    PaymentElement payment_element;
    Plain pricing_table;
};
FIELDS(Components, active_entitlements, buy_button, customer_portal, customer_sheet, mobile_payment_element,
       payment_element, pricing_table);

struct CustomerSession {
    static constexpr std::string_view kObject = "customer_session", kPrefix = "cuss_secret", kNoun = "CustomerSession",
                                      kPathParam = "customer_session";

    std::string id;  // the client secret; not shown under this name
    std::string object = "customer_session";
    std::string client_secret;
    Components components;
    Timestamp created = 0;
    std::string customer;
    std::optional<std::string> customer_account;
    Timestamp expires_at = 0;
    bool livemode = false;
};
FIELDS(CustomerSession, id, object, client_secret, components, created, customer, customer_account, expires_at,
       livemode);

// The one that a page names. Refused, naming `param`: absent, of another account, over.
Result<CustomerSession> with_secret(api::Tx& tx, std::string const& secret, std::string const& param);

extern api::ResourceType const kResource;

}  // namespace bursar::customer_sessions
