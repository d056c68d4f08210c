#include "http/bound.hpp"

namespace bursar::http {

Bound::Share& Bound::Share::operator=(Share&& other) noexcept {
    if (this == &other) return *this;
    clear();
    bound_ = other.bound_;
    whose_ = std::move(other.whose_);
    amount_ = std::exchange(other.amount_, 0);
    return *this;
}

Taken Bound::Share::grow(std::size_t amount) {
    auto taken = bound_->take(whose_, amount);
    if (taken == Taken::yes) amount_ += amount;
    return taken;
}

void Bound::Share::clear() {
    if (amount_ > 0) bound_->give_back(whose_, std::exchange(amount_, 0));
}

Taken Bound::take(std::string const& whose, std::size_t amount) {
    std::lock_guard lock(mutex_);
    if (taken_ + amount > in_all_) return Taken::too_much_in_all;
    if (!whose.empty()) {
        auto found = by_one_.find(whose);
        if ((found == by_one_.end() ? 0 : found->second) + amount > of_one_) return Taken::too_much_of_one;
        by_one_[whose] += amount;
    }
    taken_ += amount;
    return Taken::yes;
}

void Bound::give_back(std::string const& whose, std::size_t amount) {
    std::lock_guard lock(mutex_);
    taken_ -= amount;
    if (whose.empty()) return;
    auto found = by_one_.find(whose);
    if ((found->second -= amount) == 0) by_one_.erase(found);
}

}  // namespace bursar::http
