// Tokens of what identifies a business or a person (reference/connect.md: Identity tokens): told by a browser, so that
// the platform's server does not see it.
#include <algorithm>

#include "instruments/tokens/identity.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::tokens {

using namespace api;

namespace {

struct AccountHash {
    std::optional<Choice<"company", "government_entity", "individual", "non_profit">> business_type;
    std::optional<Patch<Business>> company;
    std::optional<Patch<Person>> individual;
    std::optional<bool> tos_shown_and_accepted;
};
FIELDS(AccountHash, business_type, company, individual, tos_shown_and_accepted);

struct PiiHash {
    std::optional<std::string> id_number;
};
FIELDS(PiiHash, id_number);

struct CvcHash {
    std::string cvc;
};
FIELDS(CvcHash, cvc);

// Of the numbers that identify one, only that they were given is kept.
json::value without_numbers(json::value const& from) {
    static constexpr std::string_view kNumbers[] = {"id_number", "id_number_secondary", "ssn_last_4",
                                                    "tax_id",    "registration_number", "vat_id"};
    auto const* hash = from.if_object();
    if (!hash) return from;
    json::object out;
    for (auto const& [name, value] : *hash) {
        bool number = std::ranges::find(kNumbers, std::string_view(name)) != std::end(kNumbers);
        out[name] =
            number && value.is_string() && !value.as_string().empty() ? json::value("given") : without_numbers(value);
    }
    return out;
}

}  // namespace

Result<Token> details_token(Tx& tx, std::string_view type, json::value const& given) {
    static constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
        {"account", "ct"}, {"cvc_update", "cvctok"}, {"person", "cpt"}, {"pii", "pii"}};
    auto prefix = std::ranges::find(kPrefixes, type, &std::pair<std::string_view, std::string_view>::first)->second;
    auto token = blank(tx, prefix);
    token.type = std::string(type);
    auto check = [&]<class Hash>(Hash hash) {
        return read_fields(&hash, fields_of<Hash>(), given, Path{nullptr, type}, Source::parameters);
    };
    if (type == "account") TRY_DO(check(AccountHash{}));
    if (type == "pii") TRY_DO(check(PiiHash{}));
    if (type == "cvc_update") {
        CvcHash hash;
        TRY_DO(read_fields(&hash, fields_of<CvcHash>(), given, Path{nullptr, type}, Source::parameters));
        bool digits = std::ranges::all_of(hash.cvc, [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || hash.cvc.size() < 3 || hash.cvc.size() > 4) {
            auto no = refuse_as(402, "invalid_cvc", "cvc", "Your card's security code is invalid.");
            no.error().type = "card_error";
            return no;
        }
        return token;  // the code itself is never stored
    }
    if (type == "person") TRY_DO(check(Person{}));
    token.details = Raw{without_numbers(given)};
    return token;
}

Result<Details> spend_details(Tx& tx, std::string const& id, std::string_view type, std::string const& param) {
    Tx platform = tx.at_platform();
    auto token = platform.find<Token>(id);
    if (!token || token->type != type) return no_such("token", id, param);
    if (token->used)
        return refuse("token_already_used", param, "You cannot use a Stripe token more than once: " + id + ".");
    token->used = true;
    platform.update(*token);
    return Details{token->details->value.as_object(), token->client_ip.value_or("")};
}

}  // namespace bursar::tokens
