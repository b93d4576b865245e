#include "measure/place_results.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "measure/equality.h"
#include "measure/place_counts.h"

enum { CHUNK = 1024 }; /* places a unit of work */

typedef struct {
    const lc_context *ctx; /* sums end when it is cancelled */
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_fields *fields;
    const lc_places *places;
    lc_results *out;
    size_t first;              /* of these places' results among all */
    size_t pass;               /* in hand */
    lc_place_scratch *scratch; /* one a worker */
    double **d;                /* one a worker: the groups' distances */
    double **stats;            /* one an indicator's place result: distance to the nearest facility of any rule */
    lc_place_counts counts;
} run_t;

static bool is_combination(const run_t *run, size_t indicator) {
    return run->profile->indicators[indicator].combines.kind != LC_COMBINES_NONE;
}

/* d by a union of straight rules: within its own distance of any counts, told as the longest distance. */
static bool union_distance(const lc_pass_fields *p, lc_xy at, lc_place_scratch *scratch, double longest, double *d) {
    *d = INFINITY;
    for (size_t k = 0; k < p->n_sets; k++) {
        double own;
        bool offnet;
        if (!lc_place_distances(&p->set[k], at, scratch, &own, &offnet)) return false;
        *d = lc_min(*d, own + longest - p->set_group[k].limit_m[0]);
    }
    return true;
}

bool lc_pass_distances(const lc_pass_fields *p, lc_xy at, lc_place_scratch *scratch, double *d, bool *offnet) {
    *offnet = false;
    return p->n_sets ? union_distance(p, at, scratch, p->group->limit_m[0], d)
                     : lc_place_distances(&p->pass, at, scratch, d, offnet);
}

/* Store the distances of a place by the groups of the pass in hand. */
static void store_place(const run_t *run, size_t i, const double *d, bool offnet) {
    for (size_t k = run->first; k < run->out->n_places; k++) {
        lc_place_result *r = &run->out->places[k];
        if (!r->d_m) continue;
        const lc_plan_indicator *pi = &run->plan->indicator[r->indicator];
        const lc_plan_group *g = &run->plan->group[pi->group], *stats = &run->plan->group[pi->stats];
        if (g->pass == run->pass) {
            r->d_m[i] = d[g->place];
            r->covered[i] = d[g->place] <= g->limit_m[pi->limit];
            r->offnet[i] = g->metric == LC_NETWORK && offnet && d[g->place] == INFINITY;
        }
        if (stats->pass == run->pass) run->stats[k][i] = d[stats->place];
    }
}

static bool do_chunk(void *user, size_t item, int worker) {
    run_t *run = user;
    const lc_places *places = run->places;
    const lc_pass_fields *p = &run->fields->pass[run->pass];
    double *d = run->d[worker];
    size_t end = (item + 1) * CHUNK < places->n ? (item + 1) * CHUNK : places->n;
    for (size_t i = item * CHUNK; i < end; i++) {
        bool offnet;
        if (!lc_pass_distances(p, places->xy[i], &run->scratch[worker], d, &offnet)) return false;
        store_place(run, i, d, offnet);
        lc_place_counts_add(&run->counts, run->pass, i, d, offnet);
    }
    return true;
}

typedef struct {
    double d, weight;
} weighted_t;

static int by_d(const void *a, const void *b) {
    const weighted_t *p = a, *q = b;
    return p->d < q->d ? -1 : p->d > q->d;
}

/* The distance within which share q of all the weight lies; NaN when less is in range. */
static double quantile(const weighted_t *sorted, size_t n, double demand, double q) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += sorted[i].weight;
        if (sum >= q * demand) return sorted[i].d;
    }
    return NAN;
}

/* Demand, and what of it is covered and off network. */
static void sum_coverage(const run_t *run, size_t k, size_t c) {
    const lc_places *places = run->places;
    const lc_place_result *pr = &run->out->places[k];
    lc_result *r = &run->out->value[c * run->out->n_indicators + pr->indicator];
    for (size_t j = places->start[c]; j < places->start[c + 1]; j++) {
        uint32_t i = places->place[j];
        double w = places->weight[i];
        r->demand += w;
        if (pr->covered[i]) r->covered += w;
        if (pr->offnet[i]) r->offnet += w;
    }
}

/* Distances: their mean, quantiles and bands. */
static void sum_distances(const run_t *run, size_t k, size_t c, weighted_t *sorted) {
    const lc_places *places = run->places;
    size_t indicator = run->out->places[k].indicator, at = c * run->out->n_indicators + indicator, n = 0;
    const lc_plan_group *stats = &run->plan->group[run->plan->indicator[indicator].stats];
    lc_result *r = &run->out->value[at];
    double *band = run->out->band + at * run->out->n_bands;
    for (size_t j = places->start[c]; j < places->start[c + 1]; j++) {
        uint32_t i = places->place[j];
        double w = places->weight[i], d = run->stats[k][i];
        for (size_t b = 0; b < run->out->n_bands; b++)
            if (d <= run->profile->bands_m[b]) band[b] += w;
        if (!(d <= stats->range_m)) continue;
        r->ranged += w;
        r->distance += w * d;
        sorted[n++] = (weighted_t){d, w};
    }
    qsort(sorted, n, sizeof *sorted, by_d);
    r->p50_m = quantile(sorted, n, r->demand, 0.5);
    r->p90_m = quantile(sorted, n, r->demand, 0.9);
    r->mean_err_m = r->p50_err_m = r->p90_err_m = 0; /* of a finite number of places */
}

/* How far the weight is, in bins of the search range. */
static bool fill_bins(const run_t *run, size_t k) {
    lc_place_result *r = &run->out->places[k];
    double whole = 0;
    r->range_m = run->plan->group[run->plan->indicator[r->indicator].stats].range_m;
    for (size_t i = 0; i < run->places->n; i++) {
        double d = run->stats[k][i], w = run->places->weight[i];
        if (lc_cancelled_at(run->ctx, i)) return false;
        whole += w;
        if (!(d <= r->range_m)) continue;
        size_t bin = (size_t)(d / r->range_m * LC_DISTANCE_PARTS);
        r->bin[bin < LC_DISTANCE_PARTS ? bin : LC_DISTANCE_PARTS - 1] += w;
    }
    for (size_t b = 0; whole > 0 && b < LC_DISTANCE_PARTS; b++) r->bin[b] /= whole;
    return true;
}

/* How unequal the ways are, over the places that have one. */
static bool gini_of_distances(const run_t *run, size_t k, lc_share *share, double *gini) {
    const lc_plan_indicator *pi = &run->plan->indicator[run->out->places[k].indicator];
    double range = run->plan->group[pi->stats].range_m;
    size_t n = 0;
    for (size_t i = 0; i < run->places->n; i++) {
        if (lc_cancelled_at(run->ctx, i)) return false;
        if (run->stats[k][i] <= range) share[n++] = (lc_share){run->stats[k][i], run->places->weight[i]};
    }
    if (!lc_shares_sort(run->ctx, share, n)) return false;
    *gini = lc_gini(share, n);
    return true;
}

/* What the parts of a combination cover together; without a distance of its own. */
static bool store_combination(const run_t *run, lc_place_result *r) {
    const lc_place_count *count = &run->counts.count[r->indicator];
    for (size_t i = 0; i < run->places->n; i++) {
        if (lc_cancelled_at(run->ctx, i)) return false;
        r->covered[i] = lc_place_counts_covers(&run->counts, r->indicator, i);
        r->offnet[i] = count->offnet[i] && !r->covered[i];
    }
    return true;
}

static void sum_counted(const run_t *run, const lc_counted *counted) {
    const lc_places *places = run->places;
    const uint32_t *covering = run->counts.count[counted->indicator].covering;
    if (!covering) return;
    for (size_t c = 0; c < run->out->n_communities; c++)
        for (size_t j = places->start[c]; j < places->start[c + 1]; j++)
            for (uint32_t m = 0; m < covering[places->place[j]]; m++)
                counted->within[c * counted->n_parts + m] += places->weight[places->place[j]];
}

static bool sum_communities(const run_t *run, size_t k, bool distances, weighted_t *sorted) {
    for (size_t c = 0; c < run->out->n_communities; c++) {
        if (lc_cancelled(run->ctx)) return false;
        sum_coverage(run, k, c);
        if (distances) sum_distances(run, k, c, sorted);
    }
    return true;
}

static bool sum_all(const run_t *run, weighted_t *sorted, lc_share *share) {
    lc_results *out = run->out;
    bool ok = true;
    lc_place_counts_finish(&run->counts);
    for (size_t k = run->first; ok && k < out->n_places; k++) {
        bool combination = is_combination(run, out->places[k].indicator);
        lc_place_result *r = &out->places[k];
        r->gini_distance = NAN;
        ok = combination ? store_combination(run, r)
                         : fill_bins(run, k) && gini_of_distances(run, k, share, &r->gini_distance);
        ok = ok && sum_communities(run, k, !combination, sorted);
    }
    for (size_t k = 0; ok && k < out->n_counted; k++) {
        if (!run->plan->indicator[out->counted[k].indicator].over_land) sum_counted(run, &out->counted[k]);
        ok = !lc_cancelled(run->ctx);
    }
    return ok;
}

static bool start_results(run_t *run) {
    lc_results *out = run->out;
    size_t n = run->places->n;
    run->first = out->n_places;
    run->stats = LC_NEW0(double *, out->n_indicators);
    if (!run->stats || !lc_place_counts_begin(run->plan, run->places, &run->counts)) return false;
    for (size_t i = 0; i < out->n_indicators; i++) {
        if (!lc_place_counts_is_over(run->plan, run->places, i)) continue;
        size_t k = out->n_places++;
        lc_place_result *r = &out->places[k];
        *r = (lc_place_result){
            .indicator = i, .of = run->places, .covered = LC_NEW0(bool, n), .offnet = LC_NEW0(bool, n)};
        if (!r->covered || !r->offnet) return false;
        if (is_combination(run, i)) continue;
        r->d_m = LC_NEW(double, n);
        run->stats[k] = LC_NEW(double, n);
        if (!r->d_m || !run->stats[k]) return false;
    }
    return true;
}

static bool pass_wanted(const run_t *run, size_t pass) {
    for (size_t k = run->first; k < run->out->n_places; k++) {
        const lc_plan_indicator *pi = &run->plan->indicator[run->out->places[k].indicator];
        if (pi->part) continue;
        if (run->plan->group[pi->group].pass == pass || run->plan->group[pi->stats].pass == pass) return true;
    }
    return lc_place_counts_ask(&run->counts, pass);
}

lc_status lc_results_places(lc_context *ctx, const lc_fields *fields, const lc_places *places, lc_results *out) {
    const lc_plan *plan = fields->plan;
    run_t run = {.ctx = ctx, .profile = plan->profile, .plan = plan, .fields = fields, .places = places, .out = out};
    size_t threads = (size_t)lc_threads(ctx), most = 0, n = places->n;
    lc_status status = LC_OK;
    for (size_t c = 0; c < out->n_communities; c++) {
        size_t here = places->start[c + 1] - places->start[c];
        if (here > most) most = here;
    }
    weighted_t *sorted = LC_NEW(weighted_t, most);
    lc_share *share = LC_NEW(lc_share, n);
    run.scratch = LC_NEW0(lc_place_scratch, threads);
    run.d = LC_NEW0(double *, threads);
    bool ok = sorted && share && run.scratch && run.d && start_results(&run);
    for (size_t t = 0; ok && t < threads; t++) ok = (run.d[t] = LC_NEW(double, plan->n_groups + 1)) != NULL;
    if (!ok) status = lc_fail_memory(ctx);
    for (run.pass = 0; status == LC_OK && run.pass < plan->n_passes; run.pass++)
        if (pass_wanted(&run, run.pass)) status = lc_parallel(ctx, (n + CHUNK - 1) / CHUNK, do_chunk, &run);
    if (status == LC_OK && !sum_all(&run, sorted, share)) status = lc_fail_memory(ctx);
    for (size_t t = 0; run.scratch && run.d && t < threads; t++) {
        lc_place_scratch_free(&run.scratch[t]);
        free(run.d[t]);
    }
    for (size_t k = 0; run.stats && k < out->n_indicators; k++) free(run.stats[k]);
    free(run.stats);
    lc_place_counts_free(&run.counts);
    free(run.scratch);
    free(run.d);
    free(sorted);
    free(share);
    return status;
}
