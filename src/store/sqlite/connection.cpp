#include "store/sqlite/connection.hpp"

#include <stdexcept>

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

Connection::Connection(std::string const& path, bool writes) {
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
