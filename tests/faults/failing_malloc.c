/*
 * Preloaded into a program, this lets an allocation fail:
 *
 *   LC_FAIL_FROM   "ours": allocations that our library or program asks for itself; "all": the others' too (default)
 *   LC_FAIL_AT     the number of the one that fails, from 1; 0, the default: none
 *   LC_FAIL_AFTER  set: all that follow fail as well
 *   LC_FAIL_TRAP   set: the process traps there instead, for a debugger to show where that is
 *   LC_FAIL_COUNT  a file that gets the number of allocations at the end
 *
 * glibc's allocator does the work.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own names. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static struct {
    atomic_long asked;
    long at;
    bool ours, after, trap;
    atomic_bool ready;
    struct {
        uintptr_t first, end;
    } code[2]; /* of the program, and of our library */
} state;

static int note_code(struct dl_phdr_info *info, size_t size, void *user) {
    (void)size;
    bool program = !*info->dlpi_name, library = strstr(info->dlpi_name, "/liblifecircle.");
    (void)user;
    for (int i = 0; (program || library) && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        state.code[library].first = info->dlpi_addr + part->p_vaddr;
        state.code[library].end = state.code[library].first + part->p_memsz;
    }
    return 0;
}

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("LC_FAIL_AT"), *from = getenv("LC_FAIL_FROM");
    state.at = at ? strtol(at, NULL, 10) : 0;
    state.ours = from && strcmp(from, "ours") == 0;
    state.after = getenv("LC_FAIL_AFTER");
    state.trap = getenv("LC_FAIL_TRAP");
    dl_iterate_phdr(note_code, NULL);
    atomic_store(&state.ready, true);
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("LC_FAIL_COUNT");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    char digits[24];
    size_t i = sizeof digits;
    digits[--i] = '\n';
    for (long n = atomic_load(&state.asked); i > 0 && (n > 0 || digits[i] == '\n'); n /= 10)
        digits[--i] = (char)('0' + n % 10);
    if (fd >= 0 && write(fd, digits + i, sizeof digits - i) > 0) close(fd);
}

static bool fails(const void *caller) {
    uintptr_t from = (uintptr_t)caller;
    if (!atomic_load_explicit(&state.ready, memory_order_relaxed)) return false;
    bool ours = (from >= state.code[0].first && from < state.code[0].end) ||
                (from >= state.code[1].first && from < state.code[1].end);
    if (state.ours && !ours) return false;
    long k = atomic_fetch_add(&state.asked, 1) + 1;
    if (!state.at || k < state.at || (k > state.at && !state.after)) return false;
    if (state.trap) raise(SIGTRAP);
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (fails(__builtin_return_address(0))) return ENOMEM;
    void *block = __libc_memalign(alignment, size);
    if (block) *out = block;
    return block ? 0 : ENOMEM;
}
