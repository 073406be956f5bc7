// Statuses: the door's answers as HTTP has them (HTTP.md).
//
// 200 for ok and 422 for a refusal carry the very bytes of the answer. An error becomes a problem
// of RFC 9457 that holds the answer as well, whole.
//
// Pure.
#pragma once

#include <string_view>

#include "terminal/door/door.h"
#include "terminal/http/http_server.h"

namespace vip::terminal::service {

http::Answer answer_of(const Reply& reply);

// An error of the service's own.
http::Answer problem(Fault::Code code, std::string_view word, std::string_view pointer = {},
                     const Facts& facts = {});
// A path that is none (404), or is asked in a way that it does not take (405).
http::Answer no_such_path();
http::Answer other_method(std::string_view allowed);

}  // namespace vip::terminal::service
