#include "measure/results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "coverage/integrate.h"
#include "coverage/tally.h"
#include "coverage/union.h"
#include "measure/catchment.h"
#include "measure/island_share.h"
#include "measure/place_results.h"
#include "measure/spread_sums.h"

/* Slivers of the first run, m2; each further run asks for a REFINE-th of it. */
static const double TOLERANCE_M2 = 1, REFINE = 32, TOLERANCE_MIN_M2 = 1e-9;
static const double SETTLED = 1e-6;  /* an open verdict is refined down to this err */
static const double MEAN = 0.3;      /* what is asked of a mean, as a share of what is asked of quantiles */
enum { DISTANCE_RUNS = 2 };          /* again, for means and quantiles: what they leave is told */
static const double ROUNDING = 1e-9; /* of sums of some 10^6 terms in double precision */

lc_verdict lc_verdict_of(double ratio, double err, double target) {
    if (isnan(target)) return LC_NO_TARGET;
    if (isnan(ratio)) return LC_NO_DATA;
    return ratio + err + ROUNDING >= target ? LC_MET : LC_MISSED;
}

typedef struct {
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

/* Does indicator i take its answer from what is measured now? */
static bool by_area(const run_t *run, size_t i) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return !pi->reason && pi->over_land && pi->people.spread == run->spread;
}

/* The pass that the coverage of an indicator comes from. */
static size_t pass_of(const run_t *run, size_t i) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return pi->part ? pi->pass : run->plan->group[pi->group].pass;
}

/* Do the means and quantiles of indicator i come from a pass? */
static bool describes(const run_t *run, size_t i, size_t pass) {
    const lc_plan_indicator *pi = &run->plan->indicator[i];
    return by_area(run, i) && !pi->part && run->plan->group[pi->stats].pass == pass;
}

static double *reached_by(const run_t *run, size_t pass, size_t c) {
    return &run->reached[pass * run->out->n_communities + c];
}

static int demand_of(const run_t *run, size_t i) {
    return run->profile->indicators[i].denominator == LC_RESIDENTIAL ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA;
}

/* Where the probes of indicator i lie among those of a pass that describes it. */
static size_t probe_at(const run_t *run, size_t pass, size_t i) {
    size_t place = run->plan->group[run->plan->indicator[i].stats].place;
    return ((size_t)demand_of(run, i) * run->fields->pass[pass].pass.n_groups + place) * LC_PROBES;
}

static void store_coverage(run_t *run, const lc_plan_group *g, const lc_group *group, size_t i, double *tally,
                           lc_result *r) {
    int demand = demand_of(run, i);
    const lc_tally_limit *limit = lc_tally_of_limit(group, tally, run->plan->indicator[i].limit, demand);
    r->demand = *lc_tally_demand(tally, demand);
    r->covered = limit->covered;
    r->err = limit->err;
    r->offnet = g->metric == LC_STRAIGHT ? 0 : lc_tally_of_group(group, tally, demand)->offnet;
}

/* How far the nearest is, in parts of the search range. */
static void store_parts(run_t *run, const lc_group *group, int demand, double *tally, const lc_result *r) {
    double area[LC_DISTANCE_PARTS];
    float *part = run->out->part + (size_t)(r - run->out->value) * LC_DISTANCE_PARTS;
    lc_tally_parts(group, tally, demand, LC_DISTANCE_PARTS, area);
    for (size_t k = 0; k < LC_DISTANCE_PARTS; k++) part[k] = (float)area[k];
}

/* probe: of the group and the demand, as in lc_sums; NULL: none. */
static void store_statistics(run_t *run, const lc_plan_group *g, const lc_group *group, size_t i, double *tally,
                             const double *probe, lc_result *r, double *band) {
    int demand = demand_of(run, i);
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
static void store_combination(run_t *run, const lc_pass *pass, size_t c, size_t i, double *tally) {
    int demand = demand_of(run, i);
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

/* Store what a pass says of community c. probe: its own of the pass, as in lc_precision; NULL: none. */
static void store(run_t *run, size_t pass, size_t c, double *tally, const double *probe) {
    const lc_pass_fields *p = &run->fields->pass[pass];
    size_t m = run->out->n_indicators;
    for (size_t g = 0; g < p->pass.n_groups; g++) lc_tally_close(&p->group[g], tally);
    for (size_t i = 0; i < m; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (!by_area(run, i)) continue;
        if (pi->part) {
            if (pi->pass == pass) store_combination(run, &p->pass, c, i, tally);
            continue;
        }
        const lc_plan_group *g = &run->plan->group[pi->group], *stats = &run->plan->group[pi->stats];
        lc_result *r = &run->out->value[c * m + i];
        if (g->pass == pass) store_coverage(run, g, &p->group[g->place], i, tally, r);
        if (stats->pass == pass)
            store_statistics(run, stats, &p->group[stats->place], i, tally,
                             probe ? probe + probe_at(run, pass, i) : NULL, r,
                             run->out->band + (c * m + i) * run->out->n_bands);
    }
}

/* ------------------------------------------------------------------------------------------------- what is kept */

/* Between results and a record of them: n numbers, one way or the other. */
typedef struct {
    double *record;
    bool recall; /* from the record; else into it */
    size_t n;    /* numbers so far; a NULL record counts them only */
} exchange_t;

static void exchange(exchange_t *x, double *value, size_t n) {
    double *record = x->record ? x->record + x->n : NULL;
    if (record) memcpy(x->recall ? value : record, x->recall ? record : value, n * sizeof *value);
    x->n += n;
}

static void exchange_floats(exchange_t *x, float *value, size_t n) {
    for (size_t i = 0; x->record && i < n; i++) {
        double *record = &x->record[x->n + i];
        if (x->recall)
            value[i] = (float)*record;
        else
            *record = value[i];
    }
    x->n += n;
}

static void exchange_counted(exchange_t *x, const lc_counted *counted, size_t c) {
    if (!counted) return;
    exchange(x, counted->within + c * counted->n_parts, counted->n_parts);
    exchange(x, counted->err + c * counted->n_parts, counted->n_parts);
}

/* Everything that store() writes of a pass in community c. */
static void exchange_pass(const run_t *run, size_t pass, size_t c, exchange_t *x) {
    size_t m = run->out->n_indicators, n_bands = run->out->n_bands;
    for (size_t i = 0; i < m; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        lc_result *r = &run->out->value[c * m + i];
        bool covers = by_area(run, i) && pass_of(run, i) == pass;
        bool describes = by_area(run, i) && (pi->part ? covers : run->plan->group[pi->stats].pass == pass);
        if (covers) {
            exchange(x, &r->demand, 1);
            exchange(x, &r->covered, 1);
            exchange(x, &r->err, 1);
            exchange(x, &r->offnet, 1);
            if (pi->part) exchange_counted(x, lc_results_counted(run->out, i), c);
        }
        if (!describes) continue;
        exchange(x, &r->p50_m, 1);
        exchange(x, &r->p90_m, 1);
        if (pi->part) continue;
        exchange(x, &r->mean_err_m, 1);
        exchange(x, &r->p50_err_m, 1);
        exchange(x, &r->p90_err_m, 1);
        exchange(x, &r->ranged, 1);
        exchange(x, &r->distance, 1);
        exchange(x, run->out->band + (c * m + i) * n_bands, n_bands);
        exchange_floats(x, run->out->part + (c * m + i) * LC_DISTANCE_PARTS, LC_DISTANCE_PARTS);
    }
}

/* Passes that are measured together, in some communities. */
typedef struct {
    run_t *run;
    size_t *pass;
    const lc_pass **list; /* the same */
    size_t n_passes;
    const uint32_t *which;
    lc_precision precision;
    double *probe; /* what precision.probe has: one community after the other, n_probes numbers each */
    size_t n_probes;
    size_t *level; /* n_passes: where what they say is kept; NULL: nowhere */
} batch_t;

static lc_kept_level *level_of(const batch_t *b, size_t p) {
    return &b->run->kept->level[b->level[p]];
}

/* Each community has its own place among the results, so that threads may store at once. */
static void take(void *user, size_t i, double *tally) {
    const batch_t *b = user;
    size_t c = b->which[i];
    const double *probe = b->probe ? b->probe + i * b->n_probes : NULL;
    for (size_t p = 0; p < b->n_passes; p++) {
        store(b->run, b->pass[p], c, tally, probe);
        if (probe) probe += lc_probes_size(b->list[p]);
        tally += lc_tally_size(b->list[p]);
        if (!b->level) continue;
        exchange_t x = {.record = level_of(b, p)->record + c * level_of(b, p)->size};
        exchange_pass(b->run, b->pass[p], c, &x);
        level_of(b, p)->known[c] = true;
    }
}

/* Where the records of a batch are kept. */
static bool find_levels(batch_t *b) {
    lc_kept *kept = b->run->kept;
    if (!kept) return true;
    b->level = LC_NEW(size_t, b->n_passes);
    for (size_t p = 0; b->level && p < b->n_passes; p++) {
        exchange_t x = {0};
        exchange_pass(b->run, b->pass[p], 0, &x);
        const lc_kept_level *l = lc_kept_find(kept, b->pass[p], b->precision.tolerance_m2, b->run->spread, x.n);
        if (!l) return false;
        b->level[p] = (size_t)(l - kept->level);
    }
    return b->level;
}

static bool is_known(const batch_t *b, size_t c) {
    bool known = true;
    for (size_t p = 0; known && p < b->n_passes; p++) known = level_of(b, p)->known[c];
    return known;
}

/* Store what is known of a pass in a community. */
static void recall(const batch_t *b, size_t p, size_t c) {
    exchange_t x = {.record = level_of(b, p)->record + c * level_of(b, p)->size, .recall = true};
    exchange_pass(b->run, b->pass[p], c, &x);
}

/* Passes that are known in all of n communities leave the batch. */
static void drop_known(batch_t *b, size_t n) {
    size_t left = 0;
    for (size_t p = 0; p < b->n_passes; p++) {
        bool known = true;
        for (size_t i = 0; known && i < n; i++) known = level_of(b, p)->known[b->which[i]];
        for (size_t i = 0; known && i < n; i++) recall(b, p, b->which[i]);
        if (known) continue;
        b->pass[left] = b->pass[p];
        b->list[left] = b->list[p];
        b->level[left++] = b->level[p];
    }
    b->n_passes = left;
}

/* Of n communities those that have to be measured, which become b->which; how many. What is known of a pass does not
   depend on the passes that are measured with it. */
static void recall_known(batch_t *b, uint32_t *rest, size_t *n) {
    size_t left = 0;
    drop_known(b, *n);
    for (size_t i = 0; b->n_passes && i < *n; i++) {
        size_t c = b->which[i];
        for (size_t p = 0; is_known(b, c) && p < b->n_passes; p++) recall(b, p, c);
        if (!is_known(b, c)) rest[left++] = b->which[i];
    }
    b->which = rest;
    *n = left;
    b->run->kept->measured += left;
}

/* Measure polygons by the passes of a batch: communities, or pieces of people. */
static lc_status measure_polygons(lc_context *ctx, const void *user, const lc_geoms *polygons, const uint32_t *which,
                                  size_t n, lc_tally_fn give, void *taker) {
    const batch_t *b = user;
    const lc_zones *residential = b->run->spread ? NULL : b->run->plan->residential;
    const lc_pass_fields *first = &b->run->fields->pass[b->pass[0]];
    if (first->n_sets)
        return lc_measure_union(ctx, first->set, first->n_sets, first->pass.zones, polygons, residential, which, n,
                                b->precision.tolerance_m2, give, taker);
    return lc_measure(ctx, b->list, b->n_passes, polygons, residential, which, n, &b->precision, give, taker);
}

static bool start_batch(batch_t *b, const size_t *pass) {
    b->pass = LC_NEW(size_t, b->n_passes);
    b->list = LC_NEW(const lc_pass *, b->n_passes);
    for (size_t p = 0; b->pass && b->list && p < b->n_passes; p++) {
        b->pass[p] = pass[p];
        b->list[p] = &b->run->fields->pass[pass[p]].pass;
    }
    return b->pass && b->list && find_levels(b);
}

/* --------------------------------------------------------------------------------------------------------- probes */

/* Two on either side of a quantile, in range: beyond it nothing is measured. The quantile may be known better than it
   seems, and then the nearer two say so. */
static void lay_probes(double quantile_m, double wanted_m, double range_m, double *probe) {
    static const double AT[LC_PROBES_EACH] = {-2, -0.6, 0.6, 2};
    for (size_t k = 0; k < LC_PROBES_EACH; k++) {
        double d_m = quantile_m + AT[k] * wanted_m;
        probe[k] = d_m >= 0 && d_m <= range_m ? d_m : -1;
    }
}

/* Probes around the quantiles that are known of the communities of a batch. */
static bool find_probes(batch_t *b, size_t n) {
    const run_t *run = b->run;
    for (size_t p = 0; p < b->n_passes; p++) b->n_probes += lc_probes_size(b->list[p]);
    b->probe = LC_NEW(double, n * b->n_probes);
    for (size_t k = 0; b->probe && k < n * b->n_probes; k++) b->probe[k] = -1;
    for (size_t c = 0, at = 0; b->probe && c < n; c++)
        for (size_t p = 0; p < b->n_passes; at += lc_probes_size(b->list[p++]))
            for (size_t i = 0; i < run->out->n_indicators; i++) {
                if (!describes(run, i, b->pass[p])) continue;
                const lc_result *r = &run->out->value[b->which[c] * run->out->n_indicators + i];
                double *probe = b->probe + at + probe_at(run, b->pass[p], i);
                double range_m = run->plan->group[run->plan->indicator[i].stats].range_m;
                lay_probes(r->p50_m, run->distance_wanted_m, range_m, probe);
                lay_probes(r->p90_m, run->distance_wanted_m, range_m, probe + LC_PROBES_EACH);
            }
    b->precision.probe = b->probe;
    return b->probe;
}

/* Measure passes of one batch at once; a union of rules comes alone. Where distances are to be known well, all but the
   first run are by pieces alone, and with probes where areas are measured: people's pieces have no quantiles of their
   own. */
static lc_status measure_passes(lc_context *ctx, run_t *run, const size_t *pass, size_t n_passes, const uint32_t *which,
                                size_t n, double tolerance) {
    double started = lc_seconds();
    bool again = tolerance < TOLERANCE_M2, pieces = again && run->distance_wanted_m < INFINITY;
    batch_t b = {
        .run = run, .n_passes = n_passes, .which = which, .precision = {.tolerance_m2 = tolerance, .pieces = pieces}};
    uint32_t *rest = run->kept ? LC_NEW(uint32_t, n) : NULL;
    lc_status status = start_batch(&b, pass) && (rest || !run->kept) ? LC_OK : lc_fail_memory(ctx);
    size_t size = 0;
    for (size_t p = 0; p < n_passes; p++)
        for (size_t i = 0; i < n; i++) *reached_by(run, pass[p], which[i]) = tolerance;
    if (status == LC_OK && run->kept) recall_known(&b, rest, &n);
    if (status == LC_OK && pieces && !run->spread && n && !find_probes(&b, n)) status = lc_fail_memory(ctx);
    for (size_t p = 0; status == LC_OK && p < b.n_passes; p++) size += lc_tally_size(b.list[p]);
    if (status == LC_OK && n)
        status = run->spread ? lc_spread_sum(ctx, run->spread, b.which, n, size, measure_polygons, &b, take, &b)
                             : measure_polygons(ctx, &b, &run->city->communities, b.which, n, take, &b);
    ctx->stats.measure_s += lc_seconds() - started;
    *(again ? &ctx->stats.repeated : &ctx->stats.communities) += n;
    free(b.pass);
    free(b.list);
    free(b.probe);
    free(b.level);
    free(rest);
    return status;
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

static void sum_city(const run_t *run) {
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
static bool start_counted(const run_t *run) {
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
static bool start_ranges(const run_t *run) {
    lc_results *out = run->out;
    out->range_m = LC_NEW0(double, out->n_indicators);
    for (size_t i = 0; out->range_m && i < out->n_indicators; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (!pi->reason && !pi->part && pi->over_land) out->range_m[i] = run->plan->group[pi->stats].range_m;
    }
    return out->range_m;
}

/* The largest err of an indicator's shares in community c: of its ratio, and of what its parts cover. */
static double largest_err(const run_t *run, size_t i, size_t c) {
    const lc_result *r = &run->out->value[c * run->out->n_indicators + i];
    const lc_counted *counted = run->plan->indicator[i].part ? lc_results_counted(run->out, i) : NULL;
    double err = r->err;
    for (size_t m = 0; counted && m < counted->n_parts; m++) err = fmax(err, counted->err[c * counted->n_parts + m]);
    return r->demand > 0 ? err / r->demand : 0;
}

/* Does community c need a finer run of this pass? */
static bool unsettled(const run_t *run, size_t pass, size_t c) {
    size_t m = run->out->n_indicators;
    for (size_t i = 0; i < m; i++) {
        if (!by_area(run, i) || pass_of(run, i) != pass) continue;
        const lc_result *r = &run->out->value[c * m + i];
        const lc_indicator_def *def = &run->profile->indicators[i];
        if (largest_err(run, i, c) > run->err_wanted || open_verdict(r, def->community_target)) return true;
        if (r->err > 0 && open_verdict(&run->out->city[i], def->target)) return true;
    }
    return false;
}

/* Ratios whose err stays above what was asked, at the finest tolerance (never seen but in very small communities). */
static void warn_open(lc_context *ctx, const run_t *run, size_t pass) {
    size_t m = run->out->n_indicators, open = 0;
    for (size_t c = 0; c < run->out->n_communities; c++)
        for (size_t i = 0; i < m; i++) {
            if (!by_area(run, i) || pass_of(run, i) != pass) continue;
            open += ratio_err(&run->out->value[c * m + i]) > 10 * run->err_wanted;
        }
    lc_warn_count(ctx, "err_above", "ratios whose err stayed above --max-error", open);
}

/* Measure a pass again, ever more finely, where that is needed, and where the runs for distances have not done it. */
static lc_status refine_pass(lc_context *ctx, run_t *run, size_t pass) {
    uint32_t *which = LC_NEW(uint32_t, run->out->n_communities);
    lc_status status = which ? LC_OK : lc_fail_memory(ctx);
    for (double tolerance = TOLERANCE_M2 / REFINE; status == LC_OK && tolerance >= TOLERANCE_MIN_M2;
         tolerance /= REFINE) {
        size_t n = 0;
        bool any = false;
        for (size_t c = 0; c < run->out->n_communities; c++) {
            if (!unsettled(run, pass, c)) continue;
            any = true;
            if (*reached_by(run, pass, c) > tolerance) which[n++] = (uint32_t)c;
        }
        if (!any) break;
        if (n) status = measure_passes(ctx, run, &pass, 1, which, n, tolerance);
        if (n) sum_city(run);
    }
    if (status == LC_OK) warn_open(ctx, run, pass);
    free(which);
    return status;
}

/* Is any indicator answered from this pass as an area? */
static bool pass_wanted(const run_t *run, size_t pass) {
    for (size_t i = 0; i < run->out->n_indicators; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        if (by_area(run, i) && (pass_of(run, i) == pass || (!pi->part && run->plan->group[pi->stats].pass == pass)))
            return true;
    }
    return false;
}

/* Is a mean or a quantile that a pass of the batch gives not known as well as is asked? */
static bool distance_unsettled(const run_t *run, const lc_plan_batch *batch, size_t c) {
    bool open = false;
    for (size_t i = 0; i < run->out->n_indicators; i++) {
        const lc_result *r = &run->out->value[c * run->out->n_indicators + i];
        bool of_batch = false;
        for (size_t p = batch->first; p < batch->first + batch->n; p++) of_batch = of_batch || describes(run, i, p);
        if (!of_batch) continue;
        open = open || r->mean_err_m > MEAN * run->distance_wanted_m;
        if (!run->spread) open = open || r->p50_err_m > run->distance_wanted_m || r->p90_err_m > run->distance_wanted_m;
    }
    return open;
}

/* A run of the passes of a batch together: the first one, of every community, or one again where distances are not
   known well enough. */
static lc_status run_batch(lc_context *ctx, run_t *run, const lc_plan_batch *batch, double tolerance) {
    size_t n = 0, n_passes = 0, *pass = LC_NEW(size_t, batch->n);
    uint32_t *which = LC_NEW(uint32_t, run->out->n_communities);
    lc_status status = pass && which ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; which && c < run->out->n_communities; c++)
        if (tolerance == TOLERANCE_M2 || distance_unsettled(run, batch, c)) which[n++] = (uint32_t)c;
    for (size_t p = batch->first; status == LC_OK && n && p < batch->first + batch->n; p++) {
        if (!pass_wanted(run, p)) continue;
        if (run->fields->pass[p].n_sets)
            status = measure_passes(ctx, run, &p, 1, which, n, tolerance);
        else
            pass[n_passes++] = p;
    }
    if (status == LC_OK && n_passes) status = measure_passes(ctx, run, pass, n_passes, which, n, tolerance);
    free(which);
    free(pass);
    return status;
}

/* All that is measured over the plane: the passes of every batch, and again where that is not fine enough. */
static lc_status measure_plane(lc_context *ctx, run_t *run) {
    const lc_plan *plan = run->plan;
    size_t n = plan->n_passes * run->out->n_communities;
    run->reached = LC_NEW(double, n);
    lc_status status = run->reached ? LC_OK : lc_fail_memory(ctx);
    double tolerance = TOLERANCE_M2;
    for (size_t k = 0; run->reached && k < n; k++) run->reached[k] = INFINITY;
    for (int k = 0; k <= (run->distance_wanted_m < INFINITY ? DISTANCE_RUNS : 0); k++, tolerance /= REFINE)
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
static lc_status measure_all(lc_context *ctx, run_t *run) {
    lc_status status = measure_plane(ctx, run);
    for (size_t k = 0; status == LC_OK && k <= run->city->n_groups; k++) {
        run->spread = k ? run->city->groups[k - 1].spread : run->city->spread;
        if (run->spread) status = measure_plane(ctx, run);
    }
    return status;
}

/* The same of places. */
static lc_status measure_places(lc_context *ctx, const run_t *run) {
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k <= run->city->n_groups; k++) {
        const lc_places *places = k ? run->city->groups[k - 1].places : run->city->places;
        if (places) status = lc_results_places(ctx, run->fields, places, run->out);
    }
    return status;
}

/* A community's value is the mean over its people: what they have takes the place of how many are covered. */
static void sum_access(const run_t *run, const lc_place_result *place) {
    const lc_places *places = place->of;
    for (size_t c = 0; c < run->out->n_communities; c++) {
        lc_result *r = &run->out->value[c * run->out->n_indicators + place->indicator];
        r->covered = 0;
        for (size_t k = places->start[c]; k < places->start[c + 1]; k++)
            r->covered += places->weight[places->place[k]] * place->access[places->place[k]];
    }
}

static lc_status measure_catchments(lc_context *ctx, const run_t *run) {
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
    run_t run = {.profile = profile,
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
