// A request and an answer as plain values, between the sockets (http/) and the API (api/), which do not know each
// other.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/header.hpp"

namespace bursar {

struct Request {
    std::string method;  // GET, POST, DELETE, OPTIONS
    std::string path;    // without the query, still percent-encoded
    std::string query;
    std::string body;
    std::string authorization, content_type, stripe_account, stripe_version, idempotency_key, user_agent, host, origin;
    std::string accept, accept_encoding;
    std::string client_ip;      // of the connection; app/ puts the payer's there where a proxy stands between
    std::string forwarded_for;  // as proxies tell it
    std::string websocket_id, last_event_id;
    bool wants_websocket = false;
};

// A connection that stays open after its answer. Any thread may call; `on_message` and `on_close` are set while the
// channel is handed over, and called on the server's thread.
class Channel {
public:
    using Text = std::shared_ptr<std::string const>;  // many channels may be sent the same
    virtual ~Channel() = default;
    // One message. A reader who has more than kUnreadMax bytes before him then loses the channel.
    virtual void send(Text text) = 0;
    void send(std::string text) { send(std::make_shared<std::string const>(std::move(text))); }
    // Whether what is sent now is in no danger of ending the channel: who can wait asks first.
    virtual bool has_room() const = 0;
    virtual void close() = 0;
    std::function<void(std::string)> on_message;  // of a WebSocket
    std::function<void()> on_close;
    static constexpr std::size_t kUnreadMax = 256 * 1024;
};
using Open = std::function<void(std::shared_ptr<Channel>)>;

// Who asked and what for, as far as it was found out: for the request log and the metrics, not for the wire.
struct About {
    std::string_view route;  // its pattern, a literal
    std::uint64_t platform = 0;
    std::string account_id, api_version;
    bool livemode = false;
};

struct Response {
    int status = 200;
    std::vector<Header> headers = {};
    HeaderValue content_type = "application/json";
    std::string body = {};
    About about = {};
    Open web_socket = {}, event_stream = {};  // instead of a body: what the connection becomes
    HeaderValue subprotocol = {};             // of a WebSocket
    bool own_headers = false;                 // none of those that API answers have are added
    int delay_ms = 0;                         // sent that much later
    bool drop = false;                        // not sent: the connection ends without an answer
};

// The header of that name; empty when there is none.
inline std::string header_of(Response const& response, std::string_view name) {
    for (auto const& header : response.headers)
        if (header.name == name) return header.value.text();
    return {};
}

using Respond = std::function<void(Response)>;

}  // namespace bursar
