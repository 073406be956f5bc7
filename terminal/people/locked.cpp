#include "terminal/people/locked.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <span>

#include "cardformat/wipe.h"

namespace vip::terminal {
namespace {

std::atomic<bool> none_failed = true;

std::size_t whole_pages(std::size_t size) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return (size + page - 1) / page * page;
}

}  // namespace

void* take_locked(std::size_t size) {
  const std::size_t bytes = whole_pages(size);
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  if (mlock(memory, bytes) != 0) none_failed = false;
  madvise(memory, bytes, MADV_DONTDUMP);
  madvise(memory, bytes, MADV_WIPEONFORK);
  return memory;
}

void give_back_locked(void* memory, std::size_t size) noexcept {
  wipe(std::span(static_cast<std::uint8_t*>(memory), size));
  munmap(memory, whole_pages(size));
}

bool all_locked() { return none_failed; }

void allow_no_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace vip::terminal
