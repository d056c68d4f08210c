// Lists: newest first, with cursors and a `created` filter (reference/conventions.md: Lists).
#pragma once

#include <functional>
#include <optional>

#include "api/route.hpp"

namespace bursar::api {

// The parameters that every list takes. `limit` is clamped to 1..100, never refused.
struct Page {
    std::optional<Raw> created;
    std::optional<std::string> ending_before;
    std::vector<std::string> include;  // total_count, for older versions
    std::optional<std::int64_t> limit;
    std::optional<std::string> starting_after;
};
FIELDS(Page, created, ending_before, include, limit, starting_after);

// A number, or any of gt, gte, lt, lte.
struct Range {
    std::optional<std::int64_t> exactly, gt, gte, lt, lte;
    bool holds(std::int64_t value) const;
};
Result<Range> read_range(std::optional<Raw> const& param, std::string_view name);

struct ListQuery {
    std::string_view object;       // kind of the elements
    std::string_view noun;         // for a cursor that is not there
    std::string url;               // of the list
    std::string_view filter = {};  // the member that it runs over, besides owner and kind, one of the kind's kLists
    std::string value = {};
    std::span<std::string_view const> kinds = {};           // of a list that `object` only names
    bool folded = false;                                    // as the kind's List says
    std::function<bool(json::object const&)> matches = {};  // what no key covers; looked up document by document
    bool with_total_count = false;
    std::string (*shown)(Tx& tx, std::string const& document) = nullptr;  // where an element is not shown as it is kept
};

Result<Reply> list_reply(Tx& tx, Page const& page, ListQuery const& query);
Result<std::string> list_text(Tx& tx, Page const& page, ListQuery const& query);

template <>
inline Result<Page> argument_from<Page>(Tx&, Call const& call, std::size_t&) {
    json::object own;
    for (auto const& field : fields_of<Page>())
        if (auto const* value = call.params.if_contains(field.name)) own[field.name] = *value;
    return read_params<Page>(own);
}

// What is left of the parameters once Page has taken its own.
Call without_page(Call const& call);

// GET of a list: the handler takes a Page, and a struct of further filters if it has any.
template <auto Function>
struct ListHandler;
template <class... Arguments, Result<Reply> (*Function)(Tx&, Arguments...)>
struct ListHandler<Function> {
    static Result<Reply> call(Tx& tx, Call const& all) {
        auto rest = without_page(all);
        if constexpr (!((Fielded<Arguments> && !std::is_same_v<Arguments, Page>) || ...))
            TRY_DO(refuse_any_params(rest.params));
        [[maybe_unused]] std::size_t next_path = 0;
        std::tuple<Result<Arguments>...> arguments{
            argument_from<Arguments>(tx, std::is_same_v<Arguments, Page> ? all : rest, next_path)...};
        Refusal const* wrong = nullptr;
        std::apply([&](auto&... a) { ((wrong = !wrong && !a ? &a.error() : wrong), ...); }, arguments);
        if (wrong) return std::unexpected(*wrong);
        return std::apply([&](auto&... a) { return Function(tx, std::move(*a)...); }, arguments);
    }
};

template <auto Function>
constexpr Route list(std::string_view pattern) {
    return {"GET", pattern, ListHandler<Function>::call, tables_read_by(Function), Access::secret, false};
}

}  // namespace bursar::api
