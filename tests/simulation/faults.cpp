// The n-th operation of the store fails, n = 1, 2, 3, ... until a run passes untouched, for each write flow.
//
// usage: faults
#include <algorithm>
#include <cstdio>
#include <functional>

#include "base/log.hpp"
#include "invariants.hpp"

using namespace bursar;
using namespace bursar::simulation;

namespace {

std::string const kKey = "sk_test_faultsfaultsfaults";

// What was made before a flow begins.
struct Stage {
    World world{7};
    std::string customer, card, seller;

    Stage() {
        customer = need(world.post(kKey, "/v1/customers", "email=jenny@example.com"));
        card = need(world.post(kKey, "/v1/payment_methods/pm_card_visa/attach", "customer=" + customer));
        seller = need(world.post(kKey, "/v1/accounts", "type=standard&country=US"));
        need(pay("payment_method=pm_card_bypassPending", "", "funds"));
    }
    static std::string need(Answer const& answer) {
        if (!answer.ok()) std::fprintf(stderr, "%d: %s\n", answer.status, to_text(answer.body).c_str());
        CHECK(answer.ok());
        return answer.text("id");
    }
    // Sends a request until an answer comes, with the idempotency key that makes that safe; the fault strikes once.
    Answer send(std::string path, std::string form, std::string account, std::string key) {
        for (;;) {
            auto answer = world.post(kKey, path, form, account, key);
            if (answer.status != 0 && answer.status != 500) return answer;
            CHECK(world.engine.failed());
        }
    }
    Answer pay(std::string how, std::string account, std::string key) {
        return send("/v1/payment_intents",
                    "amount=2000&currency=usd&confirm=true&return_url=https://shop.example&" + how, account, key);
    }
    std::string clone(std::string key) {
        return need(send("/v1/payment_methods", "customer=" + customer + "&payment_method=" + card, seller, key));
    }
    std::size_t count(std::string const& path, std::string const& account = {}) {
        return world.list(kKey, path, account).size();
    }
};

struct Flow {
    char const* name;
    std::function<void(Stage&)> run;
    std::function<void(Stage&)> verify;
};

std::vector<Flow> const kFlows{
    {"customer with a card",
     [](Stage& s) { s.need(s.send("/v1/customers", "email=a@example.com&source=tok_visa", "", "k1")); },
     [](Stage& s) { CHECK(s.count("/v1/customers") == 2); }},
    {"clone and charge with a fee",
     [](Stage& s) {
         auto clone = s.clone("k1");
         s.need(s.pay("off_session=true&application_fee_amount=100&payment_method=" + clone, s.seller, "k2"));
     },
     [](Stage& s) {
         CHECK(s.count("/v1/payment_intents", s.seller) == 1 && s.count("/v1/charges", s.seller) == 1);
         CHECK(s.count("/v1/application_fees") == 1);
     }},
    {"declined payment",
     [](Stage& s) { CHECK(s.pay("payment_method=pm_card_visa_chargeDeclined", "", "k1").status == 402); },
     [](Stage& s) { CHECK(s.count("/v1/payment_intents") == 2 && s.count("/v1/charges") == 2); }},
    {"authorize, capture a part, refund",
     [](Stage& s) {
         auto intent = s.need(s.pay("payment_method=pm_card_visa&capture_method=manual", "", "k1"));
         s.need(s.send("/v1/payment_intents/" + intent + "/capture", "amount_to_capture=1500", "", "k2"));
         s.need(s.send("/v1/refunds", "payment_intent=" + intent + "&amount=700", "", "k3"));
     },
     [](Stage& s) { CHECK(s.count("/v1/refunds") == 1); }},
    {"destination charge, refunded with its transfer and fee",
     [](Stage& s) {
         auto intent = s.need(
             s.pay("payment_method=pm_card_visa&application_fee_amount=300&transfer_data[destination]=" + s.seller, "",
                   "k1"));
         s.need(s.send("/v1/refunds", "payment_intent=" + intent + "&reverse_transfer=true&refund_application_fee=true",
                       "", "k2"));
     },
     [](Stage& s) { CHECK(s.count("/v1/transfers") == 1 && s.count("/v1/refunds") == 1); }},
    {"transfer, reversal, payout",
     [](Stage& s) {
         auto transfer = s.need(s.send("/v1/transfers", "amount=900&currency=usd&destination=" + s.seller, "", "k1"));
         s.need(s.send("/v1/transfers/" + transfer + "/reversals", "amount=400", "", "k2"));
         s.need(s.send("/v1/payouts", "amount=500&currency=usd", "", "k3"));
     },
     [](Stage& s) { CHECK(s.count("/v1/transfers") == 1 && s.count("/v1/payouts") == 1); }},
    {"a Checkout Session, declined and then paid on its page",
     [](Stage& s) {
         auto session = s.need(
             s.send("/v1/checkout/sessions",
                    "mode=payment&success_url=https://shop.example/thanks&line_items[0][price_data][currency]=usd&"
                    "line_items[0][price_data][unit_amount]=900&line_items[0][price_data][product_data][name]=Cup&"
                    "payment_intent_data[setup_future_usage]=off_session",
                    "", "k1"));
         std::string form = "email=a@example.com&billingName=A&cardExpiry=12/34&cardCvc=123&cardNumber=";
         CHECK(s.send("/c/pay/" + session, form + "4000000000000002", "", "").status == 402);
         CHECK(s.send("/c/pay/" + session, form + "4242424242424242", "", "").status == 303);
     },
     [](Stage& s) {
         CHECK(text_at(s.world.list(kKey, "/v1/checkout/sessions").front(), "status") == "complete");
         CHECK(s.count("/v1/payment_intents") == 2 && s.count("/v1/customers") == 2);
         auto paid = s.world.list(kKey, "/v1/charges");
         CHECK(std::ranges::count_if(paid, [](auto const& charge) { return charge.at("paid") == json::value(true); }) ==
               2);
     }},
    {"a disputed payment", [](Stage& s) { s.need(s.pay("payment_method=pm_card_createDispute", "", "k1")); },
     [](Stage& s) { CHECK(s.count("/v1/disputes") == 1); }},
    {"an Indian mandate and the payment after its notification",
     [](Stage& s) {
         auto card =
             s.need(s.send("/v1/payment_methods",
                           "type=card&card[number]=4000003560000123&card[exp_month]=1&card[exp_year]=2040", "", "k1"));
         s.need(
             s.send("/v1/setup_intents",
                    "confirm=true&return_url=https://shop.example&customer=" + s.customer + "&payment_method=" + card,
                    "", "k2"));
         auto paid = s.pay("off_session=true&customer=" + s.customer + "&payment_method=" + card, "", "k3");
         CHECK(paid.text("status") == "processing");
         s.world.clock.advance(301);
         s.world.run_jobs();
         s.world.run_jobs();
     },
     [](Stage& s) {
         auto intent = s.world.list(kKey, "/v1/payment_intents").front();
         CHECK(text_at(intent, "status") == "succeeded" && intent.at("processing").is_null());
         CHECK(s.count("/v1/charges") == 2);
     }},
    {"a bank debit and the jobs that end it",
     [](Stage& s) {
         auto intent = s.need(
             s.send("/v1/payment_intents",
                    "amount=2000&currency=usd&confirm=true&return_url=https://shop.example&"
                    "payment_method=pm_usBankAccount_success&"
                    "allowed_payment_method_types[]=us_bank_account&mandate_data[customer_acceptance][type]=offline",
                    "", "k1"));
         auto status = s.world.get(kKey, "/v1/payment_intents/" + intent);
         if (status.text("status") == "requires_action")
             s.need(s.send("/v1/payment_intents/" + intent + "/verify_microdeposits", "amounts[]=32&amounts[]=45", "",
                           "k2"));
         s.world.clock.advance(10);
         s.world.run_jobs();
         s.world.run_jobs();
     },
     [](Stage& s) {
         auto intents = s.world.list(kKey, "/v1/payment_intents");
         CHECK(text_at(intents.front(), "status") == "succeeded");
     }},
};

// How many operations of the store the flow takes.
std::uint64_t sweep(Flow const& flow) {
    for (std::uint64_t n = 1;; ++n) {
        Stage stage;
        stage.world.engine.fail_at(n);
        flow.run(stage);
        bool failed = stage.world.engine.failed();
        stage.world.engine.fail_at(0);
        stage.world.run_jobs();
        flow.verify(stage);
        std::vector<std::string> wrong = broken_ledger(stage.world);
        for (auto const& account : {std::string(), stage.seller}) {
            for (auto const& one : broken_balance(stage.world, kKey, account)) wrong.push_back(one);
            for (auto const& one : broken_history(stage.world, kKey, account)) wrong.push_back(one);
        }
        for (auto const& one : wrong) std::fprintf(stderr, "operation %ju fails: %s\n", n, one.c_str());
        CHECK(wrong.empty());
        if (!failed) return n - 1;
    }
}

}  // namespace

int main() {
    set_log_level(LogLevel::error);
    for (auto const& flow : kFlows) {
        auto operations = sweep(flow);
        std::printf("faults: %-55s each of %3ju operations failed once, none left a trace\n", flow.name, operations);
        std::fflush(stdout);
        CHECK(operations > 3);
    }
}
