// Traces: the ways in which a text might be written somewhere where it must not be, and where to
// look: files, and a running program's memory, which is what a core dump of it would hold.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vip::story {

// RFC 4648, of whole groups of three bytes alone: what any longer text has inside.
std::string base64_inside(std::string_view bytes);
// Digits, each as the wide character of Chinese keyboards.
std::string full_width(std::string_view digits);

// As it is, in UTF-16 of either order, hexadecimal, base 64 at each offset, backwards; digits in
// full width and packed decimal as well; Chinese in GBK.
std::vector<std::string> written(const std::string& text);

// Every regular file under a directory, whole.
void each_file(const std::filesystem::path& directory,
               const std::function<void(const std::string& name, const std::string& bytes)>& visit);

// Every page that can be read of a process. False: this machine does not let us.
bool each_page(pid_t pid,
               const std::function<void(const std::string& name, const std::string& bytes)>& visit);

}  // namespace vip::story
