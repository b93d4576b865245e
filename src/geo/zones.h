/* Polygons that mark the plane: what lies inside of them. */
#ifndef LC_GEO_ZONES_H
#define LC_GEO_ZONES_H

#include "geo/index.h"

/* A set of layers, one bit each. A place has the bit of a layer when it lies in any polygon of that layer. */
typedef uint64_t lc_layers;

/* Layers that are always there; the others are given to groups of facilities, at most LC_GROUPS_MAX of them. */
#define LC_LAYER_COMMUNITY ((lc_layers)1)
#define LC_LAYER_RESIDENTIAL ((lc_layers)2)
#define LC_LAYER_GATED ((lc_layers)4)
enum { LC_LAYER_FIRST_GROUP = 3, LC_GROUPS_MAX = 61 };

/* Polygons with the layers they belong to. */
typedef struct lc_zones {
    lc_geoms geoms;
    lc_layers *layers; /* one a geometry */
    lc_index *index;   /* over the geometries */
} lc_zones;

/* Index zones whose geoms and layers are filled. */
lc_status lc_zones_index(lc_context *ctx, lc_zones *zones);
/* Polygons of one layer, copied. */
lc_status lc_zones_of_layer(lc_context *ctx, const lc_geoms *geoms, lc_layers layer, lc_zones *out);
void lc_zones_free(lc_zones *zones);

#endif
