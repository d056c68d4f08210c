#include <algorithm>

#include "api/page.hpp"
#include "events/events/event.hpp"
#include "instruments/confirmation_tokens/confirmation_token.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/setup_intents/setup_intent.hpp"

namespace bursar::setup_intents {

using namespace api;
using intents::begun;

std::unexpected<Refusal> refuse_state(SetupIntent const& intent, std::string message) {
    auto no = refuse("setup_intent_unexpected_state", "", std::move(message));
    no.error().embedded_name = "setup_intent";
    no.error().embedded_object = document_of(intent);
    return no;
}

Reply reply_with(Outcome const& outcome) {
    if (!outcome.declined) return api::reply_with(outcome.intent);
    auto error = outcome.declined->error;
    error["setup_intent"] = parse_document(document_of(outcome.intent));
    return {402, to_text(json::object{{"error", sorted(error)}})};
}

namespace {

using Creating = Without<Params, "client_secret", "expected_payment_method_type">;
using Updating =
    Only<Params, "attach_to_self", "customer", "customer_account", "description", "excluded_payment_method_types",
         "allowed_payment_method_types", "flow_directions", "metadata", "payment_method",
         "payment_method_configuration", "payment_method_data", "payment_method_options", "payment_method_types">;
using Confirming = Only<Params, "allowed_payment_method_types", "client_secret", "confirmation_token",
                        "expected_payment_method_type", "mandate_data", "payment_method", "payment_method_data",
                        "payment_method_options", "return_url", "use_stripe_sdk">;

Result<void> apply_customer(Tx& tx, SetupIntent& intent, Params const& p) {
    if (p.customer) TRY_DO(customers::usable_in_param(tx, *p.customer));
    if (p.customer.given) intent.customer = p.customer.value;
    if (p.attach_to_self) intent.attach_to_self = *p.attach_to_self;
    if (intent.customer && intent.attach_to_self && *intent.attach_to_self)
        return refuse("", "",
                      "The PaymentMethod cannot be attached to both the customer and to self. In order to attach a "
                      "PaymentMethod to a customer, set `attach_to_self` to false.");
    return {};
}

Result<void> apply_method(Tx& tx, SetupIntent& intent, Params const& p) {
    std::optional<payment_methods::PaymentMethod> method;
    if (p.payment_method_data) {
        TRY(method, payment_methods::make(tx, *p.payment_method_data, "payment_method_data"));
    } else if (p.payment_method) {
        TRY(method, payment_methods::in_param(tx, *p.payment_method));
    }
    if (method) {
        TRY_DO(intents::check_method(*method, intent.payment_method_types, intent.customer, "SetupIntent"));
        intent.payment_method = method->id;
        intent.status.take(Step::give_method);
    } else if (p.payment_method.cleared()) {
        intent.payment_method.reset();
        intent.status.take(Step::take_method);
    }
    return {};
}

}  // namespace

Result<Outcome> create(Tx& tx, Params p) {
    bool confirmed = p.confirm.value_or(false);
    if (p.mandate_data && !confirmed)
        return refuse("setup_intent_invalid_parameter", "mandate_data",
                      "The parameter `mandate_data` cannot be passed when creating a SetupIntent unless `confirm` is "
                      "set to true.");
    auto intent = tx.fresh<SetupIntent>();
    intent.application = tx.application();
    intent.client_secret = intent.id + "_secret_" + tx.letters(31);
    p.description.apply_to(intent.description);
    p.metadata.apply_to(intent.metadata);
    if (p.usage) intent.usage = p.usage->text;
    if (!p.flow_directions.empty()) intent.flow_directions = p.flow_directions;
    if (p.on_behalf_of) {
        auto object = tx.at_platform().own(*p.on_behalf_of);
        if (tx.caller().on_connected() || !object || !Tx::is_a(*object, "account"))
            return no_such("on_behalf_of", *p.on_behalf_of, "on_behalf_of");
        intent.on_behalf_of = p.on_behalf_of;
    }
    TRY(auto types,
        intents::choose_types(
            tx, {"SetupIntent", p.automatic_payment_methods, p.payment_method_types, p.allowed_payment_method_types,
                 p.excluded_payment_method_types.value.value_or(std::vector<std::string>{}), "",
                 p.payment_method_configuration}));
    intent.automatic_payment_methods = types.automatic;
    intent.payment_method_configuration_details = types.configuration;
    intent.payment_method_types = types.types;
    intent.allowed_payment_method_types = types.allowed;
    intent.excluded_payment_method_types = types.excluded;
    intent.payment_method_options.value = intents::default_options(types.types, false);
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    TRY_DO(apply_customer(tx, intent, p));
    tx.insert(intent);
    TRY_DO(apply_method(tx, intent, p));
    tx.update(intent);
    events::emit(tx, "setup_intent.created", intent);
    if (!confirmed) return Outcome{std::move(intent)};
    p.payment_method_data.reset();
    if (intent.payment_method) p.payment_method = {};
    p.payment_method_options.reset();
    return confirm(tx, std::move(intent), p);
}

namespace {

Result<Reply> create_call(Tx& tx, Call const& call) {
    auto params = call.params;
    TRY(auto token, confirmation_tokens::taken_from(tx, params));
    TRY(auto p, read_part(Creating{}, params, tx.version().date()));
    if (token && !p.confirm.value_or(false))
        return refuse("", "confirmation_token",
                      "You can only provide `confirmation_token` when creating a SetupIntent with `confirm=true`.");
    if (token) TRY_DO(confirmation_tokens::fill(*token, p));
    TRY(auto outcome, begun(create(tx, std::move(p))));
    if (token) confirmation_tokens::use_up(tx, std::move(*token), outcome.intent.id);
    return reply_with(outcome);
}

}  // namespace

Result<SetupIntent> update(Tx& tx, SetupIntent intent, Params const& p) {
    p.description.apply_to(intent.description);
    p.metadata.apply_to(intent.metadata);
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    if (!p.payment_method_types.empty()) {
        TRY(auto types, intents::choose_types(tx, {"SetupIntent", {}, p.payment_method_types, {}, {}, ""}));
        intent.payment_method_types = types.types;
    }
    TRY_DO(apply_customer(tx, intent, p));
    TRY_DO(apply_method(tx, intent, p));
    tx.update(intent);
    return intent;
}

namespace {

Result<Reply> update_call(Tx& tx, Call const& call) {
    TRY(auto p, read_part(Updating{}, call.params, tx.version().date()));
    TRY(auto intent, find_in_path<SetupIntent>(tx, call.path.at(0)));
    using Always = Only<Params, "description", "metadata">;
    bool plain = std::ranges::all_of(call.params, [](auto const& pair) { return Always::has(pair.key()); });
    if (!plain && intent.status == Status::succeeded)
        return begun<Reply>(
            refuse_state(intent, "You cannot update this SetupIntent because it has already succeeded."));
    if (!plain && intent.status == Status::canceled)
        return begun<Reply>(refuse_state(intent, "You cannot update this SetupIntent because it has been canceled."));
    TRY(intent, begun(update(tx, std::move(intent), p)));
    return api::reply_with(intent);
}

Result<Reply> confirm_call(Tx& tx, Call const& call) {
    auto params = intents::without_telemetry(call.params);
    TRY(auto token, confirmation_tokens::taken_from(tx, params));
    TRY(auto p, read_part(Confirming{}, params, tx.version().date()));
    if (token) TRY_DO(confirmation_tokens::fill(*token, p));
    TRY(auto intent, find_in_path<SetupIntent>(tx, call.path.at(0)));
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "SetupIntent"));
    TRY(auto outcome, begun(confirm(tx, std::move(intent), p)));
    if (token) confirmation_tokens::use_up(tx, std::move(*token), outcome.intent.id);
    return reply_with(outcome);
}

Result<Reply> verify_call(Tx& tx, std::string id, intents::MicrodepositParams p) {
    TRY(auto intent, find_in_path<SetupIntent>(tx, id));
    TRY(auto wrong, verify(tx, intent, p));
    return wrong ? Reply{400, error_body(*wrong)} : api::reply_with(intent);
}

struct CancelParams {
    std::optional<Choice<"abandoned", "requested_by_customer", "duplicate">> cancellation_reason;
};
FIELDS(CancelParams, cancellation_reason);

Result<Reply> cancel(Tx& tx, std::string id, CancelParams p) {
    TRY(auto intent, find_in_path<SetupIntent>(tx, id));
    if (intent.status == Status::canceled)
        return refuse_state(intent, tx.version().is_before("2024-04-10")
                                        ? "You cannot cancel this SetupIntent because it it already canceled."
                                        : "You cannot cancel this SetupIntent because it is already canceled.");
    if (!intent.status.can(Step::cancel))
        return refuse_state(intent, "You cannot cancel this SetupIntent because it has a status of " +
                                        intent.status.word() +
                                        ". Only a SetupIntent with one of the following statuses may be canceled: "
                                        "`requires_payment_method`, `requires_confirmation`, or `requires_action`.");
    if (!intent.authentication->empty()) authentications::supersede(tx, *intent.authentication);
    intent.status.take(Step::cancel);
    if (p.cancellation_reason) intent.cancellation_reason = p.cancellation_reason->text;
    intent.next_action.reset();
    tx.update(intent);
    events::emit(tx, "setup_intent.canceled", intent);
    return api::reply_with(intent);
}

struct RetrieveParams {
    std::optional<std::string> client_secret;
};
FIELDS(RetrieveParams, client_secret);

Result<Reply> retrieve(Tx& tx, std::string id, RetrieveParams p) {
    if (tx.caller().publishable && !p.client_secret) return refuse_missing("client_secret");
    TRY(auto intent, find_in_path<SetupIntent>(tx, id));
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "SetupIntent"));
    return api::reply_with(intent);
}

struct ListParams {
    std::optional<bool> attach_to_self;
    std::optional<std::string> customer;
    Unsupported<std::string> customer_account;
    std::optional<std::string> payment_method;
};
FIELDS(ListParams, attach_to_self, customer, customer_account, payment_method);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "setup_intent", .noun = "setupintent", .url = "/v1/setup_intents"};
    if (p.customer) {
        if (!tx.find_even_gone<customers::Customer>(*p.customer)) return no_such("customer", *p.customer, "customer");
        query.filter = "customer";
        query.value = *p.customer;
    } else if (p.payment_method) {
        query.filter = "payment_method";
        query.value = *p.payment_method;
    }
    bool both = p.customer && p.payment_method;
    if (both || p.attach_to_self)
        query.matches = [p, both](json::object const& intent) {
            auto const* to_self = intent.if_contains("attach_to_self");
            return (!both || text_at(intent, "payment_method") == *p.payment_method) &&
                   (!p.attach_to_self || (to_self && *to_self == json::value(true)) == *p.attach_to_self);
        };
    return list_reply(tx, page, query);
}

struct AttemptParams {
    std::string setup_intent;
};
FIELDS(AttemptParams, setup_intent);

Result<Reply> list_attempts(Tx& tx, Page page, AttemptParams p) {
    TRY_DO(find_in_param<SetupIntent>(tx, p.setup_intent, "setup_intent"));
    return list_reply(tx, page,
                      {.object = "setup_attempt",
                       .noun = "setup_attempt",
                       .url = "/v1/setup_attempts",
                       .filter = "setup_intent",
                       .value = p.setup_intent});
}

constexpr Route kRoutes[] = {
    post<create_call, Creating>("/v1/setup_intents"),
    api::list<list>("/v1/setup_intents"),
    api::get<retrieve>("/v1/setup_intents/:id", Access::browser),
    post<update_call, Updating>("/v1/setup_intents/:id"),
    post<confirm_call, Confirming, intents::Telemetry>("/v1/setup_intents/:id/confirm", Access::browser),
    post<cancel>("/v1/setup_intents/:id/cancel"),
    post<verify_call>("/v1/setup_intents/:id/verify_microdeposits", Access::browser),
};
constexpr Route kAttemptRoutes[] = {api::list<list_attempts>("/v1/setup_attempts")};
// Complete (reference/conventions.md: Publishable keys).
using Public =
    Only<SetupIntent, "id", "object", "automatic_payment_methods", "cancellation_reason", "client_secret", "created",
         "description", "last_setup_error", "livemode", "next_action", "payment_method",
         "payment_method_configuration_details", "payment_method_options", "payment_method_types", "status", "usage">;
constexpr auto kExpandable = expandable_of<SetupIntent>({
    {"application", "application"},
    {"customer", "customer"},
    {"last_setup_error.payment_intent", "payment_intent"},
    {"last_setup_error.payment_method", "payment_method"},
    {"last_setup_error.setup_intent", "setup_intent"},
    {"last_setup_error.source", "account bank_account card source"},
    {"latest_attempt", "setup_attempt"},
    {"mandate", "mandate"},
    {"on_behalf_of", "account"},
    {"payment_method", "payment_method"},
    {"single_use_mandate", "mandate"},
});
constexpr auto kAttemptExpandable = expandable_of<SetupAttempt>({
    {"application", "application"},
    {"customer", "customer"},
    {"on_behalf_of", "account"},
    {"payment_method", "payment_method"},
    {"payment_method_details.bancontact.generated_sepa_debit", "payment_method"},
    {"payment_method_details.bancontact.generated_sepa_debit_mandate", "mandate"},
    {"payment_method_details.card_present.generated_card", "payment_method"},
    {"payment_method_details.ideal.generated_sepa_debit", "payment_method"},
    {"payment_method_details.ideal.generated_sepa_debit_mandate", "mandate"},
    {"payment_method_details.sofort.generated_sepa_debit", "payment_method"},
    {"payment_method_details.sofort.generated_sepa_debit_mandate", "mandate"},
    {"setup_error.payment_intent", "payment_intent"},
    {"setup_error.payment_method", "payment_method"},
    {"setup_error.setup_intent", "setup_intent"},
    {"setup_error.source", "account bank_account card source"},
    {"setup_intent", "setup_intent"},
});

}  // namespace

ResourceType const kResource{.object = "setup_intent",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .shown_publicly = {.part = fields_of<Public>, .trim = intents::options_for_clients},
                             .shape = fields_of<SetupIntent>};
ResourceType const kAttempts{.object = "setup_attempt",
                             .routes = kAttemptRoutes,
                             .expandable = kAttemptExpandable,
                             .shape = fields_of<SetupAttempt>};

}  // namespace bursar::setup_intents
