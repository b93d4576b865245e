/* Labelled polygons inside a box, clipped ever smaller, and at last cut into convex cells of one label each. */
#ifndef LC_COVERAGE_REGION_H
#define LC_COVERAGE_REGION_H

#include "coverage/convex.h"
#include "geo/zones.h"

typedef struct lc_region_ring {
    size_t start, n; /* points, not repeated at the end */
    lc_box box;
} lc_region_ring;

typedef struct lc_region_poly {
    lc_layers layers;
    size_t first_ring, n_rings; /* even-odd */
} lc_region_poly;

typedef struct lc_region {
    lc_box box;
    lc_layers full; /* layers that cover the whole box */
    lc_layers met;  /* layers that may hold somewhere in it */
    lc_region_poly *poly;
    size_t n_polys, cap_polys;
    lc_region_ring *ring;
    size_t n_rings, cap_rings;
    lc_xy *xy;
    size_t n_xy, cap_xy;
} lc_region;

/* Scratch space of lc_region_cells(). */
typedef struct lc_region_scratch {
    struct lc_region_edge *edge;
    size_t cap_edges;
    double *level;
    size_t cap_levels;
    struct lc_region_crossing *crossing;
    size_t cap_crossings;
    unsigned char *odd;
    size_t cap_odd;
    struct lc_region_growth *growth;
    size_t n_growths, cap_growths;
    lc_xy *ring;
    size_t cap_ring;
} lc_region_scratch;

void lc_region_free(lc_region *region);
void lc_region_scratch_free(lc_region_scratch *scratch);

/* Start over with a box and nothing in it. */
void lc_region_begin(lc_region *region, lc_box box);
/* Add polygon g, clipped to the box, as part of `layers`. */
bool lc_region_add(lc_region *region, const lc_geoms *geoms, size_t g, lc_layers layers, lc_region_scratch *scratch);
/* The part of `from` inside `box`. */
bool lc_region_clip(lc_region *region, const lc_region *from, lc_box box, lc_region_scratch *scratch);

enum { LC_CELL_MAX = 12 }; /* vertices of a cell */
/* Called for each convex cell with the layers that hold all over it. */
typedef bool (*lc_cell_fn)(void *user, const lc_convex *cell, lc_layers layers);
/* Cut the region into cells of few sides; those that miss `must` are left out. */
bool lc_region_cells(const lc_region *region, lc_layers must, lc_cell_fn fn, void *user, lc_region_scratch *scratch);

#endif
