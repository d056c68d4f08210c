// Server-sent events for the dashboard: what this server carries out for a platform and its accounts, as it happens.
//
//     event: request | object | event | delivery | reset
//     id: <number>             to resume after, with Last-Event-ID; `reset` says that too much has passed since
//     data: <JSON>
//
// What always holds: of what is told to one platform at most kLatelyBytesMax are kept, however many read it; a platform
// has kReadersMax readers at most.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "api/tx.hpp"
#include "base/message.hpp"

namespace bursar::live {

class Streams {
public:
    Streams(store::Engine& engine, api::Environment& environment);

    // Whether one more reader of that caller's is taken.
    bool have_room(About const& caller) const;
    // The connection of a caller who may see it all, as his request was answered.
    void open(About const& caller, std::string const& last_event_id, std::shared_ptr<Channel> channel);

    // Both cost next to nothing while nobody listens. Any thread.
    void committed(store::Session const& session);
    void requested(Request const& request, Response const& response, std::int64_t microseconds);

    std::size_t count() const;
    void keep_alive();  // to be called every few seconds

private:
    static constexpr std::size_t kReadersMax = 20;
    using Now = std::chrono::steady_clock;
    struct Platform {
        std::deque<std::pair<std::uint64_t, Channel::Text>> lately;
        std::size_t lately_bytes = 0;
        std::vector<std::shared_ptr<Channel>> channels;
        Now::time_point left;  // when the last one went
    };
    using Key = std::pair<Seq, bool>;  // platform, livemode
    void tell(Key key, std::string_view kind, std::string_view data);
    Seq platform_of(store::Owner owner);
    bool is_watched() const { return watched_; }

    store::Engine& engine_;
    api::Environment& environment_;
    std::string boot_;  // numbers of another process mean nothing here
    mutable std::mutex mutex_;
    std::atomic<bool> watched_ = false;
    std::map<Key, Platform> platforms_;
    std::unordered_map<store::Owner, Seq> platform_of_;
    std::uint64_t number_ = 0;
};

}  // namespace bursar::live
