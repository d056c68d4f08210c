#include "instruments/tokens/token.hpp"

namespace bursar::tokens {

using namespace api;
using sources::BankAccount;
using sources::Card;

Token blank(Tx& tx, std::string_view prefix) {
    Token token{.id = tx.fresh_id(prefix)};
    if (!tx.caller().client_ip.empty()) token.client_ip = tx.caller().client_ip;
    token.created = tx.now();
    token.livemode = tx.livemode();
    return token;
}

namespace {

struct CreateParams {
    static constexpr std::string_view kExclusive[] = {"card, bank_account, pii, account, person, cvc_update"};
    std::optional<Raw> account, bank_account, card;
    std::optional<std::string> customer;
    std::optional<Raw> cvc_update, person, pii;
};
FIELDS(CreateParams, account, bank_account, card, customer, cvc_update, person, pii);

Token token_with(Tx& tx, Card card) {
    auto token = blank(tx, "tok");
    card.allow_redisplay = {};
    card.customer = {};
    card.networks = sources::Networks{};
    token.card_credential = card.credential.value;
    token.card = std::move(card);
    return token;
}

Token token_with(Tx& tx, BankAccount account) {
    auto token = blank(tx, "btok");
    token.type = "bank_account";
    account.customer = {};
    token.bank_credential = account.credential.value;
    token.bank_account = std::move(account);
    return token;
}

std::string plain_id(std::optional<Raw> const& param) {
    return param && param->value.is_string() ? std::string(param->value.as_string()) : std::string();
}

std::unexpected<Refusal> refuse_not_linked(std::string const& customer, std::string_view noun, std::string const& id,
                                           std::string param) {
    return refuse("", std::move(param),
                  "Customer " + customer + " does not have " + std::string(noun) + " with ID " + id);
}

// Both owners' numbers go through the vault: the copy is a record of its own.
Card copied(Tx& tx, Card const& original) {
    Card copy = original;
    copy.id = tx.fresh_id<Card>();
    copy.credential = methods::cloned(tx, original.credential);
    copy.metadata.clear();
    return copy;
}
BankAccount copied(Tx& tx, BankAccount const& original) {
    BankAccount copy = original;
    copy.id = tx.fresh_id<BankAccount>();
    copy.credential = methods::cloned(tx, original.credential);
    copy.metadata.clear();
    return copy;
}

// POST /v1/tokens customer=cus_P with Stripe-Account: the token form of cloning
// (reference/instruments.md: Clones through tokens).
Result<Token> clone_from_customer(Tx& tx, CreateParams const& params) {
    auto const& customer = *params.customer;
    if (!tx.caller().on_connected())
        return refuse("", "customer",
                      "You can only create a token from a customer when making a request on behalf of a connected "
                      "account, using an OAuth key or the Stripe-Account header.");
    Tx platform = tx.at_platform();
    if (!platform.is_usable("customer", customer)) return no_such("customer", customer, "customer");
    auto id = !plain_id(params.card).empty() ? plain_id(params.card) : plain_id(params.bank_account);
    bool chosen = !id.empty();
    if (!chosen) id = text_at(parse_document(platform.own(customer)->document).as_object(), "default_source");
    if (id.empty()) return refuse("", "", "The customer must have an active payment source attached.");
    if (id.starts_with("src_") && !chosen)
        return refuse("", "",
                      "You provided a customer without specifying a source. The default source of the customer is a "
                      "source and cannot be shared from existing customers.");
    auto linked = [&](auto const& found) { return found && found->customer && *found->customer == customer; };
    if (auto card = platform.find<Card>(id); linked(card)) return token_with(tx, copied(tx, *card));
    if (auto account = platform.find<BankAccount>(id); linked(account)) {
        if (account->status != sources::BankStatus::verified)
            return refuse("bank_account_unverified", "bank_account",
                          "The bank account must be verified before it can be shared with a connected account.");
        return token_with(tx, copied(tx, *account));
    }
    bool bank = plain_id(params.card).empty() && chosen;
    return refuse_not_linked(customer, bank ? "bank account" : "card", id, bank ? "bank_account" : "card");
}

Result<Token> token_from(Tx& tx, CreateParams const& params) {
    int given = params.account.has_value() + params.bank_account.has_value() + params.card.has_value() +
                params.cvc_update.has_value() + params.person.has_value() + params.pii.has_value();
    if (params.customer) return clone_from_customer(tx, params);
    if (given == 0)
        return refuse("parameter_missing", "",
                      "You must supply either a card, customer, PII data, bank account, account, person or CVC update "
                      "to create a token.");
    for (auto const& [details, type] : {std::pair(&params.account, "account"),
                                        {&params.cvc_update, "cvc_update"},
                                        {&params.person, "person"},
                                        {&params.pii, "pii"}})
        if (*details) return details_token(tx, type, (*details)->value);
    auto const& param = params.card ? *params.card : *params.bank_account;
    if (auto id = plain_id(params.card ? params.card : params.bank_account); !id.empty())
        return refuse("", "token", "Invalid token id: " + id);
    if (params.card) {
        sources::CardHash hash;
        TRY_DO(
            read_fields(&hash, fields_of<sources::CardHash>(), param.value, Path{nullptr, "card"}, Source::parameters));
        TRY(auto card, sources::card_of(tx, hash));
        return token_with(tx, std::move(card));
    }
    sources::BankAccountHash hash;
    TRY_DO(read_fields(&hash, fields_of<sources::BankAccountHash>(), param.value, Path{nullptr, "bank_account"},
                       Source::parameters));
    TRY(auto account, sources::bank_account_of(tx, hash));
    return token_with(tx, std::move(account));
}

Result<Reply> create(Tx& tx, CreateParams params) {
    if (tx.caller().publishable && params.customer)
        return refuse("parameter_unknown", "customer", "Received unknown parameter: customer");
    TRY(auto token, token_from(tx, params));
    tx.insert(token);
    return reply_with(token);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto token, find_in_path<Token>(tx, id));
    return reply_with(token);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/tokens", Access::browser),
    api::get<retrieve>("/v1/tokens/:id", Access::browser),
};

// tok_visa_chargeDeclined and btok_us_verified_noAccount.
Result<Instrument> minted(Tx& tx, std::string const& id, std::string const& param) {
    if (id.starts_with("tok_")) {
        if (auto credential = methods::test_card(tx, std::string_view(id).substr(4)))
            return sources::card_with(tx, *credential);
        if (id.starts_with("tok_card") || id.starts_with("tok_visa") || id.starts_with("tok_mastercard"))
            return refuse("", param,
                          "There is a part of the token that is not valid: '" + id.substr(id.rfind('_') + 1) + "'.");
    } else if (id.starts_with("btok_us")) {
        auto behaviour = id == "btok_us" || id == "btok_us_verified" ? "success" : id.substr(id.rfind('_') + 1);
        if (auto credential = methods::test_bank_account(tx, behaviour)) {
            credential->verified = id.starts_with("btok_us_verified");
            auto account = sources::bank_account_with(tx, *credential);
            account.account_holder_name = "Jane Austen";
            account.account_holder_type = "individual";
            return account;
        }
    }
    return no_such("token", id, param);
}

constexpr auto kExpandable = expandable_of<Token>({
    {"bank_account", "bank_account"},
    {"card", "card"},
});

}  // namespace

Result<Instrument> spend(Tx& tx, std::string const& id, std::string const& param) {
    auto token = tx.find<Token>(id);
    if (!token) return minted(tx, id, param);
    if (!token->card && !token->bank_account) return refuse("", param, "Invalid token id: " + id);
    if (token->used)
        return refuse("token_already_used", param, "You cannot use a Stripe token more than once: " + id + ".");
    token->used = true;
    tx.update(*token);
    if (token->card) {
        auto card = *token->card;
        card.credential = *token->card_credential.value;
        return card;
    }
    auto account = *token->bank_account;
    account.credential = *token->bank_credential.value;
    return account;
}

Result<Card> spend_card(Tx& tx, std::string const& id, std::string const& param) {
    TRY(auto instrument, spend(tx, id, param));
    if (auto* card = std::get_if<Card>(&instrument)) return std::move(*card);
    return refuse("", param, "The token " + id + " is for a bank account, but a card is needed here.");
}

ResourceType const kResource{.object = "token",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .shown_publicly = {.part = fields_of<Token>},
                             .shape = fields_of<Token>};

}  // namespace bursar::tokens
