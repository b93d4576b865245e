/* A packed Hilbert R-tree: boxes that never change, queried by box or by nearness. Immutable, so safe to share. */
#ifndef LC_GEO_INDEX_H
#define LC_GEO_INDEX_H

#include "base/error.h"
#include "geo/geoms.h"

typedef struct lc_index lc_index;

/* A list of item numbers that grows; reuse it between queries. */
typedef struct lc_items {
    uint32_t *item;
    size_t n, capacity;
} lc_items;

/* Index n boxes (n < 2^32); item numbers are their positions. The boxes are not kept. NULL when memory is out. */
lc_index *lc_index_new(const lc_box *boxes, size_t n);
/* The same over points; NULL as well when the context is cancelled. */
lc_index *lc_index_points(const lc_context *ctx, const lc_xy *xy, size_t n);
/* The same over straight segments: item i runs from vert[from[i]] to the vertex after it. */
lc_index *lc_index_segments(const lc_xy *vert, const uint32_t *from, size_t n);
/* The same over the boxes of geometries; item numbers are theirs. */
lc_index *lc_geoms_index(const lc_geoms *geoms);
void lc_index_free(lc_index *index);
/* The box around all items, empty when there are none. */
lc_box lc_index_box(const lc_index *index);

/* All items whose box meets `box`, in ascending order; replaces what `out` held. false when memory is out. */
bool lc_index_search(const lc_index *index, const lc_box *box, lc_items *out);
/* All polygons that p lies in, of those that `index` is over (lc_geoms_index()); otherwise as lc_index_search(). */
bool lc_geoms_around(const lc_geoms *geoms, const lc_index *index, lc_xy p, lc_items *out);

/* Distance of an item from (x, y), by the caller. */
typedef double (*lc_distance_fn)(const void *user, uint32_t item, double x, double y);

/*
 * Distance to the item nearest to (x, y), INFINITY when none is within max_m. With `ties`, all items within `slack` of
 * that distance are listed in ascending order. false when memory is out.
 */
bool lc_index_nearest(const lc_index *index, double x, double y, double max_m, double slack, lc_distance_fn distance,
                      const void *user, double *nearest_m, lc_items *ties);

#endif
