#include "app/vault_keys.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/log.hpp"
#include "base/private_file.hpp"

namespace bursar::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSqlite = "sqlite:";

char const* set(char const* name) {
    auto const* value = std::getenv(name);
    return value && *value ? value : nullptr;
}

// Where the key of a database lay before.
fs::path beside(Options const& options) {
    if (!options.store.starts_with(kSqlite)) return "data/postgres.vault-key";
    return fs::path(options.store.substr(kSqlite.size())).replace_extension(".vault-key");
}

fs::path folder_for_state() {
    if (auto const* state = set("XDG_STATE_HOME"); state && *state == '/') return fs::path(state) / "bursar";
    auto const* home = set("HOME");
    if (!home)
        if (auto const* user = ::getpwuid(::getuid())) home = user->pw_dir;
    if (!home) throw std::runtime_error("this user has no home to keep a sandbox's vault key in: set BURSAR_VAULT_KEY");
    return fs::path(home) / ".local/state/bursar";
}

std::string fresh_key() {
    auto key = crypto::random_key();
    return crypto::hex({reinterpret_cast<char const*>(key.data()), key.size()});
}

// Whole or not at all, and the first of several who make it at a time stands.
void make_key_file(fs::path const& path) {
    make_folder_of(path);
    auto fresh = path.string() + "." + std::to_string(::getpid());
    int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot create the vault key file " + path.string());
    auto text = fresh_key() + "\n";
    bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    crypto::wipe(text);
    ::close(file);
    bool linked = written && (::link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST);
    ::unlink(fresh.c_str());
    if (!linked) throw std::runtime_error("cannot write the vault key file " + path.string());
}

std::vector<std::string> keys_in_file(fs::path const& path) {
    struct stat about{};
    if (::stat(path.c_str(), &about) == 0 && (about.st_mode & 077))
        log(LogLevel::warning, "others than this user can read the vault's key: chmod 600", {{"file", path.string()}});
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read the vault key file " + path.string());
    std::stringstream text;
    text << in.rdbuf();
    return split_list(text.str());
}

void refuse_in_folder_of_database(fs::path const& file, Options const& options) {
    if (!options.store.starts_with(kSqlite)) return;
    auto folder_of = [](fs::path const& path) { return fs::weakly_canonical(fs::absolute(path)).parent_path(); };
    if (folder_of(file) != folder_of(options.store.substr(kSqlite.size()))) return;
    throw std::invalid_argument("the vault's key lies in the folder of the database (" + file.string() +
                                "), so that whoever copies that has both; move the key elsewhere");
}

std::vector<std::string> keys_of_sandbox(Options const& options, bool is_new) {
    if (auto old = beside(options); fs::exists(old)) {
        log(LogLevel::warning,
            "the vault's key lies beside the database, so that whoever copies the folder has both; move it elsewhere "
            "and name it in BURSAR_VAULT_KEY_FILE",
            {{"file", old.string()}});
        return keys_in_file(old);
    }
    auto file = folder_for_state() / "sandbox.vault-key";
    refuse_in_folder_of_database(file, options);
    if (!fs::exists(file)) {
        if (!is_new)
            throw std::runtime_error("the vault's key is not in " + file.string() +
                                     "; name it in BURSAR_VAULT_KEY or BURSAR_VAULT_KEY_FILE");
        make_key_file(file);
    }
    return keys_in_file(file);
}

[[noreturn]] void demand(Options const& options) {
    auto old = beside(options);
    throw std::runtime_error(
        "outside a sandbox the vault's key must be given: BURSAR_VAULT_KEY_FILE names a file with it, or "
        "BURSAR_VAULT_KEY holds it. " +
        (fs::exists(old) ? "That of this database lies in " + old.string() + ": move it out of that folder."
                         : "`umask 077; openssl rand -hex 32 >FILE` makes one, outside the database's folder. Keep a "
                           "copy of it apart from backups: without it no card that is stored can be used."));
}

bool is_given(Options const& options) {
    return set("BURSAR_VAULT_KEY") || set("BURSAR_VAULT_KEY_FILE") || options.store == "memory:";
}

}  // namespace

std::vector<std::string> split_list(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        std::istringstream parts(line);
        for (std::string part; std::getline(parts, part, ',');) {
            std::erase_if(part, [](char c) { return c == ' ' || c == '\r' || c == '\t'; });
            if (!part.empty()) out.push_back(part);
        }
    }
    return out;
}

void demand_vault_key(Options const& options) {
    bool is_store = options.store.starts_with(kSqlite) || options.store.starts_with("postgres");  // else: told later
    if (is_store && !options.sandbox && !is_given(options)) demand(options);
}

std::vector<std::string> vault_keys_for(Options const& options, std::vector<std::string> const& known) {
    if (auto const* keys = set("BURSAR_VAULT_KEY")) return split_list(keys);
    if (auto const* file = set("BURSAR_VAULT_KEY_FILE")) {
        refuse_in_folder_of_database(file, options);
        return keys_in_file(file);
    }
    if (options.store == "memory:") return {fresh_key()};
    // A sandbox's database may be looked at without saying --sandbox; a new one is no sandbox's unless that is said.
    if (!options.sandbox && known.empty()) demand(options);
    return keys_of_sandbox(options, known.empty());
}

}  // namespace bursar::app
