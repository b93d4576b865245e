/* Numbers of a part's report that are read back as they were. */
#ifndef LC_REPORT_EXACT_H
#define LC_REPORT_EXACT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* A double that is written as the 16 hexadecimal digits of its bits; false: it is none. */
bool lc_exact_read(const cJSON *item, double *out);
/* The same of an item of a list, of which the next is *item then. */
bool lc_exact_next(const cJSON **item, double *out);
/* A whole number from 0 on. */
bool lc_exact_count(const cJSON *item, size_t *out);

#endif
