#include "app/ready_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "app/openapi.hpp"
#include "base/json.hpp"

namespace bursar::app {

[[noreturn]] static void fail(std::string const& path, std::string const& problem) {
    throw std::runtime_error("--ready-file: cannot write " + path + ": " + problem);
}

ReadyFile::ReadyFile(std::string path) : path_(std::move(path)) {
    if (!path_.empty() && ::unlink(path_.c_str()) != 0 && errno != ENOENT) fail(path_, std::strerror(errno));
}

ReadyFile::~ReadyFile() {
    if (is_written_) ::unlink(path_.c_str());
}

void ReadyFile::write(std::string const& url) {
    if (path_.empty()) return;
    auto beside = path_ + "." + std::to_string(::getpid());
    std::ofstream out(beside, std::ios::trunc);
    out << to_text(json::object{{"url", url}, {"pid", ::getpid()}, {"version", kVersion}}) << '\n';
    out.close();
    // There is nothing in it to hide, and a container's host reads it as another user.
    if (!out || ::chmod(beside.c_str(), 0644) != 0 || ::rename(beside.c_str(), path_.c_str()) != 0) {
        auto problem = errno;
        ::unlink(beside.c_str());
        fail(path_, std::strerror(problem));
    }
    is_written_ = true;
}

}  // namespace bursar::app
