#include "output/json_parts.h"

#include <math.h>

enum { RATIO_DECIMALS = 6 };

static void open_member(lc_json *json, const char *key, char bracket) {
    lc_json_key(json, key, "");
    lc_json_open(json, bracket);
}

static void write_null(lc_json *json, const char *key) {
    lc_json_key(json, key, "");
    lc_json_null(json);
}

static void write_id(lc_json *json, const lc_report *report, size_t indicator) {
    lc_json_text(json, report->indicators[indicator].id);
}

static void write_shares(lc_json *json, const lc_report *report, size_t i) {
    const lc_indicator *indicator = &report->indicators[i];
    lc_json_put_fixed(json, "services", indicator->services, RATIO_DECIMALS);
    open_member(json, "shares", '[');
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
    open_member(json, "combines", '{');
    lc_json_put_text(json, "kind", indicator->combines == LC_COMBINES_ALL ? "all_of" : "at_least");
    lc_json_put_count(json, "n", indicator->least);
    open_member(json, "parts", '[');
    for (size_t p = 0; p < indicator->n_parts; p++) write_id(json, report, lc_report_part(report, i, p).indicator);
    lc_json_close(json, ']');
    open_member(json, "left_out", '[');
    for (size_t p = 0; p < indicator->n_parts; p++)
        if (lc_report_part(report, i, p).left_out) write_id(json, report, lc_report_part(report, i, p).indicator);
    lc_json_close(json, ']');
    open_member(json, "no_data", '[');
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
    open_member(json, "scorecard", '{');
    open_member(json, "items", '[');
    for (size_t k = 0; k < card.n_items; k++) write_id(json, report, card.item[k]);
    lc_json_close(json, ']');
    lc_json_put_count(json, "communities_met", card.communities_met);
    lc_json_put_fixed(json, "share", card.share, RATIO_DECIMALS);
    lc_json_close(json, '}');
}
