#include "api/endpoints.hpp"

namespace bursar::api {

Reply deleted_reply(std::string_view object, std::string_view id) {
    std::string out = R"({"id":)";
    write_json_string(out, id);
    out += R"(,"object":)";
    write_json_string(out, object);
    out += R"(,"deleted":true})";
    return {200, std::move(out)};
}

void filter_by(ListQuery& query, std::span<List const> lists, std::vector<Filter> filters) {
    for (auto const& list : lists) {
        auto kept = std::ranges::find(filters, list.by, &Filter::name);
        if (kept == filters.end()) continue;
        auto value = parse_document(kept->json);
        if (!value.is_string()) continue;
        query.filter = list.by;
        query.folded = list.folded;
        query.value = value.as_string();
        filters.erase(kept);
        break;
    }
    if (filters.empty()) return;
    std::vector<std::pair<std::string_view, json::value>> wanted;
    for (auto const& filter : filters) wanted.emplace_back(filter.name, parse_document(filter.json));
    query.matches = [wanted = std::move(wanted)](json::object const& object) {
        return std::ranges::all_of(wanted, [&](auto const& pair) {
            auto const* value = object.if_contains(pair.first);
            return value && *value == pair.second;
        });
    };
}

}  // namespace bursar::api
