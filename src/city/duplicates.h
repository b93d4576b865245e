/* What there is to tell of the facilities of a category, whatever sources they come from. */
#ifndef LC_CITY_DUPLICATES_H
#define LC_CITY_DUPLICATES_H

#include "city/facilities.h"

/*
 * Tell of a category without a source, of levels that are not known, and of every facility that an earlier one seems to
 * be: at the same place (1 m, for areas and lines each side of the bounding box) and of the same name or both without,
 * or, within one source, with the same id: ids of two sources may be the same by chance.
 */
lc_status lc_facilities_tell(lc_context *ctx, const lc_facilities *facilities);

#endif
