/* Some facilities of a category, as a set of their own. */
#ifndef LC_CITY_SELECT_FACILITIES_H
#define LC_CITY_SELECT_FACILITIES_H

#include "city/facilities.h"

/* A copy of the facilities that are kept (NULL: all) with everything but their entrances. To be freed, also when memory
   is out, which gives false. */
bool lc_facilities_select(const lc_facilities *from, const bool *kept, lc_facilities *out);
/* The same of n facilities, named in ascending order: in the time of what is copied. */
bool lc_facilities_take(const lc_facilities *from, const uint32_t *kept, size_t n, lc_facilities *out);

#endif
