// Checkout Sessions (reference/checkout.md: Sessions; Completing; Connected accounts).
#pragma once

#include "api/resource.hpp"
#include "base/address.hpp"
#include "base/percent.hpp"
#include "base/url.hpp"
#include "checkout/sessions/moves.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "pricing/shipping_rates/shipping_rate.hpp"

namespace bursar::checkout {

struct CustomerDetails {
    std::optional<Address> address;
    std::optional<std::string> business_name, email, individual_name, name, phone;
    std::optional<std::string> tax_exempt;
    std::optional<Raw> tax_ids;
};
FIELDS(CustomerDetails, address, business_name, email, individual_name, name, phone, tax_exempt, tax_ids);

struct AdjustableQuantity {
    bool enabled = false;
    std::optional<std::int64_t> maximum, minimum;  // 99 and 0 where nothing is said
};
FIELDS(AdjustableQuantity, enabled, maximum, minimum);

struct LineItem {
    std::string id;
    std::string object = "item";
    std::optional<AdjustableQuantity> adjustable_quantity;
    std::int64_t amount_discount = 0, amount_subtotal = 0, amount_tax = 0, amount_total = 0;  // minor units
    std::string currency;
    std::string description;  // the product's name
    Metadata metadata;
    Raw price;
    std::int64_t quantity = 1;
};
FIELDS(LineItem, id, object, adjustable_quantity, amount_discount, amount_subtotal, amount_tax, amount_total, currency,
       description, metadata, price, quantity);

struct SessionDiscount {
    std::optional<std::string> coupon, promotion_code;  // one of them
};
FIELDS(SessionDiscount, coupon, promotion_code);

struct ShippingOption {
    std::int64_t shipping_amount = 0;  // minor units
    std::string shipping_rate;
};
FIELDS(ShippingOption, shipping_amount, shipping_rate);

struct Consent {
    std::optional<std::string> promotions, terms_of_service;
};
FIELDS(Consent, promotions, terms_of_service);

struct ConsentCollection {
    std::optional<Raw> payment_method_reuse_agreement;
    std::optional<std::string> promotions, terms_of_service;
};
FIELDS(ConsentCollection, payment_method_reuse_agreement, promotions, terms_of_service);

struct PhoneNumberCollection {
    bool enabled = false;
};
FIELDS(PhoneNumberCollection, enabled);

struct ShippingAddressCollection {
    std::vector<std::string> allowed_countries;
};
FIELDS(ShippingAddressCollection, allowed_countries);

struct SavedPaymentMethodOptions {
    std::optional<std::vector<std::string>> allow_redisplay_filters;
    std::optional<std::string> payment_method_remove, payment_method_save;
};
FIELDS(SavedPaymentMethodOptions, allow_redisplay_filters, payment_method_remove, payment_method_save);

struct CollectedInformation {
    std::optional<std::string> business_name, individual_name;
    std::optional<Raw> shipping_details;  // {address, name}
};
FIELDS(CollectedInformation, business_name, individual_name, shipping_details);

struct Session {
    static constexpr std::string_view kObject = "checkout.session", kPrefix = "cs", kNoun = "checkout.session",
                                      kPathParam = "session";
    static constexpr api::List kLists[] = {{"customer"}};

    std::string id;
    std::string object = "checkout.session";
    Raw adaptive_pricing;
    std::optional<Raw> after_expiration;
    std::optional<bool> allow_promotion_codes;
    std::optional<std::vector<std::string>> allowed_payment_method_types;
    std::optional<std::int64_t> amount_subtotal, amount_total;  // minor units
    Raw automatic_tax;
    std::optional<std::string> billing_address_collection;
    Raw branding_settings;
    std::optional<std::string> cancel_url, client_reference_id, client_secret;
    CollectedInformation collected_information;
    std::optional<Consent> consent;
    std::optional<ConsentCollection> consent_collection;
    Timestamp created = 0;
    std::optional<std::string> currency;
    std::optional<Raw> currency_conversion;
    std::vector<Raw> custom_fields;
    Raw custom_text;
    std::optional<std::string> customer, customer_account, customer_creation;
    std::optional<CustomerDetails> customer_details;
    std::optional<std::string> customer_email;
    std::optional<std::vector<SessionDiscount>> discounts;  // one at most
    Timestamp expires_at = 0;
    std::optional<std::string> integration_identifier, invoice;
    std::optional<Raw> invoice_creation;
    bool livemode = false;
    std::optional<std::string> locale;
    std::optional<Raw> managed_payments;
    Metadata metadata;
    std::string mode;
    std::optional<std::string> origin_context, payment_intent, payment_link;
    std::string payment_method_collection = "if_required";
    std::optional<Raw> payment_method_configuration_details;
    Raw payment_method_options{json::object()};
    std::vector<std::string> payment_method_types;
    PaymentLife payment_status;
    std::optional<Raw> permissions;
    PhoneNumberCollection phone_number_collection;
    Omitted<Raw> presentment_details;
    std::optional<std::string> recovered_from;
    Omitted<std::string> redirect_on_completion, return_url;  // of embedded pages
    std::optional<SavedPaymentMethodOptions> saved_payment_method_options;
    std::optional<std::string> setup_intent;
    std::optional<ShippingAddressCollection> shipping_address_collection;
    std::optional<Raw> shipping_cost;
    std::vector<ShippingOption> shipping_options;
    Life status;
    std::optional<std::string> submit_type, subscription, success_url;
    std::optional<Raw> total_details;
    std::string ui_mode =
        "hosted_page";  // embedded_page: in a frame of the shop's page; elements: of the shop's own making
    std::optional<std::string> url;
    std::optional<Raw> wallet_options;
    Hidden<std::vector<LineItem>> line_items;
    Hidden<Raw> intent_data;                          // payment_intent_data or setup_intent_data, as it was sent
    Hidden<std::vector<std::string>> shipping_names;  // of shipping_options, in their order
    Hidden<bool> challenged;                          // the payer is at his bank: what is passed there completes it

    bool is_embedded() const { return ui_mode == "embedded_page"; }
    bool is_hosted() const { return ui_mode == "hosted_page"; }
};
FIELDS(Session, id, object, adaptive_pricing, after_expiration, allow_promotion_codes, allowed_payment_method_types,
       amount_subtotal, amount_total, automatic_tax, billing_address_collection, branding_settings, cancel_url,
       client_reference_id, client_secret, collected_information, consent, consent_collection, created, currency,
       currency_conversion, custom_fields, custom_text, customer, customer_account, customer_creation, customer_details,
       customer_email, discounts, expires_at, integration_identifier, invoice, invoice_creation, livemode, locale,
       managed_payments, metadata, mode, origin_context, payment_intent, payment_link, payment_method_collection,
       payment_method_configuration_details, payment_method_options, payment_method_types, payment_status, permissions,
       phone_number_collection, presentment_details, recovered_from, redirect_on_completion, return_url,
       saved_payment_method_options, setup_intent, shipping_address_collection, shipping_cost, shipping_options, status,
       submit_type, subscription, success_url, total_details, ui_mode, url, wallet_options, line_items, intent_data,
       shipping_names, challenged);

Result<api::Reply> create(api::Tx& tx, api::Call const& call);

// The rate of that shipping option.
shipping_rates::ShippingRate shipping_rate_at(api::Tx& tx, Session const& session, std::size_t at);

// It is to be sent that way: the sums are with it.
void choose_shipping(Session& session, std::size_t chosen);

// What the payer gave.
struct Submission {
    std::string email, name, phone;
    Address address;
    std::string shipping_name;
    Address shipping_address;
    std::optional<std::size_t> shipping_option;  // which of the session's
    std::string number, exp_month, exp_year, cvc;
    std::optional<json::object> method_data;  // in place of a number: what the browser library collected
    std::string saved;                        // a PaymentMethod of the customer, in place of a number
    bool save = false, terms = false, promotions = false;
    std::vector<std::string> custom;                                  // one for each custom field
    std::string code = {}, code_problem = {}, quantity_problem = {};  // a promotion code, and what was not granted
};

// The sums of a session, from its line items and the way of sending that was chosen.
void total_up(Session& session);

// Why a payer's wish is not granted, in words for him; the code is for programs.
struct Objection {
    std::string message, code = {};  // promotion_code_invalid, promotion_code_amount_insufficient, or nothing
};
// An order whose payment has succeeded is not changed any more, though its session may still be open.
std::optional<Objection> objection_to_change(api::Tx& tx, Session const& session);
// It was changed: a payment that the bank is still asked about is called off, since it is of another amount.
void order_changed(api::Tx& tx, Session& session);

// A payer types a code, or takes it back.
std::optional<Objection> apply_code(api::Tx& tx, Session& session, std::string const& text);
std::optional<Objection> remove_code(api::Tx& tx, Session& session);
// He takes more of a line item, or less; with a quantity of 0 it is gone.
std::optional<Objection> change_quantity(api::Tx& tx, Session& session, std::string_view item, std::int64_t quantity);

// The limits of a quantity that payers may change.
std::pair<std::int64_t, std::int64_t> quantities_of(Session const& session, LineItem const& item);

// Takes off nothing any more where the discount has ended meanwhile, and says so, in words for the payer.
std::optional<std::string> end_discount(api::Tx& tx, Session& session);

// What is taken off, to be shown.
struct AppliedDiscount {
    std::string name;                    // of the coupon
    std::optional<std::string> code;     // that was typed, or given by the shop
    std::optional<Percent> percent_off;  // or an amount
    std::int64_t amount = 0;             // minor units, of this order
};
std::optional<AppliedDiscount> discount_on(api::Tx& tx, Session const& session);

// The order is paid: its coupon was used once more.
void redeem_discounts(api::Tx& tx, Session const& session);

// Takes down what the payer gave beside his card. What is missing is said in words for the payer.
std::optional<std::string> take_answers(Session& session, Submission const& given);

// Minor units: what submit() would ask for, or nothing where it would not come so far.
std::optional<std::int64_t> amount_due(api::Tx& tx, Session const& session, Submission const& given);

// The customer's, that this session may show him.
std::vector<payment_methods::PaymentMethod> saved_cards(api::Tx& tx, Session const& session);

// Where the payer goes next: the shop, or the bank. Or why the card was not taken, in words for the payer.
struct Next {
    std::optional<BrowserUrl> location;
    std::string problem;
    std::string decline_code = {};  // of the bank, where there is one
    bool complete = false;          // the session is; `location` may be missing then, where the shop wants no redirect
};
Next submit(api::Tx& tx, Session& session, Submission const& given);

// Back from the bank: what became of it.
Next returned(api::Tx& tx, Session& session);

// Reactions: the challenge was passed, whether or not the payer comes back from it.
void payment_done(api::Tx& tx, std::string const& payment_intent);
void setup_done(api::Tx& tx, std::string const& setup_intent);
// A job that servers of before left behind: looks whether a challenge was passed.
void follow(api::Tx& tx, json::object const& payload);

// Closes it; a PaymentIntent that it had begun is canceled. One that is paid completes instead.
void expire(api::Tx& tx, Session& session);
std::optional<WebUrl> success_location(Session const& session);
json::value items_of(Session const& session);  // the list of its line items

extern api::VersionChange const kVersions[3];
extern api::ResourceType const kResource, kItems, kPages, kPaymentPages, kUpdates;

}  // namespace bursar::checkout
