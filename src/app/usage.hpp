// What each command is for and takes, as --help tells it. A command knows the options that its help names and no other,
// so that neither can be without the other.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bursar::app {

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Usage {
    std::string_view command;
    std::string_view words;    // of which one follows: "create, list"
    std::string_view summary;  // for the list of commands
    std::string_view text;
};
std::span<Usage const> usages();
Usage const& usage_of(std::string_view command);  // throws UsageError where there is none

std::string help();
std::vector<std::string_view> options_in(std::string_view help);

// Throws UsageError for an option that the command's help does not name.
void check_options(Usage const& usage, std::vector<std::string> const& arguments);

// ", did you mean `serve`?", where a word is nearly one of those; otherwise nothing.
std::string nearest(std::string_view word, std::span<std::string_view const> words);

// Throws UsageError for a word that is not among those of the command.
void check_word(std::string_view command, std::string_view word);

}  // namespace bursar::app
