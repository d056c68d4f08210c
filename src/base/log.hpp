// Structured lines on standard error. Nothing secret is ever passed in: paths and ids, never parameters or keys.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

namespace bursar {

enum class LogLevel { error, warning, info, debug };

void set_log_level(LogLevel level);
bool is_logged(LogLevel level);
void log(LogLevel level, std::string_view message,
         std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {});

}  // namespace bursar
