// What time alone changes, seen with the clock in one's own hand: challenges, sessions and secrets that expire, payers
// who do not come back.
//
// usage: time
#include <cstdio>

#include "base/log.hpp"
#include "invariants.hpp"

using namespace bursar;
using namespace bursar::simulation;

namespace {

std::string const kKey = "sk_test_timetimetimetime", kPublic = "pk_test_timetimetimetime";

struct Told {
    World world{11};

    Answer post(std::string path, std::string form, int status = 200) {
        return expect(world.post(kKey, path, form), path, status);
    }
    Answer get(std::string path, int status = 200) { return expect(world.get(kKey, path), path, status); }
    static Answer expect(Answer answer, std::string const& path, int status) {
        if (answer.status != status)
            std::fprintf(stderr, "%s: %d instead of %d: %s\n", path.c_str(), answer.status, status,
                         to_text(answer.body).c_str());
        CHECK(answer.status == status);
        return answer;
    }
    void is(Answer const& answer, std::string_view path, std::string_view value) {
        if (answer.text(path) != value)
            std::fprintf(stderr, "%s is %s\n", std::string(path).c_str(), answer.text(path).c_str());
        CHECK(answer.text(path) == value);
    }
    void later(Timestamp seconds) {
        world.clock.advance(seconds);
        world.run_jobs();
    }
    Answer challenged() {
        return post("/v1/payment_intents",
                    "amount=2000&currency=usd&confirm=true&payment_method=pm_card_threeDSecure2Required&"
                    "return_url=https://shop.example");
    }
    // The bank's page: "/redirect/authenticate/src_...", and its secret.
    static std::pair<std::string, std::string> bank_of(std::string const& url) {
        auto path = url.substr(url.find("/redirect/")), secret = path.substr(path.find('?') + 1);
        return {path.substr(0, path.find('?')), secret};
    }
    std::string session() {
        return post("/v1/checkout/sessions",
                    "mode=payment&success_url=https://shop.example/thanks&line_items[0][price_data][currency]=usd&"
                    "line_items[0][price_data][unit_amount]=900&line_items[0][price_data][product_data][name]=Cup")
            .text("id");
    }
    void pay(std::string const& session, std::string const& card, int status) {
        post("/c/pay/" + session,
             "email=jenny@example.com&billingName=Jenny&cardExpiry=12/34&cardCvc=123&cardNumber=" + card, status);
    }
};

// A challenge is open for ten minutes; then it cannot be passed, and the payment is as if it had failed.
void challenge_expires(Told& told) {
    auto intent = told.challenged();
    auto [bank, secret] = told.bank_of(intent.text("next_action.redirect_to_url.url"));
    told.later(599);
    told.get(bank + "?" + secret);
    told.later(1);
    told.get(bank + "?" + secret, 410);
    told.post(bank + "/complete", secret, 303);
    told.is(told.get("/v1/payment_intents/" + intent.text("id")), "status", "requires_payment_method");
    told.get(bank + "?" + secret);  // it is over, and says so
}

// A session closes after a day, and cancels the payment that it had begun.
void session_expires(Told& told) {
    auto session = told.session();
    told.pay(session, "4000000000000002", 402);
    auto intent = told.get("/v1/checkout/sessions/" + session).text("payment_intent");
    told.later(kDay - 1);
    told.is(told.get("/v1/checkout/sessions/" + session), "status", "open");
    told.later(1);
    told.is(told.get("/v1/checkout/sessions/" + session), "status", "expired");
    told.is(told.get("/v1/payment_intents/" + intent), "status", "canceled");
    told.get("/c/pay/" + session, 410);
    told.pay(session, "4242424242424242", 410);
}

// A payer passes the challenge and does not come back: he has paid, and the session is complete within seconds.
void payer_does_not_return(Told& told) {
    auto session = told.session();
    told.pay(session, "4000002760003184", 303);
    auto intent =
        told.get("/v1/payment_intents/" + told.get("/v1/checkout/sessions/" + session).text("payment_intent"));
    auto [bank, secret] = told.bank_of(intent.text("next_action.redirect_to_url.url"));
    told.later(60);
    told.is(told.get("/v1/checkout/sessions/" + session), "status", "open");
    told.post(bank + "/complete", secret, 303);
    told.later(10);
    told.is(told.get("/v1/checkout/sessions/" + session), "status", "complete");
    told.is(told.get("/v1/checkout/sessions/" + session), "payment_status", "paid");
    told.later(kDay);
    told.is(told.get("/v1/checkout/sessions/" + session), "status", "complete");
}

// The secret of a customer session is good for half an hour.
void customer_session_expires(Told& told) {
    auto customer = told.post("/v1/customers", "").text("id");
    auto secret =
        told.post("/v1/customer_sessions", "customer=" + customer + "&components[payment_element][enabled]=true")
            .text("client_secret");
    auto ask = [&] {
        return told.world.get(kPublic,
                              "/v1/elements/sessions?type=deferred_intent&deferred_intent[mode]=setup&"
                              "customer_session_client_secret=" +
                                  secret);
    };
    told.later(30 * kMinute - 1);
    CHECK(ask().ok());
    told.later(1);
    told.is(ask(), "error.message", "The provided Customer Session has expired.");
}

}  // namespace

int main() {
    set_log_level(LogLevel::error);
    static constexpr std::pair<char const*, void (*)(Told&)> kStories[] = {
        {"a challenge expires", challenge_expires},
        {"a session expires", session_expires},
        {"a payer does not return", payer_does_not_return},
        {"a customer session expires", customer_session_expires},
    };
    for (auto const& [name, story] : kStories) {
        Told told;
        story(told);
        auto wrong = broken_ledger(told.world);
        for (auto const& one : broken_balance(told.world, kKey, {})) wrong.push_back(one);
        for (auto const& one : broken_history(told.world, kKey, {})) wrong.push_back(one);
        for (auto const& what : wrong) std::fprintf(stderr, "%s: %s\n", name, what.c_str());
        CHECK(wrong.empty());
    }
    std::printf("time: %zu stories\n", std::size(kStories));
}
