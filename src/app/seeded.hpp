// --seed: a sandbox whose ids, secrets and times are the same whenever it is asked the same in the same order.
//
// Chance comes from the seed, and the clock stands at a fixed moment until /_bursar/clock moves it on. What a request
// leaves behind for now is done before its answer is given, so that it comes before the next request whatever the
// machine is busy with (Workers). The world is in memory: one that began elsewhere would be another.
//
// Not the same are requests that are under way together, in whichever order they come; what a receiver of webhooks does
// to the numbers of objects, by when it answers; signatures, which receivers check by the real time; and the log.
#pragma once

#include <mutex>

#include "base/clock.hpp"

namespace bursar::app {

inline constexpr Timestamp kSeededWorldBegins = 1'767'225'600;  // 2026-01-01T00:00:00Z

// Any thread may ask, as of SystemRandom.
class SharedSeededRandom final : public Random {
public:
    explicit SharedSeededRandom(std::uint64_t seed) : random_(seed) {}
    std::uint64_t bits() override {
        std::lock_guard lock(mutex_);
        return random_.bits();
    }

private:
    std::mutex mutex_;
    SeededRandom random_;
};

}  // namespace bursar::app
