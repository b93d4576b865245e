/* Totals of communities that share a value of a field: provinces of a country, say. */
#ifndef LC_REPORT_FILL_GROUPS_H
#define LC_REPORT_FILL_GROUPS_H

#include "measure/results.h"
#include "report/report.h"

/* Fill the groups by `value`, one a community, NULL for none, of that field; nothing without a field. Indicators and
   values must be there; `reason` is as in lc_report_fill_totals(). Every total is the sum over the group's communities,
   in the order of input. false when memory is out. */
bool lc_report_fill_groups(lc_report *report, const char *field, char *const *value, const char *const *reason,
                           const lc_results *results);

#endif
