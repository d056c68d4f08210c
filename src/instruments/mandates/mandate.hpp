// Mandates: a payer's permission to debit a bank account (reference/intents.md: Mandates).
#pragma once

#include "api/errors.hpp"
#include "api/life.hpp"
#include "api/resource.hpp"
#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::mandates {

enum class Status { active, inactive, pending };
enum class Step { verify, end };
inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::pending, Step::verify, Status::active},
    {Status::pending, Step::end, Status::inactive},
    {Status::active, Step::end, Status::inactive},
};

struct Mandate {
    static constexpr std::string_view kObject = "mandate", kPrefix = "mandate", kNoun = "mandate",
                                      kPathParam = "mandate";
    static constexpr api::List kLists[] = {{"payment_method"}};

    std::string id;
    std::string object = "mandate";
    Raw customer_acceptance;
    bool livemode = false;
    Omitted<Raw> multi_use;
    Omitted<std::string> on_behalf_of;
    std::string payment_method;
    Raw payment_method_details;
    Omitted<Raw> single_use;
    api::Life<Status, Step, kMoves, Status::active, Status::pending> status;
    std::string type = "multi_use";
};
FIELDS(Mandate, id, object, customer_acceptance, livemode, multi_use, on_behalf_of, payment_method,
       payment_method_details, single_use, status, type);

struct Terms {
    bool verified = true;  // else the mandate is pending until microdeposits are
    std::optional<std::string> on_behalf_of;
    std::optional<std::int64_t> single_use_amount;
    std::string currency;
};

// From `mandate_data`. Refused when the acceptance is missing or malformed.
Result<Mandate> accept(api::Tx& tx, json::value const& mandate_data, payment_methods::PaymentMethod const& method,
                       Terms const& terms);

// Permission that a platform passes on with a clone (reference/instruments.md: What a clone inherits).
Mandate inherit(api::Tx& tx, payment_methods::PaymentMethod const& method);

std::optional<Mandate> active_for(api::Tx& tx, std::string const& payment_method);
// A step of it, where it has that one: what is over stays so. Tells mandate.updated.
void take(api::Tx& tx, std::string const& id, Step step);
// The PaymentMethod is detached: what was allowed with it is over (reference/intents.md: Mandates).
void end_all(api::Tx& tx, std::string const& payment_method);

extern api::ResourceType const kResource;

}  // namespace bursar::mandates
