#include "tests/simulation/memory_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

#include "cardformat/ensure.h"

namespace vip::simulation {
namespace {

constexpr std::size_t sector = 512;

// One open file of SQLite's.
struct Handle {
  sqlite3_file base;
  Disk* disk;
  Disk::File* file;
  Disk::File* own;          // a temporary file without a name, which goes with its handle
  int keeps_log;            // SQLITE_FCNTL_PERSIST_WAL
  const std::string* real;  // where it is written to when it is closed
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

int code_of(Disk::Verdict verdict, int io_error) {
  switch (verdict) {
    case Disk::Verdict::done:
      return SQLITE_OK;
    case Disk::Verdict::io_error:
      return io_error;
    case Disk::Verdict::full:
      return SQLITE_FULL;
  }
  return io_error;
}

int close_file(sqlite3_file* file) {
  const Handle& handle = handle_of(file);
  --handle.file->handles;
  if (handle.real != nullptr) {
    std::ofstream out(*handle.real, std::ios::binary);
    out << handle.file->bytes;
    delete handle.real;
  }
  delete handle.own;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
  const Handle& handle = handle_of(file);
  if (handle.disk->dead()) return SQLITE_IOERR_READ;
  const std::string& bytes = handle.file->bytes;
  const auto begin = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(amount);
  const std::size_t there = begin < bytes.size() ? std::min(wanted, bytes.size() - begin) : 0;
  if (there > 0) std::memcpy(into, bytes.data() + begin, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  const Handle& handle = handle_of(file);
  const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(amount));
  return code_of(handle.disk->write(*handle.file, static_cast<std::size_t>(offset), bytes),
                 SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const Handle& handle = handle_of(file);
  return code_of(handle.disk->truncate(*handle.file, static_cast<std::size_t>(size)),
                 SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int) {
  const Handle& handle = handle_of(file);
  return code_of(handle.disk->sync(*handle.file), SQLITE_IOERR_FSYNC);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(handle_of(file).file->bytes.size());
  return SQLITE_OK;
}

// Alone means alone: a reader that closes must not believe that it may tidy up.
int lock_file(sqlite3_file* file, int level) {
  const bool others = handle_of(file).file->handles > 1;
  return level == SQLITE_LOCK_EXCLUSIVE && others ? SQLITE_BUSY : SQLITE_OK;
}
int unlock_file(sqlite3_file*, int) { return SQLITE_OK; }

int is_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file* file, int operation, void* argument) {
  if (operation != SQLITE_FCNTL_PERSIST_WAL) return SQLITE_NOTFOUND;
  int& asked = *static_cast<int*>(argument);
  int& keeps = handle_of(file).keeps_log;
  if (asked < 0) {
    asked = keeps;
  } else {
    keeps = asked;
  }
  return SQLITE_OK;
}

int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** into) {
  auto& shared = handle_of(file).file->shared;
  const auto index = static_cast<std::size_t>(page);
  if (extend != 0) {
    while (shared.size() <= index) {
      shared.push_back(std::make_unique<std::string>(static_cast<std::size_t>(size), '\0'));
    }
  }
  *into = index < shared.size() ? shared[index]->data() : nullptr;
  return SQLITE_OK;
}

int lock_shared(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void shared_barrier(sqlite3_file*) {}

// What is shared stays until the machine restarts.
int unmap_shared(sqlite3_file*, int) { return SQLITE_OK; }

const sqlite3_io_methods methods = {2,
                                    close_file,
                                    read_file,
                                    write_file,
                                    truncate_file,
                                    sync_file,
                                    size_of_file,
                                    lock_file,
                                    unlock_file,
                                    is_reserved,
                                    control_file,
                                    sector_size,
                                    characteristics,
                                    map_shared,
                                    lock_shared,
                                    shared_barrier,
                                    unmap_shared,
                                    nullptr,
                                    nullptr};

MemoryDisks& disks_of(sqlite3_vfs* vfs) { return *static_cast<MemoryDisks*>(vfs->pAppData); }

std::string name_in(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  Handle& handle = handle_of(file);
  handle.own = nullptr;
  handle.keeps_log = 0;
  handle.real = nullptr;
  if (path == nullptr) {
    static Disk scratch;
    handle.own = new (std::nothrow) Disk::File;
    handle.file = handle.own;
    handle.disk = &scratch;
    if (handle.file == nullptr) return SQLITE_NOMEM;
  } else {
    handle.disk = disks_of(vfs).disk_of(path);
    if (handle.disk == nullptr || handle.disk->dead()) return SQLITE_CANTOPEN;
    const std::string name = name_in(path);
    handle.file = handle.disk->find(name);
    const bool through = disks_of(vfs).is_through(path);
    if (handle.file == nullptr || through) {
      // A real file that a program put there, or one that is new.
      std::ifstream in(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if ((flags & SQLITE_OPEN_CREATE) == 0 && bytes.empty()) return SQLITE_CANTOPEN;
      handle.file = &handle.disk->make(name);
      if (handle.file->handles == 0) handle.file->bytes = bytes;
    }
    if (through && (flags & SQLITE_OPEN_MAIN_DB) != 0) handle.real = new std::string(path);
  }
  if (out_flags != nullptr) *out_flags = flags;
  ++handle.file->handles;
  file->pMethods = &methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  Disk* disk = disks_of(vfs).disk_of(path);
  if (disk == nullptr || disk->dead()) return SQLITE_IOERR_DELETE;
  disk->remove(name_in(path));
  return SQLITE_OK;
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* there) {
  Disk* disk = disks_of(vfs).disk_of(path);
  const Disk::File* file = disk == nullptr ? nullptr : disk->find(name_in(path));
  *there = file != nullptr && !file->bytes.empty() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* into) {
  sqlite3_snprintf(size, into, "%s", path);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int size, char* into) {
  for (int i = 0; i < size; ++i) into[i] = static_cast<char>(disks_of(vfs).dice().next());
  return size;
}

int sleep_not(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time(sqlite3_vfs* vfs, sqlite3_int64* milliseconds) {
  constexpr sqlite3_int64 of_1970 = 210'866'760'000'000;  // Julian day of 1970, in ms
  *milliseconds = of_1970 + disks_of(vfs).now() * 1000;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

bool overlap(const Disk::Write& a, const Disk::Write& b) {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

}  // namespace

Disk::File* Disk::find(const std::string& name) {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

bool Disk::power_fails() {
  if (dead_) return true;
  if (power_in_ == 0 || --power_in_ > 0) return false;
  dead_ = true;
  return true;
}

Disk::Verdict Disk::write(File& file, std::size_t offset, std::string_view bytes) {
  ++writes_;
  if (power_fails()) return Verdict::io_error;
  if (write_fault_in_ > 0 && --write_fault_in_ == 0) {
    ++faults_;
    return Verdict::io_error;
  }
  if (full_ && offset + bytes.size() > file.bytes.size()) {
    ++faults_;
    return Verdict::full;
  }
  Write note{offset, {}, file.bytes.size(), bytes.size(), false};
  if (offset < file.bytes.size()) note.before = file.bytes.substr(offset, bytes.size());
  if (offset + bytes.size() > file.bytes.size()) file.bytes.resize(offset + bytes.size());
  file.bytes.replace(offset, bytes.size(), bytes);
  file.unsynced.push_back(std::move(note));
  return Verdict::done;
}

Disk::Verdict Disk::truncate(File& file, std::size_t size) {
  ++writes_;
  if (power_fails()) return Verdict::io_error;
  file.bytes.resize(size);
  return Verdict::done;
}

Disk::Verdict Disk::sync(File& file) {
  ++syncs_;
  if (power_fails()) return Verdict::io_error;
  if (sync_fault_in_ > 0 && --sync_fault_in_ == 0) {
    ++faults_;
    for (Write& write : file.unsynced) write.doomed = true;
    return Verdict::io_error;
  }
  // What was written over since is on the disk; what a failed sync gave up is not.
  std::erase_if(file.unsynced, [&](const Write& write) {
    return !write.doomed ||
           std::any_of(file.unsynced.begin(), file.unsynced.end(),
                       [&](const Write& other) { return !other.doomed && overlap(write, other); });
  });
  return Verdict::done;
}

void Disk::restart(Dice& dice) {
  for (auto& [name, file] : files_) {
    file.shared.clear();
    if (file.unsynced.empty()) continue;
    std::vector<std::string> after(file.unsynced.size());
    for (std::size_t i = file.unsynced.size(); i-- > 0;) {
      const Write& write = file.unsynced[i];
      after[i] = file.bytes.substr(std::min(write.offset, file.bytes.size()), write.length);
      file.bytes.replace(std::min(write.offset, file.bytes.size()), write.before.size(),
                         write.before);
      file.bytes.resize(write.size_then);
    }
    // Half of the time nothing of it came to the platter, else whatever sectors the dice say.
    const bool some = dice.chance(500);
    const std::int64_t lucky = dice.from(0, 1000);
    for (std::size_t i = 0; some && i < after.size(); ++i) {
      const Write& write = file.unsynced[i];
      for (std::size_t at = 0; at < after[i].size();) {
        const std::size_t end = (write.offset + at) / sector * sector + sector - write.offset;
        const std::size_t length = std::min(end, after[i].size()) - at;
        if (dice.chance(lucky)) {
          if (write.offset + at + length > file.bytes.size()) {
            file.bytes.resize(write.offset + at + length);
          }
          file.bytes.replace(write.offset + at, length, after[i], at, length);
        }
        at += length;
      }
    }
    file.unsynced.clear();
  }
  power_in_ = write_fault_in_ = sync_fault_in_ = 0;
  dead_ = false;
}

void Disk::process_killed() {
  for (auto& [name, file] : files_) file.shared.clear();
  power_in_ = write_fault_in_ = sync_fault_in_ = 0;
  dead_ = false;
}

void Disk::move(const std::string& from, const std::string& to) {
  files_[to] = std::move(files_.at(from));
  files_.erase(from);
  for (const char* rest : {"-wal", "-shm"}) {
    files_.erase(to + rest);
    files_.erase(from + rest);
  }
}

Disk::Image Disk::image() const {
  Image image;
  for (const auto& [name, file] : files_) image[name] = file.bytes;
  return image;
}

void Disk::restore(const Image& image) {
  files_.clear();
  for (const auto& [name, bytes] : image) files_[name].bytes = bytes;
  power_in_ = write_fault_in_ = sync_fault_in_ = 0;
  full_ = dead_ = false;
}

MemoryDisks& MemoryDisks::at_work() {
  static MemoryDisks disks;
  return disks;
}

MemoryDisks::MemoryDisks() {
  static sqlite3_vfs vfs = {};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.zName = "memory-disks";
  vfs.pAppData = this;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_not;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time;
  ensure(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK, "SQLite takes another file system");
}

Disk& MemoryDisks::mount(const std::string& directory) { return disks_[directory]; }

void MemoryDisks::load(const std::string& directory) {
  Disk::Image image;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".db") == std::string::npos) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    image[name] = std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  mount(directory).restore(image);
}

Disk* MemoryDisks::disk_of(std::string_view path) {
  const auto found = disks_.find(path.substr(0, path.rfind('/')));
  return found == disks_.end() ? nullptr : &found->second;
}

}  // namespace vip::simulation
