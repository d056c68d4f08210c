#include "base/rules.hpp"

namespace bursar {

std::unexpected<Refusal> refuse_outside(Path const& path, std::int64_t value, Bounds bounds) {
    auto no = [&](std::string message) { return refuse("parameter_invalid_integer", path.text(), std::move(message)); };
    if (value < bounds.min && bounds.min == 0) return no("Invalid non-negative integer");
    if (value < bounds.min)
        return no("This value must be greater than or equal to " + std::to_string(bounds.min) + ".");
    return no("This value must be less than or equal to " + std::to_string(bounds.max) + ".");
}

// Of more digits than the largest currency has, the reference's words for dollars are good enough: which currency it
// is stands in another parameter.
std::unexpected<Refusal> refuse_amount(Path const& path, std::int64_t value, Bounds bounds) {
    if (value > bounds.max) return refuse("amount_too_large", path.text(), "Amount must be no more than $999,999.99");
    return refuse_outside(path, value, bounds);
}

std::unexpected<Refusal> refuse_payment_amount(Path const& path, std::int64_t value, Bounds bounds) {
    if (value != 0) return refuse_amount(path, value, bounds);
    return refuse("parameter_invalid_integer", path.text(),
                  "The amount must be greater than or equal to the minimum charge amount allowed for your account and "
                  "the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you "
                  "want to save a Payment Method for future use without an immediate payment, use a Setup Intent "
                  "instead: https://docs.stripe.com/payments/setup-intents");
}

// Observed: the reference calls the parameter by another name for 0.
std::unexpected<Refusal> refuse_capture_amount(Path const& path, std::int64_t value, Bounds bounds) {
    if (value < 0) return refuse("", path.text(), "Invalid non-negative integer");
    Path amount{nullptr, "amount"};
    return refuse_outside(amount, value, bounds);
}

std::unexpected<Refusal> refuse_unsupported_param(Path const& path) {
    auto name = path.text();
    return refuse("", name, "Bursar does not support `" + name + "` yet.");
}

}  // namespace bursar
