// The changes (reference/versions.md: Breaking changes) that touch the resources we have. Behaviour that depends on the
// version (defaults, what is refused) stands where the behaviour is, as `tx.version().is_before(...)`.
#include <algorithm>
#include <array>

#include "api/errors.hpp"
#include "api/versions/module.hpp"

namespace bursar::api {

namespace {

void walk_until(Tx& tx, json::value& value, std::string_view date);

// A list that a module adds holds newest shapes; they are brought to the module's date, from where the walk goes on.
json::object list_of(Tx& tx, std::string_view date, ListOf const& list, std::string const& url) {
    json::array data;
    for (auto const& object : tx.newest(list, 10)) data.push_back(parse_document(object->document));
    auto total = static_cast<std::int64_t>(tx.older(list, 0, 1000).size());
    json::value shown = std::move(data);
    walk_until(tx, shown, date);
    return {
        {"object", "list"}, {"data", std::move(shown)}, {"has_more", total > 10}, {"total_count", total}, {"url", url}};
}

void add(json::object& object, std::string_view field, json::value value) {
    object[field] = std::move(value);
    object = sorted(object);
}

void invoice_is_shown(Tx&, json::object& object) {
    if (!object.contains("invoice")) add(object, "invoice", nullptr);
}

void charges_are_listed(Tx& tx, json::object& intent) {
    auto id = std::string(text_at(intent, "id"));
    add(intent, "charges",
        list_of(tx, "2022-11-15", {"charge", "payment_intent", id}, "/v1/charges?payment_intent=" + id));
}

void refunds_are_listed(Tx& tx, json::object& charge) {
    if (charge.contains("refunds")) return;
    auto id = std::string(text_at(charge, "id"));
    add(charge, "refunds", list_of(tx, "2022-11-15", {"refund", "charge", id}, "/v1/charges/" + id + "/refunds"));
}

constexpr std::string_view kSources[] = {"bank_account", "card", "source"};

void sources_are_listed(Tx& tx, json::object& customer) {
    if (customer.contains("deleted") || customer.contains("sources")) return;
    auto id = std::string(text_at(customer, "id"));
    add(customer, "sources",
        list_of(tx, "2020-08-27", {"source_of_customer", "customer", id, kSources},
                "/v1/customers/" + id + "/sources"));
    for (auto name : {"subscriptions", "tax_ids"})
        customer[name] = json::object{{"object", "list"},
                                      {"data", json::array()},
                                      {"has_more", false},
                                      {"total_count", 0},
                                      {"url", "/v1/customers/" + id + "/" + name}};
    customer = sorted(customer);
}

void default_currency_is_shown(Tx&, json::object& customer) {
    if (!customer.contains("deleted")) add(customer, "default_currency", customer["currency"]);
}

void three_d_secure_has_flags(Tx&, json::object& charge) {
    auto* details = charge.if_contains("payment_method_details");
    auto* card = details && details->is_object() ? details->as_object().if_contains("card") : nullptr;
    auto* secure = card && card->is_object() ? card->as_object().if_contains("three_d_secure") : nullptr;
    if (!secure || !secure->is_object()) return;
    bool authenticated = text_at(secure->as_object(), "result") == "authenticated";
    secure->as_object()["authenticated"] = authenticated;
    secure->as_object()["succeeded"] = authenticated;
}

void rejected_without_platform(Tx&, json::object& account) {
    auto* requirements = account.if_contains("requirements");
    if (!requirements || !requirements->is_object()) return;
    auto& reason = requirements->as_object()["disabled_reason"];
    if (!reason.is_string()) return;
    std::string text(reason.as_string());
    if (text.starts_with("rejected.platform_")) reason = "rejected." + text.substr(18);
}

// Fields that came with the calendar, not with a version, and that recorded answers of the version before do not have.
json::object* inside(json::object& object, std::string_view outer, std::string_view inner) {
    auto* first = object.if_contains(outer);
    auto* second = first && first->is_object() ? first->as_object().if_contains(inner) : nullptr;
    return second && second->is_object() ? &second->as_object() : nullptr;
}

void card_without_newer_fields(Tx&, json::object& charge) {
    auto* card = inside(charge, "payment_method_details", "card");
    if (!card) return;
    card->erase("electronic_commerce_indicator");
    for (auto name : {"authorization_code", "network_transaction_id", "transaction_link_id"})
        if (auto const* value = card->if_contains(name); value && value->is_null()) card->erase(name);
}

void payments_without_prefixes(Tx&, json::object& account) {
    auto* payments = inside(account, "settings", "payments");
    if (!payments) return;
    payments->erase("statement_descriptor_prefix_kana");
    payments->erase("statement_descriptor_prefix_kanji");
}

void ui_mode_has_old_names(Tx&, json::object& session) {
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"hosted_page", "hosted"}, {"embedded_page", "embedded"}, {"elements", "custom"}};
    for (auto const& [now, before] : kNames)
        if (text_at(session, "ui_mode") == now) {
            session["ui_mode"] = before;
            return;
        }
}

void coupon_in_full(Tx& tx, json::object& code) {
    auto* promotion = code.if_contains("promotion");
    auto* coupon = promotion && promotion->is_object() ? promotion->as_object().if_contains("coupon") : nullptr;
    if (!coupon) return;
    auto whole = *coupon;
    if (coupon->is_string())
        if (auto found = tx.own("coupon", std::string_view(coupon->as_string())))
            whole = parse_document(found->document);
    code.erase("promotion");
    add(code, "coupon", std::move(whole));
}

void without_payment_record(Tx&, json::object& intent) { intent.erase("payment_record"); }

void without_intended_method(Tx&, json::object& dispute) { dispute.erase("intended_submission_method"); }

constexpr std::array kModules = std::to_array<VersionModule>({
    {"2026-10-28", "a dispute tells how its evidence will be submitted", "dispute", without_intended_method},
    {"2026-10-28", "a payment intent names its payment record", "payment_intent", without_payment_record},
    {"2026-09-30", "a card payment tells the network's indicator, and null where a code is not known", "charge",
     card_without_newer_fields},
    {"2026-09-30", "requirements.disabled_reason tells a platform's rejection apart", "account",
     rejected_without_platform},
    {"2026-07-29", "descriptor prefixes for Japan stand in settings.payments", "account", payments_without_prefixes},
    {"2026-03-25", "ui_mode of a Checkout Session tells pages from elements", "checkout.session",
     ui_mode_has_old_names},
    {"2025-09-30", "a promotion code has a promotion, in place of a coupon", "promotion_code", coupon_in_full},
    {"2025-03-31", "invoice is gone from payment intents", "payment_intent", invoice_is_shown},
    {"2025-03-31", "invoice is gone from charges", "charge", invoice_is_shown},
    {"2022-11-15", "payment intents name their latest charge instead of listing all", "payment_intent",
     charges_are_listed},
    {"2022-11-15", "a charge lists its refunds only when asked", "charge", refunds_are_listed},
    {"2022-08-01", "default_currency of a customer was a second name of currency", "customer",
     default_currency_is_shown},
    {"2020-08-27", "a customer lists sources, subscriptions and tax ids only when asked", "customer",
     sources_are_listed},
    {"2020-08-27", "three_d_secure tells its result in one word", "charge", three_d_secure_has_flags},
});

void walk(Tx& tx, json::value& value, VersionModule const& module) {
    if (auto* array = value.if_array()) {
        for (auto& element : *array) walk(tx, element, module);
        return;
    }
    auto* object = value.if_object();
    if (!object) return;
    auto kind = text_at(*object, "object");
    bool is_changed = kind == module.object, is_event = kind == "event";  // it stays in the version it was made in
    for (auto& [key, child] : *object)
        if (child.is_structured() && key != "metadata" && !(is_event && key == "data")) walk(tx, child, module);
    if (is_changed) module.to_older(tx, *object);
}

void walk_until(Tx& tx, json::value& value, std::string_view date) {
    for (auto const& module : kModules) {
        if (module.date <= date) return;
        walk(tx, value, module);
    }
}

}  // namespace

std::span<VersionModule const> version_modules() { return kModules; }

bool changes_anything(Version const& version) { return version.is_before(kModules.front().date); }

bool changes(std::string_view object, Version const& version) {
    return std::ranges::any_of(
        kModules, [&](auto const& module) { return module.object == object && version.is_before(module.date); });
}

void walk_back(Tx& tx, json::value& body, Version const& version) {
    for (auto const& module : kModules) {
        if (!version.is_before(module.date)) return;
        walk(tx, body, module);
    }
}

}  // namespace bursar::api
