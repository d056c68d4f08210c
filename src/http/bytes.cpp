#include "http/bytes.hpp"

#include <algorithm>
#include <cctype>
#include <ostream>  // which the next one lacks

#include <boost/beast/http/status.hpp>

namespace bursar::http {

namespace {

std::string_view reason(int status) {
    return std::string_view(boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status)));
}

void append(std::string& out, HeaderName name, HeaderValue const& value) {
    out += name.text();
    out += ": ";
    out += value.text();
    out += "\r\n";
}

constexpr std::string_view kCommonHeaders =
    "Cache-Control: no-cache, no-store\r\n"
    "Vary: Origin\r\n"
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Allow-Methods: GET, HEAD, PUT, PATCH, POST, DELETE\r\n"
    "Access-Control-Max-Age: 300\r\n"
    "Access-Control-Expose-Headers: Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, "
    "X-Stripe-External-Auth-Required, "
    "X-Stripe-Privileged-Session-Required\r\n";

}  // namespace

std::string to_bytes(Response const& response, Ending const& ending) {
    std::string out;
    out.reserve(response.body.size() + 1024);
    out += "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason(response.status);
    out += "\r\nServer: bursar\r\nX-Content-Type-Options: nosniff\r\n";
    append(out, "Content-Type", response.content_type);
    if (!response.event_stream) append(out, "Content-Length", std::to_string(response.body.size()));
    append(out, "Connection", ending.keep_alive ? "keep-alive" : "close");
    if (ending.hsts_seconds > 0)
        append(out, "Strict-Transport-Security", "max-age=" + std::to_string(ending.hsts_seconds));
    if (!response.own_headers) out += kCommonHeaders;
    for (auto const& [name, value] : response.headers) append(out, name, value);
    out += "\r\n";
    if (!ending.head_only) out += response.body;
    return out;
}

void take_header(Request& request, std::string_view name, std::string_view value) {
    auto is = [&](std::string_view other) {
        return name.size() == other.size() && std::equal(name.begin(), name.end(), other.begin(), [](char a, char b) {
                   return std::tolower(static_cast<unsigned char>(a)) == b;
               });
    };
    switch (name.size()) {
        case 4:
            if (is("host")) request.host = value;
            break;
        case 6:
            if (is("origin"))
                request.origin = value;
            else if (is("accept"))
                request.accept = value;
            break;
        case 10:
            if (is("user-agent")) request.user_agent = value;
            break;
        case 12:
            if (is("content-type"))
                request.content_type = value;
            else if (is("websocket-id"))
                request.websocket_id = value;
            break;
        case 13:
            if (is("authorization"))
                request.authorization = value;
            else if (is("last-event-id"))
                request.last_event_id = value;
            break;
        case 14:
            if (is("stripe-account"))
                request.stripe_account = value;
            else if (is("stripe-version"))
                request.stripe_version = value;
            break;
        case 15:
            if (is("idempotency-key"))
                request.idempotency_key = value;
            else if (is("accept-encoding"))
                request.accept_encoding = value;
            else if (is("x-forwarded-for"))
                request.forwarded_for += (request.forwarded_for.empty() ? "" : ",") + std::string(value);
            break;
        default:
            break;
    }
}

}  // namespace bursar::http
