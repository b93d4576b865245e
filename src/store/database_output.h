/* A database as an output: it appears whole or not at all, and messages name the output. */
#ifndef LC_STORE_DATABASE_OUTPUT_H
#define LC_STORE_DATABASE_OUTPUT_H

#include "store/database.h"

/* Fill a new database, inside a transaction. */
typedef lc_status (*lc_database_fill_fn)(const lc_database *db, void *user);

/* `alone`: what to say of a path that is no file of its own, with %s for it; a text to be translated. */
lc_status lc_database_write(lc_context *ctx, const char *path, const char *alone, lc_database_fill_fn fill, void *user);

#endif
