#include "app/usage.hpp"

#include <algorithm>

#include "app/usage_texts.hpp"

namespace bursar::app {

namespace {

constexpr std::string_view kBefore = R"(bursar - a payments server that speaks the Stripe API

usage: bursar COMMAND [OPTIONS]

)";

constexpr std::string_view kAfter = R"(
`bursar COMMAND --help` tells what a command takes.

The vault's key comes from BURSAR_VAULT_KEY (64 hex digits; several with commas: the first seals, all open) or from the
file that BURSAR_VAULT_KEY_FILE names, which may not lie in the folder of the database. Sandboxes that are given none
share one in ~/.local/state/bursar, made on first use. Keep it apart from backups of the database.

exit status: 0 done, 1 failed, 2 wrong usage
)";

// How many letters must be added, left out or changed, or swapped with their neighbour, to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> at(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                at[i][j] = i + j;
                continue;
            }
            at[i][j] =
                std::min({at[i - 1][j] + 1, at[i][j - 1] + 1, at[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) at[i][j] = std::min(at[i][j], at[i - 2][j - 2] + 1);
        }
    return at[a.size()][b.size()];
}

constexpr std::size_t kWordMax = 60;

bool is_of_option(char c) { return (c >= 'a' && c <= 'z') || c == '-'; }

}  // namespace

std::string nearest(std::string_view word, std::span<std::string_view const> words) {
    if (word.size() > kWordMax) return {};
    auto most = word.size() < 4 ? 1 : std::min<std::size_t>(3, word.size() / 3);
    std::string_view best;
    for (auto one : words) {
        auto far = distance(word, one);
        if (far > most) continue;
        most = far - (far > 0 ? 1 : 0);  // of several as near, the first
        best = one;
    }
    return best.empty() ? std::string() : ", did you mean `" + std::string(best) + "`?";
}

std::span<Usage const> usages() { return kUsages; }

Usage const& usage_of(std::string_view command) {
    auto found = std::ranges::find(kUsages, command, &Usage::command);
    if (found != std::end(kUsages)) return *found;
    std::vector<std::string_view> known;
    for (auto const& usage : kUsages) known.push_back(usage.command);
    throw UsageError("there is no command '" + std::string(command) + "'" + nearest(command, known));
}

std::string help() {
    std::string out(kBefore);
    for (auto const& usage : kUsages) {
        auto name = std::string(usage.command) + (usage.words.empty() ? "" : " ") + std::string(usage.words);
        out.append("  ").append(name).append(34 - name.size(), ' ').append(usage.summary).append("\n");
    }
    return out.append(kAfter);
}

std::vector<std::string_view> options_in(std::string_view help) {
    std::vector<std::string_view> out{"--help"};
    for (auto at = help.find("--"); at != std::string_view::npos; at = help.find("--", at + 2)) {
        auto end = at;
        while (end < help.size() && is_of_option(help[end])) ++end;
        if (auto option = help.substr(at, end - at); option.size() > 2 && !std::ranges::count(out, option))
            out.push_back(option);
        at = end;
    }
    return out;
}

void check_options(Usage const& usage, std::vector<std::string> const& arguments) {
    auto known = options_in(usage.text);
    for (auto const& argument : arguments) {
        auto option = std::string_view(argument).substr(0, argument.find('='));
        if (!option.starts_with("--") || std::ranges::count(known, option)) continue;
        throw UsageError(std::string(usage.command) + " has no option " + std::string(option) + nearest(option, known));
    }
}

void check_word(std::string_view command, std::string_view word) {
    std::vector<std::string_view> words;
    for (auto rest = usage_of(command).words; !rest.empty();) {
        auto end = std::min(rest.find(", "), rest.size());
        words.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    if (!std::ranges::count(words, word))
        throw UsageError(std::string(command) + " does not know '" + std::string(word) + "'" + nearest(word, words));
}

}  // namespace bursar::app
