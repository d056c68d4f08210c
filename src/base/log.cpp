#include "base/log.hpp"

#include <atomic>
#include <cstdio>

#include "base/json.hpp"

namespace bursar {

static std::atomic<LogLevel> shown_up_to = LogLevel::info;

void set_log_level(LogLevel level) { shown_up_to = level; }

void log(LogLevel level, std::string_view message,
         std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    if (level > shown_up_to) return;
    static constexpr std::string_view kNames[] = {"error", "warning", "info", "debug"};
    std::string line = R"({"level":")" + std::string(kNames[static_cast<int>(level)]) + R"(","message":)";
    write_json_string(line, message);
    for (auto const& [name, value] : fields) {
        line.push_back(',');
        write_json_string(line, name);
        line.push_back(':');
        write_json_string(line, value);
    }
    line += "}\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace bursar
