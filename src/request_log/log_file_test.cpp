#include "request_log/log_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace bursar {

namespace {

namespace fs = std::filesystem;

std::vector<LoggedRequest> entries(int count, std::size_t bytes) {
    LoggedRequest entry{.created = 1'795'000'000'000, .duration = 1, .platform = 7};
    entry.path = "/v1/customers";
    entry.answer = std::string(bytes, 'a');
    return std::vector<LoggedRequest>(static_cast<std::size_t>(count), entry);
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("bursar-log-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::int64_t bytes() const {
        std::int64_t sum = 0;
        for (auto const& file : fs::directory_iterator(path)) sum += static_cast<std::int64_t>(fs::file_size(file));
        return sum;
    }
    std::string file() const { return path / "log.db"; }
};

constexpr std::int64_t kMegabyte = 1024 * 1024;

}  // namespace

TEST(LogFile, IsNeverLargerThanItMayBe) {
    for (std::int64_t megabytes : {1, 8}) {
        Folder folder;
        LogFile log(folder.file(), megabytes * kMegabyte);
        for (std::size_t bytes : {100, 3000, 32000})
            for (int i = 0; i < 40 * megabytes; ++i) {
                log.append(entries(50, bytes));
                ASSERT_LE(folder.bytes(), megabytes * kMegabyte) << bytes << " bytes each";
            }
        EXPECT_GT(folder.bytes(), megabytes * kMegabyte / 2) << "and it is used";
        EXPECT_EQ(log.before(7, 0, 1).front().number, log.newest()) << "what is newest stays";
    }
}

TEST(LogFile, GetsSmallerWhenItMayBeLess) {
    Folder folder;
    {
        LogFile log(folder.file(), 16 * kMegabyte);
        for (int i = 0; i < 100; ++i) log.append(entries(50, 3000));
        EXPECT_GT(folder.bytes(), 8 * kMegabyte);
    }
    LogFile log(folder.file(), 4 * kMegabyte);
    EXPECT_LE(folder.bytes(), 4 * kMegabyte);
    EXPECT_FALSE(log.before(7, 0, 1).empty());
}

TEST(LogFile, AFullDiskIsItsOwnTrouble) {
    std::signal(SIGXFSZ, SIG_IGN);
    Folder folder;
    LogFile log(folder.file(), 64 * kMegabyte);
    log.append(entries(10, 1000));
    rlimit before{}, small{};
    getrlimit(RLIMIT_FSIZE, &before);
    small = {static_cast<rlim_t>(kMegabyte), before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW(for (int i = 0; i < 100; ++i) log.append(entries(50, 3000)), LogFailed);
    setrlimit(RLIMIT_FSIZE, &before);
    log.append(entries(10, 1000));  // with room again, it goes on
    EXPECT_GE(log.newest(), 20);
}

TEST(LogFile, WhatIsNoLogIsLeftAsItIs) {
    Folder folder;
    std::ofstream(folder.file()) << std::string(5000, 'x');
    EXPECT_THROW(LogFile(folder.file(), kMegabyte), LogFailed);
    EXPECT_EQ(fs::file_size(folder.file()), 5000u);
    EXPECT_THROW(LogFile("/nowhere/at/all.db", kMegabyte), LogFailed);
}

}  // namespace bursar
