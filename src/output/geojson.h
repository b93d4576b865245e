/* The report as GeoJSON (docs/report.md). */
#ifndef LC_OUTPUT_GEOJSON_H
#define LC_OUTPUT_GEOJSON_H

#include "report/report.h"

lc_status lc_report_write(lc_context *ctx, const lc_report *report, const char *path);

#endif
