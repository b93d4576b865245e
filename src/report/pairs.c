/* Indicators that ask the same question under both metrics, and the communities they serve least. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report/report.h"

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Do two indicators ask the same question, the metric aside? */
static bool same_rule(const lc_indicator *a, const lc_indicator *b) {
    if (a->combines || b->combines || !same_text(a->group, b->group) || !same_text(a->measure, b->measure) ||
        !same_text(a->supply, b->supply) || !same_text(a->decay, b->decay))
        return false;
    return strcmp(a->category, b->category) == 0 && strcmp(a->denominator, b->denominator) == 0 &&
           fabs(a->distance_m - b->distance_m) < 0.5;
}

static bool is_straight(const lc_indicator *indicator) {
    return strcmp(indicator->metric, "straight") == 0;
}

/* How many indicators before `end` share the rule of `like` and are straight or not. */
static size_t count_like(const lc_report *report, const lc_indicator *like, bool straight, size_t end) {
    size_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += same_rule(like, &report->indicators[i]) && is_straight(&report->indicators[i]) == straight;
    return n;
}

/* Rules may also differ in what an lc_indicator does not show (sizes, levels); then the k-th of one metric goes with
   the k-th of the other, if there are as many. */
size_t lc_report_partner(const lc_report *report, size_t indicator) {
    const lc_indicator *self = &report->indicators[indicator];
    bool straight = is_straight(self);
    size_t n = report->n_indicators;
    if (count_like(report, self, true, n) != count_like(report, self, false, n)) return SIZE_MAX;
    size_t rank = count_like(report, self, straight, indicator);
    for (size_t j = 0; j < n; j++) {
        const lc_indicator *other = &report->indicators[j];
        if (!same_rule(self, other) || is_straight(other) == straight) continue;
        if (rank-- == 0) return j;
    }
    return SIZE_MAX;
}

size_t lc_report_worst(const lc_report *report, size_t indicator, size_t *worst, size_t n) {
    size_t found = 0;
    for (size_t c = 0; c < report->n_communities; c++) {
        double ratio = lc_report_value(report, c, indicator).ratio;
        if (isnan(ratio)) continue;
        size_t at = found;
        while (at > 0 && lc_report_value(report, worst[at - 1], indicator).ratio > ratio) at--;
        if (at == n) continue;
        if (found < n) found++;
        memmove(worst + at + 1, worst + at, (found - at - 1) * sizeof *worst);
        worst[at] = c;
    }
    return found;
}
