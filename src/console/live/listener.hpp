// One WebSocket of the official command line (reference/command-line.md: WebSocket; Logs).
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <set>

#include "api/tx.hpp"
#include "base/message.hpp"
#include "console/stripecli/session.hpp"
#include "request_log/request_log.hpp"

namespace bursar::live {

// How far a list has been read. Where servers share a store, a commit may appear a moment after a later one: what was
// read lately is read again, and what was told is not told again.
class Feed {
public:
    Feed(api::ListOf list, bool may_be_late) : list_(std::move(list)), may_be_late_(may_be_late) {}
    void begin(api::Tx const& tx);             // at the end
    store::ObjectPtr next(api::Tx const& tx);  // null: no more for now

private:
    using Now = std::chrono::steady_clock;
    void fetch(api::Tx const& tx);
    api::ListOf list_;
    bool may_be_late_;
    Seq after_ = 0;
    std::deque<store::ObjectPtr> fetched_;
    std::deque<std::pair<Now::time_point, Seq>> lately_;
    std::set<Seq> told_;
};

class Listener {
public:
    Listener(api::Environment& environment, store::Engine& engine, RequestLog* log, stripecli::Session session);

    void connect(std::shared_ptr<Channel> channel) { channel_ = std::move(channel); }
    void disconnect() { channel_.reset(); }
    bool is_connected() const { return channel_ != nullptr; }

    // Sends what is new, as far as the other side takes it: what it does not take now it is told later.
    void tell();

private:
    void tell_event(store::Session& session, store::Object const& event);
    void send_event(std::string const& payload, std::optional<std::string> const& version);
    void tell_events();
    void tell_requests();
    bool passes(LoggedRequest const& request) const;

    api::Environment& environment_;
    store::Engine& engine_;
    RequestLog* log_;
    stripecli::Session session_;
    std::shared_ptr<Channel> channel_;
    std::vector<Feed> events_;
    std::optional<Feed> resends_;
    std::int64_t requests_after_ = 0;
};

}  // namespace bursar::live
