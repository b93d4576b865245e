/* Where many points meet the network: the ways that section 5 of the definitions gives each of them. */
#ifndef LC_MEASURE_ANCHORS_H
#define LC_MEASURE_ANCHORS_H

#include "city/city.h"
#include "network/reach.h"

/* A point in a gated compound, and one of the gates that it leaves by. */
typedef struct lc_gate_way {
    uint32_t gate, point;
    double way_m;
} lc_gate_way;

typedef struct lc_anchors {
    lc_anchor *anchor;
    size_t n;
    lc_gate_way *gate_way; /* by gate: those of gate g are gate_way[way_of[g]] .. gate_way[way_of[g + 1] - 1] */
    size_t n_gate_ways;
    size_t *way_of; /* of the gates, and one more; NULL without compounds */
} lc_anchors;

/*
 * The ways onto a network of a city from n points: by the nearest path within link_limit_m, or, in a gated compound, by
 * each of its gates, the way inside counted. To be freed.
 */
lc_status lc_anchors_find(lc_context *ctx, const lc_city *city, const lc_network *network, double link_limit_m,
                          const lc_xy *xy, size_t n, lc_anchors *out);
void lc_anchors_free(lc_anchors *anchors);

/* The ways of at most limit_m by gates inside polygon g, numbers of gate_way; false when memory is out. */
bool lc_anchors_inside(const lc_anchors *anchors, const lc_compounds *compounds, const lc_geoms *geoms, size_t g,
                       double limit_m, lc_items *out);

#endif
