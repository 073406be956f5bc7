#include "terminal/door/copies.h"

#include <utility>

namespace vip::terminal {

Answer<Done> may_copy(const MethodCall& call) {
  if (auto may = call.require(StaffAct::export_data); !may) return may;
  const Day today = call.desk.stamp.day;
  const std::string& staff = call.desk.stamp.staff;
  const auto taken = call.desk.store.staff().audit({.from = today,
                                                    .through = today,
                                                    .kind = AuditKind::copied,
                                                    .staff = staff,
                                                    .most = copies_a_day});
  if (std::cmp_less(taken.size(), copies_a_day)) return Done{};
  return Unexpected{No(Fault{.code = Fault::Code::not_allowed,
                             .pointer = "/operator",
                             .word = "copy_cap",
                             .facts = {{"operator", staff}, {"cap", copies_a_day}},
                             .problem = {}})};
}

}  // namespace vip::terminal
