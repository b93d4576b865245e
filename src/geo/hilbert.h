/* Boxes in an order in which neighbours in the plane are mostly neighbours in the list. */
#ifndef LC_GEO_HILBERT_H
#define LC_GEO_HILBERT_H

#include "geo/geoms.h"

/* The numbers 0 .. n-1 of the boxes (n < 2^32) by the place of their middles along a Hilbert curve over all of them;
   those at one place keep their order. false when memory is out. */
bool lc_hilbert_order(const lc_box *boxes, size_t n, uint32_t *order);

#endif
