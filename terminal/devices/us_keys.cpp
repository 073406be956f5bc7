#include "terminal/devices/us_keys.h"

#include <linux/input-event-codes.h>

#include <array>

namespace vip::terminal {
namespace {

struct Key {
  std::uint16_t code;
  char plain;
  char shifted;
};

// clang-format off
constexpr std::array keys = {
    Key{KEY_1, '1', '!'}, Key{KEY_2, '2', '@'}, Key{KEY_3, '3', '#'}, Key{KEY_4, '4', '$'},
    Key{KEY_5, '5', '%'}, Key{KEY_6, '6', '^'}, Key{KEY_7, '7', '&'}, Key{KEY_8, '8', '*'},
    Key{KEY_9, '9', '('}, Key{KEY_0, '0', ')'},
    Key{KEY_A, 'a', 'A'}, Key{KEY_B, 'b', 'B'}, Key{KEY_C, 'c', 'C'}, Key{KEY_D, 'd', 'D'},
    Key{KEY_E, 'e', 'E'}, Key{KEY_F, 'f', 'F'}, Key{KEY_G, 'g', 'G'}, Key{KEY_H, 'h', 'H'},
    Key{KEY_I, 'i', 'I'}, Key{KEY_J, 'j', 'J'}, Key{KEY_K, 'k', 'K'}, Key{KEY_L, 'l', 'L'},
    Key{KEY_M, 'm', 'M'}, Key{KEY_N, 'n', 'N'}, Key{KEY_O, 'o', 'O'}, Key{KEY_P, 'p', 'P'},
    Key{KEY_Q, 'q', 'Q'}, Key{KEY_R, 'r', 'R'}, Key{KEY_S, 's', 'S'}, Key{KEY_T, 't', 'T'},
    Key{KEY_U, 'u', 'U'}, Key{KEY_V, 'v', 'V'}, Key{KEY_W, 'w', 'W'}, Key{KEY_X, 'x', 'X'},
    Key{KEY_Y, 'y', 'Y'}, Key{KEY_Z, 'z', 'Z'},
    Key{KEY_MINUS, '-', '_'}, Key{KEY_EQUAL, '=', '+'}, Key{KEY_LEFTBRACE, '[', '{'},
    Key{KEY_RIGHTBRACE, ']', '}'}, Key{KEY_BACKSLASH, '\\', '|'}, Key{KEY_SEMICOLON, ';', ':'},
    Key{KEY_APOSTROPHE, '\'', '"'}, Key{KEY_COMMA, ',', '<'}, Key{KEY_DOT, '.', '>'},
    Key{KEY_SLASH, '/', '?'}, Key{KEY_GRAVE, '`', '~'}, Key{KEY_SPACE, ' ', ' '},
    Key{KEY_KP0, '0', '0'}, Key{KEY_KP1, '1', '1'}, Key{KEY_KP2, '2', '2'}, Key{KEY_KP3, '3', '3'},
    Key{KEY_KP4, '4', '4'}, Key{KEY_KP5, '5', '5'}, Key{KEY_KP6, '6', '6'}, Key{KEY_KP7, '7', '7'},
    Key{KEY_KP8, '8', '8'}, Key{KEY_KP9, '9', '9'}, Key{KEY_KPMINUS, '-', '-'},
    Key{KEY_KPPLUS, '+', '+'}, Key{KEY_KPDOT, '.', '.'}, Key{KEY_KPSLASH, '/', '/'},
    Key{KEY_KPASTERISK, '*', '*'},
};
// clang-format on

}  // namespace

char us_key(std::uint16_t code, bool shift) {
  for (const Key& key : keys) {
    if (key.code == code) return shift ? key.shifted : key.plain;
  }
  return 0;
}

}  // namespace vip::terminal
