// The three kinds of "no": a refusal is a value of type Refusal and leaves nothing behind; a decline is not an error
// but a new state with a Reply of status 402; a fault (disk, database, network) is an exception. What must hold
// whatever the world does is either a MUST, or a CHECK.
//
// MUST(condition), everywhere above the store: an expectation of ours that is broken throws Broken, which costs the one
// request or job that met it (dispatch rolls back, answers 500 and logs it). CHECK(condition), in store, ledger, vault
// and crypto alone: to go on would be to keep what is wrong, so the process ends. No request can reach one.
#pragma once

#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <stdexcept>
#include <string>
#include <type_traits>
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

// A refusal where no Result can carry it: from what everybody writes through. Dispatch makes it the answer.
class Refused : public std::runtime_error {
public:
    explicit Refused(Refusal refusal) : std::runtime_error(refusal.message), refusal_(std::move(refusal)) {}
    Refusal const& refusal() const { return refusal_; }

private:
    Refusal refusal_;
};

// We were wrong about something that had to hold.
class Broken : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void must_failed(char const* condition, char const* file, int line) {
    throw Broken(std::string("does not hold: ") + condition + " (" + file + ':' + std::to_string(line) + ')');
}

// A value, or why there is none. Unlike std::expected, one that is looked into without asking first throws.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Refusal> {
    using Base = std::expected<T, Refusal>;

public:
    Result() = default;
    Result(std::unexpected<Refusal> no) : Base(std::move(no)) {}
    template <class U = T>
        requires(!std::same_as<std::remove_cvref_t<U>, Result> && !std::same_as<std::remove_cvref_t<U>, Base> &&
                 !std::same_as<std::remove_cvref_t<U>, std::unexpected<Refusal>> && std::is_constructible_v<T, U>)
    explicit(!std::is_convertible_v<U, T>) Result(U&& value) : Base(std::in_place, std::forward<U>(value)) {}

    T& operator*() & { return held()->Base::operator*(); }
    T const& operator*() const& { return held()->Base::operator*(); }
    T&& operator*() && { return std::move(*held()).Base::operator*(); }
    T* operator->() { return held()->Base::operator->(); }
    T const* operator->() const { return held()->Base::operator->(); }
    Refusal& error() & { return refused()->Base::error(); }
    Refusal const& error() const& { return refused()->Base::error(); }
    Refusal&& error() && { return std::move(*refused()).Base::error(); }

private:
    Result* held() { return *this ? this : throw Broken("a refusal was taken for a value: " + Base::error().message); }
    Result const* held() const { return const_cast<Result*>(this)->held(); }
    Result* refused() { return *this ? throw Broken("a value was taken for a refusal") : this; }
    Result const* refused() const { return const_cast<Result*>(this)->refused(); }
};

template <>
class [[nodiscard]] Result<void> : public std::expected<void, Refusal> {
    using Base = std::expected<void, Refusal>;

public:
    Result() = default;
    Result(std::unexpected<Refusal> no) : Base(std::move(no)) {}
    Refusal& error() { return refused()->Base::error(); }
    Refusal const& error() const { return const_cast<Result*>(this)->refused()->Base::error(); }

private:
    Result* refused() { return *this ? throw Broken("a value was taken for a refusal") : this; }
};

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

#define MUST(condition) ((condition) ? static_cast<void>(0) : ::bursar::must_failed(#condition, __FILE__, __LINE__))
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
