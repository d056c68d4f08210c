#include "api/route.hpp"

namespace bursar::api {

Result<void> refuse_any_params(json::object const& params) {
    if (params.empty()) return {};
    std::string names;
    for (auto const& [key, ignored] : params) names += (names.empty() ? "" : ", ") + std::string(key);
    return refuse("parameter_unknown", std::string(params.begin()->key()),
                  (params.size() == 1 ? "Received unknown parameter: " : "Received unknown parameters: ") + names);
}

}  // namespace bursar::api
