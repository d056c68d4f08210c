// What POST /v1/checkout/sessions takes (reference/checkout.md: Creating), and how its parts become parts of a session.
#pragma once

#include "base/dated.hpp"
#include "base/email.hpp"
#include "base/rules.hpp"
#include "checkout/sessions/session.hpp"
#include "pricing/products/product.hpp"
#include "pricing/shipping_rates/shipping_rate.hpp"

namespace bursar::checkout {

struct PriceData {
    static constexpr std::string_view kExclusive[] = {"product, product_data", "unit_amount, unit_amount_decimal"};
    std::string currency;
    std::optional<std::string> product;
    std::optional<products::ProductData> product_data;
    std::optional<Raw> recurring;
    std::optional<std::string> tax_behavior;
    std::optional<AmountOrNothing> unit_amount;
    std::optional<std::string> unit_amount_decimal;
};
FIELDS(PriceData, currency, product, product_data, recurring, tax_behavior, unit_amount, unit_amount_decimal);

inline constexpr std::int64_t kQuantityMax = 999'999;
using Quantity = Between<1, kQuantityMax>;

struct AdjustableParams {
    bool enabled = false;
    std::optional<Quantity> maximum;
    std::optional<Between<0, kQuantityMax>> minimum;
};
FIELDS(AdjustableParams, enabled, maximum, minimum);

struct LineItemParams {
    static constexpr std::string_view kExclusive[] = {"id, price", "id, price_data", "price, price_data",
                                                      "price, amount", "price_data, amount"};
    std::optional<AdjustableParams> adjustable_quantity;
    std::optional<AmountOrNothing> amount;  // like currency, description, images and name: of the old kind
    std::optional<std::string> currency, description;
    std::optional<Raw> dynamic_tax_rates;
    std::optional<std::string> id;  // of an item that is there: when a session is updated
    std::vector<WebUrl> images;
    MetadataParam metadata;
    std::optional<std::string> name, price;
    std::optional<PriceData> price_data;
    std::optional<Quantity> quantity;
    std::optional<Raw> tax_rates;
};
FIELDS(LineItemParams, adjustable_quantity, amount, currency, description, dynamic_tax_rates, id, images, metadata,
       name, price, price_data, quantity, tax_rates);

struct DiscountParams {
    static constexpr std::string_view kExclusive[] = {"coupon, promotion_code"};
    std::optional<std::string> coupon, promotion_code;
};
FIELDS(DiscountParams, coupon, promotion_code);

struct ShippingOptionParams {
    static constexpr std::string_view kExclusive[] = {"shipping_rate, shipping_rate_data"};
    std::optional<std::string> shipping_rate;
    std::optional<shipping_rates::Data> shipping_rate_data;
};
FIELDS(ShippingOptionParams, shipping_rate, shipping_rate_data);

struct FieldOption {
    std::string label, value;
};
FIELDS(FieldOption, label, value);

struct DropdownParams {
    std::optional<std::string> default_value;
    std::vector<FieldOption> options;
};
FIELDS(DropdownParams, default_value, options);

struct TextParams {
    std::optional<std::string> default_value;
    std::optional<AtLeast<1>> maximum_length, minimum_length;
};
FIELDS(TextParams, default_value, maximum_length, minimum_length);

struct LabelParams {
    std::string custom;
    Choice<"custom"> type;
};
FIELDS(LabelParams, custom, type);

struct CustomFieldParams {
    std::optional<DropdownParams> dropdown;
    std::string key;
    LabelParams label;
    std::optional<TextParams> numeric;
    std::optional<bool> optional;
    std::optional<TextParams> text;
    Choice<"dropdown", "numeric", "text"> type;
};
FIELDS(CustomFieldParams, dropdown, key, label, numeric, optional, text, type);

struct ConsentParams {
    std::optional<Raw> payment_method_reuse_agreement;
    std::optional<Choice<"auto", "none">> promotions;
    std::optional<Choice<"none", "required">> terms_of_service;
};
FIELDS(ConsentParams, payment_method_reuse_agreement, promotions, terms_of_service);

struct MessageParams {
    std::string message;
};
FIELDS(MessageParams, message);

struct CustomTextParams {
    Emptyable<MessageParams> after_submit, shipping_address, submit, terms_of_service_acceptance;
};
FIELDS(CustomTextParams, after_submit, shipping_address, submit, terms_of_service_acceptance);

struct BrandingParams {
    Emptyable<std::string> background_color;
    Emptyable<Choice<"pill", "rectangular", "rounded">> border_style;
    Emptyable<std::string> button_color;
    std::optional<std::string> display_name;
    Emptyable<std::string> font_family;
};
FIELDS(BrandingParams, background_color, border_style, button_color, display_name, font_family);

struct EnabledParams {
    bool enabled = false;
};
FIELDS(EnabledParams, enabled);

struct CountriesParams {
    std::vector<std::string> allowed_countries;
};
FIELDS(CountriesParams, allowed_countries);

struct SavedParams {
    std::vector<Choice<"always", "limited", "unspecified">> allow_redisplay_filters;
    std::optional<Choice<"disabled", "enabled">> payment_method_remove, payment_method_save;
};
FIELDS(SavedParams, allow_redisplay_filters, payment_method_remove, payment_method_save);

struct CreateParams {
    static constexpr std::string_view kExclusive[] = {"allow_promotion_codes, discounts", "customer, customer_email",
                                                      "shipping_rates, shipping_options"};
    std::optional<bool> allow_promotion_codes;
    std::vector<std::string> allowed_payment_method_types;
    std::optional<Choice<"auto", "required">> billing_address_collection;
    std::optional<BrandingParams> branding_settings;
    std::optional<WebUrl> cancel_url;
    std::optional<std::string> client_reference_id;
    std::optional<ConsentParams> consent_collection;
    std::optional<std::string> currency;
    std::vector<CustomFieldParams> custom_fields;
    std::optional<CustomTextParams> custom_text;
    std::optional<std::string> customer;
    std::optional<Choice<"always", "if_required">> customer_creation;
    std::optional<Email> customer_email;
    std::vector<DiscountParams> discounts;
    std::optional<std::int64_t> expires_at;
    std::vector<LineItemParams> line_items;
    std::optional<std::string> locale;
    MetadataParam metadata;
    std::optional<Choice<"payment", "setup", "subscription">> mode;
    std::optional<std::string> origin_context;
    std::optional<Raw> payment_intent_data;
    std::optional<Choice<"always", "if_required">> payment_method_collection;
    Until<std::vector<std::string>, "2026-09-30"> payment_method_types;
    std::optional<EnabledParams> phone_number_collection;
    std::optional<Choice<"always", "if_required", "never">> redirect_on_completion;
    std::optional<WebUrl> return_url;
    std::optional<SavedParams> saved_payment_method_options;
    std::optional<Raw> setup_intent_data;
    std::optional<CountriesParams> shipping_address_collection;
    std::vector<ShippingOptionParams> shipping_options;
    Until<std::vector<std::string>, "2022-08-01"> shipping_rates;
    std::optional<Choice<"auto", "book", "donate", "pay", "subscribe">> submit_type;
    std::optional<WebUrl> success_url;
    std::optional<Reworded<"2026-03-25", Choice<"elements", "embedded_page", "form", "hosted_page">,
                           Choice<"custom", "embedded", "hosted">>>
        ui_mode;
};
FIELDS(CreateParams, allow_promotion_codes, allowed_payment_method_types, billing_address_collection, branding_settings,
       cancel_url, client_reference_id, consent_collection, currency, custom_fields, custom_text, customer,
       customer_creation, customer_email, discounts, expires_at, line_items, locale, metadata, mode, origin_context,
       payment_intent_data, payment_method_collection, payment_method_types, phone_number_collection,
       redirect_on_completion, return_url, saved_payment_method_options, setup_intent_data, shipping_address_collection,
       shipping_options, shipping_rates, submit_type, success_url, ui_mode);

// What is sold, in place of what was: items, their sum, the currency. Refused: none, more than 100, several currencies,
// recurring prices, an item that is not there.
Result<void> take_line_items(api::Tx& tx, Session& session, std::vector<LineItemParams> const& items);

// What is taken off. Refused: a discount beside allow_promotion_codes, more than one, one that takes nothing off this
// order.
Result<void> take_discounts(api::Tx& tx, Session& session, CreateParams const& p);
// The same discount, on items that are others now; gone where it may not be had any more. Sums the session up.
void discount_again(api::Tx& tx, Session& session);

// How it may be sent, in place of what was.
Result<void> take_shipping_options(api::Tx& tx, Session& session, std::vector<ShippingOptionParams> const& options);

// What the page asks the payer for beside his card: custom fields, consent, a telephone, where to ship to.
Result<void> take_collection(api::Tx& tx, Session& session, CreateParams const& p);

// Parameters of the reference that change what a session does: refused by name rather than ignored.
struct NotYet {
    std::optional<Raw> adaptive_pricing, after_expiration, automatic_tax, customer_account, customer_update,
        excluded_payment_method_types, invoice_creation, managed_payments, name_collection, optional_items,
        payment_method_configuration, payment_method_data, payment_method_options, permissions, subscription_data,
        tax_id_collection, wallet_options;
};
FIELDS(NotYet, adaptive_pricing, after_expiration, automatic_tax, customer_account, customer_update,
       excluded_payment_method_types, invoice_creation, managed_payments, name_collection, optional_items,
       payment_method_configuration, payment_method_data, payment_method_options, permissions, subscription_data,
       tax_id_collection, wallet_options);

}  // namespace bursar::checkout
