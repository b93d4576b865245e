/* Communities in their plane, held against the globe: what no plane shows is refused, what it shows badly is told. */
#ifndef LC_CITY_GLOBE_H
#define LC_CITY_GLOBE_H

#include "city/city.h"

/*
 * What is said of communities that are laid out in a plane. A community that holds a pole or goes around the globe,
 * whose area in the plane is not that on the globe, or which reaches so far from the plane's middle that lengths there
 * are 1 % too long, is LC_ERR_INPUT; the last only where the plane was not asked for (`asked`), which is told of once.
 * Lengths that are 0.01 % too long, edges that are taken for the short way across the antimeridian, and communities of
 * less than a square metre are told. `source` names the communities.
 */
lc_status lc_globe_check(lc_context *ctx, const char *source, const lc_city *city, bool asked);

#endif
