// What the door's methods share: one call's context, and how requests are read and answers written.
//
// A method reads its fields, calls check(), and only then asks the counter: what is wrong with the
// request is always said before anything is decided. It writes its result as the fields of an
// object that is already open.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/counter/card_desk.h"
#include "terminal/counter/counter.h"
#include "terminal/counter/reports.h"
#include "terminal/counter/sale_desk.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "terminal/door/gate.h"
#include "terminal/door/messages.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"

namespace vip::terminal {

// How far long work is: what, done, of how many, and rows if there are any.
using Progress = std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total,
                                    std::uint64_t rows)>;

struct MethodCall {
  Desk desk;
  const Config& config;
  Fields fields;
  std::string_view request;  // its exact text
  JsonWriter& result;
  Gate& gate;
  Claim claim;          // what the request says about who asks
  Caller caller;        // who asks, as far as they proved it
  const WayIn& way_in;  // what the way in knows of them
  std::optional<std::string> lane;
  std::optional<Position> position;        // set by what writes
  int exit_code = 0;                       // other than 0 only where an ok answer has findings
  bool done = false;                       // the method went through: an ok answer
  std::optional<No> not_allowed{};         // it did not, for want of a right
  std::optional<card::Number> own_card{};  // it did not: the operator's own card (X2)
  bool books_broken = false;               // verify found something (X2)
  std::optional<Wanted> wanted{};          // head office might help (G5): see Door::on_wanted
  std::shared_ptr<PrintJob> to_print{};    // the answer is true once this is printed
  const Progress& progress;

  // The first problem of the request, once all fields were asked for.
  Answer<Done> check();
  // For acts that show only when the request is read: is it theirs to do?
  Answer<Done> require(StaffAct act) const { return Gate::allow(caller, act); }
};

using Handler = Answer<Done> (*)(MethodCall&);

enum class Access : std::uint8_t {
  reads,          // asks
  writes,         // request_id and operator needed
  sets_training,  // writes; in a training store request_id and operator may be left out (A37)
  bulk,           // writes in transactions of its own; request_id may be left out
  long_reads      // asks, in steps, outside any transaction
};

struct Method {
  std::string_view name;
  Access access;
  Handler handler;
};

// One table for each subject; door.cpp looks a method up in all of them.
std::span<const Method> scan_methods();
std::span<const Method> blank_methods();
std::span<const Method> sale_methods();
std::span<const Method> receipt_methods();
std::span<const Method> card_methods();
std::span<const Method> code_methods();
std::span<const Method> gift_methods();
std::span<const Method> member_methods();
std::span<const Method> policy_methods();
std::span<const Method> report_methods();
std::span<const Method> registry_methods();
std::span<const Method> greeting_methods();
std::span<const Method> anomaly_methods();
std::span<const Method> care_methods();
std::span<const Method> doctor_methods();
std::span<const Method> history_methods();
std::span<const Method> staff_methods();
std::span<const Method> audit_methods();

// receipt.print, once the printer is done with it. No value: all of it was printed.
std::optional<Fault> judge_print(Store& store, const PrintJob& job);

// -- reading --

// Whose cards are ours.
card::Own own_cards(const MethodCall& call);
// What a scanner or a stripe reader delivered, told apart at once: the raw text goes no further.
std::optional<card::Scanned> read_scan(MethodCall& call, std::string_view name);
// "card", "scan" and, where asked, "phone". `needed`: exactly one must be there. Somebody's bank
// card or payment code in the place of a card's number is a scan of that.
Shown read_shown(MethodCall& call, bool needed);
Basket read_basket(Fields& fields);  // "lines" and "coupons", within A20's limits
std::optional<Way> read_choice(Fields& fields);
SaleName read_sale_name(Fields& fields);
// The request's, or that of the way in, which no request contradicts.
std::optional<std::string> read_lane(MethodCall& call, bool needed);
std::optional<std::string> read_staff(Fields& fields, std::string_view name, bool needed);
std::optional<card::Number> read_card(Fields& fields, std::string_view name);
// A text that people write: a reason, a note. Other people's numbers do not get into it.
std::optional<std::string> read_free_text(Fields& fields, std::string_view name, bool needed);
// The form's fields, typed but not yet judged (A35); `known_too`: further names of the same object.
Form5 read_form(Fields& form);

// Where the card is not known here: head office might know it. For what only asks.
void want_if_unknown(MethodCall& call, const Shown& shown);

// -- writing --

void write_notices(JsonWriter& out, std::string_view name, const std::vector<Notice>& notices);
void write_message(JsonWriter& out, const Message& message);
void write_facts(JsonWriter& out, const Facts& facts);
void write_priced(JsonWriter& out, const Basket& basket, const Priced& priced,
                  const std::optional<QuotePoints>& points);
void write_address(JsonWriter& out, const Address& address);
void write_tally(JsonWriter& out, const Tally& tally);
void write_standing(JsonWriter& out, const Standing& standing);

}  // namespace vip::terminal
