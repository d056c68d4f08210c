#include "actors.hpp"

#include <algorithm>

namespace bursar::simulation {

static constexpr std::size_t kPlatforms = 2, kFailureOneIn = 8;

Actors::Actors(World& world, std::uint64_t seed) : world_(world), chance_(seed * 77 + 5) {
    for (std::size_t i = 0; i < kPlatforms; ++i) {
        platforms_.push_back({.key = "sk_test_simulationsimulation" + std::to_string(i), .sellers = {}, .cards = {}});
        send(platforms_.back(), "/v1/payment_intents",
             "amount=500000&currency=usd&confirm=true&payment_method=pm_card_bypassPending&return_url=https://"
             "x.example");
    }
    add_seller();
    save_card();
}

std::vector<std::string> Actors::act() {
    static constexpr std::pair<void (Actors::*)(), int> kActs[] = {
        {&Actors::pay_with_clone, 30}, {&Actors::pay_on_platform, 15}, {&Actors::capture, 8},
        {&Actors::refund, 12},         {&Actors::transfer, 8},         {&Actors::pay_out, 5},
        {&Actors::answer_dispute, 3},  {&Actors::save_card, 3},        {&Actors::add_seller, 1},
        {&Actors::send_again, 8},      {&Actors::reach_over, 8},       {&Actors::jump, 6},
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

Answer Actors::send(Platform const& by, std::string path, std::string form, std::string account) {
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

// ---- what they do ----

void Actors::add_seller() {
    for (auto& platform : platforms_) {
        auto seller = send(platform, "/v1/accounts", "type=standard&country=US");
        if (seller.ok()) platform.sellers.push_back(seller.text("id"));
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
    auto const& platform = any(platforms_);
    auto const& seller = any(platform.sellers);
    auto const& saved = any(platform.cards);
    auto clone =
        send(platform, "/v1/payment_methods", "customer=" + saved.customer + "&payment_method=" + saved.card, seller);
    expect(clone, {200}, "cloned");
    bool manual = one_in(4);
    auto paid =
        send(platform, "/v1/payment_intents",
             "amount=" + std::to_string(100 + below(5000)) +
                 "&currency=usd&confirm=true&off_session=true&payment_method=" + clone.text("id") +
                 "&application_fee_amount=" + std::to_string(below(90)) + (manual ? "&capture_method=manual" : ""),
             seller);
    expect(paid, {200}, "paid with a clone");
    consumed_.push_back(clone.text("id") + ' ' + seller + ' ' + platform.key);
    if (paid.ok())
        intents_.push_back(
            {static_cast<std::size_t>(&platform - platforms_.data()), seller, paid.text("id"), {}, {}, !manual});
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
    auto const& platform = any(platforms_);
    auto form = "amount=" + std::to_string(100 + below(9000)) +
                "&currency=usd&confirm=true&return_url=https://x.example&payment_method=pm_card_" + any(kCards);
    if (one_in(3)) form += "&application_fee_amount=50&transfer_data[destination]=" + any(platform.sellers);
    auto paid = send(platform, "/v1/payment_intents", form);
    expect(paid, {200, 402}, "paid on a platform");
    if (paid.text("status") == "succeeded")
        intents_.push_back(
            {static_cast<std::size_t>(&platform - platforms_.data()), "", paid.text("id"), {}, {}, true});
}

void Actors::capture() {
    auto waits = std::ranges::find_if(intents_, [](auto const& intent) { return !intent.captured; });
    if (waits == intents_.end()) return;
    auto const& platform = platforms_[waits->platform];
    waits->captured = true;
    if (one_in(3)) {
        expect(send(platform, "/v1/payment_intents/" + waits->id + "/cancel", "", waits->account), {200, 400},
               "canceled");
        return;
    }
    auto captured = send(platform, "/v1/payment_intents/" + waits->id + "/capture",
                         "amount_to_capture=" + std::to_string(100 + below(4000)), waits->account);
    expect(captured, {200, 400}, "captured");
}

void Actors::refund() {
    if (intents_.empty()) return;
    auto const& intent = any(intents_);
    std::string form = "payment_intent=" + intent.id;
    if (one_in(2)) form += "&amount=" + std::to_string(1 + below(2000));
    if (one_in(3)) form += "&refund_application_fee=true";
    expect(send(platforms_[intent.platform], "/v1/refunds", form, intent.account), {200, 400}, "refunded");
}

void Actors::transfer() {
    auto const& platform = any(platforms_);
    auto made =
        send(platform, "/v1/transfers",
             "amount=" + std::to_string(1 + below(3000)) + "&currency=usd&destination=" + any(platform.sellers));
    expect(made, {200, 400}, "transferred");
    if (made.ok() && one_in(3))
        expect(send(platform, "/v1/transfers/" + made.text("id") + "/reversals",
                    "amount=" + std::to_string(1 + below(3000))),
               {200, 400}, "reversed");
}

void Actors::pay_out() {
    auto const& platform = any(platforms_);
    auto made = send(platform, "/v1/payouts", "amount=" + std::to_string(1 + below(20000)) + "&currency=usd");
    expect(made, {200, 400}, "paid out");
    if (made.ok() && one_in(4))
        expect(send(platform, "/v1/payouts/" + made.text("id") + "/cancel", ""), {200, 400}, "payout canceled");
}

void Actors::answer_dispute() {
    auto const& platform = any(platforms_);
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
