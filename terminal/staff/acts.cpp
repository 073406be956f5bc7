#include "terminal/staff/acts.h"

#include <algorithm>

namespace vip::terminal {
namespace {

constexpr std::array<std::string_view, roles> role_names = {"nobody",     "cashier", "manager",
                                                            "operations", "privacy", "technician"};

constexpr std::array<std::string_view, staff_acts> act_names = {
    "look",           "sell",         "issue_card",  "block_card",   "replace_card",
    "close_card",     "check_holder", "redeem",      "correct_name", "correct_contact",
    "correct_points", "unmask",       "export_data", "erase",        "poster",
    "policy",         "staff",        "audit",       "bring_in",     "close_month",
    "settle_anomaly", "keys"};

constexpr Permission no = Permission::no;
constexpr Permission yes = Permission::yes;
constexpr Permission with = Permission::approved;
constexpr Permission why = Permission::explained;

// clang-format off
constexpr std::array<std::array<Permission, roles>, staff_acts> table = {{
  //                     nobody cashier manager operations privacy technician
  /* look            */ {{ yes,  yes,    yes,    yes,       yes,    yes }},
  /* sell            */ {{ no,   yes,    yes,    no,        no,     no  }},
  /* issue_card      */ {{ no,   yes,    yes,    no,        no,     no  }},
  /* block_card      */ {{ no,   yes,    yes,    yes,       no,     no  }},
  /* replace_card    */ {{ no,   with,   yes,    no,        no,     no  }},
  /* close_card      */ {{ no,   with,   yes,    no,        no,     no  }},
  /* check_holder    */ {{ no,   yes,    yes,    no,        no,     no  }},
  /* redeem          */ {{ no,   yes,    yes,    no,        no,     no  }},
  /* correct_name    */ {{ no,   yes,    yes,    no,        no,     no  }},
  /* correct_contact */ {{ no,   with,   yes,    no,        no,     no  }},
  /* correct_points  */ {{ no,   with,   yes,    no,        no,     no  }},
  /* unmask          */ {{ no,   why,    why,    why,       why,    no  }},
  /* export_data     */ {{ no,   no,     yes,    yes,       yes,    no  }},
  /* erase           */ {{ no,   with,   yes,    no,        no,     no  }},
  /* poster          */ {{ no,   no,     yes,    no,        no,     no  }},
  /* policy          */ {{ no,   no,     yes,    yes,       no,     no  }},
  /* staff           */ {{ no,   no,     yes,    no,        no,     no  }},
  /* audit           */ {{ no,   no,     yes,    yes,       yes,    no  }},
  /* bring_in        */ {{ no,   no,     yes,    yes,       no,     yes }},
  /* close_month     */ {{ no,   no,     yes,    no,        no,     no  }},
  /* settle_anomaly  */ {{ no,   no,     yes,    yes,       no,     no  }},
  /* keys            */ {{ no,   no,     yes,    yes,       yes,    yes }},
}};
// clang-format on

struct MethodAct {
  std::string_view method;
  StaffAct act;
};

// What a method is before its request is looked at; `member.show` with a reason and `member.edit`
// of a phone ask for more when they know.
constexpr MethodAct methods[] = {
    {"sale.quote", StaffAct::look},
    {"sale.commit", StaffAct::sell},
    {"sale.return", StaffAct::sell},
    {"sale.show", StaffAct::look},
    {"receipt.show", StaffAct::look},
    {"receipt.print", StaffAct::sell},
    {"blanks.accept", StaffAct::poster},
    {"blanks.show", StaffAct::look},
    {"card.issue", StaffAct::issue_card},
    {"card.show", StaffAct::look},
    {"card.code", StaffAct::issue_card},
    {"card.slip", StaffAct::issue_card},
    {"card.block", StaffAct::block_card},
    {"card.replace", StaffAct::replace_card},
    {"card.renew", StaffAct::issue_card},
    {"card.close", StaffAct::close_card},
    {"card.check_holder", StaffAct::check_holder},
    {"handover.record", StaffAct::sell},
    {"gift.put", StaffAct::poster},
    {"gift.list", StaffAct::look},
    {"gift.redeem", StaffAct::redeem},
    {"points.correct", StaffAct::correct_points},
    {"points.explain", StaffAct::look},
    {"member.find", StaffAct::look},
    {"member.show", StaffAct::look},
    {"member.edit", StaffAct::correct_name},
    {"member.export", StaffAct::export_data},
    {"member.erase", StaffAct::erase},
    {"member.affected", StaffAct::export_data},
    {"member.forget_unseen", StaffAct::erase},
    {"operator.add", StaffAct::staff},
    {"operator.edit", StaffAct::staff},
    {"operator.unlock", StaffAct::staff},
    {"operator.pin", StaffAct::look},
    {"operator.login", StaffAct::look},
    {"operator.logout", StaffAct::look},
    {"operator.list", StaffAct::look},
    {"audit.list", StaffAct::audit},
    {"policy.show", StaffAct::look},
    {"policy.check", StaffAct::look},
    {"policy.adopt", StaffAct::policy},
    {"policy.evaluate", StaffAct::look},
    {"eligibility.evaluate", StaffAct::look},
    {"history.import", StaffAct::bring_in},
    {"report.day", StaffAct::look},
    {"report.month", StaffAct::look},
    {"report.registry", StaffAct::look},
    {"report.totals", StaffAct::look},
    {"report.anomalies", StaffAct::look},
    {"report.greetings", StaffAct::look},
    {"greetings.hand_over", StaffAct::export_data},
    {"registry.close", StaffAct::close_month},
    {"anomaly.settle", StaffAct::settle_anomaly},
    {"status", StaffAct::look},
    {"doctor", StaffAct::look},
    {"verify", StaffAct::look},
    {"key.rotate", StaffAct::keys},
    {"scan", StaffAct::look},
};

}  // namespace

std::string_view name(Role role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_named(std::string_view text) {
  const auto found = std::find(role_names.begin() + 1, role_names.end(), text);
  if (found == role_names.end()) return std::nullopt;
  return static_cast<Role>(found - role_names.begin());
}

std::string_view name(StaffAct act) { return act_names[static_cast<std::size_t>(act)]; }

Permission permission(Role role, StaffAct act) {
  return table[static_cast<std::size_t>(act)][static_cast<std::size_t>(role)];
}

bool asks_again(StaffAct act) { return permission(Role::cashier, act) != yes; }

std::optional<StaffAct> act_of_method(std::string_view method) {
  for (const MethodAct& row : methods) {
    if (row.method == method) return row.act;
  }
  return std::nullopt;
}

}  // namespace vip::terminal
