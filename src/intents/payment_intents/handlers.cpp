#include <algorithm>

#include "api/page.hpp"
#include "api/search.hpp"
#include "base/currency.hpp"
#include "base/overlay.hpp"
#include "events/events/event.hpp"
#include "instruments/confirmation_tokens/confirmation_token.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/charges/charge.hpp"
#include "money/payments/payment.hpp"

namespace bursar::payment_intents {

using namespace api;
using intents::begun;

namespace {

constexpr std::string_view kOpen = "requires_payment_method, requires_confirmation, requires_action";

// ---- which parameters a route takes ----

using Creating = Without<Params, "amount_to_confirm", "client_secret", "expected_payment_method_type">;
using Updating =
    Without<Params, "automatic_payment_methods", "confirm", "confirmation_method", "confirmation_token",
            "error_on_requires_action", "mandate", "mandate_data", "off_session", "on_behalf_of", "radar_options",
            "return_url", "use_stripe_sdk", "amount_to_confirm", "client_secret", "expected_payment_method_type">;
using Confirming =
    Only<Params, "allowed_payment_method_types", "amount_details", "amount_to_confirm", "capture_method",
         "client_secret", "confirmation_token", "error_on_requires_action", "excluded_payment_method_types",
         "expected_payment_method_type", "hooks", "mandate", "mandate_data", "off_session", "payment_details",
         "payment_method", "payment_method_data", "payment_method_options", "payment_method_types", "radar_options",
         "receipt_email", "return_url", "setup_future_usage", "shipping", "source", "use_stripe_sdk">;
using ConfirmingInBrowser =
    Only<Params, "client_secret", "expected_payment_method_type", "mandate_data", "payment_method",
         "payment_method_data", "payment_method_options", "receipt_email", "return_url", "setup_future_usage",
         "shipping", "source", "use_stripe_sdk", "radar_options", "amount_to_confirm">;

// ---- create ----

using Plain =
    Only<Params, "application_fee_amount", "capture_method", "description", "metadata", "receipt_email",
         "setup_future_usage", "shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_group">;

Result<void> apply_customer(Tx& tx, PaymentIntent& intent, Params const& p) {
    if (!p.customer.given) return {};
    if (intent.customer)  // the same one, too: observed
        return refuse("", "customer",
                      "You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a "
                      "payment with a different Customer, cancel this PaymentIntent and create a new one.");
    if (p.customer) TRY_DO(customers::usable_in_param(tx, *p.customer));
    intent.customer = p.customer.value;
    return {};
}

// Gives the PaymentMethod that it read, if any.
Result<std::optional<payment_methods::PaymentMethod>> apply_method(Tx& tx, PaymentIntent& intent, Params const& p) {
    std::optional<payment_methods::PaymentMethod> method;
    if (p.payment_method_data) {
        TRY(method, payment_methods::make(tx, *p.payment_method_data, "payment_method_data"));
    } else if (p.payment_method) {
        TRY(method, payment_methods::in_param(tx, *p.payment_method));
    } else if (p.source) {
        TRY(method, payment_methods::in_param(tx, *p.source, "source"));
        intent.source = method->id;
    }
    if (method) {
        TRY_DO(intents::check_method(*method, intent.payment_method_types, intent.customer, "PaymentIntent"));
        intent.payment_method = method->id;
        intent.status.take(Step::give_method);
    } else if (p.payment_method.cleared()) {
        intent.payment_method.reset();
        intent.status.take(Step::take_method);
    }
    return method;
}

}  // namespace

Result<Outcome> create(Tx& tx, Params p) {
    if (!p.amount) return refuse_missing("amount");
    if (!p.currency) return refuse_missing("currency");
    TRY(auto currency, read_currency(*p.currency));
    TRY_DO(payments::check_amount(*p.amount, currency));
    bool confirmed = p.confirm.value_or(false);
    if (p.mandate_data && !confirmed)
        return refuse("payment_intent_invalid_parameter", "mandate_data",
                      "The parameter `mandate_data` cannot be passed when creating a PaymentIntent unless `confirm` is "
                      "set to true.");

    PaymentIntent intent{.id = tx.fresh_id("pi", '3')};
    intent.amount = *p.amount;
    intent.application = tx.application();
    intent.client_secret = intent.id + "_secret_" + tx.letters(25);
    intent.created = tx.now();
    intent.currency = currency;
    intent.livemode = tx.livemode();
    intent.capture_method = tx.version().is_before("2024-04-10") ? "automatic" : "automatic_async";
    bool automatic = (p.automatic_payment_methods && p.automatic_payment_methods->enabled) ||
                     (!tx.version().is_before("2023-08-16") && !p.automatic_payment_methods &&
                      p.payment_method_types.empty() && p.allowed_payment_method_types.empty());
    if (p.confirmation_method && automatic)
        return refuse_together("automatic_payment_methods", "automatic_payment_methods, confirmation_method");
    if (p.confirmation_method) intent.confirmation_method = p.confirmation_method->text;
    TRY(auto types,
        intents::choose_types(
            tx, {"PaymentIntent", p.automatic_payment_methods, p.payment_method_types, p.allowed_payment_method_types,
                 p.excluded_payment_method_types.value.value_or(std::vector<std::string>{}), currency,
                 p.payment_method_configuration}));
    intent.automatic_payment_methods = types.automatic;
    intent.payment_method_configuration_details = types.configuration;
    intent.payment_method_types = types.types;
    intent.allowed_payment_method_types = types.allowed;
    intent.excluded_payment_method_types = types.excluded;
    intent.payment_method_options.value = intents::default_options(types.types, true);
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    overlay(Plain{}, p, intent);
    if (p.save_payment_method.value_or(false) && !intent.setup_future_usage) intent.setup_future_usage = "off_session";
    if (p.transfer_data) {
        if (!p.transfer_data->destination) return refuse_missing("transfer_data[destination]");
        intent.transfer_data =
            TransferData{std::optional<std::int64_t>(p.transfer_data->amount), *p.transfer_data->destination};
    }
    intent.on_behalf_of = p.on_behalf_of;
    TRY_DO(payments::check_split(tx, split_of(intent), "PaymentIntent"));
    TRY_DO(apply_customer(tx, intent, p));
    TRY(auto method, apply_method(tx, intent, p));
    tx.insert(intent);
    tell(tx, "payment_intent.created", intent);
    if (!confirmed) return Outcome{std::move(intent)};
    p.payment_method_data.reset();  // it has become the intent's payment method
    if (intent.payment_method) p.payment_method = {};
    p.payment_method_options.reset();
    return confirm(tx, std::move(intent), p, std::move(method));
}

namespace {

Result<Reply> create_call(Tx& tx, Call const& call) {
    auto params = call.params;
    TRY(auto token, confirmation_tokens::taken_from(tx, params));
    TRY(auto p, read_part(Creating{}, params, tx.version().date()));
    if (token && !p.confirm.value_or(false))
        return refuse("", "confirmation_token",
                      "You can only provide `confirmation_token` when creating a PaymentIntent with `confirm=true`.");
    if (token) TRY_DO(confirmation_tokens::fill(*token, p));
    TRY(auto outcome, begun(create(tx, std::move(p))));
    if (token) confirmation_tokens::use_up(tx, std::move(*token), outcome.intent.id);
    return reply_with(outcome);
}

// ---- update ----

std::unexpected<Refusal> refuse_late(PaymentIntent const& intent, std::string const& field) {
    auto no =
        refuse_state(intent, "This PaymentIntent's " + field + " could not be updated because it has a status of " +
                                 intent.status.word() + ". You may only update the " + field +
                                 " of a PaymentIntent with one of the following statuses: " + std::string(kOpen) + ".");
    no.error().has_param = true;
    no.error().param = field;
    return no;
}

Result<void> check_not_late(PaymentIntent const& intent, json::object const& params) {
    if (intent.status.can(Step::give_method)) return {};
    using Always = Only<Params, "description", "metadata", "receipt_email", "transfer_group", "shipping",
                        "payment_details", "statement_descriptor", "statement_descriptor_suffix">;
    for (auto const& [name, value] : params) {
        if (Always::has(name)) continue;
        if (name == "application_fee_amount" && intent.status == Status::succeeded)
            return refuse("", "application_fee_amount",
                          "The parameter application_fee_amount cannot be updated on a PaymentIntent after a capture "
                          "has already been made.");
        return refuse_late(intent, std::string(name));
    }
    return {};
}

}  // namespace

Result<PaymentIntent> update(Tx& tx, PaymentIntent intent, Params const& p) {
    intent.last_payment_error.reset();  // "cleared if the PaymentIntent is later updated for any reason" (types)
    if (p.currency) {
        TRY(intent.currency, read_currency(*p.currency));
    }
    if (p.amount) intent.amount = *p.amount;
    if (p.amount || p.currency) TRY_DO(payments::check_amount(intent.amount, intent.currency));
    overlay(Plain{}, p, intent);
    if (!p.payment_method_types.empty() || !p.allowed_payment_method_types.empty()) {
        TRY(auto types,
            intents::choose_types(
                tx,
                {"PaymentIntent", {}, p.payment_method_types, p.allowed_payment_method_types, {}, intent.currency}));
        intent.payment_method_types = types.types;
        intent.allowed_payment_method_types = types.allowed;
        if (!p.payment_method_types.empty()) {
            intent.automatic_payment_methods.reset();
            intent.payment_method_configuration_details.reset();
        }
    }
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    if (p.transfer_data) {
        if (p.transfer_data->destination &&
            (!intent.transfer_data || intent.transfer_data->destination != *p.transfer_data->destination))
            return refuse("parameter_unknown", "transfer_data[destination]",
                          "Received unknown parameter: transfer_data[destination]");
        if (intent.transfer_data) intent.transfer_data->amount = std::optional<std::int64_t>(p.transfer_data->amount);
    }
    TRY_DO(payments::check_split(tx, split_of(intent), "PaymentIntent"));
    TRY_DO(apply_customer(tx, intent, p));
    TRY_DO(apply_method(tx, intent, p));
    save(tx, intent);
    return intent;
}

namespace {

Result<Reply> update_call(Tx& tx, Call const& call) {
    TRY(auto intent, find_in_path<PaymentIntent>(tx, call.path.at(0)));
    TRY(auto p, read_part(Updating{}, call.params, tx.version().date()));
    TRY_DO(begun(check_not_late(intent, call.params)));
    TRY(intent, begun(update(tx, std::move(intent), p)));
    return api::reply_with(intent);
}

// ---- confirm, capture, cancel ----

Result<Reply> confirm_call(Tx& tx, Call const& call) {
    bool browser = tx.caller().publishable;
    auto params = intents::without_telemetry(call.params);
    TRY(auto token, confirmation_tokens::taken_from(tx, params));
    TRY(auto p, browser ? read_part(ConfirmingInBrowser{}, params, tx.version().date())
                        : read_part(Confirming{}, params, tx.version().date()));
    if (token) TRY_DO(confirmation_tokens::fill(*token, p));
    TRY(auto intent, find_in_path<PaymentIntent>(tx, call.path.at(0)));
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "PaymentIntent"));
    TRY_DO(begun(check_not_of_checkout(intent, "confirm")));
    if (!p.payment_method_types.empty()) {
        TRY(auto types,
            intents::choose_types(tx, {"PaymentIntent", {}, p.payment_method_types, {}, {}, intent.currency}));
        intent.payment_method_types = types.types;
    }
    TRY(auto outcome, begun(confirm(tx, std::move(intent), p)));
    if (token) confirmation_tokens::use_up(tx, std::move(*token), outcome.intent.id);
    return reply_with(outcome);
}

Result<Reply> verify_call(Tx& tx, std::string id, intents::MicrodepositParams p) {
    TRY(auto intent, find_in_path<PaymentIntent>(tx, id));
    TRY(auto wrong, verify(tx, intent, p));
    return wrong ? Reply{400, error_body(*wrong)} : api::reply_with(intent);
}

// ---- reading ----

struct RetrieveParams {
    std::optional<std::string> client_secret;
};
FIELDS(RetrieveParams, client_secret);

Result<Reply> retrieve(Tx& tx, std::string id, RetrieveParams p) {
    if (!tx.caller().publishable && !p.client_secret) {
        auto object = tx.own(id);
        if (!object || !Tx::is_a(*object, "payment_intent")) return no_such("payment_intent", id, "intent", 404);
        return Reply{200, std::move(object->document)};
    }
    if (tx.caller().publishable && !p.client_secret) return refuse_missing("client_secret");
    TRY(auto intent, find_in_path<PaymentIntent>(tx, id));
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "PaymentIntent"));
    return api::reply_with(intent);
}

struct ListParams {
    std::optional<std::string> customer;
    Unsupported<std::string> customer_account;
};
FIELDS(ListParams, customer, customer_account);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "payment_intent", .noun = "payment_intent", .url = "/v1/payment_intents"};
    if (p.customer) {
        if (!tx.find_even_gone<customers::Customer>(*p.customer)) return no_such("customer", *p.customer, "customer");
        query.filter = "customer";
        query.value = *p.customer;
    }
    return list_reply(tx, page, query);
}

constexpr SearchField kSearchFields[] = {{"amount", SearchType::number},  {"created", SearchType::number},
                                         {"currency", SearchType::token}, {"customer", SearchType::token},
                                         {"metadata", SearchType::token}, {"status", SearchType::token}};
Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"payment_intent", "payment_intents", kSearchFields});
}

constexpr Route kRoutes[] = {
    post<create_call, Creating>("/v1/payment_intents"),
    api::list<list>("/v1/payment_intents"),
    api::get<search>("/v1/payment_intents/search"),
    api::get<retrieve>("/v1/payment_intents/:id", Access::browser),
    post<update_call, Updating>("/v1/payment_intents/:id"),
    post<confirm_call, Confirming, intents::Telemetry>("/v1/payment_intents/:id/confirm", Access::browser),
    post<verify_call>("/v1/payment_intents/:id/verify_microdeposits", Access::browser),
};
// Complete (reference/conventions.md: Publishable keys).
using Public =
    Only<PaymentIntent, "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
         "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created", "currency",
         "description", "last_payment_error", "livemode", "next_action", "payment_method",
         "payment_method_configuration_details", "payment_method_options", "payment_method_types", "processing",
         "receipt_email", "setup_future_usage", "shipping", "source", "status">;
constexpr auto kExpandable = expandable_of<PaymentIntent>({
    {.path = "amount_details.line_items", .to = "payment_intent_amount_details_line_item", .listed = true},
    {"application", "application"},
    {.path = "charges", .to = "charge", .listed = true, .before = "2022-11-15"},
    {"customer", "customer"},
    {.path = "invoice", .to = "invoice", .before = "2025-03-31"},
    {"last_payment_error.payment_intent", "payment_intent"},
    {"last_payment_error.payment_method", "payment_method"},
    {"last_payment_error.setup_intent", "setup_intent"},
    {"last_payment_error.source", "account bank_account card source"},
    {"latest_charge", "charge"},
    {"on_behalf_of", "account"},
    {"payment_method", "payment_method"},
    {.path = "hooks", .render = render_nothing},
    {.path = "payment_details", .render = render_nothing},
    {.path = "presentment_details", .render = render_nothing},
    {"payment_record", "payment_record"},
    {"review", "review"},
    {"source", "account bank_account card source"},
    {"transfer_data.destination", "account"},
});
constexpr JobKind kJobs[] = {
    {"payment_intent.debit", end_debit}, {"payment_intent.expire", expire}, {"payment_intent.notified", notified}};

}  // namespace

ResourceType const kResource{.object = "payment_intent",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .jobs = kJobs,
                             .versions = kVersions,
                             .shown_publicly = {.part = fields_of<Public>, .trim = intents::options_for_clients},
                             .shape = fields_of<PaymentIntent>};

}  // namespace bursar::payment_intents
