// How customers are made, changed and deleted.
#include "base/overlay.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/customers/params.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::customers {

using namespace api;
using payment_methods::PaymentMethod;

namespace {

// What was taken off all of a customer's subscriptions, until 2025-03-31.
Result<void> refuse_discounts(Params const& p) {
    auto refuse_it = [](std::string const& name) {
        return refuse("", name, "Bursar does not support discounts of customers yet.");
    };
    if (p.coupon) return refuse_it("coupon");
    if (p.promotion_code) return refuse_it("promotion_code");
    return {};
}

Result<void> apply_plain(Tx& tx, Customer& customer, Params const& p) {
    TRY_DO(refuse_discounts(p));
    if (p.address.cleared()) customer.address.reset();
    if (p.address) {
        if (!customer.address) customer.address.emplace();
        p.address->apply_to(*customer.address);
    }
    if (p.balance) {
        customer.balance = *p.balance;
        if (*p.balance != 0 && !customer.currency)
            customer.currency = std::string(
                text_at(parse_document(tx.stored(tx.caller().account_id)->document).as_object(), "default_currency"));
    }
    overlay(Only<Params, "description", "email", "metadata", "name", "next_invoice_sequence", "phone", "shipping">{}, p,
            customer);
    if (customer.name) customer.name = trimmed(*customer.name);
    if (customer.phone) customer.phone = trimmed(*customer.phone);
    if (p.invoice_prefix) {
        bool good = !p.invoice_prefix->empty() && p.invoice_prefix->size() <= 12 &&
                    p.invoice_prefix->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos;
        if (!good)
            return refuse("", "invoice_prefix", "Invoice number prefix must be 1–12 uppercase letters or numbers.");
        customer.invoice_prefix = *p.invoice_prefix;
    }
    if (!p.preferred_locales.empty()) customer.preferred_locales = p.preferred_locales;
    if (p.tax_exempt.given) customer.tax_exempt = p.tax_exempt ? p.tax_exempt->text : "none";
    return {};
}

// As it is shown.
template <class T>
void put(Emptyable<T> const& param, std::optional<Raw>& member) {
    if (!param.given) return;
    member.reset();
    if (!param) return;
    std::string text;
    kind_of<T>.write(&*param, text);
    member = Raw{parse_document(text)};
}

Result<void> apply_invoice_settings(Tx& tx, Customer& customer, InvoiceSettingsParams const& p) {
    auto& settings = customer.invoice_settings;
    if (p.default_payment_method) {
        auto const& id = *p.default_payment_method;
        auto method = tx.find<PaymentMethod>(id);
        auto card = tx.find<sources::Card>(id);
        bool attached =
            (method && method->customer == customer.id) || (card && card->customer && *card->customer == customer.id);
        if (!attached)
            return refuse("", "invoice_settings[default_payment_method]",
                          "The customer does not have a payment method with the ID " + id +
                              ". The payment method must be attached to the customer.");
    }
    p.default_payment_method.apply_to(settings.default_payment_method);
    p.footer.apply_to(settings.footer);
    put(p.custom_fields, settings.custom_fields);
    put(p.rendering_options, settings.rendering_options);
    return {};
}

// `source` or its older name `card`, as an id; a hash becomes a token first.
Result<std::optional<std::string>> source_param(Tx& tx, Params const& p) {
    if (p.source) return p.source;
    if (!p.card) return std::nullopt;
    if (p.card->value.is_string()) return std::string(p.card->value.as_string());
    sources::CardHash hash;
    TRY_DO(
        read_fields(&hash, fields_of<sources::CardHash>(), p.card->value, Path{nullptr, "card"}, Source::parameters));
    TRY(auto card, sources::card_of(tx, hash));
    tokens::Token token{.id = tx.fresh_id("tok"), .card = card, .created = tx.now()};
    token.card_credential = card.credential.value;
    tx.insert(token);
    return token.id;
}

std::string fresh_prefix(Tx& tx) {
    std::string prefix;
    while (prefix.size() < 8)
        for (char c : tx.letters(8))
            if (prefix.size() < 8) prefix.push_back(static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c));
    return prefix;
}

}  // namespace

Result<Customer> create(Tx& tx, Params p) {
    auto customer = tx.fresh<Customer>();
    customer.invoice_prefix = fresh_prefix(tx);
    if (p.test_clock) return no_such("testclock", *p.test_clock, "test_clock");
    TRY_DO(apply_plain(tx, customer, p));
    tx.insert(customer);
    TRY(auto source, source_param(tx, p));
    if (source) TRY_DO(add_source(tx, customer, *source));
    std::optional<PaymentMethod> attached;
    if (p.payment_method) {
        TRY(attached, payment_methods::in_param(tx, *p.payment_method));
        if (p.invoice_settings && p.invoice_settings->default_payment_method &&
            *p.invoice_settings->default_payment_method == *p.payment_method)
            p.invoice_settings->default_payment_method.value = attached->id;
        TRY_DO(customers::attach(tx, *attached, customer.id));
    }
    if (p.invoice_settings) TRY_DO(apply_invoice_settings(tx, customer, *p.invoice_settings));
    tx.update(customer);
    events::emit(tx, "customer.created", customer);
    return customer;
}

Result<Customer> update(Tx& tx, Customer customer, Params const& p) {
    auto const before = customer;
    if (p.test_clock) return refuse("parameter_unknown", "test_clock", "Received unknown parameter: test_clock");
    TRY_DO(apply_plain(tx, customer, p));
    TRY(auto source, source_param(tx, p));
    if (source) {
        auto old = customer.default_source;
        TRY(auto added, add_source(tx, customer, *source));
        if (old) TRY_DO(remove_source(tx, customer, *old));
        customer.default_source = added.id;
    }
    if (p.default_source) {
        auto linked = tx.own(*p.default_source);
        if (!linked || !tx.is_in(sources::of_customer(customer.id), *linked))
            return no_such("source", *p.default_source, "default_source");
        customer.default_source = *p.default_source;
    }
    if (p.invoice_settings) TRY_DO(apply_invoice_settings(tx, customer, *p.invoice_settings));
    save(tx, before, customer);
    return customer;
}

Result<void> remove(Tx& tx, Customer customer) {
    auto const last = customer;
    for (auto const& source : tx.newest(sources::of_customer(customer.id)))
        TRY_DO(remove_source(tx, customer, source->id));
    for (auto& method :
         tx.all<PaymentMethod>("customer", customer.id)) {  // they keep their customer, and can never be used again
        method.life = std::string("consumed");
        tx.update(method);
        mandates::end_all(tx, method.id);
    }
    customer.deleted = true;
    tx.update(customer);
    events::emit(tx, "customer.deleted", last);
    return {};
}

}  // namespace bursar::customers
