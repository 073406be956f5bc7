#include "terminal/history/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

constexpr std::size_t piece_size = 64 * 1024;
constexpr unsigned char gzip_magic[] = {0x1f, 0x8b};
constexpr int gzip_window = 15 + 16;  // zlib's words for: a gzip header, and the largest window

std::string words_of(int error) { return std::system_category().message(error); }

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

class FileBytes final : public ByteSource {
 public:
  FileBytes(Descriptor file, std::uint64_t total) : file_(std::move(file)), total_(total) {
    fill();
    gzip_ = have_ >= 2 && raw_[0] == gzip_magic[0] && raw_[1] == gzip_magic[1];
    if (gzip_) start_member();
  }
  ~FileBytes() override {
    if (inflating_) inflateEnd(&zip_);
  }

  std::string_view next() override {
    if (ended_) return {};
    return gzip_ ? next_inflated() : next_plain();
  }

  FileEnd how_it_ended() const override {
    ensure(ended_, "how a file ended is known at its end");
    return end_;
  }
  std::uint64_t bytes_done() const override { return done_; }
  std::uint64_t bytes_total() const override { return total_; }

 private:
  // Reads until the buffer is full or the file is over: a pipe gives as little as it likes.
  void fill() {
    have_ = 0;
    while (have_ < raw_.size()) {
      const ssize_t got = ::read(file_.number(), raw_.data() + have_, raw_.size() - have_);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) broken_ = true;
      if (got <= 0) break;
      have_ += static_cast<std::size_t>(got);
    }
    done_ += have_;
  }

  std::string_view finish(FileEnd how) {
    ended_ = true;
    end_ = how;
    return {};
  }

  std::string_view next_plain() {
    if (!first_) fill();
    first_ = false;
    if (have_ == 0) return finish(broken_ ? FileEnd::unreadable : FileEnd::whole);
    return {reinterpret_cast<const char*>(raw_.data()), have_};
  }

  void start_member() {
    if (!inflating_) {
      zip_ = {};
      zip_.next_in = raw_.data();
      zip_.avail_in = static_cast<uInt>(have_);
      ensure(inflateInit2(&zip_, gzip_window) == Z_OK, "zlib has memory for one window");
      inflating_ = true;
    } else {
      ensure(inflateReset(&zip_) == Z_OK, "a stream of zlib can begin again");
    }
    between_ = true;
  }

  bool refill() {
    fill();
    zip_.next_in = raw_.data();
    zip_.avail_in = static_cast<uInt>(have_);
    return have_ > 0;
  }

  // Several gzip files one after the other are one file, as gzip(1) has it; zero bytes after the
  // last are padding.
  std::string_view next_inflated() {
    zip_.next_out = plain_.data();
    zip_.avail_out = static_cast<uInt>(plain_.size());
    while (zip_.avail_out == plain_.size()) {
      if (problem_ != FileEnd::whole) return finish(problem_);
      if (zip_.avail_in == 0 && !refill()) {
        if (broken_) return finish(FileEnd::unreadable);
        return finish(between_ && !first_ ? FileEnd::whole : FileEnd::truncated);
      }
      if (between_ && !first_ && *zip_.next_in == 0) {
        padding_ = true;
        ++zip_.next_in;
        --zip_.avail_in;
        continue;
      }
      if (padding_) return finish(FileEnd::damaged);
      first_ = false;
      between_ = false;
      const int status = inflate(&zip_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        start_member();
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        problem_ = FileEnd::damaged;  // said after what could be had
      }
    }
    return {reinterpret_cast<const char*>(plain_.data()), plain_.size() - zip_.avail_out};
  }

  Descriptor file_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  std::array<unsigned char, piece_size> raw_;
  std::size_t have_ = 0;
  bool broken_ = false;  // a read failed
  bool first_ = true;    // nothing was given out, no gzip member was finished
  bool gzip_ = false;

  std::array<unsigned char, piece_size> plain_;
  z_stream zip_ = {};
  bool inflating_ = false;
  bool between_ = false;  // at the place where a gzip member may begin
  bool padding_ = false;
  FileEnd problem_ = FileEnd::whole;

  bool ended_ = false;
  FileEnd end_ = FileEnd::whole;
};

}  // namespace

Result<std::unique_ptr<ByteSource>, std::string> open_bytes(const std::filesystem::path& file) {
  const int number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) return Unexpected{words_of(errno)};
  Descriptor descriptor(number);
  struct stat about = {};
  if (::fstat(number, &about) != 0) return Unexpected{words_of(errno)};
  if (S_ISDIR(about.st_mode)) return Unexpected{words_of(EISDIR)};
  const std::uint64_t total =
      S_ISREG(about.st_mode) ? static_cast<std::uint64_t>(about.st_size) : 0;
  return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(std::move(descriptor), total));
}

}  // namespace vip::terminal
