// The engine for more than one machine: PostgreSQL through libpq. Any number of servers work on one database.
//
// - Snapshot isolation with guards, which makes it serializable where the API decides (docs/decisions/005); what
// another
//   transaction came before of is a Trouble::conflict, to be run again.
// - A transaction's reads wait for a round trip each, all that it writes goes with its COMMIT in one.
// - Jobs are claimed by the transaction that carries them out (SKIP LOCKED), so that of a server that dies nothing
// stays
//   claimed.
#pragma once

#include "store/engine.hpp"

namespace bursar::store {

// postgres://USER@HOST:PORT/DATABASE, or any URL that libpq takes (several hosts, target_session_attrs=read-write).
std::unique_ptr<Engine> open_postgres(std::string const& url);

}  // namespace bursar::store
