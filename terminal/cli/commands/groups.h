// Groups: the commands, by what they are about; each group in a file of its own.
//
// A new command goes into its group's file: what it is called, which method it calls, and two
// examples, which --help shows and tests/terminal/cli_test.cpp plays.
#pragma once

#include <vector>

#include "terminal/cli/command_line.h"

namespace vip::terminal::cli {

class Builder;

void care_commands(Builder& to);
std::vector<Example> care_examples();

void sale_commands(Builder& to);
std::vector<Example> sale_examples();

void receipt_commands(Builder& to);
std::vector<Example> receipt_examples();

void card_commands(Builder& to);
std::vector<Example> card_examples();

void gift_commands(Builder& to);
std::vector<Example> gift_examples();

void member_commands(Builder& to);
std::vector<Example> member_examples();

void staff_commands(Builder& to);
std::vector<Example> staff_examples();

void report_commands(Builder& to);
std::vector<Example> report_examples();

void history_commands(Builder& to);
std::vector<Example> history_examples();

void policy_commands(Builder& to);
std::vector<Example> policy_examples();

void blank_commands(Builder& to);
std::vector<Example> blank_examples();

void sync_commands(Builder& to);
std::vector<Example> sync_examples();

void lane_commands(Builder& to);
std::vector<Example> lane_examples();

struct Group {
  void (*commands)(Builder& to);
  std::vector<Example> (*examples)();
};

// In the order of the help.
inline constexpr Group groups[] = {
    {care_commands, care_examples},       {sale_commands, sale_examples},
    {receipt_commands, receipt_examples}, {card_commands, card_examples},
    {gift_commands, gift_examples},       {member_commands, member_examples},
    {staff_commands, staff_examples},     {report_commands, report_examples},
    {history_commands, history_examples}, {policy_commands, policy_examples},
    {blank_commands, blank_examples},     {sync_commands, sync_examples},
    {lane_commands, lane_examples},
};

}  // namespace vip::terminal::cli
