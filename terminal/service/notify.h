// Notify: tells systemd how the service is (sd_notify(3), Type=notify): one datagram to the socket
// that NOTIFY_SOCKET names, nothing where there is none. By hand, because it is a few lines and the
// library would be one more thing to install.
#pragma once

#include <string_view>

namespace vip::terminal::service {

// "READY=1", "STOPPING=1", "WATCHDOG=1".
void notify(std::string_view state) noexcept;

// How often the watchdog wants to hear, in milliseconds; 0: not at all (WATCHDOG_USEC).
int watchdog_ms() noexcept;

}  // namespace vip::terminal::service
