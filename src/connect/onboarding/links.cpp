#include "api/errors.hpp"
#include "api/kept_id.hpp"
#include "base/rules.hpp"
#include "base/url.hpp"
#include "connect/accounts/account.hpp"
#include "connect/onboarding/visit.hpp"

namespace bursar::onboarding {

using namespace api;

namespace {

constexpr Timestamp kLinkSeconds = 300;

// [passed on] and ignored as a whole.
struct CollectionParams {
    std::optional<Choice<"currently_due", "eventually_due">> fields;
    std::optional<Choice<"include", "omit">> future_requirements;
};
FIELDS(CollectionParams, fields, future_requirements);

struct LinkParams {
    std::string account;
    Ignored<std::string> collect;  // before collection_options
    Ignored<CollectionParams> collection_options;
    std::optional<WebUrl> refresh_url, return_url;
    Choice<"account_onboarding", "account_update"> type;
};
FIELDS(LinkParams, account, collect, collection_options, refresh_url, return_url, type);

// What is answered: the link's id is its credential, and stands in the address alone.
struct AccountLink {
    std::string object{Link::kObject};
    Timestamp created = 0, expires_at = 0;
    std::string url;
};
FIELDS(AccountLink, object, created, expires_at, url);

Result<void> check_url(Tx& tx, std::optional<WebUrl> const& url, std::string const& name) {
    if (!url) return refuse_missing(name);
    if (tx.livemode() && url->scheme() != "https") return refuse_url(name);
    return {};
}

Result<accounts::Account> connected(Tx& tx, std::string const& id) {
    auto account = tx.find_even_gone<accounts::Account>(id);
    if (!account || account->revoked.value) return no_such("account", id, "account");
    return *account;
}

// From now on its owner tells of himself.
void hand_over(Tx& tx, accounts::Account& account) {
    if (account.onboarding.value) return;
    auto before = account;
    account.onboarding = true;
    accounts::save(tx, before, account);
}

// setup/s for accounts of the full dashboard, e for express, c for custom.
std::string_view kind_of(accounts::Account const& account) {
    return account.type == "custom" ? "c" : account.type == "express" ? "e" : "s";
}

Result<Reply> create_link(Tx& tx, LinkParams p) {
    TRY(auto account, connected(tx, p.account));
    if (p.type.text == "account_update" && !accounts::platform_collects(account))
        return refuse("", "type",
                      "You cannot create `account_update` type Account Links for this account. Account Links of this "
                      "type can only be created for accounts whose requirements you collect.");
    TRY_DO(check_url(tx, p.refresh_url, "refresh_url"));
    TRY_DO(check_url(tx, p.return_url, "return_url"));
    hand_over(tx, account);
    auto secret = tx.fresh_secret_id(Link::kPrefix);
    Link link{.id = kept_id(secret)};
    link.account = account.id;
    link.expires_at = tx.now() + kLinkSeconds;
    link.refresh_url = p.refresh_url;
    link.return_url = p.return_url;
    tx.insert(link);
    auto url = tx.environment().base_url + "/setup/" + std::string(kind_of(account)) + "/" + account.id + "/" + secret;
    return reply_with(AccountLink{.created = tx.now(), .expires_at = link.expires_at, .url = url});
}

// Components of the reference, and the features that each tells of; with a plus those that hold unless they are denied
// (types of stripe-node 23). What Bursar shows of them is the onboarding; the others tell so in their place.
constexpr std::pair<std::string_view, std::string_view> kComponents[] = {
    {"account_management", "disable_stripe_user_authentication +external_account_collection"},
    {"account_onboarding", "disable_stripe_user_authentication +external_account_collection"},
    {"balance_report", ""},
    {"balances",
     "disable_stripe_user_authentication edit_payout_schedule +external_account_collection +instant_payouts "
     "+standard_payouts"},
    {"disputes_list",
     "+capture_payments destination_on_behalf_of_charge_management +dispute_management +refund_management "
     "smart_disputes_management"},
    {"documents", ""},
    {"financial_account",
     "disable_stripe_user_authentication +external_account_collection send_money transfer_balance"},
    {"financial_account_transactions", "card_spend_dispute_management"},
    {"instant_payouts_promotion", "disable_stripe_user_authentication +external_account_collection +instant_payouts"},
    {"issuing_card", "card_management card_spend_dispute_management cardholder_management spend_control_management"},
    {"issuing_cards_list",
     "card_management card_spend_dispute_management cardholder_management disable_stripe_user_authentication "
     "spend_control_management"},
    {"notification_banner", "disable_stripe_user_authentication +external_account_collection"},
    {"payment_details",
     "+capture_payments destination_on_behalf_of_charge_management +dispute_management +refund_management "
     "smart_disputes_management"},
    {"payment_disputes",
     "destination_on_behalf_of_charge_management +dispute_management +refund_management smart_disputes_management"},
    {"payment_method_settings", "disable_stripe_user_authentication"},
    {"payments",
     "+capture_payments destination_on_behalf_of_charge_management +dispute_management +refund_management "
     "smart_disputes_management"},
    {"payout_details", ""},
    {"payout_reconciliation_report", ""},
    {"payouts",
     "disable_stripe_user_authentication edit_payout_schedule +external_account_collection +instant_payouts "
     "+standard_payouts"},
    {"payouts_list", ""},
    {"reporting_chart", ""},
    {"tax_registrations", ""},
    {"tax_settings", ""},
    {"terminal_hardware_orders", ""},
    {"terminal_hardware_shop", ""},
};

struct SessionParams {
    std::string account;
    Raw components;
};
FIELDS(SessionParams, account, components);

// A parameter of true or false, or what holds unless it is sent.
Result<bool> flag_of(json::object const& in, std::string_view name, bool otherwise, Path const& path) {
    bool flag = otherwise;
    if (auto const* value = in.if_contains(name))
        TRY_DO(kBoolKind.read(&flag, *value, Path{&path, name}, Source::parameters));
    return flag;
}

Result<json::object> hash_of(json::object const& in, std::string_view name, Path const& path) {
    auto const* value = in.if_contains(name);
    if (value && !value->is_object()) return refuse("", Path{&path, name}.text(), "Invalid object");
    return value ? value->as_object() : json::object();
}

Result<void> check_known(json::object const& in, json::object const& known, Path const& path) {
    for (auto const& [name, value] : in) {
        if (known.contains(name)) continue;
        auto param = Path{&path, name}.text();
        return refuse("parameter_unknown", param, "Received unknown parameter: " + param);
    }
    return {};
}

Result<json::object> component_of(json::object const& given, std::string_view features, Path const& path) {
    TRY(auto enabled, flag_of(given, "enabled", false, path));
    TRY(auto asked, hash_of(given, "features", path));
    json::object flags;
    Path here{&path, "features"};
    for (std::size_t at = 0; at < features.size();) {
        auto end = std::min(features.find(' ', at), features.size());
        bool otherwise = features[at] == '+';
        auto name = features.substr(at + otherwise, end - at - otherwise);
        TRY(flags[name], flag_of(asked, name, otherwise, here));
        at = end + 1;
    }
    TRY_DO(check_known(asked, flags, here));
    json::object out{{"enabled", enabled}, {"features", std::move(flags)}};
    TRY_DO(check_known(given, out, path));
    return out;
}

Result<Reply> create_session(Tx& tx, SessionParams p) {
    TRY(auto account, connected(tx, p.account));
    auto const* asked = p.components.value.if_object();
    if (!asked) return refuse("", "components", "Invalid object");
    json::object components;
    bool any = false;
    Path const path{nullptr, "components"};
    for (auto const& [name, features] : kComponents) {
        TRY(auto given, hash_of(*asked, name, path));
        TRY(auto component, component_of(given, features, Path{&path, name}));
        any = any || component.at("enabled").as_bool();
        components[name] = std::move(component);
    }
    TRY_DO(check_known(*asked, components, path));
    if (!any) return refuse("", "components", "You must enable at least one component.");
    auto secret = tx.fresh_secret_id(Visit::kPrefix);
    Visit visit{.id = kept_id(secret)};
    visit.may_onboard = components.at("account_onboarding").at("enabled").as_bool();
    if (visit.may_onboard) hand_over(tx, account);
    visit.account = account.id;
    visit.expires_at = tx.now() + kVisitSeconds;
    tx.insert(visit);
    return Reply{200, to_text(json::object{{"object", "account_session"},
                                           {"account", account.id},
                                           {"client_secret", secret},
                                           {"components", std::move(components)},
                                           {"expires_at", visit.expires_at},
                                           {"livemode", tx.livemode()}})};
}

constexpr Route kRoutes[] = {post<create_link>("/v1/account_links"), post<create_session>("/v1/account_sessions")};

}  // namespace

ResourceType const kResource{
    .object = Link::kObject, .routes = kRoutes, .expandable = {}, .shape = fields_of<AccountLink>};

}  // namespace bursar::onboarding
