#include "store/arrays.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"

/* Blobs of SQLite end at 1 GB; parts keep them handy. */
enum { PART_BYTES = 1 << 24 };

const char lc_arrays_table[] =
    "CREATE TABLE lifecircle_arrays (name TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, "
    "  PRIMARY KEY (name, part));";

const char *lc_byte_order(void) {
    const uint32_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first ? "little" : "big";
}

void lc_writer_bind(sqlite3_stmt *insert, int column) {
    lc_bind_text(insert, column, LC_VERSION);
    lc_bind_text(insert, column + 1, lc_byte_order());
    lc_bind_count(insert, column + 2, sizeof(size_t));
}

lc_writer lc_writer_of(sqlite3_stmt *row, int column) {
    const char *version = (const char *)sqlite3_column_text(row, column),
               *order = (const char *)sqlite3_column_text(row, column + 1);
    if (!version || !order) return LC_WRITER_UNKNOWN;
    bool same = strcmp(version, LC_VERSION) == 0 && strcmp(order, lc_byte_order()) == 0 &&
                sqlite3_column_int64(row, column + 2) == (sqlite3_int64)sizeof(size_t);
    return same ? LC_WRITER_SAME : LC_WRITER_OTHER;
}

lc_status lc_database_damaged(const lc_database *db) {
    return lc_fail(db->ctx, LC_ERR_INPUT, "%s is damaged; %s", db->path, lc_tr(db->ctx, db->again));
}

lc_status lc_array_insert(const lc_database *db, const char *name, const void *bytes, size_t size) {
    sqlite3_stmt *insert = NULL;
    const char *from = bytes;
    lc_status status = lc_database_prepare(db, "INSERT INTO lifecircle_arrays VALUES (?, ?, ?)", &insert);
    for (size_t at = 0, part = 1; status == LC_OK && at < size; at += PART_BYTES, part++) {
        size_t n = size - at < PART_BYTES ? size - at : PART_BYTES;
        lc_bind_text(insert, 1, name);
        lc_bind_count(insert, 2, part);
        sqlite3_bind_blob(insert, 3, from + at, (int)n, SQLITE_STATIC);
        status = lc_database_insert(db, insert);
        if (status == LC_OK) status = lc_fail_cancelled(db->ctx);
    }
    sqlite3_finalize(insert);
    return status;
}

/* A part of an array, straight to where it belongs. */
static lc_status read_part(const lc_database *db, sqlite3_int64 row, char *to, size_t room, size_t *size) {
    sqlite3_blob *part = NULL;
    int code = sqlite3_blob_open(db->db, "main", "lifecircle_arrays", "bytes", row, 0, &part);
    *size = code == SQLITE_OK ? (size_t)sqlite3_blob_bytes(part) : 0;
    bool fits = *size <= room;
    if (code == SQLITE_OK && fits && *size) code = sqlite3_blob_read(part, to, (int)*size, 0);
    lc_status status = code != SQLITE_OK ? lc_database_fail(db) : fits ? LC_OK : lc_database_damaged(db);
    sqlite3_blob_close(part);
    return status;
}

/* The parts of an array, one after the other. */
static lc_status read_parts(const lc_database *db, sqlite3_stmt *query, size_t element, char **bytes, size_t *size) {
    size_t at = 0, n;
    bool row = false;
    lc_status status = lc_database_row(db, query, &row);
    *size = status == LC_OK && row ? (size_t)sqlite3_column_int64(query, 0) : 0;
    if (status == LC_OK && !(*bytes = LC_NEW(char, *size))) status = lc_fail_memory(db->ctx);
    while (status == LC_OK && row) {
        status = read_part(db, sqlite3_column_int64(query, 1), *bytes + at, *size - at, &n);
        at += n;
        if (status == LC_OK) status = lc_database_row(db, query, &row);
    }
    return status == LC_OK && (at != *size || *size % element != 0) ? lc_database_damaged(db) : status;
}

lc_status lc_array_select(const lc_database *db, const char *name, size_t size, void **out, size_t *n) {
    sqlite3_stmt *query = NULL;
    char *bytes = NULL;
    size_t all = 0;
    lc_status status = lc_database_prepare(db,
                                           "SELECT (SELECT sum(length(bytes)) FROM lifecircle_arrays WHERE name = ?1), "
                                           "rowid FROM lifecircle_arrays WHERE name = ?1 ORDER BY part",
                                           &query);
    if (status == LC_OK) {
        lc_bind_text(query, 1, name);
        status = read_parts(db, query, size, &bytes, &all);
    }
    sqlite3_finalize(query);
    if (status != LC_OK) {
        free(bytes);
        return status;
    }
    *out = bytes;
    *n = all / size;
    return LC_OK;
}

/* ----------------------------------------------------------------------------------------------------------- texts
 */

static char **text_at(const void *first, size_t stride, size_t k) {
    return (char **)((uintptr_t)first + k * stride);
}

/* Texts one after the other, each behind a byte that says whether there is one; malloc'ed. */
static char *join_texts(const void *first, size_t stride, size_t n, size_t *size) {
    size_t at = 0;
    *size = n;
    for (size_t k = 0; k < n; k++) *size += *text_at(first, stride, k) ? strlen(*text_at(first, stride, k)) + 1 : 0;
    char *bytes = LC_NEW(char, *size);
    for (size_t k = 0; bytes && k < n; k++) {
        const char *text = *text_at(first, stride, k);
        size_t length = text ? strlen(text) + 1 : 0;
        bytes[at++] = text != NULL;
        if (length) memcpy(bytes + at, text, length);
        at += length;
    }
    return bytes;
}

lc_status lc_texts_insert(const lc_database *db, const char *name, const void *first, size_t stride, size_t n) {
    size_t size;
    char *bytes = join_texts(first, stride, n, &size);
    lc_status status = bytes ? lc_array_insert(db, name, bytes, size) : lc_fail_memory(db->ctx);
    free(bytes);
    return status;
}

lc_status lc_texts_select(const lc_database *db, const char *name, size_t n, char ***out) {
    char *bytes = NULL, **text = NULL;
    size_t size = 0, at = 0;
    lc_status status = lc_array_select(db, name, 1, (void **)&bytes, &size);
    if (status == LC_OK && size < n) status = lc_database_damaged(db);
    if (status == LC_OK && !(text = LC_NEW0(char *, n))) status = lc_fail_memory(db->ctx);
    for (size_t k = 0; status == LC_OK && k < n; k++) {
        bool known = at < size && (bytes[at] == 0 || bytes[at] == 1), there = known && bytes[at] == 1;
        const char *end = there ? memchr(bytes + at + 1, 0, size - at - 1) : NULL;
        if (!known || (there && !end)) status = lc_database_damaged(db);
        if (status == LC_OK && there && !(text[k] = lc_strdup(bytes + at + 1))) status = lc_fail_memory(db->ctx);
        at = there && end ? (size_t)(end - bytes) + 1 : at + 1;
    }
    free(bytes);
    *out = text;
    return status == LC_OK && at != size ? lc_database_damaged(db) : status;
}
