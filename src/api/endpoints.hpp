// Endpoints that say the same for every kind: GET of one, GET of a list.
//
//     constexpr Route kRoutes[] = {
//         list_of<TaxRate, ListParams, "/v1/tax_rates">(), retrieve<TaxRate>("/v1/tax_rates/:id"), ...
//
// The members of ListParams are called like members of the kind and keep what equals them; one that the kind names in
// kLists is sought by key, and the others are held against each object.
#pragma once

#include "api/errors.hpp"
#include "api/page.hpp"

namespace bursar::api {

template <Resource T>
Result<Reply> reply_with_one(Tx& tx, std::string id) {
    TRY(auto found, find_in_path<T>(tx, id));
    return reply_with(found);
}

template <Resource T>
constexpr Route retrieve(std::string_view pattern, Access access = Access::secret) {
    return get<reply_with_one<T>>(pattern, access);
}

// {"id", "object", "deleted": true}
Reply deleted_reply(std::string_view object, std::string_view id);

// A filter that was sent, as the document of an object has it.
struct Filter {
    std::string_view name;
    std::string json;
};
template <Fielded P>
std::vector<Filter> filters_in(P const& params) {
    std::vector<Filter> out;
    for (auto const& field : fields_of<P>()) {
        Filter filter{field.name, {}};
        field.kind->write(field.in(const_cast<P*>(&params)), filter.json);
        if (filter.json != "null") out.push_back(std::move(filter));
    }
    return out;
}
// Takes the one that a list is kept for out of the filters, and puts the others into `matches`.
void filter_by(ListQuery& query, std::span<List const> lists, std::vector<Filter> filters);

template <class T, class P>
constexpr bool filters_are_members() {
    constexpr auto mine = field_list(static_cast<T const*>(nullptr));
    for (auto const& filter : field_list(static_cast<P const*>(nullptr)))
        if (std::ranges::none_of(mine, [&](auto const& field) { return field.name == filter.name; })) return false;
    return true;
}

template <Resource T, Fielded P, Word Url>
Result<Reply> reply_with_list(Tx& tx, Page page, P params) {
    static_assert(filters_are_members<T, P>(), "a filter is called like a member of the kind");
    ListQuery query{.object = T::kObject, .noun = T::kNoun, .url = std::string(Url.view())};
    filter_by(query, lists_of<T>(), filters_in(params));
    return list_reply(tx, page, query);
}

template <Resource T, Fielded P, Word Url>
constexpr Route list_of() {
    return list<reply_with_list<T, P, Url>>(Url.view());
}

template <Resource T, Word Url>
constexpr Route list_of() {
    return list_of<T, Nothing, Url>();
}

}  // namespace bursar::api
