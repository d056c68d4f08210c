#include "api/total_count.hpp"

namespace bursar::api {

Result<bool> tells_total_count(Tx const& tx, std::vector<std::string> const& include, std::string_view until) {
    auto refuse_it = [](std::string const& name) {
        return refuse("property_forbidden", "", "This property cannot be included (" + name + ")");
    };
    for (auto const& name : include)
        if (name != "total_count") return refuse_it(name);
    bool asked = !include.empty() || tx.caller().asks_for_count;
    if (asked && !tx.version().is_before(until)) return refuse_it("total_count");
    return asked;
}

}  // namespace bursar::api
