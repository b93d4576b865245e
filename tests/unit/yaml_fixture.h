/* A context and a folder of its own for tests that write YAML files. */
#ifndef LC_TESTS_YAML_FIXTURE_H
#define LC_TESTS_YAML_FIXTURE_H

#define _XOPEN_SOURCE 700 /* nftw */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/context.h"

typedef struct fixture {
    lc_context *ctx;
    char dir[32], path[64]; /* path: a file in dir that is not there yet */
} fixture;

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->ctx = lc_context_new();
    assert_non_null(f->ctx);
    snprintf(f->dir, sizeof f->dir, "lifecircle-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/p.yaml", f->dir);
    *state = f;
    return 0;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *at) {
    (void)info;
    (void)type;
    (void)at;
    return remove(path);
}

static int teardown(void **state) {
    fixture *f = *state;
    nftw(f->dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    lc_context_free(f->ctx);
    free(f);
    return 0;
}

static void write_bytes(const char *path, const char *text, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *path, const char *text) {
    write_bytes(path, text, strlen(text));
}

/* A rejected file: the one-line message starts with FILE:LINE and contains `words`. */
static void assert_error_at(fixture *f, lc_status status, const char *file, int line, const char *words,
                            const char *text) {
    char start[160];
    const char *message = lc_error_message(f->ctx);
    if (status != LC_ERR_INPUT) fail_msg("status %d (%s) instead of an input error for: %s", status, message, text);
    snprintf(start, sizeof start, "%s:%d: ", file, line);
    if (strncmp(message, start, strlen(start)) != 0 || !strstr(message, words) || strchr(message, '\n'))
        fail_msg("wanted line %d and \"%s\", got: %s\n%s", line, words, message, text);
}

#endif
