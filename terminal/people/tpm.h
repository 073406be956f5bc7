// Tpm: the machine's TPM 2.0, as far as a key is sealed to it and had back (design 9).
//
// What is sealed opens on this TPM alone, and only until its owner's seed is changed (a "clear" in
// the machine's set-up): whoever has the disk without the machine has nothing. It is not bound to
// what was booted: root on the running machine can have it opened, as root can read the memory of
// the program; and an update of the firmware locks nobody out.
//
// The TPM's own hierarchy of storage is used with a primary key that follows from its seed by a
// fixed template (ECC P-256), so nothing is kept in the TPM. What travels to it and back is
// encrypted (a salted session), and the salt goes to the primary key whose name the sealed text
// has: a listener on the bus learns nothing, and one that answers instead of the TPM is another.
//
//   sealed:  offset  size  what
//                 0     6  "VIP-T1"
//                 6    34  name of the primary key (TPM 2.0 part 1, 16: algorithm and SHA-256)
//                40     p  TPM2B_PUBLIC of the sealed object
//            40 + p     q  TPM2B_PRIVATE of it; nothing after
//
// Where it is found: $VIP_TPM, a configuration of libtss2-tctildr ("swtpm:path=/run/tpm.sock",
// "none": use no TPM), else the kernel's /dev/tpmrm0 where there is one. libtss2 is loaded when a
// TPM is to be asked and not before: a machine that has neither is not disturbed.
//
// Threads: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cardformat/result.h"
#include "cardformat/secret.h"

namespace vip::terminal {

struct TpmProblem {
  enum class Kind : std::uint8_t {
    none = 1,  // no TPM on this machine, or none is to be used
    silent,    // there is one, and it cannot be used now: `what` says why
    other,     // what was sealed is not this TPM's: it was cleared, or is another machine's
    damaged    // what was sealed is not what seal() made
  };
  Kind kind = Kind::none;
  std::string what;  // for people, in English
};

// Whether one could be asked; nothing is, here.
bool machine_has_tpm();
// Bytes for a file. They tell nothing to whoever has not the TPM.
Result<std::string, TpmProblem> seal_by_tpm(const SecretKey& key);
Result<SecretKey, TpmProblem> open_by_tpm(std::string_view sealed);

}  // namespace vip::terminal
