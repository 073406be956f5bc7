#include "terminal/demo_driver/members.h"

#include <algorithm>
#include <array>

#include "terminal/demo_driver/narrator.h"

namespace vip::terminal::demo {
namespace {

constexpr std::array<std::string_view, 24> surnames = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
    "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋"};

}  // namespace

Member& Members::add(const std::string& customer) {
  Member& member = members_.emplace_back();
  member.customer = customer;
  const std::uint64_t number = number_of(customer);
  member.surname = surnames[number % surnames.size()];
  member.form = number % 5 == 0 ? "mr" : "ms";
  const auto phone = phones_.find(customer);
  member.phone = phone != phones_.end() ? phone->second : "1380000" + padded(next_phone_++, 4);
  member.birthday = std::to_string(1965 + number % 40) + "-" + padded(1 + number / 64 % 12, 2) +
                    "-" + padded(1 + number / 4096 % 28, 2);
  by_customer_[customer] = &member;
  return member;
}

Member* Members::of(const std::string& customer) {
  const auto found = by_customer_.find(customer);
  return customer.empty() || found == by_customer_.end() ? nullptr : found->second;
}

std::vector<Member*> Members::richest() {
  std::vector<Member*> members;
  for (Member& member : members_) members.push_back(&member);
  std::stable_sort(members.begin(), members.end(),
                   [](const Member* a, const Member* b) { return a->points > b->points; });
  return members;
}

std::uint64_t number_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

}  // namespace vip::terminal::demo
