/* Gaps as layers (docs/layers.md). */
#ifndef LC_OUTPUT_GAPS_H
#define LC_OUTPUT_GAPS_H

#include "output/out_crs.h"
#include "report/report.h"

lc_status lc_report_write_gaps(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path);

#endif
