#include "api/page.hpp"
#include "api/search.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::customers {

using namespace api;
using payment_methods::PaymentMethod;

namespace {

struct CustomField {
    std::string name, value;
};
FIELDS(CustomField, name, value);

// [passed on] and kept as they are sent.
struct RenderingOptions {
    Emptyable<Choice<"exclude_tax", "include_inclusive_tax">> amount_tax_display;
    Emptyable<std::string> template_;
};
FIELDS(RenderingOptions, amount_tax_display, template_);

struct InvoiceSettingsParams {
    Emptyable<std::vector<CustomField>> custom_fields;
    Emptyable<std::string> default_payment_method, footer;
    Emptyable<RenderingOptions> rendering_options;
};
FIELDS(InvoiceSettingsParams, custom_fields, default_payment_method, footer, rendering_options);

// ---- what is taken and read by nobody yet ----

// [passed on] and refused with the cash balance.
struct CashBalanceSettings {
    std::optional<Choice<"automatic", "manual", "merchant_default">> reconciliation_mode;
};
FIELDS(CashBalanceSettings, reconciliation_mode);

// [passed on] and refused as a whole.
struct CashBalanceParams {
    std::optional<CashBalanceSettings> settings;
};
FIELDS(CashBalanceParams, settings);

// [passed on] and ignored as a whole.
struct TaxParams {
    Emptyable<std::string> ip_address;
    std::optional<Choice<"auto", "deferred", "immediately">> validate_location;
};
FIELDS(TaxParams, ip_address, validate_location);

// [passed on] and refused as a whole.
struct TaxIdParams {
    std::string type, value;
};
FIELDS(TaxIdParams, type, value);

// What create and update have in common.
struct Changes {
    Emptyable<AddressParams> address;
    std::optional<Between<-kAmountMax, kAmountMax>> balance;
    std::optional<Raw> card;  // the older name of `source`
    Unsupported<CashBalanceParams> cash_balance;
    Emptyable<std::string> coupon;
    std::optional<std::string> default_source;
    Emptyable<std::string> description, email;
    std::optional<std::string> invoice_prefix;
    std::optional<InvoiceSettingsParams> invoice_settings;
    MetadataParam metadata;
    Emptyable<std::string> name;
    std::optional<AtLeast<1>> next_invoice_sequence;
    std::optional<std::string> payment_method;
    Emptyable<std::string> phone;
    std::vector<std::string> preferred_locales;
    Emptyable<std::string> promotion_code;
    Emptyable<ShippingParams> shipping;
    std::optional<std::string> source;
    Ignored<TaxParams> tax;
    Emptyable<Choice<"none", "exempt", "reverse">> tax_exempt;
    Unsupported<std::vector<TaxIdParams>> tax_id_data;
    std::optional<std::string> test_clock;
    Ignored<std::string> validate;  // sent by old clients, without effect
};
FIELDS(Changes, address, balance, card, cash_balance, coupon, default_source, description, email, invoice_prefix,
       invoice_settings, metadata, name, next_invoice_sequence, payment_method, phone, preferred_locales,
       promotion_code, shipping, source, tax, tax_exempt, tax_id_data, test_clock, validate);

// What was taken off all of a customer's subscriptions, until 2025-03-31.
Result<void> refuse_discounts(Tx& tx, Changes const& p) {
    for (auto const& [param, name] : {std::pair(&p.coupon, "coupon"), {&p.promotion_code, "promotion_code"}}) {
        if (param->given && !tx.version().is_before("2025-03-31"))
            return refuse("parameter_unknown", name, std::string("Received unknown parameter: ") + name);
        if (*param) return refuse("", name, "Bursar does not support discounts of customers yet.");
    }
    return {};
}

Result<void> apply_plain(Tx& tx, Customer& customer, Changes const& p) {
    TRY_DO(refuse_discounts(tx, p));
    if (p.email) TRY_DO(check_email(*p.email, "email"));
    if (p.address.cleared()) customer.address.reset();
    if (p.address) {
        if (!customer.address) customer.address.emplace();
        p.address->apply_to(*customer.address);
    }
    if (p.shipping.given) customer.shipping = p.shipping ? std::optional(p.shipping->shipping()) : std::nullopt;
    if (p.balance) {
        customer.balance = *p.balance;
        if (*p.balance != 0 && !customer.currency)
            customer.currency = std::string(
                text_at(parse_document(tx.stored(tx.caller().account_id)->document).as_object(), "default_currency"));
    }
    p.description.apply_to(customer.description);
    p.email.apply_to(customer.email);
    p.name.apply_to(customer.name);
    p.phone.apply_to(customer.phone);
    if (customer.name) customer.name = trimmed(*customer.name);
    if (customer.phone) customer.phone = trimmed(*customer.phone);
    if (p.invoice_prefix) {
        bool good = !p.invoice_prefix->empty() && p.invoice_prefix->size() <= 12 &&
                    p.invoice_prefix->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos;
        if (!good)
            return refuse("", "invoice_prefix", "Invoice number prefix must be 1–12 uppercase letters or numbers.");
        customer.invoice_prefix = *p.invoice_prefix;
    }
    if (p.next_invoice_sequence) customer.next_invoice_sequence = *p.next_invoice_sequence;
    if (!p.preferred_locales.empty()) customer.preferred_locales = p.preferred_locales;
    if (p.tax_exempt.given) customer.tax_exempt = p.tax_exempt ? p.tax_exempt->text : "none";
    p.metadata.apply_to(customer.metadata);
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
Result<std::optional<std::string>> source_param(Tx& tx, Changes const& p) {
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

Result<Reply> create(Tx& tx, Changes p) {
    Customer customer{.id = tx.fresh_id<Customer>()};
    customer.created = tx.now();
    customer.livemode = tx.livemode();
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
    return reply_with(customer);
}

}  // namespace

Result<std::string> make(Tx& tx, json::object const& params) {
    TRY(auto changes, read_params<Changes>(params));
    TRY(auto reply, create(tx, std::move(changes)));
    return std::string(text_at(parse_document(reply.body).as_object(), "id"));
}

namespace {

Result<Customer> usable_in_path(Tx& tx, std::string const& id) {
    auto customer = find_usable(tx, id);
    if (!customer) return no_such("customer", id, "id", 404);
    return std::move(*customer);
}

Result<Reply> update(Tx& tx, std::string id, Changes p) {
    TRY(auto customer, usable_in_path(tx, id));
    auto before = customer;
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
        if (!linked || !tx.is_in(sources::of_customer(id), *linked))
            return no_such("source", *p.default_source, "default_source");
        customer.default_source = *p.default_source;
    }
    if (p.invoice_settings) TRY_DO(apply_invoice_settings(tx, customer, *p.invoice_settings));
    save(tx, before, customer);
    return reply_with(customer);
}

std::string stub(std::string const& id) { return R"({"id":")" + id + R"(","object":"customer","deleted":true})"; }

Result<Reply> retrieve(Tx& tx, std::string id) {
    auto object = tx.own(id);
    if (!object || !Tx::is_a(*object, "customer")) return no_such("customer", id, "id", 404);
    if (!tx.is_usable("customer", id)) return Reply{200, stub(id)};
    return Reply{200, std::move(object->document)};
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto customer, usable_in_path(tx, id));
    auto last = customer;
    for (auto const& source : tx.newest(sources::of_customer(id))) TRY_DO(remove_source(tx, customer, source->id));
    for (auto& method :
         tx.all<PaymentMethod>("customer", id)) {  // they keep their customer, and can never be used again
        method.life = std::string("consumed");
        tx.update(method);
        mandates::end_all(tx, method.id);
    }
    customer.deleted = true;
    tx.update(customer);
    events::emit(tx, "customer.deleted", last);
    return Reply{200, stub(id)};
}

struct ListParams {
    std::optional<std::string> email, test_clock;
};
FIELDS(ListParams, email, test_clock);

Result<Reply> list(Tx& tx, Page page, ListParams params) {
    ListQuery query{.object = "customer", .noun = "customer", .url = "/v1/customers"};
    if (params.email) {
        query.filter = "email";
        query.value = *params.email;
    }
    return list_reply(tx, page, query);
}

constexpr SearchField kSearchFields[] = {
    {"created", SearchType::number}, {"email", SearchType::string}, {"metadata", SearchType::token},
    {"name", SearchType::string},    {"phone", SearchType::string},
};

Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"customer", "customers", kSearchFields});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/customers"),
    api::list<list>("/v1/customers"),
    api::get<search>("/v1/customers/search"),
    api::get<retrieve>("/v1/customers/:id"),
    post<update>("/v1/customers/:id"),
    del<remove>("/v1/customers/:id"),
};

constexpr std::string_view kExpandable[] = {"default_source", "invoice_settings.default_payment_method", "test_clock"};

json::value render_nothing(Tx&, json::object const& customer) {
    return json::object{{"object", "list"},
                        {"data", json::array()},
                        {"has_more", false},
                        {"total_count", 0},
                        {"url", "/v1/customers/" + std::string(text_at(customer, "id")) + "/subscriptions"}};
}

constexpr Include kIncludes[] = {
    {"sources", render_sources}, {"subscriptions", render_nothing}, {"tax_ids", render_nothing}};

}  // namespace

ResourceType const kResource{.object = "customer",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .includes = kIncludes,
                             .shape = fields_of<Customer>};

}  // namespace bursar::customers
