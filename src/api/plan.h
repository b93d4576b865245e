/* From indicators to measurements: what has to be searched and measured once, and who shares it. */
#ifndef LC_API_PLAN_H
#define LC_API_PLAN_H

#include "api/facilities.h"
#include "coverage/measure.h"

/* A distance to measure: facilities that pass a filter, under one metric, with every limit asked of it. */
typedef struct lc_plan_group {
    lc_metric metric;
    const lc_facilities *facilities;
    lc_rule rule; /* the filter; borrowed strings */
    double range_m;
    double *limit_m;
    size_t n_limits;
    bool *passes; /* one a feature */
    size_t n_passing;
    size_t pass;     /* index of its lc_pass */
    size_t place;    /* and of its group in there */
    lc_field *field; /* network */
    lc_xy *vert;     /* straight: outlines as sites */
    uint32_t *seg_vert;
    size_t n_verts, n_segs;
    lc_index *index;
    lc_zones zones; /* straight */
} lc_plan_group;

/* Which group and limit answers an indicator. */
typedef struct lc_plan_indicator {
    size_t group, limit;
    const char *reason; /* why there is no answer; NULL when there is */
} lc_plan_indicator;

typedef struct lc_plan {
    lc_plan_group *group;
    size_t n_groups;
    lc_plan_indicator *indicator; /* one an indicator of the profile */
    lc_pass *pass;
    size_t n_passes;
    lc_group **pass_groups; /* storage behind the passes */
    lc_zones network_zones;
    lc_layers *live; /* of the network's segments */
} lc_plan;

/*
 * Lay out the plan for a profile. facilities: one a category, in any order, linked when there is a network. Network
 * indicators get their reason when `network` is NULL.
 */
lc_status lc_plan_new(lc_context *ctx, const lc_profile *profile, const lc_facilities *facilities, size_t n_facilities,
                      const lc_network *network, double link_limit_m, lc_plan **out);
void lc_plan_free(lc_plan *plan);

#endif
