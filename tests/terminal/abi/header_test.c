/* vip.h in the C of 1999, pedantically: every function has the type that it is written with. */
#include "terminal/abi/vip.h"

int (*const create)(const char *, const char *, char **) = vip_create;
int (*const open_it)(const char *, const char *, vip_handle **, char **) = vip_open;
int (*const call)(vip_handle *, const char *, const char *, char **) = vip_call;
int (*const call_bytes)(vip_handle *, const char *, const char *, size_t, char **,
                        size_t *) = vip_call_bytes;
int (*const idle)(vip_handle *) = vip_idle;
int (*const close_it)(vip_handle *) = vip_close;
void (*const free_it)(void *) = vip_free;

int main(void) {
  return vip_abi_version() == 1 && vip_version()[0] != '\0' && VIP_OK == 0 && VIP_FINDINGS == 10
             ? 0
             : 1;
}
