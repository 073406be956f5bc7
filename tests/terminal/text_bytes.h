// TextBytes: a text as a ByteSource, given out in pieces of any size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "terminal/history/byte_source.h"

namespace vip::terminal {

class TextBytes final : public ByteSource {
 public:
  // Requires: piece >= 1.
  explicit TextBytes(std::string text, std::size_t piece = 64 * 1024)
      : text_(std::move(text)), piece_(piece) {}

  std::string_view next() override {
    const std::string_view piece = std::string_view(text_).substr(at_, piece_);
    at_ += piece.size();
    return piece;
  }
  FileEnd how_it_ended() const override { return FileEnd::whole; }
  std::uint64_t bytes_done() const override { return at_; }
  std::uint64_t bytes_total() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace vip::terminal
