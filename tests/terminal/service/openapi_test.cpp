// The contract for programs (terminal/service/openapi.json): it names every method that there is,
// and every example in it, sent in its order to a new training store, answers as it says.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "sync/agent.h"
#include "terminal/door/door.h"
#include "terminal/service/store_thread.h"
#include "tests/folder.h"
#include "tests/terminal/service/served_store.h"

namespace vip::terminal::service {
namespace {

using Ordered = nlohmann::ordered_json;  // the examples' order is that of a store's day

const Ordered& contract() {
  static const Ordered read = [] {
    std::ifstream in(VIP_SOURCE_ROOT "/terminal/service/openapi.json");
    return Ordered::parse(std::string(std::istreambuf_iterator<char>(in), {}));
  }();
  return read;
}

std::string method_of(const std::string& path) {
  std::string name = path.substr(4);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

const Ordered& content_of(const Ordered& described) { return described.at("content").front(); }

// Where `said` differs from what it stands for; what it does not speak of may be anything.
std::string difference(const Ordered& said, const Ordered& is, const std::string& at = "") {
  if (said.is_object() && is.is_object()) {
    for (const auto& [name, value] : said.items()) {
      if (!is.contains(name)) return at + "/" + name + " is not there";
      if (const auto found = difference(value, is.at(name), at + "/" + name); !found.empty()) {
        return found;
      }
    }
    return {};
  }
  if (said.is_array() && is.is_array() && said.size() == is.size()) {
    for (std::size_t i = 0; i < said.size(); ++i) {
      const auto found = difference(said[i], is[i], at + "/" + std::to_string(i));
      if (!found.empty()) return found;
    }
    return {};
  }
  return said == is ? std::string() : at + " is " + is.dump();
}

TEST_CASE("every method has its path with an example, and there is no path without a method") {
  std::set<std::string> described;
  for (const auto& [path, item] : contract().at("paths").items()) {
    if (!path.starts_with("/v1/")) continue;
    described.insert(method_of(path));
    CAPTURE(path);
    CHECK(content_of(item.at("post").at("requestBody")).contains("examples"));
  }
  std::set<std::string> methods = {"sync.enrol", "sync.run", "sync.copies", "sync.status"};
  for (const std::string_view name : method_names()) methods.emplace(name);
  // A new method: describe it in openapi.json, with an example that holds in its place of the day.
  for (const std::string& name : methods) CHECK_MESSAGE(described.contains(name), name);
  for (const std::string& name : described) CHECK_MESSAGE(methods.contains(name), name);
}

TEST_CASE("what is referred to is there") {
  const std::string text = contract().dump();
  const std::string mark = R"("$ref":"#)";
  int seen = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    const std::string pointer = text.substr(begin, text.find('"', begin) - begin);
    CAPTURE(pointer);
    CHECK(contract().contains(Ordered::json_pointer(pointer)));
    ++seen;
  }
  CHECK(seen > 100);
}

TEST_CASE("every example, sent to a new training store, answers as it says") {
  const Folder folder(in_memory());
  REQUIRE(create_store(folder.path(), {.store = "S01", .training = true}));
  const ServedStore served(folder.path(),
                           [](StoreThread& store, std::function<void(const std::string&)> changed) {
                             return std::make_unique<sync::Agent>(store, std::move(changed));
                           });
  int played = 0;
  for (const auto& [path, item] : contract().at("paths").items()) {
    if (!path.starts_with("/v1/")) continue;
    const Ordered& post = item.at("post");
    const Ordered& body = content_of(post.at("requestBody"));
    for (const auto& [name, example] : body.at("examples").items()) {
      CAPTURE(path);
      CAPTURE(name);
      // Only fields that the schema has.
      const Ordered& known = body.at("schema").at("properties");
      for (const auto& [field, value] : example.at("value").items()) {
        CHECK_MESSAGE(known.contains(field), field);
      }
      const http::Reply reply = served.call(method_of(path), example.at("value").dump());
      const std::string status = std::to_string(reply.status);
      CAPTURE(reply.body);
      REQUIRE(post.at("responses").contains(status));
      const Ordered& described = post.at("responses").at(status);
      CHECK(described.at("content").contains(std::string(reply.field("content-type"))));
      const Ordered& answers = content_of(described).at("examples");
      REQUIRE(answers.contains(name));
      CHECK(difference(answers.at(name).at("value"), Ordered::parse(reply.body)) == "");
      ++played;
    }
  }
  CHECK(played > 45);
}

TEST_CASE("the service hands it out as it stands") {
  const Folder folder(in_memory());
  REQUIRE(create_store(folder.path(), {.store = "S01", .training = true}));
  const ServedStore served(folder.path());
  const auto reply = served.ask({.method = "GET", .path = "/openapi.json"});
  CHECK(reply.status == 200);
  CHECK(reply.field("content-type") == "application/json");
  CHECK(Ordered::parse(reply.body) == contract());
}

}  // namespace
}  // namespace vip::terminal::service
