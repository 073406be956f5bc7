// The same scans over every kind of scanner: keys of the kernel's, bytes of a serial line; the page
// has its own test of the same file (tests/data/scans.json), tests/web/scans.test.mjs.
//
// A keyboard is played by uinput where this machine has it, else by the very bytes that the kernel
// would deliver, through a pipe into the same loop. A serial line is played by a pseudo terminal.
#include "terminal/devices/scanner.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cardformat/ensure.h"
#include "terminal/devices/key_scans.h"
#include "terminal/devices/serial_scans.h"
#include "terminal/devices/us_keys.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"
#include "tests/terminal/devices/played_line.h"

namespace vip::terminal {
namespace {

struct Key {
  std::uint16_t code = 0;
  bool shift = false;
};

struct Vectors {
  std::map<char, Key> keys;
  std::map<char, Key> pad;
  struct Scan {
    std::string name;
    std::string text;
  };
  std::vector<Scan> scans;
};

Vectors read_vectors() {
  const auto json = read_json(read_all(VIP_SCANS));
  ensure(json.has_value(), "the vectors are JSON");
  const auto keys_of = [&](const char* name) {
    std::map<char, Key> keys;
    for (const Json& key : json->at(name)) {
      keys[key.at("character").get<std::string>().at(0)] = {key.at("evdev").get<std::uint16_t>(),
                                                            key.at("shift").get<bool>()};
    }
    return keys;
  };
  Vectors vectors{keys_of("keys"), keys_of("pad"), {}};
  for (const Json& scan : json->at("scans")) {
    vectors.scans.push_back(
        {scan.at("name").get<std::string>(), scan.at("text").get<std::string>()});
  }
  return vectors;
}

// What a scanner's thread delivered, for who waits for it.
class Taken {
 public:
  TakeScan taker() {
    return [this](std::string_view scan) { put(std::string(scan)); };
  }
  Scanner::Tell teller() {
    return [this](const std::string& problem) { put(problem.empty() ? "(read)" : "(gone)"); };
  }
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return !all_.empty(); })) {
      return "(nothing came)";
    }
    std::string first = std::move(all_.front());
    all_.erase(all_.begin());
    return first;
  }

 private:
  void put(std::string text) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(text));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> all_;
};

input_event event(std::uint16_t type, std::uint16_t code, std::int32_t value) {
  input_event one{};
  one.type = type;
  one.code = code;
  one.value = value;
  return one;
}

// As a scanner sends them: each key down and up, Shift around those that need it.
std::vector<input_event> typed(const std::map<char, Key>& keys, std::string_view text,
                               std::uint16_t end = KEY_ENTER) {
  std::vector<input_event> all;
  const auto press = [&](std::uint16_t code, std::int32_t value) {
    all.push_back(event(EV_MSC, MSC_SCAN, code));
    all.push_back(event(EV_KEY, code, value));
    all.push_back(event(EV_SYN, SYN_REPORT, 0));
  };
  for (const char c : text) {
    const Key key = keys.at(c);
    if (key.shift) press(KEY_LEFTSHIFT, 1);
    press(key.code, 1);
    press(key.code, 0);
    if (key.shift) press(KEY_LEFTSHIFT, 0);
  }
  if (end != 0) {
    press(end, 1);
    press(end, 0);
  }
  return all;
}

std::string_view bytes_of(const std::vector<input_event>& events) {
  return {reinterpret_cast<const char*>(events.data()), events.size() * sizeof(input_event)};
}

// Decoded without any device.
template <class Scans>
std::vector<std::string> heard(std::string_view bytes, std::size_t piece = 4096) {
  std::vector<std::string> all;
  Scans scans([&](std::string_view scan) { all.emplace_back(scan); });
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    scans.hear(bytes.substr(0, piece));
  }
  return all;
}

// A keyboard made by the kernel for this test; none where the machine lets nobody make one.
class MadeKeyboard {
 public:
  static constexpr const char* name = "vip test scanner";
  MadeKeyboard() : handle_(open("/dev/uinput", O_WRONLY | O_NONBLOCK | O_CLOEXEC)) {
    if (handle_ < 0) return;
    uinput_setup setup{};
    setup.id.bustype = BUS_USB;
    std::strncpy(setup.name, name, sizeof setup.name - 1);
    bool made = ioctl(handle_, UI_SET_EVBIT, EV_KEY) == 0;
    for (int code = 1; code < 128; ++code) made = ioctl(handle_, UI_SET_KEYBIT, code) == 0 && made;
    made = made && ioctl(handle_, UI_DEV_SETUP, &setup) == 0 && ioctl(handle_, UI_DEV_CREATE) == 0;
    if (!made) {
      close(handle_);
      handle_ = -1;
    }
  }
  ~MadeKeyboard() {
    if (handle_ < 0) return;
    ioctl(handle_, UI_DEV_DESTROY);
    close(handle_);
  }
  MadeKeyboard(const MadeKeyboard&) = delete;
  MadeKeyboard& operator=(const MadeKeyboard&) = delete;
  explicit operator bool() const { return handle_ >= 0; }
  void type(const std::vector<input_event>& events) const {
    for (const input_event& one : events) {
      if (one.type == EV_MSC) continue;
      ensure(write(handle_, &one, sizeof one) == sizeof one, "the kernel takes a key");
    }
  }

 private:
  int handle_;
};

TEST_CASE("each key is the character that a US keyboard has there") {
  const Vectors vectors = read_vectors();
  CHECK(vectors.keys.size() == 95);  // all of printable ASCII
  for (const auto* keys : {&vectors.keys, &vectors.pad}) {
    for (const auto& entry : *keys) {
      const char character = entry.first;
      CAPTURE(character);
      CHECK(us_key(entry.second.code, entry.second.shift) == character);
    }
  }
  CHECK(us_key(KEY_F1, false) == 0);
  CHECK(us_key(KEY_CAPSLOCK, false) == 0);
  CHECK(us_key(0xffff, true) == 0);
}

TEST_CASE("the same scans, as keys and as bytes, in whatever pieces they come") {
  const Vectors vectors = read_vectors();
  REQUIRE(vectors.scans.size() == 11);
  for (const auto& scan : vectors.scans) {
    CAPTURE(scan.name);
    const std::vector<std::string> expected = {scan.text};
    for (const int code : {KEY_ENTER, KEY_KPENTER, KEY_TAB}) {
      const auto end = static_cast<std::uint16_t>(code);
      CHECK(heard<KeyScans>(bytes_of(typed(vectors.keys, scan.text, end))) == expected);
    }
    for (const char* end : {"\r", "\n", "\r\n"}) {
      CHECK(heard<SerialScans>(scan.text + end) == expected);
    }
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
      CHECK(heard<KeyScans>(bytes_of(typed(vectors.keys, scan.text)), piece) == expected);
      CHECK(heard<SerialScans>(scan.text + "\r\n", piece) == expected);
    }
  }
  CHECK(heard<KeyScans>(bytes_of(typed(vectors.pad, "0123456789"))) ==
        std::vector<std::string>{"0123456789"});
}

TEST_CASE("a keyboard, read as a device: every scan, one after the other") {
  const Vectors vectors = read_vectors();
  Taken taken;
  if (const MadeKeyboard keyboard; keyboard) {
    MESSAGE("the keyboard is one that uinput made");
    const Scanner scanner(*read_scanner_source(std::string("evdev:") + MadeKeyboard::name),
                          taken.taker(), taken.teller());
    std::string said = taken.next();
    while (said == "(gone)") said = taken.next();  // until udev has made its file
    REQUIRE(said == "(read)");
    for (const auto& scan : vectors.scans) {
      keyboard.type(typed(vectors.keys, scan.text));
      CHECK(taken.next() == scan.text);
    }
    // Ours alone: nobody else can take it meanwhile.
    CHECK(problem_of(scanner.source()).empty());
    return;
  }
  MESSAGE("SKIPPED in part: no /dev/uinput here, so no device is grabbed; the keyboard is a pipe");
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  const int stop = eventfd(0, EFD_CLOEXEC);
  std::optional<bool> gone;
  std::thread reading([&] {
    gone =
        read_scans(*read_scanner_source("evdev:/dev/input/event0"), ends[0], stop, taken.taker());
  });
  for (const auto& scan : vectors.scans) {
    const auto events = typed(vectors.keys, scan.text);
    const std::string_view bytes = bytes_of(events);
    REQUIRE(write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    CHECK(taken.next() == scan.text);
  }
  close(ends[1]);
  reading.join();
  CHECK(gone == true);
  close(ends[0]);
  close(stop);
}

TEST_CASE("a file that is no keyboard is not read, because it cannot be grabbed") {
  const Folder folder;
  folder.write("event0", "9156900000000012\n");
  Taken taken;
  const Scanner scanner(*read_scanner_source("evdev:" + folder.path("event0").string()),
                        taken.taker(), taken.teller());
  CHECK(taken.next() == "(gone)");
  CHECK_FALSE(scanner.is_read());
}

TEST_CASE("a serial line: every scan, ended by a line or by silence; unplugged and back again") {
  const Vectors vectors = read_vectors();
  const Folder folder;
  PlayedLine line(folder.path("scanner"));
  Taken taken;
  ScannerSource source = *read_scanner_source("serial:" + folder.path("scanner").string());
  source.pause_ms = 20;
  const Scanner scanner(source, taken.taker(), taken.teller());
  REQUIRE(taken.next() == "(read)");
  CHECK(scanner.is_read());
  for (const auto& scan : vectors.scans) {
    CAPTURE(scan.name);
    line.send(scan.text + "\r\n");
    CHECK(taken.next() == scan.text);
    line.send(scan.text);  // and nothing more
    CHECK(taken.next() == scan.text);
  }
  line.unplug();
  CHECK(taken.next() == "(gone)");
  CHECK_FALSE(scanner.is_read());
  line.plug_in();
  CHECK(taken.next() == "(read)");
  line.send("9156900000000012\r");
  CHECK(taken.next() == "9156900000000012");
}

TEST_CASE("what is longer than a scan can be is thrown away whole, and the next one counts") {
  const Vectors vectors = read_vectors();
  const std::string longest(ScanText::longest, '7');
  CHECK(heard<SerialScans>(longest + "\r") == std::vector<std::string>{longest});
  CHECK(heard<SerialScans>(longest + "7\r9156\r") == std::vector<std::string>{"9156"});
  CHECK(heard<KeyScans>(bytes_of(typed(vectors.keys, longest))).front() == longest);
  auto events = typed(vectors.keys, longest + "7");
  for (const input_event& one : typed(vectors.keys, "9156")) events.push_back(one);
  CHECK(heard<KeyScans>(bytes_of(events)) == std::vector<std::string>{"9156"});
}

TEST_CASE("lost events, held keys and other keys make no scan of their own") {
  const Vectors vectors = read_vectors();
  std::vector<std::string> all;
  KeyScans scans([&](std::string_view scan) { all.emplace_back(scan); });
  const auto hear = [&](const std::vector<input_event>& events) {
    for (const input_event& one : events) scans.hear(one);
  };
  const auto press = [&](std::uint16_t code, std::int32_t value) {
    scans.hear(event(EV_KEY, code, value));
  };
  // Some keys were lost: what is left of that scan is no scan, the next one is.
  hear(typed(vectors.keys, "9156", 0));
  scans.hear(event(EV_SYN, SYN_DROPPED, 0));
  hear(typed(vectors.keys, "0012"));
  hear(typed(vectors.keys, "Ab1"));
  CHECK(all == std::vector<std::string>{"Ab1"});
  // Shift was down when events were lost, and is not down for ever.
  press(KEY_LEFTSHIFT, 1);
  scans.hear(event(EV_SYN, SYN_DROPPED, 0));
  press(KEY_ENTER, 1);
  hear(typed(vectors.keys, "a"));
  CHECK(all.back() == "a");
  // A key that repeats counts once; with Ctrl nothing is typed; Enter alone is no scan.
  all.clear();
  press(KEY_1, 1);
  press(KEY_1, 2);
  press(KEY_1, 0);
  press(KEY_LEFTCTRL, 1);
  press(KEY_C, 1);
  press(KEY_C, 0);
  press(KEY_LEFTCTRL, 0);
  press(KEY_2, 1);
  press(KEY_ENTER, 1);
  press(KEY_ENTER, 0);
  press(KEY_ENTER, 1);
  CHECK(all == std::vector<std::string>{"12"});
  // Both Shifts, one let go: still shifted.
  all.clear();
  press(KEY_LEFTSHIFT, 1);
  press(KEY_RIGHTSHIFT, 1);
  press(KEY_LEFTSHIFT, 0);
  press(KEY_A, 1);
  press(KEY_RIGHTSHIFT, 0);
  press(KEY_A, 1);
  press(KEY_ENTER, 1);
  CHECK(all == std::vector<std::string>{"Aa"});
  // Half a scan that never ended is forgotten after a while.
  all.clear();
  hear(typed(vectors.keys, "9156", 0));
  CHECK(scans.waits());
  scans.silence();
  CHECK_FALSE(scans.waits());
  hear(typed(vectors.keys, "0012"));
  CHECK(all == std::vector<std::string>{"0012"});
}

TEST_CASE("sources are read as they are written, and nothing else is") {
  using Kind = ScannerSource::Kind;
  for (const char* text : {"none", "evdev:/dev/input/by-id/usb-X-event-kbd",
                           "evdev:Honeywell Scanning 1250g", "serial:/dev/ttyACM0"}) {
    CAPTURE(text);
    const auto source = read_scanner_source(text);
    REQUIRE(source);
    CHECK(source->text() == text);
  }
  CHECK(read_scanner_source("evdev:X")->kind == Kind::evdev);
  CHECK(read_scanner_source("serial:/dev/ttyS0")->baud == 9600);
  for (const char* text :
       {"", "evdev", "evdev:", "serial:", "serial:ttyS0", "usb:/dev/x", "None", "evdev:a\nb"}) {
    CAPTURE(text);
    CHECK_FALSE(read_scanner_source(text));
  }
  CHECK_FALSE(read_scanner_source("evdev:" + std::string(81, 'x')));
  CHECK_FALSE(read_scanner_source("serial:/" + std::string(255, 'x')));
}

}  // namespace
}  // namespace vip::terminal
