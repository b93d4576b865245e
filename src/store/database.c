#include "store/database.h"

#include <math.h>
#include <spatialite.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"

enum { BUSY_MS = 1000 * LC_BUSY_S };
enum { ASK_STEPS = 1000 }; /* of SQLite's machine: a step can put a row into an index */

/* ---------------------------------------------------------------------------------------------------- errors, SQL */

/* The error that has just been made is of this file. */
static lc_status of_file(const lc_database *db, lc_status status) {
    return lc_fail_at(db->ctx, status, &(lc_where){LC_WHERE(LC_ERROR_REPORT), .file = db->path});
}

static lc_status fail_by_code(const lc_database *db) {
    int code = db->db ? sqlite3_errcode(db->db) & 0xFF : SQLITE_NOMEM;
    const char *why = db->db ? sqlite3_errmsg(db->db) : "";
    switch (code) {
    case SQLITE_INTERRUPT:
    case SQLITE_NOMEM:
        return lc_fail_memory(db->ctx);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return lc_fail(db->ctx, LC_ERR_IO, "%s is being written to by another process; try again when it is done",
                       db->path);
    case SQLITE_FULL:
        return lc_fail(db->ctx, LC_ERR_IO, "%s cannot be written: the disk is full", db->path);
    case SQLITE_READONLY:
        return lc_fail(db->ctx, LC_ERR_IO, "%s cannot be written: the file or its folder is read-only", db->path);
    case SQLITE_NOTADB:
        return lc_fail(db->ctx, LC_ERR_INPUT, "%s is not a SQLite database; give another file", db->path);
    case SQLITE_CORRUPT:
        return lc_fail(db->ctx, LC_ERR_INPUT, "%s is damaged (%s); restore it from a copy or make it again", db->path,
                       why);
    default:
        return lc_fail(db->ctx, LC_ERR_IO, "%s: %s", db->path, why);
    }
}

lc_database lc_database_of(lc_context *ctx, const char *path, void *sqlite) {
    return (lc_database){.ctx = ctx, .path = (char *)(uintptr_t)path, .db = sqlite};
}

lc_status lc_database_fail(const lc_database *db) {
    return of_file(db, fail_by_code(db));
}

lc_status lc_database_prepare(const lc_database *db, const char *sql, sqlite3_stmt **out) {
    return sqlite3_prepare_v2(db->db, sql, -1, out, NULL) == SQLITE_OK ? LC_OK : lc_database_fail(db);
}

lc_status lc_database_run(const lc_database *db, const char *sql) {
    return sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK ? LC_OK : lc_database_fail(db);
}

lc_status lc_database_insert(const lc_database *db, sqlite3_stmt *statement) {
    lc_status status = sqlite3_step(statement) == SQLITE_DONE ? LC_OK : lc_database_fail(db);
    sqlite3_reset(statement);
    return status;
}

lc_status lc_database_row(const lc_database *db, sqlite3_stmt *statement, bool *row) {
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    return *row || code == SQLITE_DONE ? LC_OK : lc_database_fail(db);
}

lc_status lc_database_number(const lc_database *db, const char *sql, int64_t *out) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = lc_database_prepare(db, sql, &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    if (row) *out = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return status;
}

lc_status lc_database_call(const lc_database *db, const char *sql) {
    int64_t done = 0;
    lc_status status = lc_database_number(db, sql, &done);
    if (status == LC_OK && !done) status = lc_fail_cancelled(db->ctx); /* it does not say that it was stopped */
    if (status != LC_OK || done) return status;
    return lc_fail(db->ctx, LC_ERR_IO, "%s: SpatiaLite refuses %s", db->path, sql);
}

/* --------------------------------------------------------------------------------------------------------- values */

void lc_bind_text(sqlite3_stmt *statement, int column, const char *text) {
    if (text) sqlite3_bind_text(statement, column, text, -1, SQLITE_STATIC);
    if (!text) sqlite3_bind_null(statement, column);
}

void lc_bind_real(sqlite3_stmt *statement, int column, double value) {
    sqlite3_bind_double(statement, column, value); /* SQLite stores NaN as NULL */
}

void lc_bind_count(sqlite3_stmt *statement, int column, size_t value) {
    sqlite3_bind_int64(statement, column, (sqlite3_int64)value);
}

double lc_column_real(sqlite3_stmt *statement, int column) {
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

char *lc_column_text(sqlite3_stmt *statement, int column, bool *memory) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) return NULL;
    char *text = lc_strdup((const char *)sqlite3_column_text(statement, column));
    if (!text) *memory = false;
    return text;
}

/* ----------------------------------------------------------------------------------------------- opening, closing */

/* SQLite takes ":memory:" and "" for something else than files. */
static char *as_file(const char *path) {
    return lc_sprintf("%s%s", *path == ':' || !*path ? "./" : "", path);
}

/* A database in WAL mode needs to write beside itself even to be read. Where the folder does not allow that and nothing
   is waiting in a log, it can be read as the unchanging file that it is. */
static int open_unchanging(const char *file, sqlite3 **db) {
    char *log = lc_sprintf("%s-wal", file), *uri = NULL;
    size_t n = 0, room = 3 * strlen(file) + 32;
    int code = SQLITE_CANTOPEN;
    struct stat st;
    if (log && stat(log, &st) != 0) uri = LC_NEW(char, room);
    if (uri) {
        n = (size_t)snprintf(uri, room, "file:");
        for (const char *c = file; *c; c++)
            n += (size_t)snprintf(uri + n, room - n, strchr("%?#", *c) ? "%%%02X" : "%c", (unsigned char)*c);
        snprintf(uri + n, room - n, "?immutable=1");
        sqlite3_close(*db);
        code = sqlite3_open_v2(uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    }
    free(uri);
    free(log);
    return code;
}

static int open_existing(const char *file, int flags, sqlite3 **db) {
    int code = sqlite3_open_v2(file, db, flags, NULL);
    if (code == SQLITE_OK) sqlite3_busy_timeout(*db, BUSY_MS);
    return code == SQLITE_OK ? sqlite3_exec(*db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) : code;
}

static bool is_wal(sqlite3 *db) {
    sqlite3_stmt *query = NULL;
    bool wal = sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &query, NULL) == SQLITE_OK &&
               sqlite3_step(query) == SQLITE_ROW &&
               sqlite3_stricmp((const char *)sqlite3_column_text(query, 0), "wal") == 0;
    sqlite3_finalize(query);
    return wal;
}

/* Of a database in WAL mode, the files that reading makes beside it go only with a connection that may write. */
static int open_tidily(const char *file, sqlite3 **db) {
    char *log = lc_sprintf("%s-wal", file);
    bool in_use = !log || access(log, F_OK) == 0;
    free(log);
    int code = open_existing(file, SQLITE_OPEN_READONLY, db);
    if (code != SQLITE_OK || in_use || access(file, W_OK) != 0 || !is_wal(*db)) return code;
    sqlite3_close(*db);
    return open_existing(file, SQLITE_OPEN_READWRITE, db);
}

static lc_status open_to_read(lc_database *db, const char *file) {
    struct stat st;
    if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
        return lc_fail(db->ctx, LC_ERR_INPUT, "%s: there is no such file; check the path", db->path);
    int code = open_tidily(file, &db->db);
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) code = open_unchanging(file, &db->db);
    return code == SQLITE_OK ? LC_OK : lc_database_fail(db);
}

static lc_status open_to_write(lc_database *db, const char *file) {
    if (sqlite3_open_v2(file, &db->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return lc_database_fail(db);
    db->spatial = spatialite_alloc_connection();
    if (!db->spatial) return lc_fail_memory(db->ctx);
    spatialite_init_ex(db->db, db->spatial, 0);
    sqlite3_busy_timeout(db->db, BUSY_MS); /* after SpatiaLite, which sets five seconds of its own */
    return LC_OK;
}

static int ask_to_stop(void *user) {
    return lc_cancelled(user);
}

lc_status lc_database_open(lc_context *ctx, const char *path, lc_opening opening, lc_database *out) {
    lc_database db = {.ctx = ctx, .path = lc_strdup(path)};
    char *file = as_file(path);
    lc_status status = db.path && file ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = opening == LC_READ ? open_to_read(&db, file) : open_to_write(&db, file);
    if (status == LC_OK && opening == LC_NEW_FILE)
        status = lc_database_run(
            &db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    if (status == LC_OK && opening == LC_NEW_FILE) sqlite3_progress_handler(db.db, ASK_STEPS, ask_to_stop, ctx);
    free(file);
    of_file(&db, status);
    if (status == LC_OK)
        *out = db;
    else
        lc_database_close(&db);
    return status;
}

void lc_database_close(lc_database *db) {
    if (db->db) sqlite3_close(db->db);
    if (db->spatial) spatialite_cleanup_ex(db->spatial);
    free(db->path);
    *db = (lc_database){0};
}

/* --------------------------------------------------------------------------------------------------------- layout */

lc_status lc_layout_check(const lc_database *db, const lc_layout *layout, int *version) {
    int64_t id = 0, found = 0, tables = 0;
    const char *what = lc_tr(db->ctx, layout->what);
    lc_status status = lc_database_number(db, "PRAGMA application_id", &id);
    if (status == LC_OK) status = lc_database_number(db, "PRAGMA user_version", &found);
    if (status == LC_OK) status = lc_database_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
    if (status != LC_OK) return status;
    if (found < 0 || (id != layout->application_id && (id != 0 || tables > 0))) {
        lc_fail(db->ctx, LC_ERR_INPUT, "%s is a SQLite database, but not %s; give another file", db->path, what);
        return of_file(db, LC_ERR_INPUT);
    }
    if (found > layout->version) {
        lc_fail(db->ctx, LC_ERR_INPUT,
                "%s is %s in version %lld, and this program knows versions up to %d; use a newer lifecircle", db->path,
                what, (long long)found, layout->version);
        return of_file(db, LC_ERR_INPUT);
    }
    *version = (int)found;
    return LC_OK;
}

lc_status lc_layout_update(const lc_database *db, const lc_layout *layout) {
    char sql[96];
    int version = 0;
    lc_status status = lc_layout_check(db, layout, &version);
    if (status != LC_OK || version == layout->version) return status;
    for (; status == LC_OK && version < layout->version; version++) status = layout->step[version](db);
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", layout->application_id,
             layout->version);
    return status == LC_OK ? lc_database_run(db, sql) : status;
}

lc_status lc_database_init_spatial(const lc_database *db) {
    lc_status status = lc_database_call(db, "SELECT InitSpatialMetaData(0, 'NONE')");
    return status == LC_OK ? lc_database_call(db, "SELECT InsertEpsgSrid(4326)") : status;
}
