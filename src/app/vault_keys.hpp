// Where the vault's keys come from, in this order:
//
// - BURSAR_VAULT_KEY: 64 hex digits; several with commas: the first seals, all open
// - the file that BURSAR_VAULT_KEY_FILE names, with the same in it, a line each
// - for a store in memory: one that nobody ever sees
// - for a sandbox: sandbox.vault-key in the folder for state of the user ($XDG_STATE_HOME/bursar, or
//   ~/.local/state/bursar), one for all his sandboxes, made on first use; or, of a sandbox from before, the file beside
//   its database
//
// What must hold: whoever has the folder of the database does not have the key. So no key is made outside a sandbox,
// and none is taken from a file in that folder but a sandbox's of before. Servers that share a database must be given
// the same key.
#pragma once

#include <string>
#include <vector>

#include "app/world.hpp"

namespace bursar::app {

// `known`: the ids of the keys that the database is sealed under; none: it is new. Throws std::runtime_error or
// std::invalid_argument with a text that tells what to do.
std::vector<std::string> vault_keys_for(Options const& options, std::vector<std::string> const& known);

// What `serve` demands before it opens anything.
void demand_vault_key(Options const& options);

std::vector<std::string> split_list(std::string const& text);  // at commas and ends of lines

}  // namespace bursar::app
