// Members: the people of the story who hold a card, in the order in which they got it.
//
// What a file of sales does not tell about people is invented, the same each time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cardformat/day.h"

namespace vip::terminal::demo {

struct Member {
  std::string customer;  // as the file names them
  std::string surname;
  std::string form;  // "ms" or "mr"
  std::string phone;
  std::string birthday;
  Day birthday_visit;  // the day it is celebrated on, or 1900-01-01

  // Once the card is issued.
  std::string card;    // in full
  std::string masked;  // as answers show it
  std::string zh;      // 王女士
  std::string en;      // Ms Wang
  std::int64_t points = 0;
};

class Members {
 public:
  // `phones`: of customers, where the file tells.
  explicit Members(std::map<std::string, std::string> phones) : phones_(std::move(phones)) {}

  // A new one, invented. The reference holds as long as this does.
  Member& add(const std::string& customer);

  // Null where that is nobody, or nobody with a card.
  Member* of(const std::string& customer);

  // Most points first; of equal ones whoever got the card first.
  std::vector<Member*> richest();

  const std::deque<Member>& all() const { return members_; }

 private:
  std::map<std::string, std::string> phones_;
  std::deque<Member> members_;  // addresses stay
  std::map<std::string, Member*> by_customer_;
  std::uint64_t next_phone_ = 5000;  // behind those of the file that ships
};

// A number from a text, the same everywhere.
std::uint64_t number_of(std::string_view text);

}  // namespace vip::terminal::demo
