#include "terminal/service/service_file.h"

#include <unistd.h>

#include "terminal/books/sqlite.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/service/private_file.h"

namespace vip::terminal::service {
namespace {

std::filesystem::path file_in(const std::filesystem::path& directory) {
  return directory / "service";
}

}  // namespace

void write_service_file(const std::filesystem::path& directory, const ServiceAddress& service) {
  JsonWriter out;
  out.begin_object().field("address", service.address).field("port", service.port);
  if (!service.certificate.empty()) out.field("certificate", service.certificate);
  out.field("token", service.token).end_object();
  write_private(file_in(directory), out.str() + "\n");
}

std::optional<ServiceAddress> read_service_file(const std::filesystem::path& directory) {
  std::optional<std::string> text;
  try {
    text = read_private(file_in(directory));
  } catch (const StorageError&) {
    return std::nullopt;
  }
  const auto json = text ? read_json(*text) : Result<Json, JsonProblem>(Unexpected{JsonProblem{}});
  if (!json) return std::nullopt;
  Problems problems;
  Fields fields(*json, "", problems);
  ServiceAddress service;
  service.address = fields.text("address", 64).value_or("");
  service.port = static_cast<std::uint16_t>(fields.integer("port", 1, 65535).value_or(0));
  service.certificate = fields.optional_text("certificate", 64).value_or("");
  service.token = fields.text("token", 128).value_or("");
  if (!problems.empty()) return std::nullopt;
  return service;
}

void remove_service_file(const std::filesystem::path& directory) noexcept {
  unlink(file_in(directory).c_str());
}

}  // namespace vip::terminal::service
