#include "measure/place_results.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/place.h"

enum { CHUNK = 1024 }; /* places a unit of work */

typedef struct {
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_fields *fields;
    const lc_places *places;
    lc_results *out;
    size_t pass;               /* in hand */
    lc_place_scratch *scratch; /* one a worker */
    double **d;                /* one a worker: the groups' distances */
    double **stats;            /* one an indicator's place result: distance to the nearest facility of any rule */
} run_t;

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

static bool do_chunk(void *user, size_t item, int worker) {
    run_t *run = user;
    const lc_places *places = run->places;
    const lc_pass_fields *p = &run->fields->pass[run->pass];
    double *d = run->d[worker];
    size_t end = (item + 1) * CHUNK < places->n ? (item + 1) * CHUNK : places->n;
    for (size_t i = item * CHUNK; i < end; i++) {
        bool offnet = false, ok = p->n_sets
                                      ? union_distance(p, places->xy[i], &run->scratch[worker], p->group->limit_m[0], d)
                                      : lc_place_distances(&p->pass, places->xy[i], &run->scratch[worker], d, &offnet);
        if (!ok) return false;
        for (size_t k = 0; k < run->out->n_places; k++) {
            lc_place_result *r = &run->out->places[k];
            const lc_plan_indicator *pi = &run->plan->indicator[r->indicator];
            const lc_plan_group *g = &run->plan->group[pi->group], *stats = &run->plan->group[pi->stats];
            if (g->pass == run->pass) {
                r->d_m[i] = d[g->place];
                r->offnet[i] = g->metric == LC_NETWORK && offnet && d[g->place] == INFINITY;
            }
            if (stats->pass == run->pass) run->stats[k][i] = d[stats->place];
        }
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

static void sum_community(const run_t *run, size_t k, size_t c, weighted_t *sorted) {
    const lc_places *places = run->places;
    const lc_place_result *pr = &run->out->places[k];
    const lc_plan_indicator *pi = &run->plan->indicator[pr->indicator];
    const lc_plan_group *g = &run->plan->group[pi->group], *stats = &run->plan->group[pi->stats];
    size_t at = c * run->out->n_indicators + pr->indicator, n = 0;
    lc_result *r = &run->out->value[at];
    double limit = g->limit_m[pi->limit], *band = run->out->band + at * run->out->n_bands;
    for (size_t j = places->start[c]; j < places->start[c + 1]; j++) {
        uint32_t i = places->place[j];
        double w = places->weight[i], d = run->stats[k][i];
        r->demand += w;
        if (pr->d_m[i] <= limit) r->covered += w;
        if (pr->offnet[i]) r->offnet += w;
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
}

static bool start_results(run_t *run) {
    lc_results *out = run->out;
    size_t n = run->places->n;
    out->places = LC_NEW0(lc_place_result, out->n_indicators);
    run->stats = LC_NEW0(double *, out->n_indicators);
    if (!out->places || !run->stats) return false;
    for (size_t i = 0; i < out->n_indicators; i++) {
        if (run->profile->indicators[i].denominator != LC_POPULATION || run->plan->indicator[i].reason) continue;
        lc_place_result *r = &out->places[out->n_places];
        *r = (lc_place_result){.indicator = i, .d_m = LC_NEW(double, n), .offnet = LC_NEW0(bool, n)};
        run->stats[out->n_places] = LC_NEW(double, n);
        if (!r->d_m || !r->offnet || !run->stats[out->n_places++]) return false;
    }
    return true;
}

static bool pass_wanted(const run_t *run, size_t pass) {
    for (size_t k = 0; k < run->out->n_places; k++) {
        const lc_plan_indicator *pi = &run->plan->indicator[run->out->places[k].indicator];
        if (run->plan->group[pi->group].pass == pass || run->plan->group[pi->stats].pass == pass) return true;
    }
    return false;
}

lc_status lc_results_places(lc_context *ctx, const lc_fields *fields, lc_results *out) {
    const lc_plan *plan = fields->plan;
    const lc_places *places = plan->city->places;
    run_t run = {.profile = plan->profile, .plan = plan, .fields = fields, .places = places, .out = out};
    size_t threads = (size_t)lc_threads(ctx), most = 0, n = places->n;
    lc_status status = LC_OK;
    for (size_t c = 0; c < out->n_communities; c++) {
        size_t here = places->start[c + 1] - places->start[c];
        if (here > most) most = here;
    }
    weighted_t *sorted = LC_NEW(weighted_t, most);
    run.scratch = LC_NEW0(lc_place_scratch, threads);
    run.d = LC_NEW0(double *, threads);
    bool ok = sorted && run.scratch && run.d && start_results(&run);
    for (size_t t = 0; ok && t < threads; t++) ok = (run.d[t] = LC_NEW(double, plan->n_groups + 1)) != NULL;
    if (!ok) status = lc_fail_memory(ctx);
    for (run.pass = 0; status == LC_OK && run.pass < plan->n_passes; run.pass++)
        if (pass_wanted(&run, run.pass)) status = lc_parallel(ctx, (n + CHUNK - 1) / CHUNK, do_chunk, &run);
    for (size_t k = 0; status == LC_OK && k < out->n_places; k++)
        for (size_t c = 0; c < out->n_communities; c++) sum_community(&run, k, c, sorted);
    for (size_t t = 0; run.scratch && run.d && t < threads; t++) {
        lc_place_scratch_free(&run.scratch[t]);
        free(run.d[t]);
    }
    for (size_t k = 0; run.stats && k < out->n_indicators; k++) free(run.stats[k]);
    free(run.stats);
    free(run.scratch);
    free(run.d);
    free(sorted);
    return status;
}
