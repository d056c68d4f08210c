#include "base/networks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

namespace bursar {

static constexpr std::size_t kV4Begins = 12;

static bool is_mapped(IpAddress const& address) {
    auto const& b = address.bytes;
    return std::all_of(b.begin(), b.begin() + 10, [](auto byte) { return byte == 0; }) && b[10] == 0xff &&
           b[11] == 0xff;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    std::string name(text);
    IpAddress out;
    if (inet_pton(AF_INET6, name.c_str(), out.bytes.data()) == 1) return out;
    out = {};
    if (inet_pton(AF_INET, name.c_str(), out.bytes.data() + kV4Begins) != 1) return std::nullopt;
    out.bytes[10] = out.bytes[11] = 0xff;
    return out;
}

std::string subscriber_of(std::string_view text) {
    auto address = IpAddress::parse(text);
    if (!address || is_mapped(*address)) return std::string(text);
    std::fill(address->bytes.begin() + 8, address->bytes.end(), std::uint8_t{0});
    char out[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, address->bytes.data(), out, sizeof out);
    return std::string(out) + "/64";
}

bool Networks::Network::holds(IpAddress const& other) const {
    for (int bit = 0; bit < bits; ++bit) {
        auto at = static_cast<std::size_t>(bit / 8);
        auto mask = 0x80 >> (bit % 8);
        if ((address.bytes[at] & mask) != (other.bytes[at] & mask)) return false;
    }
    return true;
}

std::optional<Networks::Network> Networks::network_of(std::string_view text) {
    auto slash = std::min(text.find('/'), text.size());
    auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    Network network{*address, 128};
    if (slash == text.size()) return network;
    auto digits = text.substr(slash + 1);
    int most = is_mapped(*address) ? 32 : 128;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), network.bits);
    if (error != std::errc() || end != digits.data() + digits.size() || network.bits < 0 || network.bits > most)
        return std::nullopt;
    network.bits += 128 - most;
    return network;
}

std::optional<Networks> Networks::parse(std::string_view list) {
    Networks out;
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        auto network = network_of(list.substr(0, comma));
        if (!network) return std::nullopt;
        out.allowed_.push_back(*network);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

static std::vector<std::string_view> const& own_networks() {
    static std::vector<std::string_view> const kOwn{
        "0.0.0.0/8",    "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",    "::/128",
        "::1/128",      "fc00::/7",       "fe80::/10",     "ff00::/8",
    };
    return kOwn;
}

// 64:ff9b::/96 stands for IPv4 addresses where there is a translator.
static IpAddress translated(IpAddress address) {
    static constexpr std::uint8_t kPrefix[12] = {0x00, 0x64, 0xff, 0x9b};
    if (std::memcmp(address.bytes.data(), kPrefix, sizeof kPrefix) != 0) return address;
    std::fill_n(address.bytes.begin(), 10, std::uint8_t{0});
    address.bytes[10] = address.bytes[11] = 0xff;
    return address;
}

bool Networks::is_own(IpAddress const& address) {
    static Networks const own = [] {
        std::string list;
        for (auto network : own_networks()) list += (list.empty() ? "" : ",") + std::string(network);
        return *parse(list);
    }();
    return own.allow(translated(address));
}

bool Networks::is_link_local(IpAddress const& address) {
    static Networks const local = *parse("169.254.0.0/16,fe80::/10");
    return local.allow(translated(address));
}

bool Networks::is_own_host(std::string_view host) {
    while (host.ends_with('.')) host.remove_suffix(1);
    if (auto address = IpAddress::parse(host)) return is_own(*address);
    // As browsers and resolvers read it, a host whose last label is a number is an address, however it is written.
    auto last = host.substr(host.rfind('.') + 1);
    bool is_hex = last.starts_with("0x") &&
                  std::ranges::all_of(last.substr(2), [](unsigned char c) { return std::isxdigit(c) != 0; });
    bool is_number =
        is_hex || (!last.empty() && std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; }));
    return is_number || host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
           host.ends_with(".internal");
}

bool Networks::allow(IpAddress const& address) const {
    return std::ranges::any_of(allowed_, [&](auto const& network) { return network.holds(address); });
}

bool Networks::allow_host(std::string_view host) const {
    auto address = IpAddress::parse(host);
    return address && allow(*address);
}

std::string Networks::sender(std::string const& peer, std::string_view forwarded_for) const {
    auto sender = peer;
    while (!forwarded_for.empty() && allow_host(sender)) {
        auto comma = forwarded_for.rfind(',');
        auto last = comma == forwarded_for.npos ? forwarded_for : forwarded_for.substr(comma + 1);
        forwarded_for = forwarded_for.substr(0, comma == forwarded_for.npos ? 0 : comma);
        while (last.starts_with(' ')) last.remove_prefix(1);
        while (last.ends_with(' ')) last.remove_suffix(1);
        if (!IpAddress::parse(last)) break;  // not what a proxy writes
        sender = last;
    }
    return sender;
}

}  // namespace bursar
