/* Geometries as they lie in memory, read back: are they what geometries are? */
#ifndef LC_STORE_GEOM_ARRAYS_H
#define LC_STORE_GEOM_ARRAYS_H

#include "geo/geoms.h"

/* How many elements each array of geometries has. There is one more position than there are geometries or parts: where
   the last one ends; none of an empty collection. */
typedef struct lc_geom_counts {
    size_t kind, feature, part_of, xy_of, xy;
} lc_geom_counts;

lc_geom_counts lc_geoms_counts(const lc_geoms *geoms);
/* Are the arrays, with so many elements, geometries of n_features features? They are in use then. */
bool lc_geoms_settle(lc_geoms *geoms, const lc_geom_counts *n, size_t n_features);

#endif
