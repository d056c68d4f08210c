// Lines on standard error: JSON for programs, words for a person's terminal. Nothing secret is ever passed in: paths
// and ids, never parameters or keys.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bursar {

enum class LogLevel { error, warning, info, debug };

void set_log_level(LogLevel level);
bool is_logged(LogLevel level);

enum class LogForm { json, words, coloured };

void set_log_form(LogForm form);
LogForm log_form();
// Words where standard error is a terminal, coloured unless NO_COLOR or a dumb terminal asks for none; otherwise JSON.
LogForm log_form_of_stderr();

void log(LogLevel level, std::string_view message,
         std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {});

// Lines that were made elsewhere, many in one write.
void write_log(std::string_view lines);

// For whoever makes such lines. 2026-11-25T09:41:07.123Z
std::string log_time(std::int64_t milliseconds);
// What is not to be seen of a text moves no cursor and changes no colour: control characters become question marks.
void append_plain(std::string& out, std::string_view text);

enum class Colour { none, dim, green, cyan, yellow, red };
// The text as it is, where there are no colours.
void append_coloured(std::string& out, LogForm form, Colour colour, std::string_view text);

}  // namespace bursar
