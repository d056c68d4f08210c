#include "http/open_channel.hpp"

namespace bursar::http {

// Any thread. The bound is looked at here, so that nothing piles up on the way to the server's thread, either. What
// follows from it happens there and later: whoever sends may hold a lock that on_close wants.
void OpenChannel::send(Text text) {
    if (unread_ > kUnreadMax) {
        if (!is_cut_.exchange(true)) asio::post(server_.io, [self = shared_from_this()] { self->close(); });
        return;
    }
    unread_ += text->size();
    asio::post(server_.io, [self = shared_from_this(), text = std::move(text)]() mutable {
        if (!self->ended_) self->put(std::move(text));
    });
}

void OpenChannel::put(Text text) {
    out_.push_back(std::move(text));
    if (out_.size() == 1) write(*out_.front());
}

void OpenChannel::written(error_code error) {
    if (error || ended_) return end();
    unread_ -= out_.front()->size();
    out_.pop_front();
    if (!out_.empty()) write(*out_.front());
}

void OpenChannel::close() {
    asio::dispatch(server_.io, [self = shared_from_this()] {
        error_code ignored;
        self->socket().shutdown(Socket::shutdown_both, ignored);
        self->socket().close(ignored);
        self->end();
    });
}

void OpenChannel::end() {
    if (ended_) return;
    ended_ = true;
    if (on_close) on_close();
    on_message = {};
    on_close = {};
    place_.clear();
    stream_share_.clear();
    server_.connections.erase(shared_from_this());
}

}  // namespace bursar::http
