#include "report/fill_groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/value_of.h"

/* The communities by their value, those without one last; by input where it is the same. */
static int by_value(const void *a, const void *b) {
    char *const *x = *(char *const *const *)a, *const *y = *(char *const *const *)b;
    int order = *x && *y ? strcmp(*x, *y) : (*y != NULL) - (*x != NULL);
    return order ? order : (x > y) - (x < y);
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* For each community the first one with its value. */
static bool find_firsts(char *const *group, size_t n, size_t *first) {
    char *const **sorted = LC_NEW(char *const *, n);
    if (!sorted) return false;
    for (size_t c = 0; c < n; c++) sorted[c] = &group[c];
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t k = 0; k < n; k++) {
        size_t c = (size_t)(sorted[k] - group);
        first[c] = k && same(*sorted[k], *sorted[k - 1]) ? first[sorted[k - 1] - group] : c;
    }
    free(sorted);
    return true;
}

/* Number the groups by their first communities. */
static bool number_groups(lc_report *rep, const char *field, char *const *value) {
    size_t n = rep->n_communities;
    rep->group_field = lc_strdup(field);
    rep->group_of = LC_NEW(size_t, n);
    if (!rep->group_field || !rep->group_of || !find_firsts(value, n, rep->group_of)) return false;
    rep->group = LC_NEW0(lc_report_group, n);
    if (!rep->group) return false;
    for (size_t c = 0; c < n; c++) {
        if (rep->group_of[c] != c) {
            rep->group_of[c] = rep->group_of[rep->group_of[c]]; /* numbered before */
        } else {
            lc_report_group *group = &rep->group[rep->n_groups];
            rep->group_of[c] = rep->n_groups++;
            group->value = lc_strdup(value[c]);
            group->total = LC_NEW0(lc_indicator, rep->n_indicators);
            if (!group->total || (value[c] && !group->value)) return false;
        }
        rep->group[rep->group_of[c]].n_communities++;
    }
    return true;
}

static void add_result(lc_result *sum, const lc_result *r) {
    sum->demand += r->demand;
    sum->covered += r->covered;
    sum->err += r->err;
    sum->offnet += r->offnet;
    sum->island += r->island;
    sum->ranged += r->ranged;
    sum->distance += r->distance;
}

/* Counts of communities, and the mean of their ratios. */
static void count_communities(const lc_report *rep, size_t i, size_t *known) {
    for (size_t c = 0; c < rep->n_communities; c++) {
        lc_indicator *total = &rep->group[rep->group_of[c]].total[i];
        const lc_value *v = &rep->values[c * rep->n_indicators + i];
        total->communities_met += v->verdict == LC_MET;
        total->communities_missed += v->verdict == LC_MISSED;
        if (isnan(v->ratio)) continue;
        total->mean_ratio += v->ratio;
        known[rep->group_of[c]]++;
    }
}

static void total_indicator(const lc_report *rep, size_t i, const char *reason, const lc_results *results,
                            lc_result *sum, size_t *known) {
    memset(sum, 0, rep->n_groups * sizeof *sum);
    memset(known, 0, rep->n_groups * sizeof *known);
    for (size_t c = 0; c < rep->n_communities; c++)
        add_result(&sum[rep->group_of[c]], &results->value[c * rep->n_indicators + i]);
    count_communities(rep, i, known);
    for (size_t g = 0; g < rep->n_groups; g++) {
        lc_indicator *total = &rep->group[g].total[i];
        lc_report_put_total(&sum[g], &rep->indicators[i], reason, total);
        total->mean_ratio = known[g] ? total->mean_ratio / (double)known[g] : NAN;
    }
}

bool lc_report_fill_groups(lc_report *rep, const char *field, char *const *value, const char *const *reason,
                           const lc_results *results) {
    if (!field) return true;
    if (!number_groups(rep, field, value)) return false;
    lc_result *sum = LC_NEW(lc_result, rep->n_groups);
    size_t *known = LC_NEW(size_t, rep->n_groups);
    bool ok = sum && known;
    for (size_t i = 0; ok && i < rep->n_indicators; i++) total_indicator(rep, i, reason[i], results, sum, known);
    free(sum);
    free(known);
    return ok;
}
