#include "terminal/history/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace vip::terminal {
namespace {

constexpr std::uint64_t width = 24;
constexpr std::chrono::milliseconds between_redraws{100};

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t rows,
                          std::uint64_t elapsed_ms) {
  std::string line;
  if (total > 0) {
    done = std::min(done, total);
    const std::uint64_t filled = done * width / total;
    line = '[' + std::string(filled, '=') + (filled < width ? ">" : "") +
           std::string(width - filled - (filled < width ? 1 : 0), ' ') + "] ";
    const std::string percent = std::to_string(done * 100 / total);
    line += std::string(3 - percent.size(), ' ') + percent + " %  ";
  }
  line += grouped(rows) + " rows  " + grouped(rows * 1000 / elapsed_ms) + " rows/s";
  if (total > 0 && done > 0) {
    const std::uint64_t left_s = elapsed_ms * (total - done) / done / 1000;
    const std::string seconds = std::to_string(left_s % 60);
    line += "  " + std::to_string(left_s / 60) + ':' + (seconds.size() < 2 ? "0" : "") + seconds +
            " left";
  }
  return line;
}

ProgressBar::ProgressBar() : watched_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total, std::uint64_t rows) {
  if (!watched_) return;
  const Clock::time_point now = Clock::now();
  if (drawn_ && now - last_ < between_redraws) return;
  last_ = now;
  drawn_ = true;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_).count();
  const std::string line =
      "\r\x1b[K" + progress_line(done, total, rows, static_cast<std::uint64_t>(elapsed) + 1);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace vip::terminal
