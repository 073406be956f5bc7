// Wide: 128 bits, for products of two amounts before they are divided again (A20).
//
// Inside the rules only; nothing wide is kept, stored or passed on.
#pragma once

namespace vip::terminal {

__extension__ using Wide = __int128;

}  // namespace vip::terminal
