// Ids that are credentials (account links, visits, customer sessions): whoever holds one may do what it is for. They
// are shown once and not kept; the object has the id that follows from it, which does not lead back.
#pragma once

#include <string>
#include <string_view>

namespace bursar::api {

// Of one that Tx::fresh_secret_id made, or of anything that somebody claims is one. The end, which leads to the row,
// stays.
std::string kept_id(std::string_view credential);

}  // namespace bursar::api
