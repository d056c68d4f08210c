// One request on its way through the dispatcher: admitted, carried out, presented.
#pragma once

#include "api/dispatch.hpp"
#include "api/faults.hpp"

namespace bursar::api {

struct Dispatcher::Work {
    store::Session& session;
    Request const& request;
    bool writes;
    json::object params = {};
    std::vector<std::string> expand = {};
    Match match = {};
    Caller caller = {};
    std::string fingerprint = {};  // of method, path and parameters, when an idempotency key was sent
    std::string original_request = {};
    bool is_replay = false;
    bool needs_writer = false;
    std::string_view limited = {};  // why there were too many requests
    std::optional<Fault> fault = {};
};

// A refusal before anybody's resource is concerned.
std::unexpected<Refusal> refuse_bare(int status, std::string code, std::string message);

store::IdempotencyKey idempotency_key(Caller const& caller);

}  // namespace bursar::api
