// Who does something in a simulated world, and what they remember of it.
#pragma once

#include "books.hpp"

namespace bursar::simulation {

struct Platform {
    std::string key;
    std::vector<std::string> sellers;
    struct Saved {
        std::string customer, card;
    };
    std::vector<Saved> cards;
    Books books = {};
};

class Actors {
public:
    Actors(World& world, std::uint64_t seed);

    // One random step. What went wrong with it, empty when nothing did.
    std::vector<std::string> act();
    std::vector<Platform>& platforms() { return platforms_; }
    std::string summary() const;

private:
    struct Intent {
        std::size_t platform;
        std::string account, id;
        std::int64_t amount = 0, fee = 0;  // fee: the platform's, of a seller's payment
        bool waits = false;                // for its capture
        std::int64_t captured = 0, refunded = 0, fee_refunded = 0;
        bool sent_on = false;
        std::string seller = {};  // who paid the fee: the account, or where a destination charge went
    };
    // An amount that a caller may try where at most `rest` is there, and whether it may be granted.
    struct Try {
        std::int64_t amount;
        bool possible;
        std::string text() const { return std::to_string(amount); }
    };

    void save_card();
    Try amount_of(std::int64_t rest, std::int64_t least = 1);
    void settle(Intent& intent, std::int64_t amount);  // it was captured
    void add_seller();
    void pay_with_clone();
    void pay_on_platform();
    void capture();
    void refund();
    void transfer();
    void send_on();
    std::int64_t available(Platform const& platform);
    void pay_out();
    void answer_dispute();
    void send_again();
    void reach_over();
    void jump();

    // Sends until answered, with an idempotency key; sometimes the store fails on the way.
    Answer send(Platform& by, std::string path, std::string form, std::string account = {});
    void complain(std::string what) { wrong_.push_back(std::move(what)); }
    void expect(Answer const& answer, std::initializer_list<int> statuses, std::string const& doing);
    // What cannot be is refused; what can be may be refused for another reason.
    void expect(Answer const& answer, bool possible, std::string const& doing);
    std::size_t below(std::size_t n) { return n ? static_cast<std::size_t>(chance_.bits() % n) : 0; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class T>
    T& any(std::vector<T>& all) {
        return all[below(all.size())];
    }
    template <class T>
    T const& any(std::vector<T> const& all) {
        return all[below(all.size())];
    }

    World& world_;
    SeededRandom chance_;
    std::vector<Platform> platforms_;
    std::vector<Intent> intents_;
    std::vector<std::string> consumed_;  // clones that have paid; with the seller behind a space
    std::vector<std::pair<std::size_t, Call>> sent_;
    std::vector<std::string> answered_;  // id of each of sent_
    std::vector<std::string> wrong_;
    std::map<std::string, int> counts_;
    std::uint64_t keys_ = 0;
    int failures_ = 0;
};

}  // namespace bursar::simulation
