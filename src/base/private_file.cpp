#include "base/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "base/log.hpp"

namespace bursar {

[[noreturn]] static void fail(std::string const& doing, std::filesystem::path const& path) {
    throw std::runtime_error("cannot " + doing + ' ' + path.string() + ": " + std::strerror(errno));
}

static void make_folder(std::filesystem::path const& folder) {
    if (folder.empty() || std::filesystem::exists(folder)) return;
    make_folder(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("make the folder", folder);
}

void make_folder_of(std::filesystem::path const& file) { make_folder(file.parent_path()); }

void make_private_file(std::filesystem::path const& file) {
    // A file that is there is not opened: closing it would let go of every lock that this process has on it.
    struct stat found{};
    if (::stat(file.c_str(), &found) == 0) {
        if ((found.st_mode & 077) != 0 && ::chmod(file.c_str(), 0600) != 0)
            log(LogLevel::warning, "others may read a file of the server's, and it is not ours to change that",
                {{"file", file.native()}, {"problem", std::strerror(errno)}});
        return;
    }
    int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0)
        ::close(made);
    else if (errno != EEXIST)
        fail("make the file", file);
}

}  // namespace bursar
