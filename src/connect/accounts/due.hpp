// What an account, a capability or a person must still tell, and what is wrong with what was told, in the shapes of the
// types of stripe-node 23.
#pragma once

#include "base/clock.hpp"
#include "base/fields.hpp"

namespace bursar::accounts {

struct Alternative {
    std::vector<std::string> alternative_fields_due, original_fields_due;
};
FIELDS(Alternative, alternative_fields_due, original_fields_due);

struct RequirementError {
    std::string code, reason, requirement;
};
FIELDS(RequirementError, code, reason, requirement);

struct Requirements {
    std::vector<Alternative> alternatives;
    std::optional<Timestamp> current_deadline;
    std::vector<std::string> currently_due;
    std::optional<std::string> disabled_reason;
    std::vector<RequirementError> errors;
    std::vector<std::string> eventually_due, past_due, pending_verification;
};
FIELDS(Requirements, alternatives, current_deadline, currently_due, disabled_reason, errors, eventually_due, past_due,
       pending_verification);

struct PersonRequirements {
    std::vector<Alternative> alternatives;
    std::vector<std::string> currently_due;
    std::vector<RequirementError> errors;
    std::vector<std::string> eventually_due, past_due, pending_verification;
};
FIELDS(PersonRequirements, alternatives, currently_due, errors, eventually_due, past_due, pending_verification);

}  // namespace bursar::accounts
