#include "output/json_parts.h"

#include <math.h>

enum { RATIO_DECIMALS = 6, AREA_DECIMALS = 1 };

static void write_null(lc_json *json, const char *key) {
    lc_json_key(json, key);
    lc_json_null(json);
}

static void write_id(lc_json *json, const lc_report *report, size_t indicator) {
    lc_json_text(json, report->indicators[indicator].id);
}

static void write_shares(lc_json *json, const lc_report *report, size_t i) {
    const lc_indicator *indicator = &report->indicators[i];
    lc_json_put_fixed(json, "services", indicator->services, RATIO_DECIMALS);
    lc_json_open_member(json, "shares", '[');
    for (size_t k = 0; k <= indicator->n_parts; k++)
        lc_json_fixed(json, lc_report_parts_share(report, SIZE_MAX, i, k), RATIO_DECIMALS);
    lc_json_close(json, ']');
}

void lc_json_combination(lc_json *json, const lc_report *report, size_t i) {
    const lc_indicator *indicator = &report->indicators[i];
    if (!indicator->combines) {
        write_null(json, "combines");
        return;
    }
    lc_json_open_member(json, "combines", '{');
    lc_json_put_text(json, "kind", indicator->combines == LC_COMBINES_ALL ? "all_of" : "at_least");
    lc_json_put_count(json, "n", indicator->least);
    lc_json_open_member(json, "parts", '[');
    for (size_t p = 0; p < indicator->n_parts; p++) write_id(json, report, lc_report_part(report, i, p).indicator);
    lc_json_close(json, ']');
    lc_json_open_member(json, "left_out", '[');
    for (size_t p = 0; p < indicator->n_parts; p++)
        if (lc_report_part(report, i, p).left_out) write_id(json, report, lc_report_part(report, i, p).indicator);
    lc_json_close(json, ']');
    lc_json_open_member(json, "no_data", '[');
    for (size_t p = 0; p < indicator->n_parts; p++)
        if (lc_report_part(report, i, p).missing) write_id(json, report, lc_report_part(report, i, p).indicator);
    lc_json_close(json, ']');
    if (indicator->combines == LC_COMBINES_AT_LEAST) write_shares(json, report, i);
    lc_json_close(json, '}');
}

void lc_json_scorecard(lc_json *json, const lc_report *report) {
    lc_scorecard card = lc_report_scorecard(report);
    if (card.n_items == 0) {
        write_null(json, "scorecard");
        return;
    }
    lc_json_open_member(json, "scorecard", '{');
    lc_json_open_member(json, "items", '[');
    for (size_t k = 0; k < card.n_items; k++) write_id(json, report, card.item[k]);
    lc_json_close(json, ']');
    lc_json_put_count(json, "communities_met", card.communities_met);
    lc_json_put_fixed(json, "share", card.share, RATIO_DECIMALS);
    lc_json_close(json, '}');
}

void lc_json_totals(lc_json *json, const lc_indicator *total) {
    lc_json_put_fixed(json, "ratio", total->ratio, RATIO_DECIMALS);
    lc_json_put_fixed(json, "err", lc_bound_rounded_up(total->err), RATIO_DECIMALS);
    lc_json_put_fixed(json, "offnet", total->offnet, RATIO_DECIMALS);
    lc_json_put_fixed(json, "island", total->island, RATIO_DECIMALS);
    lc_json_put_fixed(json, "demand", total->demand, AREA_DECIMALS);
    lc_json_put_fixed(json, "covered", total->covered, AREA_DECIMALS);
    lc_json_put_fixed(json, "mean_ratio", total->mean_ratio, RATIO_DECIMALS);
    lc_json_put_text(json, "verdict", lc_verdict_name(total->verdict));
    lc_json_put_count(json, "communities_met", total->communities_met);
    lc_json_put_count(json, "communities_missed", total->communities_missed);
    lc_json_put_text(json, "reason", total->reason);
}

static void write_total(lc_json *json, const lc_report *report, size_t g, size_t i) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "id", report->indicators[i].id);
    lc_json_totals(json, &report->group[g].total[i]);
    lc_json_close(json, '}');
}

void lc_json_groups(lc_json *json, const lc_report *report) {
    if (!report->group_field) return;
    lc_json_open_member(json, "groups", '{');
    lc_json_put_text(json, "field", report->group_field);
    lc_json_open_member(json, "values", '[');
    for (size_t g = 0; g < report->n_groups; g++) {
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "value", report->group[g].value);
        lc_json_put_count(json, "communities", report->group[g].n_communities);
        lc_json_open_member(json, "indicators", '[');
        for (size_t i = 0; i < report->n_indicators; i++) write_total(json, report, g, i);
        lc_json_close(json, ']');
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}
