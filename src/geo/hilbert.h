/* An order in which neighbours in the plane are mostly neighbours in the list. */
#ifndef LC_GEO_HILBERT_H
#define LC_GEO_HILBERT_H

#include "geo/geoms.h"

/* How far (x, y) lies along a Hilbert curve over all of a box. */
uint32_t lc_hilbert_place(const lc_box *all, double x, double y);

/* The numbers 0 .. n-1 of places (n < 2^32) along a Hilbert curve over all of them; those at one place keep their
   order. false when memory is out. */
bool lc_hilbert_order(const lc_xy *place, size_t n, uint32_t *order);

#endif
