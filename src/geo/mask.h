/* A coarse raster of bits over a box: which of its cells something has to do with. It tells in no time that a place is
   far from all that was marked; never that it is near. */
#ifndef LC_GEO_MASK_H
#define LC_GEO_MASK_H

#include "geo/geoms.h"

typedef struct lc_mask {
    lc_box extent;
    double cell_x, cell_y; /* metres */
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

#endif
