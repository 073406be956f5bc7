// StoryFile: stories as they are written down, read into steps. README.md shows the form.
//
// A `.words` file holds what all stories share: `let name = …` (a piece of text, used as <name>)
// and `define name(a, b) = method {…}` (a request with holes <a>, <b>, used as `+ name(…)`).
// A `.story` file may add its own. Reading needs nothing but the text; throws StoryError with
// file and line. `<repeat 1001>x</repeat>` anywhere is x that often, with commas between;
// `<times 1001>x</times>` without.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace vip::story {

enum class StepKind {
  request,    // `> method {…}` and `+ name(…)`: over the stream
  once,       // `once method {…}`: a run of the program of its own
  run,        // `run word word …`: any other command of the program
  raw,        // `raw …`: one line into the stream as it stands
  result,     // `< {…}`: the last answer is ok and its result matches
  answer,     // `<< {…}`: the whole last answer matches
  refusal,    // `!refusal G2 points_short {facts}`
  error,      // `!error request.invalid /lines/0/qty`
  exit,       // `exit 4`: of the last `once` or `run`
  at,         // `at 2026-11-22T10:00:00+08:00`: the time of the requests that follow
  operator_,  // `operator 2001`: who makes them
  restart,    // the process ends properly and a new one begins
  kill,       // the process is killed and a new one begins
  unsaid,     // `unsaid $card`: nowhere in the last answer
  earnest,    // the store of this story is not a training store
  toml,       // `toml line`: a line of vip.toml
};

struct Step {
  StepKind kind;
  int line = 0;
  std::string method;  // also: clause of a refusal, code of an error
  std::string word;    // of a refusal; pointer of an error
  std::string text;    // request, pattern, facts, time, …
};

struct Story {
  std::string file;
  int line = 0;
  std::string title;
  std::vector<Step> steps;
};

// What `let` and `define` gave names to.
struct Words {
  struct Request {
    std::vector<std::string> holes;
    std::string method;
    std::string text;
  };
  std::map<std::string, std::string> pieces;
  std::map<std::string, Request> requests;
};

std::vector<Story> read_stories(const std::string& path, Words& words);

}  // namespace vip::story
