/* Areas of communities by walking distance: the integrals behind every area ratio. */
#ifndef LC_COVERAGE_MEASURE_H
#define LC_COVERAGE_MEASURE_H

#include "coverage/region.h"
#include "network/search.h"

/* Denominators that are areas. */
enum { LC_DEMAND_AREA = 0, LC_DEMAND_RESIDENTIAL, LC_DEMANDS };

/* Layer bits of a region. */
#define LC_LAYER_COMMUNITY ((lc_layers)1)
#define LC_LAYER_RESIDENTIAL ((lc_layers)2)
enum { LC_LAYER_FIRST_GROUP = 2, LC_GROUPS_MAX = 62 };

/* Segments and points among which the nearest is sought: a network's, or the outlines of facilities. */
typedef struct lc_sites {
    const lc_xy *vert;
    const uint32_t *twin;     /* next vertex at the same place; NULL when that does not matter */
    const uint32_t *seg_vert; /* segment i runs from vertex seg_vert[i] to the next */
    const lc_index *index;    /* over the segments */
    const lc_layers *live;    /* one a segment: bit g when group g is in range somewhere on it; NULL: all are */
} lc_sites;

/* Polygons with the layers they belong to. */
typedef struct lc_zones {
    lc_geoms geoms;
    lc_layers *layers; /* one a geometry */
    lc_index *index;   /* over the geometries */
} lc_zones;

/* A distance over the plane: d = 0 in the zones of its layer, else leg + field (leg alone without a field). */
typedef struct lc_group {
    const lc_field *field;
    lc_layers layer;
    double range_m;        /* the mean is over d <= range_m */
    const double *limit_m; /* n_limits distances to measure the area within */
    size_t n_limits;
} lc_group;

/* Groups that share their sites, hence their partition of the plane. */
typedef struct lc_pass {
    lc_sites sites;
    double leg_max_m; /* beyond this leg a place is off network (link limit), or out of range (straight) */
    const lc_zones *zones;
    const lc_group *group;
    size_t n_groups;
} lc_pass;

/* What came out, for one community, demand and group. Areas in m2. */
typedef struct lc_tally_group {
    double offnet;
    double ranged, distance; /* area with d <= range_m, and the integral of d over it */
} lc_tally_group;

typedef struct lc_tally_limit {
    double covered, err; /* area within the limit; bound on its error */
} lc_tally_limit;

/* Number of doubles that the tally of one pass takes, and the parts of it. */
size_t lc_tally_size(const lc_pass *pass);
double *lc_tally_demand(double *tally, int demand);
lc_tally_group *lc_tally_of_group(const lc_pass *pass, double *tally, size_t group, int demand);
lc_tally_limit *lc_tally_of_limit(const lc_pass *pass, double *tally, size_t group, size_t limit, int demand);

/*
 * Measure the communities `which` (n of them; feature numbers of `communities`) in one pass.
 * @param residential polygons of residential land in the zones' sense, may be NULL
 * @param tolerance_m2 how coarse a parabola may be cut: smaller gives smaller err
 * @param tally n tallies, in the order of `which`
 * The result does not depend on the number of threads.
 */
lc_status lc_measure(lc_context *ctx, const lc_pass *pass, const lc_geoms *communities, const lc_zones *residential,
                     const uint32_t *which, size_t n, double tolerance_m2, double *tally);

/* Index zones whose geoms and layers are filled. */
lc_status lc_zones_index(lc_context *ctx, lc_zones *zones);
void lc_zones_free(lc_zones *zones);

#endif
