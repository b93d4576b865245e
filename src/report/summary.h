/* The member `lifecircle` of a report: profile, parameters, inputs, network, indicators, warnings (docs/report.md). */
#ifndef LC_REPORT_SUMMARY_H
#define LC_REPORT_SUMMARY_H

#include "base/json.h"
#include "report/report.h"

void lc_summary_write(lc_json *json, const lc_report *report);

#endif
