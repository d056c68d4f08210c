#include "app/commands.hpp"

int main(int count, char** words) { return bursar::app::run({words + 1, words + count}); }
