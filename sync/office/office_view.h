// OfficeView: what head office's commands say, as one JSON object and as text for people.
//
// Texts are in Chinese or English; money is shown in yuan, in JSON it is fen.
#pragma once

#include <string>
#include <vector>

#include "sync/office/fold.h"
#include "sync/office/meetings.h"
#include "sync/office/office_store.h"
#include "sync/office/report.h"
#include "sync/office/verify.h"
#include "terminal/books/ledger.h"

namespace vip::sync {

enum class Speech : std::uint8_t { zh, en };

std::string report_json(const Report& report);
// With a line for each day where `days`; in JSON they always stand.
std::string report_text(const Report& report, Speech speech, bool days);

std::string verified_json(const Verified& verified);
std::string verified_text(const Verified& verified, Speech speech);

// X1: what a store's own terminal raised.
struct StoreAnomaly {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  terminal::AnomalyRow row;
};

// One line per store: how far its journal came, when it was last heard.
struct Fleet {
  struct Member {
    Terminal terminal;
    Epoch epoch;
    std::int64_t parked = 0;
  };
  bool training = false;
  std::vector<Member> members;
  std::vector<OfficeAnomaly> anomalies;
  std::vector<Parked> parked;
  std::vector<StoreAnomaly> of_stores;  // X2, as the stores raised them
  std::vector<TwoStores> two_stores;    // X2, what no store can see
  std::int64_t codes = 0;               // given out and not used
};
Fleet make_fleet(terminal::Database& database, OfficeStore& store, Fold& fold, Meetings& meetings,
                 std::int64_t codes);
std::string fleet_json(const Fleet& fleet, std::int64_t now);
std::string fleet_text(const Fleet& fleet, std::int64_t now, Speech speech);

std::string anomalies_json(const Fleet& fleet);
std::string anomalies_text(const Fleet& fleet, Speech speech);

}  // namespace vip::sync
