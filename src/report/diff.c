#include "report/diff.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "report/causes.h"

/* Figures have six decimals in their files: a difference of exactly the tolerance must not count because of a double's
   rounding. */
static const double ROUNDING = 1e-9;
/* Among the worse and the better: first what cannot be expressed in ratios, then flips of verdicts, then ratios. */
static const double WEIGHT_GONE = 2, WEIGHT_FLIP = 1;

/* ----------------------------------------------------------------- ratios */

static double known(double err) {
    return isnan(err) ? 0 : err;
}

static double jump(double before, double after) {
    return isnan(before) || isnan(after) ? 0 : after - before;
}

static bool compare_figures(const lc_diff *diff, const lc_figure *before, const lc_figure *after, lc_change *out) {
    out->before = before->ratio;
    out->after = after->ratio;
    out->verdict_before = before->verdict;
    out->verdict_after = after->verdict;
    out->effect = LC_NEITHER;
    if (isnan(before->ratio) || isnan(after->ratio)) {
        bool lost = !isnan(before->ratio), found = !isnan(after->ratio);
        out->kind = lost ? LC_CHANGE_DATA_LOST : LC_CHANGE_DATA_FOUND;
        out->text_after = after->reason;
        if (lost) out->effect = LC_WORSE;
        return lost || found;
    }
    double step = jump(before->ratio, after->ratio);
    double limit = fmax(diff->tolerance, known(before->err) + known(after->err)) + ROUNDING;
    bool moved = fabs(step) > limit;
    bool failed = before->verdict == LC_MET && after->verdict == LC_MISSED;
    bool reached = before->verdict == LC_MISSED && after->verdict == LC_MET;
    out->kind = moved ? LC_CHANGE_RATIO : LC_CHANGE_VERDICT;
    if ((moved && step > 0) || reached) out->effect = LC_BETTER;
    if ((moved && step < 0) || failed) out->effect = LC_WORSE;
    return moved || before->verdict != after->verdict;
}

static void name_indicator(const lc_figure_indicator *indicator, lc_change *out) {
    out->indicator = indicator->id;
    out->title_en = indicator->title_en;
    out->title_zh = indicator->title_zh;
}

static void name_community(const lc_figure_community *community, lc_change *out) {
    out->community = community->id;
    out->name = community->name;
}

/* The figure of indicator i in community c (SIZE_MAX: the city). */
static const lc_figure *figure_of(const lc_figures *figures, size_t i, size_t c) {
    return c == SIZE_MAX ? &figures->indicators[i].city : &figures->values[c * figures->n_indicators + i];
}

/* The figures before and after; false when one is missing. */
static bool cell_of(const lc_diff *diff, size_t i, size_t c, const lc_figure *out[2]) {
    size_t old_i = diff->indicators.before[i], old_c = c == SIZE_MAX ? c : diff->communities.before[c];
    if (old_i == SIZE_MAX || (c != SIZE_MAX && old_c == SIZE_MAX)) return false;
    out[0] = figure_of(diff->before, old_i, old_c);
    out[1] = figure_of(diff->after, i, c);
    return true;
}

bool lc_diff_cell(const lc_diff *diff, size_t i, size_t c, lc_change *out) {
    const lc_figure *figure[2];
    const lc_figure_indicator *indicator = &diff->after->indicators[i];
    *out = (lc_change){.effect = LC_NEITHER, .before = NAN, .after = NAN};
    name_indicator(indicator, out);
    out->target = c == SIZE_MAX ? indicator->target : indicator->community_target;
    if (c != SIZE_MAX) name_community(&diff->after->communities[c], out);
    if (diff->different[i] || !cell_of(diff, i, c, figure)) return false;
    return compare_figures(diff, figure[0], figure[1], out);
}

/* ------------------------------------------------------------- collecting */

static double weight_of(const lc_change *change) {
    double weight = fabs(jump(change->before, change->after));
    switch (change->kind) {
    case LC_CHANGE_INDICATOR_GONE:
    case LC_CHANGE_COMMUNITY_GONE:
    case LC_CHANGE_DATA_LOST:
        return WEIGHT_GONE;
    case LC_CHANGE_RATIO:
    case LC_CHANGE_VERDICT:
        return weight + (change->verdict_before != change->verdict_after ? WEIGHT_FLIP : 0);
    default:
        return 0;
    }
}

static bool add(lc_diff *diff, const lc_change *change, size_t i, size_t c) {
    if (!LC_ROOM(diff->changes, diff->cap_changes, diff->n_changes + 1)) return false;
    diff->changes[diff->n_changes++] =
        (lc_change_entry){.change = *change, .weight = weight_of(change), .indicator = i, .community = c};
    diff->n_effect[change->effect]++;
    return true;
}

static lc_change plain(lc_change_kind kind, lc_effect effect) {
    return (lc_change){.kind = kind, .effect = effect, .before = NAN, .after = NAN, .target = NAN};
}

static bool collect_indicators(lc_diff *diff) {
    for (size_t i = 0; i < diff->before->n_indicators; i++) {
        const lc_figure_indicator *indicator = &diff->before->indicators[i];
        if (diff->indicators.after[i] != SIZE_MAX) continue;
        bool measured = !isnan(indicator->city.ratio);
        lc_change change = plain(LC_CHANGE_INDICATOR_GONE, measured ? LC_WORSE : LC_NEITHER);
        name_indicator(indicator, &change);
        change.before = indicator->city.ratio;
        if (!add(diff, &change, i, SIZE_MAX)) return false;
    }
    for (size_t i = 0; i < diff->after->n_indicators; i++) {
        const lc_figure_indicator *indicator = &diff->after->indicators[i];
        size_t old = diff->indicators.before[i];
        if (old != SIZE_MAX && !diff->different[i]) continue;
        lc_change change = plain(old == SIZE_MAX ? LC_CHANGE_INDICATOR_NEW : LC_CHANGE_DEFINITION, LC_NEITHER);
        name_indicator(indicator, &change);
        change.after = indicator->city.ratio;
        if (old != SIZE_MAX) change.before = diff->before->indicators[old].city.ratio;
        change.text_after = diff->different[i];
        if (!add(diff, &change, i, SIZE_MAX)) return false;
    }
    return true;
}

static bool collect_communities(lc_diff *diff) {
    for (size_t c = 0; c < diff->before->n_communities; c++) {
        lc_change change = plain(LC_CHANGE_COMMUNITY_GONE, LC_WORSE);
        name_community(&diff->before->communities[c], &change);
        if (diff->communities.after[c] == SIZE_MAX && !add(diff, &change, SIZE_MAX, c)) return false;
    }
    for (size_t c = 0; c < diff->after->n_communities; c++) {
        size_t old = diff->communities.before[c];
        bool added = old == SIZE_MAX;
        lc_change change = plain(added ? LC_CHANGE_COMMUNITY_NEW : LC_CHANGE_COMMUNITY_RENAMED, LC_NEITHER);
        name_community(&diff->after->communities[c], &change);
        if (!added) {
            change.text_before = diff->before->communities[old].name;
            change.text_after = change.name;
            if (strcmp(change.text_before, change.text_after) == 0) continue;
        }
        if (!add(diff, &change, SIZE_MAX, c)) return false;
    }
    return true;
}

static bool collect_cell(lc_diff *diff, size_t i, size_t c) {
    const lc_figure *figure[2];
    lc_change change;
    bool changed = lc_diff_cell(diff, i, c, &change);
    if (changed && !add(diff, &change, i, c)) return false;
    if (!cell_of(diff, i, c, figure)) return true;
    if (fabs(jump(figure[0]->offnet, figure[1]->offnet)) <= diff->tolerance + ROUNDING) return true;
    change.kind = LC_CHANGE_OFFNET;
    change.effect = LC_NEITHER;
    change.before = figure[0]->offnet;
    change.after = figure[1]->offnet;
    change.target = NAN;
    change.text_after = NULL;
    return add(diff, &change, i, c);
}

static bool collect_cells(lc_diff *diff) {
    for (size_t i = 0; i < diff->after->n_indicators; i++) {
        if (diff->different[i]) continue;
        if (!collect_cell(diff, i, SIZE_MAX)) return false;
        for (size_t c = 0; c < diff->after->n_communities; c++)
            if (!collect_cell(diff, i, c)) return false;
    }
    return true;
}

static bool collect_counts(lc_diff *diff) {
    const lc_figures *before = diff->before, *after = diff->after;
    for (size_t c = 0; c < after->n_communities; c++) {
        size_t old = diff->communities.before[c];
        for (size_t k = 0; old != SIZE_MAX && k < after->n_categories; k++) {
            size_t category = diff->categories.before[k];
            if (category == SIZE_MAX) continue;
            lc_change change = plain(LC_CHANGE_COUNT, LC_NEITHER);
            name_community(&after->communities[c], &change);
            change.category = after->categories[k];
            change.before = before->counts[old * before->n_categories + category];
            change.after = after->counts[c * after->n_categories + k];
            if (fabs(jump(change.before, change.after)) > 0 && !add(diff, &change, k, c)) return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- sorting */

static int compare_sizes(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int by_importance(const void *a, const void *b) {
    const lc_change_entry *one = a, *other = b;
    int order = (int)one->change.effect - (int)other->change.effect;
    if (order == 0 && one->change.effect == LC_NEITHER) order = (int)one->change.kind - (int)other->change.kind;
    if (order == 0) order = (one->change.community != NULL) - (other->change.community != NULL);
    if (order == 0) order = (one->weight < other->weight) - (one->weight > other->weight);
    if (order == 0) order = compare_sizes(one->indicator, other->indicator);
    if (order == 0) order = compare_sizes(one->community, other->community);
    return order ? order : (int)one->change.kind - (int)other->change.kind;
}

/* --------------------------------------------------------------- matching */

static lc_status find_different(lc_context *ctx, lc_diff *diff) {
    diff->different = LC_NEW0(char *, diff->after->n_indicators);
    if (!diff->different) return lc_fail_memory(ctx);
    for (size_t i = 0; i < diff->after->n_indicators; i++) {
        size_t old = diff->indicators.before[i];
        for (size_t k = 0; old != SIZE_MAX && k < LC_DEFINITION_MEMBERS; k++) {
            if (!lc_definition_differs(&diff->before->indicators[old], &diff->after->indicators[i], k)) continue;
            char *shorter = diff->different[i];
            diff->different[i] =
                lc_sprintf("%s%s%s", shorter ? shorter : "", shorter ? ", " : "", lc_definition_member[k]);
            free(shorter);
            if (!diff->different[i]) return lc_fail_memory(ctx);
        }
    }
    return LC_OK;
}

static const char **indicator_ids(const lc_figures *figures) {
    const char **ids = LC_NEW(const char *, figures->n_indicators);
    for (size_t i = 0; ids && i < figures->n_indicators; i++) ids[i] = figures->indicators[i].id;
    return ids;
}

static const char **community_ids(const lc_figures *figures) {
    const char **ids = LC_NEW(const char *, figures->n_communities);
    for (size_t c = 0; ids && c < figures->n_communities; c++) ids[c] = figures->communities[c].id;
    return ids;
}

static bool match(const char **before, size_t n_before, const char **after, size_t n_after, lc_match *out) {
    bool good = before && after && lc_match_ids(before, n_before, after, n_after, out);
    free(before);
    free(after);
    return good;
}

static lc_status match_all(lc_context *ctx, lc_diff *diff) {
    const lc_figures *before = diff->before, *after = diff->after;
    bool good = match(indicator_ids(before), before->n_indicators, indicator_ids(after), after->n_indicators,
                      &diff->indicators) &&
                match(community_ids(before), before->n_communities, community_ids(after), after->n_communities,
                      &diff->communities) &&
                lc_match_ids((const char *const *)before->categories, before->n_categories,
                             (const char *const *)after->categories, after->n_categories, &diff->categories);
    return good ? LC_OK : lc_fail_memory(ctx);
}

/* -------------------------------------------------------------------- API */

static lc_status set_tolerance(lc_context *ctx, lc_diff *diff, const lc_diff_options *options) {
    lc_diff_options o = LC_DIFF_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_diff_options", &o, sizeof o, options);
    if (status != LC_OK) return status;
    diff->tolerance = isnan(o.tolerance) ? 0.001 : o.tolerance;
    if (diff->tolerance >= 0 && diff->tolerance <= 1) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "the tolerance must be from 0 to 1");
}

lc_status lc_diff_new(lc_context *ctx, const lc_figures *before, const lc_figures *after,
                      const lc_diff_options *options, lc_diff **out) {
    lc_diff *diff = LC_NEW0(lc_diff, 1);
    if (!diff) return lc_fail_memory(ctx);
    diff->before = before;
    diff->after = after;
    lc_status status = set_tolerance(ctx, diff, options);
    if (!status) status = match_all(ctx, diff);
    if (!status) status = find_different(ctx, diff);
    if (!status) status = lc_diff_find_causes(ctx, diff);
    if (!status &&
        !(collect_indicators(diff) && collect_communities(diff) && collect_cells(diff) && collect_counts(diff)))
        status = lc_fail_memory(ctx);
    if (status != LC_OK) {
        lc_diff_free(diff);
        return status;
    }
    if (diff->n_changes) qsort(diff->changes, diff->n_changes, sizeof *diff->changes, by_importance);
    *out = diff;
    return LC_OK;
}

void lc_diff_free(lc_diff *diff) {
    if (!diff) return;
    for (size_t i = 0; diff->different && i < diff->after->n_indicators; i++) free(diff->different[i]);
    free(diff->different);
    lc_match_free(&diff->categories);
    lc_match_free(&diff->communities);
    lc_match_free(&diff->indicators);
    free(diff->causes);
    free(diff->changes);
    free(diff);
}

bool lc_diff_passed(const lc_diff *diff) {
    return diff->n_effect[LC_WORSE] == 0;
}

size_t lc_diff_count(const lc_diff *diff, lc_effect effect) {
    return diff->n_effect[effect];
}

size_t lc_diff_change_count(const lc_diff *diff) {
    return diff->n_changes;
}

lc_change lc_diff_change(const lc_diff *diff, size_t change) {
    return diff->changes[change].change;
}

size_t lc_diff_cause_count(const lc_diff *diff) {
    return diff->n_causes;
}

lc_cause lc_diff_cause(const lc_diff *diff, size_t cause) {
    return diff->causes[cause];
}

size_t lc_diff_communities(const lc_diff *diff) {
    return diff->communities.n;
}

size_t lc_diff_indicators(const lc_diff *diff) {
    size_t n = diff->indicators.n;
    for (size_t i = 0; i < diff->after->n_indicators; i++) n -= diff->different[i] != NULL;
    return n;
}

double lc_diff_tolerance(const lc_diff *diff) {
    return diff->tolerance;
}
