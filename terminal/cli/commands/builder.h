// Builder: how a command of people becomes a method and a request.
//
// A group of commands (groups.h) says of each command its method and which option writes which part
// of the request; whatever groups share stands here. Nothing is decided: what is in range and in
// order is the door's to say.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "terminal/cli/language.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace vip::terminal::cli {

using Request = nlohmann::ordered_json;
using Pointer = Request::json_pointer;

// What somebody wrote that is no command of ours; the text says what would be right.
struct UsageError {
  std::string text;
};

// What every command knows besides its own request.
struct Common {
  std::string data;
  bool json = false;
  std::string lang;
  std::string request_id;
  std::string pin_file;  // PINs come from files or the environment: arguments are public
  std::string second_pin_file;
  std::string new_pin_file;
  std::string output;  // where the file in the answer goes; empty: standard output
};

// A command that ends in a call: `sale quote`, `status`.
struct Leaf {
  CLI::App* app = nullptr;
  std::string method;
  bool writes = false;  // takes a request id
  Request request = Request::object();
  std::string document;  // "policy" as the file has it, byte for byte: its signature is over these
};

// An option that was added.
class Added {
 public:
  explicit Added(CLI::Option* option) : option_(option) {}
  Added required() const;
  Added or_variable(const char* name) const;    // else from the environment
  Added shown_default(const char* text) const;  // in the help
  CLI::Option* raw() const { return option_; }

 private:
  CLI::Option* option_;
};

class Builder {
 public:
  // Requires: all three outlive this.
  Builder(Language language, CLI::App& root, Common& common)
      : language_(language), root_(root), common_(common) {}

  std::string say(Both both) const { return std::string(both.in(language_)); }
  UsageError not_a(const std::string& value, const char* option, Both wanted) const;

  // The file's content ("-": standard input), or a UsageError.
  std::string read_file(const std::string& name) const;

  // ---- commands ----

  CLI::App* root() const { return &root_; }
  CLI::App* group(const char* name, Both what);
  // Its examples are those that examples() has under its name.
  CLI::App* command(CLI::App* parent, const char* name, Both what);
  Leaf& leaf(CLI::App* parent, const char* name, const char* method, Both what);
  const std::deque<Leaf>& leaves() const { return leaves_; }

  // ---- what ends a command; common options come last in the help ----

  void common(CLI::App& app);  // --data, --json, --lang
  void common(Leaf& leaf);
  void reads(Leaf& leaf);   // those, and --at
  void writes(Leaf& leaf);  // those, and --operator with a PIN, --request-id

  // ---- options: `flag` begins with "--", or is a word in its place; `where` is a pointer into the
  // ---- request

  Added text(Leaf& leaf, const char* flag, const char* where, Both what);
  Added whole(Leaf& leaf, const char* flag, const char* where, Both what);
  Added yuan(Leaf& leaf, const char* flag, const char* where, Both what);
  Added yes(Leaf& leaf, const char* flag, const char* where, Both what);    // true when given
  Added truth(Leaf& leaf, const char* flag, const char* where, Both what);  // true or false
  Added file(Leaf& leaf, const char* flag, const char* where, Both what);   // what is in the file
  // Sets `where` to `value` when given.
  Added sets(Leaf& leaf, const char* flag, const char* where, const char* value, Both what);
  // Each value as `read` makes it goes to the end of the array at `where`; nothing: not `form`.
  using ReadOne = std::function<std::optional<Request>(const std::string&)>;
  Added many(Leaf& leaf, const char* flag, const char* where, Both what, Both form, ReadOne read);

  // ---- parts of requests that several commands share ----

  void shown_card(Leaf& leaf);    // --card, --scan, --phone
  void basket(Leaf& leaf);        // goods, coupons, choice
  void registration(Leaf& leaf);  // the form, without the phone
  void which_sale(Leaf& leaf);    // --sale, --receipt-no
  void blank(Leaf& leaf);         // --blank
  void on_paper(Leaf& leaf);      // --text, --format, --output
  void output(Leaf& leaf);        // --output
  Added lane(Leaf& leaf);         // --lane
  void who(Leaf& leaf);           // --operator with a PIN, for what is read by permission
  void pin(Leaf& leaf);           // --pin-file
  void new_pin(Leaf& leaf);       // --new-pin-file
  Added second(Leaf& leaf);       // somebody who stands by: a manager where the operator is none
  // A policy document in a file ("-": standard input). What head office publishes has the document
  // inside, beside its key and signature.
  Added policy_file(Leaf& leaf, const char* flag, Both what);

 private:
  Language language_;
  CLI::App& root_;
  Common& common_;
  std::deque<Leaf> leaves_;  // addresses stay: options write into their leaf's request
};

}  // namespace vip::terminal::cli
