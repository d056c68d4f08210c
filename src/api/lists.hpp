// Which lists an object is in. The object alone tells: it is in the list of all of its kind, and for each member that
// its struct names in kLists in the list of those that share its value; in none once it is gone. Tx keeps the lists so
// whenever an object is inserted or updated, and `bursar check` finds each one that is not.
//
//     struct Charge {
//         static constexpr api::List kLists[] = {{"customer"}, {"payment_intent"}, {"transfer_group"}};
//
// A list is found under 64 bits: a keyed hash, with a secret of the database, of (owner, kind, member, value). That is
// enough for a key: nobody can make two lists meet who cannot read the database. It is never proof. 64 bits do meet by
// chance among a few thousand million lists, and a secret may become known; so whatever comes out of a list is held
// against it again, and what does not belong is left out (Tx::listed).
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "crypto/siphash.hpp"
#include "store/session.hpp"

namespace bursar::api {

struct List {
    std::string_view by;       // the member whose value it is about; one of a hash as promotion.coupon
    std::string_view of = {};  // its name, where objects of several kinds are in it
    bool folded = false;       // capitals do not count
};

// What a kind declares, as a value.
struct ListedKind {
    std::string_view kind;
    std::span<List const> lists = {};
    std::span<std::string_view const> gone = {};  // hidden members; one that is true: it is in no list
    bool chosen_ids = false;                      // those that a caller chose are in the list of that id, for ever
    bool told_to_platform = false;                // those of connected accounts are also in a list of the platform's
};

template <class T>
constexpr std::span<List const> lists_of() {
    if constexpr (requires { T::kLists; })
        return T::kLists;
    else
        return {};
}

inline constexpr std::string_view kDeleted[] = {"deleted"};

template <class T>
constexpr std::span<std::string_view const> gone_by() {
    if constexpr (requires { T::kGone; })
        return T::kGone;
    else if constexpr (requires(T const& t) { t.deleted; })
        return kDeleted;
    else
        return {};
}

template <class T>
constexpr bool names_members(std::span<List const> lists) {
    constexpr auto fields = field_list(static_cast<T const*>(nullptr));
    for (auto const& list : lists)
        if (std::ranges::none_of(fields, [&](auto const& f) { return f.name == list.by.substr(0, list.by.find('.')); }))
            return false;
    return true;
}

template <class T>
constexpr ListedKind listed_kind() {
    static_assert(names_members<T>(lists_of<T>()), "kLists names what is no member");
    return {.kind = T::kObject,
            .lists = lists_of<T>(),
            .gone = gone_by<T>(),
            .chosen_ids = requires(T const& t){t.place.value;
}
};  // namespace bursar::api
}

// One list, for whoever reads it.
struct ListOf {
    std::string_view name;  // of the kind, or as List::of says
    std::string_view by = {};
    std::string value = {};
    std::span<std::string_view const> kinds = {};  // that are in it; empty: the one that it is named after
    bool folded = false;
    bool of_connected = false;  // the platform's, of what its connected accounts own
};

// The text of a member of a JSON object that we wrote ourselves (compact, no escapes in names), as it stands there;
// empty when it has none of that name. For what is asked of many objects: a document is not parsed for one value.
std::string_view member(std::string_view object, std::string_view name);
// Several at once, in one pass.
void members(std::string_view object, std::span<std::string_view const> names, std::span<std::string_view> found);

bool is_a(store::Object const& object, std::string_view kind);
bool is_gone(store::Object const& object, ListedKind const& kind);

// Values of the members that a kind's lists are about, in their order, as JSON; nothing for null and for what is
// absent.
using ListValues = std::vector<std::optional<std::string>>;
ListValues list_values(ListedKind const& kind, std::string_view document);
ListValues list_values(ListedKind const& kind, void const* object, Fields fields, std::string_view document);
std::string list_value(std::string_view text, bool folded);  // of a text that is looked for
// Whether the object's own member says so, which is half of belonging to the list; whose it is, is the other.
bool has_value(ListOf const& list, store::Object const& object);

class ListKeys {
public:
    explicit ListKeys(std::string_view secret) : hash_(secret) {}

    store::ListKey of_all(store::Owner owner, std::string_view kind) const { return key(owner, kind, "", ""); }
    store::ListKey of_connected(store::Owner platform, std::string_view kind) const;
    store::ListKey of(store::Owner owner, ListedKind const& kind, List const& list, std::string_view value) const {
        return key(owner, list.of.empty() ? kind.kind : list.of, list.by, value);
    }
    store::ListKey of(store::Owner owner, ListOf const& list) const;
    store::ListKey of_id(store::Owner owner, std::string_view kind, std::string_view id) const;

    // All that it is in, but for the platform's.
    std::vector<store::ListKey> of_object(ListedKind const& kind, store::Object const& object) const;
    std::vector<store::ListKey> of_object(ListedKind const& kind, store::Object const& object,
                                          ListValues const& values) const;

private:
    store::ListKey key(store::Owner owner, std::string_view name, std::string_view by, std::string_view value) const;
    crypto::SipHash hash_;
};

}  // namespace bursar::api
