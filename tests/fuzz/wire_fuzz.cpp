// Everything that comes over the line as text: requests as they are, pages as sealed here, because
// no search finds a digest.
#include "sync/wire.h"

#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::sync;

FUZZ_INPUT(text) {
  if (const auto request = read_request(text)) {
    const std::string again = write_request(request->header, request->events);
    const auto same = read_request(again);
    ensure(same && same->header == request->header && same->events == request->events,
           "a request that was read can be written and read again");
  }
  if (const auto request = read_enrol_request(text)) {
    ensure(read_enrol_request(write_enrol_request(*request)).has_value(),
           "an enrolment that was read can be written and read again");
  }
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string page = make_page({line});
  if (const auto answer = read_answer(page)) {
    ensure(*read_answer(write_answer(*answer)) == *answer, "an answer has one meaning");
  }
  if (const auto refusal = read_refusal(page)) {
    ensure(*read_refusal(write_refusal(*refusal)) == *refusal, "a refusal has one meaning");
  }
  static_cast<void>(read_enrol_answer(page));
  static_cast<void>(read_authority(page));
}
