#include "terminal/demo_driver/stage.h"

#include <stdexcept>
#include <utility>

namespace vip::terminal::demo {

Stage::Stage(const StoryWish& wish) : wish_(wish), narrator_(wish.chinese) {}

void Stage::open_till() {
  till_.emplace(wish_.terminal, store(), log(), wish_.kill_every, wish_.seed);
}

void Stage::send(const std::string& method, Json request, std::string_view staff,
                 Till::Answered answered) {
  if (!staff.empty()) {
    request["request_id"] = "demo-" + padded(++requests_, 6);
    request["operator"] = staff;
  }
  till_->ask(method, std::move(request), std::move(answered));
}

void Stage::ask(const std::string& method, Json request, std::string_view staff,
                std::function<void(const Json& result)> then) {
  send(method, std::move(request), staff, [method, then = std::move(then)](const Json& answer) {
    if (!answer.at("ok").get<bool>()) throw std::runtime_error(method + ": " + answer.dump());
    then(answer.at("result"));
  });
}

Json Stage::must(const std::string& method, Json request, std::string_view staff) {
  Json result;
  ask(method, std::move(request), staff, [&](const Json& got) { result = got; });
  till_->settle();
  return result;
}

Json Stage::answer_to(const std::string& method, Json request, std::string_view staff) {
  Json result;
  send(method, std::move(request), staff, [&](const Json& got) { result = got; });
  till_->settle();
  return result;
}

void Stage::told_refusal(const std::string& zh, const std::string& en, const Json& answer) {
  if (!answer.contains("refusal")) throw std::runtime_error("not refused: " + answer.dump());
  const Json& refusal = answer["refusal"];
  const std::string clause =
      refusal["clause"].get<std::string>() + " " + refusal["word"].get<std::string>();
  narrator_.refused(zh + "：" + clause, en + ": " + clause);
  const std::string message = refusal["message"][wish_.chinese ? "zh-CN" : "en"].get<std::string>();
  narrator_.note(message, message);
}

std::string at(Day day, int minute) {
  return day.text() + 'T' + padded(static_cast<std::uint64_t>(minute / 60), 2) + ':' +
         padded(static_cast<std::uint64_t>(minute % 60), 2) + ":00+08:00";
}

}  // namespace vip::terminal::demo
