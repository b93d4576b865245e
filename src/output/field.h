/* Walking distance as a raster, and whether layers and rasters can be written at all. */
#ifndef LC_OUTPUT_FIELD_H
#define LC_OUTPUT_FIELD_H

#include "report/report.h"

lc_status lc_report_write_field(lc_context *ctx, const lc_report *report, const char *category, const char *path);
/* Could areas and gaps, or a raster, be written to `path`? */
lc_status lc_output_check_layer(lc_context *ctx, const char *path);
lc_status lc_output_check_field(lc_context *ctx, const char *path);

#endif
