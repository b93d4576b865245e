/* Facilities of one category from several sources, as one set. */
#ifndef LC_CITY_UNITE_H
#define LC_CITY_UNITE_H

#include "city/facilities.h"

/*
 * Append the facilities of another source to those of `to`, whose category and entrances stay; `from` is consumed. Both
 * not yet linked. Where only one of them tells levels, the others' are not known.
 */
lc_status lc_facilities_append(lc_context *ctx, lc_facilities *to, lc_facilities *from);

#endif
