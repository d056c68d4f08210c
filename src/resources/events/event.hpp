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

// Old values of what differs, hash by hash; null for what was not there.
json::object changed_fields(json::object const& before, json::object const& after);

extern api::ResourceType const kResource;

}  // namespace bursar::events
