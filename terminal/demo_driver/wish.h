// What somebody wants to see: the programs that play, the sales that they play, and how.
#pragma once

#include <cstdint>
#include <filesystem>

namespace vip::terminal::demo {

struct StoryWish {
  std::filesystem::path terminal;  // the program vip-terminal
  std::filesystem::path
      office;  // the program vip-office; empty: the story ends before the line comes up
  std::filesystem::path sales;  // the file to play
  std::filesystem::path
      directory;  // where data directories are made; those of an earlier story are removed first
  bool chinese = false;
  std::uint64_t kill_every = 0;  // see Till
  std::uint64_t seed = 1;        // of the kills
  std::filesystem::path books;   // where the final figures are written as JSON; empty: nowhere
};

}  // namespace vip::terminal::demo
