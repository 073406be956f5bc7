#include "sync/office/standing.h"

#include <algorithm>

#include "terminal/rules/surplus.h"

namespace vip::sync {

namespace {

bool is_of(const Share& share, std::uint32_t tid, std::uint32_t epoch, card::Number name) {
  return share.tid == tid && share.epoch == epoch && share.figures.id == name;
}

}  // namespace

Standing standing_of(const std::vector<Share>& shares) {
  Points free;
  Fen carry;
  Standing standing;
  for (const Share& share : shares) {
    const terminal::Account& a = share.figures;
    standing.net += a.net();
    standing.accumulated += a.accumulated;
    if (share.closed) {
      free += a.released - a.granted + a.right - a.owed;
      carry += a.carry_out - a.carry_in + a.carry;
    } else {
      free += a.released - share.promised;
      carry += a.carry_out - share.promised_carry;
    }
  }
  standing.free = std::max(free, Points(0));
  standing.shortfall = std::max(-free, Points(0));
  standing.free_carry = std::max(carry, Fen(0));
  standing.carry_shortfall = std::max(-carry, Fen(0));
  return standing;
}

Elsewhere elsewhere_of(const std::vector<Share>& shares, std::uint32_t tid, std::uint32_t epoch,
                       card::Number name) {
  Elsewhere elsewhere;
  for (const Share& share : shares) {
    if (is_of(share, tid, epoch, name)) continue;
    elsewhere.points += share.figures.net();
    elsewhere.accumulated += share.figures.accumulated;
  }
  return elsewhere;
}

namespace {

class Planning {
 public:
  Planning(const std::vector<Share>& shares, const std::vector<Errand>& open_recalls)
      : shares_(shares), open_recalls_(open_recalls), free_(standing_of(shares).free) {}

  // Free points go there first; what is missing is asked of others.
  void send(std::uint32_t tid, std::uint32_t epoch, card::Number name, Points points) {
    const Points given = std::min(points, free_);
    grant(tid, epoch, name, given, Fen(0));
    recall(tid, epoch, name, points - given);
  }
  void grant(std::uint32_t tid, std::uint32_t epoch, card::Number name, Points points, Fen carry) {
    free_ -= points;
    if (points == Points(0) && carry == Fen(0)) return;
    errands_.push_back({Errand::Kind::grant, tid, epoch, points, carry, name});
  }
  Points free() const { return free_; }
  std::vector<Errand> take() { return std::move(errands_); }

 private:
  // What was asked for already comes back and is free then.
  void recall(std::uint32_t tid, std::uint32_t epoch, card::Number name, Points missing) {
    for (const Errand& open : open_recalls_) missing -= std::min(missing, open.points);
    std::vector<const Share*> holders;
    for (const Share& share : shares_) {
      const bool asked = std::any_of(
          open_recalls_.begin(), open_recalls_.end(),
          [&](const Errand& open) { return is_of(share, open.tid, open.epoch, open.name); });
      const bool itself = is_of(share, tid, epoch, name);
      if (!share.closed && !asked && !itself && share.figures.right > Points(0)) {
        holders.push_back(&share);
      }
    }
    std::stable_sort(holders.begin(), holders.end(), [](const Share* a, const Share* b) {
      return a->figures.right > b->figures.right;
    });
    for (const Share* holder : holders) {
      const Points asked = std::min(missing, holder->figures.right);
      if (asked == Points(0)) break;
      missing -= asked;
      errands_.push_back(
          {Errand::Kind::recall, holder->tid, holder->epoch, asked, Fen(0), holder->figures.id});
    }
  }

  const std::vector<Share>& shares_;
  const std::vector<Errand>& open_recalls_;
  Points free_;
  std::vector<Errand> errands_;
};

}  // namespace

std::vector<Errand> errands_for(const std::vector<Share>& shares, const Home& home,
                                const std::vector<Wanted>& wanted,
                                const std::vector<Errand>& open_recalls,
                                const terminal::Policy::Rights& policy) {
  Planning planning(shares, open_recalls);
  for (const Wanted& want : wanted) planning.send(want.tid, want.epoch, want.name, want.points);
  Points right_at_home;
  for (const Share& share : shares) {
    if (share.closed) continue;
    const Points coming = share.on_its_way();
    if (share.figures.owed > coming) {
      planning.send(share.tid, share.epoch, share.figures.id, share.figures.owed - coming);
    }
    if (is_of(share, home.tid, home.epoch, home.name)) {
      right_at_home = share.figures.right + coming;
    }
  }
  if (home.epoch != 0 && home.usable) {
    planning.grant(home.tid, home.epoch, home.name,
                   terminal::sent_home(planning.free(), right_at_home, home.usable, policy),
                   standing_of(shares).free_carry);
  }
  return planning.take();
}

}  // namespace vip::sync
