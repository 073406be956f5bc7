#include "terminal/rules/registration.h"

#include "cardformat/mask.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

FUZZ_INPUT(text) {
  if (const auto phone = read_phone(text)) {
    ensure(phone->size() == 11 && phone->front() == '1', "a phone has eleven digits from 1");
    ensure(read_phone(*phone) == phone, "what was read is read again");
    ensure(mask_phone(*phone).size() == 11, "a phone can be masked");
  }
  ensure(trimmed(trimmed(text)) == trimmed(text), "trimming is done once");
  ensure(mask_name(text).ends_with("**"), "anything can be masked");
  if (is_name(text)) {
    ensure(is_name(trimmed(text)), "a name is one without the spaces around it");
    ensure(!address_zh(trimmed(text), Form::ms).empty(), "a name can be addressed");
    ensure(!address_en(trimmed(text), Form::mr).empty(), "in either language");
  }
}
