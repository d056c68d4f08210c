// The file that the request log is kept in.
//
// What always holds: the file and what SQLite keeps beside it (its write-ahead log) together are never larger than they
// may be. The oldest entries go, some at a time, before room is wanted for new ones; SQLite itself refuses to grow the
// file further than its share. The last kLeftFree bytes of a disk are left to others: the database may be on it, too.
// Whatever goes wrong is a LogFailed, never the store's trouble, which would end the server.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "request_log/entry.hpp"
#include "store/sqlite/connection.hpp"

namespace bursar {

class LogFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class LogFile {
public:
    static constexpr std::uint64_t kLeftFree = 64 * 1024 * 1024;

    // An empty path: in memory. A file that is larger than `bytes` loses its oldest entries.
    LogFile(std::string const& path, std::int64_t bytes);

    void append(std::span<LoggedRequest const> entries);
    void forget_before(std::int64_t created);

    // Of one platform: those after a number, oldest first; or before one (0: from the newest), newest first.
    std::vector<LoggedRequest> after(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::vector<LoggedRequest> before(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::int64_t newest();

private:
    void open(std::int64_t bytes);
    void make_smaller(std::int64_t pages);
    void append_together(std::span<LoggedRequest const> entries);
    void make_room(std::int64_t pages);
    bool forget_some(std::int64_t created_before);
    void look_at_disk() const;
    std::int64_t figure(char const* sql);
    std::vector<LoggedRequest> select(char const* sql, std::uint64_t platform, std::int64_t number, std::size_t limit);

    std::string folder_;  // empty: in memory
    store::Connection database_;
    std::int64_t page_size_ = 4096, pages_max_ = 0;
    std::size_t together_max_ = 0;  // bytes that are written in one transaction
};

}  // namespace bursar
