// Store name: what a store may be called, at its terminal and at head office.
#pragma once

#include <algorithm>
#include <string_view>

namespace vip::terminal {

// 1 to 16 letters, digits, '-' and '_': it stands in sales' ids, file names and certificates.
inline bool store_name_allowed(std::string_view store) {
  return !store.empty() && store.size() <= 16 && std::ranges::all_of(store, [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '-' ||
           c == '_';
  });
}

}  // namespace vip::terminal
