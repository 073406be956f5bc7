// libvip: composition root of the C library, which has the exchange with head office in it.

#include "sync/sync_methods.h"
#include "terminal/abi/furnish.h"

void vip::terminal::abi::furnish(Door& door, Store& store) {
  vip::sync::add_sync_methods(door, store);
}
