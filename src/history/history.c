#include "history/history.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

#include "base/budget.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "history/history_layout.h"

/* -------------------------------------------------------------------------------------------------------- opening */

lc_status lc_output_check_store(lc_context *ctx, const char *path) {
    lc_database db = {0};
    int version;
    if (strcmp(path, "-") == 0)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "a history cannot go to standard output; give a file, for example city.sqlite");
    lc_status status = lc_output_check(ctx, path);
    if (status != LC_OK) return status;
    FILE *file = fopen(path, "rb");
    if (!file) return LC_OK; /* to be created */
    fclose(file);
    status = lc_database_open(ctx, path, LC_READ, &db);
    if (status == LC_OK) status = lc_layout_check(&db, &lc_history_layout, &version);
    lc_database_close(&db);
    return status;
}

/* A history of an older layout is brought up to date first. */
static lc_status open_database(lc_context *ctx, const char *path, lc_database *db) {
    int version = 0;
    lc_status status = lc_database_open(ctx, path, LC_READ, db);
    if (status == LC_OK) status = lc_layout_check(db, &lc_history_layout, &version);
    if (status != LC_OK || version == lc_history_layout.version) return status;
    if (version == 0) {
        lc_fail(ctx, LC_ERR_INPUT, "%s holds no run yet; store one with 'lifecircle check --store'", path);
        return lc_fail_at(ctx, LC_ERR_INPUT, &(lc_where){LC_WHERE(LC_ERROR_REPORT), .file = path});
    }
    lc_database_close(db);
    status = lc_database_open(ctx, path, LC_UPDATE, db);
    if (status == LC_OK) status = lc_database_run(db, "BEGIN IMMEDIATE");
    if (status == LC_OK) status = lc_layout_update(db, &lc_history_layout);
    return status == LC_OK ? lc_database_run(db, "COMMIT") : status;
}

/* -------------------------------------------------------------------------------------------------------- reading */

lc_status lc_history_missing(lc_context *ctx, const lc_history *h) {
    return lc_fail(ctx, LC_ERR_INPUT, "%s is damaged (%s); restore it from a copy or make it again", h->db.path,
                   lc_tr(ctx, LC_TEXT("a value is missing")));
}

typedef lc_status (*row_fn)(lc_context *ctx, void *into, sqlite3_stmt *row);

static lc_status each_row(lc_context *ctx, const lc_database *db, const char *sql, row_fn read, void *into) {
    sqlite3_stmt *query = NULL;
    bool more = false;
    lc_status status = lc_database_prepare(db, sql, &query);
    if (status == LC_OK) status = lc_database_row(db, query, &more);
    while (status == LC_OK && more) {
        status = read(ctx, into, query);
        if (status == LC_OK) status = lc_database_row(db, query, &more);
    }
    sqlite3_finalize(query);
    return status;
}

static lc_status read_run(lc_context *ctx, void *into, sqlite3_stmt *row) {
    lc_history *h = into;
    bool memory = true;
    if (!LC_ROOM(h->run, h->capacity, h->n + 1)) return lc_fail_memory(ctx);
    lc_history_run_data *data = &h->run[h->n++];
    *data = (lc_history_run_data){.previous = SIZE_MAX};
    data->run = (lc_run){.number = (size_t)sqlite3_column_int64(row, 0),
                         .stored = lc_column_text(row, 1, &memory),
                         .confirmed = lc_column_text(row, 2, &memory),
                         .times = (size_t)sqlite3_column_int64(row, 3),
                         .profile = lc_column_text(row, 4, &memory),
                         .title_en = lc_column_text(row, 5, &memory),
                         .title_zh = lc_column_text(row, 6, &memory),
                         .version = lc_column_text(row, 7, &memory),
                         .passed = sqlite3_column_int(row, 8) != 0,
                         .communities = (size_t)sqlite3_column_int64(row, 9),
                         .sha256 = lc_column_text(row, 10, &memory)};
    data->parameters = lc_column_text(row, 11, &memory);
    if (!memory) return lc_fail_memory(ctx);
    const lc_run *r = &data->run;
    return r->stored && r->confirmed && r->profile && r->version && r->sha256 ? LC_OK : lc_history_missing(ctx, h);
}

/* The run that a row of another table, in order of runs, belongs to; NULL when there is none: a damaged file. */
static lc_history_run_data *run_of(lc_history *h, sqlite3_stmt *row) {
    size_t number = (size_t)sqlite3_column_int64(row, 0), low = 0, high = h->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (h->run[middle].run.number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < h->n && h->run[low].run.number == number ? &h->run[low] : NULL;
}

static lc_status read_input(lc_context *ctx, void *into, sqlite3_stmt *row) {
    lc_history_run_data *data = run_of(into, row);
    bool memory = true;
    if (!data) return LC_OK;
    if (!LC_ROOM(data->input, data->cap_input, data->run.inputs + 1)) return lc_fail_memory(ctx);
    lc_run_input *in = &data->input[data->run.inputs++];
    *in = (lc_run_input){.role = lc_column_text(row, 1, &memory),
                         .file = lc_column_text(row, 2, &memory),
                         .layer = lc_column_text(row, 3, &memory),
                         .sha256 = lc_column_text(row, 4, &memory)};
    if (!memory) return lc_fail_memory(ctx);
    return in->role && in->file ? LC_OK : lc_history_missing(ctx, into);
}

lc_verdict lc_column_verdict(sqlite3_stmt *row, int column) {
    const char *name = (const char *)sqlite3_column_text(row, column);
    for (int v = LC_NO_TARGET; v <= LC_NO_DATA; v++)
        if (name && strcmp(name, lc_verdict_name((lc_verdict)v)) == 0) return (lc_verdict)v;
    return LC_NO_TARGET;
}

static lc_status read_indicator(lc_context *ctx, void *into, sqlite3_stmt *row) {
    lc_history_run_data *data = run_of(into, row);
    bool memory = true;
    if (!data) return LC_OK;
    if (!LC_ROOM(data->indicator, data->cap_indicator, data->n_indicators + 1)) return lc_fail_memory(ctx);
    lc_indicator *in = &data->indicator[data->n_indicators++];
    *in = (lc_indicator){.id = lc_column_text(row, 1, &memory),
                         .title_en = lc_column_text(row, 2, &memory),
                         .title_zh = lc_column_text(row, 3, &memory),
                         .category = lc_column_text(row, 4, &memory),
                         .metric = lc_column_text(row, 5, &memory),
                         .denominator = lc_column_text(row, 6, &memory),
                         .source = lc_column_text(row, 7, &memory),
                         .verified = lc_column_text(row, 8, &memory),
                         .distance_m = lc_column_real(row, 9),
                         .target = lc_column_real(row, 10),
                         .community_target = lc_column_real(row, 11),
                         .ratio = lc_column_real(row, 12),
                         .err = lc_column_real(row, 13),
                         .offnet = lc_column_real(row, 14),
                         .demand = lc_column_real(row, 15),
                         .covered = lc_column_real(row, 16),
                         .mean_ratio = lc_column_real(row, 17),
                         .verdict = lc_column_verdict(row, 18),
                         .communities_met = (size_t)sqlite3_column_int64(row, 19),
                         .communities_missed = (size_t)sqlite3_column_int64(row, 20),
                         .services = NAN,
                         .gini = NAN,
                         .theil = NAN,
                         .gini_distance = NAN};
    data->run.indicators = data->n_indicators;
    if (!memory) return lc_fail_memory(ctx);
    return in->id && in->metric && in->denominator ? LC_OK : lc_history_missing(ctx, into);
}

static lc_status read_all(lc_context *ctx, lc_history *h) {
    lc_status status = lc_database_run(&h->db, "BEGIN"); /* one state for all queries */
    if (status == LC_OK)
        status = each_row(ctx, &h->db,
                          "SELECT run, stored, confirmed, times, profile, title_en, title_zh, version, passed, "
                          "communities, sha256, parameters FROM runs ORDER BY run",
                          read_run, h);
    if (status == LC_OK)
        status = each_row(ctx, &h->db, "SELECT run, role, file, layer, sha256 FROM inputs ORDER BY run, input",
                          read_input, h);
    if (status == LC_OK)
        status = each_row(ctx, &h->db,
                          "SELECT run, id, title_en, title_zh, category, metric, denominator, source, verified, "
                          "distance_m, target, community_target, ratio, err, offnet, demand, covered, mean_ratio, "
                          "verdict, communities_met, communities_missed FROM indicators ORDER BY run, indicator",
                          read_indicator, h);
    if (status == LC_OK) status = lc_database_run(&h->db, "COMMIT");
    return status;
}

lc_status lc_history_open(lc_context *ctx, const char *path, lc_history **out) {
    lc_history *h = LC_NEW0(lc_history, 1);
    if (!h) return lc_fail_memory(ctx);
    lc_status status = open_database(ctx, path, &h->db);
    if (status == LC_OK) status = read_all(ctx, h);
    if (status == LC_OK && !lc_history_compare(h)) status = lc_fail_memory(ctx);
    if (status == LC_OK)
        *out = h;
    else
        lc_history_free(h);
    return status;
}

static void free_texts(const char *const *text, size_t n) {
    for (size_t i = 0; i < n; i++) free((void *)(uintptr_t)text[i]);
}

static void free_run(lc_history_run_data *data) {
    const lc_run *r = &data->run;
    free_texts(
        (const char *const[]){r->stored, r->confirmed, r->profile, r->title_en, r->title_zh, r->version, r->sha256}, 7);
    for (size_t k = 0; k < r->inputs; k++) {
        const lc_run_input *in = &data->input[k];
        free_texts((const char *const[]){in->role, in->file, in->layer, in->sha256}, 4);
    }
    for (size_t k = 0; k < data->n_indicators; k++) {
        const lc_indicator *in = &data->indicator[k];
        free_texts((const char *const[]){in->id, in->title_en, in->title_zh, in->category, in->metric, in->denominator,
                                         in->source, in->verified},
                   8);
    }
    free(data->parameters);
    free(data->input);
    free(data->indicator);
}

void lc_history_free(lc_history *h) {
    if (!h) return;
    lc_database_close(&h->db);
    for (size_t i = 0; i < h->n; i++) free_run(&h->run[i]);
    free(h->run);
    free(h);
}

size_t lc_history_run_count(const lc_history *h) {
    return h->n;
}

lc_run lc_history_run(const lc_history *h, size_t i) {
    return h->run[i].run;
}

lc_run_input lc_history_input(const lc_history *h, size_t i, size_t k) {
    return h->run[i].input[k];
}

lc_indicator lc_history_indicator(const lc_history *h, size_t i, size_t k) {
    return h->run[i].indicator[k];
}

double lc_history_ratio(const lc_history *h, size_t i, const char *indicator) {
    for (size_t k = 0; k < h->run[i].n_indicators; k++)
        if (strcmp(h->run[i].indicator[k].id, indicator) == 0) return h->run[i].indicator[k].ratio;
    return NAN;
}

size_t lc_history_previous(const lc_history *h, size_t i) {
    return h->run[i].previous;
}

/* --------------------------------------------------------------------------------------------------------- export */

static lc_status fail_unpack(lc_context *ctx, const lc_history *h, size_t number) {
    return lc_fail(ctx, LC_ERR_INPUT, "%s: the report of run %zu is damaged; restore the file from a copy", h->db.path,
                   number);
}

/* zlib packs nothing to less than a 1032nd (zlib's technical details): what claims more was not packed by us. */
static lc_status unpack(lc_context *ctx, const lc_history *h, sqlite3_stmt *row, size_t number, char **text,
                        size_t *size) {
    enum { MOST_TIMES = 1032, HEAD = 64 };
    int64_t claimed = sqlite3_column_int64(row, 0), packed = sqlite3_column_bytes(row, 2);
    if (claimed < 0 || claimed > MOST_TIMES * packed + HEAD) return fail_unpack(ctx, h, number);
    uLongf n = (uLongf)claimed;
    char sha256[65] = "";
    lc_status status = lc_memory_ask(ctx, h->db.path, n);
    if (status) return status;
    char *bytes = LC_NEW(char, n);
    if (!bytes) return lc_fail_memory(ctx);
    int code = uncompress((Bytef *)bytes, &n, sqlite3_column_blob(row, 2), (uLong)packed);
    const lc_bytes piece = {bytes, n};
    if (code == Z_OK) lc_sha256_bytes(&piece, 1, sha256);
    const char *known = (const char *)sqlite3_column_text(row, 1);
    if (known && strcmp(sha256, known) == 0) {
        *text = bytes;
        *size = n;
        return LC_OK;
    }
    free(bytes);
    return fail_unpack(ctx, h, number);
}

lc_status lc_history_export(lc_context *ctx, lc_history *h, size_t number, const char *path) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    char *text = NULL;
    size_t size = 0;
    lc_output output = {0};
    h->db.ctx = ctx;
    lc_status status = lc_database_prepare(&h->db, "SELECT bytes, sha256, report FROM runs WHERE run = ?", &query);
    if (status != LC_OK) return status;
    lc_bind_count(query, 1, number);
    status = lc_database_row(&h->db, query, &row);
    if (status == LC_OK && !row)
        status = lc_fail(ctx, LC_ERR_INPUT, "%s has no run %zu; 'lifecircle history %s' lists the runs", h->db.path,
                         number, h->db.path);
    if (status == LC_OK) status = unpack(ctx, h, query, number, &text, &size);
    sqlite3_finalize(query);
    if (status == LC_OK) status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        fwrite(text, 1, size, output.file); /* errors are found by the commit */
        status = lc_output_commit(ctx, &output);
    }
    free(text);
    return status;
}
