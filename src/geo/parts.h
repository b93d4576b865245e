/* Features whose polygons lie on one another. */
#ifndef LC_GEO_PARTS_H
#define LC_GEO_PARTS_H

#include "geo/geoms.h"

/* Indices of features, in ascending order; free `item`. */
typedef struct lc_features {
    uint32_t *item;
    size_t n, capacity;
} lc_features;

/* Make one of the polygons of each feature in which some lie on one another, wholly or in part, so that what they share
   counts once; parts that only touch stay apart. The polygons must be valid. `united` tells of which features. */
lc_status lc_geoms_unite_parts(lc_context *ctx, lc_geoms *geoms, lc_features *united);

#endif
