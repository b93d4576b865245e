#include "report/fill_parts.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* The parts of a combination, and which of them have no data. */
static bool fill_list(lc_report *rep, const lc_plan *plan, size_t i) {
    const lc_combination *c = &plan->profile->indicators[i].combines;
    lc_part_list *list = &rep->parts[i];
    lc_indicator *indicator = &rep->indicators[i];
    list->part = LC_NEW0(lc_part, c->n_parts);
    if (!list->part) return false;
    for (; list->n < c->n_parts; list->n++) {
        bool missing = plan->indicator[c->part[list->n]].missing;
        list->part[list->n] = (lc_part){.indicator = c->part[list->n],
                                        .left_out = missing && !plan->indicator[i].missing,
                                        .missing = missing && plan->indicator[i].missing};
    }
    indicator->combines = c->kind;
    indicator->n_parts = c->n_parts;
    indicator->least = c->least;
    return true;
}

/* Shares of a demand with exactly 0 .. n parts, from what so many or more cover; the mean number of parts. */
static double fill_shares(const double *within, size_t n_within, double demand, size_t n, double *share) {
    double before = demand, services = 0;
    for (size_t k = 0; k <= n; k++) {
        double more = k < n_within ? within[k] : 0;
        share[k] = demand > 0 ? fmax(0, before - more) / demand : NAN;
        if (k < n_within) services += more;
        before = more;
    }
    return demand > 0 ? services / demand : NAN;
}

/* Parts that were left out cover nobody. */
static bool fill_counted(lc_report *rep, const lc_results *results, const lc_counted *counted) {
    size_t i = counted->indicator, m = rep->n_indicators;
    lc_part_list *list = &rep->parts[i];
    list->share = LC_NEW(double, rep->n_communities *(list->n + 1));
    list->city_share = LC_NEW(double, list->n + 1);
    list->services = LC_NEW(double, rep->n_communities);
    if (!list->share || !list->city_share || !list->services) return false;
    for (size_t c = 0; c < rep->n_communities; c++)
        list->services[c] = fill_shares(counted->within + c * counted->n_parts, counted->n_parts,
                                        results->value[c * m + i].demand, list->n, list->share + c * (list->n + 1));
    return true;
}

void lc_report_fill_total_parts(lc_report *rep, const lc_results *results) {
    for (size_t k = 0; k < results->n_counted; k++) {
        const lc_counted *counted = &results->counted[k];
        const lc_part_list *list = &rep->parts[counted->indicator];
        rep->indicators[counted->indicator].services =
            fill_shares(counted->city_within, counted->n_parts, results->city[counted->indicator].demand, list->n,
                        list->city_share);
    }
}

/* Ids of the items with a verdict in a community, with commas between; NULL when memory is out. */
static char *list_items(const lc_report *rep, size_t c, lc_verdict verdict) {
    char *text = lc_strdup("");
    for (size_t k = 0; text && k < rep->n_scorecard; k++) {
        if (lc_report_value(rep, c, rep->scorecard[k]).verdict != verdict) continue;
        char *longer = lc_sprintf("%s%s%s", text, *text ? "," : "", rep->indicators[rep->scorecard[k]].id);
        free(text);
        text = longer;
    }
    return text;
}

static bool fill_scorecard(lc_report *rep, const lc_profile *profile) {
    if (profile->n_scorecard == 0) return true;
    rep->scorecard = LC_NEW(size_t, profile->n_scorecard);
    rep->missed_items = LC_NEW0(char *, rep->n_communities);
    rep->no_data_items = LC_NEW0(char *, rep->n_communities);
    if (!rep->scorecard || !rep->missed_items || !rep->no_data_items) return false;
    memcpy(rep->scorecard, profile->scorecard, profile->n_scorecard * sizeof *rep->scorecard);
    rep->n_scorecard = profile->n_scorecard;
    for (size_t c = 0; c < rep->n_communities; c++) {
        rep->missed_items[c] = list_items(rep, c, LC_MISSED);
        rep->no_data_items[c] = list_items(rep, c, LC_NO_DATA);
        if (!rep->missed_items[c] || !rep->no_data_items[c]) return false;
    }
    return true;
}

bool lc_report_fill_parts(lc_report *rep, const lc_plan *plan, const lc_results *results) {
    const lc_profile *profile = plan->profile;
    if (profile->n_combinations && !(rep->parts = LC_NEW0(lc_part_list, rep->n_indicators))) return false;
    for (size_t k = 0; k < profile->n_combinations; k++)
        if (!fill_list(rep, plan, profile->combination[k])) return false;
    for (size_t k = 0; k < results->n_counted; k++)
        if (!fill_counted(rep, results, &results->counted[k])) return false;
    lc_report_fill_total_parts(rep, results);
    return fill_scorecard(rep, profile);
}
