// A small HTTP client for load: one connection, one request at a time.
#pragma once

#include <string>
#include <string_view>

namespace bursar::bench {

class Client {
public:
    Client(std::string host, int port, std::string key);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    struct Answer {
        int status = 0;
        std::string body;
    };
    // `account` empty: for the platform itself.
    Answer call(std::string_view method, std::string_view path, std::string_view form = {},
                std::string_view account = {});

private:
    void connect();
    std::string host_, key_, buffer_;
    int port_, socket_ = -1;
};

// "id": "..." of an answer, the first one.
std::string id_of(std::string const& body);

}  // namespace bursar::bench
