/* Reading a prepared network back: the head, the arrays, the warnings; nothing of it is believed. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "store/prepared_layout.h"

static lc_status damaged(const lc_database *db) {
    return lc_fail(db->ctx, LC_ERR_INPUT, "%s is damaged; prepare it again with 'lifecircle prepare'", db->path);
}

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
               : damaged(db);
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
    return p->source.role && p->source.file && sqlite3_column_int64(row, 9) >= 0 ? LC_OK : damaged(db);
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
    if (status == LC_OK) status = row ? take_head(db, query, p) : damaged(db);
    sqlite3_finalize(query);
    return status;
}

/* A part of an array, straight to where it belongs. */
static lc_status read_part(const lc_database *db, sqlite3_int64 row, char *to, size_t room, size_t *size) {
    sqlite3_blob *part = NULL;
    int code = sqlite3_blob_open(db->db, "main", "lifecircle_arrays", "bytes", row, 0, &part);
    *size = code == SQLITE_OK ? (size_t)sqlite3_blob_bytes(part) : 0;
    bool fits = *size <= room;
    if (code == SQLITE_OK && fits && *size) code = sqlite3_blob_read(part, to, (int)*size, 0);
    lc_status status = code != SQLITE_OK ? lc_database_fail(db) : fits ? LC_OK : damaged(db);
    sqlite3_blob_close(part);
    return status;
}

/* The parts of an array, one after the other. */
static lc_status read_array(const lc_database *db, sqlite3_stmt *query, const lc_frozen_array *array) {
    size_t at = 0, size = 0, n;
    bool row = false;
    char *bytes = NULL;
    sqlite3_reset(query);
    lc_bind_text(query, 1, array->name);
    lc_status status = lc_database_row(db, query, &row);
    if (status == LC_OK && row) size = (size_t)sqlite3_column_int64(query, 0);
    if (status == LC_OK && !(bytes = LC_NEW(char, size))) status = lc_fail_memory(db->ctx);
    while (status == LC_OK && row) {
        status = read_part(db, sqlite3_column_int64(query, 1), bytes + at, size - at, &n);
        at += n;
        if (status == LC_OK) status = lc_database_row(db, query, &row);
    }
    if (status == LC_OK && (at != size || size % array->size != 0)) status = damaged(db);
    if (status != LC_OK) {
        free(bytes);
        return status;
    }
    *array->data = bytes;
    *array->n = size / array->size;
    return LC_OK;
}

static lc_status read_arrays(const lc_database *db, lc_prepared *p) {
    lc_frozen_array list[LC_FROZEN_ARRAYS];
    char sha256[65];
    sqlite3_stmt *query = NULL;
    lc_status status = lc_database_prepare(db,
                                           "SELECT (SELECT sum(length(bytes)) FROM lifecircle_arrays WHERE name = ?1), "
                                           "rowid FROM lifecircle_arrays WHERE name = ?1 ORDER BY part",
                                           &query);
    lc_frozen_list(&p->frozen, list);
    for (size_t i = 0; status == LC_OK && i < LC_FROZEN_ARRAYS; i++) status = read_array(db, query, &list[i]);
    sqlite3_finalize(query);
    if (status != LC_OK) return status;
    if (p->frozen.n == 0) return damaged(db);
    p->frozen.n--; /* there is one start more than there are paths */
    lc_prepared_hash(p, sha256);
    return strcmp(sha256, p->sha256) == 0 && lc_frozen_valid(&p->frozen) ? LC_OK : damaged(db);
}

/* ------------------------------------------------------------------------------------------------------- warnings */

static lc_status take_warning(const lc_database *db, sqlite3_stmt *row, lc_warnings *warnings) {
    sqlite3_int64 number = sqlite3_column_int64(row, 0), count = sqlite3_column_int64(row, 3);
    bool memory = true;
    if (number < 1 || count < 0) return damaged(db);
    if (warnings->n + 1 == (size_t)number) {
        if (!LC_ROOM(warnings->entry, warnings->capacity, warnings->n + 1)) return lc_fail_memory(db->ctx);
        lc_warning_entry *fresh = &warnings->entry[warnings->n++];
        *fresh = (lc_warning_entry){.code = lc_column_text(row, 1, &memory),
                                    .message = lc_column_text(row, 2, &memory),
                                    .count = (size_t)count};
        if (!memory) return lc_fail_memory(db->ctx);
        if (!fresh->code || !fresh->message) return damaged(db);
        fresh->local = lc_strdup(lc_tr(db->ctx, fresh->message));
        if (!fresh->local) return lc_fail_memory(db->ctx);
    }
    if (warnings->n != (size_t)number) return damaged(db);
    lc_warning_entry *entry = &warnings->entry[warnings->n - 1];
    if (entry->n_examples == LC_EXAMPLES_MAX || sqlite3_column_type(row, 4) == SQLITE_NULL) return LC_OK;
    char *text = lc_column_text(row, 4, &memory), *local = lc_column_text(row, 4, &memory);
    entry->examples[entry->n_examples] = text;
    entry->local_examples[entry->n_examples++] = local;
    if (entry->count < entry->n_examples) entry->count = entry->n_examples;
    return memory ? LC_OK : lc_fail_memory(db->ctx);
}

static lc_status read_warnings(const lc_database *db, lc_prepared *p) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = lc_database_prepare(db,
                                           "SELECT w.warning, w.code, w.message, w.count, e.text FROM "
                                           "lifecircle_warnings w LEFT JOIN lifecircle_examples e USING (warning) "
                                           "ORDER BY w.warning, e.rowid",
                                           &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    while (status == LC_OK && row) {
        status = take_warning(db, query, &p->warnings);
        if (status == LC_OK) status = lc_database_row(db, query, &row);
    }
    sqlite3_finalize(query);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- whole */

lc_status lc_prepared_read(lc_context *ctx, const char *path, lc_prepared *out) {
    lc_database db = {0};
    lc_prepared prepared = {0};
    int version = 0;
    lc_status status = lc_database_open(ctx, path, LC_READ, &db);
    if (status == LC_OK) status = lc_layout_check(&db, &lc_prepared_layout, &version);
    if (status == LC_OK && version == 0) status = damaged(&db);
    if (status == LC_OK) {
        status = read_head(&db, &prepared);
        if (status == LC_OK) status = read_arrays(&db, &prepared);
        if (status == LC_OK) status = read_warnings(&db, &prepared);
        int code = sqlite3_errcode(db.db) & 0xFF;
        if (status != LC_OK && (code == SQLITE_ERROR || code == SQLITE_CORRUPT)) status = damaged(&db);
    }
    lc_database_close(&db);
    if (status == LC_OK)
        *out = prepared;
    else
        lc_prepared_free(&prepared);
    return status;
}
