#include "app/own_links.hpp"

#include <algorithm>
#include <cctype>

#include "app/registry.hpp"
#include "console/stripecli/session.hpp"

namespace bursar::app {

// Before the first :name of a pattern.
static std::string beginning_of(std::string_view pattern) { return std::string(pattern.substr(0, pattern.find(':'))); }

OwnLinks::OwnLinks(std::string const& base_url)
    : authority_(base_url.substr(base_url.find("://") + 3)),
      places_{std::string(stripecli::kSubscribePath), "/openapi.json"} {
    for (auto const* type : all_resources())
        for (auto const& route : type->routes)
            if (route.access == api::Access::anyone) places_.push_back(beginning_of(route.pattern));
}

// A name or an address and a port. More than these letters never gets here (http/head.cpp), and what does is no more
// than text that somebody sent.
static bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
    });
}

std::string OwnLinks::led_to(std::string const& text, std::string const& host) const {
    auto const ours = "://" + authority_;
    std::string out;
    std::size_t done = 0;
    for (auto at = text.find(ours); at != std::string::npos; at = text.find(ours, at + ours.size())) {
        auto path = std::string_view(text).substr(at + ours.size());
        if (std::ranges::none_of(places_, [&](auto const& place) { return path.starts_with(place); })) continue;
        out.append(text, done, at + 3 - done).append(host);
        done = at + ours.size();
    }
    return done == 0 ? text : out.append(text, done);
}

void OwnLinks::lead_to_host(Request const& request, Response& response) const {
    if (request.host == authority_ || !is_host(request.host)) return;
    response.body = led_to(response.body, request.host);
    for (auto& header : response.headers)  // where a page sends on to
        if (header.value.text().starts_with("http")) header.value = led_to(header.value.text(), request.host);
}

}  // namespace bursar::app
