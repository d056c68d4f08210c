#include "app/lists.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "checkout/sessions/session.hpp"
#include "connect/accounts/account.hpp"
#include "connect/accounts/person.hpp"
#include "connect/apple_pay_domains/apple_pay_domain.hpp"
#include "events/events/event.hpp"
#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/webhook_endpoint.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/sources/source.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/early_fraud_warnings/early_fraud_warning.hpp"
#include "money/payouts/payout.hpp"
#include "money/refunds/refund.hpp"
#include "money/transfers/transfer.hpp"
#include "pricing/coupons/coupon.hpp"
#include "pricing/products/product.hpp"

namespace bursar::app {

using api::ListedKind;
using store::ListKey;

namespace {

// Kinds that are in more than the list of all of their kind, or not always in that.
constexpr ListedKind kListed[] = {
    accounts::kListedPersons,
    api::listed_kind<accounts::Account>(),
    apple_pay_domains::kListed,
    api::listed_kind<application_fees::ApplicationFee>(),
    api::listed_kind<application_fees::FeeRefund>(),
    api::listed_kind<balance::BalanceTransaction>(),
    api::listed_kind<charges::Charge>(),
    api::listed_kind<checkout::Session>(),
    api::listed_kind<coupons::Coupon>(),
    api::listed_kind<coupons::PromotionCode>(),
    api::listed_kind<customers::Customer>(),
    api::listed_kind<disputes::Dispute>(),
    api::listed_kind<early_fraud_warnings::EarlyFraudWarning>(),
    events::kListed,
    api::listed_kind<mandates::Mandate>(),
    api::listed_kind<payment_intents::PaymentIntent>(),
    api::listed_kind<payment_methods::PaymentMethod>(),
    api::listed_kind<payouts::Payout>(),
    api::listed_kind<products::Price>(),
    api::listed_kind<products::Product>(),
    api::listed_kind<refunds::Refund>(),
    api::listed_kind<setup_intents::SetupAttempt>(),
    api::listed_kind<setup_intents::SetupIntent>(),
    api::listed_kind<sources::BankAccount>(),
    api::listed_kind<sources::Card>(),
    api::listed_kind<sources::Source>(),
    api::listed_kind<transfers::Transfer>(),
    api::listed_kind<transfers::TransferReversal>(),
    api::listed_kind<webhook_endpoints::Delivery>(),
    api::listed_kind<webhook_endpoints::WebhookEndpoint>(),
};

ListedKind kind_of(store::Object const& object) {
    auto named = api::member(object.document, "object");
    auto name = named.size() < 2 ? named : named.substr(1, named.size() - 2);
    auto known = std::ranges::find(kListed, name, &ListedKind::kind);
    return known == std::end(kListed) ? ListedKind{.kind = name} : *known;
}

std::vector<ListKey> keys_of(store::Session& session, api::ListKeys const& keys, store::Object const& object) {
    auto kind = kind_of(object);
    auto out = keys.of_object(kind, object);
    if (!kind.told_to_platform) return out;
    auto account = session.find(object.owner / 2);
    if (account && account->owner / 2 != account->seq)
        out.push_back(keys.of_connected(account->owner / 2 * 2 + object.owner % 2, kind.kind));
    return out;
}

// ---- databases of before ----

// The setting says how far the work is: entering after an object, then taking away after a listing, then done.
constexpr char kSetting[] = "lists_keyed", kDone[] = "done";
constexpr std::size_t kAtOnce = 500, kToldEvery = 100'000;
constexpr int kConflictsMax = 100;  // with other servers that start and do the same

ListKey key_of_before(store::Owner owner, std::string const& text) {
    return store::hash64(text, owner * 0x9e3779b97f4a7c15ull) >> 1;
}

// Of three kinds nothing but a list told that they were removed. From now on the object says so itself.
bool was_removed(store::Session& session, store::Object const& object, ListedKind const& kind) {
    auto is_one_of = {std::string_view("person"), std::string_view("source"), std::string_view("apple_pay_domain")};
    if (std::ranges::find(is_one_of, kind.kind) == is_one_of.end() || api::is_gone(object, kind)) return false;
    auto document = parse_document(object.document);
    for (auto const& list : kind.lists) {
        auto value = text_at(document.as_object(), list.by);
        auto text =
            std::string(list.of.empty() ? kind.kind : list.of) + '/' + std::string(list.by) + '/' + std::string(value);
        if (!value.empty() && !session.is_listed(key_of_before(object.owner, text), object.seq)) return true;
    }
    return false;
}

void enter(store::Session& session, api::ListKeys const& keys, store::ObjectPtr object) {
    if (was_removed(session, *object, kind_of(*object))) {
        auto state = parse_document(object->state).as_object();
        state["deleted"] = true;
        auto removed = *object;
        removed.state = to_text(state);
        session.update(removed);
        object = std::make_shared<store::Object const>(std::move(removed));
    }
    session.add_keys(object->seq, keys_of(session, keys, *object));
}

bool belongs(store::Session& session, api::ListKeys const& keys, store::Listing const& listing) {
    auto object = session.find(listing.place.seq);
    return object && std::ranges::count(keys_of(session, keys, *object), listing.key) > 0;
}

// The next piece of the work; returns how many rows it looked at, 0 when all is done.
std::size_t take_a_step(store::Engine& engine, api::ListKeys const& keys) {
    auto session = engine.write();
    auto at = session->setting(kSetting).value_or("objects 0");
    if (at == kDone) return 0;
    std::size_t count = 0;
    auto numbers = at.substr(at.find(' ') + 1);
    if (at.starts_with("objects ")) {
        auto objects = session->objects_after(std::stoull(numbers), kAtOnce);
        for (auto const& object : objects) enter(*session, keys, object);
        count = objects.size();
        at = objects.empty() ? "listings 0 0 0" : "objects " + std::to_string(objects.back()->seq);
    } else {
        store::Listing last;
        if (std::sscanf(numbers.c_str(), "%lu %ld %lu", &last.key, &last.place.order, &last.place.seq) != 3)
            throw std::runtime_error("the setting " + std::string(kSetting) + " is damaged: " + at);
        auto listings = session->listings_after(last, kAtOnce);
        for (auto const& listing : listings)
            if (!belongs(*session, keys, listing)) session->remove_keys(listing.place.seq, {listing.key});
        count = listings.size();
        if (!listings.empty()) last = listings.back();
        at = listings.empty() ? kDone
                              : "listings " + std::to_string(last.key) + ' ' + std::to_string(last.place.order) + ' ' +
                                    std::to_string(last.place.seq);
    }
    session->put_setting(kSetting, at);
    session->commit();
    return std::max<std::size_t>(count, 1);
}

}  // namespace

void bring_lists_up_to_date(store::Engine& engine, api::ListKeys const& keys) {
    if (engine.read()->setting(kSetting) == kDone) return;
    std::size_t count = 0;
    for (int conflicts = 0;;) try {
            auto step = take_a_step(engine, keys);
            if (step == 0) break;
            if (count / kToldEvery != (count + step) / kToldEvery)
                log(LogLevel::info, "lists are given keys of their own; the server begins when all have them",
                    {{"rows", std::to_string(count + step)}});
            count += step;
        } catch (store::Trouble const& trouble) {
            if (trouble.kind() != store::Trouble::Kind::conflict || ++conflicts > kConflictsMax) throw;
        }
}

std::vector<std::string> broken_lists(store::Session& session, api::ListKeys const& keys) {
    std::vector<std::string> wrong;
    for (Seq after = 0;;) {
        auto objects = session.objects_after(after, kAtOnce);
        if (objects.empty()) break;
        for (auto const& object : objects)
            for (auto key : keys_of(session, keys, *object))
                if (!session.is_listed(key, object->seq))
                    wrong.push_back(object->id + ": it is not in a list that it belongs to");
        after = objects.back()->seq;
    }
    for (store::Listing after{};;) {
        auto listings = session.listings_after(after, kAtOnce);
        if (listings.empty()) return wrong;
        for (auto const& listing : listings)
            if (!belongs(session, keys, listing)) {
                auto object = session.find(listing.place.seq);
                wrong.push_back((object ? object->id : "number " + std::to_string(listing.place.seq)) +
                                ": it is in a list that it does not belong to");
            }
        after = listings.back();
    }
}

}  // namespace bursar::app
