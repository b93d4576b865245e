#include "measure/measure_passes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "coverage/tally.h"
#include "coverage/union.h"
#include "measure/spread_sums.h"
#include "measure/store_tallies.h"

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

/* Everything that lc_store_tallies() writes of a pass in community c. */
static void exchange_pass(const lc_measuring *run, size_t pass, size_t c, exchange_t *x) {
    size_t m = run->out->n_indicators, n_bands = run->out->n_bands;
    for (size_t i = 0; i < m; i++) {
        const lc_plan_indicator *pi = &run->plan->indicator[i];
        lc_result *r = &run->out->value[c * m + i];
        bool covers = lc_measuring_by_area(run, i) && lc_measuring_pass_of(run, i) == pass;
        bool described = lc_measuring_by_area(run, i) && (pi->part ? covers : run->plan->group[pi->stats].pass == pass);
        if (covers) {
            exchange(x, &r->demand, 1);
            exchange(x, &r->covered, 1);
            exchange(x, &r->err, 1);
            exchange(x, &r->offnet, 1);
            if (pi->part) exchange_counted(x, lc_results_counted(run->out, i), c);
        }
        if (!described) continue;
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
    lc_measuring *run;
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
        lc_store_tallies(b->run, b->pass[p], c, tally, probe);
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
    const lc_measuring *run = b->run;
    for (size_t p = 0; p < b->n_passes; p++) b->n_probes += lc_probes_size(b->list[p]);
    b->probe = LC_NEW(double, n * b->n_probes);
    for (size_t k = 0; b->probe && k < n * b->n_probes; k++) b->probe[k] = -1;
    for (size_t c = 0, at = 0; b->probe && c < n; c++)
        for (size_t p = 0; p < b->n_passes; at += lc_probes_size(b->list[p++]))
            for (size_t i = 0; i < run->out->n_indicators; i++) {
                if (!lc_measuring_describes(run, i, b->pass[p])) continue;
                const lc_result *r = &run->out->value[b->which[c] * run->out->n_indicators + i];
                double *probe = b->probe + at + lc_measuring_probe_at(run, b->pass[p], i);
                double range_m = run->plan->group[run->plan->indicator[i].stats].range_m;
                lay_probes(r->p50_m, run->distance_wanted_m, range_m, probe);
                lay_probes(r->p90_m, run->distance_wanted_m, range_m, probe + LC_PROBES_EACH);
            }
    b->precision.probe = b->probe;
    return b->probe;
}

lc_status lc_measure_passes(lc_context *ctx, lc_measuring *run, const size_t *pass, size_t n_passes,
                            const uint32_t *which, size_t n, double tolerance) {
    double started = lc_seconds();
    bool again = tolerance < LC_TOLERANCE_M2, pieces = again && run->distance_wanted_m < INFINITY;
    batch_t b = {
        .run = run, .n_passes = n_passes, .which = which, .precision = {.tolerance_m2 = tolerance, .pieces = pieces}};
    uint32_t *rest = run->kept ? LC_NEW(uint32_t, n) : NULL;
    lc_status status = start_batch(&b, pass) && (rest || !run->kept) ? LC_OK : lc_fail_memory(ctx);
    size_t size = 0;
    for (size_t p = 0; p < n_passes; p++)
        for (size_t i = 0; i < n; i++) run->reached[pass[p] * run->out->n_communities + which[i]] = tolerance;
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
