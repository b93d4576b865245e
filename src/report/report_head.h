/* The head of a report: what is the same in all planes of a city. */
#ifndef LC_REPORT_REPORT_HEAD_H
#define LC_REPORT_REPORT_HEAD_H

#include "report/report.h"

/* n rules with their categories; what has been copied is the list's when memory is out, which gives false. */
bool lc_rule_list_copy(const lc_rule *rules, size_t n, lc_rule_list *out);

/* Copy the parameters, the profile with its scenarios and bands, indicators and their rules, the scorecard and the
   categories into a report that has none of them. What is there is freed with the report, also when memory is out:
   false. */
bool lc_report_copy_head(lc_report *to, const lc_report *from);

#endif
