// One endpoint: method, path pattern, handler. A handler is a plain function
//
//     Result<Reply> update(Tx& tx, std::string id, UpdateParams params);
//
// and handle<update> adapts it: strings are taken from the path in order, the struct from the parameters. What the
// parameters get wrong is refused before the handler begins, so such an answer is not kept under an idempotency key.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "api/tx.hpp"

namespace bursar::api {

struct Reply {
    int status = 200;
    std::string body;               // compact JSON in the newest shape
    std::string content_type = {};  // empty: JSON
    std::string location = {};      // of a redirect
    std::string policy = {};        // Content-Security-Policy of a page
};

template <Fielded T>
Reply reply_with(T const& object) {
    return {200, document_of(object)};
}

struct Call {
    std::vector<std::string> path;  // what stood for the :names of the pattern
    json::object params;
};

using Handler = Result<Reply> (*)(Tx&, Call const&);

enum class Access {
    secret,   // secret and restricted keys
    browser,  // publishable keys too; the handler checks what they may send
    anyone,   // no key: pages that a person opens
};

struct Route {
    std::string_view method;
    std::string_view pattern;  // /v1/customers/:id
    Handler handler;
    Access access = Access::secret;
    bool writes = true;  // false: served from a snapshot
};

template <class Argument>
Result<Argument> argument_from(Call const& call, std::size_t& next_path) {
    if constexpr (std::is_same_v<Argument, std::string>)
        return call.path.at(next_path++);
    else
        return read_params<Argument>(call.params);
}

Result<void> refuse_any_params(json::object const& params);

template <class... Arguments>
Result<Reply> call_handler(Result<Reply> (*function)(Tx&, Arguments...), Tx& tx, Call const& call) {
    if constexpr ((std::is_same_v<Arguments, std::string> && ...)) TRY_DO(refuse_any_params(call.params));
    [[maybe_unused]] std::size_t next_path = 0;
    std::tuple<Result<Arguments>...> arguments{argument_from<Arguments>(call, next_path)...};
    Refusal const* wrong = nullptr;
    std::apply([&](auto&... a) { ((wrong = !wrong && !a ? &a.error() : wrong), ...); }, arguments);
    if (wrong) return std::unexpected(*wrong);
    auto reply = std::apply([&](auto&... a) { return function(tx, std::move(*a)...); }, arguments);
    if (!reply) reply.error().executed = true;
    return reply;
}

template <auto Function>
Result<Reply> handle(Tx& tx, Call const& call) {
    return call_handler(Function, tx, call);
}

// GET of one or of a list, from a snapshot.
template <auto Function>
constexpr Route get(std::string_view pattern, Access access = Access::secret) {
    return {"GET", pattern, handle<Function>, access, false};
}
template <auto Function>
constexpr Route post(std::string_view pattern, Access access = Access::secret) {
    return {"POST", pattern, handle<Function>, access};
}
template <auto Function>
constexpr Route del(std::string_view pattern) {
    return {"DELETE", pattern, handle<Function>};
}

}  // namespace bursar::api
