// The C interface (vip.h): texts measured, the door called, answers copied out. Nothing is decided
// here, and nothing that C could not hold leaves it.

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cardformat/utf8.h"
#include "terminal/abi/furnish.h"
#include "terminal/abi/open_handles.h"
#include "terminal/abi/vip.h"
#include "terminal/json/fields.h"

namespace vip::terminal::abi {
namespace {

static_assert(VIP_OK == exit_code::ok && VIP_UNEXPECTED == exit_code::unexpected &&
              VIP_USAGE == exit_code::usage && VIP_NOT_FOUND == exit_code::not_found &&
              VIP_REFUSED == exit_code::refused && VIP_CONFLICT == exit_code::conflict &&
              VIP_CONFIGURATION == exit_code::configuration && VIP_STORAGE == exit_code::storage &&
              VIP_UNREACHABLE == exit_code::unreachable &&
              VIP_NOT_ALLOWED == exit_code::not_allowed && VIP_FINDINGS == exit_code::findings);

constexpr std::size_t longest_directory = 4096;  // bytes, as the system counts a path
constexpr std::size_t longest_method = 64;
constexpr std::size_t longest_store_name = 16;

Reply wrong(std::string pointer, std::string zh, std::string en) {
  return error_reply(Fault{.pointer = pointer,
                           .word = "request_invalid",
                           .problem = Problem{std::move(pointer), std::move(zh), std::move(en)}});
}

Reply wrong(const Problem& problem) {
  return wrong(problem.pointer, problem.message_zh, problem.message_en);
}

Reply not_usable(WhyNot why) {
  if (why == WhyNot::unknown) {
    return wrong("/handle", "这个句柄没有打开，或已经关闭。没有执行。请用 vip_open 得到的句柄。",
                 "This handle is not open, or was closed. Nothing was done. Take the one that "
                 "vip_open gave.");
  }
  return error_reply(
      Fault{.code = Fault::Code::not_allowed, .pointer = "/handle", .word = "handle_of_parent"});
}

// A C text as a request would have it: there, not longer than asked, in UTF-8.
struct Argument {
  const char* pointer;  // of the problem
  std::size_t longest;
};

std::optional<Reply> problem_of(std::string_view text, const Argument& argument) {
  if (text.size() > argument.longest) {
    return wrong(argument.pointer, "太长。没有执行。请改短。",
                 "This is too long. Nothing was done. Make it shorter.");
  }
  if (!is_utf8(text)) {
    return wrong(argument.pointer, "不是 UTF-8 文本。没有执行。请按 UTF-8 编码。",
                 "This is no UTF-8 text. Nothing was done. Encode it as UTF-8.");
  }
  return std::nullopt;
}

Reply missing(const char* pointer) {
  return wrong(pointer, "缺少这一项（NULL）。没有执行。请补上。",
               "This is missing (NULL). Nothing was done. Give it.");
}

std::optional<Reply> problem_of(const char* text, const Argument& argument) {
  if (text == nullptr) return missing(argument.pointer);
  return problem_of(std::string_view(text, strnlen(text, argument.longest + 1)), argument);
}

// The answer as the caller gets it. Where no memory is left there is none.
int hand_out(const Reply& reply, char** answer, std::size_t* answer_length = nullptr) noexcept {
  if (answer_length != nullptr) *answer_length = 0;
  if (answer == nullptr) return reply.exit_code;
  *answer = static_cast<char*>(std::malloc(reply.text.size() + 1));
  if (*answer == nullptr) return VIP_UNEXPECTED;
  std::memcpy(*answer, reply.text.c_str(), reply.text.size() + 1);
  if (answer_length != nullptr) *answer_length = reply.text.size();
  return reply.exit_code;
}

// No exception crosses the border.
template <class Work>
int guarded(char** answer, std::size_t* answer_length, Work work) noexcept {
  if (answer != nullptr) *answer = nullptr;
  if (answer_length != nullptr) *answer_length = 0;
  try {
    try {
      return hand_out(work(), answer, answer_length);
    } catch (const StorageError& error) {
      return hand_out(storage_reply(error), answer, answer_length);
    } catch (const std::exception&) {
      return hand_out(error_reply(Fault{.code = Fault::Code::internal, .word = "internal"}), answer,
                      answer_length);
    }
  } catch (...) {
    return VIP_UNEXPECTED;
  }
}

Token token_of(const vip_handle* handle) {
  return reinterpret_cast<Token>(handle);  // NOLINT: it never was an address
}

Reply create(const char* directory, const char* options) {
  if (auto bad = problem_of(directory, {"/directory", longest_directory})) return *bad;
  if (auto bad = problem_of(options, {"/options", max_request_bytes})) return *bad;
  const auto json = read_json(options);
  if (!json) return wrong(json.error());
  Problems problems;
  Fields fields(*json, "", problems);
  NewDirectory wish{.data = directory};
  wish.store = fields.text("store", longest_store_name).value_or(std::string());
  wish.training = fields.boolean("training", false);
  if (const auto seed = fields.optional_integer("seed", 0, INT64_MAX)) {
    wish.seed = static_cast<std::uint64_t>(*seed);
    if (!wish.training) {
      fields.problem("seed", "“seed”只能用于培训门店，请去掉。",
                     "\"seed\" is for training stores alone. Leave it out.");
    }
  }
  fields.finish();
  if (!problems.empty()) return wrong(problems.front());
  return make_store(wish);
}

Reply open(const char* directory, const char* options, Token& token) {
  if (auto bad = problem_of(directory, {"/directory", longest_directory})) return *bad;
  if (options != nullptr) {
    if (auto bad = problem_of(options, {"/options", max_request_bytes})) return *bad;
    const auto json = read_json(options);
    if (!json) return wrong(json.error());
    Problems problems;
    Fields fields(*json, "", problems);
    fields.finish();
    if (!problems.empty()) return wrong(problems.front());
  }
  auto opened = OpenedStore::open(directory, furnish);
  if (!opened) return opened.error();
  auto handle = std::make_unique<OpenHandle>(std::move(*opened));
  Reply status = handle->lanes.call("status", "{}");
  token = give_out(std::move(handle));
  // The store is open whatever it says of itself.
  status.exit_code = exit_code::ok;
  return status;
}

Reply call(const vip_handle* handle, const char* method, std::string_view request) {
  if (auto bad = problem_of(method, {"/method", longest_method})) return *bad;
  if (request.size() > max_request_bytes) {
    if (auto bad = problem_of(request, {"", max_request_bytes})) return *bad;
  }
  const auto use = Use::of(token_of(handle));
  if (!use) return not_usable(use.error());
  return (*use)->lanes.call(method, request);
}

}  // namespace
}  // namespace vip::terminal::abi

namespace abi = vip::terminal::abi;
using vip::terminal::Reply;

extern "C" {

int vip_abi_version(void) { return 1; }

const char* vip_version(void) { return VIP_VERSION; }

int vip_create(const char* directory, const char* options, char** answer) {
  return abi::guarded(answer, nullptr, [&] { return abi::create(directory, options); });
}

int vip_open(const char* directory, const char* options, vip_handle** handle, char** answer) {
  if (handle != nullptr) *handle = nullptr;
  return abi::guarded(answer, nullptr, [&] {
    if (handle == nullptr) return abi::missing("/handle");
    abi::Token token = 0;
    Reply reply = abi::open(directory, options, token);
    *handle = reinterpret_cast<vip_handle*>(token);  // NOLINT: a number in a pointer's clothes
    return reply;
  });
}

int vip_call(vip_handle* handle, const char* method, const char* request, char** answer) {
  return abi::guarded(answer, nullptr, [&] {
    if (request == nullptr) return abi::missing("");
    return abi::call(handle, method, request);
  });
}

int vip_call_bytes(vip_handle* handle, const char* method, const char* request,
                   std::size_t request_length, char** answer, std::size_t* answer_length) {
  return abi::guarded(answer, answer_length, [&] {
    if (request == nullptr) return abi::missing("");
    return abi::call(handle, method, std::string_view(request, request_length));
  });
}

int vip_idle(vip_handle* handle) {
  return abi::guarded(nullptr, nullptr, [&] {
    const auto use = abi::Use::of(abi::token_of(handle));
    if (!use) return abi::not_usable(use.error());
    (*use)->lanes.idle();
    return Reply{};
  });
}

int vip_close(vip_handle* handle) {
  return abi::guarded(nullptr, nullptr, [&] {
    const auto closed = abi::close(abi::token_of(handle));
    return closed ? Reply{} : abi::not_usable(closed.error());
  });
}

void vip_free(void* answer) { std::free(answer); }

}  // extern "C"
