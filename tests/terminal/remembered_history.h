// RememberedHistory: a HistorySink that keeps everything in memory, for tests: small, and written
// without a look at how the counter does it.
//
// What was posted after the last keep() is lost by forget_unkept(), as by a kill.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cardformat/ensure.h"
#include "terminal/history/history_sink.h"

namespace vip::terminal {

class RememberedHistory final : public HistorySink {
 public:
  struct Books {
    struct Sale {
      HistorySale sale;
      std::vector<std::int64_t> out;  // of each line
    };
    std::vector<Sale> sales;  // as they were posted
    std::vector<HistoryReturn> returns;
  };

  Known known(const HistorySale& sale) override {
    for (const Books::Sale& each : now_.sales) {
      if (each.sale.receipt_no == sale.receipt_no) {
        return same(each.sale, sale) ? Known::same : Known::other;
      }
    }
    return Known::no;
  }

  Known known(const HistoryReturn& row) override {
    for (const HistoryReturn& each : now_.returns) {
      if (each.receipt_no != row.receipt_no || each.row != row.row) continue;
      const bool equal = each.at == row.at && each.sku == row.sku &&
                         each.unit_price == row.unit_price && each.qty == row.qty &&
                         each.return_of == row.return_of && each.customer == row.customer;
      return equal ? Known::same : Known::other;
    }
    return Known::no;
  }

  void post(const HistorySale& sale) override {
    ensure(known(sale) == Known::no, "a sale is posted once");
    Books::Sale kept{sale, {}};
    for (const HistoryLine& line : sale.lines) kept.out.push_back(line.qty);
    now_.sales.push_back(std::move(kept));
    ++posts_;
  }

  void post(const HistoryReturn& row) override {
    ensure(known(row) == Known::no, "a returned row is posted once");
    std::int64_t sum = 0;
    for (const ReturnedPart& part : row.parts) {
      std::int64_t& out = find(part.sale_receipt_no).out.at(part.line);
      ensure(part.qty >= 1 && part.qty <= out, "what comes back was out");
      out -= part.qty;
      sum += part.qty;
    }
    ensure(sum == row.qty, "the parts of a returned row add up");
    now_.returns.push_back(row);
    ++posts_;
  }

  std::vector<LineOut> lines_out(const LinesWanted& wanted) override {
    struct Found {
      Moment at;
      std::size_t posted;
      LineOut line;
    };
    std::vector<Found> found;
    for (std::size_t s = 0; s < now_.sales.size(); ++s) {
      const auto& [sale, out] = now_.sales[s];
      const bool mine = wanted.sale_receipt_no.empty() ? sale.customer == wanted.customer
                                                       : sale.receipt_no == wanted.sale_receipt_no;
      if (!mine || sale.at > wanted.not_after) continue;
      for (std::size_t i = 0; i < sale.lines.size(); ++i) {
        const HistoryLine& line = sale.lines[i];
        if (line.sku != wanted.sku || line.unit_price != wanted.unit_price || out[i] == 0) continue;
        found.push_back({sale.at, s, {sale.receipt_no, i, out[i]}});
      }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return std::tie(b.at, b.posted, b.line.line) < std::tie(a.at, a.posted, a.line.line);
    });
    std::vector<LineOut> lines;
    std::int64_t units = 0;
    for (const Found& each : found) {
      if (units >= wanted.qty) break;
      units += each.line.out;
      lines.push_back(each.line);
    }
    return lines;
  }

  void keep() override {
    kept_ = now_;
    ++keeps_;
  }

  void each_customer(const std::function<void(const HistoryCustomer&)>& visit) override {
    std::map<std::string, HistoryCustomer> customers;
    for (const auto& [sale, out] : now_.sales) {
      if (sale.customer.empty()) continue;
      HistoryCustomer& customer = customers[sale.customer];
      customer.customer = sale.customer;
      if (!sale.phone.empty()) customer.phone = sale.phone;
      Fen net(0);
      for (std::size_t i = 0; i < sale.lines.size(); ++i) {
        // A4: k units were paid at k * floor(paid / qty) + min(k, paid mod qty).
        const std::int64_t paid = sale.lines[i].paid.count();
        const std::int64_t qty = sale.lines[i].qty;
        const std::int64_t back = qty - out[i];
        net += Fen(paid - (back * (paid / qty) + std::min(back, paid % qty)));
      }
      customer.purchases.push_back({sale.receipt_no, sale.at.day, net});
    }
    for (auto& [key, customer] : customers) {
      std::stable_sort(customer.purchases.begin(), customer.purchases.end(),
                       [](const auto& a, const auto& b) { return a.day < b.day; });
      visit(customer);
    }
  }

  void forget_unkept() { now_ = kept_; }
  const Books& books() const { return now_; }
  std::uint64_t posts() const { return posts_; }
  std::uint64_t keeps() const { return keeps_; }

 private:
  // Names of goods and the phone are not compared (history_sink.h).
  static bool same(const HistorySale& a, const HistorySale& b) {
    if (a.at != b.at || a.lines.size() != b.lines.size()) return false;
    if (!b.customer.empty() && a.customer != b.customer) return false;
    for (std::size_t i = 0; i < a.lines.size(); ++i) {
      const HistoryLine& x = a.lines[i];
      const HistoryLine& y = b.lines[i];
      if (x.sku != y.sku || x.qty != y.qty || x.unit_price != y.unit_price || x.paid != y.paid) {
        return false;
      }
    }
    return true;
  }

  Books::Sale& find(const std::string& receipt_no) {
    for (Books::Sale& each : now_.sales) {
      if (each.sale.receipt_no == receipt_no) return each;
    }
    ensure(false, "a return takes back from a sale that is here");
    return now_.sales.front();
  }

  Books now_;
  Books kept_;
  std::uint64_t posts_ = 0;
  std::uint64_t keeps_ = 0;
};

}  // namespace vip::terminal
