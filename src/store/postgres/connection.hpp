// One connection to PostgreSQL, or to what speaks its protocol. Statements are prepared once per connection and sent in
// pipelines: send() queues, query() sends all that is queued in one round trip and gives the rows of the last.
//
// What goes wrong is a store::Trouble where running the transaction again may help, a std::runtime_error otherwise; a
// connection that is_broken() is to be thrown away.
#pragma once

#include <libpq-fe.h>

#include <concepts>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/engine.hpp"

namespace bursar::store::postgres {

class Rows {
public:
    explicit Rows(PGresult* result = nullptr) : result_(result, PQclear) {}
    int size() const { return result_ ? PQntuples(result_.get()) : 0; }
    std::string text(int row, int column) const;
    std::int64_t integer(int row, int column) const;
    std::string bytes(int row, int column) const;  // of a bytea

private:
    std::unique_ptr<PGresult, void (*)(PGresult*)> result_;
};

// Parameters in PostgreSQL's text form.
class Parameters {
public:
    template <class... Values>
    explicit Parameters(Values const&... values) {
        (add(values), ...);
    }
    std::vector<std::string> const& texts() const { return texts_; }

private:
    void add(std::string_view text) { texts_.emplace_back(text); }
    void add(bool value) { texts_.emplace_back(value ? "true" : "false"); }
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    void add(Number number) {
        texts_.push_back(std::to_string(static_cast<std::int64_t>(number)));
    }
    std::vector<std::string> texts_;
};

// Text of arrays, for statements that take many rows at once.
class Array {
public:
    void add(std::int64_t number);
    void add(std::string_view text);
    std::string text() const { return text_ + '}'; }

private:
    void separate();
    std::string text_ = "{";
};

std::string hex_of_bytes(std::string_view bytes);

class Connection {
public:
    explicit Connection(std::string const& url);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void send(char const* sql,
              Parameters const& parameters = Parameters());  // `sql` is a literal: known by its address
    Rows query(char const* sql, Parameters const& parameters = Parameters());
    void query_once(std::string const& sql);  // not kept prepared: for migrations
    void flush();                             // waits for what was sent
    void let_go();  // sends what is queued and does not wait: the next to use the connection reads the answers
    bool is_broken() const { return broken_; }
    std::uint64_t take_round_trips() { return std::exchange(round_trips_, 0); }  // since it was asked last
    char const* refused() const { return refused_; }  // the statement that the last failure was about, if it was one's

private:
    struct Sent {
        char const* sql;
        bool is_preparation;
    };
    void prepare(char const* sql);
    void send_off();
    Rows take_answers();
    [[noreturn]] void fail(PGresult const* result, char const* sql);
    [[noreturn]] void lost();
    static std::string name_of(char const* sql);

    PGconn* connection_;
    std::vector<Sent> queued_;
    std::vector<std::vector<Sent>> owed_;  // pipelines sent whose answers were not read
    std::set<char const*> prepared_;
    bool broken_ = false;
    std::uint64_t round_trips_ = 0;
    char const* refused_ = nullptr;
};

}  // namespace bursar::store::postgres
