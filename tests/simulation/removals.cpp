#include "removals.hpp"

#include <algorithm>

namespace bursar::simulation {

static constexpr std::size_t kFailureOneIn = 10;

Removals::Removals(World& world, std::uint64_t seed) : world_(world), chance_(seed * 131 + 7) {
    send("/v1/payment_intents",
         "amount=900000&currency=usd&confirm=true&payment_method=pm_card_bypassPending&return_url=https://x.example");
}

std::vector<std::string> Removals::act() {
    static constexpr std::pair<void (Removals::*)(), int> kActs[] = {
        {&Removals::begin_challenge, 20},
        {&Removals::begin_microdeposits, 6},
        {&Removals::begin_notified, 6},
        {&Removals::begin_hold, 8},
        {&Removals::begin_payout, 4},
        {&Removals::remove_method, 16},
        {&Removals::remove_customer, 6},
        {&Removals::remove_seller, 3},
        {&Removals::remove_endpoint, 3},
        {&Removals::end_open, 24},
        {&Removals::capture_or_refund, 10},
        {&Removals::bad_job, 1},
        {&Removals::jump, 8},
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

std::string Removals::summary() const {
    std::string out;
    for (auto const& [what, times] : counts_) out += (out.empty() ? "" : ", ") + std::to_string(times) + ' ' + what;
    return out;
}

// Nothing that anybody sends here is answered with 500, unless the store was told to fail.
Answer Removals::send(std::string const& path, std::string const& form, std::string const& account,
                      std::string const& method) {
    for (;;) {
        bool fails = one_in(kFailureOneIn);
        if (fails) world_.engine.fail_at(1 + below(30));
        auto answer = world_.call(key_, {method, path, form, account});
        bool failed = world_.engine.failed();
        world_.engine.fail_at(0);
        if (failed && (answer.status == 0 || answer.status == 500)) continue;
        if (answer.status == 0 || answer.status >= 500)
            complain(method + ' ' + path + ' ' + form + " answered " + std::to_string(answer.status));
        return answer;
    }
}

// ---- what is begun ----

void Removals::begin_challenge() {
    auto customer =
        customers_.empty() || one_in(3) ? send("/v1/customers", "").text("id") : customers_[below(customers_.size())];
    Open open{.customer = customer};
    switch (below(4)) {
        case 0:
            open.method = send("/v1/customers/" + customer + "/sources", "source=tok_threeDSecure2Required").text("id");
            break;
        case 1:
            open.method = send("/v1/sources", "type=card&token=tok_threeDSecure2Required").text("id");
            send("/v1/customers/" + customer + "/sources", "source=" + open.method);
            break;
        case 2:
            open.method =
                send("/v1/payment_methods/pm_card_threeDSecure2Required/attach", "customer=" + customer).text("id");
            break;
        default:
            open.method = send("/v1/payment_methods", "type=card&card[token]=tok_threeDSecure2Required").text("id");
    }
    if (open.method.empty()) return;
    customers_.push_back(customer);
    bool setup = one_in(3);
    std::string form =
        "confirm=true&return_url=https://x.example&customer=" + customer + "&payment_method=" + open.method;
    if (!setup) {
        form += "&amount=" + std::to_string(100 + below(4000)) + "&currency=usd";
        if (one_in(3)) form += "&setup_future_usage=off_session";
        if (one_in(4) && !sellers_.empty()) form += "&transfer_data[destination]=" + sellers_[below(sellers_.size())];
    }
    auto begun = send(setup ? "/v1/setup_intents" : "/v1/payment_intents", form);
    auto url = begun.text("next_action.redirect_to_url.url");
    if (url.empty()) return;
    auto path = url.substr(url.find("/redirect/"));
    open.intent = begun.text("id");
    open.bank = path.substr(0, path.find('?'));
    open.secret = path.substr(path.find('?') + 1);
    open_.push_back(std::move(open));
    ++counts_[setup ? "setups challenged" : "payments challenged"];
}

void Removals::begin_microdeposits() {
    auto bank = send("/v1/payment_methods",
                     "type=us_bank_account&us_bank_account[account_holder_type]=individual&us_bank_account[routing_"
                     "number]=110000000&us_bank_account[account_number]=000123456789&billing_details[name]=Jenny")
                    .text("id");
    for (int i = 0; i < 2; ++i) {
        auto begun = send("/v1/payment_intents",
                          "amount=1500&currency=usd&confirm=true&return_url=https://x.example&"
                          "mandate_data[customer_acceptance][type]=offline&payment_method=" +
                              bank);
        if (begun.text("status") != "requires_action") continue;
        open_.push_back({.intent = begun.text("id"), .method = bank, .microdeposits = true});
        ++counts_["microdeposits begun"];
    }
}

// An Indian card: the holder is told, and the payment follows as a job.
void Removals::begin_notified() {
    auto customer = send("/v1/customers", "").text("id");
    auto token = send("/v1/tokens", "card[number]=4000003560000123&card[exp_month]=8&card[exp_year]=2040").text("id");
    auto card = send("/v1/customers/" + customer + "/sources", "source=" + token).text("id");
    customers_.push_back(customer);
    send("/v1/setup_intents",
         "confirm=true&return_url=https://x.example&customer=" + customer + "&payment_method=" + card);
    auto begun =
        send("/v1/payment_intents", "amount=50000&currency=inr&confirm=true&off_session=true&customer=" + customer +
                                        "&payment_method=" + card);
    if (begun.text("status") != "processing") return;
    open_.push_back({.intent = begun.text("id"), .customer = customer, .method = card});
    ++counts_["payments notified"];
}

void Removals::begin_hold() {
    if (sellers_.size() < 2) {
        auto seller = send("/v1/accounts", "type=standard&country=US").text("id");
        if (!seller.empty()) {
            sellers_.push_back(seller);
            all_sellers_.push_back(seller);
        }
    }
    std::string form = "amount=" + std::to_string(500 + below(3000)) +
                       "&currency=usd&confirm=true&return_url=https://x.example&payment_method=pm_card_visa";
    if (one_in(2)) form += "&capture_method=manual";
    if (one_in(2) && !sellers_.empty())
        form += "&application_fee_amount=30&transfer_data[destination]=" + sellers_[below(sellers_.size())];
    auto made = send("/v1/payment_intents", form);
    if (made.ok()) holds_.push_back(made.text("id"));
    if (endpoints_.size() < 3)
        endpoints_.push_back(
            send("/v1/webhook_endpoints", "url=https://hooks.example/x&enabled_events[]=*").text("id"));
}

void Removals::begin_payout() {
    send("/v1/payouts", "amount=" + std::to_string(1 + below(900)) + "&currency=usd");
    if (sellers_.empty()) return;
    auto const& seller = sellers_[below(sellers_.size())];
    send("/v1/transfers", "amount=500&currency=usd&destination=" + seller);
    send("/v1/accounts/" + seller + "/external_accounts", "external_account=btok_us_verified_noAccount");
    send("/v1/payouts", "amount=100&currency=usd", seller);
    ++counts_["payouts"];
}

// ---- what goes ----

void Removals::remove_method() {
    if (open_.empty()) return;
    auto const& open = open_[below(open_.size())];
    bool detached = one_in(2);
    auto gone = detached ? send("/v1/payment_methods/" + open.method + "/detach", "")
                         : send("/v1/customers/" + open.customer + "/sources/" + open.method, "", {}, "DELETE");
    if (gone.ok()) ++counts_["instruments removed"];
}

void Removals::remove_customer() {
    if (customers_.empty()) return;
    auto n = below(customers_.size());
    if (send("/v1/customers/" + customers_[n], "", {}, "DELETE").ok()) ++counts_["customers deleted"];
    customers_.erase(customers_.begin() + static_cast<std::ptrdiff_t>(n));
}

void Removals::remove_seller() {
    if (sellers_.empty()) return;
    auto n = below(sellers_.size());
    auto path = "/v1/accounts/" + sellers_[n];
    switch (below(3)) {
        case 0:
            send(path + "/reject", "reason=fraud");
            break;
        case 1:
            send("/oauth/deauthorize", "client_id=ca_x&stripe_user_id=" + sellers_[n]);
            break;
        default:
            send(path, "", {}, "DELETE");
    }
    ++counts_["sellers gone"];
    sellers_.erase(sellers_.begin() + static_cast<std::ptrdiff_t>(n));
}

void Removals::remove_endpoint() {
    if (endpoints_.empty()) return;
    if (send("/v1/webhook_endpoints/" + endpoints_.back(), "", {}, "DELETE").ok()) ++counts_["endpoints deleted"];
    endpoints_.pop_back();
}

// ---- how it ends ----

void Removals::end_open() {
    if (open_.empty()) return;
    auto n = below(open_.size());
    auto open = open_[n];
    if (!open.bank.empty())
        send(open.bank + (one_in(4) ? "/fail" : "/complete"), open.secret);
    else if (open.microdeposits)
        send("/v1/payment_intents/" + open.intent + "/verify_microdeposits",
             one_in(4) ? "descriptor_code=SM99ZZ" : "descriptor_code=SM11AA");
    else
        world_.clock.advance(300);
    world_.clock.advance(2);
    world_.run_jobs();
    settled(open);
    if (!open.microdeposits || one_in(2)) open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(n));
}

// One that was removed has not paid after it was: the intent says what became of it, and asks for another.
void Removals::settled(Open const& open) {
    bool setup = open.intent.starts_with("seti_");
    auto intent = world_.get(key_, (setup ? "/v1/setup_intents/" : "/v1/payment_intents/") + open.intent);
    if (!intent.ok()) return complain(open.intent + " cannot be read");
    auto status = intent.text("status");
    ++counts_["ended as " + status];
    auto error = intent.text(setup ? "last_setup_error.code" : "last_payment_error.code");
    if (status == "requires_payment_method" && error.empty()) complain(open.intent + " failed without saying why");
    if (error == "payment_intent_payment_attempt_failed" || error == "setup_attempt_failed") ++counts_["found it gone"];
}

void Removals::capture_or_refund() {
    if (holds_.empty()) return;
    auto const& id = holds_[below(holds_.size())];
    if (one_in(2))
        send("/v1/payment_intents/" + id + "/capture", "");
    else
        send("/v1/refunds",
             "payment_intent=" + id + (one_in(2) ? "&amount=100" : "") + (one_in(2) ? "&reverse_transfer=true" : ""));
}

// A job that nobody knows, and one that cannot be read: they fail beside the others, and hold nobody up.
void Removals::bad_job() {
    if (counts_["bad jobs"] > 0) return;  // each is told in the log at every run
    auto session = world_.engine.write();
    auto seq = session->fresh_seq();
    session->enqueue({.run_at = world_.clock.now(), .seq = seq, .kind = "nobody.knows", .payload = "{}"});
    session->enqueue(
        {.run_at = world_.clock.now(), .seq = session->fresh_seq(), .kind = "account.verify", .payload = "no JSON"});
    session->commit();
    world_.run_jobs();
    ++counts_["bad jobs"];
}

void Removals::jump() {
    static constexpr Timestamp kJumps[] = {1, 30, 300, kHour, kDay};
    world_.clock.advance(kJumps[below(std::size(kJumps))]);
    if (one_in(kFailureOneIn)) world_.engine.fail_at(1 + below(40));
    world_.run_jobs();
    world_.engine.fail_at(0);
    world_.run_jobs();
}

}  // namespace bursar::simulation
