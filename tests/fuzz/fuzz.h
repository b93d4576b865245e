/* What every fuzzer has: the entry point, a context, and the input as a file. */
#ifndef LC_TESTS_FUZZ_H
#define LC_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/context.h"

/* Read one input. libFuzzer calls it with what it makes up, replay.c with files. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* To be set where an input has been read to its end: one at least of a harness's seeds is to get there (replay.c), so
   that seeds which a change of the format has made useless are noticed. */
__attribute__((weak)) bool fuzz_got_through;

/* What must hold whatever the input. */
static inline void fuzz_assert(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/* One thread: runs are short, and the same each time. */
static inline lc_context *fuzz_context(void) {
    lc_context *ctx = lc_context_new();
    fuzz_assert(ctx != NULL, "there is memory");
    lc_context_set_threads(ctx, 1);
    return ctx;
}

/* A refusal is told in one line. */
static inline bool fuzz_ok(const lc_context *ctx, lc_status status) {
    const char *message = lc_error_message(ctx);
    if (status == LC_OK) return true;
    fuzz_assert(*message && !strchr(message, '\n'), "a failure has a message of one line");
    fuzz_assert(status != LC_ERR_MEMORY, "a small input needs little memory");
    return false;
}

typedef struct fuzz_file {
    char path[256];
} fuzz_file;

/* The input as a file in the folder for temporary ones; to be removed with fuzz_remove(). */
static inline fuzz_file fuzz_write(const uint8_t *data, size_t size, const char *ending) {
    fuzz_file f;
    const char *folder = getenv("TMPDIR");
    snprintf(f.path, sizeof f.path, "%s/lifecircle-fuzz-%ld%s", folder && *folder ? folder : "/tmp", (long)getpid(),
             ending);
    FILE *file = fopen(f.path, "wb");
    fuzz_assert(file != NULL, "TMPDIR can be written to");
    if (size) fuzz_assert(fwrite(data, 1, size, file) == size, "TMPDIR has room");
    fuzz_assert(fclose(file) == 0, "TMPDIR has room");
    return f;
}

/* With what SQLite may have left beside it, which would take part in the next run. */
static inline void fuzz_remove(const fuzz_file *f) {
    static const char *const ending[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        char path[sizeof f->path + 16];
        snprintf(path, sizeof path, "%s%s", f->path, ending[i]);
        unlink(path);
    }
}

#endif
