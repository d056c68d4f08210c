#include "api/scan.hpp"

#include <utility>

namespace bursar::api {

// The budget belongs to a thread, as the request does that it is carrying out.
static thread_local ScanBudget* current = nullptr;

ScanBudget::ScanBudget(std::size_t objects, Now::duration time, AtEnd at_end)
    : left_(objects), until_(Now::now() + time), at_end_(at_end), before_(std::exchange(current, this)) {}

ScanBudget::~ScanBudget() { current = before_; }

bool ScanBudget::allows_another() {
    if (!current) return true;
    auto& budget = *current;
    if (budget.left_ > 0 && Now::now() < budget.until_) {
        --budget.left_;
        return true;
    }
    if (budget.at_end_ == AtEnd::hand_over) throw ScanTooLong{};
    return false;
}

bool ScanBudget::is_of_second_run() { return current && current->at_end_ == AtEnd::stop; }

}  // namespace bursar::api
