/* Walking distance on a lattice of points: what service areas and distance rasters are drawn from. */
#ifndef LC_COVERAGE_GRID_H
#define LC_COVERAGE_GRID_H

#include "coverage/pass.h"

/* width x height points, column i and row j at (x0 + i cell_m, y0 + j cell_m); rows from the south. */
typedef struct lc_lattice {
    double x0, y0, cell_m;
    size_t width, height;
} lc_lattice;

/* The nearest site of every point that was asked for. */
typedef struct lc_grid {
    lc_lattice lattice;
    uint32_t *vert; /* width * height: the segment from vert to vert + 1 is nearest; LC_GRID_NONE or _SKIPPED */
    float *along;   /* share along that segment */
    float *leg_m;
} lc_grid;

#define LC_GRID_NONE UINT32_MAX          /* off network, out of range */
#define LC_GRID_SKIPPED (UINT32_MAX - 1) /* not asked for */

/* A lattice over `box`, its points on multiples of cell_m, with a rim of one point. */
lc_lattice lc_lattice_over(lc_box box, double cell_m);

/* Find the nearest sites of a pass at the lattice's points in any of n boxes. */
lc_status lc_grid_new(lc_context *ctx, const lc_pass *pass, lc_lattice lattice, const lc_box *boxes, size_t n,
                      lc_grid **out);
void lc_grid_free(lc_grid *grid);

/* d of one group at every point: INFINITY out of reach, NaN where skipped. d holds width * height. */
lc_status lc_grid_distances(lc_context *ctx, const lc_grid *grid, const lc_pass *pass, size_t group, float *d);

#endif
