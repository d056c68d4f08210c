// Errors on the wire (reference/conventions.md: Parameters; Errors).
#pragma once

#include "api/tx.hpp"

namespace bursar::api {

// {"error":{...}} of a refusal, keys in alphabetical order.
std::string error_body(Refusal const& refusal);

// The error object with its keys sorted, doc_url filled in from the code, wrapped as {"error": ...}.
json::object sorted(json::object const& object);
std::string doc_url(std::string_view code);

// "No such customer: 'cus_x'": 404 for an object named by the path, 400 for one named by a parameter.
std::unexpected<Refusal> no_such(std::string_view noun, std::string_view id, std::string param, int status = 400);

// The same for a PaymentMethod, with the hint that the reference gives when the wrong account was asked.
std::unexpected<Refusal> no_such_payment_method(Tx& tx, std::string_view id, std::string param, int status = 400);

// The object of the path or the refusal that names it. T::kNoun and T::kPathParam give the irregular spellings.
template <Resource T>
Result<T> find_in_path(Tx& tx, std::string_view id) {
    auto found = tx.find<T>(id);
    if (!found) return no_such(T::kNoun, id, std::string(T::kPathParam), 404);
    return std::move(*found);
}
template <Resource T>
Result<T> find_in_param(Tx& tx, std::string_view id, std::string param) {
    auto found = tx.find<T>(id);
    if (!found) return no_such(T::kNoun, id, std::move(param));
    return std::move(*found);
}

// An id of the caller's choice. Refused, naming `param`: characters other than letters, digits, '-', '_' and '.'; more
// than 200 of them; resource_already_exists.
Result<void> check_chosen_id(Tx& tx, std::string_view kind, std::string_view id, std::string param);
template <ChosenId T>
Result<void> choose_id(Tx& tx, T& object, std::string const& id, std::string param) {
    TRY_DO(check_chosen_id(tx, T::kObject, id, std::move(param)));
    object.id = id;
    object.place = tx.fresh_place();
    return {};
}

// $11.00, ¥1100, 11.00 KWD: as messages print amounts.
std::string money_text(std::int64_t amount_minor, std::string_view currency);

// "Amount must be no more than $999,999.99": more than any payment in that currency may be.
std::unexpected<Refusal> refuse_too_large(std::string_view currency, std::string param = "amount");

}  // namespace bursar::api
