#include "app/listen.hpp"

#include <charconv>

#include "app/commands.hpp"

namespace bursar::app {

static std::uint16_t port_of(std::string const& text) {
    std::uint16_t port = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        throw UsageError("--listen: the port must be 0 to 65535, not '" + text + "'");
    return port;
}

http::Address address_of(std::string const& listen) {
    auto colon = listen.rfind(':');
    if (colon == std::string::npos || listen.ends_with(']'))
        throw UsageError("--listen must be HOST:PORT, such as 127.0.0.1:8420, [::1]:8420 or :8420, not '" + listen +
                         "'");
    auto host = listen.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string::npos)
        throw UsageError("--listen: an IPv6 address stands in brackets: [" + host + "]:" + listen.substr(colon + 1));
    return {host, port_of(listen.substr(colon + 1))};
}

std::string url_of(http::Address const& address, std::uint16_t port, bool tls) {
    bool is_every = address.host.empty() || address.host == "0.0.0.0" || address.host == "::";
    auto host = is_every                                      ? "127.0.0.1"
                : address.host.find(':') != std::string::npos ? '[' + address.host + ']'
                                                              : address.host;
    return (tls ? "https://" : "http://") + host + ':' + std::to_string(port);
}

}  // namespace bursar::app
