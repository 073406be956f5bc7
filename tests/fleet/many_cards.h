// Many cards: a store with as many members as a benchmark wants, at head office and at a terminal.
//
// Their rows are written straight into head office's books, because a million registrations at a
// counter would take hours; no journal knows of those cards, and verify would say so. The store's
// disk is gone, so that its next one is told of them all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "cardformat/card_number.h"
#include "sync/enrolment.h"
#include "terminal/books/store.h"

namespace vip::fleet {

// The i-th card of such a store, i from 0.
card::Number member_at(std::int64_t i);

// Requires: nobody has head office's books open.
void put_members(const std::filesystem::path& office, const std::string& store, std::int64_t cards);

// Enrols a store that was made with the name `name`, over the line, and lets it know whom to
// believe.
sync::Enrolment enrol_store(terminal::Store& store, const std::string& name,
                            const std::filesystem::path& office, const std::string& address);

}  // namespace vip::fleet
