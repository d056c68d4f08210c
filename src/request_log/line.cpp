#include "request_log/line.hpp"

#include "base/json.hpp"

namespace bursar {

std::string error_in(std::string const& answer) {
    auto parsed = parse_untrusted(answer);
    auto const* object = parsed ? parsed->if_object() : nullptr;
    auto const* found = object ? object->if_contains("error") : nullptr;
    auto const* error = found ? found->if_object() : nullptr;
    if (!error) return {};
    auto code = text_at(*error, "code");
    return std::string(code.empty() ? text_at(*error, "type") : code);
}

static Colour colour_of(int status) {
    return status >= 500 ? Colour::red : status >= 400 ? Colour::yellow : status >= 300 ? Colour::cyan : Colour::green;
}

// 0.4 ms, 2 ms, 1.5 s
static std::string time_text(std::int64_t microseconds) {
    auto tenths = [](std::int64_t value) { return std::to_string(value / 10) + '.' + std::to_string(value % 10); };
    if (microseconds < 1'000) return tenths(microseconds / 100) + " ms";
    if (microseconds < 1'000'000) return std::to_string(microseconds / 1'000) + " ms";
    return tenths(microseconds / 100'000) + " s";
}

static void append_words(std::string& out, LoggedRequest const& request, LogForm form, std::string const& error) {
    append_plain(out, request.method);
    out += ' ';
    append_plain(out, request.path);
    out += ' ';
    append_coloured(out, form, colour_of(request.status),
                    std::to_string(request.status) + (error.empty() ? "" : ' ' + error));
    out += ' ';
    append_coloured(out, form, Colour::dim,
                    request.request_id + (request.request_id.empty() ? "" : " ") + time_text(request.duration));
    out += '\n';
}

static void append_json(std::string& out, LoggedRequest const& request, std::string const& error) {
    auto add = [&](std::string_view name, std::string const& value) {
        if (value.empty()) return;
        out += name;
        write_json_string(out, value);
    };
    out += R"({"time":")";
    out += log_time(request.created);
    out += R"(","level":"info","message":"request")";
    add(R"(,"request":)", request.request_id);
    add(R"(,"account":)", request.account_id);
    add(R"(,"method":)", request.method);
    add(R"(,"path":)", request.path);
    out += R"(,"status":)";
    out += std::to_string(request.status);
    add(R"(,"error":)", error);
    out += R"(,"microseconds":)";
    out += std::to_string(request.duration);
    out += "}\n";
}

void append_line(std::string& out, LoggedRequest const& request, LogForm form) {
    auto error = request.status >= 400 ? error_in(request.answer) : std::string();
    if (form == LogForm::json) return append_json(out, request, error);
    append_words(out, request, form, error);
}

}  // namespace bursar
