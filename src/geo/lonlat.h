/* Boxes in longitude and latitude, also across the antimeridian, and what lies in them. */
#ifndef LC_GEO_LONLAT_H
#define LC_GEO_LONLAT_H

#include "geo/index.h"

/* The bounding box of n positions in degrees; x1 is beyond 180 where the box is narrower across the antimeridian. Empty
   (x0 > x1) for none. */
lc_box lc_lonlat_box(const lc_xy *p, size_t n);
/* The middle of such a box, longitude from -180 to below 180. */
lc_xy lc_lonlat_middle(const lc_box *box);
/* How far the box reaches from its middle: to the farthest of its corners, along the ellipsoid of WGS 84, metres. */
double lc_lonlat_reach_m(const lc_box *box);
/* The box, wider by at least `margin_m` metres on each side: by degrees that are as long where they are shortest. */
lc_box lc_lonlat_grown(const lc_box *box, double margin_m);

/* Does the box hold the position, borders included? Longitudes are the same 360 degrees apart. */
bool lc_lonlat_holds(const lc_box *box, lc_xy p);
/* Has geometry g, in degrees, a part in the box: a point, a stretch of a line or outline, or the box in its inside? */
bool lc_lonlat_meets(const lc_geoms *geoms, size_t g, const lc_box *box);
/* An index over geometries in degrees for lc_lonlat_search(); item numbers are theirs. NULL when memory is out. */
lc_index *lc_lonlat_index(const lc_geoms *geoms);
/* Items of an index over boxes in degrees whose boxes meet this one, also where they stand 360 degrees apart:
   ascending, once each; replaces what `out` held. Where longitudes lie from -180 to 180, all are among them of which
   the functions above are true. false when memory is out. */
bool lc_lonlat_search(const lc_index *index, const lc_box *box, lc_items *out);

#endif
