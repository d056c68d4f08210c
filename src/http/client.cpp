#include "http/client.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace bursar::http {

namespace {

using Now = std::chrono::steady_clock;
constexpr std::size_t kAnswerReadMax = 1024 * 1024;  // a longer answer is cut off; its status stands
constexpr int kConnectSeconds = 5;

struct Transfer {
    Outbound request;
    std::function<void(Answer)> done;
    Client::MayReach const* may_reach = nullptr;
    curl_slist* headers = nullptr;
    Answer answer;
    std::size_t read = 0;
    bool refused = false;
    Now::time_point began = Now::now();
};

IpAddress address_of(sockaddr const& address) {
    IpAddress out;
    if (address.sa_family == AF_INET6) {
        auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(address);
        std::memcpy(out.bytes.data(), &v6.sin6_addr, 16);
    } else {
        auto const& v4 = reinterpret_cast<sockaddr_in const&>(address);
        out.bytes[10] = out.bytes[11] = 0xff;
        std::memcpy(out.bytes.data() + 12, &v4.sin_addr, 4);
    }
    return out;
}

// The last moment before a connection: the address is the one that will be connected to.
curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(context);
    bool known = address->family == AF_INET || address->family == AF_INET6;
    if (!known || !(*transfer.may_reach)(address_of(address->addr))) {
        transfer.refused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
    auto& transfer = *static_cast<Transfer*>(context);
    auto room = kAnswerBytesMax - transfer.answer.body.size();
    transfer.answer.body.append(data, std::min(room, size));
    transfer.read += size;
    return transfer.read > kAnswerReadMax ? 0 : size;
}

}  // namespace

struct Client::State {
    MayReach may_reach;
    std::string authorities;
    CURLM* multi = curl_multi_init();
    std::vector<CURL*> idle;
    std::map<CURL*, std::unique_ptr<Transfer>> running;
    std::mutex mutex;
    std::deque<std::unique_ptr<Transfer>> waiting;
    bool ending = false;
    std::thread thread;

    void run();
    void begin(std::unique_ptr<Transfer> transfer);
    void set_up(CURL* handle, Transfer& transfer);
    void end(CURL* handle, CURLcode code);
};

Client::Client(MayReach may_reach, std::string authorities) : state_(std::make_unique<State>()) {
    static CURLcode const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK || !state_->multi) throw std::runtime_error("libcurl could not be set up");
    state_->may_reach = std::move(may_reach);
    state_->authorities = std::move(authorities);
    curl_multi_setopt(state_->multi, CURLMOPT_MAXCONNECTS, 512L);
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Client::~Client() {
    {
        std::lock_guard lock(state_->mutex);
        state_->ending = true;
    }
    curl_multi_wakeup(state_->multi);
    state_->thread.join();
    for (auto& [handle, transfer] : state_->running) {
        curl_multi_remove_handle(state_->multi, handle);
        curl_slist_free_all(transfer->headers);
        curl_easy_cleanup(handle);
    }
    for (auto* handle : state_->idle) curl_easy_cleanup(handle);
    curl_multi_cleanup(state_->multi);
}

void Client::post(Outbound request, std::function<void(Answer)> done) {
    auto transfer = std::make_unique<Transfer>();
    transfer->request = std::move(request);
    transfer->done = std::move(done);
    transfer->may_reach = &state_->may_reach;
    {
        std::lock_guard lock(state_->mutex);
        state_->waiting.push_back(std::move(transfer));
    }
    curl_multi_wakeup(state_->multi);
}

void Client::State::run() {
    for (;;) {
        std::deque<std::unique_ptr<Transfer>> fresh;
        {
            std::lock_guard lock(mutex);
            if (ending) return;
            fresh.swap(waiting);
        }
        for (auto& transfer : fresh) begin(std::move(transfer));
        int count = 0;
        curl_multi_perform(multi, &count);
        while (auto* message = curl_multi_info_read(multi, &count))
            if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
        curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
}

void Client::State::set_up(CURL* handle, Transfer& transfer) {
    auto const& request = transfer.request;
    for (auto const& [name, value] : request.headers)
        transfer.headers =
            curl_slist_append(transfer.headers, (std::string(name.text()) + ": " + value.text()).c_str());
    transfer.headers = curl_slist_append(transfer.headers, "Expect:");  // no waiting for 100-continue
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer.headers);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(request.timeout_seconds));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(kConnectSeconds));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, authorities.c_str());
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
}

void Client::State::begin(std::unique_ptr<Transfer> transfer) {
    CURL* handle = nullptr;
    if (idle.empty()) {
        handle = curl_easy_init();
    } else {
        handle = idle.back();
        idle.pop_back();
        curl_easy_reset(handle);  // connections stay
    }
    set_up(handle, *transfer);
    running[handle] = std::move(transfer);
    curl_multi_add_handle(multi, handle);
}

void Client::State::end(CURL* handle, CURLcode code) {
    auto transfer = std::move(running.at(handle));
    running.erase(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi, handle);
    idle.push_back(handle);
    curl_slist_free_all(transfer->headers);
    auto& answer = transfer->answer;
    bool cut_off = code == CURLE_WRITE_ERROR && transfer->read > kAnswerReadMax;
    if (code == CURLE_OK || cut_off)
        answer.status = static_cast<int>(status);
    else
        answer.problem = transfer->refused ? "the address is in a network that webhooks may not reach"
                                           : std::string(curl_easy_strerror(code));
    answer.duration_ms =
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(Now::now() - transfer->began).count());
    transfer->done(std::move(answer));
}

}  // namespace bursar::http
