/* Entrances of the polygons of a category: where they are given, a polygon is entered there and nowhere else. */
#ifndef LC_CITY_ENTRANCES_H
#define LC_CITY_ENTRANCES_H

#include "geo/index.h"
#include "geo/workcrs.h"
#include "network/access.h"
#include "profile/rules.h"
#include "source/layer.h"
#include "source/osm.h"

typedef struct lc_entrances {
    bool given;     /* the user asked for entrances */
    double reach_m; /* an entrance belongs to the polygons whose boundary is this near */
    bool count_unused;
    size_t n, far;   /* points; those too far from the communities to be projected are left out and counted */
    lc_xy *xy;       /* n, work CRS */
    lc_index *index; /* over the points */
} lc_entrances;

/* What became of the entrances of a category when its polygons were linked. */
typedef struct lc_entrance_use {
    bool *used;               /* one an entrance: belongs to a polygon */
    size_t entered, fallback; /* polygons with and without an entrance */
    lc_items found;           /* scratch */
} lc_entrance_use;
void lc_entrance_use_free(lc_entrance_use *use);

/* From a point layer; `layer` is consumed. They reach 20 m. */
lc_status lc_entrances_from_layer(lc_context *ctx, lc_layer *layer, const lc_work_crs *crs, lc_entrances *out);
/*
 * The nodes of an OpenStreetMap extract that `rules` call entrances. `same_map`: the polygons come from the same
 * extract, so that entrances are nodes of their outlines and reach 1 m; polygons drawn by others are reached from 20 m.
 * Nodes that belong to no polygon are no news: most are doors of houses.
 */
lc_status lc_entrances_from_osm(lc_context *ctx, const lc_osm *osm, const lc_category_def *rules, bool same_map,
                                const lc_work_crs *crs, lc_entrances *out);
void lc_entrances_free(lc_entrances *entrances);

/* Link polygon g at its entrances, each like a point. *entered is false when it has none (and counts as a fallback),
   and *linked when none of them met the network. false when memory is out. */
bool lc_entrances_link(const lc_entrances *entrances, lc_entrance_use *use, const lc_geoms *geoms, size_t g,
                       const lc_network *network, double link_limit_m, lc_accesses *out, bool *entered, bool *linked);
/* When all polygons are linked: tell what was not used. */
void lc_entrances_warn(lc_context *ctx, const lc_entrances *entrances, const lc_entrance_use *use,
                       const char *category);

#endif
