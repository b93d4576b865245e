/* Where facilities meet the network: straight legs for points, stretches of path for lines and polygons. */
#ifndef LC_NETWORK_ACCESS_H
#define LC_NETWORK_ACCESS_H

#include "geo/intervals.h"
#include "network/search.h"

typedef struct lc_accesses {
    lc_access *access;
    size_t n, capacity;
    lc_spots spots;     /* scratch */
    lc_items items;     /* scratch */
    lc_intervals along; /* scratch */
    double *cut;        /* scratch */
    size_t cap_cut;
} lc_accesses;

void lc_accesses_free(lc_accesses *accesses);

/* The longest leg to the network that is asked for: 250 m for NAN. Errors: LC_ERR_INPUT for one that is none. */
lc_status lc_link_limit_settle(lc_context *ctx, double *link_limit_m);

/* Add the access of a point: its nearest network points within link_limit_m, the leg counted. *linked tells whether
   there was one. false when memory is out. */
bool lc_access_point(const lc_network *network, double x, double y, double link_limit_m, lc_accesses *out,
                     bool *linked);

/* Add the access of line or polygon g: every stretch of path inside the shape grown by 1 m, at distance 0; if there is
   none, the network points nearest to the shape within link_limit_m, the leg counted. */
bool lc_access_shape(const lc_network *network, const lc_geoms *geoms, size_t g, double link_limit_m, lc_accesses *out,
                     bool *linked);

#endif
