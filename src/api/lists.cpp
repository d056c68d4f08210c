#include "api/lists.hpp"

#include <array>
#include <cstring>

namespace bursar::api {

// ---- reading documents ----

namespace {

// Places in a text that is JSON; behind its end for what is not.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }
    char here() const { return at_end() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (here() != c) return false;
        ++at_;
        return true;
    }
    std::string_view string() {  // with its quotes
        auto from = at_++;
        while (!at_end()) {
            auto end = text_.find('"', at_);
            if (end == std::string_view::npos) break;
            at_ = end + 1;
            auto before = end;
            while (text_[before - 1] == '\\') --before;
            if ((end - before) % 2 == 0) return text_.substr(from, at_ - from);
        }
        at_ = text_.size();
        return text_.substr(from);
    }
    std::string_view value() {
        if (here() == '"') return string();
        auto from = at_;
        for (int depth = 0; !at_end();) {
            switch (text_[at_]) {
                case '"':
                    string();
                    continue;
                case '{':
                case '[':
                    ++depth;
                    break;
                case '}':
                case ']':
                    if (depth == 0) return text_.substr(from, at_ - from);
                    --depth;
                    break;
                case ',':
                    if (depth == 0) return text_.substr(from, at_ - from);
                    break;
                default:
                    break;
            }
            ++at_;
        }
        return text_.substr(from);
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

void members(std::string_view object, std::span<std::string_view const> names, std::span<std::string_view> found) {
    std::ranges::fill(found, std::string_view());
    Cursor cursor(object);
    auto left = names.size();
    if (!cursor.take('{')) return;
    while (left && cursor.here() == '"') {
        auto name = cursor.string();
        if (!cursor.take(':')) return;
        auto value = cursor.value();
        for (std::size_t i = 0; i < names.size(); ++i)
            if (name.size() == names[i].size() + 2 && name.substr(1, names[i].size()) == names[i]) {
                found[i] = value;
                --left;
            }
        if (!cursor.take(',')) return;
    }
}

std::string_view member(std::string_view object, std::string_view name) {
    auto dot = name.find('.');
    std::string_view const first[] = {name.substr(0, dot)};
    std::string_view found[1];
    members(object, first, found);
    return dot == std::string_view::npos ? found[0] : member(found[0], name.substr(dot + 1));
}

bool is_a(store::Object const& object, std::string_view kind) {
    // Every document begins {"id":"...","object":"kind",
    auto at = object.id.size() + sizeof(R"({"id":"","object":")") - 1;
    return object.document.size() > at + kind.size() && object.document.compare(at, kind.size(), kind) == 0 &&
           object.document[at + kind.size()] == '"';
}

bool is_gone(store::Object const& object, ListedKind const& kind) {
    return std::ranges::any_of(kind.gone, [&](auto name) { return member(object.state, name) == "true"; });
}

// ---- values ----

static void fold(std::string& text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}

static std::optional<std::string> value_in(std::string_view json, bool folded) {
    if (json.empty() || json == "null") return std::nullopt;
    std::string out(json);
    if (folded) fold(out);
    return out;
}

ListValues list_values(ListedKind const& kind, std::string_view document) {
    constexpr std::size_t kMost = 8;
    MUST(kind.lists.size() <= kMost);
    std::array<std::string_view, kMost> names, found;
    ListValues out;
    for (std::size_t i = 0; i < kind.lists.size(); ++i) names.at(i) = kind.lists[i].by;
    members(document, std::span(names).first(kind.lists.size()), std::span(found).first(kind.lists.size()));
    for (std::size_t i = 0; i < kind.lists.size(); ++i) {
        auto const& list = kind.lists[i];
        bool nested = list.by.find('.') != std::string_view::npos;
        out.push_back(value_in(nested ? member(document, list.by) : found.at(i), list.folded));
    }
    return out;
}

ListValues list_values(ListedKind const& kind, void const* object, Fields fields, std::string_view document) {
    ListValues out;
    for (auto const& list : kind.lists) {
        auto field = std::ranges::find(fields, list.by, &Field::name);
        if (field == fields.end()) {  // of a hash
            out.push_back(value_in(member(document, list.by), list.folded));
            continue;
        }
        auto const* value = field->in(const_cast<void*>(object));
        std::string json;
        if (!field->kind->is_left_out || !field->kind->is_left_out(value)) field->kind->write(value, json);
        out.push_back(value_in(json, list.folded));
    }
    return out;
}

std::string list_value(std::string_view text, bool folded) {
    std::string out;
    write_json_string(out, text);
    if (folded) fold(out);
    return out;
}

bool has_value(ListOf const& list, store::Object const& object) {
    auto of_kind = [&](std::string_view kind) { return is_a(object, kind); };
    if (list.kinds.empty() ? !of_kind(list.name) : std::ranges::none_of(list.kinds, of_kind)) return false;
    return list.by.empty() ||
           value_in(member(object.document, list.by), list.folded) == list_value(list.value, list.folded);
}

// ---- keys ----

// No two lists have one text: what is of no fixed length stands behind its length, the last to its end.
store::ListKey ListKeys::key(store::Owner owner, std::string_view name, std::string_view by,
                             std::string_view value) const {
    std::string text(8, '\0');
    text.reserve(8 + 2 + name.size() + by.size() + value.size());
    std::memcpy(text.data(), &owner, 8);
    for (auto part : {name, by}) {
        MUST(part.size() < 256);
        text.push_back(static_cast<char>(part.size()));
        text += part;
    }
    text += value;
    return hash_(text) >> 1;  // engines order keys as signed numbers
}

store::ListKey ListKeys::of_connected(store::Owner platform, std::string_view kind) const {
    return key(platform, kind, "(connected)", "");  // no member is called so
}

store::ListKey ListKeys::of_id(store::Owner owner, std::string_view kind, std::string_view id) const {
    return key(owner, kind, "id", list_value(id, false));
}

store::ListKey ListKeys::of(store::Owner owner, ListOf const& list) const {
    if (list.of_connected) return of_connected(owner, list.name);
    if (list.by.empty()) return of_all(owner, list.name);
    return key(owner, list.name, list.by, list_value(list.value, list.folded));
}

std::vector<store::ListKey> ListKeys::of_object(ListedKind const& kind, store::Object const& object) const {
    return of_object(kind, object, list_values(kind, object.document));
}

std::vector<store::ListKey> ListKeys::of_object(ListedKind const& kind, store::Object const& object,
                                                ListValues const& values) const {
    std::vector<store::ListKey> out;
    if (kind.chosen_ids && !member(object.state, "place").empty() && member(object.state, "place") != "0")
        out.push_back(of_id(object.owner, kind.kind, object.id));
    if (is_gone(object, kind)) return out;
    out.push_back(of_all(object.owner, kind.kind));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i]) out.push_back(of(object.owner, kind, kind.lists[i], *values[i]));
    return out;
}

}  // namespace bursar::api
