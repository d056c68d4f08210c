// Search: the query language (reference/conventions.md: Search) over the documents of the acting account, newest first.
//
//   query  := clause ((AND | OR | blank) clause)*     at most 10; AND and OR are not mixed
//   clause := ['-'] field (':' | '~' | '>' | '<' | '>=' | '<=') value
//   field  := name | name.name | metadata["key"]
//   value  := "text" | 'text' | number | null
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/route.hpp"

namespace bursar::api {

enum class SearchType { number, token, string };  // a token matches whole, a string word by word

struct SearchField {
    std::string_view name;
    SearchType type;
};

struct SearchClause {
    bool negated = false;
    std::string field, key, op, value;
    bool is_null = false;
};

struct SearchQuery {
    std::vector<SearchClause> clauses;
    bool any = false;  // joined by OR
};

// Refused: what does not parse, more than ten clauses, AND with OR.
Result<SearchQuery> parse_search(std::string_view text);

struct SearchParams {
    std::string query;
    std::optional<std::int64_t> limit;
    std::optional<std::string> page;
};
FIELDS(SearchParams, query, limit, page);

struct Searched {
    std::string_view object;  // customer
    std::string_view plural;  // customers
    std::span<SearchField const> fields;
};

Result<Reply> search_reply(Tx& tx, SearchParams const& params, Searched const& what);

}  // namespace bursar::api
