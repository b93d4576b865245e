#include "api/results.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Slivers of the first run, m2; each further run asks for a REFINE-th of it. */
static const double TOLERANCE_M2 = 1, REFINE = 32, TOLERANCE_MIN_M2 = 1e-9;
static const double SETTLED = 1e-6;  /* an open verdict is refined down to this err */
static const double ROUNDING = 1e-9; /* of sums of some 10^6 terms in double precision */

void lc_results_free(lc_results *r) {
    free(r->value);
    free(r->city);
    *r = (lc_results){0};
}

lc_verdict lc_verdict_of(double ratio, double err, double target) {
    if (isnan(target)) return LC_NO_TARGET;
    if (isnan(ratio)) return LC_NO_DATA;
    return ratio + err + ROUNDING >= target ? LC_MET : LC_MISSED;
}

typedef struct {
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_geoms *communities;
    double err_wanted;
    lc_results *out;
    double *tolerance; /* reached by each community */
} run_t;

static double ratio_err(const lc_result *r) {
    return r->demand > 0 ? r->err / r->demand : 0;
}

/* Is target inside ratio +- err, and err worth refining? */
static bool open_verdict(const lc_result *r, double target) {
    if (isnan(target) || !(r->demand > 0)) return false;
    double err = ratio_err(r);
    return err > SETTLED && fabs(r->covered / r->demand - target) <= err;
}

static void store(run_t *run, size_t pass, const uint32_t *which, size_t n, double *tally) {
    size_t size = lc_tally_size(&run->plan->pass[pass]), m = run->out->n_indicators;
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < m; i++) {
            const lc_plan_indicator *pi = &run->plan->indicator[i];
            if (pi->reason || run->plan->group[pi->group].pass != pass) continue;
            const lc_plan_group *g = &run->plan->group[pi->group];
            int demand =
                run->profile->indicators[i].denominator == LC_RESIDENTIAL ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA;
            double *t = tally + c * size;
            const lc_tally_group *group = lc_tally_of_group(&run->plan->pass[pass], t, g->place, demand);
            const lc_tally_limit *limit = lc_tally_of_limit(&run->plan->pass[pass], t, g->place, pi->limit, demand);
            run->out->value[which[c] * m + i] = (lc_result){.demand = *lc_tally_demand(t, demand),
                                                            .covered = limit->covered,
                                                            .err = limit->err,
                                                            .offnet = g->metric == LC_STRAIGHT ? 0 : group->offnet,
                                                            .ranged = group->ranged,
                                                            .distance = group->distance};
        }
}

static lc_status measure_pass(lc_context *ctx, run_t *run, size_t pass, const uint32_t *which, size_t n,
                              double tolerance) {
    double *tally = LC_NEW(double, n *lc_tally_size(&run->plan->pass[pass]));
    if (!tally) return lc_fail_memory(ctx);
    lc_status status = lc_measure(ctx, &run->plan->pass[pass], run->communities, NULL, which, n, tolerance, tally);
    if (status == LC_OK) store(run, pass, which, n, tally);
    free(tally);
    return status;
}

static void sum_city(const run_t *run) {
    size_t m = run->out->n_indicators;
    for (size_t i = 0; i < m; i++) {
        lc_result sum = {0};
        for (size_t c = 0; c < run->out->n_communities; c++) {
            const lc_result *r = &run->out->value[c * m + i];
            sum.demand += r->demand;
            sum.covered += r->covered;
            sum.err += r->err;
            sum.offnet += r->offnet;
            sum.ranged += r->ranged;
            sum.distance += r->distance;
        }
        run->out->city[i] = sum;
    }
}

/* Does community c need a finer run of this pass? */
static bool unsettled(const run_t *run, size_t pass, size_t c) {
    size_t m = run->out->n_indicators;
    for (size_t i = 0; i < m; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (pi->reason || run->plan->group[pi->group].pass != pass) continue;
        const lc_result *r = &run->out->value[c * m + i];
        const lc_indicator_def *def = &run->profile->indicators[i];
        if (ratio_err(r) > run->err_wanted || open_verdict(r, def->community_target)) return true;
        if (r->err > 0 && open_verdict(&run->out->city[i], def->target)) return true;
    }
    return false;
}

static lc_status run_pass(lc_context *ctx, run_t *run, size_t pass) {
    size_t n = run->out->n_communities;
    uint32_t *which = LC_NEW(uint32_t, n);
    if (!which) return lc_fail_memory(ctx);
    for (size_t c = 0; c < n; c++) which[c] = (uint32_t)c;
    lc_status status = LC_OK;
    for (double tolerance = TOLERANCE_M2; n && tolerance >= TOLERANCE_MIN_M2; tolerance /= REFINE) {
        status = measure_pass(ctx, run, pass, which, n, tolerance);
        if (status != LC_OK) break;
        sum_city(run);
        n = 0;
        for (size_t c = 0; c < run->out->n_communities; c++)
            if (unsettled(run, pass, c)) which[n++] = (uint32_t)c;
    }
    free(which);
    return status;
}

lc_status lc_results_measure(lc_context *ctx, const lc_profile *profile, const lc_plan *plan,
                             const lc_geoms *communities, size_t n_communities, double max_error, lc_results *out) {
    lc_results results = {.n_communities = n_communities, .n_indicators = profile->n_indicators};
    run_t run = {
        .profile = profile, .plan = plan, .communities = communities, .err_wanted = max_error / 10, .out = &results};
    lc_status status = LC_OK;
    results.value = LC_NEW0(lc_result, n_communities * profile->n_indicators);
    results.city = LC_NEW0(lc_result, profile->n_indicators);
    if (!results.value || !results.city) status = lc_fail_memory(ctx);
    for (size_t p = 0; status == LC_OK && p < plan->n_passes; p++) status = run_pass(ctx, &run, p);
    if (status == LC_OK) {
        *out = results;
        results = (lc_results){0};
    }
    lc_results_free(&results);
    return status;
}
