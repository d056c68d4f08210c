#include "app/registry.hpp"

#include <array>

#include "resources/accounts/account.hpp"
#include "resources/customers/instruments.hpp"
#include "resources/events/event.hpp"
#include "resources/payment_methods/payment_method.hpp"
#include "resources/tokens/token.hpp"

namespace bursar::app {

std::span<api::ResourceType const* const> all_resources() {
    static constexpr std::array kAll = std::to_array<api::ResourceType const*>({
        &accounts::kResource,
        &accounts::kPersons,
        &customers::kResource,
        &customers::kCards,
        &customers::kBankAccounts,
        &events::kResource,
        &payment_methods::kResource,
        &tokens::kResource,
    });
    return kAll;
}

}  // namespace bursar::app
