#include "base/log.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/redact.hpp"

namespace bursar {

static std::atomic<LogLevel> shown_up_to = LogLevel::info;
static std::atomic<LogForm> form_of_lines = LogForm::json;

void set_log_level(LogLevel level) { shown_up_to = level; }

bool is_logged(LogLevel level) { return level <= shown_up_to; }

void set_log_form(LogForm form) { form_of_lines = form; }

LogForm log_form() { return form_of_lines; }

LogForm log_form_of_stderr() {
    if (!::isatty(STDERR_FILENO)) return LogForm::json;
    auto const* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: any value but an empty one
    auto const* terminal = std::getenv("TERM");
    bool plain = (no_colour && *no_colour) || (terminal && std::string_view(terminal) == "dumb");
    return plain ? LogForm::words : LogForm::coloured;
}

// Without the C library's, which take ten times as long: a line is written for every request.
std::string log_time(std::int64_t milliseconds) {
    auto seconds = milliseconds / 1000;
    auto date = date_of(seconds);
    auto of_day = static_cast<int>(seconds - start_of_day(seconds));
    std::string out = "0000-00-00T00:00:00.000Z";
    auto put = [&](std::size_t end, int value) {
        for (; value > 0; value /= 10) out[--end] = static_cast<char>('0' + value % 10);
    };
    put(4, date.year);
    put(7, date.month);
    put(10, date.day);
    put(13, of_day / 3600);
    put(16, of_day / 60 % 60);
    put(19, of_day % 60);
    put(23, static_cast<int>(milliseconds % 1000));
    return out;
}

void append_plain(std::string& out, std::string_view text) {
    for (char c : text) out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
}

void append_coloured(std::string& out, LogForm form, Colour colour, std::string_view text) {
    static constexpr std::string_view kCodes[] = {"", "\033[2m", "\033[32m", "\033[36m", "\033[33m", "\033[31m"};
    bool coloured = form == LogForm::coloured && colour != Colour::none;
    if (coloured) out += kCodes[static_cast<int>(colour)];
    append_plain(out, text);
    if (coloured) out += "\033[0m";
}

void write_log(std::string_view lines) { std::fwrite(lines.data(), 1, lines.size(), stderr); }

static constexpr std::string_view kLevels[] = {"error", "warning", "info", "debug"};

using LogFields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

static std::string json_line(LogLevel level, std::string_view message, LogFields fields) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    std::string line = R"({"time":")" + log_time(now.tv_sec * 1000 + now.tv_nsec / 1'000'000) + R"(","level":")" +
                       std::string(kLevels[static_cast<int>(level)]) + R"(","message":)";
    write_json_string(line, redacted_text(std::string(message)));
    for (auto const& [name, value] : fields) {
        line.push_back(',');
        write_json_string(line, name);
        line.push_back(':');
        write_json_string(line, redacted_text(std::string(value)));
    }
    return line += "}\n";
}

static std::string words_line(LogForm form, LogLevel level, std::string_view message, LogFields fields) {
    std::string line;
    if (level <= LogLevel::warning)
        append_coloured(line, form, level == LogLevel::error ? Colour::red : Colour::yellow,
                        std::string(kLevels[static_cast<int>(level)]) + ": ");
    append_plain(line, redacted_text(std::string(message)));
    for (auto const& [name, value] : fields) {
        append_coloured(line, form, Colour::dim, "  " + std::string(name) + ' ');
        append_plain(line, redacted_text(std::string(value)));
    }
    return line += '\n';
}

void log(LogLevel level, std::string_view message, LogFields fields) {
    if (!is_logged(level)) return;
    auto form = log_form();
    write_log(form == LogForm::json ? json_line(level, message, fields) : words_line(form, level, message, fields));
}

}  // namespace bursar
