#include "events/webhook_endpoints/url.hpp"

#include <algorithm>

#include "base/url.hpp"

namespace bursar::webhook_endpoints {

static std::unexpected<Refusal> refuse_url(std::string message) {
    return refuse("url_invalid", "url", std::move(message));
}

Result<void> check_url(api::Tx& tx, std::string const& url) {
    auto parts = Url::parse(url);
    if (!parts || (parts->scheme != "http" && parts->scheme != "https"))
        return refuse_url("Invalid URL: An explicit scheme (such as https) must be provided.");
    auto const& networks = tx.environment().webhook_networks;
    if (tx.environment_is_sandbox() || networks.allow_host(parts->host)) return {};
    // Unknown: the wordings of these two.
    if (parts->scheme != "https") return refuse_url("Invalid URL: URL must be https.");
    if (networks.is_own_host(parts->host)) return refuse_url("Invalid URL: URL must be publicly accessible.");
    return {};
}

}  // namespace bursar::webhook_endpoints
