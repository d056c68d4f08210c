#include <algorithm>

#include "api/errors.hpp"
#include "base/url.hpp"
#include "checkout/sessions/attempt.hpp"
#include "checkout/sessions/params.hpp"
#include "connect/accounts/account.hpp"
#include "instruments/customers/customer.hpp"
#include "money/payments/payment.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

constexpr Timestamp kShortest = 30 * kMinute, kLongest = kDay;

// {enabled: false}, false: what asks for nothing is no reason to refuse.
bool asks_for_nothing(json::value const& value) {
    if (value.is_string()) return value.as_string() == "false" || value.as_string().empty();
    auto const* hash = value.if_object();
    return hash && hash->size() == 1 && hash->contains("enabled") && hash->at("enabled") == json::value("false");
}

std::unexpected<Refusal> refuse_unsupported(std::string const& param, std::string const& what) {
    return refuse("", param, "Bursar does not support " + what + " in Checkout yet.");
}

Result<void> take_customer(Tx& tx, Session& session, CreateParams const& p) {
    session.customer_email = p.customer_email;
    if (!p.customer) {
        bool always = p.mode->text == "payment" && tx.version().is_before("2022-08-01");
        session.customer_creation = always ? "always" : "if_required";
        if (p.mode->text == "payment" && p.customer_creation) session.customer_creation = p.customer_creation->text;
        if (p.customer_email) session.customer_details = CustomerDetails{.address = {}, .email = p.customer_email};
        return {};
    }
    TRY(auto customer, find_in_param<customers::Customer>(tx, *p.customer, "customer"));
    TRY_DO(customers::usable_in_param(tx, *p.customer));
    session.customer = p.customer;
    session.customer_details = CustomerDetails{.address = {}, .email = customer.email};
    session.customer_details->tax_exempt = "none";
    return {};
}

// Kept as it was sent, checked as it will be used.
template <class Data>
Result<void> take_data(Session& session, std::optional<Raw> const& sent, std::string_view name) {
    session.intent_data->value = json::object();
    if (!sent) return {};
    Data data{};
    TRY_DO(read_fields(&data, fields_of<Data>(), sent->value, Path{nullptr, name}, Source::parameters));
    session.intent_data->value = sent->value;
    return {};
}

bool is_color(std::string_view text) {
    return text.size() == 7 && text[0] == '#' && text.find_first_not_of("0123456789abcdefABCDEF", 1) == text.npos;
}

// The account's colours (its settings), unless the session has its own.
Result<void> take_branding(Tx& tx, Session& session, std::optional<BrandingParams> const& given) {
    auto account = accounts::acting(tx);
    auto const& branding = account.settings.branding;
    auto colour = [](std::optional<std::string> const& chosen, std::string_view otherwise) {
        return chosen && is_color(*chosen) ? *chosen : std::string(otherwise);
    };
    auto p = given.value_or(BrandingParams{});
    for (auto const& [colour_given, name] :
         {std::pair(&p.background_color, "background_color"), {&p.button_color, "button_color"}})
        if (*colour_given && !is_color(**colour_given))
            return refuse("", std::string("branding_settings[") + name + "]",
                          "Invalid color: use a hex value such as #0074d4.");
    session.branding_settings = Raw{json::object{
        {"background_color", p.background_color ? *p.background_color : colour(branding.primary_color, "#ffffff")},
        {"border_style", p.border_style ? p.border_style->text : std::string("rounded")},
        {"button_color", p.button_color ? *p.button_color : colour(branding.secondary_color, "#0074d4")},
        {"display_name", p.display_name.value_or(accounts::display_name(account))},
        {"font_family", p.font_family ? *p.font_family : std::string("default")},
        {"icon", nullptr},
        {"logo", nullptr}}};
    return {};
}

void take_saving(Session& session, std::optional<SavedParams> const& given) {
    SavedPaymentMethodOptions options{std::vector<std::string>{"always"}, "disabled", {}};
    if (given && !given->allow_redisplay_filters.empty()) {
        options.allow_redisplay_filters->clear();
        for (auto const& filter : given->allow_redisplay_filters)
            options.allow_redisplay_filters->push_back(filter.text);
    }
    if (given && given->payment_method_remove) options.payment_method_remove = given->payment_method_remove->text;
    if (given && given->payment_method_save) options.payment_method_save = given->payment_method_save->text;
    session.saved_payment_method_options = options;
}

// hosted_page: the payer goes there and comes back. embedded_page: it is a frame of the shop's. elements: the shop
// makes the form, with elements of the browser library.
Result<void> take_ui(Tx& tx, Session& session, CreateParams const& p) {
    auto const said =
        p.ui_mode ? p.ui_mode->text : std::string(tx.version().is_before("2026-03-25") ? "hosted" : "hosted_page");
    auto mode = said;
    if (mode == "hosted") mode = "hosted_page";  // the names of versions before 2026-03-25
    if (mode == "embedded") mode = "embedded_page";
    if (mode == "custom") mode = "elements";
    if (mode == "form") return refuse_unsupported("ui_mode", "the ui_mode `form`");
    session.ui_mode = mode;
    if (mode == "hosted_page") {
        for (auto const& [given, name] : {std::pair(p.return_url.has_value(), "return_url"),
                                          {p.redirect_on_completion.has_value(), "redirect_on_completion"}})
            if (given)
                return refuse("", name,
                              std::string("You can not pass `") + name + "` when `ui_mode` is `" + said + "`.");
        if (!p.success_url) return refuse_missing("success_url");
        session.success_url = p.success_url;
        session.cancel_url = p.cancel_url;
        session.url = tx.environment().base_url + "/c/pay/" + session.id;
        return {};
    }
    for (auto const& [given, name] :
         {std::pair(p.success_url.has_value(), "success_url"), {p.cancel_url.has_value(), "cancel_url"}})
        if (given)
            return refuse("", name,
                          std::string("You can not pass `") + name + "` when `ui_mode` is `" + said +
                              "`. Use `return_url` instead.");
    if (p.redirect_on_completion) session.redirect_on_completion = p.redirect_on_completion->text;
    if (session.is_embedded()) {
        if (!session.redirect_on_completion) session.redirect_on_completion = std::string("always");
        if (!p.return_url && *session.redirect_on_completion != "never") return refuse_missing("return_url");
    }
    if (p.return_url) session.return_url = p.return_url->text();
    session.client_secret = session.id + "_secret_" + tx.letters(40);
    return {};
}

// Orders of nothing came with 2023-08-16, and with them that a card is asked for only where it is needed.
bool may_be_free(Tx const& tx, Session const& session) {
    return session.mode == "payment" && !tx.version().is_before("2023-08-16");
}

void fill(Tx const& tx, Session& session, CreateParams const& p) {
    bool payment = session.mode == "payment";
    session.adaptive_pricing = Raw{json::object{{"enabled", payment}}};
    session.automatic_tax =
        Raw{json::object{{"enabled", false}, {"liability", nullptr}, {"provider", nullptr}, {"status", nullptr}}};
    if (p.billing_address_collection) session.billing_address_collection = p.billing_address_collection->text;
    session.client_reference_id = p.client_reference_id;
    if (payment) {
        take_saving(session, p.saved_payment_method_options);
        session.invoice_creation = Raw{json::object{{"enabled", false},
                                                    {"invoice_data", json::object{{"account_tax_ids", nullptr},
                                                                                  {"custom_fields", nullptr},
                                                                                  {"description", nullptr},
                                                                                  {"footer", nullptr},
                                                                                  {"issuer", nullptr},
                                                                                  {"metadata", json::object()},
                                                                                  {"rendering_options", nullptr}}}}};
    }
    session.locale = p.locale;
    p.metadata.apply_to(session.metadata);
    session.payment_method_collection = may_be_free(tx, session) ? "if_required" : "always";
    session.payment_method_options = Raw{json::object{{"card", json::object{{"request_three_d_secure", "automatic"}}}}};
    session.payment_method_types = {"card"};
    session.origin_context = p.origin_context;
    if (!payment) session.payment_status.begin_as(PaymentStatus::no_payment_required);
    if (p.submit_type) session.submit_type = p.submit_type->text;
}

Result<Reply> make(Tx& tx, CreateParams p) {
    if (!p.mode) return refuse_missing("mode");
    if (p.mode->text == "subscription") return refuse_unsupported("mode", "`subscription` mode");
    for (auto const& type : p.payment_method_types)
        if (type != "card") return refuse_unsupported("payment_method_types", "the payment method type " + type);
    if (!p.allowed_payment_method_types.empty() &&
        std::ranges::find(p.allowed_payment_method_types, "card") == p.allowed_payment_method_types.end())
        return refuse_unsupported("allowed_payment_method_types", "payment methods other than card");
    Session session{.id = tx.fresh_secret_id(tx.livemode() ? "cs_live" : "cs_test")};
    session.created = tx.now();
    session.expires_at = p.expires_at.value_or(tx.now() + kLongest);
    if (session.expires_at > tx.now() + kLongest)
        return refuse("", "expires_at",
                      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.");
    if (session.expires_at < tx.now() + kShortest)
        return refuse("", "expires_at",
                      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.");
    session.livemode = tx.livemode();
    session.mode = p.mode->text;
    TRY_DO(take_ui(tx, session, p));
    TRY_DO(take_branding(tx, session, p.branding_settings));
    TRY_DO(take_customer(tx, session, p));
    if (session.mode == "payment") {
        for (std::size_t i = 0; i < p.line_items.size(); ++i)
            if (p.line_items[i].id)
                return refuse("parameter_unknown", "line_items[" + std::to_string(i) + "][id]",
                              "Received unknown parameter: line_items[" + std::to_string(i) + "][id]");
        TRY_DO(take_line_items(tx, session, p.line_items));
        TRY_DO(take_discounts(tx, session, p));
        if (!may_be_free(tx, session)) TRY_DO(payments::check_amount(*session.amount_total, *session.currency));
        TRY_DO(take_data<PaymentIntentData>(session, p.payment_intent_data, "payment_intent_data"));
    } else {
        if (!p.line_items.empty()) return refuse("", "line_items", "You can not pass `line_items` in `setup` mode.");
        TRY_DO(take_discounts(tx, session, p));
        TRY_DO(take_data<SetupIntentData>(session, p.setup_intent_data, "setup_intent_data"));
        session.currency = p.currency;
        TRY_DO(begin_setup(tx, session));
    }
    TRY_DO(take_collection(tx, session, p));
    fill(tx, session, p);
    if (session.mode == "payment" && tx.version().is_before("2022-08-01")) TRY_DO(begin_payment(tx, session));
    tx.insert(session);
    tx.enqueue(session.expires_at, "checkout.expire", {{"session", session.id}});
    return reply_with(session);
}

}  // namespace

Result<Reply> create(Tx& tx, Call const& call) {
    for (auto const& [name, kind, in] : fields_of<NotYet>())
        if (auto const* given = call.params.if_contains(name); given && !asks_for_nothing(*given))
            return refuse_unsupported(std::string(name), "`" + std::string(name) + "`");
    json::object rest = call.params;
    for (auto const& field : fields_of<NotYet>()) rest.erase(field.name);
    TRY(auto params, read_params<CreateParams>(rest, tx.version().date()));
    auto reply = make(tx, std::move(params));
    if (!reply) reply.error().executed = true;
    return reply;
}

}  // namespace bursar::checkout
