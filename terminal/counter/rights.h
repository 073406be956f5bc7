// Rights: what head office asks of this terminal, and what this terminal gives back (design 6, 7).
//
// Each order of head office is an entry of the inbox and is consumed by exactly one event (I1).
// What cannot be carried out is consumed all the same, by a nack that says why. A recall is a
// request: it is answered with what is still here, nothing perhaps. Nothing else ever makes a right
// smaller than the acts of the counter and release_surplus().
//
// The caller has a Unit open and its request under a savepoint. Requires: `inbox` is the next
// entry.
//
// Threads: none; whoever owns the store.
#pragma once

#include <string>

#include "terminal/counter/counter.h"
#include "terminal/rules/surplus.h"

namespace vip::terminal {

void accept_grant(const Desk& desk, InboxNo inbox, const GrantId& grant, card::Number account,
                  Points points, Fen carry);
void answer_recall(const Desk& desk, InboxNo inbox, card::Number account, Points points);
void block_by_order(const Desk& desk, InboxNo inbox, card::Number card, BlockReason reason);
void lift_by_order(const Desk& desk, InboxNo inbox, card::Number card);
// A list that head office signed. Without head office's key here (training) it is believed.
void accept_list(const Desk& desk, RangeAcceptedEvent list);
void refuse_entry(const Desk& desk, InboxNo inbox, std::string kind, std::string why);

// Does the account live here (A45: the issuing store), and can one of its cards be used?
Stay stay_of(const Desk& desk, card::Number account);

// Releases what exceeds the target of every account that an event after `after` is about; the last
// event looked at is the result. Looks at `most` events at most.
Seq release_surplus(const Desk& desk, Seq after, Seq most);

}  // namespace vip::terminal
