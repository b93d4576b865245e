/* Which features have the same id. */
#ifndef LC_CITY_SAME_ID_H
#define LC_CITY_SAME_ID_H

#include <stdbool.h>
#include <stddef.h>

/* first[i] = the first j with the id of i; i itself when there is none before it, or no id (NULL). false when memory is
   out. */
bool lc_first_of_id(const char *const *id, size_t n, size_t *first);

#endif
