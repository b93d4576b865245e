#include "measure/store_tallies.h"

#include <math.h>

#include "coverage/tally.h"
#include "measure/plan.h"

static void store_coverage(lc_measuring *run, const lc_plan_group *g, const lc_group *group, size_t i, double *tally,
                           lc_result *r) {
    int demand = lc_measuring_demand_of(run, i);
    const lc_tally_limit *limit = lc_tally_of_limit(group, tally, run->plan->indicator[i].limit, demand);
    r->demand = *lc_tally_demand(tally, demand);
    r->covered = limit->covered;
    r->err = limit->err;
    r->offnet = g->metric == LC_STRAIGHT ? 0 : lc_tally_of_group(group, tally, demand)->offnet;
}

/* How far the nearest is, in parts of the search range. */
static void store_parts(lc_measuring *run, const lc_group *group, int demand, double *tally, const lc_result *r) {
    double area[LC_DISTANCE_PARTS];
    float *part = run->out->part + (size_t)(r - run->out->value) * LC_DISTANCE_PARTS;
    lc_tally_parts(group, tally, demand, LC_DISTANCE_PARTS, area);
    for (size_t k = 0; k < LC_DISTANCE_PARTS; k++) part[k] = (float)area[k];
}

/* probe: of the group and the demand, as in lc_sums; NULL: none. */
static void store_statistics(lc_measuring *run, const lc_plan_group *g, const lc_group *group, size_t i, double *tally,
                             const double *probe, lc_result *r, double *band) {
    int demand = lc_measuring_demand_of(run, i);
    const lc_tally_group *t = lc_tally_of_group(group, tally, demand);
    r->ranged = t->ranged;
    r->distance = t->distance;
    r->mean_err_m = t->ranged > 0 ? lc_mean_err(t->ranged, t->distance, t->unsure, t->slack, group->range_m) : NAN;
    r->p50_m = lc_tally_quantile(group, tally, demand, 0.5, probe, &r->p50_err_m);
    r->p90_m = lc_tally_quantile(group, tally, demand, 0.9, probe, &r->p90_err_m);
    store_parts(run, group, demand, tally, r);
    for (size_t b = 0; b < run->out->n_bands; b++)
        band[b] = lc_tally_of_limit(group, tally, lc_plan_limit(g, run->profile->bands_m[b]), demand)->covered;
}

/* The same of a combination: what so many of its parts cover. */
static void store_combination(lc_measuring *run, const lc_pass *pass, size_t c, size_t i, double *tally) {
    int demand = lc_measuring_demand_of(run, i);
    const lc_combo *combo = &pass->combo[run->plan->indicator[i].place];
    lc_result *r = &run->out->value[c * run->out->n_indicators + i];
    const lc_tally_limit *limit = lc_tally_of_combo(combo, tally, combo->least, demand);
    const lc_counted *counted = lc_results_counted(run->out, i);
    r->demand = *lc_tally_demand(tally, demand);
    r->covered = limit->covered;
    r->err = limit->err;
    r->offnet = *lc_tally_offnet_of_combo(combo, tally, demand);
    r->p50_m = r->p90_m = r->mean_err_m = r->p50_err_m = r->p90_err_m = NAN;
    for (size_t m = 0; counted && m < counted->n_parts; m++) {
        limit = lc_tally_of_combo(combo, tally, m + 1, demand);
        counted->within[c * counted->n_parts + m] = limit->covered;
        counted->err[c * counted->n_parts + m] = limit->err;
    }
}

void lc_store_tallies(lc_measuring *run, size_t pass, size_t c, double *tally, const double *probe) {
    const lc_pass_fields *p = &run->fields->pass[pass];
    size_t m = run->out->n_indicators;
    for (size_t g = 0; g < p->pass.n_groups; g++) lc_tally_close(&p->group[g], tally);
    for (size_t i = 0; i < m; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (!lc_measuring_by_area(run, i)) continue;
        if (pi->part) {
            if (pi->pass == pass) store_combination(run, &p->pass, c, i, tally);
            continue;
        }
        const lc_plan_group *g = &run->plan->group[pi->group], *stats = &run->plan->group[pi->stats];
        lc_result *r = &run->out->value[c * m + i];
        if (g->pass == pass) store_coverage(run, g, &p->group[g->place], i, tally, r);
        if (stats->pass == pass)
            store_statistics(run, stats, &p->group[stats->place], i, tally,
                             probe ? probe + lc_measuring_probe_at(run, pass, i) : NULL, r,
                             run->out->band + (c * m + i) * run->out->n_bands);
    }
}
