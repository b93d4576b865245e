/* The edits that a city was checked with. */
#ifndef LC_REPORT_FILL_EDITS_H
#define LC_REPORT_FILL_EDITS_H

#include "city/edits.h"
#include "report/report.h"

/* List them in a report; NULL: there are none. false when memory is out. */
bool lc_report_fill_edits(lc_report *report, const lc_edits *edits);

#endif
