#include "store/sqlite/connection.hpp"

#include <filesystem>
#include <stdexcept>

#include "base/private_file.hpp"
#include "store/engine.hpp"

namespace bursar::store {

[[noreturn]] static void fail(sqlite3* db, std::string const& doing) {
    auto what = "sqlite: " + doing + ": " + (db ? sqlite3_errmsg(db) : "out of memory");
    switch (db ? sqlite3_errcode(db) & 0xff : SQLITE_NOMEM) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw Trouble(Trouble::Kind::storage_failed, what);
        case SQLITE_BUSY:  // another process writes for longer than we wait
        case SQLITE_LOCKED:
            throw Trouble(Trouble::Kind::conflict, what);
        case SQLITE_CONSTRAINT:
            // What was not there when this transaction looked, such as an answer under an idempotency key, now is.
            if (auto extended = sqlite3_extended_errcode(db);
                extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_UNIQUE)
                throw Trouble(Trouble::Kind::conflict, what);
            throw std::runtime_error(what);
        default:
            throw std::runtime_error(what);
    }
}

Statement::Statement(sqlite3* db, char const* sql) : db_(db) {
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK) fail(db, sql);
}

bool Statement::step() {
    int rc = sqlite3_step(statement_);
    if (rc == SQLITE_ROW) return true;
    if (rc != SQLITE_DONE) {
        std::string sql = sqlite3_sql(statement_);
        sqlite3_reset(statement_);
        fail(db_, sql);
    }
    sqlite3_reset(statement_);
    return false;
}

std::string Statement::text(int column) const {
    auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

// SQLite gives what it makes beside a database (its log, its index of that) the rights of the database itself.
static void make_private(std::string const& path) {
    make_private_file(path);
    for (auto const* beside : {"-wal", "-shm"})
        if (std::filesystem::exists(path + beside)) make_private_file(path + beside);
}

// SQLite counts what it allocates, under a lock that all connections share, at each allocation; nobody asks.
static void count_no_memory() { [[maybe_unused]] static int const done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

Connection::Connection(std::string const& path, bool writes) {
    count_no_memory();
    if (writes && path != ":memory:") make_private(path);
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
        std::string why = db_ ? sqlite3_errmsg(db_) : "out of memory";
        sqlite3_close(db_);
        throw std::runtime_error("cannot open the database " + path + ": " + why);
    }
    sqlite3_busy_timeout(db_, 10'000);
}

Connection::~Connection() {
    statements_.clear();
    sqlite3_close(db_);
}

void Connection::execute(char const* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(db_, sql);
}

Statement& Connection::prepared(char const* sql) {
    auto& statement = statements_[sql];
    if (!statement) statement = std::make_unique<Statement>(db_, sql);
    return *statement;
}

}  // namespace bursar::store
