/* Is a polygon valid? Yes for most, at a glance; the others are for GEOS to tell. */
#ifndef LC_GEO_SIMPLE_H
#define LC_GEO_SIMPLE_H

#include "geo/geoms.h"

/* true: polygon g is one ring that neither crosses nor touches itself, surely (rounding is reckoned with), and
   therefore valid. false: not known. */
bool lc_geom_is_simple(const lc_geoms *geoms, size_t g);

#endif
