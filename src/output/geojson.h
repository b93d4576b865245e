/* The report as GeoJSON (docs/report.md). */
#ifndef LC_OUTPUT_GEOJSON_H
#define LC_OUTPUT_GEOJSON_H

#include "base/json.h"
#include "report/report.h"

lc_status lc_report_write(lc_context *ctx, const lc_report *report, const char *path);

/* The same report to an open file. Write errors stay in it (ferror); LC_ERR_MEMORY. */
lc_status lc_report_print(lc_context *ctx, FILE *file, const lc_report *report);

/* Its member `lifecircle`: profile, parameters, inputs, network, indicators, warnings. */
void lc_summary_write(lc_json *json, const lc_report *report);

#endif
