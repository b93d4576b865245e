#include "store/warning_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "store/arrays.h"

const char lc_warning_tables[] =
    "CREATE TABLE lifecircle_warnings (warning INTEGER PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL, "
    "  count INTEGER NOT NULL);"
    "CREATE TABLE lifecircle_examples (warning INTEGER NOT NULL REFERENCES lifecircle_warnings, text TEXT NOT NULL);";

static lc_status insert(const lc_database *db, sqlite3_stmt *warning, sqlite3_stmt *example,
                        const lc_warning_entry *entry, size_t number) {
    lc_bind_count(warning, 1, number);
    lc_bind_text(warning, 2, entry->code);
    lc_bind_text(warning, 3, entry->message);
    lc_bind_count(warning, 4, entry->count);
    lc_status status = lc_database_insert(db, warning);
    for (size_t k = 0; status == LC_OK && k < entry->n_examples; k++) {
        lc_bind_count(example, 1, number);
        lc_bind_text(example, 2, entry->examples[k]);
        status = lc_database_insert(db, example);
    }
    return status;
}

lc_status lc_warnings_insert(const lc_database *db, const lc_warnings *warnings, size_t first) {
    sqlite3_stmt *warning = NULL, *example = NULL;
    lc_status status = lc_database_prepare(db, "INSERT INTO lifecircle_warnings VALUES (?, ?, ?, ?)", &warning);
    if (status == LC_OK) status = lc_database_prepare(db, "INSERT INTO lifecircle_examples VALUES (?, ?)", &example);
    for (size_t i = 0; status == LC_OK && i < warnings->n; i++)
        status = insert(db, warning, example, &warnings->entry[i], first + i);
    sqlite3_finalize(warning);
    sqlite3_finalize(example);
    return status;
}

static lc_status take_warning(const lc_database *db, sqlite3_stmt *row, lc_warnings *warnings) {
    sqlite3_int64 number = sqlite3_column_int64(row, 0), count = sqlite3_column_int64(row, 3);
    bool memory = true;
    if (number < 1 || count < 0) return lc_database_damaged(db);
    if (warnings->n + 1 == (size_t)number) {
        if (!LC_ROOM(warnings->entry, warnings->capacity, warnings->n + 1)) return lc_fail_memory(db->ctx);
        lc_warning_entry *fresh = &warnings->entry[warnings->n++];
        *fresh = (lc_warning_entry){.code = lc_column_text(row, 1, &memory),
                                    .message = lc_column_text(row, 2, &memory),
                                    .count = (size_t)count};
        if (!memory) return lc_fail_memory(db->ctx);
        if (!fresh->code || !fresh->message) return lc_database_damaged(db);
        fresh->local = lc_strdup(lc_tr(db->ctx, fresh->message));
        if (!fresh->local) return lc_fail_memory(db->ctx);
    }
    if (warnings->n != (size_t)number) return lc_database_damaged(db);
    lc_warning_entry *entry = &warnings->entry[warnings->n - 1];
    if (entry->n_examples == LC_EXAMPLES_MAX || sqlite3_column_type(row, 4) == SQLITE_NULL) return LC_OK;
    char *text = lc_column_text(row, 4, &memory), *local = lc_column_text(row, 4, &memory);
    entry->examples[entry->n_examples] = text;
    entry->local_examples[entry->n_examples++] = local;
    if (entry->count < entry->n_examples) entry->count = entry->n_examples;
    return memory ? LC_OK : lc_fail_memory(db->ctx);
}

lc_status lc_warnings_select(const lc_database *db, lc_warnings *out) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = lc_database_prepare(db,
                                           "SELECT w.warning, w.code, w.message, w.count, e.text FROM "
                                           "lifecircle_warnings w LEFT JOIN lifecircle_examples e USING (warning) "
                                           "ORDER BY w.warning, e.rowid",
                                           &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    while (status == LC_OK && row) {
        status = take_warning(db, query, out);
        if (status == LC_OK) status = lc_database_row(db, query, &row);
    }
    sqlite3_finalize(query);
    return status;
}
