// What the page asks the payer for beside his card, and what he answers.
#include <algorithm>

#include "api/errors.hpp"
#include "base/currency.hpp"
#include "base/text.hpp"
#include "checkout/sessions/params.hpp"
#include "pricing/shipping_rates/shipping_rate.hpp"

namespace bursar::checkout {

using namespace api;
using shipping_rates::ShippingRate;

namespace {

constexpr std::size_t kCustomFieldsMax = 3, kDropdownMax = 200, kTextMax = 255, kShippingOptionsMax = 5;

json::value or_null(std::optional<std::int64_t> const& value) { return value ? json::value(*value) : json::value(); }
json::value or_null(std::optional<std::string> const& value) { return value ? json::value(*value) : json::value(); }

json::object text_field(std::optional<TextParams> const& p) {
    auto given = p.value_or(TextParams{});
    return {{"default_value", or_null(given.default_value)},
            {"maximum_length", or_null(given.maximum_length)},
            {"minimum_length", or_null(given.minimum_length)},
            {"value", nullptr}};
}

Result<json::object> custom_field(CustomFieldParams const& p, std::string const& at) {
    bool plain = std::ranges::all_of(
        p.key, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    // Unknown: the wordings of these refusals.
    if (p.key.empty() || p.key.size() > 200 || !plain)
        return refuse("", at + "[key]", "The key must be alphanumeric, and up to 200 characters.");
    if (p.label.custom.empty() || is_longer(p.label.custom, 50))
        return refuse("", at + "[label][custom]", "The label must be between 1 and 50 characters.");
    json::object out{{"key", p.key},
                     {"label", json::object{{"custom", p.label.custom}, {"type", "custom"}}},
                     {"optional", p.optional.value_or(false)},
                     {"type", p.type.text}};
    if (p.type.text == "dropdown") {
        if (!p.dropdown || p.dropdown->options.empty()) return refuse_missing(at + "[dropdown][options]");
        if (p.dropdown->options.size() > kDropdownMax)
            return refuse("", at + "[dropdown][options]", "You may only have up to 200 options.");
        json::array options;
        for (auto const& option : p.dropdown->options)
            options.push_back(json::object{{"label", option.label}, {"value", option.value}});
        out["dropdown"] = json::object{
            {"default_value", or_null(p.dropdown->default_value)}, {"options", std::move(options)}, {"value", nullptr}};
    } else {
        out[p.type.text] = text_field(p.type.text == "text" ? p.text : p.numeric);
    }
    return sorted(out);
}

Result<void> take_custom_fields(Session& session, CreateParams const& p) {
    if (p.custom_fields.size() > kCustomFieldsMax)
        return refuse("", "custom_fields", "You may only have up to 3 custom fields.");
    for (std::size_t i = 0; i < p.custom_fields.size(); ++i) {
        TRY(auto field, custom_field(p.custom_fields[i], "custom_fields[" + std::to_string(i) + "]"));
        session.custom_fields.push_back(Raw{std::move(field)});
    }
    return {};
}

bool is_country(std::vector<std::string> const& among, std::optional<std::string> const& country) {
    return country && std::ranges::find(among, *country) != among.end();
}

json::object address_json(Address const& address) { return parse_document(document_of(address)).as_object(); }

// The first wrong one, in words for the payer.
std::optional<std::string> answer_custom(Session& session, Submission const& given) {
    for (std::size_t i = 0; i < session.custom_fields.size(); ++i) {
        auto& field = session.custom_fields[i].value.as_object();
        auto const type = std::string(text_at(field, "type"));
        auto label = std::string(text_at(field.at("label").as_object(), "custom"));
        auto text = i < given.custom.size() ? given.custom[i] : std::string();
        auto& details = field[type].as_object();
        if (text.empty()) {
            if (field.at("optional") != json::value(true)) return "Please fill in: " + label;
            continue;
        }
        auto limit = [&](char const* name, std::int64_t otherwise) {
            auto const* value = details.if_contains(name);
            return value && value->is_int64() ? value->as_int64() : otherwise;
        };
        if (type == "dropdown") {
            auto const& options = details.at("options").as_array();
            if (std::ranges::none_of(options,
                                     [&](auto const& option) { return text_at(option.as_object(), "value") == text; }))
                return "Please choose: " + label;
        } else if (auto letters = static_cast<std::int64_t>(letters_in(text));
                   letters < limit("minimum_length", 0) || letters > limit("maximum_length", kTextMax) ||
                   (type == "numeric" && !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))) {
            return "Please check: " + label;
        }
        details["value"] = text;
    }
    return {};
}

std::optional<std::string> answer_shipping(Session& session, Submission const& given) {
    if (session.shipping_address_collection) {
        auto const& to = given.shipping_address;
        if (given.shipping_name.empty() || !to.line1 || !to.city)
            return "Please give the address that this is to be sent to.";
        if (!is_country(session.shipping_address_collection->allowed_countries, to.country))
            return "This cannot be sent to that country.";
        session.collected_information.shipping_details =
            Raw{json::object{{"address", address_json(to)}, {"name", given.shipping_name}}};
    }
    if (session.shipping_options.empty()) return {};
    auto chosen = given.shipping_option.value_or(0);
    if (chosen >= session.shipping_options.size()) return "Please choose how this is to be sent.";
    choose_shipping(session, chosen);
    return {};
}

// One that is there, or one that is made on the way.
Result<ShippingRate> shipping_rate_of(Tx& tx, ShippingOptionParams const& option, std::string const& at) {
    if (option.shipping_rate_data)
        return shipping_rates::make(tx, *option.shipping_rate_data, at + "[shipping_rate_data]");
    if (!option.shipping_rate) return refuse_missing(at + "[shipping_rate]");
    TRY(auto rate, find_in_param<ShippingRate>(tx, *option.shipping_rate, at + "[shipping_rate]"));
    if (!rate.active)
        return refuse("", at + "[shipping_rate]",
                      "The shipping rate `" + rate.id + "` is inactive and cannot be used.");
    return rate;
}

}  // namespace

void choose_shipping(Session& session, std::size_t chosen) {
    auto const& option = session.shipping_options[chosen];
    session.shipping_cost = Raw{json::object{{"amount_subtotal", option.shipping_amount},
                                             {"amount_tax", 0},
                                             {"amount_total", option.shipping_amount},
                                             {"shipping_rate", option.shipping_rate}}};
    total_up(session);
}

// Sessions of before rates were kept have the name alone.
ShippingRate shipping_rate_at(Tx& tx, Session const& session, std::size_t at) {
    if (auto rate = tx.find<ShippingRate>(session.shipping_options[at].shipping_rate)) return *rate;
    ShippingRate rate{.id = session.shipping_options[at].shipping_rate};
    rate.display_name = session.shipping_names.value[at];
    return rate;
}

Result<void> take_shipping_options(Tx& tx, Session& session, std::vector<ShippingOptionParams> const& options) {
    if (session.mode == "setup" && !options.empty())
        return refuse("", "shipping_options", "You can not pass `shipping_options` in `setup` mode.");
    if (options.size() > kShippingOptionsMax)
        return refuse("", "shipping_options", "You may only have up to 5 shipping options.");
    session.shipping_options.clear();
    session.shipping_names->clear();
    session.shipping_cost.reset();  // one of those that are gone may have been chosen
    if (session.mode == "payment") total_up(session);
    for (std::size_t i = 0; i < options.size(); ++i) {
        auto at = "shipping_options[" + std::to_string(i) + "]";
        TRY(auto rate, shipping_rate_of(tx, options[i], at));
        if (rate.fixed_amount.currency != session.currency)
            return refuse(
                "", options[i].shipping_rate ? at : at + "[shipping_rate_data][fixed_amount][currency]",
                "The shipping rate must be in the currency of the line items, " + session.currency.value_or("") + ".");
        session.shipping_options.push_back({rate.fixed_amount.amount, rate.id});
        session.shipping_names->push_back(rate.display_name);
    }
    return {};
}

Result<void> take_collection(Tx& tx, Session& session, CreateParams const& p) {
    TRY_DO(take_custom_fields(session, p));
    if (p.shipping_address_collection) {
        if (p.shipping_address_collection->allowed_countries.empty())
            return refuse_missing("shipping_address_collection[allowed_countries]");
        session.shipping_address_collection =
            ShippingAddressCollection{p.shipping_address_collection->allowed_countries};
    }
    auto options = p.shipping_options;
    for (auto const& rate : p.shipping_rates) options.push_back({rate, {}});
    TRY_DO(take_shipping_options(tx, session, options));
    session.phone_number_collection.enabled = p.phone_number_collection && p.phone_number_collection->enabled;
    if (p.consent_collection) {
        auto const& asked = *p.consent_collection;
        session.consent_collection = ConsentCollection{asked.payment_method_reuse_agreement, {}, {}};
        if (asked.promotions) session.consent_collection->promotions = asked.promotions->text;
        if (asked.terms_of_service) session.consent_collection->terms_of_service = asked.terms_of_service->text;
    }
    json::object texts{{"after_submit", nullptr},
                       {"shipping_address", nullptr},
                       {"submit", nullptr},
                       {"terms_of_service_acceptance", nullptr}};
    if (p.custom_text)
        for (auto const& [text, name] : {std::pair(&p.custom_text->after_submit, "after_submit"),
                                         {&p.custom_text->shipping_address, "shipping_address"},
                                         {&p.custom_text->submit, "submit"},
                                         {&p.custom_text->terms_of_service_acceptance, "terms_of_service_acceptance"}})
            if (*text) texts[name] = json::object{{"message", (*text)->message}};
    session.custom_text = Raw{std::move(texts)};
    return {};
}

std::optional<std::string> take_answers(Session& session, Submission const& given) {
    if (!session.customer_details) session.customer_details.emplace();
    auto& details = *session.customer_details;
    if (!given.email.empty() && !Email::is_address(given.email)) return "Please check your email address.";
    if (!given.email.empty()) details.email = given.email;
    if (!given.name.empty()) details.name = given.name;
    details.tax_exempt = "none";
    details.address = given.address;
    if (session.phone_number_collection.enabled) {
        if (given.phone.empty()) return "Please give a telephone number.";
        details.phone = given.phone;
    }
    if (session.billing_address_collection == "required" && given.saved.empty() &&
        (!given.address.line1 || !given.address.city))
        return "Please give your whole billing address.";
    if (auto wrong = answer_custom(session, given)) return wrong;
    if (auto wrong = answer_shipping(session, given)) return wrong;
    if (session.consent_collection) {
        bool must = session.consent_collection->terms_of_service == "required";
        if (must && !given.terms) return "Please accept the terms of service.";
        session.consent.emplace();
        if (must) session.consent->terms_of_service = "accepted";
        if (session.consent_collection->promotions == "auto")
            session.consent->promotions = given.promotions ? "opt_in" : "opt_out";
    }
    return {};
}

}  // namespace bursar::checkout
