#include "sync/office/looks.h"

#include <fcntl.h>
#include <unistd.h>

#include "terminal/books/sqlite.h"

namespace vip::sync {

void append_look(const OfficeDirectory& directory, std::string line) {
  line += '\n';
  const auto path = directory.path() / "looks";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool written =
      file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!written) {
    throw terminal::StorageError(terminal::StorageError::Kind::read_only,
                                 "cannot write " + path.string() +
                                     "; nothing is shown or done that is not written down (R3)");
  }
}

}  // namespace vip::sync
