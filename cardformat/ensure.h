// ensure: stop at once when we are wrong.
//
// For invariants alone. What may happen on an ordinary day is a Result; a broken machine is a
// StorageError. ensure() stays in every build: a till that goes on with a false fact loses money
// in silence, one that stops loses a minute.
#pragma once

namespace vip {

// Writes `why` and its place to standard error and aborts.
[[noreturn]] void ensure_failed(const char* why, const char* file, int line) noexcept;

}  // namespace vip

// A macro, because clang 14 has no std::source_location.
#define VIP_ENSURE_AT(fact, why, file, line) \
  (static_cast<bool>(fact) ? static_cast<void>(0) : ::vip::ensure_failed(why, file, line))
#define ensure(fact, why) VIP_ENSURE_AT(fact, why, __FILE__, __LINE__)
