#include "terminal/service/page_sessions.h"

#include <algorithm>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"

namespace vip::terminal::service {
namespace {

std::string id_of(std::string_view cookie) { return hex(sha256(cookie)); }

}  // namespace

std::string PageSessions::open(Page page) {
  const std::lock_guard lock(mutex_);
  if (pages_.size() >= most) {
    pages_.erase(std::min_element(pages_.begin(), pages_.end(), [](const auto& a, const auto& b) {
      return a.second.number < b.second.number;
    }));
  }
  std::string cookie = hex(random_bytes(32));
  page.id = id_of(cookie);
  const std::string id = page.id;
  pages_[id] = {std::move(page), ++opened_};
  return cookie;
}

std::optional<Page> PageSessions::find(std::string_view cookie) const {
  const std::lock_guard lock(mutex_);
  const auto found = pages_.find(id_of(cookie));
  return found == pages_.end() ? std::nullopt : std::optional(found->second.page);
}

void PageSessions::close(const std::string& id) {
  const std::lock_guard lock(mutex_);
  pages_.erase(id);
}

void PageSessions::tell(const std::string& id, Sessions::State state) {
  const std::lock_guard lock(mutex_);
  if (const auto found = pages_.find(id); found != pages_.end()) found->second.page.told = state;
}

std::vector<Page> PageSessions::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Page> all;
  for (const auto& [id, kept] : pages_) all.push_back(kept.page);
  return all;
}

}  // namespace vip::terminal::service
