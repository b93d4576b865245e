/* How often outlines cross themselves and one another: what repairing them costs. */
#ifndef LC_GEO_CROSSINGS_H
#define LC_GEO_CROSSINGS_H

#include "geo/geoms.h"

/*
 * Pairs of sides of the parts first .. end-1 that cross, or lie on one another or touch elsewhere than at their ends;
 * counting stops at `most`. Sides are looked up in an index; where that gives far more pairs than cross, counting ends
 * with `most` too. *count is exact below `most`. false when memory is out.
 */
bool lc_parts_crossings(const lc_geoms *geoms, size_t first, size_t end, size_t most, size_t *count);

/*
 * GEOS repairs an outline in a time that grows about with the square of its crossings (a star of 101 points: 4,949 of
 * them, 10 s). This is the sum of their squares that the repairs of one layer may come to, 2,000 crossings of one
 * outline.
 */
#define LC_REPAIRS_MOST ((size_t)4000000)
/* Take the repair of the parts first .. end-1 from what is left of that; LC_ERR_INPUT, without names, when it is more.
 */
lc_status lc_repairs_take(lc_context *ctx, const lc_geoms *geoms, size_t first, size_t end, size_t *left);

#endif
