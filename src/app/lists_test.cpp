// Databases of before, whose lists lay under a hash that anybody could compute.
#include "app/lists.hpp"

#include <gtest/gtest.h>

#include "store/memory/memory.hpp"
#include "store/session.hpp"

namespace bursar::app {
namespace {

class OfBefore : public testing::Test {
protected:
    // As the server of before did: FNV-1a of kind/filter/value, with the owner.
    static store::ListKey key_of(store::Owner owner, std::string const& text) {
        return store::hash64(text, owner * 0x9e3779b97f4a7c15ull) >> 1;
    }
    Seq insert(store::Owner owner, std::string const& kind, std::string const& rest,
               std::vector<std::string> const& lists, std::string state = "{}") {
        auto session = engine_->write();
        auto seq = session->fresh_seq(owner);
        auto id = "x_" + std::to_string(seq);
        std::vector<store::ListKey> keys;
        for (auto const& text : lists) keys.push_back(key_of(owner, text));
        auto document = R"({"id":")" + id + R"(","object":")" + kind + '"' + (rest.empty() ? "" : "," + rest) + "}";
        session->insert({.seq = seq, .owner = owner, .id = id, .document = document, .state = std::move(state)}, keys);
        session->commit();
        return seq;
    }
    std::vector<Seq> in(store::Owner owner, api::ListOf const& list) {
        return engine_->read()->older(keys_.of(owner, list), 0, 100);
    }
    std::vector<std::string> broken() { return broken_lists(*engine_->read(), keys_); }
    using Seqs = std::vector<Seq>;

    std::unique_ptr<store::Engine> engine_ = store::open_memory();
    api::ListKeys keys_{"secret"};
};

TEST_F(OfBefore, AreEnteredUnderTheKeysOfNow) {
    auto platform =
        insert(2, "account", "", {}, R"({"is_platform":true})");  // its number is 1, and it belongs to itself
    ASSERT_EQ(platform, 1u);
    auto seller = insert(2, "account", "", {"account//"}, R"({"deleted":false})");
    auto ended = insert(2, "account", "", {}, R"({"revoked":true})");
    auto customer = insert(2, "customer", R"("email":"a@example.com")", {"customer//", "customer/email/a@example.com"});
    auto deleted = insert(2, "customer", R"("email":"a@example.com")", {}, R"({"deleted":true})");
    auto card = insert(2, "card", R"("customer":"cus_1")", {"card//", "source_of_customer/customer/cus_1"});
    auto bank = insert(4, "bank_account", R"("account":"acct_1")", {"bank_account//", "external_account//"});
    auto source = insert(2, "source", R"("customer":"cus_1","status":"chargeable")",
                         {"source//", "source_of_customer/customer/cus_1"});
    auto removed_source =
        insert(2, "source", R"("customer":"cus_1","status":"consumed")", {"source//"}, R"({"kept":1})");
    auto person = insert(2, "person", R"("account":"acct_1")", {"person/account/acct_1"});
    auto removed_person = insert(2, "person", R"("account":"acct_1")", {});
    auto domain = insert(2, "apple_pay_domain", R"("domain_name":"a.example")",
                         {"apple_pay_domain//", "apple_pay_domain/domain_name/a.example"});
    auto removed_domain = insert(2, "apple_pay_domain", R"("domain_name":"a.example")", {});
    auto code = insert(2, "promotion_code", R"("code":"Spring","promotion":{"coupon":"c1","type":"coupon"})",
                       {"promotion_code//", "promotion_code/code/SPRING", "promotion_code/coupon/c1"});
    // Listed under a payment method that it had once, which it is no longer found by.
    auto intent = insert(2, "setup_intent", R"("customer":null,"payment_method":"pm_2")",
                         {"setup_intent//", "setup_intent/payment_method/pm_1", "setup_intent/payment_method/pm_2"});
    auto event = insert(2, "event", "", {"event//"});
    auto of_seller = insert(seller * 2, "event", "", {"event//"});
    auto product = insert(2, "product", "", {"product//", "product/id/x_18"}, R"({"place":18})");
    ASSERT_EQ(product, 18u);
    ASSERT_FALSE(broken().empty());

    bring_lists_up_to_date(*engine_, keys_);

    EXPECT_EQ(broken(), std::vector<std::string>{});
    EXPECT_EQ(in(2, {"account"}), Seqs{seller});
    EXPECT_EQ(in(2, {"customer"}), Seqs{customer});
    EXPECT_EQ(in(2, {"customer", "email", "a@example.com"}), Seqs{customer});
    EXPECT_EQ(in(2, {"source_of_customer", "customer", "cus_1"}), (Seqs{source, card}));
    EXPECT_EQ(in(4, {"external_account", "account", "acct_1"}), Seqs{bank});
    EXPECT_EQ(in(2, {"person", "account", "acct_1"}), Seqs{person});
    EXPECT_EQ(in(2, {"apple_pay_domain", "domain_name", "a.example"}), Seqs{domain});
    EXPECT_EQ(in(2, {"promotion_code", "code", "spring", {}, true}), Seqs{code});
    EXPECT_EQ(in(2, {"promotion_code", "promotion.coupon", "c1"}), Seqs{code});
    EXPECT_EQ(in(2, {"setup_intent", "payment_method", "pm_2"}), Seqs{intent});
    EXPECT_EQ(in(2, {"setup_intent", "payment_method", "pm_1"}), Seqs{});
    EXPECT_EQ(in(2, {"event"}), Seqs{event});
    EXPECT_EQ(in(2, {.name = "event", .of_connected = true}), Seqs{of_seller});
    EXPECT_EQ(in(2, {"product", "id", "x_18"}), Seqs{product});
    auto reader = engine_->read();
    EXPECT_EQ(reader->find(removed_source)->state, R"({"kept":1,"deleted":true})");
    for (auto seq : {removed_person, removed_domain}) EXPECT_EQ(reader->find(seq)->state, R"({"deleted":true})");
    for (auto seq : {person, source, domain, ended, deleted})
        EXPECT_EQ(reader->find(seq)->state.find(R"("deleted":true)") != std::string::npos, seq == deleted);
}

// The server ended in the midst of it, several times, at each of the steps.
TEST_F(OfBefore, GoOnWhereTheyWere) {
    for (int n = 0; n < 1200; ++n)
        insert(2, "customer", R"("email":")" + std::to_string(n % 7) + '"',
               {"customer//", "customer/email/" + std::to_string(n % 7)});
    struct Ends : std::exception {};
    class Ending final : public store::Engine {  // a store whose server ends when it has begun a few transactions
    public:
        Ending(store::Engine& inner, int writes) : inner_(inner), writes_(writes) {}
        std::unique_ptr<store::Transaction> begin(bool writes) override {
            if (writes && writes_-- == 0) throw Ends();
            return inner_.begin(writes);
        }
        void backup(std::string const&) override {}

    private:
        store::Engine& inner_;
        int writes_;
    };
    int ended = 0;
    for (bool done = false; !done;) try {
            Ending engine(*engine_, 2);
            bring_lists_up_to_date(engine, keys_);
            done = true;
        } catch (Ends const&) {
            ++ended;
        }
    EXPECT_GT(ended, 3);
    EXPECT_EQ(broken(), std::vector<std::string>{});
    EXPECT_EQ(engine_->read()->older(keys_.of(2, {"customer"}), 0, 5000).size(), 1200u);
}

TEST_F(OfBefore, AreFoundBrokenWhereAnyListIsNotWhatItShouldBe) {
    insert(2, "account", "", {}, R"({"is_platform":true})");
    auto customer = insert(2, "customer", R"("email":"a")", {});
    bring_lists_up_to_date(*engine_, keys_);
    ASSERT_EQ(broken(), std::vector<std::string>{});
    auto change = [&](auto what) {
        auto session = engine_->write();
        what(*session);
        session->commit();
        return broken();
    };
    auto by_email = keys_.of(2, {"customer", "email", "a"});
    EXPECT_EQ(change([&](auto& s) { s.remove_keys(customer, {by_email}); }),
              std::vector<std::string>{"x_2: it is not in a list that it belongs to"});
    EXPECT_TRUE(change([&](auto& s) { s.add_keys(customer, {by_email}); }).empty());
    EXPECT_EQ(change([&](auto& s) { s.add_keys(customer, {keys_.of(4, {"customer", "email", "a"})}); }),
              std::vector<std::string>{"x_2: it is in a list that it does not belong to"});
}

}  // namespace
}  // namespace bursar::app
