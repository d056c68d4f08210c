#include "actors.hpp"

#include <algorithm>

namespace bursar::simulation {

static constexpr std::size_t kPlatforms = 2, kFailureOneIn = 8;

Actors::Actors(World& world, std::uint64_t seed) : world_(world), chance_(seed * 77 + 5) {
    for (std::size_t i = 0; i < kPlatforms; ++i) {
        platforms_.push_back({.key = "sk_test_simulationsimulation" + std::to_string(i), .sellers = {}, .cards = {}});
        platforms_.back().books.captured("", 500'000);
        send(platforms_.back(), "/v1/payment_intents",
             "amount=500000&currency=usd&confirm=true&payment_method=pm_card_bypassPending&return_url=https://"
             "x.example");
    }
    add_seller();
    save_card();
}

std::vector<std::string> Actors::act() {
    static constexpr std::pair<void (Actors::*)(), int> kActs[] = {
        {&Actors::pay_with_clone, 30},
        {&Actors::pay_on_platform, 15},
        {&Actors::capture, 8},
        {&Actors::refund, 12},
        {&Actors::transfer, 8},
        {&Actors::pay_out, 5},
        {&Actors::send_on, 5},
        {&Actors::answer_dispute, 3},
        {&Actors::save_card, 3},
        {&Actors::add_seller, 1},
        {&Actors::send_again, 8},
        {&Actors::reach_over, 8},
        {&Actors::jump, 6},
    };
    int total = 0;
    for (auto const& [act, weight] : kActs) total += weight;
    auto choice = static_cast<int>(below(static_cast<std::size_t>(total)));
    wrong_.clear();
    for (auto const& [act, weight] : kActs)
        if ((choice -= weight) < 0) {
            (this->*act)();
            break;
        }
    return std::move(wrong_);
}

std::string Actors::summary() const {
    std::string out;
    for (auto const& [what, times] : counts_) out += std::to_string(times) + ' ' + what + ", ";
    return out + std::to_string(failures_) + " failures of the store";
}

Answer Actors::send(Platform& by, std::string path, std::string form, std::string account) {
    Call call{"POST", std::move(path), std::move(form), std::move(account), "key-" + std::to_string(++keys_)};
    for (;;) {
        if (one_in(kFailureOneIn)) world_.engine.fail_at(1 + below(40));
        auto answer = world_.call(by.key, call);
        bool failed = world_.engine.failed();
        world_.engine.fail_at(0);
        failures_ += failed ? 1 : 0;
        if (answer.status != 0 && answer.status != 500) {
            if (answer.ok()) {
                sent_.emplace_back(static_cast<std::size_t>(&by - platforms_.data()), call);
                answered_.push_back(answer.text("id"));
            }
            return answer;
        }
        if (!failed) complain("POST " + call.path + " answered 500 though nothing failed");
        if (!failed) return answer;
    }
}

void Actors::expect(Answer const& answer, std::initializer_list<int> statuses, std::string const& doing) {
    if (std::ranges::find(statuses, answer.status) == statuses.end())
        complain(doing + ": " + std::to_string(answer.status) + " " + to_text(answer.body));
    ++counts_[doing + (answer.ok() ? "" : " refused")];
}

void Actors::expect(Answer const& answer, bool possible, std::string const& doing) {
    if (answer.ok() && !possible) complain(doing + " though it cannot be: " + to_text(answer.body));
    expect(answer, {200, 400}, doing + (possible ? "" : " too much or too little"));
}

// At the edges, and beyond them.
Actors::Try Actors::amount_of(std::int64_t rest, std::int64_t least) {
    auto within =
        least + static_cast<std::int64_t>(below(static_cast<std::size_t>(std::max(rest - least + 1, std::int64_t{1}))));
    std::int64_t const edges[] = {within,     within,    within,    within,  within,
                                  least,      rest,      least - 1, -1,      rest + 1,
                                  99'999'999, INT64_MAX, INT64_MIN, -within, INT64_MAX - rest};
    auto amount = edges[below(std::size(edges))];
    return {amount, amount >= least && amount <= rest};
}

void Actors::settle(Intent& intent, std::int64_t amount) {
    intent.waits = false;
    intent.captured = amount;
    intent.fee = std::min(intent.fee, amount);
    platforms_[intent.platform].books.captured(intent.account, amount, intent.account.empty() ? 0 : intent.fee);
}

// ---- what they do ----

void Actors::add_seller() {
    for (auto& platform : platforms_) {
        auto seller = send(platform, "/v1/accounts", "type=standard&country=US");
        if (!seller.ok()) continue;
        platform.sellers.push_back(seller.text("id"));
        platform.books.of(seller.text("id"));
    }
}

void Actors::save_card() {
    for (auto& platform : platforms_) {
        auto customer = send(platform, "/v1/customers", "email=jenny@example.com").text("id");
        auto card = send(platform, "/v1/payment_methods/pm_card_visa/attach", "customer=" + customer);
        if (card.ok()) platform.cards.push_back({customer, card.text("id")});
    }
}

void Actors::pay_with_clone() {
    auto& platform = any(platforms_);
    auto const& seller = any(platform.sellers);
    auto const& saved = any(platform.cards);
    auto clone =
        send(platform, "/v1/payment_methods", "customer=" + saved.customer + "&payment_method=" + saved.card, seller);
    expect(clone, {200}, "cloned");
    bool manual = one_in(4);
    auto amount = static_cast<std::int64_t>(100 + below(5000));
    auto fee = one_in(3) ? amount_of(amount, 0) : Try{static_cast<std::int64_t>(below(90)), true};
    auto pay = [&](Try kept) {
        return send(platform, "/v1/payment_intents",
                    "amount=" + std::to_string(amount) +
                        "&currency=usd&confirm=true&off_session=true&payment_method=" + clone.text("id") +
                        "&application_fee_amount=" + kept.text() + (manual ? "&capture_method=manual" : ""),
                    seller);
    };
    if (!fee.possible) {
        expect(pay(fee), false, "kept a fee");
        fee = {0, true};
    }
    auto paid = pay(fee);
    expect(paid, {200}, "paid with a clone");
    consumed_.push_back(clone.text("id") + ' ' + seller + ' ' + platform.key);
    if (paid.ok()) {
        intents_.push_back({.platform = static_cast<std::size_t>(&platform - platforms_.data()),
                            .account = seller,
                            .id = paid.text("id"),
                            .amount = amount,
                            .fee = fee.amount,
                            .waits = manual});
        if (!manual) settle(intents_.back(), amount);
    }
    // A clone pays once, whichever it was and whenever it is tried again.
    auto const& old = any(consumed_);
    auto first = old.find(' '), last = old.rfind(' ');
    auto again =
        world_.post(old.substr(last + 1), "/v1/payment_intents",
                    "amount=1000&currency=usd&confirm=true&off_session=true&payment_method=" + old.substr(0, first),
                    old.substr(first + 1, last - first - 1));
    expect(again, {400}, "paid twice with a clone");
}

void Actors::pay_on_platform() {
    static std::vector<std::string> const kCards{"visa",          "visa",
                                                 "bypassPending", "visa_chargeDeclined",
                                                 "createDispute", "createDisputeProductNotReceived",
                                                 "pendingRefund", "authenticationRequired"};
    auto& platform = any(platforms_);
    auto const& card = any(kCards);
    auto amount = static_cast<std::int64_t>(100 + below(9000));
    auto seller = one_in(3) ? any(platform.sellers) : std::string();
    Try fee{50, true}, sent{amount, true};
    std::string more;
    if (!seller.empty() && one_in(2)) more = "&application_fee_amount=" + (fee = amount_of(amount, 0)).text();
    if (!seller.empty() && more.empty()) {
        fee.amount = 0;
        more = "&transfer_data[amount]=" + (sent = amount_of(amount)).text();
    }
    if (!seller.empty()) more += "&transfer_data[destination]=" + seller;
    auto paid =
        send(platform, "/v1/payment_intents",
             "amount=" + std::to_string(amount) +
                 "&currency=usd&confirm=true&return_url=https://x.example&payment_method=pm_card_" + card + more);
    if (!fee.possible || !sent.possible) return expect(paid, false, "paid on a platform");
    expect(paid, {200, 402}, "paid on a platform");
    if (paid.text("status") != "succeeded") return;
    intents_.push_back({.platform = static_cast<std::size_t>(&platform - platforms_.data()),
                        .account = "",
                        .id = paid.text("id"),
                        .amount = amount,
                        .fee = seller.empty() ? 0 : fee.amount,
                        .seller = seller});
    settle(intents_.back(), amount);
    if (!seller.empty()) {
        platform.books.moved("", seller, sent.amount);
        platform.books.moved(seller, "", fee.amount);
    }
    if (card.starts_with("createDispute")) platform.books.disputed(amount);
}

void Actors::capture() {
    auto waits = std::ranges::find_if(intents_, [](auto const& intent) { return intent.waits; });
    if (waits == intents_.end()) return;
    auto& platform = platforms_[waits->platform];
    if (one_in(3)) {
        waits->waits = false;
        expect(send(platform, "/v1/payment_intents/" + waits->id + "/cancel", "", waits->account), {200, 400},
               "canceled");
        return;
    }
    auto amount = amount_of(waits->amount);
    auto form = "amount_to_capture=" + amount.text();
    Try fee{waits->fee, true};
    if (one_in(2))
        form += "&application_fee_amount=" + (fee = amount_of(amount.possible ? amount.amount : 0, 0)).text();
    if (one_in(4)) {  // there is nobody to send it on to
        amount.possible = false;
        form += "&transfer_data[amount]=" + amount_of(waits->amount).text();
    }
    auto captured = send(platform, "/v1/payment_intents/" + waits->id + "/capture", form, waits->account);
    expect(captured, amount.possible && fee.possible, "captured");
    if (!captured.ok()) return;
    waits->fee = fee.amount;
    settle(*waits, amount.amount);
}

void Actors::refund() {
    if (intents_.empty()) return;
    auto& intent = any(intents_);
    auto rest = intent.captured - intent.refunded;
    Try amount{rest, rest > 0};
    std::string form = "payment_intent=" + intent.id;
    if (one_in(2)) form += "&amount=" + (amount = amount_of(rest)).text();
    bool with_fee = one_in(3);
    if (with_fee) form += "&refund_application_fee=true";
    auto& platform = platforms_[intent.platform];
    auto answer = send(platform, "/v1/refunds", form, intent.account);
    expect(answer, amount.possible, "refunded");
    if (!answer.ok()) return;
    platform.books.left(intent.account, amount.amount);
    auto const& seller = intent.account.empty() ? intent.seller : intent.account;
    if (with_fee && !seller.empty()) {
        auto left = intent.fee - intent.fee_refunded;
        auto part =
            amount.amount == rest ? left : std::min(left, rounded_share(intent.fee, amount.amount, intent.captured));
        platform.books.moved("", seller, part);
        intent.fee_refunded += part;
    }
    intent.refunded += amount.amount;
}

std::int64_t Actors::available(Platform const& platform) {
    auto balance = world_.get(platform.key, "/v1/balance");
    return integer_at(balance.body.at("available").as_array().at(0).as_object(), "amount");
}

void Actors::transfer() {
    auto& platform = any(platforms_);
    auto const& seller = any(platform.sellers);
    auto amount = amount_of(std::max<std::int64_t>(available(platform), 0));
    if (amount.possible) amount.amount = std::min<std::int64_t>(amount.amount, 3000);
    auto made = send(platform, "/v1/transfers", "amount=" + amount.text() + "&currency=usd&destination=" + seller);
    expect(made, amount.possible, "transferred");
    if (!made.ok()) return;
    platform.books.moved("", seller, amount.amount);
    for (auto rest = amount.amount; one_in(2);) {
        auto back = amount_of(rest);
        auto answer = send(platform, "/v1/transfers/" + made.text("id") + "/reversals", "amount=" + back.text());
        expect(answer, back.possible, "reversed");
        if (!answer.ok()) continue;
        platform.books.moved(seller, "", back.amount);
        rest -= back.amount;
    }
}

// A charge's money is sent on before it is there, once.
void Actors::send_on() {
    auto ours =
        std::ranges::find_if(intents_, [](auto const& i) { return i.account.empty() && i.captured && !i.sent_on; });
    if (ours == intents_.end()) return;
    auto& platform = platforms_[ours->platform];
    auto const& seller = any(platform.sellers);
    auto charge = world_.get(platform.key, "/v1/payment_intents/" + ours->id).text("latest_charge");
    auto rest = ours->captured;
    for (auto const& transfer : world_.list(platform.key, "/v1/transfers"))
        if (text_at(transfer, "source_transaction") == charge) rest -= integer_at(transfer, "amount");
    ours->sent_on = one_in(2);
    auto amount = amount_of(rest);
    auto made =
        send(platform, "/v1/transfers",
             "amount=" + amount.text() + "&currency=usd&source_transaction=" + charge + "&destination=" + seller);
    expect(made, amount.possible, "sent on");
    if (made.ok()) platform.books.moved("", seller, amount.amount);
}

void Actors::pay_out() {
    auto& platform = any(platforms_);
    auto amount = amount_of(std::max<std::int64_t>(available(platform), 0));
    if (amount.possible) amount.amount = std::min<std::int64_t>(amount.amount, 20'000);
    auto made = send(platform, "/v1/payouts", "amount=" + amount.text() + "&currency=usd");
    expect(made, amount.possible, "paid out");
    if (!made.ok()) return;
    platform.books.left("", amount.amount);
    if (!one_in(4)) return;
    auto canceled = send(platform, "/v1/payouts/" + made.text("id") + "/cancel", "");
    expect(canceled, {200, 400}, "payout canceled");
    if (canceled.ok()) platform.books.left("", -amount.amount);
}

void Actors::answer_dispute() {
    auto& platform = any(platforms_);
    auto open = world_.get(platform.key, "/v1/disputes?limit=1");
    if (open.data().empty()) return;
    auto path = "/v1/disputes/" + std::string(text_at(open.data()[0].as_object(), "id"));
    if (one_in(3))
        expect(send(platform, path + "/close", ""), {200, 400}, "dispute closed");
    else
        expect(
            send(platform, path,
                 std::string("evidence[uncategorized_text]=") + (one_in(2) ? "winning_evidence" : "losing_evidence")),
            {200, 400}, "dispute answered");
}

// The same request once more: the same answer, and nothing new.
void Actors::send_again() {
    if (sent_.empty()) return;
    auto n = below(sent_.size());
    auto const& [by, call] = sent_[n];
    auto answer = world_.call(platforms_[by].key, call);
    if (answer.replayed && answer.text("id") != answered_[n])
        complain("a replay of " + call.path + " told of " + answer.text("id") + " instead of " + answered_[n]);
    // Answers are kept for a day at least; after that the same request would be a new one, so it is not sent.
    if (!answer.replayed) complain("a request with a known idempotency key was carried out again: " + call.path);
    ++counts_["sent again"];
}

// Somebody tries what is another platform's, in every way there is to name it.
void Actors::reach_over() {
    if (intents_.empty()) return;
    auto const& intent = any(intents_);
    auto const& owner = platforms_[intent.platform];
    auto const& other = platforms_[(intent.platform + 1) % platforms_.size()];
    auto const& saved = any(owner.cards);
    auto refused = [&](Answer const& answer, int status, std::string const& how) {
        if (answer.status != status) complain(how + ": " + std::to_string(answer.status) + " " + to_text(answer.body));
    };
    refused(world_.get(other.key, "/v1/payment_intents/" + intent.id, ""), 404, "read another's payment");
    refused(world_.post(other.key, "/v1/refunds", "payment_intent=" + intent.id), 404, "refunded another's payment");
    refused(world_.get(other.key, "/v1/balance", any(owner.sellers)), 403, "acted for another's seller");
    refused(world_.post(other.key, "/v1/payment_methods",
                        "customer=" + saved.customer + "&payment_method=" + saved.card, any(other.sellers)),
            400, "cloned another's card");
    refused(world_.post(other.key, "/v1/transfers", "amount=1&currency=usd&destination=" + any(owner.sellers)), 400,
            "paid another's seller");
    ++counts_["reached over"];
}

// Time passes; sometimes a clock is set back.
void Actors::jump() {
    static constexpr Timestamp kJumps[] = {1, 30, kHour, 3 * kHour, -5, -kMinute};
    world_.clock.advance(kJumps[below(std::size(kJumps))]);
    if (one_in(kFailureOneIn)) world_.engine.fail_at(1 + below(40));
    world_.run_jobs();
    world_.engine.fail_at(0);
    world_.run_jobs();
    ++counts_["jumps of the clock"];
}

}  // namespace bursar::simulation
