#include "api/page.hpp"

#include <algorithm>
#include <charconv>

#include "api/errors.hpp"
#include "api/scan.hpp"
#include "api/total_count.hpp"

namespace bursar::api {

bool Range::holds(std::int64_t value) const {
    return (!exactly || value == *exactly) && (!gt || value > *gt) && (!gte || value >= *gte) && (!lt || value < *lt) &&
           (!lte || value <= *lte);
}

namespace {

struct RangeParams {
    std::optional<std::int64_t> gt, gte, lt, lte;
};
FIELDS(RangeParams, gt, gte, lt, lte);

}  // namespace

Result<Range> read_range(std::optional<Raw> const& param, std::string_view name) {
    Range range;
    if (!param) return range;
    Path path{nullptr, name};
    if (!param->value.is_object()) {
        TRY_DO(kIntegerKind.read(&range.exactly.emplace(), param->value, path, Source::parameters));
        return range;
    }
    RangeParams bounds;
    TRY_DO(read_fields(&bounds, fields_of<RangeParams>(), param->value, path, Source::parameters));
    return Range{.exactly = {}, .gt = bounds.gt, .gte = bounds.gte, .lt = bounds.lt, .lte = bounds.lte};
}

Call without_page(Call const& call) {
    Call rest = call;
    for (auto const& field : fields_of<Page>()) rest.params.erase(field.name);
    return rest;
}

namespace {

constexpr std::size_t kCountMax = 10000;

struct Chosen {
    std::vector<std::string> documents;
    bool has_more = false;
    bool is_cut = false;  // there was no time to look further
};

Result<Seq> cursor_of(Tx& tx, ListQuery const& query, ListOf const& list, std::optional<std::string> const& id,
                      std::string param) {
    if (!id) return Seq{0};
    if (auto object = tx.own(query.object, *id)) return object->seq;
    auto object = tx.own(*id);  // of a list whose elements are of several kinds
    if (!object || !tx.is_in(list, *object)) return no_such(query.noun, *id, std::move(param));
    return object->seq;
}

// Lists run in the order in which objects were made, so `created` says where to begin and where to end. The clocks of
// several servers differ a little.
constexpr std::int64_t kClocksDiffer = 300;

bool is_before(Range const& range, std::int64_t created) {
    auto earliest =
        std::max({range.exactly.value_or(INT64_MIN), range.gte.value_or(INT64_MIN), range.gt.value_or(INT64_MIN)});
    return created < earliest && earliest - created > kClocksDiffer;
}
bool is_behind(Range const& range, std::int64_t created) {
    auto latest =
        std::min({range.exactly.value_or(INT64_MAX), range.lte.value_or(INT64_MAX), range.lt.value_or(INT64_MAX)});
    return created > latest && created - latest > kClocksDiffer;
}

std::int64_t created_of(store::Object const& object) {
    auto text = member(object.document, "created");
    std::int64_t created = 0;
    std::from_chars(text.data(), text.data() + text.size(), created);
    return created;
}

// Over what is not come to yet, many at a time: where the last of them is not, none is.
Seq skip(Tx& tx, ListOf const& list, Seq cursor, bool forward, Range const& created) {
    constexpr std::size_t kStride = 500;
    for (;;) {
        auto seqs = forward ? tx.newer(list, cursor, kStride) : tx.older(list, cursor, kStride);
        if (seqs.size() < kStride) return cursor;
        auto last = tx.session().find(seqs.back());
        MUST(last);
        auto at = created_of(*last);
        if (!(forward ? is_before(created, at) : is_behind(created, at))) return cursor;
        cursor = seqs.back();
    }
}

bool matches(ListQuery const& query, std::string const& text) {
    Scratch scratch;
    return query.matches(parse_document(text, scratch.pointer()).as_object());
}

Chosen choose(Tx& tx, ListQuery const& query, ListOf const& list, Seq cursor, bool forward, std::size_t limit,
              Range const& created, bool filters) {
    Chosen out;
    auto batch = filters ? std::size_t{200} : limit + 1;
    if (filters) cursor = skip(tx, list, cursor, forward, created);
    for (;;) {
        auto seqs = forward ? tx.newer(list, cursor, batch) : tx.older(list, cursor, batch);
        for (auto seq : seqs) {
            cursor = seq;
            if (filters && !ScanBudget::allows_another()) {
                out.is_cut = true;
                return out;
            }
            auto object = tx.listed(list, seq);
            if (!object) continue;
            if (filters) {
                auto at = created_of(*object);
                if (forward ? is_behind(created, at) : is_before(created, at)) return out;
                if (!created.holds(at) || (query.matches && !matches(query, object->document))) continue;
            }
            if (out.documents.size() == limit) {
                out.has_more = true;
                return out;
            }
            out.documents.push_back(object->document);
        }
        if (seqs.size() < batch) return out;
    }
}

}  // namespace

Result<std::string> list_text(Tx& tx, Page const& page, ListQuery const& query) {
    ListOf const list{query.object, query.filter, query.value, query.kinds, query.folded};
    TRY(auto before, cursor_of(tx, query, list, page.starting_after, "starting_after"));
    TRY(auto after, cursor_of(tx, query, list, page.ending_before, "ending_before"));
    if (page.starting_after && page.ending_before)
        return refuse("", "", "Received both starting_after and ending_before parameters. Please pass in only one.");
    TRY(auto created, read_range(page.created, "created"));
    auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(page.limit.value_or(10), 1, 100));
    bool forward = page.ending_before.has_value();
    bool filters = page.created || query.matches;
    TRY(auto counted, tells_total_count(tx, page.include, "2025-03-31"));
    auto chosen = choose(tx, query, list, forward ? after : before, forward, limit, created, filters);
    Chosen all;
    if (counted && filters) all = choose(tx, query, list, 0, false, kCountMax, created, filters);
    if (chosen.is_cut || all.is_cut)
        return refuse("", "",
                      "This list is too long to be looked through with these filters. Narrow it down with `created`.");
    if (forward) std::ranges::reverse(chosen.documents);

    std::string out = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < chosen.documents.size(); ++i) {
        if (i) out.push_back(',');
        out += query.shown ? query.shown(tx, chosen.documents[i]) : chosen.documents[i];
    }
    out += chosen.has_more ? R"(],"has_more":true)" : R"(],"has_more":false)";
    if (query.with_total_count || counted) {
        out += R"(,"total_count":)";
        write_json_integer(out, static_cast<std::int64_t>(counted && filters ? all.documents.size()
                                                                             : tx.older(list, 0, kCountMax).size()));
    }
    out += R"(,"url":)";
    write_json_string(out, query.url);
    out.push_back('}');
    return out;
}

Result<Reply> list_reply(Tx& tx, Page const& page, ListQuery const& query) {
    TRY(auto text, list_text(tx, page, query));
    return Reply{200, std::move(text)};
}

}  // namespace bursar::api
