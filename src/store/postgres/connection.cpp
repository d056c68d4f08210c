#include "store/postgres/connection.hpp"

#include <array>
#include <charconv>

namespace bursar::store::postgres {

std::string Rows::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Rows::integer(int row, int column) const {
    std::int64_t number = 0;
    auto const* text = PQgetvalue(result_.get(), row, column);
    std::from_chars(text, text + PQgetlength(result_.get(), row, column), number);
    return number;
}

std::string Rows::bytes(int row, int column) const {
    std::size_t size = 0;
    auto* raw = PQunescapeBytea(reinterpret_cast<unsigned char const*>(PQgetvalue(result_.get(), row, column)), &size);
    std::string out(reinterpret_cast<char const*>(raw), size);
    PQfreemem(raw);
    return out;
}

void Array::separate() {
    if (text_.size() > 1) text_.push_back(',');
}
void Array::add(std::int64_t number) {
    separate();
    text_ += std::to_string(number);
}
void Array::add(std::string_view text) {
    separate();
    text_.push_back('"');
    for (char c : text) {
        if (c == '"' || c == '\\') text_.push_back('\\');
        text_.push_back(c);
    }
    text_.push_back('"');
}

std::string hex_of_bytes(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out = "\\x";
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

namespace {

// A statement that hangs must not hang its caller for ever; a transaction whose server died must not hold locks.
constexpr char kSessionSettings[] =
    "SET statement_timeout = '10s'; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '30s'; "
    "SET client_min_messages = 'error'";

Trouble::Kind const* kind_of(std::string_view state) {
    using enum Trouble::Kind;
    static constexpr Trouble::Kind kConflict = conflict, kUnavailable = unavailable;
    // Serialization failure, deadlock, a key that another transaction took meanwhile, a lock not had in time.
    for (auto conflicting : {"40001", "40P01", "40003", "23505", "55P03"})
        if (state == conflicting) return &kConflict;
    // Connection lost, shutting down, starting up, cancelled, too many connections, a primary that no longer is one.
    if (state.starts_with("08") || state.starts_with("57") || state == "53300" || state == "25006")
        return &kUnavailable;
    return nullptr;
}

}  // namespace

Connection::Connection(std::string const& url) : connection_(PQconnectdb(url.c_str())) {
    auto give_up = [&](std::string const& why) {
        PQfinish(connection_);
        throw Trouble(Trouble::Kind::unavailable, "postgres: " + why);
    };
    if (PQstatus(connection_) != CONNECTION_OK) give_up(PQerrorMessage(connection_));
    auto* set = PQexec(connection_, kSessionSettings);
    bool done = PQresultStatus(set) == PGRES_COMMAND_OK;
    PQclear(set);
    if (!done || PQenterPipelineMode(connection_) != 1) give_up(PQerrorMessage(connection_));
    PQsetNoticeProcessor(connection_, [](void*, char const*) {}, nullptr);
}

Connection::~Connection() { PQfinish(connection_); }

std::string Connection::name_of(char const* sql) { return "s" + std::to_string(reinterpret_cast<std::uintptr_t>(sql)); }

void Connection::lost() {
    broken_ = true;
    refused_ = nullptr;
    throw Trouble(Trouble::Kind::unavailable, std::string("postgres: ") + PQerrorMessage(connection_));
}

void Connection::fail(PGresult const* result, char const* sql) {
    auto const* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    std::string state = field ? field : "";
    // The primary message alone: details quote values.
    auto const* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    std::string what = "postgres: " + std::string(sql).substr(0, 60) + ": " + state + " " + (message ? message : "");
    if (PQstatus(connection_) != CONNECTION_OK || state.empty()) lost();
    refused_ = sql;
    if (state == "25006" || state.starts_with("57P")) broken_ = true;
    if (auto const* kind = kind_of(state)) throw Trouble(*kind, what);
    throw std::runtime_error(what);
}

void Connection::send(char const* sql, Parameters const& parameters) {
    if (!prepared_.contains(sql)) prepare(sql);
    std::array<char const*, 12> values;
    auto const& texts = parameters.texts();
    for (std::size_t i = 0; i < texts.size(); ++i) values.at(i) = texts[i].c_str();
    if (!PQsendQueryPrepared(connection_, name_of(sql).c_str(), static_cast<int>(texts.size()), values.data(), nullptr,
                             nullptr, 0))
        lost();
    queued_.push_back({sql, false});
}

void Connection::prepare(char const* sql) {
    if (!PQsendPrepare(connection_, name_of(sql).c_str(), sql, 0, nullptr)) lost();
    queued_.push_back({sql, true});
    prepared_.insert(sql);
}

void Connection::send_off() {
    if (!PQpipelineSync(connection_)) lost();
    owed_.push_back(std::move(queued_));
    queued_.clear();
}

void Connection::let_go() {
    if (queued_.empty() || broken_) return;
    send_off();
    if (PQflush(connection_) < 0) lost();
}

Rows Connection::query(char const* sql, Parameters const& parameters) {
    send(sql, parameters);
    send_off();
    return take_answers();
}

void Connection::query_once(std::string const& sql) {
    if (!PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0)) lost();
    queued_.push_back({sql.c_str(), false});
    send_off();
    take_answers();
}

void Connection::flush() {
    send_off();
    take_answers();
}

// Reads all pipelines to their ends; only the last one's rows and failures are the caller's.
Rows Connection::take_answers() {
    ++round_trips_;
    Rows last;
    std::unique_ptr<PGresult, void (*)(PGresult*)> failure(nullptr, PQclear);
    char const* failed_sql = "";
    for (auto& pipeline : owed_) {
        failure.reset();
        for (auto const& sent : pipeline) {
            bool succeeded = false;
            while (auto* result = PQgetResult(connection_)) {
                auto status = PQresultStatus(result);
                succeeded = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
                if (status == PGRES_FATAL_ERROR && !failure) {
                    failure.reset(result);
                    failed_sql = sent.sql;
                } else if (succeeded && !sent.is_preparation) {
                    last = Rows(result);
                } else {
                    PQclear(result);
                }
            }
            if (!succeeded && sent.is_preparation) prepared_.erase(sent.sql);
            if (PQstatus(connection_) != CONNECTION_OK) lost();
        }
        auto* sync = PQgetResult(connection_);
        bool is_sync = PQresultStatus(sync) == PGRES_PIPELINE_SYNC;
        PQclear(sync);
        if (!is_sync) lost();
    }
    owed_.clear();
    if (failure) fail(failure.get(), failed_sql);
    return last;
}

}  // namespace bursar::store::postgres
