// Who takes things away while something is open: cards, Sources, PaymentMethods, customers, sellers and endpoints go
// while a challenge, microdeposits, a notification, a capture, a refund, a payout or a delivery waits for them.
#pragma once

#include "world.hpp"

namespace bursar::simulation {

class Removals {
public:
    Removals(World& world, std::uint64_t seed);

    // One random step: something is begun, taken away, or brought to its end. What went wrong, empty when nothing did.
    std::vector<std::string> act();
    std::string const& key() const { return key_; }
    std::vector<std::string> const& sellers() const { return all_sellers_; }
    std::string summary() const;

private:
    // What is open: an attempt, what it was begun with, and how it ends.
    struct Open {
        std::string intent;                     // pi_ or seti_
        std::string customer, method, account;  // account: of whom, empty: the platform
        std::string bank, secret;               // the page of its challenge, and what opens it
        bool microdeposits = false;
    };

    void begin_challenge();
    void begin_microdeposits();
    void begin_notified();
    void begin_hold();
    void begin_payout();
    void remove_method();
    void remove_customer();
    void remove_seller();
    void remove_endpoint();
    void end_open();
    void capture_or_refund();
    void bad_job();
    void jump();

    Answer send(std::string const& path, std::string const& form, std::string const& account = {},
                std::string const& method = "POST");
    void settled(Open const& open);
    void complain(std::string what) { wrong_.push_back(std::move(what)); }
    std::size_t below(std::size_t n) { return n ? static_cast<std::size_t>(chance_.bits() % n) : 0; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    World& world_;
    SeededRandom chance_;
    std::string key_ = "sk_test_removalsremovals";
    std::vector<std::string> customers_, sellers_, all_sellers_, endpoints_, holds_;
    std::vector<Open> open_;
    std::vector<std::string> wrong_;
    std::map<std::string, int> counts_;
};

}  // namespace bursar::simulation
