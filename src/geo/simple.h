/* Are polygons valid? Most are seen to be at a glance; the others are for GEOS to tell. */
#ifndef LC_GEO_SIMPLE_H
#define LC_GEO_SIMPLE_H

#include "geo/geoms.h"

/* true: no ring of the polygons first .. end-1 crosses or touches itself or another one, surely (rounding is reckoned
   with). false: not known. */
bool lc_rings_are_apart(const lc_geoms *geoms, size_t first, size_t end);

/* true: polygon i is one ring that neither crosses nor touches itself, surely, and therefore valid. false: not known.
 */
bool lc_geom_is_simple(const lc_geoms *g, size_t i);

/* true: the polygons first .. end-1 are valid as one multipolygon, surely: rings apart, each hole in its own outer ring
   and in no other ring, and no outer ring in any. false: not known. */
bool lc_polygons_are_apart(const lc_geoms *geoms, size_t first, size_t end);

#endif
