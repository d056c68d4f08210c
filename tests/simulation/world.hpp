// A whole server in one thread: what a caller over HTTP would get, without the sockets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/dispatch.hpp"
#include "api/jobs.hpp"
#include "faulty.hpp"

namespace bursar::simulation {

struct Answer {
    int status = 0;  // 0: no answer came; whether anything was kept is for the caller to find out
    json::object body;
    bool replayed = false;

    bool ok() const { return status == 200; }
    std::string text(std::string_view path) const;  // "error.code"; empty when it is not there
    std::int64_t integer(std::string_view path) const;
    json::array const& data() const { return body.at("data").as_array(); }
};

struct Call {
    std::string method, path, form;
    std::string account = {}, idempotency_key = {};
};

class World {
public:
    explicit World(std::uint64_t seed);

    // As somebody who holds this key. Trouble with the store is an answer that never came (status 0).
    Answer call(std::string const& key, Call const& call);
    Answer post(std::string const& key, std::string path, std::string form, std::string account = {},
                std::string idempotency_key = {}) {
        return call(key, {"POST", std::move(path), std::move(form), std::move(account), std::move(idempotency_key)});
    }
    Answer get(std::string const& key, std::string path, std::string account = {}) {
        return call(key, {"GET", std::move(path), {}, std::move(account)});
    }
    // All of a list, newest first.
    std::vector<json::object> list(std::string const& key, std::string const& path, std::string const& account = {});

    void run_jobs();  // those that are due; none of a round when the store fails

    ManualClock clock{1'795'000'000};
    SeededRandom random;
    FaultyEngine engine;
    vault::Keys keys;
    vault::DataKeys data_keys;
    api::Environment environment;
    api::Catalogue catalogue;
    api::Dispatcher dispatcher;
    api::Jobs jobs;
};

}  // namespace bursar::simulation
