#include "terminal/counter/month_end.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

bool is_closed_whole(const Desk& desk, Day month) {
  const auto row = desk.store.books().month(month);
  return row && row->registrations == desk.store.books().registrations(month, last_of_month(month));
}

Position record_closing(const Desk& desk, Day month) {
  return record(
      desk, MonthCloseEvent{month, desk.store.books().registrations(month, last_of_month(month))});
}

Day first_day(const Desk& desk) {
  const auto entry = desk.store.journal().at(1);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  return event ? event->stamp.day : desk.stamp.day;
}

}  // namespace

std::optional<MonthClosed> month_closed(const Desk& desk, Day month) {
  const auto row = desk.store.books().month(month);
  if (!row) return std::nullopt;
  MonthClosed closed{.row = *row};
  if (const auto entry = desk.store.journal().at(row->seq)) {
    if (const auto event = decode(entry->body)) {
      closed.at = event->stamp.at;
      closed.staff = event->stamp.staff;
    }
  }
  return closed;
}

Answer<Closing> close_month(const Desk& desk, Day month) {
  const Day last = last_of_month(month);
  if (desk.stamp.day < last) {
    return refuse(Clause::R1, "month_not_over",
                  {{"month", month.text().substr(0, 7)}, {"last_day", last.text()}});
  }
  if (last < first_day(desk)) {
    return fault(Fault::Code::not_found, "/month", "not_found",
                 {{"what", "month"}, {"id", month.text().substr(0, 7)}});
  }
  if (is_closed_whole(desk, month)) {
    Closing closing{.row = *desk.store.books().month(month), .was_closed = true};
    if (const auto entry = desk.store.journal().at(closing.row.seq)) {
      closing.position = {desk.store.identity().genesis.epoch, entry->seq, entry->head};
    }
    return closing;
  }
  const Position position = record_closing(desk, month);
  return Closing{.row = *desk.store.books().month(month), .position = position};
}

void close_past_months(const Desk& desk) {
  const std::int64_t latest = desk.store.recorded_at();
  if (latest == 0) return;
  const Day this_month = first_of_month(desk.stamp.day);
  Day month = first_of_month(desk.store.zone().day_of(latest));
  if (month >= this_month) return;
  Desk by_itself = desk;
  by_itself.stamp.staff.clear();
  by_itself.stamp.lane.clear();
  for (; month < this_month; month = plus_months(month, 1)) {
    if (!is_closed_whole(desk, month)) record_closing(by_itself, month);
  }
}

std::optional<std::int64_t> days_late(const Desk& desk, Day due,
                                      const std::optional<MonthClosed>& closed, Seq acked) {
  if (desk.stamp.day <= due) return std::nullopt;
  if (closed && closed->row.seq <= acked) return std::nullopt;
  return days_between(due, desk.stamp.day);
}

}  // namespace vip::terminal
