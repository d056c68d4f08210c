#include "base/clock.hpp"

#include <chrono>

#include "base/id.hpp"

namespace bursar {

Timestamp SystemClock::outside() const {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Timestamp SystemClock::now() const {
    auto at = stands_at_.load();
    return at ? at : outside() + ahead_;
}

void SystemClock::run_ahead(Timestamp seconds) {
    ahead_ = seconds;
    stands_at_ = 0;
}

void SystemClock::stand_at(Timestamp at) { stands_at_ = at; }

std::string Random::letters(std::size_t count) {
    std::string out;
    out.reserve(count);
    while (out.size() < count) {
        auto pool = bits();
        for (int i = 0; i < 10 && out.size() < count; ++i, pool >>= 6)
            if ((pool & 63) < 62) out.push_back(kBase62[pool & 63]);
    }
    return out;
}

Timestamp start_of_day(Timestamp at) { return at - ((at % kDay) + kDay) % kDay; }

int weekday(Timestamp at) { return static_cast<int>((start_of_day(at) / kDay + 4) % 7); }

Timestamp business_days_after(Timestamp at, int days) {
    auto day = start_of_day(at);
    while (days > 0) {
        day += kDay;
        if (weekday(day) != 0 && weekday(day) != 6) --days;
    }
    return day;
}

Date date_of(Timestamp at) {
    std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{start_of_day(at) / kDay}}};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

}  // namespace bursar
