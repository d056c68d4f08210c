// Who does something in a simulated world, and what they remember of it.
#pragma once

#include "world.hpp"

namespace bursar::simulation {

struct Platform {
    std::string key;
    std::vector<std::string> sellers;
    struct Saved {
        std::string customer, card;
    };
    std::vector<Saved> cards;
};

class Actors {
public:
    Actors(World& world, std::uint64_t seed);

    // One random step. What went wrong with it, empty when nothing did.
    std::vector<std::string> act();
    std::vector<Platform> const& platforms() const { return platforms_; }
    std::string summary() const;

private:
    struct Intent {
        std::size_t platform;
        std::string account, id, key, form;
        bool captured;
    };

    void save_card();
    void add_seller();
    void pay_with_clone();
    void pay_on_platform();
    void capture();
    void refund();
    void transfer();
    void pay_out();
    void answer_dispute();
    void send_again();
    void reach_over();
    void jump();

    // Sends until answered, with an idempotency key; sometimes the store fails on the way.
    Answer send(Platform const& by, std::string path, std::string form, std::string account = {});
    void complain(std::string what) { wrong_.push_back(std::move(what)); }
    void expect(Answer const& answer, std::initializer_list<int> statuses, std::string const& doing);
    std::size_t below(std::size_t n) { return n ? static_cast<std::size_t>(chance_.bits() % n) : 0; }
    bool one_in(std::size_t n) { return below(n) == 0; }
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
