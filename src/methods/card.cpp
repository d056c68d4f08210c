#include "methods/card.hpp"

#include <algorithm>

#include "acquirers/test_cards.hpp"
#include "api/errors.hpp"

namespace bursar::methods {

using acquirers::Decline;

namespace {

std::unexpected<Refusal> refuse_card(std::string code, std::string param, std::string message) {
    auto no = refuse_as(402, std::move(code), std::move(param), std::move(message));
    no.error().type = "card_error";
    return no;
}

std::string brand_of(std::string_view number) {
    auto starts = [&](std::string_view prefix) { return number.starts_with(prefix); };
    auto first = [&](std::size_t n) { return number.size() < n ? 0 : std::stoi(std::string(number.substr(0, n))); };
    if (starts("34") || starts("37")) return "amex";
    if (starts("6011") || starts("65") || (first(3) >= 644 && first(3) <= 649)) return "discover";
    if (starts("30") || starts("36") || starts("38") || starts("39")) return "diners";
    if (starts("35")) return "jcb";
    if (starts("62") || starts("81")) return "unionpay";
    if (starts("4")) return "visa";
    if ((first(2) >= 51 && first(2) <= 55) || (first(4) >= 2221 && first(4) <= 2720)) return "mastercard";
    return "unknown";
}

Result<std::string> read_number(std::string const& text, std::string const&) {
    std::string digits;
    for (char c : text)
        if (c != ' ' && c != '-') digits.push_back(c);
    bool numeric = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!numeric || digits.size() < 12 || digits.size() > 19)
        return refuse_card(numeric && digits.size() >= 12 ? "incorrect_number" : "invalid_number", "number",
                           numeric && digits.size() >= 12 ? "Your card number is incorrect."
                                                          : "The card number is not a valid credit card number.");
    if (!acquirers::is_luhn_valid(digits))
        return refuse_card("incorrect_number", "number", "Your card number is incorrect.");
    return digits;
}

// Today, or for a caller pinned to an older version the day of that version.
Date reference_day(api::Tx const& tx) {
    auto today = date_of(tx.now());
    if (!tx.version().is_before(api::kNewestVersion.substr(0, 10))) return today;
    auto date = tx.version().date();
    Date then{std::stoi(std::string(date.substr(0, 4))), std::stoi(std::string(date.substr(5, 2))), 1};
    return std::pair(then.year, then.month) < std::pair(today.year, today.month) ? then : today;
}

bool is_past(Date day, std::int64_t year, std::int64_t month) {
    return std::pair<std::int64_t, std::int64_t>(year, month) <
           std::pair<std::int64_t, std::int64_t>(day.year, day.month);
}

Card stored_card(api::Tx& tx, std::string digits) {
    Card card{.brand = brand_of(digits), .country = std::string(acquirers::country_of(digits))};
    auto const* known = acquirers::test_card(digits);
    card.funding = known ? known->funding : "credit";
    card.last4 = digits.substr(digits.size() - 4);
    card.fingerprint = tx.fingerprint(digits);
    vault::SecretNumber secret(std::move(digits));
    card.record = static_cast<std::int64_t>(vault::put(tx.session(), tx.environment().vault_keys, secret));
    return card;
}

}  // namespace

Result<Card> read_card(api::Tx& tx, CardParams const& params, std::string const& prefix) {
    auto named = [&](std::string_view leaf) { return prefix + "[" + std::string(leaf) + "]"; };
    // Those who try out stolen cards use publishable keys, which every shop shows (reference/browser.md: Card data).
    if (tx.livemode() && tx.caller().publishable && !tx.caller().from_own_pages && !tx.environment().raw_card_data)
        return refuse(
            "", "",
            "This integration surface is unsupported for publishable key tokenization. Card data must be typed "
            "into the frames of this server; its operator can allow more with --raw-card-data.");
    if (!params.number) return refuse_missing(named("number"));
    if (!params.exp_month) return refuse_missing(named("exp_month"));
    if (!params.exp_year) return refuse_missing(named("exp_year"));
    TRY(auto digits, read_number(*params.number, prefix));
    auto month = *params.exp_month;
    auto year = *params.exp_year < 100 ? *params.exp_year + 2000 : *params.exp_year;
    auto day = reference_day(tx);
    if (month < 1 || month > 12)
        return refuse_card("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
    if (is_past(day, year, 12) || year > day.year + 50)
        return refuse_card("invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.");
    if (is_past(day, year, month))
        return refuse_card("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
    if (params.cvc) {
        bool good = (params.cvc->size() == 3 || params.cvc->size() == 4) &&
                    std::ranges::all_of(*params.cvc, [](char c) { return c >= '0' && c <= '9'; });
        if (!good) return refuse_card("invalid_cvc", "cvc", "Your card's security code is invalid.");
    }
    auto card = stored_card(tx, std::move(digits));
    card.exp_month = month;
    card.exp_year = year;
    card.cvc_given = params.cvc.has_value();
    return card;
}

std::optional<Card> test_card(api::Tx& tx, std::string_view suffix) {
    auto const* known = acquirers::test_card_of_suffix(suffix);
    if (!known || tx.livemode()) return std::nullopt;
    auto card = stored_card(tx, std::string(known->number));
    auto today = date_of(tx.now());
    card.exp_month = today.month;
    card.exp_year = today.year + 1;
    card.cvc_given = true;
    return card;
}

Card cloned(api::Tx& tx, Card const& card) {
    Card copy = card;
    copy.record = static_cast<std::int64_t>(
        vault::clone(tx.session(), tx.environment().vault_keys, static_cast<Seq>(card.record)));
    return copy;
}

bool has_expired(api::Tx const& tx, Card const& card) {
    return is_past(reference_day(tx), card.exp_year, card.exp_month);
}

acquirers::CardAnswer authorize(api::Tx& tx, Card const& card, acquirers::CardAttempt attempt) {
    acquirers::CardAnswer answer;
    if (tx.livemode()) {  // nobody settles live payments yet, and the simulator must not seem to
        answer.verdict = acquirers::Verdict::declined;
        answer.decline = acquirers::decline_named("no_acquirer");
        vault::use(tx.session(), tx.environment().vault_keys, static_cast<Seq>(card.record),
                   [&](vault::SecretNumber const& number) {
                       if (acquirers::test_card(number.reveal()))
                           answer.decline = acquirers::decline_named("live_mode_test_card");
                   });
        return answer;
    }
    attempt.exp_month = static_cast<int>(card.exp_month);
    attempt.exp_year = static_cast<int>(card.exp_year);
    attempt.cvc_given = attempt.cvc_given || card.cvc_given;
    vault::use(tx.session(), tx.environment().vault_keys, static_cast<Seq>(card.record),
               [&](vault::SecretNumber const& number) {
                   attempt.number = number.reveal();
                   answer = acquirers::simulator().authorize(attempt);
               });
    if (answer.verdict != acquirers::Verdict::declined && has_expired(tx, card)) {
        answer.verdict = acquirers::Verdict::declined;
        answer.decline = acquirers::decline_named("expired_by_date");
    }
    return answer;
}

acquirers::PayoutAnswer pay_out(api::Tx& tx, Card const& card) {
    acquirers::PayoutAnswer answer;
    vault::use(tx.session(), tx.environment().vault_keys, static_cast<Seq>(card.record),
               [&](vault::SecretNumber const& number) { answer = acquirers::simulator().pay_out(number.reveal()); });
    return answer;
}

std::string legacy_brand(std::string const& brand) {
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"visa", "Visa"},         {"mastercard", "MasterCard"}, {"amex", "American Express"},
        {"discover", "Discover"}, {"diners", "Diners Club"},    {"jcb", "JCB"},
        {"unionpay", "UnionPay"}};
    for (auto const& [ours, theirs] : kNames)
        if (ours == brand) return std::string(theirs);
    return "Unknown";
}

std::vector<std::string> networks_of(Card const& card) {
    if (card.last4 == "1001" && card.country == "FR") return {"cartes_bancaires", card.brand};
    if (card.country == "AU" && card.funding == "debit") return {"eftpos_au", card.brand};
    return {card.brand};
}

json::object decline_error(Decline const& decline) {
    json::object error{{"type", "card_error"}, {"code", decline.code}, {"message", decline.message}};
    if (!decline.before_charge) error["doc_url"] = api::doc_url(decline.code);
    auto set = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) error[name] = value;
    };
    set("decline_code", decline.decline_code);
    set("advice_code", decline.advice_code);
    set("network_decline_code", decline.network_decline_code);
    set("network_advice_code", decline.network_advice_code);
    set("param", decline.param);
    return error;
}

Refusal refusal_of(Decline const& decline) {
    Refusal refusal{.status = 402,
                    .type = "card_error",
                    .code = std::string(decline.code),
                    .message = std::string(decline.message)};
    refusal.has_param = true;
    refusal.param = decline.param;
    refusal.decline_code = decline.decline_code;
    refusal.advice_code = decline.advice_code;
    refusal.network_decline_code = decline.network_decline_code;
    return refusal;
}

}  // namespace bursar::methods
