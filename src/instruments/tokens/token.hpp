// Tokens: a card, a bank account, or what identifies somebody, between the browser and its first use; single use
// (reference/instruments.md: Tokens; Clones through tokens). Made from a platform's customer for
// a connected account they are the older way of cloning.
#pragma once

#include <variant>

#include "instruments/sources/source.hpp"

namespace bursar::tokens {

struct Token {
    static constexpr std::string_view kObject = "token", kPrefix = "tok", kNoun = "token", kPathParam = "token";

    std::string id;
    std::string object = "token";
    Omitted<sources::BankAccount> bank_account;
    Omitted<sources::Card> card;
    std::optional<std::string> client_ip;
    Timestamp created = 0;
    bool livemode = false;
    std::string type = "card";
    bool used = false;
    Hidden<std::optional<methods::Card>> card_credential;
    Hidden<std::optional<methods::BankAccount>> bank_credential;
    Hidden<Raw> details{Raw{json::object()}};  // of an account or a person
};
FIELDS(Token, id, object, bank_account, card, client_ip, created, livemode, type, used, card_credential,
       bank_credential, details);

Token blank(api::Tx& tx, std::string_view prefix);

// Of type account, person, pii or cvc_update, from the hash of that name.
Result<Token> details_token(api::Tx& tx, std::string_view type, json::value const& given);

using Instrument = std::variant<sources::Card, sources::BankAccount>;

// What a token stands for, which is then spent. tok_visa and its like mint a new card each time. Refused, naming
// `param`: resource_missing, token_already_used.
Result<Instrument> spend(api::Tx& tx, std::string const& id, std::string const& param);

// For parameters that take a token only for a card.
Result<sources::Card> spend_card(api::Tx& tx, std::string const& id, std::string const& param);

// What an account, person or pii token holds, which is then spent. Refused, naming `param`: resource_missing,
// token_already_used.
struct Details {
    json::object given;
    std::string client_ip;
};
Result<Details> spend_details(api::Tx& tx, std::string const& id, std::string_view type, std::string const& param);

extern api::ResourceType const kResource;

}  // namespace bursar::tokens
