#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace bursar::bench {

Client::Client(std::string host, int port, std::string key)
    : host_(std::move(host)), key_(std::move(key)), port_(port) {
    connect();
}
Client::~Client() { ::close(socket_); }

void Client::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    ::inet_pton(AF_INET, host_.c_str(), &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
    int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Client::Answer Client::call(std::string_view method, std::string_view path, std::string_view form,
                            std::string_view account) {
    std::string request;
    request.reserve(512 + form.size());
    request.append(method)
        .append(" ")
        .append(path)
        .append(" HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ")
        .append(key_)
        .append("\r\n");
    if (!account.empty()) request.append("Stripe-Account: ").append(account).append("\r\n");
    if (method == "POST")
        request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
            .append(std::to_string(form.size()))
            .append("\r\n");
    request.append("\r\n").append(form);
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        throw std::runtime_error("the connection broke");
    std::size_t head = std::string::npos, length = 0;
    for (;;) {
        if (head == std::string::npos) {
            head = buffer_.find("\r\n\r\n");
            if (head != std::string::npos)
                length = std::stoul(buffer_.substr(buffer_.find("Content-Length: ") + 16, 12));
        }
        if (head != std::string::npos && buffer_.size() >= head + 4 + length) break;
        char bytes[16384];
        auto got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got <= 0) throw std::runtime_error("the connection broke");
        buffer_.append(bytes, static_cast<std::size_t>(got));
    }
    Answer answer{std::stoi(buffer_.substr(9, 3)), buffer_.substr(head + 4, length)};
    buffer_.erase(0, head + 4 + length);
    return answer;
}

std::string id_of(std::string const& body) {
    auto at = body.find("\"id\": \"") + 7;
    return body.substr(at, body.find('"', at) - at);
}

}  // namespace bursar::bench
