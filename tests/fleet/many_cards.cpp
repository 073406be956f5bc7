#include "tests/fleet/many_cards.h"

#include <ctime>
#include <optional>
#include <stdexcept>

#include "cardformat/bytes.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"

namespace vip::fleet {

namespace fs = std::filesystem;

card::Number member_at(std::int64_t i) {
  return card::make_number(card::default_prefix,
                           card::first_training_serial + static_cast<std::uint64_t>(i) * 7 + 1);
}

void put_members(const fs::path& office, const std::string& store, std::int64_t cards) {
  const sync::OfficeDirectory directory(office);
  sync::OfficeBooksOpen books(directory, terminal::Database::Mode::open_shared);
  const std::uint32_t tid = terminal::tid_of_store(store);
  sync::Epoch epoch;
  epoch.genesis.tid = tid;
  epoch.state = sync::EpochState::closed;
  epoch.code_hash = "none";
  terminal::Statement account(books.database,
                              "INSERT INTO account(account, home_tid, version, fanned) "
                              "VALUES(?,?,1,1)");
  terminal::Statement card(books.database,
                           "INSERT INTO chain_card(account, number, state, issued, last_day) "
                           "VALUES(?1,?1,1,?2,?3)");
  terminal::Statement whose(books.database,
                            "INSERT INTO card_account(number, account) VALUES(?1,?1)");
  terminal::Transaction all(books.database);
  books.store.put(sync::Terminal{tid, store, 1});
  books.store.put(epoch);
  const std::int64_t issued = Day::from_civil(2026, 1, 10)->number();
  for (std::int64_t i = 0; i < cards; ++i) {
    const auto number = static_cast<std::int64_t>(member_at(i).value());
    account.bind(1, number).bind(2, tid).run();
    card.bind(1, number).bind(2, issued + i % 300).bind(3, issued + i % 300 + 730).run();
    whose.bind(1, number).run();
  }
  all.commit();
}

sync::Enrolment enrol_store(terminal::Store& store, const std::string& name, const fs::path& office,
                            const std::string& address) {
  const sync::OfficeDirectory directory(office);
  sync::OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  auto enrolled =
      sync::enrol(store.directory(),
                  {.office = address,
                   .code = *sync::give_out_code(directory, books.store, name, std::time(nullptr)),
                   .authority_fingerprint = std::nullopt,
                   .store = name,
                   .genesis = store.identity().genesis,
                   .training = true});
  if (!enrolled) throw std::runtime_error("not enrolled: " + enrolled.error().detail);
  terminal::Unit unit(store);
  store.set_meta("policy_key", hex(enrolled->office_key));
  unit.commit();
  return *enrolled;
}

}  // namespace vip::fleet
