#include "base/log.hpp"

#include <atomic>
#include <cstdio>
#include <ctime>

#include "base/json.hpp"
#include "base/redact.hpp"

namespace bursar {

static std::atomic<LogLevel> shown_up_to = LogLevel::info;

void set_log_level(LogLevel level) { shown_up_to = level; }

bool is_logged(LogLevel level) { return level <= shown_up_to; }

static std::string time_text() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    std::tm parts{};
    gmtime_r(&now.tv_sec, &parts);
    char text[40];
    auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text + length, sizeof text - length, ".%03ldZ", now.tv_nsec / 1'000'000);
    return text;
}

void log(LogLevel level, std::string_view message,
         std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    if (!is_logged(level)) return;
    static constexpr std::string_view kNames[] = {"error", "warning", "info", "debug"};
    std::string line = R"({"time":")" + time_text() + R"(","level":")" + std::string(kNames[static_cast<int>(level)]) +
                       R"(","message":)";
    write_json_string(line, redacted_text(std::string(message)));
    for (auto const& [name, value] : fields) {
        line.push_back(',');
        write_json_string(line, name);
        line.push_back(':');
        write_json_string(line, redacted_text(std::string(value)));
    }
    line += "}\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace bursar
