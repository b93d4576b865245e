/* Gaps as layers (docs/layers.md). */
#ifndef LC_OUTPUT_GAPS_H
#define LC_OUTPUT_GAPS_H

#include "report/report.h"

lc_status lc_report_write_gaps(lc_context *ctx, const lc_report *report, const char *path);

#endif
