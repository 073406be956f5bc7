// Old store: a data directory as version 2 of the schema wrote it, with people in the clear.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/ensure.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/terminal_key.h"
#include "tests/folder.h"

namespace vip::terminal {

// What that store holds of people, or some of it.
inline const std::vector<std::string_view>& old_canaries() {
  static const std::vector<std::string_view> all = {
      "13911112222",  "13733334444", "欧阳",     "晓测",      "茉莉",        "玫瑰",
      "本人要求查看", "本人更正",    "小票漏扫", "Ms Ouyang", "139****2222", "13600000000"};
  return all;
}

// `more`: so many further prospects and answers, so that moving them takes a while.
inline void make_old_store(const std::filesystem::path& directory, const std::string& sql_file,
                           int more) {
  const std::string sql = read_all(sql_file);
  ensure(!sql.empty(), "the old store's file is there");
  std::filesystem::create_directories(directory / "keys");
  for (const std::string name : {"data.key", "journal.key"}) {
    const std::size_t at = sql.find("keys/" + name);
    const std::size_t digits = sql.find_first_of("0123456789abcdef", at + 5 + name.size());
    write_secret_file(directory / "keys" / name, sql.substr(digits, 64) + '\n');
  }
  Database database((directory / "store.db").string(), Database::Mode::create);
  database.execute(sql);
  Transaction transaction(database);
  Statement person(database, "INSERT INTO person(phone) VALUES(?)");
  Statement answer(database, "INSERT INTO answer(id, fingerprint, text) VALUES(?, x'00', ?)");
  for (int i = 0; i < more; ++i) {
    const std::string phone = std::to_string(13'600'000'000 + i);
    person.bind(1, phone).run();
    answer.bind(1, "more-" + std::to_string(i)).bind(2, "{\"phone\":\"" + phone + "\"}").run();
  }
  transaction.commit();
}

}  // namespace vip::terminal
