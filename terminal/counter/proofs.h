// Proofs: the purchases that make somebody a member, and what becomes of them (E1 to E4).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "terminal/counter/counter.h"
#include "terminal/rules/eligibility.h"

namespace vip::terminal {

// One kind of proof (A26), as the request names it. Entries are distinct (A39).
struct ProofRequest {
  struct Sales {
    std::vector<std::string> ids;
  };
  struct Receipts {  // a number known here, or an unverified receipt (A25)
    std::vector<std::variant<std::string, UnverifiedReceipt>> entries;
  };
  struct Phone {
    std::string phone;
  };
  std::variant<Sales, Receipts, Phone> kind;
};

struct CheckedProof {
  Proof proof;
  std::vector<SaleRow> sales;
  std::vector<Purchase> purchases;         // of all of it
  std::optional<std::string> used_before;  // the first receipt that an earlier issue used (E3)
  bool unverified_not_allowed = false;     // some receipt is unknown and the policy wants it known
  std::string unverified_receipt;
  // X2: receipts known here that were laid down with another day or amount than they have.
  std::vector<Seq> contradicted;
};

// Faults: not_found and request.invalid with the pointer of the entry.
Answer<CheckedProof> check_proof(const Desk& desk, const ProofRequest& request);

// Purchases under a person that no issue has used yet, up to today.
std::vector<Purchase> unused_purchases(const Desk& desk, PersonId person);

// E4, A32: after a return on `sale` (as it was before): the proof it served is judged again as on
// its day of application, net of all returns since; an anomaly is raised the first time it no
// longer qualifies.
void judge_proof_again(const Desk& desk, const SaleRow& sale, Seq returned);

}  // namespace vip::terminal
