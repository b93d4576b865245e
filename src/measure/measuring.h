/* One run of measuring: what it goes by, and where its results go. Data, and what is asked of it everywhere. */
#ifndef LC_MEASURE_MEASURING_H
#define LC_MEASURE_MEASURING_H

#include "coverage/integrate.h"
#include "coverage/tally.h"
#include "measure/kept.h"
#include "measure/pass_fields.h"
#include "measure/result_data.h"

/* Slivers of the first run, m2. */
static const double LC_TOLERANCE_M2 = 1;
/* Each further run asks for an LC_REFINE-th of those before, down to the least. */
static const double LC_REFINE = 32, LC_TOLERANCE_MIN_M2 = 1e-9;

typedef struct lc_measuring {
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_city *city;
    const lc_fields *fields;
    const lc_spread *spread; /* whose people are measured now; NULL: areas are */
    double err_wanted;
    double distance_wanted_m; /* of quantiles, and MEAN of it of means; INFINITY: any */
    double *reached;          /* [pass * communities + community]: the tolerance it was measured with last */
    lc_kept *kept;            /* NULL: nothing is known, and nothing is to be kept */
    lc_results *out;
} lc_measuring;

/* Does indicator i take its answer from what is measured now? */
static inline bool lc_measuring_by_area(const lc_measuring *run, size_t i) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return !pi->reason && pi->over_land && pi->people.spread == run->spread;
}

/* The pass that the coverage of an indicator comes from. */
static inline size_t lc_measuring_pass_of(const lc_measuring *run, size_t i) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return pi->part ? pi->pass : run->plan->group[pi->group].pass;
}

/* Do the means and quantiles of indicator i come from a pass? */
static inline bool lc_measuring_describes(const lc_measuring *run, size_t i, size_t pass) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return lc_measuring_by_area(run, i) && !pi->part && run->plan->group[pi->stats].pass == pass;
}

static inline int lc_measuring_demand_of(const lc_measuring *run, size_t i) {
    return run->profile->indicators[i].denominator == LC_RESIDENTIAL ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA;
}

/* Where the probes of indicator i lie among those of a pass that describes it. */
static inline size_t lc_measuring_probe_at(const lc_measuring *run, size_t pass, size_t i) {
    size_t place = run->plan->group[run->plan->indicator[i].stats].place;
    return ((size_t)lc_measuring_demand_of(run, i) * run->fields->pass[pass].pass.n_groups + place) * LC_PROBES;
}

#endif
