/* Polygons across the antimeridian, in degrees or another unit of angle: an edge of more than half a turn goes the
   short way. GEOS, to which such an outline goes around the world, is to see it in one piece. */
#ifndef LC_GEO_ANTIMERIDIAN_H
#define LC_GEO_ANTIMERIDIAN_H

#include "geo/geoms.h"

/* Count the longitudes of features with such polygons from 0 to `turn`, instead of from -turn/2 to turn/2. *crossing,
   one for each of n features, tells which; NULL when there is none. false when memory is out. */
bool lc_antimeridian_unroll(lc_geoms *geoms, size_t n_features, double turn, bool **crossing);
/* And back, whatever has become of the polygons in between. Longitudes beyond -128 degrees come back to the bit:
   neighbours on both sides go on to share their border. */
void lc_antimeridian_roll(lc_geoms *geoms, const bool *crossing, double turn);

#endif
