// vip.h: the terminal inside a till's own program. JSON in, JSON out (C99 and C++).
//
//   vip_handle *store = NULL;
//   char *answer = NULL;
//   if (vip_open("/var/lib/vip", NULL, &store, &answer) != VIP_OK) puts(answer);
//   vip_free(answer);
//   if (vip_call(store, "sale.quote", "{\"lines\":[...]}", &answer) == VIP_OK) ...
//   vip_free(answer);
//   vip_close(store);
//
// One door. vip_call() takes every method that the command line and the service take, with the same
// request, and gives the same answer: {"ok":true,"result":...}, {"ok":false,"refusal":...} or
// {"ok":false,"error":...}. There is no method here that is not there, and no rule.
//
// Texts. All are UTF-8 and end with a zero. What is not UTF-8, or not what was asked for, is
// answered with an error of code request.invalid that names the place: never undefined.
//
// Answers. Every function that takes `answer` leaves a text there, also where it says no; give it
// back with vip_free(), once. `answer` may be NULL for whoever needs the number alone. Only where
// no memory is left is *answer NULL and the number VIP_UNEXPECTED. The number is the exit code that
// the command line ends with for that answer.
//
// Durability. An answer that says ok to what was to be written is on the disk. After VIP_STORAGE it
// may be there or not: ask again with the same request_id, as after any crash.
//
// Threads. Any number of threads may use one handle at once, and no thread is made here. Calls that
// wait together are committed together (group commit), so many lanes share the price of a commit;
// each call returns when its own answer is durable. vip_close() waits for the calls that are
// inside. A call that talks to head office ("sync.run") keeps the others waiting meanwhile.
//
// Handles. A handle is a number in a pointer's clothes and points nowhere: one that was closed, or
// never was one, is answered with an error, not with a crash. One process opens a directory once; a
// second vip_open() of it, here or elsewhere, is VIP_STORAGE with word storage_locked.
//
// fork. A handle belongs to the process that opened it. In a child it is answered with
// VIP_NOT_ALLOWED, and the parent's store is not touched; the child may exec, exit, or open another
// directory. A directory stays locked while any child forked since (and not exec'ed) lives.
//
// Ends. No exception leaves this library and it keeps no state that a caller could see. It reads no
// environment and sets no locale, signal handler or working directory. Where it finds its own books
// wrong it writes one line to standard error and ends the process (abort), rather than write on.
#pragma once

#include <stddef.h>

#if defined(__GNUC__)
#define VIP_API __attribute__((visibility("default")))
#else
#define VIP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// What a call ends with. Add, never renumber.
enum {
  VIP_OK = 0,
  VIP_UNEXPECTED = 1,     // something that should not happen; nothing was saved
  VIP_USAGE = 2,          // the request is wrong: error request.invalid names the place
  VIP_NOT_FOUND = 3,      // no such card, sale, gift
  VIP_REFUSED = 4,        // a lawful no, with its clause and word
  VIP_CONFLICT = 5,       // a request id or receipt number was used for something else
  VIP_CONFIGURATION = 6,  // vip.toml
  VIP_STORAGE = 7,        // the disk, or another process has the store
  VIP_UNREACHABLE = 8,    // head office or a device; the work is queued
  VIP_NOT_ALLOWED = 9,    // the operator may not; or a handle of another process
  VIP_FINDINGS = 10,      // verify found something
};

// Opaque. Not an address: never look behind it.
typedef struct vip_handle vip_handle;

// The version of this interface: 1. Functions may be added; what stands here does not change.
VIP_API int vip_abi_version(void);

// The version of the library, "0.1.0". Not to be freed.
VIP_API const char* vip_version(void);

// Makes a data directory. `options`: {"store":"S01","training"?:true,"seed"?:7}; a seed, which is
// for training alone, gives the same card numbers every time. The answer is the new store's status.
// VIP_CONFLICT where a store is there already.
VIP_API int vip_create(const char* directory, const char* options, char** answer);

// Opens a data directory. `options`: NULL or {}. *handle is NULL unless the result is VIP_OK.
VIP_API int vip_open(const char* directory, const char* options, vip_handle** handle,
                     char** answer);

// One request, one answer. `method` is a name such as "sale.quote", `request` one JSON object.
VIP_API int vip_call(vip_handle* handle, const char* method, const char* request, char** answer);

// The same for texts that come with a length and need no zero at their end. `answer_length` may be
// NULL; it counts without the zero that *answer ends with all the same.
VIP_API int vip_call_bytes(vip_handle* handle, const char* method, const char* request,
                           size_t request_length, char** answer, size_t* answer_length);

// For quiet moments: work that would otherwise wait for a customer. Never needed, takes
// milliseconds, does nothing while others are inside.
VIP_API int vip_idle(vip_handle* handle);

// Waits for the calls that are inside, then closes. VIP_USAGE where it is no open handle.
VIP_API int vip_close(vip_handle* handle);

// Gives an answer back. NULL is fine.
VIP_API void vip_free(void* answer);

#ifdef __cplusplus
}
#endif
