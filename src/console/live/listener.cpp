#include "console/live/listener.hpp"

#include <algorithm>

#include "events/events/event.hpp"
#include "events/webhook_deliveries/webhook_delivery.hpp"

namespace bursar::live {

using api::Tx;
using api::Version;

static constexpr std::size_t kFetched = 50, kAtOnce = 500;  // read together; told before others have their turn
static constexpr auto kLateness = std::chrono::seconds(5);

// ---- feeds ----

void Feed::begin(Tx const& tx) {
    auto newest = tx.older(list_, 0, 1);
    if (!newest.empty()) after_ = newest.front();
}

store::ObjectPtr Feed::next(Tx const& tx) {
    if (fetched_.empty()) fetch(tx);
    if (fetched_.empty()) return nullptr;
    auto object = std::move(fetched_.front());
    fetched_.pop_front();
    return object;
}

void Feed::fetch(Tx const& tx) {
    auto now = Now::now();
    for (auto seq : tx.newer(list_, after_, kFetched + told_.size())) {
        if (may_be_late_ ? !told_.insert(seq).second : false) continue;
        if (auto object = tx.listed(list_, seq)) fetched_.push_back(std::move(object));
        if (may_be_late_)
            lately_.emplace_back(now, seq);
        else
            after_ = seq;
    }
    while (!lately_.empty() && now - lately_.front().first > kLateness) {
        after_ = lately_.front().second;
        told_.erase(after_);
        lately_.pop_front();
    }
}

// ---- events ----

static Tx tx_of(api::Environment& environment, store::Session& store, stripecli::Session const& session) {
    api::Caller caller{.platform = session.platform,
                       .platform_id = session.platform_id,
                       .account_id = session.account_id,
                       .owner = session.owner};
    caller.livemode = session.owner % 2 == 1;
    caller.version = caller.default_version = *Version::parse(session.default_version);
    return Tx(environment, store, std::move(caller));
}

Listener::Listener(api::Environment& environment, store::Engine& engine, RequestLog* log, stripecli::Session session)
    : environment_(environment), engine_(engine), log_(log), session_(std::move(session)) {
    if (session_.has("request_logs") && log_) requests_after_ = log_->newest();
    if (!session_.has("webhooks")) return;
    auto store = engine_.read();
    auto tx = tx_of(environment_, *store, session_);
    bool may_be_late = engine_.concurrency() > 1;
    events_.emplace_back(api::ListOf{"event"}, may_be_late);
    if (!tx.caller().on_connected()) {
        events_.emplace_back(events::of_connected(), may_be_late);
        resends_.emplace(api::ListOf{events::Resend::kObject}, may_be_late);
        resends_->begin(tx);
    }
    for (auto& feed : events_) feed.begin(tx);
}

void Listener::tell() {
    if (!channel_) return;
    if (!events_.empty()) tell_events();
    if (session_.has("request_logs") && log_) tell_requests();
}

void Listener::tell_events() {
    auto store = engine_.read();
    auto tx = tx_of(environment_, *store, session_);
    for (auto& feed : events_)
        for (std::size_t told = 0; told < kAtOnce && channel_->has_room(); ++told) {
            auto event = feed.next(tx);
            if (!event) break;
            tell_event(*store, *event);
        }
    while (resends_ && channel_->has_room()) {
        auto resend = resends_->next(tx);
        if (!resend) break;
        if (auto event = tx.stored(Tx::read<events::Resend>(*resend).event)) tell_event(*store, *event);
    }
}

// Twice: once in the account's version and once in the newest. The client knows which it was asked for, and leaves out
// the other.
void Listener::tell_event(store::Session& store, store::Object const& event) {
    auto own = tx_of(environment_, store, session_);
    Scratch scratch;
    auto const document = parse_document(event.document, scratch.pointer());
    auto const& fields = document.as_object();
    auto tx = event.owner == session_.owner ? own : own.at(event.owner, std::string(text_at(fields, "account")));
    auto version = Version::parse(text_at(fields, "api_version")).value_or(tx.version());
    send_event(events::delivered(tx, event.document, version), std::nullopt);
    send_event(events::delivered(tx, event.document, Version()), std::string(api::kNewestVersion));
}

void Listener::send_event(std::string const& payload, std::optional<std::string> const& version) {
    auto signature = webhook_deliveries::signature({session_.secret}, environment_.clock.outside(), payload,
                                                   session_.owner % 2 == 1);
    json::object headers;
    for (auto const& [name, value] : webhook_deliveries::headers_of(signature)) headers[name.text()] = value.text();
    json::object message{
        {"type", "webhook_event"},
        {"webhook_conversation_id", "wc_" + environment_.random.letters(24)},
        {"webhook_id", "wh_" + environment_.random.letters(24)},
        {"endpoint", json::object{{"api_version", version ? json::value(*version) : json::value(nullptr)}}},
        {"event_payload", payload},
        {"http_headers", std::move(headers)},
    };
    channel_->send(to_text(message));
}

// ---- requests ----

static json::object error_of(LoggedRequest const& request) {
    json::object error{{"type", ""},    {"charge", ""}, {"code", ""},         {"decline_code", ""},
                       {"message", ""}, {"param", ""},  {"error_insight", ""}};
    if (request.status < 400) return error;
    auto answer = parse_untrusted(request.answer);
    auto const* inner = answer && answer->is_object() ? answer->as_object().if_contains("error") : nullptr;
    if (!inner || !inner->is_object()) return error;
    for (auto& [name, value] : error)
        if (auto const* text = inner->as_object().if_contains(name); text && text->is_string()) value = *text;
    return error;
}

static bool is_among(json::object const& filters, std::string_view name, std::string_view value) {
    auto const* wanted = filters.if_contains(name);
    if (!wanted || !wanted->is_array() || wanted->as_array().empty()) return true;
    return std::ranges::any_of(wanted->as_array(),
                               [&](auto const& word) { return word.is_string() && word.as_string() == value; });
}

bool Listener::passes(LoggedRequest const& request) const {
    if (request.livemode != (session_.owner % 2 == 1)) return false;
    bool is_own = request.account_id == session_.account_id;
    bool of_platform = session_.account_id == session_.platform_id;
    if (!is_own && !of_platform) return false;  // another account of the same platform
    auto account = !of_platform ? "connect_in" : is_own ? "self" : "connect_out";
    auto const& filters = session_.filters;
    auto status = std::to_string(request.status);
    return is_among(filters, "filter_account", account) && is_among(filters, "filter_ip_address", request.client_ip) &&
           is_among(filters, "filter_http_method", request.method) &&
           is_among(filters, "filter_request_path", request.path) &&
           is_among(filters, "filter_request_status", request.status < 400 ? "SUCCEEDED" : "FAILED") &&
           is_among(filters, "filter_source", "API") && is_among(filters, "filter_status_code", status) &&
           is_among(filters, "filter_status_code_type", status.substr(0, 1) + "00");
}

void Listener::tell_requests() {
    for (auto const& request : log_->after(session_.platform, requests_after_, kFetched)) {
        if (!channel_->has_room()) return;
        requests_after_ = request.number;
        if (!passes(request)) continue;
        json::object payload{{"created_at", request.created / 1000},
                             {"livemode", request.livemode},
                             {"method", request.method},
                             {"request_id", request.request_id},
                             {"status", request.status},
                             {"url", request.path},
                             {"error", error_of(request)}};
        json::object message{{"type", "request_log_event"},
                             {"request_log_id", "resp_" + environment_.random.letters(14)},
                             {"event_payload", to_text(payload)}};
        channel_->send(to_text(message));
    }
}

}  // namespace bursar::live
