/* Combinations, the scorecard and totals as members of `lifecircle` (docs/report.md). */
#ifndef LC_OUTPUT_JSON_PARTS_H
#define LC_OUTPUT_JSON_PARTS_H

#include "base/json.h"
#include "report/report.h"

/* The member `combines` of an indicator: null when it combines nothing. */
void lc_json_combination(lc_json *json, const lc_report *report, size_t indicator);
/* The member `scorecard`: null without one. */
void lc_json_scorecard(lc_json *json, const lc_report *report);

/* The members of an indicator that are totals over the communities, of all or of a group: `ratio` to `reason`. */
void lc_json_totals(lc_json *json, const lc_indicator *total);
/* The member `groups`: totals for each value of a field; nothing when they are not grouped. */
void lc_json_groups(lc_json *json, const lc_report *report);

#endif
