// Events: what changed, for whoever listens. An event is written in the transaction of the change it tells of, holds
// the object as it was then in the newest shape, and belongs to the account that owns the object.
#pragma once

#include "api/resource.hpp"

namespace bursar::events {

// `document` is the object's JSON. `previous` holds the old values of the fields that an update changed.
void emit(api::Tx& tx, std::string_view type, std::string const& document, json::object const* previous = nullptr);

template <api::Resource T>
void emit(api::Tx& tx, std::string_view type, T const& object) {
    emit(tx, type, document_of(object));
}

// For updates: finds out which fields changed. Nothing is emitted when none did.
void emit_change(api::Tx& tx, std::string_view type, std::string const& before, std::string const& after);

// A new object, an object that changed, one that is deleted: kept, in its lists, and told.
template <api::Resource T>
void create(api::Tx& tx, std::string_view type, T const& object) {
    tx.insert(object);
    emit(tx, type, object);
}
template <api::Resource T>
void change(api::Tx& tx, std::string_view type, T const& before, T const& after) {
    tx.update(after);
    emit_change(tx, type, document_of(before), document_of(after));
}
template <api::Resource T>
void remove(api::Tx& tx, std::string_view type, T& object) {
    object.deleted = true;
    tx.update(object);
    emit(tx, type, object);
}

// Old values of what differs, hash by hash; null for what was not there.
json::object changed_fields(json::object const& before, json::object const& after);

// What the API shows of an event: in the version that it was made in, which no header changes, with the endpoints that
// have not answered yet counted.
std::string shown(api::Tx& tx, std::string const& document);

// What is sent to an endpoint of a version, as text.
std::string delivered(api::Tx& tx, std::string const& document, api::Version const& version);

inline constexpr api::ListedKind kListed{.kind = "event", .told_to_platform = true};
// The list, in the platform, of the events of its connected accounts.
inline api::ListOf of_connected() { return {.name = kListed.kind, .of_connected = true}; }

// Leaves a note, in a list of the platform's, for those who listen by command line.
struct Resend {
    static constexpr std::string_view kObject = "event_resend", kPrefix = "evr", kNoun = "resend";
    std::string id;
    std::string object = "event_resend";
    std::string event;
};
FIELDS(Resend, id, object, event);
void resend_to_listeners(api::Tx& tx, std::string const& event);

extern api::ResourceType const kResource;

}  // namespace bursar::events
