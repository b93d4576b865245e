/* Facilities that a source lists twice. */
#ifndef LC_CITY_DUPLICATES_H
#define LC_CITY_DUPLICATES_H

#include "city/facilities.h"

/*
 * Warn of every facility that an earlier one seems to be: at the same place (1 m, for areas and lines each side of the
 * bounding box) and of the same name or both without, or with the same id. name and id: one a feature, NULL where there
 * is none; each may be NULL.
 */
lc_status lc_duplicates_warn(lc_context *ctx, const lc_facilities *facilities, const char *const *name,
                             const char *const *id);
/* The same of the facilities `start` and later, of another source than those before them: of these alone, and by place
   and name alone, since ids of two sources may be the same by chance. */
lc_status lc_duplicates_warn_between(lc_context *ctx, const lc_facilities *facilities, size_t start);

#endif
