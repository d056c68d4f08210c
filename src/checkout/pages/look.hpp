// What all hosted pages look like: one style, and the colours of whose page it is.
#pragma once

#include "base/url.hpp"
#include "checkout/sessions/session.hpp"

namespace bursar::checkout {

// A whole document around `body`. In a frame of one of `shops` (as Content-Security-Policy writes them) where the
// session is embedded; elsewhere in none.
api::Reply page_of(int status, Session const& session, std::string const& shops, std::string const& body);

// A page that says one thing. `back`: where a link leads to.
api::Reply plain(int status, std::string const& title, std::string const& text, std::optional<WebUrl> const& back = {});

// On to somewhere else: 303, so that going back does not send the form again.
api::Reply go_to(BrowserUrl const& location);

// What was kept, where it may still be gone to.
inline std::optional<WebUrl> address_in(std::optional<std::string> const& kept) {
    return kept ? WebUrl::parse(*kept) : std::nullopt;
}

// The name that a session goes by: its own, or the account's.
std::string name_of(Session const& session);

}  // namespace bursar::checkout
