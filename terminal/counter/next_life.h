// Next life: how a store goes on selling while nobody knows whether its data is the right one
// (design 8, restored or cloned terminal).
//
// A data directory that was put back from a copy, or copied, must not use up anything that another
// copy of it may use up as well: rights, numbers of events, blanks. But the shop sells. So the
// journal as it is, is laid aside whole, and a journal of a new life begins: its provisional
// journal. It has a key and a beginning of its own, the epoch after the old one, and no rights
// (E1), and it is told of the old books what head office tells a new life: policy, poster, staff,
// accounts. What is sold meanwhile is recorded, and earns, as in any new life. Until head office
// has opened it, no gift is redeemed, no card is made and no points are corrected there, and no
// answer says a position, because the epoch may still get another number.
//
//   DIR/next/     the new life while it is made; with `next/ready` in it, it is whole
//   DIR/before/3/ the old life, of epoch 3, from then on: store.db, anchor, keys/, office/
//
// Settling it is the exchange's (sync/earlier_life.h). A store that was never enrolled has nobody
// who could settle it, and stays locked where its anchor is ahead.
//
// Errors: StorageError. Threads: none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/store.h"

namespace vip::terminal {

// What speaks against this directory being the one that head office knows. No value: nothing.
//   behind   the anchor is ahead of the journal: confirmed events vanished
//   moved    another machine, or another file, than the one that was enrolled
//   clone, rewound, fork, frozen, closed: head office said so (doubt_by_office())
std::optional<std::string> doubt_about(Store& store);
// Head office refused this life with that word. False where it says nothing about the data.
// The next opening of the store begins the next life.
bool doubt_by_office(Store& store, std::string_view word);

// Where the data lies, as far as that can be told: 16 hex digits of this machine's id and of the
// file's number. Written down when a store is enrolled.
std::string place_of(const std::filesystem::path& directory);

// Makes DIR/next whole; the old life is only read. Requires: doubt_about() has a value; no Unit is
// open.
void make_next_life(Store& store, std::string_view doubt);
// Puts it in place, or finishes that after a crash. False: there is none that is whole. Requires:
// nobody has the store open.
bool move_into_next_life(const std::filesystem::path& directory);

// The directory of an old life that is still there; of several, one.
std::optional<std::filesystem::path> earlier_life(const std::filesystem::path& directory);
// Head office has all of it, or a person has seen to it. `life`: as earlier_life() named it.
void forget_earlier_life(const std::filesystem::path& life);

}  // namespace vip::terminal
