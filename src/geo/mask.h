/* A coarse raster of bits over a box: which of its cells something has to do with. It tells in no time that a place is
   far from all that was marked; never that it is near. */
#ifndef LC_GEO_MASK_H
#define LC_GEO_MASK_H

#include "geo/geoms.h"

enum { LC_MASK_WORD = 64 };
#define LC_MASK_OUTSIDE SIZE_MAX

typedef struct lc_mask {
    lc_box extent;
    double per_x, per_y; /* cells a metre */
    size_t width, height;
    uint64_t *bits;
} lc_mask;

/* Over `extent`, in cells of cell_m or larger (there are at most 1024 x 1024). false when memory is out. */
bool lc_mask_init(lc_mask *mask, const lc_box *extent, double cell_m);
void lc_mask_free(lc_mask *mask);
/* Mark the cells that a box, which lies in the extent, meets. */
void lc_mask_add(lc_mask *mask, const lc_box *box);
/* Is one of the cells that a box meets marked? */
bool lc_mask_meets(const lc_mask *mask, const lc_box *box);

/* The cell of a place, or LC_MASK_OUTSIDE. A cell is convex: a segment whose ends are in one cell is in it. */
static inline size_t lc_mask_cell(const lc_mask *m, lc_xy p) {
    double x = (p.x - m->extent.x0) * m->per_x, y = (p.y - m->extent.y0) * m->per_y;
    if (!(x >= 0 && y >= 0 && x < (double)m->width && y < (double)m->height)) return LC_MASK_OUTSIDE;
    return (size_t)y * m->width + (size_t)x;
}

static inline bool lc_mask_has(const lc_mask *m, size_t cell) {
    return m->bits[cell / LC_MASK_WORD] >> cell % LC_MASK_WORD & 1;
}

#endif
