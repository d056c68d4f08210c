// A request told in one line: for who watches a terminal, or as JSON for a program.
//
//     POST /v1/payment_intents 402 card_declined req_5yRiOrBPvTqbNP 2 ms
#pragma once

#include <string>

#include "base/log.hpp"
#include "request_log/entry.hpp"

namespace bursar {

// Of an entry that was cleaned.
void append_line(std::string& out, LoggedRequest const& request, LogForm form);

// What an answer that refuses calls it: its code, or its type where it has none.
std::string error_in(std::string const& answer);

}  // namespace bursar
