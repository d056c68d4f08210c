#include "checkout/pages/form.hpp"

#include <algorithm>

#include "api/errors.hpp"
#include "api/html_page.hpp"
#include "base/html.hpp"
#include "base/text.hpp"
#include "checkout/pages/look.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "methods/card.hpp"
#include "pricing/shipping_rates/shipping_rate.hpp"

namespace bursar::checkout {

using namespace api;
using payment_methods::PaymentMethod;

namespace {

constexpr std::pair<char const*, char const*> kCountries[] = {
    {"US", "United States"}, {"AU", "Australia"},   {"AT", "Austria"}, {"BE", "Belgium"},     {"BR", "Brazil"},
    {"CA", "Canada"},        {"DK", "Denmark"},     {"FI", "Finland"}, {"FR", "France"},      {"DE", "Germany"},
    {"IN", "India"},         {"IE", "Ireland"},     {"IT", "Italy"},   {"JP", "Japan"},       {"MX", "Mexico"},
    {"NL", "Netherlands"},   {"NZ", "New Zealand"}, {"NO", "Norway"},  {"PL", "Poland"},      {"PT", "Portugal"},
    {"SG", "Singapore"},     {"ES", "Spain"},       {"SE", "Sweden"},  {"CH", "Switzerland"}, {"GB", "United Kingdom"}};

std::string field(std::string const& id, std::string const& label, std::string const& attributes,
                  std::string const& value = {}, std::string const& box = {}) {
    return "<div class=\"" + box + "\"><label for=\"" + id + "\">" + escaped(label) + "</label><input id=\"" + id +
           "\" name=\"" + id + "\" value=\"" + escaped(value) + "\" " + attributes + "></div>";
}

std::string countries(std::string const& id, std::string const& chosen,
                      std::vector<std::string> const* only = nullptr) {
    std::string out = "<div><label for=\"" + id + "\">Country or region</label><select id=\"" + id + "\" name=\"" + id +
                      "\" autocomplete=\"" + (only ? "shipping" : "billing") + " country\">";
    auto add = [&](std::string const& code, std::string const& name) {
        out += "<option value=\"" + escaped(code) + "\"" + (chosen == code ? " selected" : "") + ">" + escaped(name) +
               "</option>";
    };
    for (auto const& [code, name] : kCountries)
        if (!only || std::ranges::find(*only, code) != only->end()) add(code, name);
    if (only)  // those that have no name here go by their code
        for (auto const& code : *only)
            if (std::ranges::none_of(kCountries, [&](auto const& known) { return code == known.first; }))
                add(code, code);
    return out + "</select></div>";
}

// The lines of an address. `kind`: billing, shipping.
std::string address_lines(std::string const& kind, Address const& address, std::string const& must = " required") {
    auto complete = [&](char const* what) { return "autocomplete=\"" + kind + " " + what + "\"" + must; };
    return field(kind + "AddressLine1", "Address", complete("address-line1"), address.line1.value_or(""), "wide") +
           field(kind + "AddressLine2", "Apartment, suite", "autocomplete=\"" + kind + " address-line2\"",
                 address.line2.value_or(""), "wide") +
           field(kind + "Locality", "City", complete("address-level2"), address.city.value_or("")) +
           field(kind + "AdministrativeArea", "State or province", "autocomplete=\"" + kind + " address-level1\"",
                 address.state.value_or(""));
}

std::string choice(std::string const& type, std::string const& name, std::string const& id, std::string const& value,
                   bool checked, std::string const& label) {
    return "<label class=\"choice\" for=\"" + id + "\"><input type=\"" + type + "\" id=\"" + id + "\" name=\"" + name +
           "\" value=\"" + escaped(value) + "\"" + (checked ? " checked" : "") + ">" + label + "</label>";
}

// What is taken off, and where a payer types a code for it: a form of its own, so that nothing else is sent with it
// than what the page's script puts in.
std::string discount(Tx& tx, Session const& session, Submission const& given) {
    std::string out;
    auto begin = "<form class=\"code\" method=\"post\" action=\"/c/pay/" + session.id + "\">";
    if (auto applied = discount_on(tx, session)) {
        auto name = applied->code.value_or(applied->name);
        out += "<div class=\"row off\"><span>" + escaped(name) + "</span><span>&minus;" +
               escaped(money_text(applied->amount, *session.currency)) + "</span></div>";
        if (!session.allow_promotion_codes.value_or(false)) return out;
        return out + begin + "<button name=\"promotion\" value=\"remove\" data-testid=\"promo-code-remove\">Remove " +
               escaped(name) + "</button></form>";
    }
    if (!session.allow_promotion_codes.value_or(false)) return out;
    bool wrong = !given.code_problem.empty();
    out += begin +
           "<label for=\"promotionCode\">Promotion code</label><span class=\"with\"><input id=\"promotionCode\" "
           "name=\"promotionCode\" autocomplete=\"off\" autocapitalize=\"characters\" maxlength=\"500\" required "
           "value=\"" +
           escaped(given.code) + "\"" +
           (wrong ? " aria-invalid=\"true\" aria-describedby=\"promotionCodeError\"" : "") +
           "><button name=\"promotion\" value=\"apply\">Apply</button></span>";
    if (wrong)
        out += "<p class=\"bad\" id=\"promotionCodeError\" role=\"alert\">" + escaped(given.code_problem) + "</p>";
    return out + "</form>";
}

// How many of it: a form of its own, too.
std::string quantity(Session const& session, LineItem const& item) {
    auto [least, most] = quantities_of(session, item);
    if (least == most) return {};
    return "<form class=\"code quantity\" method=\"post\" action=\"/c/pay/" + session.id +
           "\"><input type=\"hidden\" name=\"item\" value=\"" + item.id +
           "\"><span class=\"with\"><input type=\"number\" name=\"quantity\" aria-label=\"Quantity of " +
           escaped(item.description) + "\" inputmode=\"numeric\" required min=\"" + std::to_string(least) +
           "\" max=\"" + std::to_string(most) + "\" value=\"" + std::to_string(item.quantity) +
           "\"><button aria-label=\"Update the quantity of " + escaped(item.description) +
           "\">Update</button></span></form>";
}

// What is paid with each way of sending, or once.
std::vector<std::int64_t> totals_of(Session const& session) {
    std::vector<std::int64_t> totals;
    auto of = session;
    for (std::size_t i = 0; i < session.shipping_options.size(); ++i) {
        choose_shipping(of, i);
        totals.push_back(*of.amount_total);
    }
    if (totals.empty()) totals.push_back(*session.amount_total);
    return totals;
}

bool is_free(Session const& session) {
    return session.mode == "payment" && std::ranges::all_of(totals_of(session), [](auto total) { return total == 0; });
}

// An amount for each way of sending: the style shows that of the one which is chosen (look.cpp), so that the page says
// what it takes without a script, too.
std::string chosen_of(std::vector<std::int64_t> const& amounts, Session const& session, Submission const& given) {
    auto money = [&](std::int64_t amount) { return escaped(money_text(amount, *session.currency)); };
    if (amounts.size() == 1) return money(amounts.front());
    std::string out;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        auto which = "of-" + std::to_string(i) + (i == given.shipping_option.value_or(0) ? " first" : "");
        out += "<span class=\"" + which + "\">" + money(amounts[i]) + "</span>";
    }
    return out;
}

std::string total_of(Session const& session, Submission const& given) {
    return chosen_of(totals_of(session), session, given);
}

std::string sending_of(Session const& session, Submission const& given) {
    std::vector<std::int64_t> amounts;
    for (auto const& option : session.shipping_options) amounts.push_back(option.shipping_amount);
    if (amounts.empty()) return {};
    return "<p class=\"row off\"><span>Shipping</span><span>" + chosen_of(amounts, session, given) + "</span></p>";
}

std::string order(Tx& tx, Session const& session, Submission const& given) {
    auto cancel = address_in(session.cancel_url);
    auto back =
        cancel ? "<a class=\"back\" " + href(*cancel) + " aria-label=\"Back to the shop\">&larr;</a>" : std::string();
    auto mode = session.livemode ? "" : "<span class=\"mode\">TEST MODE</span>";
    std::string out = "<section class=\"order\" aria-label=\"Order\"><p class=\"shop\">" + back +
                      escaped(name_of(session)) + mode + "</p>";
    if (session.mode == "setup") return out + "<h1 class=\"total\">Save your card</h1></section>";
    auto money = [&](std::int64_t amount) { return escaped(money_text(amount, *session.currency)); };
    auto total = total_of(session, given);
    out += "<h1 class=\"total\">" + total + "</h1><ul>";
    for (auto const& item : session.line_items.value) {
        auto const* each = item.price.value.as_object().if_contains("unit_amount");
        auto count = item.quantity > 1
                         ? "<small>" + std::to_string(item.quantity) +
                               (each && each->is_int64() ? " &times; " + money(each->as_int64()) : "") + "</small>"
                         : std::string();
        out += "<li><div>" + escaped(item.description) + count + quantity(session, item) + "</div><span>" +
               money(item.amount_subtotal) + "</span></li>";
    }
    if (!given.quantity_problem.empty())
        out += "<li class=\"bad\" role=\"alert\">" + escaped(given.quantity_problem) + "</li>";
    auto off = discount(tx, session, given);
    if (!session.shipping_options.empty() || !off.empty())
        out += "<li><span>Subtotal</span><span>" + money(*session.amount_subtotal) + "</span></li>";
    return out + "</ul>" + off + sending_of(session, given) + "<p class=\"row sum\"><span>Total</span><span>" + total +
           "</span></p></section>";
}

std::string button_of(Session const& session, Submission const& given) {
    if (session.mode == "setup") return "Save card";
    if (is_free(session)) return "Complete order";
    auto does = session.submit_type == "book" ? "Book " : session.submit_type == "donate" ? "Donate " : "Pay ";
    return does + total_of(session, given);
}

std::string shipping(Tx& tx, Session const& session, Submission const& given) {
    std::string out;
    if (session.shipping_address_collection) {
        auto const& allowed = session.shipping_address_collection->allowed_countries;
        out +=
            "<fieldset><legend>Shipping</legend>" +
            field("shippingName", "Full name", "required autocomplete=\"shipping name\"", given.shipping_name, "wide") +
            countries("shippingCountry", given.shipping_address.country.value_or(""), &allowed) +
            field("shippingPostalCode", "Postal code", "autocomplete=\"shipping postal-code\" maxlength=\"12\"",
                  given.shipping_address.postal_code.value_or("")) +
            address_lines("shipping", given.shipping_address) + "</fieldset>";
    }
    if (session.shipping_options.empty()) return out;
    out += "<fieldset class=\"choices\"><legend>Shipping method</legend>";
    for (std::size_t i = 0; i < session.shipping_options.size(); ++i) {
        auto estimate = shipping_rates::estimate_text(shipping_rate_at(tx, session, i));
        out += choice(
            "radio", "shippingOption", "shippingOption-" + std::to_string(i), std::to_string(i),
            i == given.shipping_option.value_or(0),
            "<span>" + escaped(session.shipping_names.value[i]) +
                (estimate.empty() ? "" : "<small>" + escaped(estimate) + "</small>") + "</span><span class=\"far\">" +
                escaped(money_text(session.shipping_options[i].shipping_amount, *session.currency)) + "</span>");
    }
    return out + "</fieldset>";
}

std::string custom_fields(Session const& session, Submission const& given) {
    std::string out;
    for (std::size_t i = 0; i < session.custom_fields.size(); ++i) {
        auto const& custom = session.custom_fields[i].value.as_object();
        std::string type(text_at(custom, "type")), id = "customField-" + std::string(text_at(custom, "key")),
                                                   label(text_at(custom.at("label").as_object(), "custom"));
        bool optional = custom.at("optional") == json::value(true);
        auto const& details = custom.at(type).as_object();
        std::string value(i < given.custom.size() ? given.custom[i] : text_at(details, "default_value"));
        std::string must = optional ? "" : " required";
        if (optional) label += " (optional)";
        if (type != "dropdown") {
            out += field(id, label, "maxlength=\"255\"" + must + (type == "numeric" ? " inputmode=\"numeric\"" : ""),
                         value);
            continue;
        }
        out += "<div><label for=\"" + id + "\">" + escaped(label) + "</label><select id=\"" + id + "\" name=\"" + id +
               "\"" + must + "><option value=\"\"></option>";
        for (auto const& option : details.at("options").as_array()) {
            std::string each(text_at(option.as_object(), "value"));
            out += "<option value=\"" + escaped(each) + "\"" + (each == value ? " selected" : "") + ">" +
                   escaped(text_at(option.as_object(), "label")) + "</option>";
        }
        out += "</select></div>";
    }
    return out;
}

std::string saved(std::vector<PaymentMethod> const& cards, Submission const& given) {
    std::string out = "<fieldset class=\"choices saved\"><legend>Payment method</legend>";
    for (auto const& method : cards)
        out +=
            choice("radio", "saved", "saved-" + method.id, method.id,
                   given.saved == method.id || (&method == &cards[0] && given.saved.empty()),
                   escaped(methods::legacy_brand(method.card->brand)) + " &bull;&bull;&bull;&bull; " +
                       escaped(method.card->last4) + "<span class=\"far\">" + std::to_string(method.card->exp_month) +
                       " / " + std::to_string(method.card->exp_year % 100) + "</span>");
    return out + choice("radio", "saved", "saved-new", "new", false, "Another card") + "</fieldset>";
}

std::string card(Session const& session, Submission const& given, bool required) {
    std::string must = required ? " required" : "";
    std::string out = "<fieldset class=\"card\"><legend data-testid=\"card-accordion-item-button\">Card</legend>";
    out += field(
        "cardNumber", "Card number",
        "inputmode=\"numeric\" autocomplete=\"cc-number\" placeholder=\"1234 1234 1234 1234\" maxlength=\"23\"" + must,
        {}, "wide");
    out += field("cardExpiry", "Expiration date",
                 "inputmode=\"numeric\" autocomplete=\"cc-exp\" placeholder=\"MM / YY\" maxlength=\"9\"" + must);
    out += field("cardCvc", "Security code",
                 "inputmode=\"numeric\" autocomplete=\"cc-csc\" placeholder=\"CVC\" maxlength=\"4\"" + must);
    out += field("billingName", "Name on card", "autocomplete=\"cc-name\"" + must, given.name, "wide");
    out += countries("billingCountry", given.address.country.value_or("US"));
    out += field("billingPostalCode", "Postal code", "autocomplete=\"billing postal-code\" maxlength=\"12\"",
                 given.address.postal_code.value_or(""));
    if (session.billing_address_collection == "required") out += address_lines("billing", given.address, must);
    auto const& options = session.saved_payment_method_options;
    if (options && options->payment_method_save == "enabled")
        out += "<div class=\"wide\">" +
               choice("checkbox", "enableStripePass", "enableStripePass", "true", given.save,
                      "Save my card for the next time") +
               "</div>";
    return out + "</fieldset>";
}

std::string message(Session const& session, std::string_view name) {
    auto const* text = session.custom_text.value.as_object().if_contains(name);
    if (!text || !text->is_object()) return {};
    return "<p class=\"note\">" + escaped(text_at(text->as_object(), "message")) + "</p>";
}

std::string consent(Session const& session, Submission const& given) {
    if (!session.consent_collection) return {};
    std::string out;
    if (session.consent_collection->promotions == "auto")
        out += choice("checkbox", "promotionsConsent", "promotionsConsentCheckbox", "true", given.promotions,
                      "Send me news and offers");
    if (session.consent_collection->terms_of_service == "required")
        out += choice("checkbox", "termsOfServiceConsent", "termsOfServiceConsentCheckbox", "true", given.terms,
                      "I agree to the terms of service of " + escaped(name_of(session))) +
               message(session, "terms_of_service_acceptance");
    return out;
}

std::pair<std::string, std::string> month_and_year(std::string_view text) {
    std::string digits;
    for (char c : text)
        if (c >= '0' && c <= '9') digits += c;
    if (digits.size() == 3 || digits.size() == 5) digits = '0' + digits;  // 3/34
    if (digits.size() == 6) digits.erase(2, 2);                           // 03/2034
    if (digits.size() != 4) return {"0", "0"};
    return {digits.substr(0, 2), "20" + digits.substr(2)};
}

}  // namespace

Reply show_form(Tx& tx, Session const& session, Submission const& given, std::string const& problem) {
    auto known = session.customer && session.customer_details ? session.customer_details->email : std::nullopt;
    auto email = known ? *known : !given.email.empty() ? given.email : session.customer_email.value_or("");
    auto locked = known || session.customer_email ? " readonly" : "";
    bool free = is_free(session);
    auto cards = session.mode == "payment" && !free ? saved_cards(tx, session) : std::vector<PaymentMethod>{};
    std::string form = "<form method=\"post\" action=\"/c/pay/" + session.id + "\" autocomplete=\"on\">";
    if (!problem.empty()) form += "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>";
    form += field("email", "Email", std::string("type=\"email\" autocomplete=\"email\" required") + locked, email);
    if (session.phone_number_collection.enabled)
        form += field("phoneNumber", "Phone number", "type=\"tel\" autocomplete=\"tel\" required", given.phone);
    form += shipping(tx, session, given) + message(session, "shipping_address") + custom_fields(session, given);
    if (!cards.empty()) form += saved(cards, given);
    if (!free) form += card(session, given, cards.empty());
    form += consent(session, given) + message(session, "submit");
    form += "<button type=\"submit\" data-testid=\"hosted-payment-submit-button\">" + button_of(session, given) +
            "</button>";
    form += session.livemode || free
                ? ""
                : "<p class=\"note\">Test mode: 4242 4242 4242 4242, any future date, any code.</p>";
    return page_of(problem.empty() ? 200 : 402, session, tx.environment().shops,
                   "<div class=\"page\">" + order(tx, session, given) + "<main>" + form + "</form></main></div>");
}

Submission submission_in(Tx& tx, Session const& session, json::object const& params) {
    static constexpr std::size_t kLongest = 500;
    auto text = [&](std::string_view name) { return std::string(cut(text_at(params, name), kLongest)); };
    auto maybe = [&](std::string const& name) {
        auto value = text(name);
        return value.empty() ? std::optional<std::string>() : std::optional(value);
    };
    auto address = [&](std::string const& kind) {
        return Address{maybe(kind + "Locality"),     maybe(kind + "Country"),    maybe(kind + "AddressLine1"),
                       maybe(kind + "AddressLine2"), maybe(kind + "PostalCode"), maybe(kind + "AdministrativeArea")};
    };
    Submission given{.email = text("email"), .name = text("billingName"), .phone = text("phoneNumber")};
    if (session.customer_email) given.email = *session.customer_email;
    given.address = address("billing");
    given.shipping_name = text("shippingName");
    given.shipping_address = address("shipping");
    if (auto option = text("shippingOption"); option.size() == 1 && option[0] >= '0' && option[0] <= '9')
        given.shipping_option = static_cast<std::size_t>(option[0] - '0');
    if (auto chosen = text("saved"); chosen.starts_with("pm_"))
        for (auto const& method : saved_cards(tx, session))
            if (method.id == chosen) given.saved = chosen;
    for (char c : text("cardNumber"))
        if (c != ' ' && c != '-') given.number += c;
    std::tie(given.exp_month, given.exp_year) = month_and_year(text("cardExpiry"));
    given.cvc = text("cardCvc");
    given.save = text("enableStripePass") == "true";
    given.terms = text("termsOfServiceConsent") == "true";
    given.promotions = text("promotionsConsent") == "true";
    given.code = text("promotionCode");
    for (auto const& custom : session.custom_fields)
        given.custom.push_back(text("customField-" + std::string(text_at(custom.value.as_object(), "key"))));
    return given;
}

}  // namespace bursar::checkout
