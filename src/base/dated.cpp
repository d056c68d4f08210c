#include "base/dated.hpp"

namespace bursar {

static std::string_view version_at(Path const& path) {
    auto const* root = &path;
    while (root->parent) root = root->parent;
    return root->version;
}

bool is_known(Kind const& kind, Path const& path) {
    if (kind.since.empty() && kind.until.empty()) return true;
    auto version = version_at(path);
    if (version.empty()) return kind.until.empty();
    return version >= kind.since && (kind.until.empty() || version < kind.until);
}

bool is_read_before(std::string_view date, Path const& path) {
    auto version = version_at(path);
    return !version.empty() && version < date;
}

}  // namespace bursar
