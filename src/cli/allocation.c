/*
 * Allocations of this program that fail.
 *
 * Our own code takes a failed allocation for an error with a message. Libraries do so for large ones, but few do for
 * small ones: json-c loses coordinates, GDAL aborts, others follow a null pointer. So a small one of theirs that fails
 * ends the program, and after a large one nothing is written. glibc's functions are replaced in the program alone, and
 * hand on to whatever allocator comes next (glibc's, or one that is preloaded); a sanitizer has its own.
 */
#define _GNU_SOURCE /* RTLD_NEXT, dladdr() */

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli.h"

#if defined(__GLIBC__) && !defined(LC_NO_ALLOCATION)

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum { LARGE = 1 << 20 };

/* Is it this program, or our library, that asks? */
static bool is_ours(const void *caller) {
    static const char library[] = "liblifecircle.";
    Dl_info asking, self;
    if (!dladdr(caller, &asking) || !dladdr(library, &self)) return false;
    const char *slash = asking.dli_fname ? strrchr(asking.dli_fname, '/') : NULL;
    const char *name = slash ? slash + 1 : asking.dli_fname;
    return asking.dli_fbase == self.dli_fbase || (name && strncmp(name, library, sizeof library - 1) == 0);
}

/* The block, or what is to be done without one; `size` is what was asked for. */
static void *given(void *block, size_t size, const void *caller) {
    if (block || !size || is_ours(caller)) return block;
    if (size >= LARGE)
        cli_refuse_memory();
    else
        cli_end_short();
    errno = ENOMEM;
    return NULL;
}

typedef void *(*allocate_fn)(size_t);
typedef void *(*pair_fn)(size_t, size_t);
typedef void *(*again_fn)(void *, size_t);
typedef int (*aligned_fn)(void **, size_t, size_t);

/* The next function of a name behind this program; `known` is NULL before it is first asked for. */
static void find_next(const char *name, _Atomic(void *) *known, void *call) {
    void *found = atomic_load_explicit(known, memory_order_relaxed);
    if (!found) {
        found = dlsym(RTLD_NEXT, name);
        atomic_store_explicit(known, found, memory_order_relaxed);
    }
    memcpy(call, &found, sizeof found);
}

#define NEXT(type, name)                                                                                               \
    static _Atomic(void *) known;                                                                                      \
    type next;                                                                                                         \
    find_next(name, &known, &next)

/* Seen by libraries, unlike all else of the program. */
#pragma GCC visibility push(default)

void *malloc(size_t size) {
    NEXT(allocate_fn, "malloc");
    return given(next(size), size, __builtin_return_address(0));
}

void *calloc(size_t n, size_t size) {
    NEXT(pair_fn, "calloc");
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes)) bytes = SIZE_MAX;
    return given(next(n, size), bytes, __builtin_return_address(0));
}

void *realloc(void *block, size_t size) {
    NEXT(again_fn, "realloc");
    return given(next(block, size), size, __builtin_return_address(0));
}

void *aligned_alloc(size_t alignment, size_t size) {
    NEXT(pair_fn, "aligned_alloc");
    return given(next(alignment, size), size, __builtin_return_address(0));
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    NEXT(aligned_fn, "posix_memalign");
    int code = next(out, alignment, size);
    if (code == ENOMEM) given(NULL, size, __builtin_return_address(0));
    return code;
}

#pragma GCC visibility pop

#endif
