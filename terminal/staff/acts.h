// Acts: what each role may do here. One table, in acts.cpp; a test reads it cell by cell.
//
// Roles are those of the chain. Head office's two, and the technician's, are here because their
// people do stand in stores; what they may do at head office is head office's table.
//
// Permission::approved means: with a manager beside them who proves it and is somebody else (nobody
// approves their own). Permission::explained: with a reason, counted against the day's cap, and
// only for who has proved to be who they say. Acts that the cashier may not do alone ask for the
// PIN again, whatever session is open.
//
// Pure: no clock, no file.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vip::terminal {

// Written out: they are on disks. Add, never renumber.
enum class Role : std::uint8_t {
  nobody = 0,  // a request that names no operator
  cashier = 1,
  manager,
  operations,
  privacy,    // head office's privacy officer
  technician  // works without any data
};
inline constexpr std::size_t roles = 6;
std::string_view name(Role role);
std::optional<Role> role_named(std::string_view name);  // nobody is not a role to be given

enum class StaffAct : std::uint8_t {
  look,             // prices, masked data, reports without personal data
  sell,             // sale, return, handover
  issue_card,       // issue, renew
  block_card,       // C6
  replace_card,     // C6
  close_card,       // C9
  check_holder,     // C8
  redeem,           // G2
  correct_name,     // R4
  correct_contact,  // R4: phone, birthday
  correct_points,   // P8
  unmask,           // R3: one member in full
  export_data,      // R3, R4
  erase,            // R4
  poster,           // G1
  policy,           // adopt a document
  staff,            // operators
  audit,            // who did what
  bring_in,         // earlier sales
  close_month,      // R1
  settle_anomaly,   // X1
  keys              // another terminal key
};
inline constexpr std::size_t staff_acts = 22;
std::string_view name(StaffAct act);

enum class Permission : std::uint8_t { no, yes, approved, explained };

Permission permission(Role role, StaffAct act);
// Sessions are not enough: the PIN comes with the request.
bool asks_again(StaffAct act);

// The act that a method of the door is. No value for one that the table lacks: it is then refused
// to everybody but a manager.
std::optional<StaffAct> act_of_method(std::string_view method);

// R3: members that one operator may see in full on one day.
inline constexpr std::int64_t looks_a_day = 20;

}  // namespace vip::terminal
