#include "report/shard_file.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "store/arrays.h"
#include "store/database_output.h"

static const char TABLES[] =
    "CREATE TABLE lifecircle_shard (" LC_WRITER_COLUMNS ", digest TEXT NOT NULL, areas INTEGER NOT NULL, "
    "  gaps INTEGER NOT NULL, facilities INTEGER NOT NULL, paths INTEGER NOT NULL);";

static lc_status create(const lc_database *db) {
    lc_status status = lc_database_run(db, TABLES);
    return status == LC_OK ? lc_database_run(db, lc_arrays_table) : status;
}

static const lc_layout_step STEPS[] = {create};

static const lc_layout LAYOUT = {.application_id = 0x4C437031, /* "LCp1" */
                                 .what = LC_TEXT("what stands beside the report of a part"),
                                 .step = STEPS,
                                 .version = sizeof STEPS / sizeof *STEPS};

static const char AGAIN[] = LC_TEXT("run this part again");

static char *beside(const char *report) {
    static const char *const ENDINGS[] = {".geojson", ".json"};
    const char *ending = lc_path_ending(report, ENDINGS, 2);
    return lc_sprintf("%.*s_layers.sqlite", (int)(strlen(report) - (ending ? strlen(ending) : 0)), report);
}

/* ----------------------------------------------------------------------------------------------------------- writing
 */

static lc_status insert_shard(const lc_database *db, const lc_shard *shard) {
    sqlite3_stmt *insert = NULL;
    const bool has[] = {shard->layers.has_areas, shard->layers.has_gaps, shard->layers.has_facilities,
                        shard->layers.has_paths};
    char digest[65];
    if (!lc_shard_digest(shard, digest)) return lc_fail_memory(db->ctx);
    lc_status status = lc_database_prepare(db, "INSERT INTO lifecircle_shard VALUES (?, ?, ?, ?, ?, ?, ?, ?)", &insert);
    if (status == LC_OK) {
        lc_writer_bind(insert, 1);
        lc_bind_text(insert, 1 + LC_WRITER_WIDTH, digest);
        for (int k = 0; k < 4; k++) lc_bind_count(insert, 2 + LC_WRITER_WIDTH + k, has[k]);
        status = lc_database_insert(db, insert);
    }
    sqlite3_finalize(insert);
    return status;
}

static lc_status fill(const lc_database *db, void *user) {
    static const lc_shard_wish all = {true, true, true, true};
    lc_report *report = user;
    lc_exchange x = {.db = db, .status = lc_layout_update(db, &LAYOUT)};
    if (x.status == LC_OK) x.status = insert_shard(db, report->shard);
    if (x.status == LC_OK) lc_shard_rows_exchange(&x, report);
    if (x.status == LC_OK) lc_shard_layers_exchange(&x, report, &all);
    return x.status;
}

lc_status lc_shard_file_write(lc_context *ctx, const lc_report *report, const char *path) {
    if (strcmp(path, "-") == 0) return LC_OK;
    char *file = beside(path);
    if (!file) return lc_fail_memory(ctx);
    lc_status status = lc_database_write(ctx, file, LC_TEXT("%s: what stands beside a report needs a file of its own"),
                                         fill, (void *)(uintptr_t)report); /* which writing leaves as it is */
    free(file);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- reading
 */

static lc_status check_wish(const lc_database *db, const lc_shard_file *part, const lc_shard_layers *has,
                            const lc_shard_wish *wish) {
    bool paths = wish->paths && !has->has_paths, facilities = wish->facilities && !has->has_facilities;
    const char *option = paths                            ? "--gpkg"
                         : facilities                     ? "--xlsx"
                         : wish->areas && !has->has_areas ? "--areas"
                         : wish->gaps && !has->has_gaps   ? "--gaps"
                                                          : NULL;
    if (!option) return LC_OK;
    return lc_fail(db->ctx, LC_ERR_INPUT, "%s was checked without %s; run this part again with it", part->path, option);
}

/* What is passed over is not there: no output may take it for empty. */
static void keep_wished(lc_shard_layers *has, const lc_shard_wish *wish) {
    has->has_areas = has->has_areas && wish->areas;
    has->has_gaps = has->has_gaps && wish->gaps;
    has->has_facilities = has->has_facilities && wish->facilities;
    has->has_paths = has->has_paths && wish->paths;
}

/* Is it of this report, this version and this kind of machine? */
static lc_status take_shard(const lc_database *db, const lc_shard_file *part, lc_shard *shard) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    char digest[65];
    if (!lc_shard_digest(shard, digest)) return lc_fail_memory(db->ctx);
    lc_status status = lc_database_prepare(
        db, "SELECT version, byte_order, word, digest, areas, gaps, facilities, paths FROM lifecircle_shard", &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    const char *text = row ? (const char *)sqlite3_column_text(query, LC_WRITER_WIDTH) : NULL;
    lc_writer writer = row ? lc_writer_of(query, 0) : LC_WRITER_UNKNOWN;
    bool own = text && strcmp(text, digest) == 0, whole = text && writer != LC_WRITER_UNKNOWN;
    bool *has[] = {&shard->layers.has_areas, &shard->layers.has_gaps, &shard->layers.has_facilities,
                   &shard->layers.has_paths};
    for (int k = 0; row && k < 4; k++) *has[k] = sqlite3_column_int(query, LC_WRITER_WIDTH + 1 + k) != 0;
    sqlite3_finalize(query);
    if (status != LC_OK) return status;
    if (!whole) return lc_database_damaged(db);
    if (writer != LC_WRITER_SAME)
        return lc_fail(db->ctx, LC_ERR_INPUT,
                       "%s is of another version of lifecircle or another kind of machine; run this part again",
                       db->path);
    return own ? LC_OK
               : lc_fail(db->ctx, LC_ERR_INPUT, "%s does not go with %s; run this part again", db->path, part->path);
}

static lc_status read(const lc_database *db, const lc_shard_file *part, const lc_shard_wish *wish, lc_report *report) {
    int version = 0;
    lc_exchange x = {.db = db, .reads = true};
    lc_status status = lc_layout_check(db, &LAYOUT, &version);
    if (status == LC_OK && version == 0) status = lc_database_damaged(db);
    if (status == LC_OK) status = take_shard(db, part, report->shard);
    if (status == LC_OK) status = check_wish(db, part, &report->shard->layers, wish);
    if (status != LC_OK) return status;
    keep_wished(&report->shard->layers, wish);
    lc_shard_rows_exchange(&x, report);
    if (x.status == LC_OK) lc_shard_layers_exchange(&x, report, wish);
    return x.status;
}

lc_status lc_shard_file_read(lc_context *ctx, lc_shard_file *part, const lc_shard_wish *wish, lc_report **out) {
    lc_database db = {0};
    lc_report *report = LC_NEW0(lc_report, 1);
    char *file = beside(part->path);
    if (report) report->shard = part->sums->shard, part->sums->shard = NULL;
    lc_status status = report && file ? lc_database_open(ctx, file, LC_READ, &db) : lc_fail_memory(ctx);
    db.again = AGAIN;
    if (status == LC_OK) status = read(&db, part, wish, report);
    int code = db.db ? sqlite3_errcode(db.db) & 0xFF : SQLITE_OK;
    if (status != LC_OK && (code == SQLITE_ERROR || code == SQLITE_CORRUPT)) status = lc_database_damaged(&db);
    lc_database_close(&db);
    free(file);
    if (status == LC_OK)
        *out = report;
    else
        lc_report_free(report);
    return status;
}
