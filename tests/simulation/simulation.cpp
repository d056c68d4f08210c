// Random worlds: platforms, sellers, clones, charges, captures, refunds, disputes, transfers, payouts in random order,
// with a store that fails, requests sent twice and a clock that jumps. After every step the invariants hold.
//
// usage: simulation [--seed N] [--steps N] [--runs N]        (seed 1, 300 steps, 3 runs of growing seeds)
#include <cstdio>
#include <cstdlib>

#include "actors.hpp"
#include "base/log.hpp"
#include "invariants.hpp"
#include "removals.hpp"

using namespace bursar;
using namespace bursar::simulation;

namespace {

constexpr int kLookAtHistoryEvery = 50;

void fail(std::uint64_t seed, int step, std::vector<std::string> const& wrong) {
    for (auto const& one : wrong) std::fprintf(stderr, "%s\n", one.c_str());
    std::fprintf(stderr, "simulation: broken at step %d; replay with: simulation --seed %ju --steps %d --runs 1\n",
                 step, seed, step + 1);
    std::exit(1);
}

void look_closely(World& world, Actors& actors, std::uint64_t seed, int step) {
    for (auto& platform : actors.platforms()) {
        if (auto wrong = platform.books.broken(world, platform.key); !wrong.empty()) fail(seed, step, wrong);
        auto accounts = platform.sellers;
        accounts.emplace_back();
        for (auto const& account : accounts) {
            auto wrong = broken_balance(world, platform.key, account);
            for (auto& one : broken_history(world, platform.key, account)) wrong.push_back(std::move(one));
            if (!wrong.empty()) fail(seed, step, wrong);
        }
    }
}

// Things that go away while something is open, in a world of its own.
void run_removals(std::uint64_t seed, int steps) {
    World world(seed);
    Removals removals(world, seed);
    auto look = [&](int step) {
        auto accounts = removals.sellers();
        accounts.emplace_back();
        for (auto const& account : accounts) {
            if (!world.get(removals.key(), "/v1/balance", account).ok()) continue;  // gone
            auto wrong = broken_balance(world, removals.key(), account);
            for (auto& one : broken_history(world, removals.key(), account)) wrong.push_back(std::move(one));
            if (!wrong.empty()) fail(seed, step, wrong);
        }
    };
    for (int step = 0; step < steps; ++step) {
        auto wrong = removals.act();
        for (auto& one : broken_ledger(world)) wrong.push_back(std::move(one));
        if (!wrong.empty()) fail(seed, step, wrong);
        if (step % kLookAtHistoryEvery == kLookAtHistoryEvery - 1) look(step);
    }
    look(steps);
    std::printf("removals: seed %ju, %d steps: %s\n", seed, steps, removals.summary().c_str());
    std::fflush(stdout);
}

void run(std::uint64_t seed, int steps) {
    World world(seed);
    Actors actors(world, seed);
    for (int step = 0; step < steps; ++step) {
        auto wrong = actors.act();
        for (auto& one : broken_ledger(world)) wrong.push_back(std::move(one));
        if (!wrong.empty()) fail(seed, step, wrong);
        if (step % kLookAtHistoryEvery == kLookAtHistoryEvery - 1) look_closely(world, actors, seed, step);
    }
    look_closely(world, actors, seed, steps);
    std::printf("simulation: seed %ju, %d steps: %s\n", seed, steps, actors.summary().c_str());
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
    set_log_level(LogLevel::error);
    std::uint64_t seed = 1;
    int steps = 300, runs = 3;
    for (int i = 1; i + 1 < count; i += 2) {
        std::string name = words[i];
        if (name == "--seed") seed = std::strtoull(words[i + 1], nullptr, 10);
        if (name == "--steps") steps = std::atoi(words[i + 1]);
        if (name == "--runs") runs = std::atoi(words[i + 1]);
    }
    for (auto last = seed + static_cast<std::uint64_t>(runs); seed < last; ++seed) {
        run(seed, steps);
        run_removals(seed, steps);
    }
}
