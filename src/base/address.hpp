// Postal addresses and the hashes around them, as resources show them and as parameters change them.
#pragma once

#include "base/email.hpp"
#include "base/fields.hpp"

namespace bursar {

struct Address {
    std::optional<std::string> city, country, line1, line2, postal_code, state;
};
FIELDS(Address, city, country, line1, line2, postal_code, state);

struct AddressParams {
    Emptyable<std::string> city, country, line1, line2, postal_code, state;
    void apply_to(Address& address) const;  // leaf by leaf: what is not named keeps its value
};
FIELDS(AddressParams, city, country, line1, line2, postal_code, state);

struct BillingDetails {
    Address address;
    std::optional<std::string> email, name, phone, tax_id;
};
FIELDS(BillingDetails, address, email, name, phone, tax_id);

struct BillingDetailsParams {
    Emptyable<AddressParams> address;
    Emptyable<Email> email;
    Emptyable<std::string> name, phone, tax_id;
    void apply_to(BillingDetails& details) const;
};
FIELDS(BillingDetailsParams, address, email, name, phone, tax_id);

struct Shipping {
    Address address;
    Omitted<std::string> carrier;
    std::optional<std::string> name, phone;
    Omitted<std::string> tracking_number;
};
FIELDS(Shipping, address, carrier, name, phone, tracking_number);

struct ShippingParams {
    AddressParams address;
    std::optional<std::string> carrier;
    std::string name;
    Emptyable<std::string> phone;
    std::optional<std::string> tracking_number;
    Shipping shipping() const;
};
FIELDS(ShippingParams, address, carrier, name, phone, tracking_number);
inline void lay(ShippingParams const& param, std::optional<Shipping>& member) { member = param.shipping(); }

std::string trimmed(std::string_view text);

}  // namespace bursar
