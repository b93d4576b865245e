/* GDAL tells its errors to a handler: a piece of work collects the first one, and the warnings. */
#ifndef LC_SOURCE_GDAL_ERRORS_H
#define LC_SOURCE_GDAL_ERRORS_H

#include <gdal.h>

#include "base/error.h"
#include "source/remote.h"

enum { LC_GDAL_WARNINGS = 8, LC_GDAL_WARNING_SIZE = 256 };

/* The first error that GDAL reports between begin and end, and its different warnings: n_warnings in all (of those
   beyond the ones kept, repeats count again). */
typedef struct lc_gdal_errors {
    bool failed;
    char message[512];
    char warning[LC_GDAL_WARNINGS][LC_GDAL_WARNING_SIZE];
    size_t n_warnings, n_kept;
    bool remote;         /* connections are allowed */
    char reference[256]; /* a place elsewhere that the data named, which was not gone to; "" without */
    lc_remote_guard guard;
} lc_gdal_errors;

/* Errors are nobody's business until lc_gdal_speak(). */
void lc_gdal_hush(void);
void lc_gdal_speak(void);
/* Make the drivers known, once, and collect this thread's errors from now on. Unless the source itself is `remote`
   (lc_remote_is()), nothing makes a connection until the end. */
void lc_gdal_begin(lc_gdal_errors *errors, bool remote);
void lc_gdal_end(lc_gdal_errors *errors);
/* As if nothing had been said so far. */
void lc_gdal_forget(lc_gdal_errors *errors);
/* Open a data set to be read, without drivers and descriptions that connect to anything where that is not allowed. */
GDALDatasetH lc_gdal_open(lc_gdal_errors *errors, const char *path, unsigned kind, const char *const *options);
/* What GDAL said, in the context's language where it is known, or that it said nothing; static, or in `errors`. */
const char *lc_gdal_reason(const lc_context *ctx, lc_gdal_errors *errors);

#endif
