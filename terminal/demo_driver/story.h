// Story: a store's life from its opening to the comparison with head office, told as it happens.
//
// Everything goes through the real programs: vip-terminal (init, call --stream, enrol) and
// vip-office (init, serve, terminal add, report), each a process of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

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

// What the process ends with: 0, or 1 where the two sides differ.
// Throws std::runtime_error where a program does not do what it should.
int tell_story(const StoryWish& wish);

}  // namespace vip::terminal::demo
