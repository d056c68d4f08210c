// The three kinds of "no": a refusal is a value of type Refusal and leaves nothing behind; a decline is not an error
// but a new state with a Reply of status 402; a fault (disk, database, network) is an exception. What must hold
// whatever the world does is CHECKed, and the process ends when it does not.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <expected>
#include <string>
#include <utility>

namespace bursar {

// Why a request is not carried out, in the words of the API's error object. Empty members are left out on the wire.
struct Refusal {
    int status = 400;
    std::string type = "invalid_request_error";
    std::string code;
    std::string message;
    std::string param;
    std::string decline_code, advice_code, network_decline_code;  // of card errors
    bool has_param = false;                                       // some errors carry an empty `param`
    std::string embedded_name;    // "payment_intent" or "setup_intent": the object that the error carries along
    std::string embedded_object;  // its JSON text
    bool bare = false;            // answered before the caller is known: no request id, no log url
    bool executed = false;        // refused by the endpoint itself, so the answer is kept under the idempotency key
};

template <class T>
using Result = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(std::string code, std::string param, std::string message) {
    Refusal refusal{.code = std::move(code), .message = std::move(message)};
    refusal.has_param = !param.empty();
    refusal.param = std::move(param);
    return std::unexpected(std::move(refusal));
}

// The same with another HTTP status than 400.
inline std::unexpected<Refusal> refuse_as(int status, std::string code, std::string param, std::string message) {
    auto no = refuse(std::move(code), std::move(param), std::move(message));
    no.error().status = status;
    return no;
}

[[noreturn]] inline void check_failed(char const* condition, char const* file, int line) {
    std::fprintf(stderr, "bursar: CHECK failed: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace bursar

#define CHECK(condition) ((condition) ? static_cast<void>(0) : ::bursar::check_failed(#condition, __FILE__, __LINE__))

#define BURSAR_JOIN_(a, b) a##b
#define BURSAR_JOIN(a, b) BURSAR_JOIN_(a, b)

// TRY(auto charge, find_charge(tx, id)): the value, or return the refusal.
#define TRY_AS_(holder, declaration, ...)                           \
    auto holder = __VA_ARGS__;                                      \
    if (!holder) return std::unexpected(std::move(holder).error()); \
    declaration = std::move(*holder)
#define TRY(declaration, ...) TRY_AS_(BURSAR_JOIN(result_at_, __LINE__), declaration, __VA_ARGS__)

// TRY_DO(validate(params)): go on, or return the refusal.
#define TRY_DO(...)                                                                               \
    if (auto BURSAR_JOIN(result_at_, __LINE__) = __VA_ARGS__; !BURSAR_JOIN(result_at_, __LINE__)) \
    return std::unexpected(std::move(BURSAR_JOIN(result_at_, __LINE__)).error())
