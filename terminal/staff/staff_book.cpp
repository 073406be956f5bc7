#include "terminal/staff/staff_book.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

constexpr std::string_view columns =
    "number, role, active, card, credential, failures, failed_boot, failed_seconds";

Operator read(const Statement& row) {
  Operator who{.number = std::string(row.text(0)),
               .role = static_cast<Role>(row.integer(1)),
               .active = row.integer(2) != 0,
               .credential = std::string(row.text(4)),
               .failures = row.integer(5),
               .failed = {std::string(row.text(6)), row.integer(7)}};
  if (!row.is_null(3)) {
    who.card = card::Number::from_value(static_cast<std::uint64_t>(row.integer(3)));
  }
  return who;
}

// What one event makes of an operator.
void change(Operator& who, const OperatorEvent& event) {
  switch (event.change) {
    case OperatorChange::added:
      who = Operator{.number = event.number,
                     .role = event.role,
                     .card = event.card,
                     .credential = event.credential};
      return;
    case OperatorChange::role:
      who.role = event.role;
      return;
    case OperatorChange::card:
      who.card = event.card;
      return;
    case OperatorChange::pin:
      who.credential = event.credential;
      who.failures = 0;
      return;
    case OperatorChange::off:
      who.active = false;
      return;
    case OperatorChange::on:
      who.active = true;
      return;
    case OperatorChange::unlocked:
    case OperatorChange::pin_right:
      who.failures = 0;
      return;
    case OperatorChange::pin_wrong:
      ++who.failures;
      who.failed = {event.boot, event.boot_seconds};
      return;
  }
}

AuditKind audit_kind_of_change(OperatorChange change) {
  switch (change) {
    case OperatorChange::pin_wrong:
      return AuditKind::refusal;
    case OperatorChange::pin_right:
      return AuditKind::session;
    case OperatorChange::added:
    case OperatorChange::role:
    case OperatorChange::card:
    case OperatorChange::pin:
    case OperatorChange::off:
    case OperatorChange::on:
    case OperatorChange::unlocked:
      return AuditKind::setting;
  }
  return AuditKind::setting;
}

}  // namespace

std::int64_t locked_for(const Operator& who, const SteadyTime& now) {
  if (who.failures == 0 || who.failures % tries != 0) return 0;
  const std::int64_t waited = steady_seconds_since(who.failed, now);
  return waited >= lock_seconds ? 0 : lock_seconds - waited;
}

std::optional<Operator> training_operator(std::string_view number) {
  if (number == "1001") return Operator{.number = "1001", .role = Role::cashier};
  if (number == "2001") return Operator{.number = "2001", .role = Role::manager};
  return std::nullopt;
}

std::optional<AuditKind> audit_kind_of(const Act& act) {
  if (const auto* audit = std::get_if<AuditEvent>(&act)) return audit->kind;
  if (const auto* of = std::get_if<OperatorEvent>(&act)) return audit_kind_of_change(of->change);
  if (std::holds_alternative<CorrectEvent>(act)) return AuditKind::approval;
  if (std::holds_alternative<AnomalyStateEvent>(act)) return AuditKind::setting;
  if (std::holds_alternative<GiftPutEvent>(act)) return AuditKind::setting;
  if (std::holds_alternative<PolicyAdoptedEvent>(act)) return AuditKind::setting;
  if (std::holds_alternative<MemberEditEvent>(act)) return AuditKind::correction;
  if (std::holds_alternative<EraseEvent>(act)) return AuditKind::erasing;
  return std::nullopt;
}

void create_staff_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE operator(
      number TEXT PRIMARY KEY, role INTEGER NOT NULL, active INTEGER NOT NULL, card INTEGER,
      credential TEXT NOT NULL, failures INTEGER NOT NULL, failed_boot TEXT NOT NULL,
      failed_seconds INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE audit(
      seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, kind INTEGER NOT NULL, staff TEXT NOT NULL);
    CREATE INDEX audit_day ON audit(day, seq);
    CREATE INDEX audit_look ON audit(staff, day) WHERE kind=1;
  )");
}

void create_staff_secret_tables(Database& database) {
  database.execute(
      "CREATE TABLE operator_secret(number TEXT PRIMARY KEY, salt BLOB NOT NULL, "
      "proof BLOB NOT NULL, badge BLOB NOT NULL) WITHOUT ROWID");
}

StaffBook::StaffBook(Database& database, bool training)
    : database_(database),
      training_(training),
      get_(database, "SELECT " + std::string(columns) + " FROM operator WHERE number=?"),
      put_(database,
           "INSERT OR REPLACE INTO operator(" + std::string(columns) + ") VALUES(?,?,?,?,?,?,?,?)"),
      add_audit_(database, "INSERT INTO audit(seq, day, kind, staff) VALUES(?,?,?,?)"),
      count_looks_(database, "SELECT count(*) FROM audit WHERE staff=? AND day=? AND kind=1") {}

void StaffBook::apply(Seq seq, const Event& event) {
  const auto kind = audit_kind_of(event.act);
  if (!kind) return;
  if (const auto* of = std::get_if<OperatorEvent>(&event.act)) {
    auto who = find(of->number);
    // What happens to one of training's own operators makes a row of it.
    if (!who) who = training_operator(of->number).value_or(Operator{.number = of->number});
    change(*who, *of);
    put(*who);
  }
  add_audit_.bind(1, static_cast<std::int64_t>(seq))
      .bind(2, std::int64_t{event.stamp.day.number()})
      .bind(3, static_cast<std::int64_t>(*kind))
      .bind(4, event.stamp.staff)
      .run();
}

std::optional<Operator> StaffBook::find(std::string_view number) {
  const Reading reading(get_);
  get_.bind(1, number);
  if (get_.step()) return read(get_);
  return training_ ? training_operator(number) : std::nullopt;
}

std::vector<Operator> StaffBook::all() {
  std::vector<Operator> found;
  Statement rows(database_, "SELECT " + std::string(columns) + " FROM operator ORDER BY number");
  while (rows.step()) found.push_back(read(rows));
  for (const std::string_view number : {"2001", "1001"}) {
    if (training_ &&
        std::find(found.begin(), found.end(), *training_operator(number)) == found.end()) {
      found.insert(found.begin(), *training_operator(number));
    }
  }
  return found;
}

bool StaffBook::has_manager() {
  for (const Operator& who : all()) {
    if (who.active && who.role == Role::manager) return true;
  }
  return false;
}

void StaffBook::put(const Operator& row) {
  put_.bind(1, row.number)
      .bind(2, static_cast<std::int64_t>(row.role))
      .bind(3, std::int64_t{row.active})
      .bind(4, row.card ? std::optional(static_cast<std::int64_t>(row.card->value()))
                        : std::optional<std::int64_t>())
      .bind(5, row.credential)
      .bind(6, row.failures)
      .bind(7, row.failed.boot)
      .bind(8, row.failed.seconds)
      .run();
}

std::vector<StaffBook::AuditRow> StaffBook::audit(const AuditWish& wish) {
  std::string sql =
      "SELECT seq, day, kind, staff FROM audit WHERE day BETWEEN ?1 AND ?2 AND seq>?3";
  if (wish.kind) sql += " AND kind=?5";
  if (wish.staff) sql += " AND staff=?6";
  Statement rows(database_, sql + " ORDER BY seq LIMIT ?4");
  rows.bind(1, std::int64_t{wish.from.number()}).bind(2, std::int64_t{wish.through.number()});
  rows.bind(3, static_cast<std::int64_t>(wish.after)).bind(4, wish.most);
  if (wish.kind) rows.bind(5, static_cast<std::int64_t>(*wish.kind));
  if (wish.staff) rows.bind(6, *wish.staff);
  std::vector<AuditRow> found;
  while (rows.step()) {
    const auto day = Day::from_number(rows.integer(1));
    if (!day) throw StorageError(StorageError::Kind::damaged, "an audit's day is no day");
    found.push_back({static_cast<Seq>(rows.integer(0)), *day,
                     static_cast<AuditKind>(rows.integer(2)), std::string(rows.text(3))});
  }
  return found;
}

std::int64_t StaffBook::looks(std::string_view staff, Day day) {
  const Reading reading(count_looks_);
  count_looks_.bind(1, staff).bind(2, std::int64_t{day.number()});
  ensure(count_looks_.step(), "a count has one row");
  return count_looks_.integer(0);
}

StaffSecrets::StaffSecrets(Database& database)
    : get_(database, "SELECT salt, proof, badge FROM operator_secret WHERE number=?"),
      put_(database,
           "INSERT OR REPLACE INTO operator_secret(number, salt, proof, badge) VALUES(?,?,?,?)") {}

std::optional<Credential> StaffSecrets::find(std::string_view number) {
  const Reading reading(get_);
  get_.bind(1, number);
  if (!get_.step()) return std::nullopt;
  return Credential{std::string(get_.blob(0)), std::string(get_.blob(1)),
                    std::string(get_.blob(2))};
}

void StaffSecrets::put(std::string_view number, const Credential& credential) {
  put_.bind(1, number).bind_blob(2, credential.salt).bind_blob(3, credential.proof);
  put_.bind_blob(4, credential.badge).run();
}

}  // namespace vip::terminal
