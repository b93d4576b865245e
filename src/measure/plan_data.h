/* A plan as data: what has to be searched and measured once, and who shares it. */
#ifndef LC_MEASURE_PLAN_DATA_H
#define LC_MEASURE_PLAN_DATA_H

#include "city/city.h"

/* What walking costs beyond length, and the speed that turns waits into metres. */
typedef struct lc_plan_walk {
    const lc_walk_cost *cost; /* of the profile */
    double speed_m_per_s;
    const lc_network *network; /* of the city: without stairs where the cost closes them */
} lc_plan_walk;

#define LC_WALK_LENGTHS SIZE_MAX /* in the place of an lc_plan_walk: lengths alone count */
#define LC_WALK_SEVERAL                                                                                                \
    (SIZE_MAX - 1) /* and: groups of several of them, which a combination over land brings together */

/* Facilities that pass a filter: what walking distance is searched to. */
typedef struct lc_plan_set {
    const lc_facilities *facilities; /* of the city */
    lc_rule rule;                    /* the filter; borrowed strings */
    size_t walk;                     /* an lc_plan_walk; straight distances have LC_WALK_LENGTHS */
    bool *passes;                    /* one a feature */
    size_t n_passing;
} lc_plan_set;

/* A distance to measure: to the nearest facility of its sets; with `any`, each set has a distance of its own. */
typedef struct lc_plan_group {
    lc_metric metric;
    bool any;
    size_t *set;        /* n_sets, indices */
    double *distance_m; /* n_sets, with `any` */
    size_t n_sets;
    double range_m;
    double *limit_m;  /* with `any` only one: the largest distance */
    bool *everywhere; /* n_limits: an indicator over whole communities, or over people, asks for it, not only ones over
                         residential land */
    size_t n_limits;
    bool stats_everywhere; /* the same of its mean and quantiles */
    bool areas_only;       /* neither of them is wanted at all */
    size_t pass, place;    /* its lc_plan_pass, and the position in it */
    lc_layers layer;       /* of its facilities' polygons, in the zones of its batch */
} lc_plan_group;

/* Which group and limit answer an indicator, and which group its statistics come from. A combination has its parts
   instead. */
typedef struct lc_plan_indicator {
    size_t group, limit, stats;
    const char *reason;  /* why there is no answer; NULL when there is */
    lc_people people;    /* whom it counts; none for areas */
    bool over_land;      /* measured over the plane: an area, or people who are laid over it */
    const char *missing; /* why there is none for those that combine it either; NULL when it is only its own demand */
    size_t *part;        /* combination: n_parts, indicators, those that have data */
    size_t n_parts, least;
    size_t pass, place; /* combination over land, or part of one: its lc_plan_pass, and the position in it */
} lc_plan_indicator;

/* Groups measured together, since they share the sites whose partition of the plane is cut: as many as fit of those on
   the network, or one of the straight metric. */
typedef struct lc_plan_pass {
    lc_metric metric;
    size_t walk;   /* of all its groups, or LC_WALK_SEVERAL */
    size_t *group; /* n_groups, indices */
    size_t n_groups, batch;
    size_t *combination; /* n_combinations over land, and those among their parts before them: indicators */
    size_t n_combinations;
} lc_plan_pass;

/* Passes first .. first + n - 1 can be measured at once: their groups have layers of their own, in common zones. */
typedef struct lc_plan_batch {
    size_t first, n;
} lc_plan_batch;

/* What a profile asks of a city, before anything is searched. Immutable. */
typedef struct lc_plan {
    const lc_profile *profile; /* borrowed, as the city is */
    const lc_city *city;
    lc_plan_walk *walk;
    size_t n_walks;
    lc_plan_set *set;
    size_t n_sets;
    lc_plan_group *group;
    size_t n_groups;
    const lc_zones *residential;  /* the city's land; NULL when no indicator is about it */
    lc_plan_indicator *indicator; /* one an indicator of the profile */
    lc_plan_pass *pass;           /* the network's first, if there are any */
    size_t n_passes;
    lc_plan_batch *batch;
    size_t n_batches;
} lc_plan;

#endif
