#include "api/faults.hpp"

#include <algorithm>

namespace bursar::api {

// What stands before the first star begins the text, what stands after the last one ends it, and each piece between is
// taken where it comes first: if any place does, that one does, so nothing is ever tried again.
bool fits(std::string_view pattern, std::string_view text) {
    auto star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    text.remove_prefix(star);
    for (;;) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        if (star == std::string_view::npos) return text.ends_with(pattern);
        auto at = text.find(pattern.substr(0, star));
        if (at == std::string_view::npos) return false;
        text.remove_prefix(at + star);
    }
}

bool Faults::order(Seq platform, Fault fault) {
    std::lock_guard lock(mutex_);
    auto& faults = by_platform_[platform];
    if (faults.size() >= kOrderedMax) return false;
    faults.push_back(std::move(fault));
    return true;
}

void Faults::give_back(Seq platform, Fault fault) {
    fault.count = 1;
    std::lock_guard lock(mutex_);
    auto& faults = by_platform_[platform];
    faults.insert(faults.begin(), std::move(fault));
}

std::vector<Fault> Faults::ordered(Seq platform) {
    std::lock_guard lock(mutex_);
    auto found = by_platform_.find(platform);
    return found == by_platform_.end() ? std::vector<Fault>() : found->second;
}

void Faults::clear(Seq platform) {
    std::lock_guard lock(mutex_);
    by_platform_.erase(platform);
}

std::optional<Fault> Faults::meet(Seq platform, std::string_view method, std::string_view path) {
    std::lock_guard lock(mutex_);
    auto found = by_platform_.find(platform);
    if (found == by_platform_.end()) return std::nullopt;
    auto& faults = found->second;
    auto fault = std::ranges::find_if(
        faults, [&](auto const& f) { return (f.method == "*" || f.method == method) && fits(f.path, path); });
    if (fault == faults.end()) return std::nullopt;
    auto met = *fault;
    if (--fault->count == 0) faults.erase(fault);
    if (faults.empty()) by_platform_.erase(found);
    return met;
}

}  // namespace bursar::api
