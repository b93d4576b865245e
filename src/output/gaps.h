/* Gaps as layers (docs/layers.md). */
#ifndef LC_OUTPUT_GAPS_H
#define LC_OUTPUT_GAPS_H

#include "output/out_crs.h"
#include "output/table.h"
#include "report/report.h"

lc_status lc_report_write_gaps(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path);

/* Has a profile people? Without, there are no places to show, not even an empty layer of them. */
bool lc_report_counts_places(const lc_report *report);

/* One row a gap of one kind of geometry: polygons, or points. */
bool lc_table_gaps(const lc_report *report, lc_geom_kind kind, lc_table *out);

#endif
