// IP networks: which addresses belong to whoever runs the server, and which of them may be reached all the same.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

// An IPv6 address; IPv4 ones are written as the IPv6 addresses that stand for them.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    static std::optional<IpAddress> parse(std::string_view text);
};

// What one subscriber of an Internet provider has: an IPv4 address, or the first 64 bits of an IPv6 one. `text` itself
// where it is no address.
std::string subscriber_of(std::string_view text);

class Networks {
public:
    Networks() = default;  // allows none of the operator's own
    // Addresses and networks in CIDR notation, separated by commas. Nothing when one is malformed.
    static std::optional<Networks> parse(std::string_view list);

    // Loopback, private, link-local, multicast and reserved addresses: not the Internet's.
    static bool is_own(IpAddress const& address);
    static bool is_link_local(IpAddress const& address);  // where clouds keep the credentials of a machine
    // A name or address that can only mean the operator's own network.
    static bool is_own_host(std::string_view host);

    bool allow(IpAddress const& address) const;
    bool allow_host(std::string_view host) const;  // an address that is allowed

    // Of networks that are proxies': whose request it is that came from `peer`. From the right of X-Forwarded-For, the
    // first address that is no proxy's: what stands left of it anybody may have written.
    std::string sender(std::string const& peer, std::string_view forwarded_for) const;

private:
    struct Network {
        IpAddress address;
        int bits = 128;
        bool holds(IpAddress const& other) const;
    };
    static std::optional<Network> network_of(std::string_view text);
    std::vector<Network> allowed_;
};

}  // namespace bursar
