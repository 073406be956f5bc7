// Gate: who asks, whether they proved it, and whether the act is theirs to do.
//
// A request names its operator and proves it with a session (operator.login), a PIN, or, in a
// training store, by its word where that operator has no PIN. Manager acts ask for the PIN again,
// and an approval is a second operator with their own PIN, never the first (acts.h has the table).
//
// Every try of a PIN and everything that was not allowed is recorded before it is answered, so that
// neither a crash nor a full disk gives anybody more tries. What is refused again and again in the
// same minute is recorded once.
//
// Threads: none; the door's.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "terminal/counter/counter.h"
#include "terminal/json/fields.h"
#include "terminal/staff/sessions.h"
#include "terminal/staff/staff_book.h"

namespace vip::terminal {

// What a request says about who asks. Secrets among it are wiped with it.
struct Claim {
  std::optional<std::string> number;  // "operator"
  std::optional<std::string> session;
  std::optional<std::string> pin;
  std::optional<std::string> badge;
  std::optional<std::string> second;  // "second_operator"
  std::optional<std::string> second_pin;

  Claim() = default;
  Claim(Claim&&) = default;
  Claim& operator=(Claim&&) = default;
  ~Claim();
};
struct ClaimRules {
  bool needs_number = false;  // the operator may not be left out
  bool takes_second = false;  // an approval may come with it
};
Claim read_claim(Fields& fields, ClaimRules rules);
// Fields that prove something and are no part of what was asked: they do not count as content
// (A19), and no hash of them is ever kept.
std::span<const std::string_view> proving_fields();

struct Caller {
  std::optional<Operator> who;  // none: nobody was named
  bool proved = false;          // by session or PIN
  bool pin_now = false;         // by PIN, in this request
  std::optional<Operator> second;
  bool second_proved = false;

  Role role() const { return who ? who->role : Role::nobody; }
  // An operator without a PIN, which training stores alone know.
  bool at_their_word() const { return who && !who->has_pin(); }
};

class Gate {
 public:
  explicit Gate(Store& store) : store_(store) {}

  // Who the claim is, tries of PINs recorded. Operators that are not known are no fault yet: see
  // unknown(). Requires: an open unit; the caller keeps what this wrote whatever it answers.
  Answer<Caller> prove(const Desk& desk, const Claim& claim);
  // The fault of a claim that names somebody who is not known here.
  static std::optional<Fault> unknown(const Claim& claim, const Caller& caller);

  // Whether the act is theirs. Faults: not_allowed with manager_needed, pin_again,
  // approval_needed, own_approval, not_allowed.
  static Answer<Done> allow(const Caller& caller, StaffAct act);
  // R3: one more member in full, reason given; faults also look_cap.
  Answer<Done> allow_look(const Desk& desk, const Caller& caller);

  // What was not allowed, once a minute. Requires: as prove().
  void record_refusal(const Desk& desk, const Caller& caller, std::string_view method,
                      std::string_view word);

  // That somebody stood by, where the act's own event does not say so (points.correct does).
  void record_approval(const Desk& desk, const Caller& caller, std::string_view method,
                       StaffAct act);

  Sessions& sessions() { return sessions_; }
  // The clock of locks and sessions: nobody sets it; in training, once told, the time told.
  SteadyTime now(const Desk& desk) const;

 private:
  // `badge`: what has to be shown beside the PIN where the operator has one; none: the PIN is
  // enough.
  struct Tried {
    const std::string& pin;
    const std::optional<std::string>* badge = nullptr;
    std::string pointer;
  };
  Answer<Done> prove_first(const Desk& desk, const Claim& claim, Caller& caller);
  Answer<Done> prove_second(const Desk& desk, const Claim& claim, Caller& caller);
  Answer<Done> try_pin(const Desk& desk, const Operator& who, const Tried& tried);

  Store& store_;
  Sessions sessions_;
  std::set<std::string> refused_;  // in this minute
  std::int64_t minute_ = 0;
};

}  // namespace vip::terminal
