/* Warnings in rows: lifecircle_warnings, lifecircle_examples. Files hold the English texts. */
#ifndef LC_STORE_WARNING_ROWS_H
#define LC_STORE_WARNING_ROWS_H

#include "store/database.h"

extern const char lc_warning_tables[]; /* the statements that make the tables */

/* Store warnings, numbered from `first`. */
lc_status lc_warnings_insert(const lc_database *db, const lc_warnings *warnings, size_t first);
/* Read all that are stored behind those of `out`, which has the first ones; their numbers go up by 1. */
lc_status lc_warnings_select(const lc_database *db, lc_warnings *out);

#endif
