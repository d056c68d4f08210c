// Files that nobody but the server's own user may read, whatever the umask says: 0600, in folders of 0700 where we make
// them. What is there already is brought to that; a folder that is there is somebody's choice and stays as it is.
#pragma once

#include <filesystem>

namespace bursar {

// Makes the folder that a file is to lie in, and those that it lies in. Throws std::runtime_error.
void make_folder_of(std::filesystem::path const& file);

// Makes an empty file where there is none, and takes everybody else's rights from one that is there. One that belongs
// to another user stays as it is, with a line in the log. Throws std::runtime_error.
void make_private_file(std::filesystem::path const& file);

}  // namespace bursar
