/* Reading a prepared network back: the head, the arrays, the warnings; nothing of it is believed. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "store/arrays.h"
#include "store/prepared_layout.h"
#include "store/warning_rows.h"

static void take_hash(sqlite3_stmt *row, int column, char out[65]) {
    const char *text = (const char *)sqlite3_column_text(row, column);
    out[0] = '\0';
    if (text && strlen(text) == 64) memcpy(out, text, 65);
}

/* What another version or kind of machine wrote has other columns, or other numbers in them. */
static lc_status check_version(const lc_database *db) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = lc_database_prepare(db, "SELECT arrays_version, byte_order FROM lifecircle_network", &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    const char *order = row ? (const char *)sqlite3_column_text(query, 1) : NULL;
    bool same =
        row && sqlite3_column_int(query, 0) == LC_FROZEN_VERSION && order && strcmp(order, lc_byte_order()) == 0;
    sqlite3_finalize(query);
    if (status != LC_OK || same) return status;
    return row ? lc_fail(db->ctx, LC_ERR_INPUT,
                         "%s was prepared by another version of lifecircle or on another kind of machine; prepare it "
                         "again with 'lifecircle prepare'",
                         db->path)
               : lc_database_damaged(db);
}

static lc_status take_head(const lc_database *db, sqlite3_stmt *row, lc_prepared *p) {
    bool memory = true;
    sqlite3_int64 links = sqlite3_column_int64(row, 0);
    p->frozen.n_links = links < 0 ? SIZE_MAX : (size_t)links; /* is held against the paths later */
    p->frozen.lines = sqlite3_column_int(row, 1) != 0;
    p->frozen.node_all = sqlite3_column_int(row, 2) != 0;
    p->frozen.tolerance_m = sqlite3_column_double(row, 3);
    p->source = (lc_input_info){.role = lc_column_text(row, 4, &memory),
                                .file = lc_column_text(row, 5, &memory),
                                .layer = lc_column_text(row, 6, &memory),
                                .crs = lc_column_text(row, 7, &memory),
                                .encoding = lc_column_text(row, 8, &memory),
                                .features = (size_t)sqlite3_column_int64(row, 9)};
    take_hash(row, 10, p->source.sha256);
    take_hash(row, 11, p->rules_sha256);
    p->min_component_m = sqlite3_column_double(row, 12);
    take_hash(row, 13, p->sha256);
    if (!memory) return lc_fail_memory(db->ctx);
    return p->source.role && p->source.file && sqlite3_column_int64(row, 9) >= 0 ? LC_OK : lc_database_damaged(db);
}

static lc_status read_head(const lc_database *db, lc_prepared *p) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = check_version(db);
    if (status != LC_OK) return status;
    status = lc_database_prepare(db,
                                 "SELECT square_links, lines, node_all, tolerance_m, role, "
                                 "file, layer, crs, encoding, features, sha256, "
                                 "rules_sha256, min_component_m, arrays_sha256 FROM lifecircle_network",
                                 &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    if (status == LC_OK) status = row ? take_head(db, query, p) : lc_database_damaged(db);
    sqlite3_finalize(query);
    return status;
}

static lc_status read_arrays(const lc_database *db, lc_prepared *p) {
    lc_frozen_array list[LC_FROZEN_ARRAYS];
    char sha256[65];
    lc_status status = LC_OK;
    lc_frozen_list(&p->frozen, list);
    for (size_t i = 0; status == LC_OK && i < LC_FROZEN_ARRAYS; i++)
        status = lc_array_select(db, list[i].name, list[i].size, list[i].data, list[i].n);
    if (status != LC_OK) return status;
    if (p->frozen.n == 0) return lc_database_damaged(db);
    p->frozen.n--; /* there is one start more than there are paths */
    lc_prepared_hash(p, sha256);
    return strcmp(sha256, p->sha256) == 0 && lc_frozen_valid(&p->frozen) ? LC_OK : lc_database_damaged(db);
}

/* ---------------------------------------------------------------------------------------------------------- whole */

lc_status lc_prepared_read(lc_context *ctx, const char *path, lc_prepared *out) {
    lc_database db = {0};
    lc_prepared prepared = {0};
    int version = 0;
    lc_status status = lc_database_open(ctx, path, LC_READ, &db);
    db.again = LC_TEXT("prepare it again with 'lifecircle prepare'");
    if (status == LC_OK) status = lc_layout_check(&db, &lc_prepared_layout, &version);
    if (status == LC_OK && version == 0) status = lc_database_damaged(&db);
    if (status == LC_OK) {
        status = read_head(&db, &prepared);
        if (status == LC_OK) status = read_arrays(&db, &prepared);
        if (status == LC_OK) status = lc_warnings_select(&db, &prepared.warnings);
        int code = sqlite3_errcode(db.db) & 0xFF;
        if (status != LC_OK && (code == SQLITE_ERROR || code == SQLITE_CORRUPT)) status = lc_database_damaged(&db);
    }
    lc_database_close(&db);
    if (status == LC_OK)
        *out = prepared;
    else
        lc_prepared_free(&prepared);
    return status;
}
