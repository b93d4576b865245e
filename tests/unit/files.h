/* A folder of its own for a test's files, and a context; shared by the tests that read files. */
#ifndef LC_TESTS_FILES_H
#define LC_TESTS_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/context.h"

typedef struct files {
    lc_context *ctx;
    char folder[256];
    char path[8][512]; /* paths given out, used in turn */
    int next;
} files;

static int files_setup(void **state) {
    files *f = calloc(1, sizeof *f);
    const char *base = getenv("TMPDIR");
    if (!f) return -1;
    snprintf(f->folder, sizeof f->folder, "%s/lifecircle-test-XXXXXX", base && *base ? base : "/tmp");
    f->ctx = lc_context_new();
    *state = f;
    return f->ctx && mkdtemp(f->folder) ? 0 : -1;
}

static int files_teardown(void **state) {
    files *f = *state;
    DIR *dir = opendir(f->folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)) != NULL) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", f->folder, entry->d_name);
        unlink(path);
    }
    if (dir) closedir(dir);
    rmdir(f->folder);
    lc_context_free(f->ctx);
    free(f);
    return 0;
}

/* A path in the test's folder; valid for the next seven calls. */
static const char *path_of(files *f, const char *name) {
    char *path = f->path[f->next++ % 8];
    snprintf(path, sizeof f->path[0], "%s/%s", f->folder, name);
    return path;
}

static inline const char *write_bytes(files *f, const char *name, const void *bytes, size_t n) {
    const char *path = path_of(f, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *write_text(files *f, const char *name, const char *text) {
    return write_bytes(f, name, text, strlen(text));
}

/* The first n bytes of a file (all of it when it is shorter) under a new name. */
static inline const char *copy_head(files *f, const char *from, const char *name, size_t n) {
    FILE *file = fopen(from, "rb");
    assert_non_null(file);
    char *bytes = malloc(8 << 20);
    assert_non_null(bytes);
    size_t got = fread(bytes, 1, n < (8 << 20) ? n : 8 << 20, file);
    fclose(file);
    const char *path = write_bytes(f, name, bytes, got);
    free(bytes);
    return path;
}

/* Number of cases of a warning. */
static inline size_t warned(const files *f, const char *code) {
    for (size_t i = 0; i < f->ctx->warnings.n; i++)
        if (strcmp(f->ctx->warnings.entry[i].code, code) == 0) return f->ctx->warnings.entry[i].count;
    return 0;
}

/* The call failed with `status`, in one line that holds `part`. */
#define assert_fails(f, call, status, part)                                                                            \
    do {                                                                                                               \
        assert_int_equal(call, status);                                                                                \
        if (!strstr(lc_error_message((f)->ctx), part))                                                                 \
            fail_msg("'%s' does not say '%s'", lc_error_message((f)->ctx), part);                                      \
        assert_null(strchr(lc_error_message((f)->ctx), '\n'));                                                         \
    } while (0)

/* The call worked; its message is shown when it did not. */
#define assert_works(f, call)                                                                                          \
    do {                                                                                                               \
        if ((call) != LC_OK) fail_msg("%s", lc_error_message((f)->ctx));                                               \
    } while (0)

/* In doubles; cmocka's own assertion compares floats. */
#define assert_near(value, wanted, tolerance)                                                                          \
    do {                                                                                                               \
        double value_ = (value), wanted_ = (wanted);                                                                   \
        if (!(fabs(value_ - wanted_) <= (tolerance))) fail_msg("%.17g is not near %.17g", value_, wanted_);            \
    } while (0)

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)

#endif
