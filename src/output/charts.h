/* Charts for people who would rather look than read: SVG files, one for each indicator and kind. */
#ifndef LC_OUTPUT_CHARTS_H
#define LC_OUTPUT_CHARTS_H

#include "report/report.h"

/*
 * Write folder/ID_lorenz.svg for every indicator that has a Lorenz curve, and folder/ID_distance.svg where distances
 * are known. The folder is made when it is not there; other files in it are left alone.
 */
lc_status lc_report_write_charts(lc_context *ctx, const lc_report *report, const char *folder);
lc_status lc_output_check_charts(lc_context *ctx, const char *folder);

#endif
