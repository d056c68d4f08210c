// One SQLite connection and its prepared statements. Every failure is an exception that names what was done.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::store {

class Statement {
public:
    Statement(sqlite3* db, char const* sql);
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(Statement const&) = delete;
    Statement& operator=(Statement const&) = delete;

    // Binds the values in order, from the first parameter.
    template <class... Values>
    Statement& with(Values const&... values) {
        sqlite3_reset(statement_);
        bound_ = 0;
        return and_with(values...);
    }
    template <class... Values>
    Statement& and_with(Values const&... values) {  // those that come next
        (bind(++bound_, values), ...);
        return *this;
    }
    bool step();  // true while there is a row
    void run() {
        step();
        reset();
    }
    void reset() { sqlite3_reset(statement_); }  // a row left open would hold its snapshot
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) const;

private:
    void bind(int n, std::string_view text) {
        sqlite3_bind_text(statement_, n, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void bind(int n, std::string const& text) { bind(n, std::string_view(text)); }
    template <std::integral Number>
    void bind(int n, Number number) {
        sqlite3_bind_int64(statement_, n, static_cast<sqlite3_int64>(number));
    }

    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
};

class Connection {
public:
    Connection(std::string const& path, bool writes);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void execute(char const* sql);
    Statement& prepared(char const* sql);  // keyed by the address of the literal
    sqlite3* raw() { return db_; }

private:
    sqlite3* db_ = nullptr;
    std::map<char const*, std::unique_ptr<Statement>> statements_;
};

}  // namespace bursar::store
