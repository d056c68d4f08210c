#include "api/search.hpp"

#include <algorithm>
#include <charconv>

#include "api/errors.hpp"
#include "api/scan.hpp"
#include "api/total_count.hpp"

namespace bursar::api {

namespace {

std::unexpected<Refusal> refuse_query(std::string const& why) {
    return refuse("", "",
                  "We were unable to parse your search query. " + why +
                      " See https://stripe.com/docs/search#search-query-language for more details.");
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<SearchQuery> query() {
        SearchQuery out;
        bool saw_and = false;
        skip_blanks();
        while (!at_end()) {
            TRY(auto clause, this->clause());
            out.clauses.push_back(std::move(clause));
            if (out.clauses.size() > 10) return refuse_query("A query can have up to 10 clauses.");
            skip_blanks();
            if (at_end()) break;
            if (take_word("or"))
                out.any = true;
            else if (take_word("and"))
                saw_and = true;
            else
                saw_and = true;
            skip_blanks();
            if (at_end()) return refuse_query("The query ends where a clause should follow.");
        }
        if (out.clauses.empty()) return refuse_query("The query is empty.");
        if (out.any && saw_and) return refuse_query("AND and OR cannot be mixed in one query.");
        return out;
    }

private:
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    void skip_blanks() {
        while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n')) ++at_;
    }
    bool take_word(std::string_view word) {
        if (lower(text_.substr(at_, word.size())) != word) return false;
        auto after = at_ + word.size();
        if (after < text_.size() && text_[after] != ' ' && text_[after] != '-') return false;
        at_ = after;
        return true;
    }

    Result<SearchClause> clause() {
        SearchClause out;
        if (peek() == '-') {
            out.negated = true;
            ++at_;
        }
        while (!at_end() && (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '_' || peek() == '.'))
            out.field.push_back(text_[at_++]);
        if (out.field.empty()) return refuse_query("A field name is missing.");
        if (peek() == '[') {
            ++at_;
            TRY(out.key, quoted());
            if (peek() != ']') return refuse_query("A closing bracket is missing.");
            ++at_;
        }
        for (std::string_view op : {">=", "<=", ":", "~", ">", "<"})
            if (text_.substr(at_, op.size()) == op) {
                out.op = op;
                break;
            }
        if (out.op.empty()) return refuse_query("An operator is missing behind " + out.field + ".");
        at_ += out.op.size();
        if (peek() == '"' || peek() == '\'') {
            TRY(out.value, quoted());
        } else {
            while (!at_end() && peek() != ' ') out.value.push_back(text_[at_++]);
            if (out.value == "null" || out.value == "NULL")
                out.is_null = true;
            else if (out.value.empty() || out.value.find_first_not_of("0123456789-.") != std::string::npos)
                return refuse_query("Text must be put in quotes.");
        }
        if (out.op == "~" && out.value.size() < 3) return refuse_query("A substring must have at least 3 characters.");
        return out;
    }

    Result<std::string> quoted() {
        char quote = peek();
        if (quote != '"' && quote != '\'') return refuse_query("A quote is missing.");
        ++at_;
        std::string out;
        while (!at_end() && peek() != quote) {
            if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
            out.push_back(text_[at_++]);
        }
        if (at_end()) return refuse_query("A closing quote is missing.");
        ++at_;
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

json::value const* value_at(json::object const& document, SearchClause const& clause) {
    json::object const* at = &document;
    std::string_view rest = clause.field;
    for (;;) {
        auto dot = rest.find('.');
        auto const* value = at->if_contains(rest.substr(0, dot));
        if (!value) return nullptr;
        if (!clause.key.empty()) return value->is_object() ? value->as_object().if_contains(clause.key) : nullptr;
        if (dot == std::string_view::npos) return value;
        if (!value->is_object()) return nullptr;
        at = &value->as_object();
        rest = rest.substr(dot + 1);
    }
}

bool compare(std::int64_t left, std::string_view op, std::int64_t right) {
    return op == ":"    ? left == right
           : op == ">"  ? left > right
           : op == "<"  ? left < right
           : op == ">=" ? left >= right
                        : left <= right;
}

bool contains_words(std::string const& text, std::string const& words) {
    std::size_t at = 0;
    for (std::size_t from = 0; from < words.size();) {
        auto end = std::min(words.find(' ', from), words.size());
        auto word = words.substr(from, end - from);
        from = end + 1;
        if (word.empty()) continue;
        auto found = text.find(word, at);
        if (found == std::string::npos) return false;
        at = found + word.size();
    }
    return true;
}

bool holds(json::object const& document, SearchClause const& clause, SearchType type) {
    auto const* value = value_at(document, clause);
    if (clause.is_null) return !value || value->is_null();
    if (!value || value->is_null()) return false;
    if (type == SearchType::number) {
        std::int64_t wanted = 0;
        std::from_chars(clause.value.data(), clause.value.data() + clause.value.size(), wanted);
        return value->is_int64() && compare(value->as_int64(), clause.op, wanted);
    }
    auto text = lower(value->is_string() ? std::string(value->as_string()) : to_text(*value));
    auto wanted = lower(clause.value);
    if (clause.op == "~") return text.find(wanted) != std::string::npos;
    return type == SearchType::string ? contains_words(text, wanted) : text == wanted;
}

bool matches(json::object const& document, SearchQuery const& query, std::vector<SearchType> const& types) {
    for (std::size_t i = 0; i < query.clauses.size(); ++i) {
        bool one = holds(document, query.clauses[i], types[i]) != query.clauses[i].negated;
        if (one == query.any) return query.any;
    }
    return !query.any;
}

bool equals_ignoring_case(char a, char b) { return a == b || ((a ^ b) == 32 && ((a | 32) >= 'a' && (a | 32) <= 'z')); }

// A word that stands in the text of every document that can match, as it is written there; empty when there is none.
// Looking for it is a fraction of the work of reading a document.
std::string_view word_of(SearchQuery const& query, std::vector<SearchType> const& types) {
    if (query.any && query.clauses.size() > 1) return {};
    for (std::size_t i = 0; i < query.clauses.size(); ++i) {
        auto const& clause = query.clauses[i];
        if (clause.negated || clause.is_null || types[i] == SearchType::number) continue;
        std::string_view word = clause.value;
        word = word.substr(0, word.find(' '));
        bool is_plain = std::ranges::all_of(word, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
                   c == '.' || c == '@';
        });
        if (is_plain && word.size() >= 3) return word;
    }
    return {};
}

bool may_match(std::string const& document, std::string_view word) {
    return word.empty() || !std::ranges::search(document, word, equals_ignoring_case).empty();
}

constexpr std::size_t kCountMax = 10000;  // what a search counts exactly

// As far as there is time to look.
std::size_t count_matches(Tx& tx, ListOf const& list, SearchQuery const& query, std::vector<SearchType> const& types) {
    auto word = word_of(query, types);
    std::size_t count = 0;
    for (auto seq : tx.older(list, 0, kCountMax)) {
        if (!ScanBudget::allows_another()) break;
        auto object = tx.listed(list, seq);
        if (!object || !may_match(object->document, word)) continue;
        Scratch scratch;
        auto document = parse_document(object->document, scratch.pointer());
        if (matches(document.as_object(), query, types)) ++count;
    }
    return count;
}

}  // namespace

Result<SearchQuery> parse_search(std::string_view text) { return Parser(text).query(); }

Result<Reply> search_reply(Tx& tx, SearchParams const& params, Searched const& what) {
    if (tx.version().is_before("2020-08-27"))
        return refuse(
            "", "",
            "Search is not supported on api version " + tx.version().name() +
                ". Update your API version, or set the API Version of this request to 2020-08-27 or greater.");
    TRY(auto counted, tells_total_count(tx, {}, "2025-05-28"));
    TRY(auto query, parse_search(params.query));
    std::vector<SearchType> types;
    for (auto const& clause : query.clauses) {
        auto known = std::ranges::find(what.fields, clause.field, &SearchField::name);
        if (known == what.fields.end())
            return refuse("", "",
                          "Field `" + clause.field + "` is an unsupported search field for resource `" +
                              std::string(what.plural) + "`. See http://stripe.com/docs/search#query-fields-for-" +
                              std::string(what.plural) + " for a list of supported fields.");
        types.push_back(known->type);
    }
    Seq cursor = 0;
    if (params.page) {
        auto seq = tx.environment().ids.decode(*params.page);
        if (!seq) return refuse("", "page", "Invalid page: " + *params.page);
        cursor = *seq;
    }
    auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(params.limit.value_or(10), 1, 100));
    std::string data;
    std::string next_page;
    std::size_t count = 0;
    Seq last = cursor;
    ListOf const list{what.object};
    auto word = word_of(query, types);
    for (bool more = true; more && next_page.empty();) {
        auto seqs = tx.older(list, cursor, 500);
        more = seqs.size() == 500;
        for (auto seq : seqs) {
            if (!ScanBudget::allows_another()) {  // the next page goes on from here
                next_page = tx.environment().ids.encode(cursor);
                break;
            }
            cursor = seq;
            auto object = tx.listed(list, seq);
            if (!object || !may_match(object->document, word)) continue;
            Scratch scratch;
            auto document = parse_document(object->document, scratch.pointer());
            if (!matches(document.as_object(), query, types)) continue;
            if (count == limit) {
                next_page = tx.environment().ids.encode(last);
                break;
            }
            data += (count++ ? "," : "") + object->document;
            last = seq;
        }
    }
    std::string body = R"({"object":"search_result","data":[)" + data + R"(],"has_more":)" +
                       (next_page.empty() ? "false" : "true") + R"(,"next_page":)" +
                       (next_page.empty() ? "null" : '"' + next_page + '"');
    if (counted) body += R"(,"total_count":)" + std::to_string(count_matches(tx, list, query, types));
    body += R"(,"url":"/v1/)" + std::string(what.plural) + R"(/search"})";
    return Reply{200, std::move(body)};
}

}  // namespace bursar::api
