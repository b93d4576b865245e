/* SQLite databases of ours: opened, told apart, brought up to date. SQL errors become messages for people. */
#ifndef LC_STORE_DATABASE_H
#define LC_STORE_DATABASE_H

#include <sqlite3.h>

#include "base/context.h"

typedef struct lc_database {
    lc_context *ctx; /* of the call that is running */
    char *path;      /* as the user wrote it */
    sqlite3 *db;
    void *spatial;     /* SpatiaLite's own part; NULL in databases opened to read */
    const char *again; /* how to make a damaged one anew, a text to be translated */
} lc_database;

typedef enum lc_opening {
    LC_READ,    /* plain SQLite is enough; nothing is written, also where the folder does not allow it */
    LC_UPDATE,  /* created when it is not there; with SpatiaLite's functions */
    LC_NEW_FILE /* the same for a temporary file that nobody else knows: fast, without a journal; statements end when
                   the context, which must outlive it, is cancelled */
} lc_opening;

/* How long another process that holds the database is waited for. */
enum { LC_BUSY_S = 60 };

/* Open and close; a closed one, and {0}, may be closed again. */
lc_status lc_database_open(lc_context *ctx, const char *path, lc_opening opening, lc_database *out);
void lc_database_close(lc_database *db);

/* One that somebody else (GDAL) has opened and will close: `sqlite` is its sqlite3 *, and `path` what messages name. */
lc_database lc_database_of(lc_context *ctx, const char *path, void *sqlite);

/* The status and the message of the last failed SQLite call. */
lc_status lc_database_fail(const lc_database *db);
/* Run statements whose results do not matter. SpatiaLite's functions tell of a failure by their result:
   lc_database_call() holds "SELECT Function(…)" to be not 0. */
lc_status lc_database_run(const lc_database *db, const char *sql);
lc_status lc_database_call(const lc_database *db, const char *sql);
/* The number that a query gives. */
lc_status lc_database_number(const lc_database *db, const char *sql, int64_t *out);

/* A statement, to be ended with sqlite3_finalize(). */
lc_status lc_database_prepare(const lc_database *db, const char *sql, sqlite3_stmt **out);
/* Run a prepared statement that gives no rows, and make it ready for the next values. */
lc_status lc_database_insert(const lc_database *db, sqlite3_stmt *statement);
/* Step to the next row: *row is false after the last one. */
lc_status lc_database_row(const lc_database *db, sqlite3_stmt *statement, bool *row);

/* Values: NULL and NaN become SQL's NULL and back. Texts must outlive the statement's run. */
void lc_bind_text(sqlite3_stmt *statement, int column, const char *text);
void lc_bind_real(sqlite3_stmt *statement, int column, double value);
void lc_bind_count(sqlite3_stmt *statement, int column, size_t value);
double lc_column_real(sqlite3_stmt *statement, int column);
/* malloc'ed; NULL for SQL's NULL, and then *memory is untouched; *memory is false when memory is out. */
char *lc_column_text(sqlite3_stmt *statement, int column, bool *memory);

/* One step of the layout: from version i to i + 1, inside the transaction that the caller has begun. */
typedef lc_status (*lc_layout_step)(const lc_database *db);

/* What a database is. The layout's version is SQLite's user_version; step[i] leads from i to i + 1. */
typedef struct lc_layout {
    int application_id;
    const char *what; /* for messages: "a history of lifecircle" */
    const lc_layout_step *step;
    int version; /* number of steps: the layout that this program writes */
} lc_layout;

/* Refuse a database that is another program's, of another kind, or of a newer layout. *version is 0 for an empty one.
 */
lc_status lc_layout_check(const lc_database *db, const lc_layout *layout, int *version);
/* Check, and bring to the layout's version; inside a transaction. */
lc_status lc_layout_update(const lc_database *db, const lc_layout *layout);

/* SpatiaLite's metadata, with WGS 84 as the only CRS; inside the transaction that the caller has begun. */
lc_status lc_database_init_spatial(const lc_database *db);

#endif
