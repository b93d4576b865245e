/* From indicators to measurements: what has to be searched and measured once, and who shares it. */
#ifndef LC_MEASURE_PLAN_H
#define LC_MEASURE_PLAN_H

#include "city/facilities.h"
#include "coverage/measure.h"

/* Facilities that pass a filter, and the walking distance to the nearest of them. */
typedef struct lc_plan_set {
    const lc_facilities *facilities;
    lc_rule rule; /* the filter; borrowed strings */
    bool *passes; /* one a feature */
    size_t n_passing;
    lc_field *field; /* NULL until a network group needs it */
} lc_plan_set;

/* Outlines of facilities as sites of the straight metric, and their insides as zones. */
typedef struct lc_outline {
    lc_xy *vert;
    uint32_t *seg_vert;
    size_t n_verts, n_segs;
    lc_index *index;
} lc_outline;

/* A distance to measure: to the nearest facility of its sets; with `any`, each set has a distance of its own. */
typedef struct lc_plan_group {
    lc_metric metric;
    bool any;
    size_t *set;        /* n_sets, indices */
    double *distance_m; /* n_sets, with `any` */
    size_t n_sets;
    double range_m;
    double *limit_m; /* with `any` only one: the largest distance */
    bool *
        everywhere; /* n_limits: an indicator over whole communities asks for it, not only ones over residential land */
    size_t n_limits;
    bool stats_everywhere; /* the same of its mean and quantiles */
    size_t pass, place;    /* its lc_plan_pass, and the position in it */
    lc_term *term;         /* network: n_sets */
} lc_plan_group;

/* Which group and limit answer an indicator, and which group its statistics come from. */
typedef struct lc_plan_indicator {
    size_t group, limit, stats;
    const char *reason; /* why there is no answer; NULL when there is */
} lc_plan_indicator;

/* Groups measured together. A union of straight-line rules has one group and a pass for each set. */
typedef struct lc_plan_pass {
    lc_pass pass;
    lc_group *group; /* storage behind pass.group */
    size_t batch;
    lc_pass *set; /* union only: n_sets */
    lc_group *set_group;
    size_t n_sets;
    lc_outline *outline; /* straight: one, or one a set */
    size_t n_outlines;
} lc_plan_pass;

/* Passes first .. first + n - 1 can be measured at once: their groups have layers of their own, in common zones. */
typedef struct lc_plan_batch {
    size_t first, n;
    lc_zones zones;
} lc_plan_batch;

typedef struct lc_plan {
    lc_plan_set *set;
    size_t n_sets;
    lc_plan_group *group;
    size_t n_groups;
    lc_plan_indicator *indicator; /* one an indicator of the profile */
    lc_plan_pass *pass;
    size_t n_passes;
    lc_plan_batch *batch;
    size_t n_batches, n_layers; /* layers that the last batch has given away */
    lc_layers *live;            /* of the network's segments: see lc_sites */
    float *vert_d;              /* of the network pass: see lc_pass */
    double *gate_d;             /* of the network pass: [group * n_gates + gate] */
} lc_plan;

/*
 * Lay out the plan for a profile. facilities: one a category, in any order, linked when there is a network. compounds
 * may be NULL. Network indicators get their reason when `network` is NULL.
 */
lc_status lc_plan_new(lc_context *ctx, const lc_profile *profile, const lc_facilities *facilities, size_t n_facilities,
                      const lc_network *network, lc_compounds *compounds, double link_limit_m, lc_plan **out);
void lc_plan_free(lc_plan *plan);

/* How far a category is searched: the largest distance that any of its indicators, or a band, asks for. */
double lc_search_range(const lc_profile *profile, const char *category);

/* Every group has room for the profile's indicators and bands; the limit number of a distance, SIZE_MAX without. */
size_t lc_plan_limit(const lc_plan_group *group, double distance_m);

#endif
