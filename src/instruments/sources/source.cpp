#include "instruments/sources/source.hpp"

namespace bursar::sources {

using api::Tx;

Card card_with(Tx& tx, methods::Card const& credential) {
    Card card;
    card.id = tx.fresh_id<Card>();
    card.brand = methods::legacy_brand(credential.brand);
    card.country = credential.country;
    if (credential.cvc_given) card.cvc_check = "unchecked";
    card.exp_month = credential.exp_month;
    card.exp_year = credential.exp_year;
    card.fingerprint = credential.fingerprint;
    card.funding = credential.funding;
    card.last4 = credential.last4;
    card.networks = Networks{};
    card.credential = credential;
    return card;
}

Result<Card> card_of(Tx& tx, CardHash const& hash, std::string const& prefix) {
    TRY(auto credential, methods::read_card(tx, {hash.number, hash.exp_month, hash.exp_year, hash.cvc}, prefix));
    auto card = card_with(tx, credential);
    hash.name.apply_to(card.name);
    hash.address_city.apply_to(card.address_city);
    hash.address_country.apply_to(card.address_country);
    hash.address_line1.apply_to(card.address_line1);
    hash.address_line2.apply_to(card.address_line2);
    hash.address_state.apply_to(card.address_state);
    hash.address_zip.apply_to(card.address_zip);
    if (card.address_line1) card.address_line1_check = "unchecked";
    if (card.address_zip) card.address_zip_check = "unchecked";
    if (hash.currency) card.currency = *hash.currency;
    hash.metadata.apply_to(card.metadata);
    return card;
}

BankAccount bank_account_with(Tx& tx, methods::BankAccount const& credential) {
    BankAccount account;
    account.id = tx.fresh_id<BankAccount>();
    account.bank_name = credential.bank_name;
    account.country = credential.country;
    account.currency = credential.currency;
    account.fingerprint = credential.fingerprint;
    account.last4 = credential.last4;
    account.routing_number = credential.routing_number;
    if (credential.verified) account.status.begin_as(BankStatus::verified);
    account.credential = credential;
    return account;
}

Result<BankAccount> bank_account_of(Tx& tx, BankAccountHash const& hash, std::string const& prefix) {
    TRY(auto credential, methods::read_bank_account(tx, hash.account_number, hash.routing_number.value_or(""), prefix,
                                                    hash.country, hash.currency.value_or("usd")));
    auto account = bank_account_with(tx, credential);
    account.account_holder_name = hash.account_holder_name;
    account.account_holder_type = hash.account_holder_type;
    account.account_type = hash.account_type;
    hash.metadata.apply_to(account.metadata);
    return account;
}

Source source_with(Tx& tx, Card const& card, std::string usage) {
    Source source;
    source.id = tx.fresh_id<Source>();
    source.card = {.address_line1_check = card.address_line1_check,
                   .address_zip_check = card.address_zip_check,
                   .brand = card.brand,
                   .country = card.country,
                   .cvc_check = card.cvc_check,
                   .dynamic_last4 = {},
                   .exp_month = card.exp_month,
                   .exp_year = card.exp_year,
                   .fingerprint = card.fingerprint,
                   .funding = card.funding,
                   .last4 = card.last4,
                   .name = card.name,
                   .three_d_secure = "optional",
                   .tokenization_method = {}};
    source.client_secret = "src_client_secret_" + tx.letters(24);
    source.created = tx.now();
    source.livemode = tx.livemode();
    source.owner.name = card.name;
    source.usage = std::move(usage);
    source.credential = card.credential;
    return source;
}

void apply_checks(Card& card, acquirers::Checks const& checks) {
    if (checks.cvc_check) card.cvc_check = checks.cvc_check;
    if (card.address_line1_check && checks.address_line1_check) card.address_line1_check = checks.address_line1_check;
    if (card.address_zip_check && checks.address_postal_code_check)
        card.address_zip_check = checks.address_postal_code_check;
}

}  // namespace bursar::sources
