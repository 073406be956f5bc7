// World: a chain in weather. Stores, their members, head office and the lines between them, in one
// process and one thread; what happens is told by a schedule.
//
// What the shops' people do at the counter is in world_counter.cpp, what happens on the line and to
// machines in world.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/transport.h"
#include "tests/simulation/chain.h"
#include "tests/simulation/laws.h"
#include "tests/simulation/machines.h"
#include "tests/simulation/schedule.h"

namespace vip::simulation {

// How often what happened, by name; in the order of the names.
using Counts = std::map<std::string, std::uint64_t>;

class World {
 public:
  // `trail` takes one line for each thing that happens; may be empty.
  World(Chain& chain, std::uint64_t seed, const Weather& weather,
        std::function<void(const std::string&)> trail);
  ~World();

  // Throws Violation.
  void take(const Step& step);
  // Faults off; everything must come to rest (C1). Throws Violation.
  void come_to_rest();

  std::string digest() const { return laws_.digest(); }
  std::uint64_t events() const { return laws_.events(); }
  const Counts& counts() const { return counts_; }
  const Counts& event_counts() const { return laws_.counts(); }

 private:
  class Line;
  class OtherLine;
  struct MachineDied {};

  // A request to a door, and what to do once it is known to be done.
  struct Ask {
    std::string method;
    std::string text;
    std::function<void(const terminal::Reply&)> done;
    std::optional<terminal::Seq> confirmed;
  };
  struct Member {
    std::string card;
    std::size_t home = 0;
  };
  struct Sold {
    std::size_t store = 0;
    std::string receipt_no;
    std::int64_t units = 0;
  };

  struct Shop {
    std::unique_ptr<TerminalMachine> terminal;
    bool line_cut = false;
    bool exchanging = false;
    bool lost = false;         // its disk; a new life is to begin
    bool life_closed = false;  // at head office
    bool cloned = false;       // its disk: head office may refuse it
    std::int64_t certified_at = 0;
    std::optional<TerminalMachine::Image> image;
    terminal::Seq image_at = 0;  // of its journal
    std::string copies;          // that its lanes keep: answers of sync.copies, a line each
    terminal::Seq copied_from = 0;
    terminal::Seq copied_through = 0;
    std::vector<Ask> unanswered;  // the shop does not know what became of them
    std::vector<Ask> answered;    // the last few
  };

  // A disk that was lost, as it was when it was.
  struct LostDisk {
    std::size_t shop = 0;
    std::uint32_t epoch = 0;
    std::filesystem::path directory;
    std::string certificate_der;
  };

  void act(Act act, Dice& dice);
  void at_counter(Act act, std::size_t shop, Dice& dice);
  static std::pair<std::string, std::int64_t> gift_of(Dice& dice);
  Ask make(Act act, std::size_t shop, Dice& dice);
  Ask make_sale(std::size_t shop, Dice& dice);
  Ask make_return(std::size_t shop, Dice& dice);
  Ask make_redemption(std::size_t shop, Dice& dice);
  Ask make_issue(std::size_t shop, Dice& dice);
  Ask make_correction(std::size_t shop, Dice& dice);
  Ask make_card_life(std::size_t shop, Dice& dice);
  static Ask make_gift(std::size_t shop, const std::string& gift, std::int64_t points, Dice& dice);
  static Ask ask_of(std::string method, const std::string& fields, Dice& dice,
                    std::function<void(const terminal::Reply&)> done = {});

  void ask(std::size_t shop, Ask ask);
  void ask_together(std::size_t shop, std::vector<Ask> asks);
  void settle(std::size_t shop, Ask ask, const terminal::Reply& reply);
  void ask_again(std::size_t shop, Dice& dice);
  void talk(std::size_t shop,
            const std::function<std::string(sync::Outbox&, sync::Transport&)>& say, Dice& dice);
  void exchange(std::size_t shop, Dice& dice);
  void renew(std::size_t shop, sync::Transport& line);
  std::string exchange_with(std::size_t shop, sync::Outbox& outbox, sync::Transport& line,
                            bool settle);
  void visit(std::size_t shop, bool wants, Dice& dice);
  void deliver_late(Dice& dice);
  std::optional<sync::HttpAnswer> deliver(std::size_t shop, const sync::HttpRequest& request);

  bool up(std::size_t shop);  // opens it where it is closed
  bool office_up();
  bool renew_certificate(std::size_t shop);  // before it expires; false: not now
  void lose(std::size_t shop);
  bool begin_new_life(std::size_t shop);
  void put_image_back(std::size_t shop);
  std::filesystem::path copy_disk(std::size_t shop);
  void keep_lost_disk(std::size_t shop);
  void late_disk(Dice& dice);
  void clone_disk(std::size_t shop, Dice& dice);
  void copy_to_lanes(std::size_t shop, Dice& dice);
  bool recover_from_lanes(std::size_t shop, std::uint32_t tid, std::uint32_t epoch, Dice& dice);
  void back_up_office();
  void restore_office(bool latest);
  void look(std::size_t shop);

  Member* somebody(std::size_t shop, Dice& dice);
  void tell(std::size_t shop, const std::string& what);
  void tell(const std::string& what);
  void count(const std::string& what) { ++counts_[what]; }

  Weather weather_;
  std::function<void(const std::string&)> trail_;
  std::int64_t now_;
  std::vector<Shop> shops_;
  std::unique_ptr<OfficeMachine> office_;
  Laws laws_;
  const Chain& chain_;
  int copies_ = 0;         // of head office's books; the latest has the highest number
  int copies_before_ = 0;  // made before the last life began: nobody comes back from those
  bool restored_ = false;  // head office is to be seen with other eyes when it starts
  std::vector<Member> members_;
  std::vector<Sold> sold_;  // the last few, in turn
  std::size_t sold_turn_ = 0;
  std::vector<std::pair<std::size_t, sync::HttpRequest>> late_;
  std::vector<LostDisk> lost_disks_;
  int copied_disks_ = 0;
  Counts counts_;
};

}  // namespace vip::simulation
