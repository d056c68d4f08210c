#include "console/live/streams.hpp"

#include <algorithm>

#include "base/redact.hpp"

namespace bursar::live {

static constexpr std::size_t kLatelyBytesMax =
    Channel::kUnreadMax / 2;  // what a reader can resume, so: can be sent at once
static constexpr std::size_t kOwnersKnownMax = 100'000;
static constexpr auto kRemembered = std::chrono::seconds(120);  // after the last reader went

Streams::Streams(store::Engine& engine, api::Environment& environment)
    : engine_(engine), environment_(environment), boot_(environment.random.letters(8)) {}

static std::string message(std::string const& id, std::string_view kind, std::string_view data) {
    std::string out = "id: " + id + "\nevent: ";
    out += kind;
    out += "\ndata: ";
    out += data;
    return out + "\n\n";
}

bool Streams::have_room(About const& caller) const {
    std::lock_guard lock(mutex_);
    auto found = platforms_.find({caller.platform, caller.livemode});
    return found == platforms_.end() || found->second.channels.size() < kReadersMax;
}

void Streams::open(About const& caller, std::string const& last_event_id, std::shared_ptr<Channel> channel) {
    Key key{caller.platform, caller.livemode};
    std::lock_guard lock(mutex_);
    auto& platform = platforms_[key];
    watched_ = true;
    channel->send("retry: 1000\n\n");
    if (!last_event_id.empty()) {
        bool is_ours = last_event_id.starts_with(boot_ + '-');
        auto after = is_ours ? std::strtoull(last_event_id.c_str() + boot_.size() + 1, nullptr, 10) : 0;
        bool is_known = is_ours && !platform.lately.empty() && platform.lately.front().first <= after + 1;
        if (!is_known && !(is_ours && after == number_))
            channel->send(message(boot_ + '-' + std::to_string(number_), "reset", "{}"));
        else
            for (auto const& [number, text] : platform.lately)
                if (number > after) channel->send(text);
    }
    platform.channels.push_back(channel);
    channel->on_close = [this, key, gone = std::weak_ptr(channel)] {
        std::lock_guard guard(mutex_);
        auto& here = platforms_[key];
        std::erase(here.channels, gone.lock());
        here.left = Now::now();
    };
}

void Streams::tell(Key key, std::string_view kind, std::string_view data) {
    std::lock_guard lock(mutex_);
    auto found = platforms_.find(key);
    if (found == platforms_.end()) return;
    auto& platform = found->second;
    auto number = ++number_;
    auto text = std::make_shared<std::string const>(message(boot_ + '-' + std::to_string(number), kind, data));
    for (auto const& channel : platform.channels) channel->send(text);
    platform.lately_bytes += text->size();
    platform.lately.emplace_back(number, std::move(text));
    while (platform.lately_bytes > kLatelyBytesMax) {
        platform.lately_bytes -= platform.lately.front().second->size();
        platform.lately.pop_front();
    }
}

// Connected accounts are owned by their platform.
Seq Streams::platform_of(store::Owner owner) {
    {
        std::lock_guard lock(mutex_);
        if (auto known = platform_of_.find(owner); known != platform_of_.end()) return known->second;
    }
    auto account = engine_.read()->find(owner / 2);
    auto is_connected = account && account->owner / 2 != owner / 2 && account->owner != 0;
    Seq platform = is_connected ? account->owner / 2 : owner / 2;
    std::lock_guard lock(mutex_);
    if (platform_of_.size() > kOwnersKnownMax) platform_of_.clear();
    return platform_of_[owner] = platform;
}

void Streams::committed(store::Session const& session) {
    if (!is_watched()) return;
    for (auto const& [seq, row] : session.changed_objects()) {
        auto const& object = *row.object;
        if (!object.document.starts_with(R"({"id":")")) continue;
        auto is = [&](std::string_view kind) { return api::Tx::is_a(object, kind); };
        auto kind = is("event") ? "event" : is("webhook_delivery") ? "delivery" : is("event_resend") ? "" : "object";
        if (*kind) tell({platform_of(object.owner), object.owner % 2 == 1}, kind, object.document);
    }
}

void Streams::requested(Request const& request, Response const& response, std::int64_t microseconds) {
    if (!is_watched() || response.about.platform == 0) return;
    json::object entry{
        {"id", header_of(response, "Request-Id")}, {"object", "request"},      {"account", response.about.account_id},
        {"created", environment_.clock.now()},     {"duration", microseconds}, {"method", request.method},
        {"path", redacted_text(request.path)},     {"status", response.status}};
    tell({response.about.platform, response.about.livemode}, "request", to_text(entry));
}

std::size_t Streams::count() const {
    std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (auto const& [key, platform] : platforms_) count += platform.channels.size();
    return count;
}

void Streams::keep_alive() {
    std::lock_guard lock(mutex_);
    for (auto const& [key, platform] : platforms_)
        for (auto const& channel : platform.channels) channel->send(":\n\n");
    std::erase_if(platforms_, [](auto const& entry) {
        return entry.second.channels.empty() && Now::now() - entry.second.left > kRemembered;
    });
    watched_ = !platforms_.empty();
}

}  // namespace bursar::live
