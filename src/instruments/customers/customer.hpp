// Customers: whom a platform or a seller charges. A customer holds payment methods (attached) and legacy sources.
// A deleted customer stays as a stub that reads and is refused everywhere else (reference/instruments.md: Customers).
#pragma once

#include "api/errors.hpp"
#include "api/resource.hpp"
#include "base/address.hpp"

namespace bursar::customers {

struct InvoiceSettings {
    std::optional<Raw> custom_fields;
    std::optional<std::string> default_payment_method, footer;
    std::optional<Raw> rendering_options;
};
FIELDS(InvoiceSettings, custom_fields, default_payment_method, footer, rendering_options);

struct Customer {
    static constexpr std::string_view kObject = "customer", kPrefix = "cus", kNoun = "customer", kPathParam = "id";
    static constexpr api::List kLists[] = {{"email"}};

    std::string id;
    std::string object = "customer";
    std::optional<Address> address;
    std::int64_t balance = 0;  // minor units; what the customer owes, negative for a credit
    Timestamp created = 0;
    std::optional<std::string> currency;
    std::optional<std::string> customer_account;
    std::optional<std::string> default_source;
    bool delinquent = false;
    std::optional<std::string> description;
    std::optional<Raw> discount;
    std::optional<std::string> email;
    std::string invoice_prefix;
    InvoiceSettings invoice_settings;
    bool livemode = false;
    Metadata metadata;
    std::optional<std::string> name;
    std::int64_t next_invoice_sequence = 1;
    std::optional<std::string> phone;
    std::vector<std::string> preferred_locales;
    std::optional<Shipping> shipping;
    std::string tax_exempt = "none";
    std::optional<std::string> test_clock;
    Hidden<bool> deleted;
};
FIELDS(Customer, id, object, address, balance, created, currency, customer_account, default_source, delinquent,
       description, discount, email, invoice_prefix, invoice_settings, livemode, metadata, name, next_invoice_sequence,
       phone, preferred_locales, shipping, tax_exempt, test_clock, deleted);

struct Params;

// A new one, with the source or the PaymentMethod that it is to have.
Result<Customer> create(api::Tx& tx, Params params);
// Another source takes the place of the default one.
Result<Customer> update(api::Tx& tx, Customer customer, Params const& params);
// Its sources go with it, and its PaymentMethods can never be used again.
Result<void> remove(api::Tx& tx, Customer customer);

// One that may be used: neither absent nor deleted.
std::optional<Customer> find_usable(api::Tx& tx, std::string_view id);
Result<Customer> usable_in_param(api::Tx& tx, std::string_view id, std::string param = "customer");

// Puts a changed customer back and tells so.
void save(api::Tx& tx, Customer const& before, Customer const& after);

extern api::VersionChange const kVersions[2];
extern api::ResourceType const kResource;

}  // namespace bursar::customers
