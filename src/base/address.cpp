#include "base/address.hpp"

namespace bursar {

void AddressParams::apply_to(Address& address) const {
    city.apply_to(address.city);
    country.apply_to(address.country);
    line1.apply_to(address.line1);
    line2.apply_to(address.line2);
    postal_code.apply_to(address.postal_code);
    state.apply_to(address.state);
    if (address.country)
        for (char& c : *address.country) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
}

void BillingDetailsParams::apply_to(BillingDetails& details) const {
    if (address.cleared()) details.address = {};
    if (address) address->apply_to(details.address);
    email.apply_to(details.email);
    name.apply_to(details.name);
    phone.apply_to(details.phone);
    tax_id.apply_to(details.tax_id);
}

Shipping ShippingParams::shipping() const {
    Shipping out{
        .address = {}, .carrier = carrier, .name = name, .phone = phone.value, .tracking_number = tracking_number};
    address.apply_to(out.address);
    return out;
}

std::string trimmed(std::string_view text) {
    auto from = text.find_first_not_of(" \t\n\r");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t\n\r") - from + 1));
}

}  // namespace bursar
