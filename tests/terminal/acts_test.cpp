#include "terminal/staff/acts.h"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>

#include "terminal/door/door.h"

namespace vip::terminal {
namespace {

TEST_CASE("R3: roles and acts, cell by cell") {
  // n no, y yes, m with a manager who is somebody else, r with a reason and a cap.
  struct Row {
    StaffAct act;
    const char* cells;  // nobody cashier manager operations privacy technician
  };
  using enum StaffAct;
  const Row rows[] = {{look, "yyyyyy"},           {sell, "nyynnn"},
                      {issue_card, "nyynnn"},     {block_card, "nyyynn"},
                      {replace_card, "nmynnn"},   {close_card, "nmynnn"},
                      {check_holder, "nyynnn"},   {redeem, "nyynnn"},
                      {correct_name, "nyynnn"},   {correct_contact, "nmynnn"},
                      {correct_points, "nmynnn"}, {unmask, "nrrrrn"},
                      {export_data, "nnyyyn"},    {erase, "nmynnn"},
                      {poster, "nnynnn"},         {policy, "nnyynn"},
                      {staff, "nnynnn"},          {audit, "nnyyyn"},
                      {bring_in, "nnyyny"},       {close_month, "nnynnn"},
                      {settle_anomaly, "nnyynn"}, {keys, "nnyyyy"}};
  CHECK(std::size(rows) == staff_acts);
  std::set<StaffAct> seen;
  for (const Row& row : rows) {
    CAPTURE(name(row.act));
    CHECK(seen.insert(row.act).second);
    CHECK(std::string(row.cells).size() == roles);
    for (std::size_t i = 0; i < roles; ++i) {
      const auto role = static_cast<Role>(i);
      CAPTURE(name(role));
      const char cell = row.cells[i];
      const Permission expected = cell == 'y'   ? Permission::yes
                                  : cell == 'm' ? Permission::approved
                                  : cell == 'r' ? Permission::explained
                                                : Permission::no;
      CHECK(permission(role, row.act) == expected);
    }
    CHECK(asks_again(row.act) == (row.cells[1] != 'y'));  // what a cashier may not do alone
  }
}

TEST_CASE("R3: every method of the door is an act of the table") {
  for (const std::string_view method : method_names()) {
    CAPTURE(method);
    CHECK(act_of_method(method).has_value());  // a new method: say in acts.cpp whose it is
  }
  CHECK_FALSE(act_of_method("member.everything"));
}

TEST_CASE("roles have names, and nobody is not one to be given") {
  CHECK(role_named("cashier") == Role::cashier);
  CHECK(role_named("technician") == Role::technician);
  CHECK_FALSE(role_named("nobody"));
  CHECK_FALSE(role_named("king"));
  CHECK(name(Role::privacy) == "privacy");
}

}  // namespace
}  // namespace vip::terminal
