/* The figures of a report that is in a file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "report/read.h"

/* More than any report: a city of 5,000 communities and 20 indicators has some 100 MB. */
enum { BYTES_MAX = 512 << 20, BYTES_FIRST = 1 << 16 };

/* All of an open file, NUL-terminated and malloc'ed. */
static lc_status read_all(lc_context *ctx, FILE *file, const char *path, char **out, size_t *size) {
    char *text = NULL;
    size_t n = 0, capacity = 0, got = 1;
    struct stat st;
    bool large = fstat(fileno(file), &st) == 0 && st.st_size > BYTES_MAX;
    while (got > 0) {
        if (large || n > BYTES_MAX) {
            free(text);
            return lc_fail(ctx, LC_ERR_INPUT, "%s is larger than %d MB; no report is", path, BYTES_MAX >> 20);
        }
        if (lc_cancelled(ctx) || !lc_grow((void **)&text, &capacity, n + BYTES_FIRST + 1, 1)) {
            free(text);
            return lc_fail_memory(ctx);
        }
        got = fread(text + n, 1, capacity - n - 1, file);
        n += got;
    }
    if (ferror(file)) {
        free(text);
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be read: %s", path, lc_system_text(ctx, errno));
    }
    text[n] = '\0';
    *out = text;
    *size = n;
    return LC_OK;
}

lc_status lc_figures_read(lc_context *ctx, const char *path, lc_figures **out) {
    char *text = NULL;
    size_t size = 0;
    const char *slash = strrchr(path, '/');
    FILE *file = fopen(path, "rb");
    lc_status status;
    if (file)
        status = read_all(ctx, file, path, &text, &size);
    else
        status = lc_fail(ctx, LC_ERR_IO, "%s: %s; check the path of the report", path, lc_system_text(ctx, errno));
    if (file) fclose(file);
    if (status == LC_OK) status = lc_figures_parse(ctx, text, size, path, slash ? slash + 1 : path, out);
    free(text);
    return lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_REPORT), .file = path});
}
