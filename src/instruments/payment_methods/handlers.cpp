#include "api/page.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/payment_methods/clone.hpp"

namespace bursar::payment_methods {

using namespace api;

namespace {

struct CreateParams {
    static constexpr std::string_view kExclusive[] = {"payment_method, card", "payment_method, us_bank_account"};
    std::optional<Choice<"always", "limited", "unspecified">> allow_redisplay;
    std::optional<BillingDetailsParams> billing_details;
    std::optional<CardHash> card;
    Ignored<std::string> client_attribution_metadata;
    std::optional<std::string> customer;
    Unsupported<std::string> customer_account;
    std::optional<Raw> link;
    MetadataParam metadata;
    std::optional<std::string> payment_method;
    std::optional<Raw> radar_options;
    std::optional<std::string> type;
    std::optional<UsBankAccountHash> us_bank_account;
    Ignored<std::string> guid, muid, sid, payment_user_agent, referrer, time_on_page,
        pasted_fields;  // what browsers add
};
FIELDS(CreateParams, allow_redisplay, billing_details, card, client_attribution_metadata, customer, customer_account,
       link, metadata, payment_method, radar_options, type, us_bank_account, guid, muid, sid, payment_user_agent,
       referrer, time_on_page, pasted_fields);

Result<Reply> create(Tx& tx, CreateParams p) {
    if (tx.caller().publishable)  // cloning needs a secret key
        for (auto const& [given, name] :
             {std::pair(p.payment_method.has_value(), "payment_method"), {p.customer.has_value(), "customer"}})
            if (given) return refuse("parameter_unknown", name, std::string("Received unknown parameter: ") + name);
    if (p.payment_method) {
        TRY(auto copy,
            clone(tx, {*p.payment_method, p.customer, p.allow_redisplay, p.billing_details, p.metadata, p.type}));
        return reply_with(copy);
    }
    if (p.customer)
        return refuse("", "customer",
                      "You cannot attach a PaymentMethod to a Customer during PaymentMethod creation. Please instead "
                      "create the PaymentMethod and then "
                      "attach it using the attachment method of the PaymentMethods API.");
    TRY(auto method, make(tx, {p.allow_redisplay, p.billing_details, p.card, p.link, p.metadata, p.radar_options,
                               p.type, p.us_bank_account}));
    return reply_with(method);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto method, in_param(tx, id, "payment_method", 404));
    return reply_with(method);
}

struct CardUpdate {
    std::optional<std::int64_t> exp_month, exp_year;
    std::optional<Raw> networks;
};
FIELDS(CardUpdate, exp_month, exp_year, networks);

struct BankUpdate {
    std::optional<Choice<"individual", "company">> account_holder_type;
    std::optional<Choice<"checking", "savings">> account_type;
};
FIELDS(BankUpdate, account_holder_type, account_type);

struct UpdateParams {
    std::optional<Choice<"always", "limited", "unspecified">> allow_redisplay;
    std::optional<BillingDetailsParams> billing_details;
    std::optional<CardUpdate> card;
    MetadataParam metadata;
    std::optional<BankUpdate> us_bank_account;
};
FIELDS(UpdateParams, allow_redisplay, billing_details, card, metadata, us_bank_account);

Result<void> update_card(Tx& tx, PaymentMethod& method, CardUpdate const& change) {
    auto& credential = **method.card_credential;
    if (change.exp_month) {
        if (*change.exp_month < 1 || *change.exp_month > 12) {
            auto no = refuse_as(402, "invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
            no.error().type = "card_error";
            return no;
        }
        method.card->exp_month = credential.exp_month = *change.exp_month;
    }
    if (change.exp_year) method.card->exp_year = credential.exp_year = *change.exp_year;
    if (methods::has_expired(tx, credential)) {
        auto no = refuse_as(402, "invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.");
        no.error().type = "card_error";
        return no;
    }
    if (change.networks && change.networks->value.is_object())
        if (auto const* preferred = change.networks->value.as_object().if_contains("preferred");
            preferred && preferred->is_string())
            method.card->networks.preferred =
                preferred->as_string().empty() ? std::nullopt : std::optional<std::string>(preferred->as_string());
    return {};
}

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    auto found = tx.find<PaymentMethod>(id);
    if (!found) return no_such_payment_method(tx, id, "payment_method", 404);
    auto method = *found;
    if (!method.customer)
        return refuse("", "", "You must save this PaymentMethod to a customer before you can update it.");
    if (p.billing_details) {
        p.billing_details->apply_to(method.billing_details);
        if (method.card && p.billing_details->address) {
            auto const& address = method.billing_details.address;
            method.card->checks.address_line1_check =
                address.line1 ? std::optional<std::string>("unchecked") : std::nullopt;
            method.card->checks.address_postal_code_check =
                address.postal_code ? std::optional<std::string>("unchecked") : std::nullopt;
        }
    }
    if (p.card && method.card) TRY_DO(update_card(tx, method, *p.card));
    if (p.us_bank_account && method.us_bank_account) {
        if (p.us_bank_account->account_holder_type)
            method.us_bank_account->account_holder_type = p.us_bank_account->account_holder_type->text;
        if (p.us_bank_account->account_type)
            method.us_bank_account->account_type = p.us_bank_account->account_type->text;
    }
    if (p.allow_redisplay) method.allow_redisplay = p.allow_redisplay->text;
    p.metadata.apply_to(method.metadata);
    tx.update(method);
    events::emit_change(tx, "payment_method.updated", document_of(*found), document_of(method));
    return reply_with(method);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/payment_methods", Access::browser),
    api::get<retrieve>("/v1/payment_methods/:id").writing(),  // reading a test id mints one
    post<update>("/v1/payment_methods/:id"),
};

void without_card_fingerprint(json::object& method) {
    if (auto* card = method.if_contains("card")) card->as_object().erase("fingerprint");
}

constexpr auto kExpandable = expandable_of<PaymentMethod>({
    {"card.generated_from.setup_attempt", "setup_attempt"},
    {"customer", "customer"},
    {.path = "sepa_debit.generated_from.charge", .to = "charge", .render = render_nothing},
    {.path = "sepa_debit.generated_from.setup_attempt", .to = "setup_attempt", .render = render_nothing},
});

}  // namespace

ResourceType const kResource{
    .object = "payment_method",
    .routes = kRoutes,
    .expandable = kExpandable,
    .shown_publicly = {.part = fields_of<Without<PaymentMethod, "metadata">>, .trim = without_card_fingerprint},
    .shape = fields_of<PaymentMethod>};

}  // namespace bursar::payment_methods
