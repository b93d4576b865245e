/* The columns of the report: one row a community, for every format that has rows (docs/report.md). */
#include "output/columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "output/table.h"
#include "report/parts.h"

enum { RATIO_DECIMALS = 6, AREA_DECIMALS = 1, METRE_DECIMALS = 1, BOUND_DECIMALS = 2 };

typedef struct builder {
    const lc_report *report;
    lc_table *table;
    const char *prefix; /* the columns' names begin with it: an indicator, a category, or "" */
} builder;

static const char **text(const builder *b, const char *ending) {
    char *name = lc_sprintf("%s%s", b->prefix, ending);
    const char **column = name ? lc_table_text(b->table, name, NULL) : NULL;
    free(name);
    return column;
}

static double *number(const builder *b, const char *ending, lc_column_type type, int decimals) {
    char *name = lc_sprintf("%s%s", b->prefix, ending);
    double *column = name ? lc_table_number(b->table, name, NULL, type) : NULL;
    if (column) lc_table_last(b->table)->decimals = decimals;
    free(name);
    return column;
}

static double *real(const builder *b, const char *ending, int decimals) {
    return number(b, ending, LC_COLUMN_REAL, decimals);
}

static double *whole(const builder *b, const char *ending) {
    return number(b, ending, LC_COLUMN_INTEGER, 0);
}

static bool add_communities(const builder *b) {
    const lc_report *r = b->report;
    const char **id = text(b, "id"), **name = text(b, "name");
    const char **group = r->group_of ? text(b, "group") : NULL;
    double *area = real(b, "area_m2", AREA_DECIMALS), *population = real(b, "population", AREA_DECIMALS);
    if (!id || !name || !area || !population || (r->group_of && !group)) return false;
    for (size_t c = 0; group && c < r->n_communities; c++) group[c] = r->group[r->group_of[c]].value;
    for (size_t c = 0; c < r->n_communities; c++) {
        id[c] = r->communities[c].id;
        name[c] = r->communities[c].name;
        area[c] = lc_table_round(r->communities[c].area_m2, AREA_DECIMALS);
        population[c] = lc_table_round(r->communities[c].population, AREA_DECIMALS);
    }
    return true;
}

/* The bound on the error of a distance as it is written, rounded up. */
static double bound_of(double distance_m, double err_m) {
    static const double SCALE = 1e2;
    double rounding = fabs(lc_table_round(distance_m, METRE_DECIMALS) - distance_m);
    return lc_table_round(ceil((err_m + rounding) * SCALE - 1e-6) / SCALE, BOUND_DECIMALS);
}

/* Does any of its distances go along the network? */
static bool walks(const lc_indicator *indicator) {
    return strcmp(indicator->metric, "straight") != 0;
}

static bool add_values(const builder *b, size_t i) {
    const lc_report *r = b->report;
    double *ratio = real(b, "", RATIO_DECIMALS), *err = real(b, "_err", RATIO_DECIMALS);
    double *offnet = real(b, "_offnet", RATIO_DECIMALS), *island = NULL;
    if (walks(&r->indicators[i]) && !(island = real(b, "_island", RATIO_DECIMALS))) return false;
    const char **verdict = text(b, "_verdict"), **reason = text(b, "_reason");
    if (reason) lc_table_last(b->table)->sparse = true;
    double *mean = real(b, "_mean_m", METRE_DECIMALS), *mean_err = real(b, "_mean_err_m", BOUND_DECIMALS);
    if (!ratio || !err || !offnet || !verdict || !reason || !mean || !mean_err) return false;
    for (size_t c = 0; c < r->n_communities; c++) {
        const lc_value *value = &r->values[c * r->n_indicators + i];
        ratio[c] = lc_table_round(value->ratio, RATIO_DECIMALS);
        err[c] = lc_bound_rounded_up(value->err);
        offnet[c] = lc_table_round(value->offnet, RATIO_DECIMALS);
        if (island) island[c] = lc_table_round(value->island, RATIO_DECIMALS);
        verdict[c] = lc_verdict_name(value->verdict);
        reason[c] = isfinite(value->ratio) ? NULL : value->reason;
        mean[c] = lc_table_round(value->mean_m, METRE_DECIMALS);
        mean_err[c] = bound_of(value->mean_m, value->mean_err_m);
    }
    return true;
}

/* Named after their upper edges: ID_band_300. */
static bool add_bands(const builder *b, size_t i) {
    const lc_report *r = b->report;
    for (size_t k = 0; k < r->n_bands; k++) {
        char ending[40];
        snprintf(ending, sizeof ending, "_band_%g", r->bands_m[k]);
        double *band = real(b, ending, RATIO_DECIMALS);
        if (!band) return false;
        for (size_t c = 0; c < r->n_communities; c++)
            band[c] = lc_table_round(r->bands[(c * r->n_indicators + i) * r->n_bands + k], RATIO_DECIMALS);
    }
    return true;
}

static bool add_statistics(const builder *b, size_t i) {
    const lc_report *r = b->report;
    double *p50 = real(b, "_p50_m", METRE_DECIMALS), *p50_err = real(b, "_p50_err_m", BOUND_DECIMALS);
    double *p90 = real(b, "_p90_m", METRE_DECIMALS), *p90_err = real(b, "_p90_err_m", BOUND_DECIMALS);
    if (!p50 || !p50_err || !p90 || !p90_err || !add_bands(b, i)) return false;
    double *facilities = whole(b, "_facilities"), *per_10k = real(b, "_per_10k", RATIO_DECIMALS);
    double *overlap = r->has_overlap ? real(b, "_overlap", RATIO_DECIMALS) : NULL;
    double *overlap_err = r->has_overlap ? real(b, "_overlap_err", RATIO_DECIMALS) : NULL;
    if (!facilities || !per_10k || (r->has_overlap && !(overlap && overlap_err))) return false;
    for (size_t c = 0; c < r->n_communities; c++) {
        size_t at = c * r->n_indicators + i;
        const lc_statistics *s = &r->statistics[at];
        p50[c] = lc_table_round(s->p50_m, METRE_DECIMALS);
        p90[c] = lc_table_round(s->p90_m, METRE_DECIMALS);
        p50_err[c] = bound_of(s->p50_m, s->p50_err_m);
        p90_err[c] = bound_of(s->p90_m, s->p90_err_m);
        bool counted = isfinite(r->values[at].ratio) && !r->indicators[i].combines;
        facilities[c] = counted ? (double)s->facilities : NAN;
        per_10k[c] = lc_table_round(s->per_10k, RATIO_DECIMALS);
        if (!overlap) continue;
        overlap[c] = lc_table_round(s->overlap, RATIO_DECIMALS);
        overlap_err[c] = lc_bound_rounded_up(s->overlap_err);
    }
    return true;
}

/* The parts of an at_least: ID_services, ID_k0, ID_k1, … */
static bool add_parts(const builder *b, size_t i) {
    const lc_report *r = b->report;
    if (r->indicators[i].combines != LC_COMBINES_AT_LEAST) return true;
    double *services = real(b, "_services", RATIO_DECIMALS);
    for (size_t c = 0; services && c < r->n_communities; c++)
        services[c] = lc_table_round(lc_report_services(r, c, i), RATIO_DECIMALS);
    for (size_t k = 0; services && k <= r->indicators[i].n_parts; k++) {
        char ending[40];
        snprintf(ending, sizeof ending, "_k%zu", k);
        double *share = real(b, ending, RATIO_DECIMALS);
        if (!share) return false;
        for (size_t c = 0; c < r->n_communities; c++)
            share[c] = lc_table_round(lc_report_parts_share(r, c, i, k), RATIO_DECIMALS);
    }
    return services;
}

static bool add_scorecard(const builder *b) {
    const lc_report *r = b->report;
    if (r->n_scorecard == 0) return true;
    double *met = whole(b, "met_count");
    const char **missed = text(b, "missed_items"), **no_data = text(b, "no_data_items");
    if (!met || !missed || !no_data) return false;
    for (size_t c = 0; c < r->n_communities; c++) {
        met[c] = (double)lc_report_met(r, c);
        missed[c] = r->missed_items[c];
        no_data[c] = r->no_data_items[c];
    }
    return true;
}

static bool add_counts(const builder *b, size_t k) {
    static const char *const endings[] = {"_count_street", "_count_community", "_count_station"};
    const lc_report *r = b->report;
    double *count = whole(b, "_count");
    if (!count) return false;
    for (size_t c = 0; c < r->n_communities; c++)
        count[c] = r->categories[k].known ? (double)r->amounts[c * r->n_categories + k].count : NAN;
    for (size_t level = 0; r->has_levels && r->has_levels[k] && level < 3; level++) {
        double *of_level = whole(b, endings[level]);
        if (!of_level) return false;
        for (size_t c = 0; c < r->n_communities; c++)
            of_level[c] = (double)r->level_counts[3 * (c * r->n_categories + k) + level];
    }
    return true;
}

static bool add_lengths(const builder *b, size_t k) {
    const lc_report *r = b->report;
    if (!r->categories[k].lines) return true;
    double *length = real(b, "_length_m", METRE_DECIMALS);
    for (size_t c = 0; length && c < r->n_communities; c++)
        length[c] = lc_table_round(r->amounts[c * r->n_categories + k].length_m, METRE_DECIMALS);
    return length;
}

static bool add_areas(const builder *b, size_t k) {
    const lc_report *r = b->report;
    if (!r->categories[k].areas) return true;
    double *area = real(b, "_area_m2", AREA_DECIMALS), *share = real(b, "_share", RATIO_DECIMALS);
    double *per_person = real(b, "_m2_per_person", RATIO_DECIMALS);
    if (!area || !share || !per_person) return false;
    for (size_t c = 0; c < r->n_communities; c++) {
        const lc_amount *amount = &r->amounts[c * r->n_categories + k];
        area[c] = lc_table_round(amount->area_m2, AREA_DECIMALS);
        share[c] = lc_table_round(amount->share, RATIO_DECIMALS);
        per_person[c] = lc_table_round(amount->m2_per_person, RATIO_DECIMALS);
    }
    return true;
}

static bool add_edges(const builder *b) {
    const lc_report *r = b->report;
    double *edge = number(b, "edge_effect", LC_COLUMN_BOOL, 0);
    for (size_t c = 0; edge && c < r->n_communities; c++) edge[c] = r->edge_effect ? r->edge_effect[c] : NAN;
    return edge;
}

bool lc_table_communities(const lc_report *report, lc_table *out) {
    builder b = {.report = report, .table = out, .prefix = ""};
    out->n_rows = report->n_communities;
    if (!add_communities(&b)) return false;
    for (size_t i = 0; i < report->n_indicators; i++) {
        b.prefix = report->indicators[i].id;
        if (!add_values(&b, i) || (report->statistics && !add_statistics(&b, i)) || !add_parts(&b, i)) return false;
    }
    for (size_t k = 0; k < report->n_categories; k++) {
        b.prefix = report->categories[k].id;
        if (!add_counts(&b, k) || !add_lengths(&b, k) || !add_areas(&b, k)) return false;
    }
    b.prefix = "";
    return add_scorecard(&b) && add_edges(&b);
}
