/* Polygon sets against one another: what lies inside or outside (GEOS OverlayNG), and coordinates on a grid. */
#ifndef LC_GEO_OVERLAY_H
#define LC_GEO_OVERLAY_H

#include "geo/index.h"

/* Round all coordinates to multiples of `grid` and keep every feature valid as one multipolygon: as it is where its
   rings stay apart (they must have been, and be wider than the grid by far), else by GEOS's precision model, where what
   collapses disappears. Points are left alone. Safe to call from several threads, each with its own `geoms`; false
   when memory is out or GEOS fails. */
bool lc_geoms_snap(lc_geoms *geoms, double grid);
/* The same on all threads; of what is left after a failure nothing is known. */
lc_status lc_geoms_snap_many(lc_context *ctx, lc_geoms *geoms, double grid);

/* Polygons near a box, made ready to cut many others that lie in it. One thread's. */
typedef struct lc_overlay lc_overlay;

/* Those of `clip`, which must be valid and disjoint; `index` is over them (lc_geoms_index()). NULL when memory is out
   or GEOS fails. */
lc_overlay *lc_overlay_new(const lc_geoms *clip, const lc_index *index, const lc_box *box);
void lc_overlay_free(lc_overlay *o);

/* The part of the polygons first .. end-1 of `subject`, which must lie in the box, that lies inside (or outside) those
   of the overlay. With a least_m2 above 0, parts and holes that are smaller, or narrower than 0.5 m on average, are
   left out. Appended to `out` under `feature`; false when memory is out or GEOS fails. */
bool lc_overlay_cut(const lc_overlay *o, const lc_geoms *subject, size_t first, size_t end, bool inside,
                    double least_m2, uint32_t feature, lc_geoms *out);

/* The same at once, for polygons that have no neighbours to be cut. */
bool lc_geoms_overlay(const lc_geoms *subject, size_t first, size_t end, const lc_geoms *clip, const lc_index *index,
                      bool inside, double least_m2, uint32_t feature, lc_geoms *out);

#endif
