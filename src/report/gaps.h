/* Where an indicator is not kept: communities, or their residential land, without its service area. */
#ifndef LC_REPORT_GAPS_H
#define LC_REPORT_GAPS_H

#include "report/shapes_job.h"

/* The shapes of one indicator. */
typedef struct lc_shape {
    lc_geoms area;   /* over all the city and somewhat beyond */
    lc_geoms gaps;   /* feature = community */
    double *differs; /* one a community: by how much its gaps differ from its ratio, as a share of it; NULL: unknown */
} lc_shape;

/*
 * Cut the gaps of the indicators in `todo` out of the communities, and see how well they agree with the ratios.
 * land: residential land, united. least_m2: smaller parts are left out. only: one a community, where alone gaps are cut
 * anew; NULL: everywhere. shape: one an indicator.
 */
lc_status lc_gaps_cut(lc_context *ctx, const lc_shapes_job *job, const lc_geoms *land, const size_t *todo,
                      size_t n_todo, double least_m2, const bool *only, lc_shape *shape);

void lc_shape_free(lc_shape *shape);

/* Largest first: polygons by area, then places by weight; then in the order of indicators and communities. */
int lc_gap_compare(const lc_gap *a, const lc_gap *b);

#endif
