// Links in answers lead to where their reader got an answer: a sandbox has many names (localhost, a container's, the
// one that a port is forwarded from), and a link is of use under his alone.
//
// What is stored, what events carry and what webhooks send keep the address that the server listens on. So nobody's
// Host header gets into anything that somebody else reads, and who asks twice, by two names, gets two links. Outside of
// a sandbox, and where --public-url was given, every link begins with that.
#pragma once

#include <string>
#include <vector>

#include "api/tx.hpp"
#include "base/message.hpp"

namespace bursar::app {

class OwnLinks {
public:
    // `base_url`: what links are made with, http://127.0.0.1:8420.
    explicit OwnLinks(std::string const& base_url);

    void lead_to_host(Request const& request, Response& response) const;

private:
    std::string led_to(std::string const& text, std::string const& host) const;

    std::string authority_;            // 127.0.0.1:8420
    std::vector<std::string> places_;  // what our pages' paths begin with: /receipts/
};

}  // namespace bursar::app
