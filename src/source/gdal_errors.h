/* GDAL tells its errors to a handler: a piece of work collects the first one, and the warnings. */
#ifndef LC_SOURCE_GDAL_ERRORS_H
#define LC_SOURCE_GDAL_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

enum { LC_GDAL_WARNINGS = 8, LC_GDAL_WARNING_SIZE = 256 };

/* The first error that GDAL reports between begin and end, and its different warnings: n_warnings in all (of those
   beyond the ones kept, repeats count again). */
typedef struct lc_gdal_errors {
    bool failed;
    char message[512];
    char warning[LC_GDAL_WARNINGS][LC_GDAL_WARNING_SIZE];
    size_t n_warnings, n_kept;
} lc_gdal_errors;

/* Make the drivers known, once, and collect this thread's errors from now on. */
void lc_gdal_begin(lc_gdal_errors *errors);
/* Errors are nobody's business until lc_gdal_end(). */
void lc_gdal_hush(void);
void lc_gdal_end(void);
/* What GDAL said, or that it said nothing. */
const char *lc_gdal_message(const lc_gdal_errors *errors);

#endif
