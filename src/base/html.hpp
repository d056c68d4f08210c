// Text into HTML.
#pragma once

#include <string>
#include <string_view>

namespace bursar {

std::string escaped(std::string_view text);  // for content and for quoted attributes

}  // namespace bursar
