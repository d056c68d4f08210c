// What a restricted key may be allowed: a word for each part of the API, and whether it is read or written too.
#pragma once

#include <string>
#include <vector>

namespace bursar::app {

// The first words of all paths, in the singular, and the kinds of what may be expanded (api/authenticate.hpp).
std::vector<std::string> permission_subjects();

// As a key keeps them, with blanks. Throws UsageError, with the list of what there is, for one that is unknown.
std::string checked_permissions(std::vector<std::string> const& allowed);

}  // namespace bursar::app
