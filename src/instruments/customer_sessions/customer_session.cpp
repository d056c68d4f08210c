#include "instruments/customer_sessions/customer_session.hpp"

#include "api/errors.hpp"
#include "api/kept_id.hpp"
#include "base/rules.hpp"
#include "instruments/customers/customer.hpp"

namespace bursar::customer_sessions {

using namespace api;

namespace {

constexpr Timestamp kLife = 30 * kMinute;
constexpr std::int64_t kLimitMax = 10;

struct PlainParams {
    bool enabled = false;
};
FIELDS(PlainParams, enabled);

struct PaymentElementParams {
    bool enabled = false;
    struct Features {
        Filters payment_method_allow_redisplay_filters;
        std::optional<Switch> payment_method_redisplay;
        std::optional<std::int64_t> payment_method_redisplay_limit;
        std::optional<Switch> payment_method_remove, payment_method_save;
        std::optional<Choice<"off_session", "on_session">> payment_method_save_usage;
    };
    std::optional<Features> features;
};
FIELDS(PaymentElementParams::Features, payment_method_allow_redisplay_filters, payment_method_redisplay,
       payment_method_redisplay_limit, payment_method_remove, payment_method_save, payment_method_save_usage);
FIELDS(PaymentElementParams, enabled, features);

struct SheetParams {
    bool enabled = false;
    struct Features {
        Filters payment_method_allow_redisplay_filters;
        std::optional<Switch> payment_method_remove;
    };
    std::optional<Features> features;
};
FIELDS(SheetParams::Features, payment_method_allow_redisplay_filters, payment_method_remove);
FIELDS(SheetParams, enabled, features);

struct MobileParams {
    bool enabled = false;
    struct Features {
        Filters payment_method_allow_redisplay_filters;
        std::optional<Switch> payment_method_redisplay, payment_method_remove, payment_method_save;
        std::optional<Choice<"always", "limited", "unspecified">> payment_method_save_allow_redisplay_override;
    };
    std::optional<Features> features;
};
FIELDS(MobileParams::Features, payment_method_allow_redisplay_filters, payment_method_redisplay, payment_method_remove,
       payment_method_save, payment_method_save_allow_redisplay_override);
FIELDS(MobileParams, enabled, features);

struct ComponentsParams {
    std::optional<PlainParams> active_entitlements, buy_button, customer_portal;
    std::optional<SheetParams> customer_sheet;
    std::optional<MobileParams> mobile_payment_element;
    std::optional<PaymentElementParams> payment_element;
    std::optional<PlainParams> pricing_table;
};
FIELDS(ComponentsParams, active_entitlements, buy_button, customer_portal, customer_sheet, mobile_payment_element,
       payment_element, pricing_table);

struct CreateParams {
    ComponentsParams components;
    std::optional<std::string> customer;
    Unsupported<std::string> customer_account;
};
FIELDS(CreateParams, components, customer, customer_account);

Plain plain(std::optional<PlainParams> const& p) { return {p && p->enabled}; }

json::array filters_of(Filters const& filters) {
    json::array out;
    for (auto const& filter : filters) out.emplace_back(filter.text);
    if (out.empty()) out.emplace_back("always");
    return out;
}
std::string text_of(std::optional<Switch> const& given) { return given ? given->text : std::string("disabled"); }

WithFeatures sheet(std::optional<SheetParams> const& p) {
    if (!p || !p->enabled) return {};
    auto given = p->features.value_or(SheetParams::Features{});
    return {true, Raw{json::object{{"payment_method_allow_redisplay_filters",
                                    filters_of(given.payment_method_allow_redisplay_filters)},
                                   {"payment_method_remove", text_of(given.payment_method_remove)}}}};
}

WithFeatures mobile(std::optional<MobileParams> const& p) {
    if (!p || !p->enabled) return {};
    auto given = p->features.value_or(MobileParams::Features{});
    auto const& over = given.payment_method_save_allow_redisplay_override;
    return {true,
            Raw{json::object{
                {"payment_method_allow_redisplay_filters", filters_of(given.payment_method_allow_redisplay_filters)},
                {"payment_method_redisplay", text_of(given.payment_method_redisplay)},
                {"payment_method_remove", text_of(given.payment_method_remove)},
                {"payment_method_save", text_of(given.payment_method_save)},
                {"payment_method_save_allow_redisplay_override", over ? json::value(over->text) : json::value()}}}};
}

Result<PaymentElement> payment_element(std::optional<PaymentElementParams> const& p) {
    if (!p || !p->enabled) return PaymentElement{};
    PaymentElement out{true, PaymentElementFeatures{}};
    if (!p->features) return out;
    auto const& given = *p->features;
    auto& features = *out.features;
    if (!given.payment_method_allow_redisplay_filters.empty()) {
        features.payment_method_allow_redisplay_filters.clear();
        for (auto const& filter : given.payment_method_allow_redisplay_filters)
            features.payment_method_allow_redisplay_filters.push_back(filter.text);
    }
    features.payment_method_redisplay = text_of(given.payment_method_redisplay);
    features.payment_method_redisplay_limit = given.payment_method_redisplay_limit.value_or(3);
    // Unknown: the wording.
    if (features.payment_method_redisplay_limit < 1 || features.payment_method_redisplay_limit > kLimitMax)
        return refuse("", "components[payment_element][features][payment_method_redisplay_limit]",
                      "The `payment_method_redisplay_limit` must be between 1 and 10.");
    features.payment_method_remove = text_of(given.payment_method_remove);
    features.payment_method_save = text_of(given.payment_method_save);
    if (given.payment_method_save_usage) features.payment_method_save_usage = given.payment_method_save_usage->text;
    return out;
}

using Shown = Without<CustomerSession, "id">;

Result<Reply> create(Tx& tx, CreateParams p) {
    if (!p.customer) return refuse_missing("customer");
    TRY(auto customer, find_in_param<customers::Customer>(tx, *p.customer, "customer"));
    TRY_DO(customers::usable_in_param(tx, *p.customer));
    auto secret = tx.fresh_secret_id(CustomerSession::kPrefix);
    CustomerSession session{.id = kept_id(secret)};
    session.components = {plain(p.components.active_entitlements),
                          plain(p.components.buy_button),
                          plain(p.components.customer_portal),
                          sheet(p.components.customer_sheet),
                          mobile(p.components.mobile_payment_element),
                          {},
                          plain(p.components.pricing_table)};
    TRY(session.components.payment_element, payment_element(p.components.payment_element));
    auto const& c = session.components;
    // Unknown: the wording.
    if (!c.active_entitlements.enabled && !c.buy_button.enabled && !c.customer_portal.enabled &&
        !c.customer_sheet.enabled && !c.mobile_payment_element.enabled && !c.payment_element.enabled &&
        !c.pricing_table.enabled)
        return refuse("", "components", "You must enable at least one component to create a Customer Session.");
    session.created = tx.now();
    session.customer = customer.id;
    session.expires_at = tx.now() + kLife;
    session.livemode = tx.livemode();
    tx.insert(session);
    session.client_secret = secret;  // shown once, not kept
    return Reply{200, write_part(Shown{}, session)};
}

constexpr Route kRoutes[] = {post<create>("/v1/customer_sessions")};
constexpr auto kExpandable = expandable_of<CustomerSession>({
    {"components"},
    {"customer", "customer"},
});

}  // namespace

Result<CustomerSession> with_secret(Tx& tx, std::string const& secret, std::string const& param) {
    auto session = tx.find<CustomerSession>(kept_id(secret));
    // Unknown: the wordings. The secret is not repeated.
    if (!session) return refuse("resource_missing", param, "No such customer session.");
    if (session->expires_at <= tx.now()) return refuse("", param, "The provided Customer Session has expired.");
    if (!tx.is_usable("customer", session->customer))
        return refuse("resource_missing", param, "No such customer session.");
    return std::move(*session);
}

ResourceType const kResource{
    .object = "customer_session", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<Shown>};

}  // namespace bursar::customer_sessions
