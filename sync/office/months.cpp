#include "sync/office/months.h"

#include <variant>

#include "sync/office/rows.h"

namespace vip::sync {

using terminal::Database;
using terminal::Reading;
using terminal::Statement;

void create_month_table(Database& database) {
  database.execute(R"(
    CREATE TABLE month_close(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, month INTEGER NOT NULL,
      registrations INTEGER NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
  )");
}

void fill_month_table(Database& database) {
  Months months(database);
  // Only what had its effect, as the fold counts it.
  Statement events(database,
                   "SELECT j.tid, j.epoch, j.seq, j.body FROM journal j JOIN epoch e ON "
                   "e.tid=j.tid AND e.epoch=j.epoch WHERE j.seq<=e.folded AND "
                   "instr(j.body, CAST('\"month_close\"' AS BLOB))>0 AND NOT EXISTS(SELECT 1 FROM "
                   "parked p WHERE p.tid=j.tid AND p.epoch=j.epoch AND p.seq=j.seq)");
  while (events.step()) {
    const auto event = terminal::decode(events.blob(3));
    if (!event) continue;
    months.add(static_cast<std::uint32_t>(events.integer(0)),
               static_cast<std::uint32_t>(events.integer(1)),
               static_cast<terminal::Seq>(events.integer(2)), *event);
  }
}

Months::Months(Database& database)
    : add_(database,
           "INSERT INTO month_close(tid, epoch, seq, month, registrations, at) "
           "VALUES(?,?,?,?,?,?)"),
      closed_(database,
              "SELECT registrations, at FROM month_close WHERE tid=? AND month=? "
              "ORDER BY epoch DESC, seq DESC LIMIT 1") {}

void Months::add(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq,
                 const terminal::Event& event) {
  const auto* close = std::get_if<terminal::MonthCloseEvent>(&event.act);
  if (close == nullptr) return;
  Row row(add_);
  row << tid << epoch << seq << first_of_month(close->month) << close->registrations
      << event.stamp.at;
  row.run();
}

std::optional<Months::Closed> Months::closed(std::uint32_t tid, Day first) {
  const Reading reading(closed_);
  Row(closed_) << tid << first_of_month(first);
  if (!closed_.step()) return std::nullopt;
  return Closed{closed_.integer(0), closed_.integer(1)};
}

}  // namespace vip::sync
