// The command line: bursar COMMAND. Each returns the exit status of the shell: 0 done, 1 failed, 2 wrong usage.
#pragma once

#include <string>
#include <vector>

#include "app/usage.hpp"
#include "app/world.hpp"

namespace bursar::app {

using Arguments = std::vector<std::string>;

// Takes the options of Options out of the arguments. Throws UsageError, as all of these.
Options take_options(Arguments& arguments);
// Of what is left: a word that may stand anywhere, the next word, nothing more.
std::string take_value(Arguments& arguments, std::string const& name, std::string fallback);
int take_number(Arguments& arguments, std::string const& name, int fallback);  // from 1
bool take_flag(Arguments& arguments, std::string const& name);
std::string take_word(Arguments& arguments, std::string const& what);
void no_more(Arguments const& arguments);

std::string day_of(Timestamp at);

int serve(Arguments arguments);
int platforms(Arguments arguments);
int keys(Arguments arguments);
int rekey_vault(Arguments arguments);
int jobs(Arguments arguments);
int check(Arguments arguments);
int backup(Arguments arguments);
int restore(Arguments arguments);

int run(Arguments arguments);

}  // namespace bursar::app
