#include "api/page.hpp"

#include <algorithm>

#include "api/errors.hpp"

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

struct Chosen {
    std::vector<std::string> documents;
    bool has_more = false;
};

Result<Seq> cursor_of(Tx& tx, ListQuery const& query, ListOf const& list, std::optional<std::string> const& id,
                      std::string param) {
    if (!id) return Seq{0};
    if (auto object = tx.own(query.object, *id)) return object->seq;
    auto object = tx.own(*id);  // of a list whose elements are of several kinds
    if (!object || !tx.is_in(list, *object)) return no_such(query.noun, *id, std::move(param));
    return object->seq;
}

Chosen choose(Tx& tx, ListQuery const& query, ListOf const& list, Seq cursor, bool forward, std::size_t limit,
              Range const& created, bool filters) {
    Chosen out;
    auto batch = filters ? std::size_t{200} : limit + 1;
    for (;;) {
        auto seqs = forward ? tx.newer(list, cursor, batch) : tx.older(list, cursor, batch);
        for (auto seq : seqs) {
            cursor = seq;
            auto object = tx.listed(list, seq);
            if (!object) continue;
            if (filters) {
                auto document = parse_document(object->document);
                auto const& fields = document.as_object();
                if (!created.holds(integer_at(fields, "created")) || (query.matches && !query.matches(fields)))
                    continue;
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
    auto chosen =
        choose(tx, query, list, forward ? after : before, forward, limit, created, page.created || query.matches);
    if (forward) std::ranges::reverse(chosen.documents);

    std::string out = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < chosen.documents.size(); ++i) {
        if (i) out.push_back(',');
        out += query.shown ? query.shown(tx, chosen.documents[i]) : chosen.documents[i];
    }
    out += chosen.has_more ? R"(],"has_more":true)" : R"(],"has_more":false)";
    if (query.with_total_count) {
        out += R"(,"total_count":)";
        write_json_integer(out, static_cast<std::int64_t>(tx.older(list, 0, 10000).size()));
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
