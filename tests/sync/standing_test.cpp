#include "sync/office/standing.h"

#include <doctest/doctest.h>

#include <vector>

namespace vip::sync {
namespace {

// A share whose laws hold: right follows from the rest.
Share share(std::uint32_t tid, std::int64_t earned, std::int64_t redeemed, std::int64_t granted,
            std::int64_t released, std::int64_t promised) {
  Share share{.tid = tid, .epoch = 1};
  share.figures.earned = share.figures.accumulated = Points(earned);
  share.figures.redeemed = Points(redeemed);
  share.figures.granted = Points(granted);
  share.figures.released = Points(released);
  const Points right = share.figures.net() + Points(granted) - Points(released);
  share.figures.right = std::max(right, Points(0));
  share.figures.owed = std::max(-right, Points(0));
  share.promised = Points(promised);
  return share;
}
Share closed(Share share) {
  share.closed = true;
  return share;
}
Points net_of(const std::vector<Share>& shares) { return standing_of(shares).net; }

const Home home{.tid = 1, .epoch = 1, .usable = true};
const terminal::Policy::Rights policy;

TEST_CASE("H1: free is what was released and nobody was promised") {
  CHECK(standing_of({share(1, 40, 30, 0, 0, 0), share(2, 3, 0, 0, 3, 0)}) ==
        Standing{.free = Points(3), .net = Points(13), .accumulated = Points(43)});
  CHECK(standing_of({share(1, 40, 30, 0, 0, 3), share(2, 3, 0, 0, 3, 0)}).free == Points(0));
  CHECK(standing_of({share(1, 40, 30, 3, 0, 3), share(2, 3, 0, 0, 3, 0)}).free == Points(0));
  CHECK(elsewhere_of({share(1, 40, 30, 3, 0, 3), share(2, 3, 0, 0, 3, 0)}, 2, 1, {}) ==
        Elsewhere{Points(10), Points(40)});
}

TEST_CASE("E1: a closed life holds nothing; late redemptions come out of free, the rest is short") {
  CHECK(standing_of({closed(share(1, 40, 0, 0, 0, 0))}).free == Points(40));
  // Promised to it and never accepted: free again.
  CHECK(standing_of({closed(share(1, 40, 0, 0, 0, 7))}).free == Points(40));
  // 40 went to the next life; then the old disk says that it had redeemed 30 of them.
  Share next = share(1, 0, 0, 40, 0, 40);
  next.epoch = 2;
  const Standing late = standing_of({closed(share(1, 40, 30, 0, 0, 0)), next});
  CHECK(late.free == Points(0));
  CHECK(late.shortfall == Points(30));
  CHECK(late.net == Points(10));
  // A later earning there pays the shortfall first.
  CHECK(standing_of({closed(share(1, 45, 30, 0, 0, 0)), next}).shortfall == Points(25));
}

TEST_CASE("free points: who waits first, then who owes, then home") {
  const std::vector<Share> shares = {share(1, 10, 0, 0, 10, 0), share(2, 0, 4, 0, 0, 0)};
  CHECK(net_of(shares) == Points(6));
  CHECK(errands_for(shares, home, {{3, 1, Points(5)}}, {}, policy) ==
        std::vector<Errand>{{Errand::Kind::grant, 3, 1, Points(5), Fen(0)},
                            {Errand::Kind::grant, 2, 1, Points(4), Fen(0)},
                            {Errand::Kind::grant, 1, 1, Points(1), Fen(0)}});
  CHECK(errands_for(shares, {.tid = 1, .epoch = 1}, {}, {}, policy) ==
        std::vector<Errand>{{Errand::Kind::grant, 2, 1, Points(4), Fen(0)}});
}

TEST_CASE("what is missing is recalled, the largest right first, and never asked twice") {
  const std::vector<Share> shares = {share(1, 10, 0, 0, 0, 0), share(2, 25, 0, 0, 0, 0),
                                     share(3, 1, 0, 0, 0, 0)};
  const std::vector<Errand> asked = {{Errand::Kind::recall, 2, 1, Points(25), Fen(0)},
                                     {Errand::Kind::recall, 1, 1, Points(4), Fen(0)}};
  CHECK(errands_for(shares, home, {{3, 1, Points(29)}}, {}, policy) == asked);
  CHECK(errands_for(shares, home, {{3, 1, Points(29)}}, asked, policy).empty());
  CHECK(errands_for(shares, home, {{3, 1, Points(32)}},
                    {{Errand::Kind::recall, 2, 1, Points(25), Fen(0)}}, policy) ==
        std::vector<Errand>{{Errand::Kind::recall, 1, 1, Points(7), Fen(0)}});
}

TEST_CASE("P2: the carry goes home with the points, and also without") {
  Share visited = share(2, 0, 0, 0, 0, 0);
  visited.figures.carry_out = Fen(5000);
  CHECK(errands_for({share(1, 10, 0, 0, 0, 0), visited}, home, {}, {}, policy) ==
        std::vector<Errand>{{Errand::Kind::grant, 1, 1, Points(0), Fen(5000)}});
}

}  // namespace
}  // namespace vip::sync
