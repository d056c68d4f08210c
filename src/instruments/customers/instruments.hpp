// A customer's legacy sources and PaymentMethods: how they come and go.
#pragma once

#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::customers {

// Adds what a token or a Source id stands for, checked with the issuer (402), and tells so. Returns its JSON. The first
// source of a customer becomes the default one.
struct Added {
    std::string id;
    std::string document;
};
Result<Added> add_source(api::Tx& tx, Customer& customer, std::string const& token_or_source,
                         std::string const& param = "source");

// Takes a source off the customer; a new default is chosen when it was the default. The answer of DELETE.
Result<std::string> remove_source(api::Tx& tx, Customer& customer, std::string const& id);

// Refused when it is consumed, another customer's, or declined by the issuer.
Result<void> attach(api::Tx& tx, payment_methods::PaymentMethod& method, std::string const& customer);

// The contrary; it is not used again. Refused when it is not attached. Legacy cards are sources, and are removed.
Result<void> detach(api::Tx& tx, payment_methods::PaymentMethod& method);

std::optional<json::value> render_sources(api::Tx& tx, json::object const& customer);

extern api::ResourceType const kCards, kBankAccounts, kSources;

}  // namespace bursar::customers
