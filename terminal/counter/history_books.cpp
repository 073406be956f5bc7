#include "terminal/counter/history_books.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "cardformat/ensure.h"
#include "terminal/counter/proofs.h"
#include "terminal/rules/share_out.h"

namespace vip::terminal {

HistoryBooks::HistoryBooks(const Desk& desk)
    : desk_(desk),
      put_line_(desk.store.database(),
                "INSERT INTO history_line(seq, line, person, sku, unit_price) VALUES(?,?,?,?,?)"),
      drop_line_(desk.store.database(),
                 "DELETE FROM history_line WHERE person=? AND sku=? AND unit_price=? AND seq=? "
                 "AND line=?"),
      lines_of_(desk.store.database(),
                "SELECT seq, line FROM history_line WHERE person=? AND sku=? AND unit_price=? "
                "ORDER BY seq DESC, line DESC"),
      put_return_(desk.store.database(),
                  "INSERT INTO history_return(receipt_no, row, sku, unit_price, qty, at, sale, "
                  "person) VALUES(?,?,?,?,?,?,?,?)"),
      get_return_(desk.store.database(),
                  "SELECT sku, unit_price, qty, at, sale, person FROM history_return WHERE "
                  "receipt_no=? AND row=?") {}

Unit& HistoryBooks::unit() {
  if (!unit_) {
    // Others may have been here since, and no event is earlier than the one before it.
    desk_.stamp.at = std::max(desk_.stamp.at, desk_.store.time_mark());
    desk_.stamp.day = desk_.store.zone().day_of(desk_.stamp.at);
    unit_.emplace(desk_.store);
  }
  return *unit_;
}

void HistoryBooks::keep() {
  if (!unit_) return;
  unit_->commit();
  unit_.reset();
}

SaleEvent HistoryBooks::sale_event(Seq seq) {
  const auto entry = desk_.store.journal().at(seq);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  const auto* sale = event ? std::get_if<SaleEvent>(&event->act) : nullptr;
  if (sale == nullptr) {
    throw StorageError(StorageError::Kind::damaged, "the journal's entry of a sale is damaged");
  }
  return *sale;
}

Known HistoryBooks::known(const HistorySale& sale) {
  const auto seq = desk_.store.books().sale_with_receipt(sale.receipt_no);
  if (!seq) return Known::no;
  const SaleEvent event = sale_event(*seq);
  const std::int64_t at = desk_.store.zone().instant(sale.at.day, sale.at.minute);
  if (!event.history || event.history->at != at || event.basket.lines.size() != sale.lines.size()) {
    return Known::other;
  }
  for (std::size_t i = 0; i < sale.lines.size(); ++i) {
    const BasketLine& line = event.basket.lines[i];
    const HistoryLine& told = sale.lines[i];
    if (line.sku != told.sku || line.qty != told.qty || line.unit_price != told.unit_price ||
        event.paid[i] != told.paid) {
      return Known::other;
    }
  }
  // Somebody else's, though nobody may have been told of at first.
  if (!sale.customer.empty() && known_person(sale.customer) != event.person) return Known::other;
  return Known::same;
}

Known HistoryBooks::known(const HistoryReturn& row) {
  const Reading reading(get_return_);
  get_return_.bind(1, row.receipt_no).bind(2, static_cast<std::int64_t>(row.row));
  if (!get_return_.step()) return Known::no;
  const bool same =
      get_return_.text(0) == row.sku && get_return_.integer(1) == row.unit_price.count() &&
      get_return_.integer(2) == row.qty &&
      get_return_.integer(3) == desk_.store.zone().instant(row.at.day, row.at.minute) &&
      get_return_.integer(4) == static_cast<std::int64_t>(sale_named(row)) &&
      get_return_.integer(5) == known_person(row.customer);
  return same ? Known::same : Known::other;
}

// 0 where the row names no sale, or none that is in the books.
Seq HistoryBooks::sale_named(const HistoryReturn& row) {
  if (row.return_of.empty()) return 0;
  return desk_.store.books().sale_with_receipt(row.return_of).value_or(0);
}

// A phone names a person, a customer key does; where both are told they name one, unless each has
// somebody of its own already.
PersonId HistoryBooks::person_of(const HistorySale& sale) {
  People& people = desk_.store.people();
  if (sale.customer.empty()) return sale.phone.empty() ? 0 : people.prospect(sale.phone);
  const auto by_key = people.known_customer(sale.customer);
  const auto by_phone = sale.phone.empty() ? std::nullopt : people.known_phone(sale.phone);
  if (by_key) {
    if (!by_key->has_phone && !by_phone && !sale.phone.empty()) {
      people.set_phone(by_key->id, sale.phone);
    }
    return by_key->id;
  }
  if (by_phone && !by_phone->has_customer) {
    people.set_customer(by_phone->id, sale.customer);
    return by_phone->id;
  }
  const PersonId person = people.customer(sale.customer);
  if (!by_phone && !sale.phone.empty()) people.set_phone(person, sale.phone);
  return person;
}

std::optional<PersonId> HistoryBooks::known_person(const std::string& customer) {
  if (customer.empty()) return 0;
  const auto person = desk_.store.people().known_customer(customer);
  if (!person) return std::nullopt;
  return person->id;
}

void HistoryBooks::post(const HistorySale& sale) {
  unit();
  SaleEvent event{
      .receipt_no = sale.receipt_no,
      .person = person_of(sale),
      .policy_version = desk_.policy().version,
      .history = Happened{desk_.store.zone().instant(sale.at.day, sale.at.minute), sale.at.day}};
  for (const HistoryLine& line : sale.lines) {
    event.basket.lines.push_back(
        {.sku = line.sku, .name = line.name, .qty = line.qty, .unit_price = line.unit_price});
    event.paid.push_back(line.paid);
    event.clauses.push_back(Clause::none);
  }
  const Position position = record(desk_, event);
  for (std::size_t i = 0; i < sale.lines.size(); ++i) {
    put_line_.bind(1, static_cast<std::int64_t>(position.seq))
        .bind(2, static_cast<std::int64_t>(i))
        .bind(3, event.person)
        .bind(4, sale.lines[i].sku)
        .bind(5, sale.lines[i].unit_price.count())
        .run();
  }
}

void HistoryBooks::post(const HistoryReturn& row) {
  unit();
  TerminalBooks& books = desk_.store.books();
  const Happened happened{desk_.store.zone().instant(row.at.day, row.at.minute), row.at.day};
  std::map<Seq, std::vector<ReturnedPart>> by_sale;
  for (const ReturnedPart& part : row.parts) {
    const auto seq = books.sale_with_receipt(part.sale_receipt_no);
    ensure(seq.has_value(), "a part of a return names a sale in the books");
    by_sale[*seq].push_back(part);
  }
  for (const auto& [seq, parts] : by_sale) {
    const auto sale = books.sale(seq);
    ReturnEvent event{.sale = seq, .receipt_no = row.receipt_no, .history = happened};
    for (const ReturnedPart& part : parts) {
      const SoldLine& line = sale->lines.at(part.line);
      const Fen refund = paid_for_units(line.paid, line.qty, line.returned + part.qty) -
                         paid_for_units(line.paid, line.qty, line.returned);
      event.lines.push_back({part.line, part.qty, refund});
      if (line.returned + part.qty == line.qty) {
        drop_line_.bind(1, sale->person)
            .bind(2, row.sku)
            .bind(3, row.unit_price.count())
            .bind(4, static_cast<std::int64_t>(seq))
            .bind(5, static_cast<std::int64_t>(part.line))
            .run();
      }
    }
    const Position position = record(desk_, event);
    judge_proof_again(desk_, *sale, position.seq);
  }
  put_return_.bind(1, row.receipt_no)
      .bind(2, static_cast<std::int64_t>(row.row))
      .bind(3, row.sku)
      .bind(4, row.unit_price.count())
      .bind(5, row.qty)
      .bind(6, happened.at)
      .bind(7, static_cast<std::int64_t>(sale_named(row)))
      .bind(8, known_person(row.customer).value_or(0))
      .run();
}

std::vector<LineOut> HistoryBooks::lines_out(const LinesWanted& wanted) {
  TerminalBooks& books = desk_.store.books();
  const std::int64_t not_after =
      desk_.store.zone().instant(wanted.not_after.day, wanted.not_after.minute);
  std::vector<LineOut> found;
  std::int64_t missing = wanted.qty;
  const auto add = [&](const SaleRow& sale, std::size_t line) {
    const std::int64_t out = sale.lines[line].qty - sale.lines[line].returned;
    if (out < 1 || sale.at > not_after || sale.origin != Origin::history) return;
    found.push_back({sale.receipt_no, line, out});
    missing -= std::min(missing, out);
  };
  if (!wanted.sale_receipt_no.empty()) {
    const auto seq = books.sale_with_receipt(wanted.sale_receipt_no);
    if (!seq) return found;
    const auto sale = books.sale(*seq);
    const SaleEvent event = sale_event(*seq);
    for (std::size_t i = event.basket.lines.size(); i-- > 0 && missing > 0;) {
      const BasketLine& line = event.basket.lines[i];
      if (line.sku == wanted.sku && line.unit_price == wanted.unit_price) add(*sale, i);
    }
    return found;
  }
  const auto person = known_person(wanted.customer);
  if (!person) return found;
  const Reading reading(lines_of_);
  lines_of_.bind(1, *person).bind(2, wanted.sku).bind(3, wanted.unit_price.count());
  // The latest sale first, whatever order they were imported in.
  std::vector<std::pair<SaleRow, std::size_t>> lines;
  while (lines_of_.step()) {
    const auto sale = books.sale(static_cast<Seq>(lines_of_.integer(0)));
    ensure(sale.has_value(), "the index of lines names sales in the books");
    lines.emplace_back(*sale, static_cast<std::size_t>(lines_of_.integer(1)));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.first.at > b.first.at; });
  for (const auto& [sale, line] : lines) {
    if (missing > 0) add(sale, line);
  }
  return found;
}

void HistoryBooks::each_customer(const std::function<void(const HistoryCustomer&)>& visit) {
  struct Customer {
    std::string customer;
    std::optional<std::string> phone;
    PersonId id = 0;
  };
  std::vector<Customer> all;  // the people store knows no order of its own
  desk_.store.people().each([&](const Person& person) {
    all.push_back({person.customer.value_or(std::string()), person.phone, person.id});
  });
  std::sort(all.begin(), all.end(), [](const Customer& a, const Customer& b) {
    return std::tie(a.customer, a.phone, a.id) < std::tie(b.customer, b.phone, b.id);
  });
  for (const Customer& person : all) {
    HistoryCustomer customer{.customer = person.customer,
                             .phone = person.phone.value_or(std::string())};
    bool imported = false;
    for (const SaleRow& sale : desk_.store.books().sales_of_person(person.id)) {
      if (sale.origin != Origin::history) continue;
      imported = true;
      if (sale.proof_of == 0) customer.purchases.push_back({sale.receipt_no, sale.day, sale.net()});
    }
    if (!imported) continue;
    std::stable_sort(customer.purchases.begin(), customer.purchases.end(),
                     [](const auto& a, const auto& b) { return a.day < b.day; });
    visit(customer);
  }
}

}  // namespace vip::terminal
