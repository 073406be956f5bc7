#include "terminal/cli/command_line.h"

namespace vip::terminal::cli {

// They play in one training store, in the order of tests/terminal/cli_test.cpp, which runs every
// one of them. Blanks are named so that the numbers on the cards are known.
const std::vector<Example>& examples() {
  static const std::vector<Example> all = {
      {"init", "vip-terminal init --store S01 --training",
       "vip-terminal init --data another --store S02 --training --seed 7"},
      {"call", "echo '{}' | vip-terminal call status",
       "echo '{\"method\":\"gift.list\",\"request\":{}}' | vip-terminal call --stream"},
      {"status", "vip-terminal status", "vip-terminal status --json"},
      {"verify", "vip-terminal verify", "vip-terminal verify --lang zh-CN"},
      {"scan", "vip-terminal scan 9156900000000012", "vip-terminal scan 6901234567892 --json"},

      {"sale quote",
       "vip-terminal sale quote A17:2:129.00 B20:1:35.50/promo --card 9156900000000012",
       "vip-terminal sale quote A17:1:129.00 --coupon C9:50.00 --card 9156900000000012"},
      {"sale commit",
       "vip-terminal sale commit A17=口红:8:150.00 --phone 13800000001 --paid 1200.00 "
       "--receipt-no 101 --operator 1001",
       "vip-terminal sale commit A17=口红:30:129.00 --card 9156900000000012 --paid 3483.00 "
       "--receipt-no 102 --operator 1001 --lane 2"},
      {"sale return", "vip-terminal sale return 1:2 --receipt-no 102 --operator 1001",
       "vip-terminal sale return 1 --receipt-no 102 --operator 2001 --request-id return-102"},
      {"sale show", "vip-terminal sale show --receipt-no 101",
       "vip-terminal sale show --receipt-no 102 --lang zh-CN"},

      {"card issue",
       "vip-terminal card issue --surname 王 --form ms --phone 13800000001 --birthday 1990-05-01 "
       "--consent --blank 9156900000000012 --operator 1001",
       "vip-terminal card issue --surname Li --form mr --phone 13800000002 --birthday 1985-12-24 "
       "--consent --receipt S02-7:2026-11-02:2100.00 --blank 9156900000000020 --operator 1001"},
      {"card show", "vip-terminal card show --card 9156900000000012",
       "vip-terminal card show --phone 13800000001 --lang zh-CN"},
      {"card block",
       "vip-terminal card block --card 9156900000000012 --reason lost --operator 1001",
       "vip-terminal card block --phone 13800000002 --reason damaged --operator 1001"},
      {"card replace",
       "vip-terminal card replace --card 9156900000000012 --blank 9156900000000038 "
       "--operator 1001",
       "vip-terminal card replace --card 9156900000000020 --operator 2001"},
      {"card renew",
       "vip-terminal card renew --card 9156900000000012 --operator 1001 "
       "--at 2028-12-01T10:00:00+08:00",
       "vip-terminal card renew --card 9156900000000020 --blank 9156900000000046 --operator 1001 "
       "--at 2028-12-01T10:05:00+08:00"},
      {"card close",
       "vip-terminal card close --card 9156900000000038 --reason \"moved away\" --operator 2001",
       "vip-terminal card close --phone 13800000002 --reason \"asked for it\" --operator 2001"},
      {"card check-holder",
       "vip-terminal card check-holder --card 9156900000000012 --outcome passed --operator 1001",
       "vip-terminal card check-holder --card 9156900000000012 --outcome failed --lane 2 "
       "--operator 1001"},

      {"gift put",
       "vip-terminal gift put --id mug --name 马克杯 --points 20 --stock 5 "
       "--first-day 2026-01-01 --last-day 2099-12-31",
       "vip-terminal gift put --id bag --name \"Tote bag\" --points 10 --stock 40 "
       "--first-day 2026-01-01 --last-day 2099-12-31 --operator 2001"},
      {"gift list", "vip-terminal gift list", "vip-terminal gift list --lang zh-CN"},
      {"gift redeem", "vip-terminal gift redeem mug --card 9156900000000012 --operator 1001",
       "vip-terminal gift redeem bag --card 9156900000000012 --operator 1001 --lane 2"},
      {"points correct",
       "vip-terminal points correct --card 9156900000000012 --delta 5 --reason \"goodwill\" "
       "--operator 2001 --second-operator 1001",
       "vip-terminal points correct --card 9156900000000012 --delta=-2 --reason \"typing slip\" "
       "--operator 2001 --second-operator 1001"},
      {"points explain", "vip-terminal points explain --card 9156900000000012",
       "vip-terminal points explain --phone 13800000001 --json"},

      {"member find", "vip-terminal member find --phone 13800000001",
       "vip-terminal member find --card 9156900000000012 --json"},
      {"member show", "vip-terminal member show --card 9156900000000012",
       "vip-terminal member show --card 9156900000000012 --reason \"asked by the member\" "
       "--operator 2001"},
      {"member edit",
       "vip-terminal member edit --card 9156900000000012 --given-name 芳 --operator 1001",
       "vip-terminal member edit --card 9156900000000012 --new-phone 13800000003 --operator 1001"},
      {"handover record",
       "vip-terminal handover record handbook --card 9156900000000012 --operator 1001",
       "vip-terminal handover record magazine --issue 2026-11 --card 9156900000000012 "
       "--operator 1001"},

      {"operator add",
       "VIP_NEW_PIN=739264 vip-terminal operator add 1002 --role cashier --operator 2001",
       "VIP_NEW_PIN=481937 vip-terminal operator add 2002 --role manager --badge "
       "--operator 2001"},
      {"operator list", "vip-terminal operator list", "vip-terminal operator list --lang zh-CN"},
      {"operator pin",
       "VIP_PIN=739264 VIP_NEW_PIN=604183 vip-terminal operator pin 1002 --operator 1002",
       "VIP_NEW_PIN=739264 vip-terminal operator pin 1002 --operator 2001"},
      {"operator edit", "vip-terminal operator edit 1002 --card 9156900000000012 --operator 2001",
       "vip-terminal operator edit 1002 --active false --operator 2001"},
      {"operator unlock", "vip-terminal operator unlock 1002 --operator 2001",
       "vip-terminal operator unlock 2002 --operator 2001 --lang zh-CN"},
      {"operator login", "VIP_PIN=739264 vip-terminal operator login --operator 1002",
       "vip-terminal operator login --operator 2001 --json"},
      {"operator logout", "vip-terminal operator logout --session 0123456789abcdef",
       "vip-terminal operator logout --session 0123456789abcdef --json"},
      {"audit list", "vip-terminal audit list --operator 2001",
       "vip-terminal audit list --from 2026-11-01 --kind look --operator 2001 --json"},

      {"report day", "vip-terminal report day", "vip-terminal report day --date 2026-11-22 --json"},
      {"report month", "vip-terminal report month",
       "vip-terminal report month --month 2026-11 --lang zh-CN"},
      {"report registry", "vip-terminal report registry",
       "vip-terminal report registry --month 2026-11 --text"},
      {"report totals", "vip-terminal report totals", "vip-terminal report totals --lang zh-CN"},
      {"report anomalies", "vip-terminal report anomalies", "vip-terminal report anomalies --json"},
      {"history import", "vip-terminal history import sales.csv",
       "vip-terminal history import sales.csv --rejects rejected.csv --as-of 2026-11-22"},

      {"policy show", "vip-terminal policy show", "vip-terminal policy show --json > policy.json"},
      {"policy check",
       "echo '{\"rates\":{\"member\":{\"pays\":\"0.88\"}}}' | vip-terminal policy check -",
       "echo '{\"points\":{\"per\":5000}}' | vip-terminal policy check - --lang zh-CN"},
      {"policy adopt",
       "echo '{\"rates\":{\"member\":{\"pays\":\"0.88\"}}}' | vip-terminal policy adopt -",
       "echo '{\"from\":\"2027-01-01\",\"presence\":[\"scan\"]}' | vip-terminal policy adopt - "
       "--operator 2001"},
      {"policy evaluate", "vip-terminal policy evaluate A17:2:129.00 --date 2026-11-22",
       "vip-terminal policy evaluate A17:2:129.00 --date 2026-11-22 --accumulated 30 --balance 12 "
       "--carry 80.00 --card-state active --last-day 2028-01-10"},
      {"eligibility evaluate",
       "vip-terminal eligibility evaluate 2026-11-02:880.00 --date 2026-11-22",
       "vip-terminal eligibility evaluate 2026-08-01:900 2026-10-01:1150.00:50.00 "
       "--date 2026-11-22"},

      {"blanks accept", "vip-terminal blanks accept blanks-1-S01.list --operator 2001",
       "vip-terminal blanks accept blanks-1-S01.list --operator 2001 --json"},
      {"blanks show", "vip-terminal blanks show", "vip-terminal blanks show --lang zh-CN"},

      {"enrol",
       "vip-terminal enrol --office https://127.0.0.1:7420 "
       "--code ABCD-EFGH-JKLM-NPQR-STVW-XYZ0-1234",
       "vip-terminal enrol --office https://127.0.0.1:7420 "
       "--code ABCD-EFGH-JKLM-NPQR-STVW-XYZ0-1234 --lang zh-CN"},
      {"sync run", "vip-terminal sync run", "vip-terminal sync run --json"},
      {"sync status", "vip-terminal sync status", "vip-terminal sync status --lang zh-CN"},
  };
  return all;
}

}  // namespace vip::terminal::cli
