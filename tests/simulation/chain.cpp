#include "tests/simulation/chain.h"

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "cardformat/ensure.h"
#include "sync/certificate.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/one_time_code.h"
#include "sync/packing.h"
#include "sync/wire.h"
#include "terminal/books/store.h"
#include "tests/simulation/entropy.h"

namespace vip::simulation {
namespace {

namespace fs = std::filesystem;

fs::path make_place() {
  const fs::path memory = "/dev/shm";
  std::error_code error;
  const fs::path under = fs::is_directory(memory, error) ? memory : fs::temp_directory_path();
  std::string name = (under / "vip-simulation-XXXXXX").string();
  ensure(mkdtemp(name.data()) != nullptr, "a simulation has a place for its files");
  return name;
}

std::map<std::string, std::string> files_of(const fs::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().lexically_relative(directory).string()] =
        std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

void write_files(const fs::path& directory, const std::map<std::string, std::string>& files) {
  fs::remove_all(directory);
  for (const auto& [name, text] : files) {
    fs::create_directories((directory / name).parent_path());
    std::ofstream(directory / name, std::ios::binary) << text;
  }
}

Disk::Image image_of(const fs::path& directory) {
  MemoryDisks& disks = MemoryDisks::at_work();
  disks.load(directory.string());
  return disks.mount(directory.string()).image();
}

}  // namespace

std::optional<std::string> enrol(
    const sync::OfficeDirectory& office, sync::OfficeStore& office_store,
    const terminal::StoreIdentity& store, std::int64_t now,
    const std::function<std::optional<sync::HttpAnswer>(const sync::HttpRequest&)>& ask) {
  const auto code = sync::give_out_code(office, office_store, store.store, now);
  ensure(code.has_value(), "a store of the chain gets a code");
  const auto key = sync::TlsKey::generate();
  const sync::EnrolRequest wanted{
      .code = sync::read_code(*code)->secret,
      .store = store.store,
      .genesis = store.genesis,
      .training = store.training,
      .certificate_request = sync::make_certificate_request(key, "store")};
  const auto answer = ask({.method = "POST",
                           .path = std::string(sync::enrol_path),
                           .content_encoding = {},
                           .body = sync::write_enrol_request(wanted),
                           .certificate = std::nullopt});
  if (!answer || answer->status != 200) return std::nullopt;
  const auto page = sync::unpack(answer->body, sync::answer_limit);
  ensure(page.has_value(), "a certificate comes packed");
  const auto enrolled = sync::read_enrol_answer(*page);
  ensure(enrolled.has_value(), "an enrolment is answered as the protocol says");
  return sync::Certificate::read_pem(enrolled->certificate)->der();
}

Chain::Chain() : place_(make_place()) {
  seed_entropy(1);
  const fs::path office = place_ / "office";
  ensure(sync::OfficeDirectory::create(office, {.training = true, .hosts = {}}, first_moment),
         "head office is made");
  office_.emplace(office);
  {
    sync::HeadOffice desks(*office_, [](std::string_view) {});
    for (std::size_t i = 1; i <= most_stores; ++i) {
      Site site;
      site.name = "S0" + std::to_string(i);
      site.directory = place_ / site.name;
      ensure(
          terminal::create_store(site.directory, {.store = site.name, .training = true, .seed = i}),
          "a store is made");
      const terminal::Store store(site.directory, *terminal::Zone::named("Asia/Shanghai"));
      sync::OfficeBooksOpen books(*office_, terminal::Database::Mode::read);
      site.certificate_der = enrol(*office_, books.store, store.identity(), first_moment,
                                   [&](const sync::HttpRequest& request) {
                                     return std::optional(desks.answer(request, first_moment));
                                   })
                                 .value();
      sites_.push_back(std::move(site));
    }
  }
  // From here on every database lies on a disk in memory.
  office_disk_ = image_of(office);
  for (Site& site : sites_) {
    site.disk = image_of(site.directory);
    site.files = files_of(site.directory);
  }
  fs::create_directories(copies());
  MemoryDisks::at_work().mount(copies().string());
  MemoryDisks::at_work().write_through(copies().string());
}

Chain::~Chain() {
  std::error_code ignored;
  fs::remove_all(place_, ignored);
}

void Chain::reset() {
  MemoryDisks& disks = MemoryDisks::at_work();
  disks.mount(office_->path().string()).restore(office_disk_);
  disks.mount(copies().string()).restore({});
  fs::remove(office_->path() / "timeline");
  for (const fs::path& place : {copies(), office_->path()}) {
    for (const auto& entry : fs::directory_iterator(place)) {
      if (entry.path().filename().string().starts_with("office.db.")) fs::remove(entry.path());
    }
  }
  fs::remove_all(attic());
  for (const Site& site : sites_) {
    disks.mount(site.directory.string()).restore(site.disk);
    if (fs::exists(site.directory / another_life)) write_files(site.directory, site.files);
    fs::remove(site.directory / "anchor");
  }
}

}  // namespace vip::simulation
