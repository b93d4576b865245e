/* GDAL tells its errors to a handler: a piece of work collects the first one. */
#ifndef LC_SOURCE_GDAL_ERRORS_H
#define LC_SOURCE_GDAL_ERRORS_H

#include <stdbool.h>

/* The first error that GDAL reports between begin and end; warnings do not count. */
typedef struct lc_gdal_errors {
    bool failed;
    char message[512];
} lc_gdal_errors;

/* Make the drivers known, once, and collect this thread's errors from now on. */
void lc_gdal_begin(lc_gdal_errors *errors);
void lc_gdal_end(void);
/* What GDAL said, or that it said nothing. */
const char *lc_gdal_message(const lc_gdal_errors *errors);

#endif
