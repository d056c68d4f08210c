#include "instruments/customers/customer.hpp"

#include "events/events/event.hpp"

namespace bursar::customers {

using namespace api;

std::optional<Customer> find_usable(Tx& tx, std::string_view id) { return tx.find<Customer>(id); }

Result<Customer> usable_in_param(Tx& tx, std::string_view id, std::string param) {
    auto customer = find_usable(tx, id);
    if (!customer) return no_such("customer", id, std::move(param));
    return std::move(*customer);
}

void save(Tx& tx, Customer const& before, Customer const& after) {
    tx.update(after);
    events::emit_change(tx, "customer.updated", document_of(before), document_of(after));
}

}  // namespace bursar::customers
