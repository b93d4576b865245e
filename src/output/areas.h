/* Service areas as a layer (docs/layers.md). */
#ifndef LC_OUTPUT_AREAS_H
#define LC_OUTPUT_AREAS_H

#include "output/out_crs.h"
#include "output/table.h"
#include "report/report.h"

lc_status lc_report_write_areas(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path);

/* One row an indicator: the city's numbers. */
bool lc_table_indicators(const lc_report *report, lc_table *out);

#endif
