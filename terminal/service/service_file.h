// Service file: how a command finds the service that has the data directory open.
//
//   service    {"address":"127.0.0.1","port":7410,"token":"vip_…"}    0600
//
// Where it listens with TLS, `certificate` is the hash of its certificate (http/pinned_tls.h): the
// command speaks to that one and to nobody else.
//
// Its token is made new with each start and makes whoever can read the file the local owner, who
// may do what they could do if no service ran: they own the directory. A file that a killed service
// left behind harms nobody: the directory's lock is free, and the command opens the store itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace vip::terminal::service {

struct ServiceAddress {
  std::string address;
  std::uint16_t port = 0;
  std::string certificate{};  // empty: in the clear
  std::string token;
};

// Throws StorageError.
void write_service_file(const std::filesystem::path& directory, const ServiceAddress& service);
// No value: none, or not one of ours.
std::optional<ServiceAddress> read_service_file(const std::filesystem::path& directory);
void remove_service_file(const std::filesystem::path& directory) noexcept;

}  // namespace vip::terminal::service
