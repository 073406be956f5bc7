#include "terminal/service/metrics.h"

#include <algorithm>

namespace vip::terminal::service {
namespace {

// 1500 us -> "0.001500".
std::string seconds(std::uint64_t us) {
  std::string fraction = std::to_string(us % 1'000'000);
  fraction.insert(0, 6 - fraction.size(), '0');
  return std::to_string(us / 1'000'000) + '.' + fraction;
}

void describe(std::string& out, std::string_view name, std::string_view help,
              std::string_view kind) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE ").append(name).append(" ").append(kind).append("\n");
}

}  // namespace

void Metrics::answered(std::string_view route, int status, std::chrono::microseconds took) {
  const auto us = std::max<std::int64_t>(took.count(), 0);
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), us) - bounds.begin();
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  ++buckets_[static_cast<std::size_t>(bucket)];
  sum_us_ += static_cast<std::uint64_t>(us);
}

std::string Metrics::text(const std::vector<Figure>& figures) const {
  std::string out;
  std::string_view described;
  for (const Figure& figure : figures) {
    if (figure.name != described) {
      describe(out, figure.name, figure.help, figure.counter ? "counter" : "gauge");
    }
    described = figure.name;
    out.append(figure.name).append(figure.labels).append(" ");
    out.append(std::to_string(figure.value)).append("\n");
  }
  const std::lock_guard lock(mutex_);
  describe(out, "vip_http_requests_total", "Answered requests.", "counter");
  for (const auto& [what, count] : requests_) {
    out.append("vip_http_requests_total{route=\"").append(what.first).append("\",code=\"");
    out.append(std::to_string(what.second)).append("\"} ").append(std::to_string(count)) += '\n';
  }
  constexpr std::string_view name = "vip_request_duration_seconds";
  describe(out, name, "From the whole request to its answer.", "histogram");
  std::uint64_t upto = 0;
  for (std::size_t i = 0; i <= bounds.size(); ++i) {
    upto += buckets_[i];
    out.append(name).append("_bucket{le=\"");
    out.append(i < bounds.size() ? seconds(static_cast<std::uint64_t>(bounds[i])) : "+Inf");
    out.append("\"} ").append(std::to_string(upto)) += '\n';
  }
  out.append(name).append("_sum ").append(seconds(sum_us_)) += '\n';
  out.append(name).append("_count ").append(std::to_string(upto)) += '\n';
  return out;
}

}  // namespace vip::terminal::service
