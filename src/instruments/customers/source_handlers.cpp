// /v1/customers/:id/sources with its aliases, /v1/payment_methods/:id/attach and detach, and a customer's
// PaymentMethods.
#include <algorithm>
#include <array>

#include "api/endpoints.hpp"
#include "base/email.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::customers {

using namespace api;
using payment_methods::PaymentMethod;
using sources::BankAccount;
using sources::Card;

namespace {

// ---- legacy sources ----

struct AddParams {
    std::optional<Raw> bank_account, card;
    MetadataParam metadata;
    std::optional<Raw> source;
    Ignored<std::string> validate;
};
FIELDS(AddParams, bank_account, card, metadata, source, validate);

template <class T>
void set_metadata(Tx& tx, std::string const& id, MetadataParam const& metadata) {
    auto source = tx.find<T>(id);
    if (!source || !metadata.given) return;
    metadata.apply_to(source->metadata);
    tx.update(*source);
}

// A hash where a token is expected becomes one first.
Result<std::string> token_of(Tx& tx, json::value const& hash) {
    tokens::Token token{.id = tx.fresh_id("tok"), .created = tx.now()};
    auto object = hash.is_object() ? std::string(text_at(hash.as_object(), "object")) : std::string();
    if (object == "bank_account") {
        sources::BankAccountHash params;
        TRY_DO(read_fields(&params, fields_of<sources::BankAccountHash>(), hash, Path{nullptr, "source"},
                           bursar::Source::parameters));
        TRY(auto account, sources::bank_account_of(tx, params, "source"));
        token.bank_credential = account.credential.value;
        token.bank_account = account;
        token.type = "bank_account";
    } else {
        sources::CardHash params;
        TRY_DO(read_fields(&params, fields_of<sources::CardHash>(), hash, Path{nullptr, "source"},
                           bursar::Source::parameters));
        TRY(auto card, sources::card_of(tx, params, "source"));
        token.card_credential = card.credential.value;
        token.card = card;
    }
    tx.insert(token);
    return token.id;
}

Result<Reply> add(Tx& tx, std::string customer_id, AddParams p) {
    TRY(auto customer, find_in_path<Customer>(tx, customer_id));
    auto const& param = p.source ? p.source : p.card ? p.card : p.bank_account;
    if (!param) return refuse_missing("source");
    std::string token;
    if (param->value.is_string())
        token = param->value.as_string();
    else {
        TRY(token, token_of(tx, param->value));
    }
    auto before = customer;
    TRY(auto added, add_source(tx, customer, token));
    set_metadata<Card>(tx, added.id, p.metadata);
    set_metadata<BankAccount>(tx, added.id, p.metadata);
    set_metadata<sources::Source>(tx, added.id, p.metadata);
    if (before.default_source != customer.default_source) save(tx, before, customer);
    return Reply{200, tx.own(added.id)->document};
}

struct SourceFilter {
    std::optional<std::string> object;
};
FIELDS(SourceFilter, object);

Result<Reply> list_sources(Tx& tx, std::string customer, Page page, SourceFilter filter) {
    TRY_DO(find_in_path<Customer>(tx, customer));
    ListQuery query{.object = sources::kOfCustomer,
                    .noun = "source",
                    .url = "/v1/customers/" + customer + "/sources",
                    .filter = "customer",
                    .value = customer,
                    .kinds = sources::kKindsOfCustomer};
    if (filter.object)
        query.matches = [wanted = *filter.object](json::object const& source) {
            return text_at(source, "object") == wanted;
        };
    return list_reply(tx, page, query);
}

template <Word Kind>
Result<Reply> list_of_kind(Tx& tx, std::string customer, Page page) {
    TRY_DO(find_in_path<Customer>(tx, customer));
    std::string kind(Kind.view());
    ListQuery query{.object = sources::kOfCustomer,
                    .noun = "source",
                    .url = "/v1/customers/" + customer + "/" + kind + "s",
                    .filter = "customer",
                    .value = customer,
                    .kinds = sources::kKindsOfCustomer};
    query.matches = [kind](json::object const& source) { return text_at(source, "object") == kind; };
    return list_reply(tx, page, query);
}

// The object when it is this customer's and not deleted.
Result<store::Object> linked(Tx& tx, std::string const& customer, std::string const& id) {
    TRY_DO(find_in_path<Customer>(tx, customer));
    auto object = tx.own(id);
    if (object && tx.is_in(sources::of_customer(customer), *object)) return *object;
    return no_such("source", id, "id", 404);
}

Result<Reply> retrieve_source(Tx& tx, std::string customer, std::string id) {
    TRY(auto object, linked(tx, customer, id));
    return Reply{200, std::move(object.document)};
}

// [passed on] and ignored as a whole.
struct OwnerParams {
    Emptyable<AddressParams> address;
    Emptyable<Email> email;
    Emptyable<std::string> name, phone;
};
FIELDS(OwnerParams, address, email, name, phone);

// [passed on] of a card to sources::apply_changes.
struct UpdateSourceParams {
    Emptyable<std::string> account_holder_name, account_holder_type, address_city, address_country, address_line1,
        address_line2, address_state, address_zip;
    std::optional<std::int64_t> exp_month, exp_year;
    MetadataParam metadata;
    Emptyable<std::string> name;
    Ignored<OwnerParams> owner;
};
FIELDS(UpdateSourceParams, account_holder_name, account_holder_type, address_city, address_country, address_line1,
       address_line2, address_state, address_zip, exp_month, exp_year, metadata, name, owner);

using sources::apply_changes;  // of a card

Result<void> apply_changes(BankAccount& account, UpdateSourceParams const& p) {
    p.account_holder_name.apply_to(account.account_holder_name);
    p.account_holder_type.apply_to(account.account_holder_type);
    p.metadata.apply_to(account.metadata);
    return {};
}

Result<void> apply_changes(sources::Source& source, UpdateSourceParams const& p) {
    p.metadata.apply_to(source.metadata);
    return {};
}

template <class T>
Result<Reply> put_changed(Tx& tx, store::Object const& object, UpdateSourceParams const& p) {
    auto after = Tx::read<T>(object);
    TRY_DO(apply_changes(after, p));
    tx.update(after);
    events::emit_change(tx, "customer.source.updated", object.document, document_of(after));
    return reply_with(after);
}

Result<Reply> update_source(Tx& tx, std::string customer, std::string id, UpdateSourceParams p) {
    TRY(auto object, linked(tx, customer, id));
    if (Tx::is_a(object, "card")) return put_changed<Card>(tx, object, p);
    if (Tx::is_a(object, "bank_account")) return put_changed<BankAccount>(tx, object, p);
    return put_changed<sources::Source>(tx, object, p);
}

Result<Reply> delete_source(Tx& tx, std::string customer_id, std::string id) {
    TRY(auto customer, find_in_path<Customer>(tx, customer_id));
    auto before = customer;
    TRY(auto answer, remove_source(tx, customer, id));
    save(tx, before, customer);
    return Reply{200, std::move(answer)};
}

struct VerifyParams {
    std::vector<AtLeast<1>> amounts;
    Ignored<std::string> verification_method;
};
FIELDS(VerifyParams, amounts, verification_method);

constexpr std::int64_t kVerifyAttemptsMax = 3;  // (reference/instruments.md: Legacy cards and bank accounts)

Result<Reply> verify(Tx& tx, std::string customer, std::string id, VerifyParams p) {
    TRY(auto object, linked(tx, customer, id));
    if (!Tx::is_a(object, "bank_account")) return refuse("", "", "Only bank accounts can be verified.");
    auto account = Tx::read<BankAccount>(object);
    if (account.status == sources::BankStatus::verified)
        return refuse("", "", "This bank account has already been verified.");
    if (account.status == sources::BankStatus::verification_failed)
        return refuse("bank_account_verification_failed", "",
                      "You have exceeded the number of allowed verification attempts.");
    if (p.amounts.size() != 2) return refuse("parameter_missing", "amounts", "Missing required param: amounts.");
    std::ranges::sort(p.amounts);
    bool right = std::ranges::equal(p.amounts, std::array<std::int64_t, 2>{32, 45});
    if (right) {
        account.status.take(sources::BankStep::verify);
        account.credential->verified = true;
    } else if (++account.credential->attempts >= kVerifyAttemptsMax) {
        account.status.take(sources::BankStep::fail_verification);
    }
    tx.update(account);
    events::emit_change(tx, "customer.source.updated", object.document, document_of(account));
    if (right) return reply_with(account);
    // The attempt counts, so this answer is kept like a decline is.
    auto no = refuse("bank_account_verification_failed", "",
                     "The amounts provided do not match the amounts that were sent to the bank account.");
    return Reply{402, error_body(no.error())};
}

// ---- PaymentMethods ----

struct AttachParams {
    std::optional<std::string> customer;
    Unsupported<std::string> customer_account;
};
FIELDS(AttachParams, customer, customer_account);

Result<Reply> attach_route(Tx& tx, std::string id, AttachParams p) {
    TRY(auto method, payment_methods::in_param(tx, id, "payment_method", 404));
    if (!p.customer) {
        if (tx.version().is_before("2025-09-30")) return refuse_missing("customer");
        return refuse("parameter_missing", "", "Must provide customer or customer_account.");
    }
    TRY(auto customer, usable_in_param(tx, *p.customer));
    TRY_DO(customers::attach(tx, method, customer.id));
    return reply_with(method);
}

Result<Reply> detach_route(Tx& tx, std::string id) {
    TRY(auto method, payment_methods::in_param(tx, id, "payment_method", 404));
    TRY_DO(customers::detach(tx, method));
    return reply_with(method);
}

struct MethodFilter {
    std::optional<std::string> allow_redisplay, customer, type;
    Unsupported<std::string> customer_account;
};
FIELDS(MethodFilter, allow_redisplay, customer, customer_account, type);

Result<Reply> methods_of(Tx& tx, Page const& page, std::string const& customer, MethodFilter const& filter,
                         std::string url) {
    ListQuery query{.object = "payment_method",
                    .noun = "PaymentMethod",
                    .url = std::move(url),
                    .filter = "customer",
                    .value = customer};
    if (filter.type || filter.allow_redisplay)
        query.matches = [filter](json::object const& method) {
            return (!filter.type || text_at(method, "type") == *filter.type) &&
                   (!filter.allow_redisplay || text_at(method, "allow_redisplay") == *filter.allow_redisplay);
        };
    TRY(auto text, list_text(tx, page, query));
    if (filter.type && *filter.type != "card") return Reply{200, std::move(text)};
    // Legacy cards of the customer are listed with the rest, after them: they are few, and a page ends with them.
    auto legacy = tx.newest(sources::of_customer(customer), 100);
    auto list = parse_document(text);
    auto& data = list.as_object()["data"].as_array();
    if (legacy.empty() || list.as_object()["has_more"].as_bool() || page.starting_after || page.ending_before)
        return Reply{200, std::move(text)};
    for (auto const& object : legacy) {
        auto view = payment_methods::in_param(tx, object->id);
        if (view && data.size() < static_cast<std::size_t>(page.limit.value_or(10)))
            data.push_back(parse_document(document_of(*view)));
    }
    return Reply{200, to_text(list)};
}

Result<Reply> list_methods(Tx& tx, Page page, MethodFilter filter) {
    if (filter.customer && !tx.find_even_gone<Customer>(*filter.customer))
        return no_such("customer", *filter.customer, "customer");
    return methods_of(tx, page, filter.customer.value_or(""), filter, "/v1/payment_methods");
}

Result<Reply> list_methods_of_customer(Tx& tx, std::string customer, Page page, MethodFilter filter) {
    TRY_DO(find_in_path<Customer>(tx, customer));
    return methods_of(tx, page, customer, filter, "/v1/customers/" + customer + "/payment_methods");
}

Result<Reply> retrieve_method_of_customer(Tx& tx, std::string customer, std::string id) {
    TRY_DO(find_in_path<Customer>(tx, customer));
    // What is not there is not made of a test id here: it would be nobody's.
    if (!tx.own(id)) return no_such("PaymentMethod", id, "payment_method", 404);
    auto method = payment_methods::in_param(tx, id, "payment_method", 404);
    if (!method || method->customer != customer) return no_such("PaymentMethod", id, "payment_method", 404);
    return reply_with(*method);
}

constexpr Route kRoutes[] = {
    post<add>("/v1/customers/:customer/sources"),
    api::list<list_sources>("/v1/customers/:customer/sources"),
    api::get<retrieve_source>("/v1/customers/:customer/sources/:id"),
    post<update_source>("/v1/customers/:customer/sources/:id"),
    del<delete_source>("/v1/customers/:customer/sources/:id"),
    post<verify>("/v1/customers/:customer/sources/:id/verify"),
    post<add>("/v1/customers/:customer/cards"),
    api::list<list_of_kind<"card">>("/v1/customers/:customer/cards"),
    api::get<retrieve_source>("/v1/customers/:customer/cards/:id"),
    post<update_source>("/v1/customers/:customer/cards/:id"),
    del<delete_source>("/v1/customers/:customer/cards/:id"),
    post<add>("/v1/customers/:customer/bank_accounts"),
    api::list<list_of_kind<"bank_account">>("/v1/customers/:customer/bank_accounts"),
    api::get<retrieve_source>("/v1/customers/:customer/bank_accounts/:id"),
    post<update_source>("/v1/customers/:customer/bank_accounts/:id"),
    del<delete_source>("/v1/customers/:customer/bank_accounts/:id"),
    post<verify>("/v1/customers/:customer/bank_accounts/:id/verify"),
    post<attach_route>("/v1/payment_methods/:id/attach"),
    post<detach_route>("/v1/payment_methods/:id/detach"),
    api::list<list_methods>("/v1/payment_methods"),
    api::list<list_methods_of_customer>("/v1/customers/:customer/payment_methods"),
    api::get<retrieve_method_of_customer>("/v1/customers/:customer/payment_methods/:id"),
};

constexpr auto kCardExpandable = expandable_of<sources::Card>({
    {"account", "account"},
    {"customer", "customer"},
});
constexpr auto kBankAccountExpandable = expandable_of<sources::BankAccount>({
    {"account", "account"},
    {"customer", "customer"},
});

}  // namespace

ResourceType const kCards{.object = "card",
                          .routes = kRoutes,
                          .expandable = kCardExpandable,
                          .shown_publicly = {.part = fields_of<Without<sources::Card, "fingerprint">>},
                          .shape = fields_of<sources::Card>};
ResourceType const kBankAccounts{.object = "bank_account",
                                 .routes = {},
                                 .expandable = kBankAccountExpandable,
                                 .shown_publicly = {.part = fields_of<sources::BankAccount>},
                                 .shape = fields_of<sources::BankAccount>};

}  // namespace bursar::customers
