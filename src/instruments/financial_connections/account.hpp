// Bank accounts that a payer linked through his bank (Financial Connections), so that their owner is known and no
// microdeposits are needed. There is one institution, of the simulator, in test mode; in live mode there is none, and
// accounts are given by their numbers.
#pragma once

#include "api/life.hpp"
#include "api/resource.hpp"
#include "methods/us_bank_account.hpp"

namespace bursar::financial_connections {

enum class Status { active, disconnected };
enum class Step { disconnect };
inline constexpr api::Move<Status, Step> kMoves[] = {{Status::active, Step::disconnect, Status::disconnected}};

struct Account {
    static constexpr std::string_view kObject = "financial_connections.account", kPrefix = "fca",
                                      kNoun = "financial_connections.account", kPathParam = "account";

    std::string id;
    std::string object = "financial_connections.account";
    std::optional<Raw> account_holder, account_numbers, balance, balance_refresh;
    std::string category = "cash";
    Timestamp created = 0;
    std::optional<std::string> display_name;
    std::string institution_name;
    std::optional<std::string> last4;
    bool livemode = false;
    std::optional<std::string> ownership;
    std::optional<Raw> ownership_refresh;
    std::vector<std::string> permissions{"payment_method"};
    api::Life<Status, Step, kMoves, Status::active> status;
    std::string subcategory = "checking";
    std::optional<std::vector<std::string>> subscriptions;
    std::vector<std::string> supported_payment_method_types{"us_bank_account"};
    std::optional<Raw> transaction_refresh;
    Hidden<methods::BankAccount> credential;
};
FIELDS(Account, id, object, account_holder, account_numbers, balance, balance_refresh, category, created, display_name,
       institution_name, last4, livemode, ownership, ownership_refresh, permissions, status, subcategory, subscriptions,
       supported_payment_method_types, transaction_refresh, credential);

// The bank account behind a linked one, verified, with a vault record of its own. Refused, naming `param`: absent or
// disconnected.
Result<methods::BankAccount> credential_of(api::Tx& tx, std::string const& id, std::string const& param);

extern api::ResourceType const kResource;

}  // namespace bursar::financial_connections
