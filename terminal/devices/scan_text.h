// Scan text: the bytes of one scan while they come in.
//
// Bounded: what is longer than a scan can be is thrown away whole, up to its end, because half of a
// code may look like another code. Wiped when it goes: somebody may hold out a bank card.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "cardformat/scan/wedge.h"
#include "cardformat/wipe.h"

namespace vip::terminal {

// What a scanner delivered: one scan, 1 to ScanText::longest bytes, as they came, without its end.
using TakeScan = std::function<void(std::string_view scan)>;

class ScanText {
 public:
  static constexpr std::size_t longest = card::Burst::longest;

  ScanText() { text_.reserve(longest); }
  ~ScanText() { wipe(text_); }
  ScanText(const ScanText&) = delete;
  ScanText& operator=(const ScanText&) = delete;

  bool empty() const { return text_.empty() && !spoilt_; }
  void put(char c) {
    if (spoilt_) return;
    if (text_.size() == longest) return spoil();
    text_ += c;
  }
  // Something of it was lost, or it is too long: nothing of it is a scan.
  void spoil() {
    spoilt_ = true;
    clear();
  }
  void end(const TakeScan& take) {
    if (!spoilt_ && !text_.empty()) take(text_);
    forget();
  }
  void forget() {
    spoilt_ = false;
    clear();
  }

 private:
  void clear() {
    wipe(text_);
    text_.reserve(longest);
  }

  std::string text_;
  bool spoilt_ = false;
};

}  // namespace vip::terminal
