// What may be sent of a customer.
#pragma once

#include "base/address.hpp"
#include "base/dated.hpp"
#include "base/email.hpp"
#include "base/rules.hpp"

namespace bursar::customers {

struct CustomField {
    std::string name, value;
};
FIELDS(CustomField, name, value);

// [passed on] and kept as they are sent.
struct RenderingOptions {
    Emptyable<Choice<"exclude_tax", "include_inclusive_tax">> amount_tax_display;
    Emptyable<std::string> template_;
};
FIELDS(RenderingOptions, amount_tax_display, template_);

struct InvoiceSettingsParams {
    Emptyable<std::vector<CustomField>> custom_fields;
    Emptyable<std::string> default_payment_method, footer;
    Emptyable<RenderingOptions> rendering_options;
};
FIELDS(InvoiceSettingsParams, custom_fields, default_payment_method, footer, rendering_options);

// ---- what is taken and read by nobody yet ----

// [passed on] and refused with the cash balance.
struct CashBalanceSettings {
    std::optional<Choice<"automatic", "manual", "merchant_default">> reconciliation_mode;
};
FIELDS(CashBalanceSettings, reconciliation_mode);

// [passed on] and refused as a whole.
struct CashBalanceParams {
    std::optional<CashBalanceSettings> settings;
};
FIELDS(CashBalanceParams, settings);

// [passed on] and ignored as a whole.
struct TaxParams {
    Emptyable<std::string> ip_address;
    std::optional<Choice<"auto", "deferred", "immediately">> validate_location;
};
FIELDS(TaxParams, ip_address, validate_location);

// [passed on] and refused as a whole.
struct TaxIdParams {
    std::string type, value;
};
FIELDS(TaxIdParams, type, value);

// Everything that create and update may send; for who makes one without a caller, too.
struct Params {
    Emptyable<AddressParams> address;
    std::optional<Between<-kAmountMax, kAmountMax>> balance;
    std::optional<Raw> card;  // the older name of `source`
    Unsupported<CashBalanceParams> cash_balance;
    Until<Emptyable<std::string>, "2025-03-31"> coupon;
    std::optional<std::string> default_source;
    Emptyable<std::string> description;
    Emptyable<Email> email;
    std::optional<std::string> invoice_prefix;
    std::optional<InvoiceSettingsParams> invoice_settings;
    MetadataParam metadata;
    Emptyable<std::string> name;
    std::optional<AtLeast<1>> next_invoice_sequence;
    std::optional<std::string> payment_method;
    Emptyable<std::string> phone;
    std::vector<std::string> preferred_locales;
    Until<Emptyable<std::string>, "2025-03-31"> promotion_code;
    Emptyable<ShippingParams> shipping;
    std::optional<std::string> source;
    Ignored<TaxParams> tax;
    Emptyable<Choice<"none", "exempt", "reverse">> tax_exempt;
    Unsupported<std::vector<TaxIdParams>> tax_id_data;
    std::optional<std::string> test_clock;
    Ignored<std::string> validate;  // sent by old clients, without effect
};
FIELDS(Params, address, balance, card, cash_balance, coupon, default_source, description, email, invoice_prefix,
       invoice_settings, metadata, name, next_invoice_sequence, payment_method, phone, preferred_locales,
       promotion_code, shipping, source, tax, tax_exempt, tax_id_data, test_clock, validate);

}  // namespace bursar::customers
