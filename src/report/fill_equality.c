#include "report/fill_equality.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "measure/equality.h"

/* The communities that have a value, weighted by their demand. */
static size_t take_shares(const lc_report *report, const lc_results *results, size_t i, lc_share *share) {
    size_t n = 0;
    for (size_t c = 0; c < report->n_communities; c++) {
        double x = report->values[c * report->n_indicators + i].ratio;
        double w = results->value[c * results->n_indicators + i].demand;
        if (!isnan(x) && w > 0) share[n++] = (lc_share){x, w};
    }
    return n;
}

static bool fill_curve(const lc_share *share, size_t n, lc_lorenz_curve *out) {
    out->point = LC_NEW(lc_lorenz_point, n + 1);
    if (!out->point) return false;
    if (lc_lorenz(share, n, out->point)) out->n = n + 1;
    return true;
}

/* Of what there is for each person, over the places themselves. */
static bool fill_access(const lc_context *ctx, lc_report *report, const lc_place_result *place) {
    lc_share *share = LC_NEW(lc_share, place->of->n);
    for (size_t k = 0; share && k < place->of->n; k++) share[k] = (lc_share){place->access[k], place->of->weight[k]};
    bool ok = share && lc_shares_sort(ctx, share, place->of->n);
    if (ok) report->indicators[place->indicator].gini = lc_gini(share, place->of->n);
    free(share);
    return ok;
}

static void fill_distances(const lc_place_result *place, lc_distance_shares *out) {
    static_assert((int)LC_DISTANCE_BINS == (int)LC_DISTANCE_PARTS, "the same bins");
    if (!(place->range_m > 0) || place->of->n == 0) return; /* a combination has no distance */
    out->n = LC_DISTANCE_BINS;
    out->width_m = place->range_m / LC_DISTANCE_BINS;
    for (size_t b = 0; b < LC_DISTANCE_BINS; b++) out->share[b] = place->bin[b];
}

/* Of land, or of people who are laid over it. */
static void fill_parts(const lc_results *results, size_t i, lc_distance_shares *out) {
    double demand = results->city[i].demand;
    if (!results->range_m || !(results->range_m[i] > 0) || !(demand > 0)) return;
    out->n = LC_DISTANCE_BINS;
    out->width_m = results->range_m[i] / LC_DISTANCE_BINS;
    for (size_t c = 0; c < results->n_communities; c++)
        for (size_t b = 0; b < LC_DISTANCE_BINS; b++)
            out->share[b] += (double)results->part[(c * results->n_indicators + i) * LC_DISTANCE_BINS + b];
    for (size_t b = 0; b < LC_DISTANCE_BINS; b++) out->share[b] /= demand;
}

/* Has every community the value and the demand that it had? */
static bool has_same_shares(const lc_report *report, const lc_results *results, const lc_report_before *before,
                            size_t i) {
    bool same = before && before->report->n_communities == report->n_communities &&
                before->report->n_indicators == report->n_indicators;
    for (size_t k = i; same && k < report->n_communities * report->n_indicators; k += report->n_indicators)
        same = memcmp(&before->report->values[k].ratio, &report->values[k].ratio, sizeof(double)) == 0 &&
               memcmp(&before->results->value[k].demand, &results->value[k].demand, sizeof(double)) == 0;
    return same;
}

/* The same of one indicator, from the report before. */
static bool take_over(const lc_report *before, size_t i, lc_report *report) {
    const lc_lorenz_curve *from = &before->lorenz[i];
    lc_lorenz_curve *to = &report->lorenz[i];
    report->indicators[i].gini = before->indicators[i].gini;
    report->indicators[i].theil = before->indicators[i].theil;
    to->point = LC_NEW(lc_lorenz_point, from->n);
    if (!to->point) return false;
    to->n = from->n;
    if (to->n) memcpy(to->point, from->point, to->n * sizeof *to->point);
    return true;
}

static bool fill_shares(const lc_context *ctx, lc_report *report, const lc_results *results, size_t i,
                        lc_share *share) {
    lc_indicator *indicator = &report->indicators[i];
    size_t n = take_shares(report, results, i, share);
    if (!lc_shares_sort(ctx, share, n)) return false;
    indicator->gini = lc_gini(share, n);
    indicator->theil = lc_theil(share, n);
    return fill_curve(share, n, &report->lorenz[i]);
}

bool lc_report_fill_equality(const lc_context *ctx, lc_report *report, const lc_results *results,
                             const lc_report_before *before) {
    lc_share *share = LC_NEW(lc_share, report->n_communities);
    report->lorenz = LC_NEW0(lc_lorenz_curve, report->n_indicators);
    report->distances = LC_NEW0(lc_distance_shares, report->n_indicators);
    bool ok = share && report->lorenz && report->distances;
    for (size_t i = 0; ok && i < report->n_indicators; i++) {
        ok = has_same_shares(report, results, before, i) ? take_over(before->report, i, report)
                                                         : fill_shares(ctx, report, results, i, share);
        fill_parts(results, i, &report->distances[i]);
    }
    for (size_t k = 0; ok && k < results->n_places; k++) {
        fill_distances(&results->places[k], &report->distances[results->places[k].indicator]);
        if (results->places[k].access) ok = fill_access(ctx, report, &results->places[k]);
        report->indicators[results->places[k].indicator].gini_distance = results->places[k].gini_distance;
    }
    free(share);
    return ok;
}
