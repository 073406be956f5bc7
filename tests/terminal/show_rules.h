// Show: values of the rules as doctest prints them when a CHECK fails.
#pragma once

#include <string>

#include "terminal/rules/card_life.h"
#include "terminal/rules/clause.h"
#include "terminal/rules/pricing.h"
#include "terminal/rules/rate.h"
#include "tests/show.h"

namespace doctest {

template <>
struct StringMaker<vip::terminal::Rate> {
  static String convert(vip::terminal::Rate rate) { return rate.text().c_str(); }
};

template <>
struct StringMaker<vip::terminal::Clause> {
  static String convert(vip::terminal::Clause clause) { return std::string(name(clause)).c_str(); }
};

template <>
struct StringMaker<vip::terminal::CardState> {
  static String convert(vip::terminal::CardState state) { return std::string(name(state)).c_str(); }
};

template <>
struct StringMaker<vip::terminal::Way> {
  static String convert(vip::terminal::Way way) {
    return way == vip::terminal::Way::member ? "member" : "coupon";
  }
};

}  // namespace doctest
