#include "instruments/payment_methods/payment_method.hpp"

#include "events/events/event.hpp"
#include "instruments/financial_connections/account.hpp"
#include "instruments/sources/source.hpp"

namespace bursar::payment_methods {

using namespace api;

namespace {

PaymentMethod blank(Tx& tx, std::string type) {
    auto method = tx.fresh<PaymentMethod>();
    method.type = std::move(type);
    return method;
}

Card shown_card(methods::Card const& credential) {
    Card card{.brand = credential.brand,
              .checks = {},
              .country = credential.country,
              .display_brand = credential.brand,
              .exp_month = credential.exp_month,
              .exp_year = credential.exp_year,
              .fingerprint = credential.fingerprint,
              .funding = credential.funding,
              .generated_from = {},
              .last4 = credential.last4,
              .networks = {methods::networks_of(credential), {}},
              .wallet = {}};
    if (credential.cvc_given) card.checks.cvc_check = "unchecked";
    return card;
}

UsBankAccount shown_account(methods::BankAccount const& credential) {
    return {.account_holder_type = "individual",
            .account_type = "checking",
            .bank_name = credential.bank_name,
            .financial_connections_account = {},
            .fingerprint = credential.fingerprint,
            .last4 = credential.last4,
            .networks = {},
            .routing_number = credential.routing_number};
}

void put_card(PaymentMethod& method, methods::Card const& credential) {
    method.card_credential = credential;
    method.card = shown_card(credential);
}

void put_account(PaymentMethod& method, methods::BankAccount const& credential) {
    method.bank_credential = credential;
    method.us_bank_account = shown_account(credential);
}

void address_is_unchecked(PaymentMethod& method) {
    if (!method.card) return;
    auto const& address = method.billing_details.address;
    auto mark = [](std::optional<std::string>& check, bool given) {
        if (given && !check) check = "unchecked";
    };
    mark(method.card->checks.address_line1_check, address.line1.has_value());
    mark(method.card->checks.address_postal_code_check, address.postal_code.has_value());
}

// pm_card_visa and pm_usBankAccount_success: a new one each time.
std::optional<PaymentMethod> minted(Tx& tx, std::string_view id) {
    if (id.starts_with("pm_card_")) {
        auto credential = methods::test_card(tx, id.substr(8));
        if (!credential) return std::nullopt;
        auto method = blank(tx, "card");
        put_card(method, *credential);
        method.card->checks.cvc_check.reset();  // no security code is known of it until an issuer has been asked
        tx.insert(method);
        return method;
    }
    if (!id.starts_with("pm_usBankAccount")) return std::nullopt;
    auto behaviour = id.size() > 17 ? id.substr(17) : std::string_view("success");
    auto credential = methods::test_bank_account(tx, behaviour);
    if (!credential) return std::nullopt;
    credential->verified = behaviour != "failMicrodeposits";
    auto method = blank(tx, "us_bank_account");
    method.billing_details.name = "Jane Doe";
    put_account(method, *credential);
    tx.insert(method);
    return method;
}

// card_ and src_ of a customer read as PaymentMethods that keep their ids (reference/instruments.md: Legacy ids).
PaymentMethod view_of(std::string id, methods::Card const& credential, std::optional<std::string> customer,
                      bool livemode) {
    PaymentMethod method{.id = std::move(id)};
    method.livemode = livemode;
    method.customer = std::move(customer);
    put_card(method, credential);
    method.life = std::string(method.customer ? "attached" : "fresh");
    return method;
}

// Also of one that is deleted or consumed: then it is dead.
std::optional<PaymentMethod> legacy_view(Tx& tx, std::string_view id) {
    if (auto card = tx.find_even_gone<sources::Card>(id)) {
        auto method = view_of(card->id, card->credential, card->customer.value, tx.livemode());
        method.billing_details.name = card->name;
        method.billing_details.address = {card->address_city,  card->address_country, card->address_line1,
                                          card->address_line2, card->address_zip,     card->address_state};
        method.card->checks = {card->address_line1_check, card->address_zip_check, card->cvc_check};
        // Unknown: what the reference says of a seller's debit card here. It is there to be paid out to.
        if (card->deleted.value || !card->customer) method.life = std::string("detached");
        return method;
    }
    if (auto source = tx.find<sources::Source>(id)) {
        auto method = view_of(source->id, source->credential, source->customer.value, tx.livemode());
        method.created = source->created;
        if (source->status != sources::Status::chargeable) method.life = std::string("consumed");
        return method;
    }
    return std::nullopt;
}

}  // namespace

Result<PaymentMethod> make(Tx& tx, NewPaymentMethod const& params, std::string const& prefix) {
    auto named = [&](std::string_view leaf) {
        return prefix.empty() ? std::string(leaf) : prefix + "[" + std::string(leaf) + "]";
    };
    if (!params.type) return refuse_missing(named("type"));
    auto const& type = *params.type;
    if (type != "card" && type != "us_bank_account")
        return refuse(
            "payment_method_not_available", named("type"),
            "Bursar does not support PaymentMethods of type " + type + " yet. It supports card and us_bank_account.");
    auto method = blank(tx, type);
    if (params.billing_details) params.billing_details->apply_to(method.billing_details);
    if (type == "card") {
        if (!params.card) return refuse_missing(named("card"));
        if (params.card->token) {
            TRY(auto card, tokens::spend_card(tx, *params.card->token, named("card") + "[token]"));
            put_card(method, card.credential);
            if (card.name && !method.billing_details.name) method.billing_details.name = card.name;
            auto& address = method.billing_details.address;
            if (!params.billing_details || !params.billing_details->address)
                address = {card.address_city,  card.address_country, card.address_line1,
                           card.address_line2, card.address_zip,     card.address_state};
        } else {
            TRY(auto card,
                methods::read_card(
                    tx, {params.card->number, params.card->exp_month, params.card->exp_year, params.card->cvc},
                    named("card")));
            put_card(method, card);
        }
        address_is_unchecked(method);
    } else {
        if (!params.us_bank_account) return refuse_missing(named("us_bank_account"));
        auto const& hash = *params.us_bank_account;
        if (hash.financial_connections_account) {
            auto param = named("us_bank_account") + "[financial_connections_account]";
            TRY(auto linked, financial_connections::credential_of(tx, *hash.financial_connections_account, param));
            put_account(method, linked);
            method.us_bank_account->financial_connections_account = hash.financial_connections_account;
        } else {
            if (!hash.account_number) return refuse_missing(named("us_bank_account") + "[account_number]");
            if (!hash.routing_number) return refuse_missing(named("us_bank_account") + "[routing_number]");
            TRY(auto account,
                methods::read_bank_account(tx, *hash.account_number, *hash.routing_number, named("us_bank_account")));
            put_account(method, account);
        }
        if (hash.account_holder_type) method.us_bank_account->account_holder_type = hash.account_holder_type->text;
        if (hash.account_type) method.us_bank_account->account_type = hash.account_type->text;
    }
    if (params.allow_redisplay) method.allow_redisplay = params.allow_redisplay->text;
    params.metadata.apply_to(method.metadata);
    tx.insert(method);
    return method;
}

Result<PaymentMethod> in_param(Tx& tx, std::string const& id, std::string const& param, int status) {
    if (auto found = tx.find<PaymentMethod>(id)) return std::move(*found);
    if (auto fresh = minted(tx, id)) return std::move(*fresh);
    if (auto view = legacy_view(tx, id); view && !view->is_dead()) return std::move(*view);
    return no_such_payment_method(tx, id, param, status);
}

PaymentMethod of_attempt(Tx& tx, std::string const& id) {
    auto found = tx.find<PaymentMethod>(id);
    if (!found) found = legacy_view(tx, id);
    MUST(found);
    return std::move(*found);
}

Result<void> check_usable(PaymentMethod const& method) {
    if (!method.is_dead()) return {};
    return refuse("", "",
                  "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, "
                  "shared with a connected account "
                  "without Customer attachment, or was detached from a Customer. It may not be used again. To use a "
                  "PaymentMethod multiple times, you "
                  "must attach it to a Customer first.");
}

void save(Tx& tx, PaymentMethod const& method) {
    if (method.id.starts_with("pm_")) return tx.update(method);
    if (auto card = tx.find<sources::Card>(method.id); card && method.card) {
        card->credential = *method.card_credential.value;
        card->cvc_check = method.card->checks.cvc_check;
        tx.update(*card);
    } else if (auto source = tx.find<sources::Source>(method.id); source && method.card) {
        source->credential = *method.card_credential.value;
        source->card.cvc_check = method.card->checks.cvc_check;
        source->customer = method.customer;
        if (method.is_dead() && source->status.can(sources::Step::consume)) source->status.take(sources::Step::consume);
        tx.update(*source);
    }
}

void consume_if_fresh(Tx& tx, PaymentMethod& method) {
    if (method.is_dead()) return;
    if (!method.customer) method.life = std::string("consumed");
    save(tx, method);
}

void attach(Tx& tx, PaymentMethod& method, std::string const& customer) {
    method.customer = customer;
    method.life = std::string("attached");
    save(tx, method);
    events::emit(tx, "payment_method.attached", method);
}

acquirers::CardAttempt attempt_of(PaymentMethod const& method) {
    auto const& address = method.billing_details.address;
    return {.number = {},
            .postal_code_given = address.postal_code.has_value(),
            .line1_given = address.line1.has_value(),
            .presence = {},
            .currency = {},
            .reference = method.id};
}

void apply_checks(PaymentMethod& method, acquirers::Checks const& checks) {
    if (!method.card) return;
    auto& shown = method.card->checks;
    if (checks.cvc_check) shown.cvc_check = checks.cvc_check;
    if (checks.address_line1_check) shown.address_line1_check = checks.address_line1_check;
    if (checks.address_postal_code_check) shown.address_postal_code_check = checks.address_postal_code_check;
}

Result<void> validate(Tx& tx, PaymentMethod& method) {
    if (!method.card) {
        if (!(*method.bank_credential)->verified)
            return refuse(
                "", "",
                "PaymentMethods of type us_bank_account must be verified before they can be attached to a customer.");
        return {};
    }
    auto attempt = attempt_of(method);
    attempt.purpose = acquirers::Purpose::validate;
    auto answer = methods::authorize(tx, **method.card_credential, attempt);
    if (answer.verdict == acquirers::Verdict::declined) return std::unexpected(methods::refusal_of(*answer.decline));
    apply_checks(method, answer.checks);
    (*method.card_credential)->cvc_given = false;
    return {};
}

}  // namespace bursar::payment_methods
