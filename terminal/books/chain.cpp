#include "terminal/books/chain.h"

#include <algorithm>
#include <string>

namespace vip::terminal {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

template <class Bytes>
void put_bytes(std::string& out, const Bytes& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

Digest chain_start(const Genesis& genesis) {
  std::string text = "VIP-J1-0";
  put(text, genesis.tid, 4);
  put(text, genesis.epoch, 4);
  put(text, genesis.lineage, 8);
  put_bytes(text, genesis.key);
  put_bytes(text, genesis.nonce);
  return sha256(text);
}

Digest chain_next(const Digest& previous, std::uint32_t tid, std::uint32_t epoch, std::uint64_t seq,
                  std::string_view body) {
  std::string text = "VIP-J1";
  text.reserve(64 + body.size());
  put_bytes(text, previous);
  put(text, tid, 4);
  put(text, epoch, 4);
  put(text, seq, 8);
  put(text, body.size(), 4);
  text.append(body);
  return sha256(text);
}

std::uint32_t tid_of_store(std::string_view store) {
  const Digest digest = sha256(store);
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | digest[static_cast<std::size_t>(i)];
  return std::max<std::uint32_t>(value >> 1, 1);
}

}  // namespace vip::terminal
