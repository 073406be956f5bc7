// `vip-terminal demo two-stores`: the story of one card in two stores whose lines are cut, told by
// vip-demo with the real programs, on one screen (design 6).
//
// vip-demo and vip-office are looked for beside this program, where the build puts them, and in
// PATH; options that are not given get their usual values. Whatever else is said after the story's
// name goes to vip-demo as it is.
#pragma once

#include <string>
#include <vector>

namespace vip::terminal::cli {

// `words`: of the command line, from "demo" on. Returns only where the story cannot be told, with
// the exit code; otherwise this process becomes the story.
int tell_a_demo(const std::vector<std::string>& words);

}  // namespace vip::terminal::cli
