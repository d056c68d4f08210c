// POST /v1/payment_methods with `payment_method`: a copy of a platform's PaymentMethod for a connected account
// (reference/instruments.md: Cloning).
#pragma once

#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::payment_methods {

struct CloneParams {
    std::string payment_method;
    std::optional<std::string> customer;
    std::optional<Choice<"always", "limited", "unspecified">> allow_redisplay;
    std::optional<BillingDetailsParams> billing_details;
    MetadataParam metadata;
    std::optional<std::string> type;
};

// The refusals (reference/instruments.md: Cloning), in their order. Both ids are the platform's, the copy is the
// connected account's; an original without a customer is consumed by it.
Result<PaymentMethod> clone(api::Tx& tx, CloneParams const& params);

}  // namespace bursar::payment_methods
