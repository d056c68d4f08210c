// A status that changes by taking steps, and only by a step that its table has:
//
//   enum class Status { pending, paid, canceled };  // the words of the API
//   enum class Step { arrive, cancel };
//   inline constexpr api::Move<Status, Step> kMoves[] = {
//       {Status::pending, Step::arrive, Status::paid},
//       {Status::pending, Step::cancel, Status::canceled},
//   };
//   api::Life<Status, Step, kMoves, Status::pending> status;  // a member; it begins as pending
//
//   if (!payout.status.can(Step::cancel)) return refuse(...);  // where a caller may ask for what cannot be
//   payout.status.take(Step::cancel);                          // a step that the table does not have throws Broken
//
// Whatever follows Status::pending is a status that one may begin with, too: begin_as(). Where nothing leads out of a
// status, the life is over. What a table says twice, and a status that nothing leads to, do not compile.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"

namespace bursar::api {

template <class Status, class Step>
struct Move {
    Status from;
    Step step;
    Status to;
};

// The name of an enumerator, as the compiler prints it; nothing where the enumeration has none of that number.
template <auto Value>
constexpr std::string_view enumerator_name() {
    std::string_view text = __PRETTY_FUNCTION__;  // "... [with auto Value = bursar::payouts::Status::paid; ..."
    text.remove_prefix(text.find("Value = ") + 8);
    text = text.substr(0, text.find_first_of(";]"));
    if (text.starts_with('(')) return {};
    return field_name(text.substr(text.rfind(':') + 1));
}

template <class Enum, std::size_t N = 0>
constexpr std::size_t enumerators() {
    if constexpr (enumerator_name<static_cast<Enum>(N)>().empty())
        return N;
    else
        return enumerators<Enum, N + 1>();
}

template <class StatusWord, class Step, auto const& moves, StatusWord... beginnings>
class Life {
public:
    using Status = StatusWord;
    static constexpr auto kWords = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{enumerator_name<static_cast<Status>(I)>()...};
    }(std::make_index_sequence<enumerators<Status>()>());

    bool operator==(Status other) const { return now_ == other; }
    template <class... Statuses>
    bool is_any(Statuses... of) const {
        return ((now_ == of) || ...);
    }
    std::string word() const { return std::string(kWords[static_cast<std::size_t>(now_)]); }

    bool can(Step step) const { return next(step).has_value(); }
    void take(Step step) {
        auto to = next(step);
        if (!to) throw Broken("no step " + std::to_string(static_cast<int>(step)) + " leads out of " + word());
        now_ = *to;
        has_begun_ = true;
    }

    // Instead of the first of the beginnings another one, before anything has happened.
    void begin_as(Status status) {
        MUST(!has_begun_ && ((status == beginnings) || ...));
        now_ = status;
    }

private:
    friend struct KindOf<Life>;

    std::optional<Status> next(Step step) const {
        for (auto const& move : moves)
            if (move.from == now_ && move.step == step) return move.to;
        return std::nullopt;
    }

    static constexpr bool says_nothing_twice() {
        for (auto const& a : moves)
            for (auto const& b : moves)
                if (&a != &b && a.from == b.from && a.step == b.step) return false;
        return true;
    }
    static constexpr bool reaches_all() {
        std::array<bool, kWords.size()> seen{};
        ((seen[static_cast<std::size_t>(beginnings)] = true), ...);
        for (std::size_t round = 0; round < seen.size(); ++round)
            for (auto const& move : moves)
                if (seen[static_cast<std::size_t>(move.from)]) seen[static_cast<std::size_t>(move.to)] = true;
        for (bool one : seen)
            if (!one) return false;
        return true;
    }
    static_assert(says_nothing_twice(), "two moves for one status and step");
    static_assert(reaches_all(), "a status that no move leads to from a beginning");

    Status now_ = std::array{beginnings...}[0];
    bool has_begun_ = false;
};

}  // namespace bursar::api

namespace bursar {

template <class Status, class Step, auto const& moves, Status... beginnings>
struct KindOf<api::Life<Status, Step, moves, beginnings...>> {
    using Value = api::Life<Status, Step, moves, beginnings...>;
    static void write(void const* value, std::string& out) {
        write_json_string(out, Value::kWords[static_cast<std::size_t>(static_cast<Value const*>(value)->now_)]);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source) {
        auto& life = *static_cast<Value*>(value);
        auto const* text = in.if_string();
        for (std::size_t i = 0; text && i < Value::kWords.size(); ++i)
            if (Value::kWords[i] == std::string_view(*text)) {
                life.now_ = static_cast<Status>(i);
                life.has_begun_ = true;
                return {};
            }
        return refuse_word(path.text(), Value::kWords);
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::word, .words = Value::kWords};
};

}  // namespace bursar
