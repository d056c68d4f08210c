// `bursar backup` and `bursar restore`: a copy of one moment, while the server goes on.
#include <cstdio>
#include <filesystem>

#include "app/commands.hpp"
#include "store/engines/open.hpp"

namespace bursar::app {

namespace fs = std::filesystem;

static void report_damage(store::Engine& engine, std::string const& what) {
    auto damage = engine.damage();
    for (auto const& line : damage) std::fprintf(stderr, "%s\n", line.c_str());
    if (!damage.empty()) throw std::runtime_error(what + " is damaged: see above");
}

int backup(Arguments arguments) {
    auto options = take_options(arguments);
    if (arguments.size() != 1) throw UsageError("backup takes the path of the copy to be made");
    auto path = arguments.front();
    demand_database(options);
    store::open(options.store)->backup(path);
    report_damage(*store::open("sqlite:" + path), "the copy");
    std::printf(
        "%s: %ju bytes, whole. The vault's key is not in it: keep that apart, since the copy is of no use without.\n",
        path.c_str(), static_cast<std::uintmax_t>(fs::file_size(path)));
    return 0;
}

int restore(Arguments arguments) {
    auto options = take_options(arguments);
    if (arguments.size() != 1) throw UsageError("restore takes the path of a copy that `bursar backup` made");
    auto const& from = arguments.front();
    if (!options.store.starts_with("sqlite:"))
        throw UsageError("restore makes a SQLite database: --store sqlite:PATH, not '" + options.store + "'");
    fs::path to = options.store.substr(7);
    if (fs::exists(to)) throw std::runtime_error(to.string() + " is there already; move it away first");
    if (!fs::exists(from)) throw std::runtime_error("there is no " + from);
    report_damage(*store::open("sqlite:" + from), from);
    store::open("sqlite:" + from)->backup(to);
    std::printf("%s is in place; `bursar check --store sqlite:%s` looks at what is in it\n", to.c_str(), to.c_str());
    return 0;
}

}  // namespace bursar::app
