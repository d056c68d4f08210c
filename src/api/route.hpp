// One endpoint: method, path pattern, handler. A handler is a plain function
//
//     Result<Reply> update(Tx& tx, std::string id, UpdateParams params);
//
// and handle<update> adapts it: strings are taken from the path in order, the struct from the parameters. What the
// parameters get wrong is refused before the handler begins, so such an answer is not kept under an idempotency key.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "api/tx.hpp"
#include "base/header.hpp"
#include "base/part.hpp"

namespace bursar::api {

// That a body is HTML, and the headers without which none is answered: only api/html_page makes them.
class PageHeaders {
public:
    std::vector<Header> const& all() const { return headers_; }

private:
    friend struct Reply reply_with(struct HtmlPage const& page);
    explicit PageHeaders(std::vector<Header> headers) : headers_(std::move(headers)) {}
    std::vector<Header> headers_;
};

struct Reply {
    int status = 200;
    std::string body;                      // compact JSON in the newest shape
    std::optional<PageHeaders> page = {};  // the body is a page
    bool is_event_stream = false;          // what the connection becomes, in place of a body
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

// What a route reads of the parameters: the tables of its handler's structs, for whoever walks over the routes (`bursar
// schema`, tests). No request looks here. It has no default, so that a route without does not compile.
struct Tables : std::span<Fields (*const)()> {
    template <std::size_t N>
    constexpr Tables(std::array<Fields (*)(), N> const& tables) : std::span<Fields (*const)()>(tables) {}
};

template <class... Arguments>
inline constexpr auto kTablesOf = [] {
    std::array<Fields (*)(), (std::size_t{Fielded<Arguments>} + ... + 0)> tables{};
    [[maybe_unused]] std::size_t next = 0;
    [[maybe_unused]] auto add = [&]<class T>(std::type_identity<T>) {
        if constexpr (Fielded<T>) tables[next++] = fields_of<T>;
    };
    (add(std::type_identity<Arguments>{}), ...);
    return tables;
}();

struct Nothing {};
constexpr std::array<Field, 0> field_list(Nothing const*) { return {}; }

struct Route {
    std::string_view method;
    std::string_view pattern;  // /v1/customers/:id
    Handler handler;
    Tables parameters;
    Access access = Access::secret;
    bool writes = true;  // false: served from a snapshot

    // A GET that leaves something behind.
    constexpr Route writing() const {
        Route out = *this;
        out.writes = true;
        return out;
    }
};

template <class Argument>
Result<Argument> argument_from(Tx& tx, Call const& call, std::size_t& next_path) {
    if constexpr (std::is_same_v<Argument, std::string>)
        return call.path.at(next_path++);
    else
        return read_params<Argument>(call.params, tx.version().date());
}

Result<void> refuse_any_params(json::object const& params);

template <class... Arguments>
Result<Reply> call_handler(Result<Reply> (*function)(Tx&, Arguments...), Tx& tx, Call const& call) {
    if constexpr ((std::is_same_v<Arguments, std::string> && ...)) TRY_DO(refuse_any_params(call.params));
    [[maybe_unused]] std::size_t next_path = 0;
    std::tuple<Result<Arguments>...> arguments{argument_from<Arguments>(tx, call, next_path)...};
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

template <class... Arguments>
constexpr Tables tables_read_by(Result<Reply> (*)(Tx&, Arguments...)) {
    return kTablesOf<Arguments...>;
}

// A handler of the plain form shows what it reads. One that looks into the Call itself says so beside: what it Reads,
// or Nothing.
template <auto Function, Fielded... Reads>
constexpr Route route(std::string_view method, std::string_view pattern, Access access) {
    bool writes = method != "GET";
    if constexpr (std::is_same_v<decltype(Function), Handler>) {
        static_assert(sizeof...(Reads) > 0, "say which parameters the handler reads");
        return {method, pattern, Function, kTablesOf<Reads...>, access, writes};
    } else {
        static_assert(sizeof...(Reads) == 0, "the handler's type says what it reads");
        return {method, pattern, handle<Function>, tables_read_by(Function), access, writes};
    }
}

// GET of one or of a list, from a snapshot.
template <auto Function, Fielded... Reads>
constexpr Route get(std::string_view pattern, Access access = Access::secret) {
    return route<Function, Reads...>("GET", pattern, access);
}
template <auto Function, Fielded... Reads>
constexpr Route post(std::string_view pattern, Access access = Access::secret) {
    return route<Function, Reads...>("POST", pattern, access);
}
template <auto Function, Fielded... Reads>
constexpr Route del(std::string_view pattern) {
    return route<Function, Reads...>("DELETE", pattern, Access::secret);
}

}  // namespace bursar::api
