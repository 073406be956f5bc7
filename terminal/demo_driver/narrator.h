// Narrator: tells the demonstration to people, in Chinese or in English, and shows how far it is.
//
// On a terminal it has colours and a live line; elsewhere plain text, so that a log reads well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal::demo {

class Narrator {
 public:
  explicit Narrator(bool chinese);

  bool chinese() const { return chinese_; }
  // One of the two, as the language is.
  std::string_view tell(std::string_view zh, std::string_view en) const {
    return chinese_ ? zh : en;
  }

  void title(std::string_view zh, std::string_view en);
  void chapter(std::string_view zh, std::string_view en);      // numbered
  void say(const std::string& zh, const std::string& en);      // a sentence of the story
  void note(const std::string& zh, const std::string& en);     // quieter, below a sentence
  void refused(const std::string& zh, const std::string& en);  // a lawful no
  void command(const std::string& line);                       // something to type
  void good(const std::string& zh, const std::string& en);
  void bad(const std::string& zh, const std::string& en);

  // The live line; wiped by whatever is told next. Nothing where nobody is watching.
  void progress(std::uint64_t done, std::uint64_t total, const std::string& what);

  // A table: the first column is text, the others are figures. Widths are counted in columns.
  struct Row {
    std::vector<std::string> cells;
    enum class Look { plain, head, good, bad } look = Look::plain;
  };
  void table(const std::vector<Row>& rows);

 private:
  void wipe();
  void line(std::string_view colour, std::string_view indent, std::string_view text);

  bool chinese_;
  bool watched_;
  bool live_ = false;
  int chapter_ = 0;
};

// 1234567 -> "12,345.67"
std::string yuan(std::int64_t fen);
std::string grouped(std::int64_t number);
// 7 in 4 places -> "0007"; a longer number as it is
std::string padded(std::uint64_t number, std::size_t width);

}  // namespace vip::terminal::demo
