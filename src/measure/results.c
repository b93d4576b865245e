#include "measure/results.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/tally.h"
#include "measure/catchment.h"
#include "measure/island_share.h"
#include "measure/measure_passes.h"
#include "measure/place_results.h"

static const double SETTLED = 1e-6;  /* an open verdict is refined down to this err */
static const double MEAN = 0.3;      /* what is asked of a mean, as a share of what is asked of quantiles */
enum { DISTANCE_RUNS = 2 };          /* again, for means and quantiles: what they leave is told */
static const double ROUNDING = 1e-9; /* of sums of some 10^6 terms in double precision */

lc_verdict lc_verdict_of(double ratio, double err, double target) {
    if (isnan(target)) return LC_NO_TARGET;
    if (isnan(ratio)) return LC_NO_DATA;
    return ratio + err + ROUNDING >= target ? LC_MET : LC_MISSED;
}

static double ratio_err(const lc_result *r) {
    return r->demand > 0 ? r->err / r->demand : 0;
}

/* Is target inside ratio +- err, and err worth refining? */
static bool open_verdict(const lc_result *r, double target) {
    if (isnan(target) || !(r->demand > 0)) return false;
    double err = ratio_err(r);
    return err > SETTLED && fabs(r->covered / r->demand - target) <= err;
}

static double *reached_by(const lc_measuring *run, size_t pass, size_t c) {
    return &run->reached[pass * run->out->n_communities + c];
}

static void sum_values(const lc_results *out) {
    size_t m = out->n_indicators;
    for (size_t i = 0; i < m; i++) {
        lc_result sum = {.p50_m = NAN, .p90_m = NAN, .mean_err_m = NAN, .p50_err_m = NAN, .p90_err_m = NAN};
        for (size_t c = 0; c < out->n_communities; c++) {
            const lc_result *r = &out->value[c * m + i];
            sum.demand += r->demand;
            sum.covered += r->covered;
            sum.err += r->err;
            sum.offnet += r->offnet;
            sum.island += r->island;
            sum.ranged += r->ranged;
            sum.distance += r->distance;
        }
        out->city[i] = sum;
    }
}

static void sum_city(const lc_measuring *run) {
    sum_values(run->out);
}

/* The counts of a city's demand. */
static void sum_counted(const lc_results *out) {
    for (size_t k = 0; k < out->n_counted; k++) {
        lc_counted *counted = &out->counted[k];
        for (size_t m = 0; m < counted->n_parts; m++) {
            counted->city_within[m] = 0;
            for (size_t c = 0; c < out->n_communities; c++)
                counted->city_within[m] += counted->within[c * counted->n_parts + m];
        }
    }
}

void lc_results_sum(lc_results *results) {
    sum_values(results);
    sum_counted(results);
}

/* Room for what is counted of every at_least that has an answer. */
static bool start_counted(const lc_measuring *run) {
    lc_results *out = run->out;
    out->counted = LC_NEW0(lc_counted, out->n_indicators);
    if (!out->counted) return false;
    for (size_t i = 0; i < out->n_indicators; i++) {
        if (run->profile->indicators[i].combines.kind != LC_COMBINES_AT_LEAST || run->plan->indicator[i].reason)
            continue;
        if (!lc_counted_start(&out->counted[out->n_counted++], i, run->plan->indicator[i].n_parts, out->n_communities))
            return false;
    }
    return true;
}

/* The search ranges of what is measured over the plane, by distance. */
static bool start_ranges(const lc_measuring *run) {
    lc_results *out = run->out;
    out->range_m = LC_NEW0(double, out->n_indicators);
    for (size_t i = 0; out->range_m && i < out->n_indicators; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (!pi->reason && !pi->part && pi->over_land) out->range_m[i] = run->plan->group[pi->stats].range_m;
    }
    return out->range_m;
}

/* The largest err of an indicator's shares in community c: of its ratio, and of what its parts cover. */
static double largest_err(const lc_measuring *run, size_t i, size_t c) {
    const lc_result *r = &run->out->value[c * run->out->n_indicators + i];
    const lc_counted *counted = run->plan->indicator[i].part ? lc_results_counted(run->out, i) : NULL;
    double err = r->err;
    for (size_t m = 0; counted && m < counted->n_parts; m++) err = fmax(err, counted->err[c * counted->n_parts + m]);
    return r->demand > 0 ? err / r->demand : 0;
}

/* Does community c need a finer run of this pass? */
static bool unsettled(const lc_measuring *run, size_t pass, size_t c) {
    size_t m = run->out->n_indicators;
    for (size_t i = 0; i < m; i++) {
        if (!lc_measuring_by_area(run, i) || lc_measuring_pass_of(run, i) != pass) continue;
        const lc_result *r = &run->out->value[c * m + i];
        const lc_indicator_def *def = &run->profile->indicators[i];
        if (largest_err(run, i, c) > run->err_wanted || open_verdict(r, def->community_target)) return true;
        if (r->err > 0 && open_verdict(&run->out->city[i], def->target)) return true;
    }
    return false;
}

/* Ratios whose err stays above what was asked, at the finest tolerance (never seen but in very small communities). */
static void warn_open(lc_context *ctx, const lc_measuring *run, size_t pass) {
    size_t m = run->out->n_indicators, open = 0;
    for (size_t c = 0; c < run->out->n_communities; c++)
        for (size_t i = 0; i < m; i++) {
            if (!lc_measuring_by_area(run, i) || lc_measuring_pass_of(run, i) != pass) continue;
            open += ratio_err(&run->out->value[c * m + i]) > 10 * run->err_wanted;
        }
    lc_warn_count(ctx, "err_above", "ratios whose err stayed above --max-error", open);
}

/* Measure a pass again, ever more finely, where that is needed, and where the runs for distances have not done it. */
static lc_status refine_pass(lc_context *ctx, lc_measuring *run, size_t pass) {
    uint32_t *which = LC_NEW(uint32_t, run->out->n_communities);
    lc_status status = which ? LC_OK : lc_fail_memory(ctx);
    for (double tolerance = LC_TOLERANCE_M2 / LC_REFINE; status == LC_OK && tolerance >= LC_TOLERANCE_MIN_M2;
         tolerance /= LC_REFINE) {
        size_t n = 0;
        bool any = false;
        for (size_t c = 0; c < run->out->n_communities; c++) {
            if (!unsettled(run, pass, c)) continue;
            any = true;
            if (*reached_by(run, pass, c) > tolerance) which[n++] = (uint32_t)c;
        }
        if (!any) break;
        if (n) status = lc_measure_passes(ctx, run, &pass, 1, which, n, tolerance);
        if (n) sum_city(run);
    }
    if (status == LC_OK) warn_open(ctx, run, pass);
    free(which);
    return status;
}

/* Is any indicator answered from this pass as an area? */
static bool pass_wanted(const lc_measuring *run, size_t pass) {
    for (size_t i = 0; i < run->out->n_indicators; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (lc_measuring_by_area(run, i) &&
            (lc_measuring_pass_of(run, i) == pass || (!pi->part && run->plan->group[pi->stats].pass == pass)))
            return true;
    }
    return false;
}

/* Is a mean or a quantile that a pass of the batch gives not known as well as is asked? */
static bool distance_unsettled(const lc_measuring *run, const lc_plan_batch *batch, size_t c) {
    bool open = false;
    for (size_t i = 0; i < run->out->n_indicators; i++) {
        const lc_result *r = &run->out->value[c * run->out->n_indicators + i];
        bool of_batch = false;
        for (size_t p = batch->first; p < batch->first + batch->n; p++)
            of_batch = of_batch || lc_measuring_describes(run, i, p);
        if (!of_batch) continue;
        open = open || r->mean_err_m > MEAN * run->distance_wanted_m;
        if (!run->spread) open = open || r->p50_err_m > run->distance_wanted_m || r->p90_err_m > run->distance_wanted_m;
    }
    return open;
}

/* A run of the passes of a batch together: the first one, of every community, or one again where distances are not
   known well enough. */
static lc_status run_batch(lc_context *ctx, lc_measuring *run, const lc_plan_batch *batch, double tolerance) {
    size_t n = 0, n_passes = 0, *pass = LC_NEW(size_t, batch->n);
    uint32_t *which = LC_NEW(uint32_t, run->out->n_communities);
    lc_status status = pass && which ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; which && c < run->out->n_communities; c++)
        if (tolerance == LC_TOLERANCE_M2 || distance_unsettled(run, batch, c)) which[n++] = (uint32_t)c;
    for (size_t p = batch->first; status == LC_OK && n && p < batch->first + batch->n; p++) {
        if (!pass_wanted(run, p)) continue;
        if (run->fields->pass[p].n_sets)
            status = lc_measure_passes(ctx, run, &p, 1, which, n, tolerance);
        else
            pass[n_passes++] = p;
    }
    if (status == LC_OK && n_passes) status = lc_measure_passes(ctx, run, pass, n_passes, which, n, tolerance);
    free(which);
    free(pass);
    return status;
}

/* All that is measured over the plane: the passes of every batch, and again where that is not fine enough. */
static lc_status measure_plane(lc_context *ctx, lc_measuring *run) {
    const lc_plan *plan = run->plan;
    size_t n = plan->n_passes * run->out->n_communities;
    run->reached = LC_NEW(double, n);
    lc_status status = run->reached ? LC_OK : lc_fail_memory(ctx);
    double tolerance = LC_TOLERANCE_M2;
    for (size_t k = 0; run->reached && k < n; k++) run->reached[k] = INFINITY;
    for (int k = 0; k <= (run->distance_wanted_m < INFINITY ? DISTANCE_RUNS : 0); k++, tolerance /= LC_REFINE)
        for (size_t b = 0; status == LC_OK && b < plan->n_batches; b++)
            status = run_batch(ctx, run, &plan->batch[b], tolerance);
    if (status == LC_OK) sum_city(run);
    for (size_t p = 0; status == LC_OK && p < plan->n_passes; p++)
        if (pass_wanted(run, p)) status = refine_pass(ctx, run, p);
    free(run->reached);
    run->reached = NULL;
    return status;
}

/* Areas, then people who are laid over them: everybody, and group by group. */
static lc_status measure_all(lc_context *ctx, lc_measuring *run) {
    lc_status status = measure_plane(ctx, run);
    for (size_t k = 0; status == LC_OK && k <= run->city->n_groups; k++) {
        run->spread = k ? run->city->groups[k - 1].spread : run->city->spread;
        if (run->spread) status = measure_plane(ctx, run);
    }
    return status;
}

/* The same of places. */
static lc_status measure_places(lc_context *ctx, const lc_measuring *run) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k <= run->city->n_groups; k++) {
        const lc_places *places = k ? run->city->groups[k - 1].places : run->city->places;
        if (places) status = lc_results_places(ctx, run->fields, places, run->out);
    }
    return status;
}

/* A community's value is the mean over its people: what they have takes the place of how many are covered. */
static void sum_access(const lc_measuring *run, const lc_place_result *place) {
    const lc_places *places = place->of;
    for (size_t c = 0; c < run->out->n_communities; c++) {
        lc_result *r = &run->out->value[c * run->out->n_indicators + place->indicator];
        r->covered = 0;
        for (size_t k = places->start[c]; k < places->start[c + 1]; k++)
            r->covered += places->weight[places->place[k]] * place->access[places->place[k]];
    }
}

static lc_status measure_catchments(lc_context *ctx, const lc_measuring *run) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < run->out->n_places; k++) {
        lc_place_result *place = &run->out->places[k];
        if (run->profile->indicators[place->indicator].measures != LC_MEASURES_2SFCA) continue;
        place->access = LC_NEW(double, place->of->n);
        status = place->access ? lc_catchment_measure(ctx, run->fields, place->indicator, place->of, place->access)
                               : lc_fail_memory(ctx);
        if (status == LC_OK) sum_access(run, place);
    }
    return status;
}

lc_status lc_results_measure(lc_context *ctx, const lc_fields *fields, lc_asked asked, lc_results *out) {
    return lc_results_measure_again(ctx, fields, asked, NULL, out);
}

lc_status lc_results_measure_again(lc_context *ctx, const lc_fields *fields, lc_asked asked, lc_kept *kept,
                                   lc_results *out) {
    const lc_plan *plan = fields->plan;
    const lc_profile *profile = plan->profile;
    const lc_city *city = plan->city;
    size_t cells = city->n_communities * profile->n_indicators;
    lc_results results = {
        .n_communities = city->n_communities, .n_indicators = profile->n_indicators, .n_bands = profile->n_bands};
    lc_measuring run = {.profile = profile,
                        .plan = plan,
                        .city = city,
                        .fields = fields,
                        .err_wanted = asked.share / 10,
                        .distance_wanted_m = asked.distance_m,
                        .kept = kept,
                        .out = &results};
    lc_status status = LC_OK;
    results.value = LC_NEW0(lc_result, cells);
    results.band = LC_NEW0(double, cells * profile->n_bands);
    results.city = LC_NEW0(lc_result, profile->n_indicators);
    results.part = LC_NEW0(float, cells *LC_DISTANCE_PARTS);
    results.places = LC_NEW0(lc_place_result, profile->n_indicators);
    bool ok = results.value && results.band && results.city && results.places && results.part;
    if (!ok || !start_counted(&run) || !start_ranges(&run)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = measure_all(ctx, &run);
    if (status == LC_OK) status = measure_places(ctx, &run);
    if (status == LC_OK) status = lc_island_share(ctx, fields, kept, &results);
    if (status == LC_OK) status = measure_catchments(ctx, &run);
    if (status == LC_OK) {
        lc_results_sum(&results);
        *out = results;
        results = (lc_results){0};
    }
    lc_results_free(&results);
    return status;
}
