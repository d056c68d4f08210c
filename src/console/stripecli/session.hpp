// Sessions of the official command line (reference/command-line.md: Sessions): what `listen` and `logs tail` ask for
// before they open their WebSocket. A session is kept nowhere: its id is the session itself, sealed, so that any server
// of a cluster can take the WebSocket, and none has to remember.
#pragma once

#include "api/resource.hpp"

namespace bursar::stripecli {

struct Session {
    store::Owner owner = 0;  // the account that listens, in its mode
    Seq platform = 0;
    std::string platform_id, account_id, secret, default_version;
    std::vector<std::string> features;  // webhooks, request_logs
    json::object filters;               // of logs tail
    bool has(std::string_view feature) const;
};

inline constexpr std::string_view kSubscribePath = "/stripecli/subscribe";
inline constexpr Timestamp kSessionLife = kDay;

// The session that an id is, unless it is none or too old.
std::optional<Session> open_session(api::Environment const& environment, std::string const& id);

extern api::ResourceType const kResource;

}  // namespace bursar::stripecli
