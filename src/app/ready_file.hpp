// --ready-file: says to whoever started the server that it listens, and where. It is there whole or not at all, and
// gone when the server has ended in order. After a kill it stays, so the process that it names is worth a look.
#pragma once

#include <string>

namespace bursar::app {

class ReadyFile {
public:
    // An empty path: none. What a server before has left is removed.
    explicit ReadyFile(std::string path);
    ~ReadyFile();
    ReadyFile(ReadyFile const&) = delete;
    ReadyFile& operator=(ReadyFile const&) = delete;

    // {"url":"http://127.0.0.1:8420","pid":1234,"version":"0.1.0"}. Throws std::runtime_error.
    void write(std::string const& url);

private:
    std::string path_;
    bool is_written_ = false;
};

}  // namespace bursar::app
