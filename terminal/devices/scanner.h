// Scanner: a scanner that this machine reads itself, whatever window has the keyboard.
//
// A keyboard is grabbed (EVIOCGRAB), so that what it scans is typed into nothing else; one that
// cannot be grabbed is not read. What is unplugged is looked for again each second, and half a scan
// that it left is forgotten.
//
// Threads: one of its own, on which the functions are called; they must not wait. The rest may be
// called from any.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "terminal/devices/scan_text.h"
#include "terminal/devices/scanner_source.h"

namespace vip::terminal {

class Scanner {
 public:
  // Told whenever it is another: `problem` is empty once the scanner is read, else what the system
  // said.
  using Tell = std::function<void(const std::string& problem)>;

  Scanner(ScannerSource source, TakeScan take, Tell tell);
  ~Scanner();  // lets go of the device
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  const ScannerSource& source() const { return source_; }
  bool is_read() const { return is_read_; }

 private:
  void serve();
  void say(const std::string& problem);
  bool stopped_within(int milliseconds) const;

  ScannerSource source_;
  TakeScan take_;
  Tell tell_;
  std::optional<std::string> said_;
  std::atomic<bool> is_read_ = false;
  int stop_ = -1;  // readable once it should stop
  std::thread thread_;
};

// What keeps the source from being read just now, as the system says it; empty: nothing. Takes
// nothing from whoever reads it.
std::string problem_of(const ScannerSource& source);

// Keyboards and serial lines that are plugged in, as vip.toml names them.
std::vector<std::string> scanners_found();

// The loop of a Scanner over a device that is open, for tests that play one: reads until the device
// is gone (true), or `stop` is readable (false).
bool read_scans(const ScannerSource& source, int handle, int stop, const TakeScan& take);

}  // namespace vip::terminal
