#include "output/merge_csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "report/merge_sums.h"

/* A row as it stands, with its line end. */
typedef struct {
    char *text;
    size_t n, cap;
} row_t;

/* A part's table. */
typedef struct {
    char *path;
    FILE *file;
} table_t;

static char *beside(const char *report) {
    static const char *const ENDINGS[] = {".geojson", ".json"};
    const char *ending = lc_path_ending(report, ENDINGS, 2);
    return lc_sprintf("%.*s.csv", (int)(strlen(report) - (ending ? strlen(ending) : 0)), report);
}

static lc_status open_table(lc_context *ctx, const char *report, table_t *out) {
    out->path = beside(report);
    if (!out->path) return lc_fail_memory(ctx);
    out->file = fopen(out->path, "r");
    if (out->file) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%s cannot be read: %s; run this part again with --csv %s", out->path,
                   lc_system_text(ctx, errno), out->path);
}

/* The next row: lines until all quotes are closed. row->n is 0 at the end. */
static lc_status read_row(lc_context *ctx, const table_t *table, row_t *row) {
    char *line = NULL;
    size_t cap = 0, quotes = 0;
    ssize_t got;
    lc_status status = LC_OK;
    row->n = 0;
    do {
        got = getline(&line, &cap, table->file);
        if (got <= 0) break;
        for (ssize_t i = 0; i < got; i++) quotes += line[i] == '"';
        if (!LC_ROOM(row->text, row->cap, row->n + (size_t)got)) {
            status = lc_fail_memory(ctx);
            break;
        }
        memcpy(row->text + row->n, line, (size_t)got);
        row->n += (size_t)got;
    } while (quotes % 2);
    free(line);
    if (status == LC_OK && (ferror(table->file) || quotes % 2 || (row->n && row->text[row->n - 1] != '\n')))
        status = lc_fail(ctx, LC_ERR_INPUT, "%s is cut short; run this part again", table->path);
    return status;
}

/* The columns, which are those of the first part in all of them. */
static lc_status write_head(lc_context *ctx, const table_t *table, size_t n, FILE *file, row_t *row) {
    row_t first = {0};
    lc_status status = read_row(ctx, &table[0], &first);
    for (size_t k = 1; status == LC_OK && k < n; k++) {
        status = read_row(ctx, &table[k], row);
        if (status == LC_OK && (row->n != first.n || memcmp(row->text, first.text, first.n) != 0))
            status = lc_fail(ctx, LC_ERR_INPUT, "%s has other columns than %s; run both parts again", table[k].path,
                             table[0].path);
    }
    if (status == LC_OK && first.n) fwrite(first.text, 1, first.n, file);
    free(first.text);
    return status;
}

static lc_status fail_rows(lc_context *ctx, const table_t *table, const lc_shard_file *shard) {
    return lc_fail(ctx, LC_ERR_INPUT, "%s has not the rows of the %zu communities of %s; run this part again",
                   table->path, shard->sums->n_communities, shard->path);
}

static lc_status write_rows(lc_context *ctx, const lc_shard_file *shard, const table_t *table, size_t n, FILE *file,
                            row_t *row) {
    size_t all = shard[0].sums->shard->n, *owner = lc_shards_owners(shard, n);
    lc_status status = owner ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; status == LC_OK && c < all; c++) {
        status = lc_fail_cancelled(ctx);
        if (status == LC_OK) status = read_row(ctx, &table[owner[c]], row);
        if (status == LC_OK && !row->n) status = fail_rows(ctx, &table[owner[c]], &shard[owner[c]]);
        if (status == LC_OK) fwrite(row->text, 1, row->n, file);
    }
    for (size_t k = 0; status == LC_OK && k < n; k++) {
        status = read_row(ctx, &table[k], row);
        if (status == LC_OK && row->n) status = fail_rows(ctx, &table[k], &shard[k]);
    }
    free(owner);
    return status;
}

static lc_status write_table(lc_context *ctx, const lc_shard_file *shard, const table_t *table, size_t n,
                             const char *path) {
    lc_output output = {0};
    row_t row = {0};
    lc_status status = lc_output_open(ctx, path, &output);
    if (status != LC_OK) return status;
    status = write_head(ctx, table, n, output.file, &row);
    if (status == LC_OK) status = write_rows(ctx, shard, table, n, output.file, &row);
    if (status == LC_OK)
        status = lc_output_commit(ctx, &output);
    else
        lc_output_abort(&output);
    free(row.text);
    return status;
}

lc_status lc_shards_write_csv(lc_context *ctx, const lc_shard_file *shard, size_t n, const char *path) {
    table_t *table = LC_NEW0(table_t, n);
    lc_status status = table ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n; k++) {
        status = open_table(ctx, shard[k].path, &table[k]);
        if (status == LC_OK && strcmp(table[k].path, path) == 0)
            status =
                lc_fail(ctx, LC_ERR_INPUT, "%s is the table of a part; write the merged one to another file", path);
    }
    if (status == LC_OK) status = write_table(ctx, shard, table, n, path);
    for (size_t k = 0; table && k < n; k++) {
        if (table[k].file) fclose(table[k].file);
        free(table[k].path);
    }
    free(table);
    return status;
}
