/* Polygon sets against one another: unions, buffers, and what lies inside or outside (GEOS OverlayNG). */
#ifndef LC_GEO_OVERLAY_H
#define LC_GEO_OVERLAY_H

#include "geo/index.h"

/* Append the union of all polygons to `out` under `feature`. */
lc_status lc_geoms_union(lc_context *ctx, const lc_geoms *polygons, uint32_t feature, lc_geoms *out);

/* Append the union of the geometries whose `use` is true, grown by distance_m, to `out` under `feature`; arcs of
   `quadrant` chords a quarter circle. */
lc_status lc_geoms_buffer(lc_context *ctx, const lc_geoms *geoms, const bool *use, double distance_m, int quadrant,
                          uint32_t feature, lc_geoms *out);

/* Round all coordinates to multiples of `grid` and keep every feature valid as one multipolygon: as it is where its
   rings stay apart (they must have been, and be wider than the grid by far), else by GEOS's precision model, where what
   collapses disappears. Points are left alone. Safe to call from several threads, each with its own `geoms`; false
   when memory is out or GEOS fails. */
bool lc_geoms_snap(lc_geoms *geoms, double grid);

/*
 * The part of the polygons first .. end-1 of `subject` that lies inside (or outside) the polygons of `clip`, which must
 * be valid and disjoint; `index` is over them (lc_geoms_index()). With a least_m2 above 0, parts and holes that are
 * smaller, or narrower than 0.5 m on average, are left out. Appended to `out` under `feature`. Safe to call from
 * several threads, each with its own `out`; false when memory is out or GEOS fails.
 */
bool lc_geoms_overlay(const lc_geoms *subject, size_t first, size_t end, const lc_geoms *clip, const lc_index *index,
                      bool inside, double least_m2, uint32_t feature, lc_geoms *out);

#endif
