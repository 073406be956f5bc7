#include "sync/office/member_command.h"

#include <unistd.h>

#include <algorithm>
#include <vector>

#include "sync/office/head_office.h"
#include "sync/office/looks.h"
#include "terminal/books/clock.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {
namespace {

using terminal::JsonWriter;

struct Holder {
  std::string store;
  std::uint32_t epoch = 0;
  bool erased = false;
  std::int64_t heard_at = 0;
};

struct Erasure {
  Erasures::Forgotten forgotten;
  std::string began;  // store; empty: head office
  std::vector<Holder> holders;
  bool everywhere() const {
    return std::all_of(holders.begin(), holders.end(), [](const Holder& h) { return h.erased; });
  }
};

Erasure erasure_of(OfficeBooksOpen& books, const Erasures::Forgotten& forgotten) {
  Erasure erasure{.forgotten = forgotten};
  if (const auto terminal = books.store.terminal(forgotten.tid)) erasure.began = terminal->store;
  for (const ErrandRow& row : books.rights.shares().erasing_errands(forgotten.account)) {
    const auto terminal = books.store.terminal(row.errand.tid);
    const auto life = books.store.epoch(row.errand.tid, row.errand.epoch);
    if (!row.done && life && life->state == EpochState::closed) continue;  // that life is over
    erasure.holders.push_back(
        {terminal ? terminal->store : "", row.errand.epoch, row.done, life ? life->heard_at : 0});
  }
  return erasure;
}

std::string local(std::int64_t at) {
  return terminal::Zone::named("Asia/Shanghai")->local_text(at);
}

void write_erasure(JsonWriter& json, const Erasure& erasure) {
  json.begin_object().field("account", erasure.forgotten.account.masked());
  json.field("at", terminal::Zone::named("Asia/Shanghai")->rfc3339(erasure.forgotten.at));
  json.field("began", erasure.began.empty() ? "head_office" : erasure.began);
  json.field("everywhere", erasure.everywhere()).key("stores").begin_array();
  for (const Holder& holder : erasure.holders) {
    json.begin_object().field("store", holder.store).field("epoch", holder.epoch);
    json.field("erased", holder.erased).field("heard_at", holder.heard_at).end_object();
  }
  json.end_array().end_object();
}

std::string text_of(const Manner& manner, const Erasure& erasure) {
  std::string text = local(erasure.forgotten.at) + "  " + erasure.forgotten.account.masked() +
                     manner.say("  起于 ", "  begun at ") +
                     (erasure.began.empty() ? manner.say("总部", "head office") : erasure.began) +
                     "\n";
  for (const Holder& holder : erasure.holders) {
    text += "    " + holder.store + "  ";
    if (holder.erased) {
      text += manner.say("已销毁", "destroyed there");
    } else {
      text += manner.say("尚未确认", "not confirmed yet");
      text += holder.heard_at == 0
                  ? manner.say("，从未联系", ", never heard of")
                  : manner.say("，最近联系 ", ", last heard ") + local(holder.heard_at);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

Exit erase_member_everywhere(const Manner& manner, const ErasureWish& wish) {
  std::string digits = wish.card;
  std::erase(digits, ' ');
  const auto number = card::read_number(digits);
  if (!number) {
    return manner.fail(Exit::usage, "CARD：应是 16 位卡号。", "CARD: a card number, 16 digits.");
  }
  if (wish.reason.empty()) {
    return manner.fail(Exit::usage, "--reason：请说明依据，例如申请编号；会记录在案（R3）。",
                       "--reason: say why, such as the request's number; it is written down (R3).");
  }
  const OfficeDirectory directory(manner.data);
  OfficeBooksOpen books(directory, terminal::Database::Mode::open_shared);
  const auto account = books.rights.shares().account_of(*number);
  if (!account) {
    return manner.fail(Exit::not_found, "总部还没有听说过这张卡：" + number->masked(),
                       "Head office has not heard of this card: " + number->masked());
  }
  const std::int64_t now = terminal::wall_clock();
  JsonWriter look;
  look.begin_object().field("at", terminal::Zone::named("Asia/Shanghai")->rfc3339(now));
  look.field("user", static_cast<std::int64_t>(::getuid())).field("act", "member_erase");
  look.field("account", account->masked()).field("reason", wish.reason).end_object();
  append_look(directory, look.take());
  books.rights.erase(*number, now);
  const Erasure erasure = erasure_of(books, *books.rights.erasures().forgotten(*account));
  JsonWriter json;
  write_erasure(json, erasure);
  manner.show(json.take(),
              text_of(manner, erasure) +
                  manner.say("总部的登记表已销毁；积分账目保留（R4）。各店联网后销毁各自的资料。\n"
                             "查看进度：vip-office member erased --data ",
                             "Head office's form is destroyed; the ledger stays (R4). Each store "
                             "destroys what it has once it is on line.\nTo see how far they are: "
                             "vip-office member erased --data ") +
                  manner.data + "\n");
  return Exit::ok;
}

Exit show_erasures(const Manner& manner) {
  const OfficeDirectory directory(manner.data);
  OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  JsonWriter json;
  json.begin_object().key("erasures").begin_array();
  std::string text;
  for (const auto& forgotten : books.rights.erasures().all_forgotten()) {
    const Erasure erasure = erasure_of(books, forgotten);
    write_erasure(json, erasure);
    text += text_of(manner, erasure);
  }
  json.end_array().end_object();
  if (text.empty()) text = manner.say("没有已删除的会员。\n", "No member was erased.\n");
  manner.show(json.take(), text);
  return Exit::ok;
}

}  // namespace vip::sync
