#include "sync/office/account_command.h"

#include <algorithm>

#include "sync/office/head_office.h"
#include "terminal/books/clock.h"
#include "terminal/door/columns.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {
namespace {

using terminal::JsonWriter;

struct Place {
  Share share;
  std::string store;
  std::int64_t heard_at = 0;
};

std::string json_of(card::Number account, const Standing& standing,
                    const std::vector<terminal::ToldCard>& cards,
                    const std::vector<Place>& places) {
  JsonWriter json;
  json.begin_object().field("account", account.masked()).field("total", standing.net.count());
  json.field("free", standing.free.count()).field("free_carry", standing.free_carry.count());
  json.field("accumulated", standing.accumulated.count());
  json.field("shortfall", standing.shortfall.count());
  json.key("cards").begin_array();
  for (const terminal::ToldCard& card : cards) {
    json.begin_object().field("card", card.number.masked());
    json.field("state", terminal::name(card.state)).field("last_day", card.last_day.text());
    json.end_object();
  }
  json.end_array().key("stores").begin_array();
  for (const Place& place : places) {
    const terminal::Account& figures = place.share.figures;
    json.begin_object().field("store", place.store).field("epoch", place.share.epoch);
    json.field("closed", place.share.closed).field("right", figures.right.count());
    json.field("on_its_way", place.share.on_its_way().count());
    json.field("owed", figures.owed.count()).field("carry", figures.carry.count());
    json.field("heard_at", place.heard_at).end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string text_of(const Manner& manner, card::Number account, const Standing& standing,
                    const std::vector<terminal::ToldCard>& cards,
                    const std::vector<Place>& places) {
  const auto number = [](auto amount) { return std::to_string(amount.count()); };
  std::string text = manner.say("账户 ", "Account ") + account.masked() +
                     manner.say("：共 ", ": ") + number(standing.net) +
                     manner.say(" 分", " points") + "\n";
  for (const terminal::ToldCard& card : cards) {
    text += "  " + card.number.masked() + "  " + std::string(terminal::name(card.state)) + "  " +
            card.last_day.text() + "\n";
  }
  const auto line = [&](const std::string& where, const std::string& points,
                        const std::string& more) {
    text += "  " + terminal::pad_right(where, 20) + terminal::pad_left(points, 8) + more + "\n";
  };
  line(manner.say("总部可调拨", "free at head office"), number(standing.free), "");
  for (const Place& place : places) {
    if (place.share.closed) continue;
    std::string more;
    if (place.share.on_its_way() > Points(0)) {
      more += manner.say("，在途 ", ", on its way ") + number(place.share.on_its_way());
    }
    if (place.share.figures.owed > Points(0)) {
      more += manner.say("，欠 ", ", owes ") + number(place.share.figures.owed);
    }
    if (place.heard_at != 0) {
      more += manner.say("，最近联系 ", ", last heard ") +
              terminal::Zone::named("Asia/Shanghai")->local_text(place.heard_at);
    }
    line(place.store, number(place.share.figures.right), more);
  }
  if (standing.shortfall > Points(0)) {
    line(manner.say("缺口", "short"), number(standing.shortfall),
         manner.say("：强制关闭的终端后来又兑换了",
                    ": a terminal that was closed by force had "
                    "redeemed more"));
  }
  return text;
}

}  // namespace

Exit show_account(const Manner& manner, const std::string& card) {
  std::string digits = card;
  std::erase(digits, ' ');
  const auto number = card::read_number(digits);
  if (!number) {
    return manner.fail(Exit::usage, "CARD：应是 16 位卡号。", "CARD: a card number, 16 digits.");
  }
  const OfficeDirectory directory(manner.data);
  OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  const auto account = books.rights.shares().account_of(*number);
  if (!account) {
    return manner.fail(Exit::not_found, "总部还没有听说过这张卡：" + number->masked(),
                       "Head office has not heard of this card: " + number->masked());
  }
  std::vector<Place> places;
  const auto shares = books.rights.shares().of(*account);
  for (const Share& share : shares) {
    const auto terminal = books.store.terminal(share.tid);
    const auto life = books.store.epoch(share.tid, share.epoch);
    places.push_back({share, terminal ? terminal->store : "", life ? life->heard_at : 0});
  }
  const auto cards = books.rights.shares().cards(*account);
  const Standing standing = standing_of(shares);
  manner.show(json_of(*account, standing, cards, places),
              text_of(manner, *account, standing, cards, places));
  return Exit::ok;
}

}  // namespace vip::sync
