/* Everything in one GeoPackage (docs/qgis.md). */
#ifndef LC_OUTPUT_GPKG_H
#define LC_OUTPUT_GPKG_H

#include "output/out_crs.h"
#include "report/report.h"

lc_status lc_report_write_gpkg(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path);
lc_status lc_output_check_gpkg(lc_context *ctx, const char *path);

#endif
