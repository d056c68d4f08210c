// Time and chance are parameters: everything above asks these two, so one seed replays a whole world.
#pragma once

#include <atomic>
#include <cstdint>
#include <random>
#include <string>

namespace bursar {

using Timestamp = std::int64_t;  // seconds since 1970, UTC

inline constexpr Timestamp kMinute = 60, kHour = 3600, kDay = 86400;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    // What everybody else takes the time to be, who checks when something was signed.
    virtual Timestamp outside() const { return now(); }
};

// The system's, unless it was moved: a sandbox's runs ahead, and stands still while it is moved on.
class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    Timestamp outside() const override;
    void run_ahead(Timestamp seconds);
    void stand_at(Timestamp at);

private:
    std::atomic<Timestamp> ahead_ = 0, stands_at_ = 0;  // 0: it does not stand
};

// Stands still until it is moved. For tests and simulations.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start) : now_(start) {}
    Timestamp now() const override { return now_; }
    void advance(Timestamp seconds) { now_ += seconds; }

private:
    Timestamp now_;
};

class Random {
public:
    virtual ~Random() = default;
    virtual std::uint64_t bits() = 0;
    std::string letters(std::size_t count);  // 0-9A-Za-z
};

// From a seed: for tests and simulations only, since what it makes can be guessed.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t bits() override { return engine_(); }

private:
    std::mt19937_64 engine_;
};

Timestamp start_of_day(Timestamp at);                   // 00:00 UTC
int weekday(Timestamp at);                              // 0 is Sunday
Timestamp business_days_after(Timestamp at, int days);  // 00:00 UTC of the n-th working day after
struct Date {
    int year, month, day;
};
Date date_of(Timestamp at);

}  // namespace bursar
