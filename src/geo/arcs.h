/* Polygons cut into arcs: a border that two polygons share is there once, so that it stays shared when it is simplified
   (the idea of TopoJSON). */
#ifndef LC_GEO_ARCS_H
#define LC_GEO_ARCS_H

#include "geo/geoms.h"

typedef struct lc_arcs {
    lc_geoms lines; /* the arcs, one part each */
    size_t n_polygons, n_rings, n_refs;
    size_t *ring_of; /* n_polygons + 1: polygon g owns the rings ring_of[g] .. ring_of[g+1]-1, the outer one first */
    size_t *ref_of;  /* n_rings + 1 */
    int32_t *ref;    /* n_refs: an arc, or ~arc when it is walked backwards; together a closed ring */
} lc_arcs;

/* Cut all polygons of `polygons`. Points meet where their coordinates are equal, so round them before. Rings of fewer
   than three points are left out; a polygon that loses its outer ring has none. */
lc_status lc_arcs_cut(lc_context *ctx, const lc_geoms *polygons, lc_arcs *out);

void lc_arcs_free(lc_arcs *arcs);

#endif
