#include "tests/simulation/chain.h"

#include <stdlib.h>

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

// Enrols the store with a code of head office's, and returns its certificate as the line shows it.
std::string enrol(sync::HeadOffice& office, const sync::OfficeDirectory& directory,
                  const terminal::Store& store) {
  sync::OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  const auto code =
      sync::give_out_code(directory, books.store, store.identity().store, first_moment);
  ensure(code.has_value(), "a store that is new gets a code");
  const auto key = sync::TlsKey::generate();
  sync::EnrolRequest wanted{.code = sync::read_code(*code)->secret,
                            .store = store.identity().store,
                            .genesis = store.identity().genesis,
                            .training = store.identity().training,
                            .certificate_request = sync::make_certificate_request(key, "store")};
  const auto answer = office.answer({.method = "POST",
                                     .path = std::string(sync::enrol_path),
                                     .content_encoding = {},
                                     .body = sync::write_enrol_request(wanted),
                                     .certificate = std::nullopt},
                                    first_moment);
  const auto page = sync::unpack(answer.body, sync::answer_limit);
  ensure(answer.status == 200 && page.has_value(), "a store with a code is enrolled");
  const auto enrolled = sync::read_enrol_answer(*page);
  ensure(enrolled.has_value(), "an enrolment is answered as the protocol says");
  return sync::Certificate::read_pem(enrolled->certificate)->der();
}

Disk::Image image_of(const fs::path& directory) {
  MemoryDisks& disks = MemoryDisks::at_work();
  disks.load(directory.string());
  return disks.mount(directory.string()).image();
}

}  // namespace

Chain::Chain() : place_(make_place()) {
  seed_entropy(1);
  const fs::path office = place_ / "office";
  ensure(sync::OfficeDirectory::create(office, {.training = true, .hosts = {}}, first_moment),
         "head office is made");
  office_.emplace(office);
  {
    sync::HeadOffice desks(
        *office_, [](std::string_view) {}, first_moment);
    for (std::size_t i = 1; i <= most_stores; ++i) {
      Site site;
      site.name = "S0" + std::to_string(i);
      site.directory = place_ / site.name;
      ensure(
          terminal::create_store(site.directory, {.store = site.name, .training = true, .seed = i}),
          "a store is made");
      const terminal::Store store(site.directory, *terminal::Zone::named("Asia/Shanghai"));
      site.certificate_der = enrol(desks, *office_, store);
      sites_.push_back(std::move(site));
    }
  }
  // From here on every database lies on a disk in memory.
  office_disk_ = image_of(office);
  for (Site& site : sites_) site.disk = image_of(site.directory);
}

Chain::~Chain() {
  std::error_code ignored;
  fs::remove_all(place_, ignored);
}

void Chain::reset() {
  MemoryDisks& disks = MemoryDisks::at_work();
  disks.mount(office_->path().string()).restore(office_disk_);
  for (const Site& site : sites_) {
    disks.mount(site.directory.string()).restore(site.disk);
    fs::remove(site.directory / "anchor");
  }
}

}  // namespace vip::simulation
