// Load on a running server, and what it measured.
#pragma once

#include <functional>
#include <string>

#include "client.hpp"

namespace bursar::bench {

inline std::string const kKey = "sk_test_benchbenchbenchbench";

struct Figures {
    double per_second = 0, p50_ms = 0, p99_ms = 0;
    std::size_t flows = 0;
};

// `flow` is run over and over on every connection until the time is over.
Figures measure(int port, int seconds, int connections, std::function<void(Client&, int)> const& flow);

// The id in an answer that must be 200; ends the program otherwise.
std::string need(Client::Answer const& answer);

// What a flow needs to be there.
struct Stage {
    std::string customer, card, seller;
    static Stage set(Client& client);
};

struct Flow {
    std::string name;
    std::function<void(Client&, Stage const&)> run;
    bool writes;
};
std::vector<Flow> const& flows();

// A server in a process of its own, ended by its pid.
class Server {
public:
    Server(std::string const& binary, std::string const& store);
    ~Server();
    double resident_mb() const;
    int port = 0;
    double start_ms = 0;  // until the first answer

private:
    int pid_ = -1;
};

}  // namespace bursar::bench
