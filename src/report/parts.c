/* Combinations and the scorecard, as a report tells of them. */
#include "report/parts.h"

#include <math.h>

#include "report/report.h"

static const lc_part_list *counted(const lc_report *report, size_t indicator) {
    return report->parts && report->parts[indicator].share ? &report->parts[indicator] : NULL;
}

lc_part lc_report_part(const lc_report *report, size_t indicator, size_t part) {
    return report->parts[indicator].part[part];
}

double lc_report_parts_share(const lc_report *report, size_t community, size_t indicator, size_t k) {
    const lc_part_list *list = counted(report, indicator);
    if (!list) return NAN;
    return community == SIZE_MAX ? list->city_share[k] : list->share[community * (list->n + 1) + k];
}

double lc_report_services(const lc_report *report, size_t community, size_t indicator) {
    const lc_part_list *list = counted(report, indicator);
    return list ? list->services[community] : NAN;
}

size_t lc_report_met(const lc_report *report, size_t community) {
    size_t n = 0;
    for (size_t k = 0; k < report->n_scorecard; k++)
        n += lc_report_value(report, community, report->scorecard[k]).verdict == LC_MET;
    return n;
}

/* Has an item no data in any community? Then who meets all items is not known. */
static bool item_is_unknown(const lc_report *report, size_t item) {
    for (size_t c = 0; c < report->n_communities; c++)
        if (lc_report_value(report, c, item).verdict != LC_NO_DATA) return false;
    return true;
}

lc_scorecard lc_report_scorecard(const lc_report *report) {
    lc_scorecard card = {.n_items = report->n_scorecard, .item = report->scorecard, .share = NAN};
    if (card.n_items == 0) return card;
    bool known = report->n_communities > 0;
    for (size_t c = 0; c < report->n_communities; c++) card.communities_met += lc_report_met(report, c) == card.n_items;
    for (size_t k = 0; k < card.n_items; k++) known = known && !item_is_unknown(report, card.item[k]);
    if (known) card.share = (double)card.communities_met / (double)report->n_communities;
    return card;
}
