#include "sync/office/registry_command.h"

#include <unistd.h>

#include <vector>

#include "cardformat/mask.h"
#include "sync/office/looks.h"
#include "sync/office/registry.h"
#include "terminal/books/clock.h"
#include "terminal/door/columns.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {
namespace {

using terminal::JsonWriter;

std::string month_text(Day month) { return month.text().substr(0, 7); }

std::string phone_of(const terminal::Registration& form, bool full) {
  return full ? form.phone : mask_phone(form.phone);
}
std::string name_of(const terminal::Registration& form, bool full) {
  const std::string whole = form.surname + form.given_name;
  return full ? whole : mask_name(whole);
}

void write_consent(JsonWriter& json, const terminal::Consent& consent) {
  const auto zone = terminal::Zone::named("Asia/Shanghai");
  json.key("consent").begin_object().field("given", consent.at != 0);
  if (consent.at != 0) json.field("at", zone->rfc3339(consent.at));
  if (!consent.version.empty()) json.field("version", consent.version);
  json.field("messages", consent.messages_at != 0);
  if (consent.messages_at != 0) json.field("messages_at", zone->rfc3339(consent.messages_at));
  if (consent.no_messages) json.field("messages_refused", true);
  if (consent.guardian_at != 0) json.field("guardian_at", zone->rfc3339(consent.guardian_at));
  json.end_object();
}

void write_row(JsonWriter& json, const RegistryRow& row, bool full) {
  json.begin_object().field("day", row.day.text()).field("kind", row.kind);
  json.field("card", row.card.masked()).field("last_day", row.last_day.text());
  json.field("clause", row.clause).field("staff", row.staff).field("form", name(row.form));
  if (row.registration) {
    json.field("name", name_of(*row.registration, full));
    json.field("phone", phone_of(*row.registration, full));
    if (full) {
      json.field("birthday", row.registration->birthday.text());
      json.field("address_form", terminal::name(row.registration->form));
    }
    if (row.consent) write_consent(json, *row.consent);
  }
  json.end_object();
}

std::int64_t count(const StoreRegistry& store, std::string_view kind) {
  std::int64_t rows = 0;
  for (const RegistryRow& row : store.rows) rows += row.kind == kind ? 1 : 0;
  return rows;
}

std::string json_of(const Registry& registry, const RegistryWish& wish) {
  JsonWriter json;
  json.begin_object().field("month", month_text(registry.month)).field("on", registry.on.text());
  json.key("stores").begin_array();
  for (const StoreRegistry& store : registry.stores) {
    json.begin_object().field("store", store.store).field("tid", store.tid);
    json.field("state", name(store.state)).field("due", store.due.text());
    json.field("days_late", store.days_late);
    json.field("registrations", static_cast<std::int64_t>(store.rows.size()));
    for (const char* kind : {"issue", "renew", "replace"}) json.field(kind, count(store, kind));
    json.field("forms_missing", store.forms_missing);
    json.key("closed");
    if (store.closed) {
      json.integer(*store.closed);
    } else {
      json.null();
    }
    if (!wish.store.empty()) {
      json.key("rows").begin_array();
      for (const RegistryRow& row : store.rows) write_row(json, row, wish.full);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string word(const Manner& manner, RegistryState state) {
  switch (state) {
    case RegistryState::running:
      return manner.say("本月未完", "month running");
    case RegistryState::complete:
      return manner.say("已齐", "complete");
    case RegistryState::waiting:
      return manner.say("待报", "waiting");
    case RegistryState::late:
      return manner.say("逾期", "LATE");
  }
  return "";
}

std::string word(const Manner& manner, FormState state) {
  switch (state) {
    case FormState::sealed:
      return manner.say("密封", "sealed");
    case FormState::opened:
      return "";
    case FormState::missing:
      return manner.say("登记表未到", "form not here yet");
    case FormState::erased:
      return manner.say("已删除", "erased");
    case FormState::unreadable:
      return manner.say("打不开：密钥不符或已损坏", "does not open: another key, or damaged");
    case FormState::another_text:
      return manner.say("与流水账不符", "not what the journal signed for");
  }
  return "";
}

std::string text_of(const Manner& manner, const Registry& registry, const RegistryWish& wish) {
  using terminal::pad_left;
  using terminal::pad_right;
  std::string text = manner.say("会员登记月册 ", "Registry of ") + month_text(registry.month) +
                     manner.say("，截至 ", ", as of ") + registry.on.text() + "\n";
  if (registry.stores.empty()) {
    return text + manner.say("那个月没有门店。\n", "There was no store in that month.\n");
  }
  std::int64_t late = 0;
  for (const StoreRegistry& store : registry.stores) {
    text += "  " + pad_right(store.store, 16) + pad_left(std::to_string(store.rows.size()), 6) +
            manner.say(" 条  ", " lines  ") + word(manner, store.state);
    if (store.state == RegistryState::late) {
      ++late;
      text +=
          manner.say(" ", " by ") + std::to_string(store.days_late) + manner.say(" 天", " days");
    }
    if (store.state == RegistryState::waiting) {
      text += manner.say("，应于 ", ", due by ") + store.due.text();
    }
    if (store.closed && *store.closed > static_cast<std::int64_t>(store.rows.size())) {
      text += manner.say("；门店结册为 ", "; the store counted ") + std::to_string(*store.closed);
    }
    if (store.forms_missing > 0) {
      text += manner.say("；未到的登记表 ", "; forms not here yet: ") +
              std::to_string(store.forms_missing);
    }
    text += '\n';
    if (wish.store.empty()) continue;
    for (const RegistryRow& row : store.rows) {
      text += "    " + row.day.text() + "  " + pad_right(std::string(row.kind), 8) +
              row.card.masked() + "  " + row.last_day.text() + "  " + pad_right(row.clause, 3) +
              pad_right(row.staff, 5);
      if (row.registration) {
        text += pad_right(name_of(*row.registration, wish.full), 14) +
                phone_of(*row.registration, wish.full);
        if (wish.full) text += "  " + row.registration->birthday.text();
      } else {
        text += word(manner, row.form);
      }
      text += '\n';
    }
  }
  if (late > 0) {
    text += manner.say("逾期门店 ", "Late: ") + std::to_string(late) +
            manner.say(" 家。请门店联网同步：vip-terminal sync run。\n",
                       " store(s). They exchange with: vip-terminal sync run.\n");
  }
  return text;
}

// R3, before anybody is shown.
void write_down(const OfficeDirectory& directory, const Registry& registry,
                const RegistryWish& wish, std::int64_t now) {
  std::size_t rows = 0;
  for (const StoreRegistry& store : registry.stores) rows += store.rows.size();
  JsonWriter json;
  json.begin_object().field("at", terminal::Zone::named("Asia/Shanghai")->rfc3339(now));
  json.field("user", static_cast<std::int64_t>(::getuid())).field("store", wish.store);
  json.field("month", month_text(registry.month)).field("rows", static_cast<std::int64_t>(rows));
  json.field("reason", wish.reason).end_object();
  append_look(directory, json.take());
}

}  // namespace

Exit show_registry(const Manner& manner, const RegistryWish& wish) {
  const std::int64_t now = terminal::wall_clock();
  const auto zone = terminal::Zone::named("Asia/Shanghai");
  const auto on = wish.on.empty() ? std::optional(zone->day_of(now)) : read_day(wish.on);
  if (!on) {
    return manner.fail(Exit::usage, "--on：应是日期，如 2026-12-03。",
                       "--on: a day, such as 2026-12-03.");
  }
  const auto month = wish.month.empty() ? std::optional(plus_months(first_of_month(*on), -1))
                                        : read_day(wish.month + "-01");
  if (!month) {
    return manner.fail(Exit::usage, "--month：应是月份，如 2026-11。",
                       "--month: a month, such as 2026-11.");
  }
  if ((wish.people || wish.full) && wish.store.empty()) {
    return manner.fail(Exit::usage, "--people、--full：请用 --store 指明一家门店。",
                       "--people, --full: name one store with --store.");
  }
  if (wish.full && wish.reason.empty()) {
    return manner.fail(Exit::usage, "--full：请用 --reason 说明原因；每次查看都会记录（R3）。",
                       "--full: say why with --reason; every look is written down (R3).");
  }
  const OfficeDirectory directory(manner.data);
  OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  if (!wish.store.empty() && !books.store.terminal(terminal::tid_of_store(wish.store))) {
    return manner.fail(Exit::not_found, "没有这家门店：" + wish.store,
                       "No such store: " + wish.store);
  }
  std::optional<OpeningKey> key;
  if (wish.people || wish.full) {
    const std::filesystem::path file = wish.people_key.empty()
                                           ? people_key_file(manner.data)
                                           : std::filesystem::path(wish.people_key);
    key = people_key(file);
    if (!key) {
      return manner.fail(Exit::not_found,
                         "没有密钥文件 " + file.string() + "，登记表打不开；用 --people-key 指明。",
                         "There is no key " + file.string() +
                             ", so the forms stay sealed; name it with --people-key.");
    }
  }
  const Registry registry = make_registry(books, *month, *on, wish.store, key ? &*key : nullptr);
  if (wish.full) write_down(directory, registry, wish, now);
  manner.show(json_of(registry, wish), text_of(manner, registry, wish));
  return Exit::ok;
}

}  // namespace vip::sync
