#include "console/stripecli/session.hpp"

#include <algorithm>
#include <array>

#include "api/errors.hpp"
#include "base/rules.hpp"

namespace bursar::stripecli {

using namespace api;

static constexpr int kReconnectSeconds = 60;
static constexpr std::size_t kFiltersMax = 2000;  // the id that carries them is sent as a header

bool Session::has(std::string_view feature) const {
    return std::ranges::any_of(features, [&](auto const& name) { return name == feature; });
}

static std::string sealed(Environment const& environment, Session const& session, Timestamp until) {
    json::object content{{"owner", session.owner},
                         {"platform", session.platform},
                         {"platform_id", session.platform_id},
                         {"account_id", session.account_id},
                         {"secret", session.secret},
                         {"default_version", session.default_version},
                         {"features", json::array(session.features.begin(), session.features.end())},
                         {"filters", session.filters},
                         {"until", until}};
    return environment.data_keys.seal_session(to_text(content));
}

std::optional<Session> open_session(Environment const& environment, std::string const& id) {
    auto text = environment.data_keys.open_session(id);
    if (!text) return std::nullopt;
    auto content = parse_document(*text).as_object();
    if (integer_at(content, "until") < environment.clock.now()) return std::nullopt;
    Session session{.owner = static_cast<store::Owner>(integer_at(content, "owner")),
                    .platform = static_cast<Seq>(integer_at(content, "platform"))};
    session.platform_id = text_at(content, "platform_id");
    session.account_id = text_at(content, "account_id");
    session.secret = text_at(content, "secret");
    session.default_version = text_at(content, "default_version");
    for (auto const& feature : content["features"].as_array()) session.features.emplace_back(feature.as_string());
    session.filters = content["filters"].as_object();
    return session;
}

namespace {

struct CreateParams {
    Emptyable<std::string> device_name;
    std::optional<std::string> filters;
    Ignored<Emptyable<std::string>> forward_connect_to_url, forward_thin_connect_to_url, forward_thin_to_url,
        forward_to_url;
    std::vector<std::string> websocket_features;
};
FIELDS(CreateParams, device_name, filters, forward_connect_to_url, forward_thin_connect_to_url, forward_thin_to_url,
       forward_to_url, websocket_features);

// The same for a device whenever it listens, since people put it into their application.
std::string secret_of(Tx& tx, std::string const& device) {
    auto subject = "stripecli/" + tx.caller().account_id + (tx.livemode() ? "/live/" : "/test/") + device;
    return tx.environment().data_keys.listener_secret(subject);
}

Result<Reply> create(Tx& tx, CreateParams p) {
    for (std::size_t i = 0; i < p.websocket_features.size(); ++i) {
        static constexpr std::array<std::string_view, 3> kFeatures{"request_logs", "v2_events", "webhooks"};
        auto const& feature = p.websocket_features[i];
        if (std::ranges::find(kFeatures, feature) == kFeatures.end())
            return refuse_word("websocket_features[" + std::to_string(i) + "]", kFeatures);
        if (feature == "v2_events")
            return refuse("", "websocket_features",
                          "Bursar does not send thin events (v2) yet; listen without --thin-events.");
    }
    if (p.websocket_features.empty()) return refuse_missing("websocket_features");
    auto const& caller = tx.caller();
    Session session{.owner = caller.owner, .platform = caller.platform};
    session.platform_id = caller.platform_id;
    session.account_id = caller.account_id;
    session.default_version = caller.default_version.name();
    session.features = p.websocket_features;
    session.secret = secret_of(tx, p.device_name.value.value_or(""));
    if (p.filters) {
        if (p.filters->size() > kFiltersMax) return refuse("", "filters", "Invalid filters: too long");
        auto filters = parse_untrusted(*p.filters);
        if (!filters || !filters->is_object()) return refuse("", "filters", "Invalid filters: must be a JSON object");
        session.filters = filters->as_object();
    }
    auto url = tx.environment().base_url;
    url.replace(0, 4, "ws");  // http -> ws, https -> wss
    json::object answer{
        {"websocket_url", url + std::string(kSubscribePath) + "/" + caller.account_id},
        {"websocket_id", sealed(tx.environment(), session, tx.now() + kSessionLife)},
        {"websocket_authorized_feature", session.features.front()},
        {"reconnect_delay", kReconnectSeconds},
        {"secret", session.secret},
        {"default_version", session.default_version},
        {"latest_version", kNewestVersion},
        {"display_connect_filter_warning", false},
        {"device_token", ""},
    };
    return Reply{200, to_text(answer)};
}

constexpr Route kRoutes[] = {post<create>("/v1/stripecli/sessions")};

}  // namespace

ResourceType const kResource{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::stripecli
