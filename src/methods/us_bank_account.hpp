// US bank accounts: from an account number to what may be shown, with the number in the vault.
#pragma once

#include "acquirers/acquirer.hpp"
#include "api/tx.hpp"

namespace bursar::methods {

// The credential behind a us_bank_account PaymentMethod or a legacy bank account. Lives in an object's state.
struct BankAccount {
    std::string last4, routing_number, fingerprint, bank_name = "STRIPE TEST BANK", country = "US", currency = "usd";
    std::int64_t record = 0;    // in the vault
    bool verified = false;      // by microdeposits, or a test token that starts so
    bool blocked = false;       // failed verification for good
    std::int64_t attempts = 0;  // wrong microdeposit amounts so far
    bool set_up = false;        // a mandate covers later debits
};
FIELDS(BankAccount, last4, routing_number, fingerprint, bank_name, country, currency, record, verified, blocked,
       attempts, set_up);

// Refused: account_number_invalid (only test numbers in test mode), routing_number_invalid. `prefix`:
// "us_bank_account".
Result<BankAccount> read_bank_account(api::Tx& tx, std::string const& account_number, std::string const& routing_number,
                                      std::string const& prefix, std::string const& country = "US",
                                      std::string const& currency = "usd");

// pm_usBankAccount_success, btok_us_verified_noAccount: by what is behind the last underscore.
std::optional<BankAccount> test_bank_account(api::Tx& tx, std::string_view behaviour);

BankAccount cloned(api::Tx& tx, BankAccount const& account);
acquirers::BankAnswer debit(api::Tx& tx, BankAccount const& account);

}  // namespace bursar::methods
