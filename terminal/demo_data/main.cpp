// vip-fortnight: writes fortnight.csv anew. `vip-fortnight > terminal/demo_data/fortnight.csv`
#include <cstdio>
#include <string>

#include "terminal/demo_data/fortnight.h"

int main() {
  const std::string text = vip::terminal::fortnight(vip::terminal::fortnight_seed);
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
