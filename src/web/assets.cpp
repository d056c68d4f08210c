#include "web/assets.hpp"

#include <algorithm>
#include <array>

namespace bursar::web {

static constexpr std::array<std::string_view, 5> kReleases{"acacia", "basil", "clover", "dahlia", "endive"};

// The asset that a path names; an empty text: the path is ours, and names none.
static std::optional<std::string_view> asset_of(std::string_view path) {
    if (path == "/v1.0/connect.js" || path == "/v0.1/connect.js") return "connect.js";
    if (path == "/v3" || path == "/v3/" || path == "/v3/stripe.js") return "stripe.js";
    if (path.starts_with("/v3/")) return path.substr(sizeof("/v3/") - 1);
    for (auto release : kReleases)
        if (path.starts_with('/') && path.substr(1).starts_with(release) &&
            path.substr(1 + release.size()) == "/stripe.js")
            return "stripe.js";
    return std::nullopt;
}

static std::string type_of(std::string_view path) {
    if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (path.ends_with(".css")) return "text/css; charset=utf-8";
    if (path.ends_with(".html")) return "text/html; charset=utf-8";
    return "application/octet-stream";
}

// A frame may load and call what is ours, and nothing else; the pages of shops may hold it.
static constexpr char kFramePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' "
    "data:; "
    "font-src https:; base-uri 'none'; form-action 'none'; frame-ancestors ";

static void add_headers(Response& response, std::string_view path, std::string_view shops) {
    auto add = [&](HeaderName name, HeaderValue value) { response.headers.push_back({name, std::move(value)}); };
    response.own_headers = true;
    add("Access-Control-Allow-Origin", "*");
    add("Cross-Origin-Resource-Policy", "cross-origin");
    if (path.ends_with(".html")) {
        add("Content-Security-Policy", kFramePolicy + std::string(shops));
        add("Referrer-Policy", "origin");
        add("Origin-Agent-Cluster", "?1");
        add("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        add("Cache-Control", "no-store");
    } else if (path.starts_with("assets/")) {  // their names hold their hash
        add("Cache-Control", "public, max-age=31536000, immutable");
    } else {
        add("Cache-Control", "public, max-age=60, stale-while-revalidate=86400");
        add("Timing-Allow-Origin", "*");
    }
}

std::optional<Response> answer(Request const& request, std::string_view shops) {
    auto name = asset_of(request.path);
    if (!name) return std::nullopt;
    Response response{.content_type = "text/plain; charset=utf-8"};
    auto found = std::ranges::find(assets(), *name, &Asset::path);
    if (request.method != "GET" || found == assets().end()) {
        response.status = 404;
        response.body =
            assets().empty()
                ? "The browser library was not built into this server: building it needs Node. See web/elements.\n"
                : "There is no such file of the browser library.\n";
        return response;
    }
    response.content_type = type_of(*name);
    auto packed = std::ranges::find(assets(), std::string(*name) + ".gz", &Asset::path);
    bool takes_packed = request.accept_encoding.find("gzip") != std::string::npos && packed != assets().end();
    response.body = (takes_packed ? packed : found)->content;
    add_headers(response, *name, shops);
    response.headers.push_back({"Vary", "Accept-Encoding"});
    if (takes_packed) response.headers.push_back({"Content-Encoding", "gzip"});
    return response;
}

}  // namespace bursar::web
