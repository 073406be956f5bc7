// Show: values as doctest prints them when a CHECK fails.
#pragma once

#include <doctest/doctest.h>

#include "cardformat/amount.h"
#include "cardformat/card_number.h"
#include "cardformat/day.h"

namespace doctest {

template <>
struct StringMaker<vip::Fen> {
  static String convert(vip::Fen fen) { return toString(fen.count()) + " fen"; }
};

template <>
struct StringMaker<vip::Points> {
  static String convert(vip::Points points) { return toString(points.count()) + " points"; }
};

template <>
struct StringMaker<vip::Day> {
  static String convert(vip::Day day) { return day.text().c_str(); }
};

template <>
struct StringMaker<vip::card::Number> {
  static String convert(vip::card::Number number) { return number.text().c_str(); }
};

}  // namespace doctest
