#include "instruments/customers/instruments.hpp"

#include "events/events/event.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/sources/source.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::customers {

using namespace api;
using payment_methods::PaymentMethod;
using sources::BankAccount;
using sources::Card;

namespace {

template <class T>
Added add(Tx& tx, Customer& customer, T& source) {
    source.customer = customer.id;
    if (tx.find<T>(source.id))
        tx.update(source);
    else
        tx.insert(source);
    if (!customer.default_source) customer.default_source = source.id;
    events::emit(tx, "customer.source.created", source);
    return {source.id, document_of(source)};
}

Result<Added> add_card(Tx& tx, Customer& customer, Card card) {
    acquirers::CardAttempt attempt{.purpose = acquirers::Purpose::validate,
                                   .number = {},
                                   .postal_code_given = card.address_zip.has_value(),
                                   .line1_given = card.address_line1.has_value(),
                                   .presence = {},
                                   .currency = {},
                                   .reference = card.id};
    auto answer = methods::authorize(tx, card.credential, attempt);
    if (answer.verdict == acquirers::Verdict::declined) return std::unexpected(methods::refusal_of(*answer.decline));
    sources::apply_checks(card, answer.checks);
    card.credential->cvc_given = false;
    card.allow_redisplay = std::string("unspecified");
    card.networks = {};
    return add(tx, customer, card);
}

Result<Added> add_bank_account(Tx& tx, Customer& customer, BankAccount account) {
    for (auto const& object : tx.newest(sources::of_customer(customer.id))) {
        if (Tx::is_a(*object, "bank_account") && Tx::read<BankAccount>(*object).fingerprint == account.fingerprint)
            return refuse(
                "bank_account_exists", "",
                "A bank account with that routing number and account number already exists for this customer.");
    }
    return add(tx, customer, account);
}

// The next oldest source becomes the default, or none.
void choose_default(Tx& tx, Customer& customer) {
    auto left = tx.newest(sources::of_customer(customer.id));
    customer.default_source = left.empty() ? std::nullopt : std::optional(left.back()->id);
}

template <class T>
std::string delete_one(Tx& tx, T source, std::string_view object) {
    source.deleted = true;
    tx.update(source);
    events::emit(tx, "customer.source.deleted", source);
    std::string out = R"({"id":")" + source.id + R"(","object":")" + std::string(object) + R"(",)";
    if constexpr (std::is_same_v<T, BankAccount>)
        out += R"("currency":")" + source.currency + R"(",)";
    else if (source.currency)
        out += R"("currency":")" + *source.currency + R"(",)";
    return out + R"("deleted":true})";
}

}  // namespace

Result<Added> add_source(Tx& tx, Customer& customer, std::string const& id, std::string const& param) {
    if (id.starts_with("pm_"))
        return refuse("", param,
                      "You cannot use a PaymentMethod as a source for Customers.Instead, use the PaymentMethods API to "
                      "Attach a Customer to a PaymentMethod. See https://stripe.com/docs/api/payment_methods/attach");
    if (id.starts_with("src_")) {
        TRY(auto source, find_in_param<sources::Source>(tx, id, param));
        if (source.status != sources::Status::chargeable)
            return refuse("invalid_source_usage", param, "The source you provided is not in a chargeable state.");
        // Unknown: the reference's words, and that its own customer is no exception; as it is of PaymentMethods.
        if (source.customer)
            return refuse("", param, "The source you provided has already been attached to a customer.");
        return add(tx, customer, source);
    }
    TRY(auto instrument, tokens::spend(tx, id, param));
    if (auto* card = std::get_if<Card>(&instrument)) return add_card(tx, customer, std::move(*card));
    return add_bank_account(tx, customer, std::move(std::get<BankAccount>(instrument)));
}

Result<std::string> remove_source(Tx& tx, Customer& customer, std::string const& id) {
    auto object = tx.own(id);
    auto is_linked = [&](auto const& source) { return source.customer && *source.customer == customer.id; };
    std::string answer;
    if (object && Tx::is_a(*object, "card") && is_linked(Tx::read<Card>(*object)) &&
        !Tx::read<Card>(*object).deleted.value) {
        answer = delete_one(tx, Tx::read<Card>(*object), "card");
    } else if (object && Tx::is_a(*object, "bank_account") && is_linked(Tx::read<BankAccount>(*object)) &&
               !Tx::read<BankAccount>(*object).deleted.value) {
        answer = delete_one(tx, Tx::read<BankAccount>(*object), "bank_account");
    } else if (object && Tx::is_a(*object, "source") && is_linked(Tx::read<sources::Source>(*object)) &&
               !Tx::read<sources::Source>(*object).deleted.value) {
        auto source = Tx::read<sources::Source>(*object);
        if (source.status.can(sources::Step::consume)) source.status.take(sources::Step::consume);
        source.deleted = true;
        tx.update(source);
        events::emit(tx, "customer.source.deleted", source);
        answer = document_of(source);
    } else {
        return no_such("source", id, "id", 404);
    }
    if (customer.default_source == id) choose_default(tx, customer);
    return answer;
}

Result<void> attach(Tx& tx, PaymentMethod& method, std::string const& customer) {
    if (method.is_dead())
        return refuse("", "",
                      "This PaymentMethod was previously used without being attached to a Customer or was detached "
                      "from a Customer, and may not be used again.");
    if (method.customer == customer) return {};
    if (method.customer)
        return refuse("", "", "The payment method you provided has already been attached to a customer.");
    TRY_DO(payment_methods::validate(tx, method));
    payment_methods::attach(tx, method, customer);
    return {};
}

Result<void> detach(Tx& tx, PaymentMethod& method) {
    if (!method.customer)
        return refuse("", "",
                      "The payment method you provided is not attached to a customer so detachment is impossible.");
    auto customer = find_usable(tx, *method.customer);
    if (!method.id.starts_with("pm_") && customer) {  // a legacy card: detaching is deleting the source
        auto before = *customer;
        TRY_DO(remove_source(tx, *customer, method.id));
        save(tx, before, *customer);
        method.customer.reset();
        return {};
    }
    auto before = document_of(method);
    if (customer && customer->invoice_settings.default_payment_method == method.id) {
        auto old = *customer;
        customer->invoice_settings.default_payment_method.reset();
        save(tx, old, *customer);
    }
    method.customer.reset();
    method.life = std::string("detached");
    payment_methods::save(tx, method);
    mandates::end_all(tx, method.id);
    events::emit_change(tx, "payment_method.detached", before, document_of(method));
    return {};
}

std::optional<json::value> render_sources(Tx& tx, json::object const& customer) {
    std::string id(text_at(customer, "id"));
    json::array data;
    auto list = sources::of_customer(id);
    for (auto const& object : tx.newest(list, 10)) data.push_back(parse_document(object->document));
    auto total = static_cast<std::int64_t>(tx.older(list, 0, 10000).size());
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", total > 10},
                        {"total_count", total},
                        {"url", "/v1/customers/" + id + "/sources"}};
}

}  // namespace bursar::customers
