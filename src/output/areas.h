/* Service areas as a layer (docs/layers.md). */
#ifndef LC_OUTPUT_AREAS_H
#define LC_OUTPUT_AREAS_H

#include "report/report.h"

lc_status lc_report_write_areas(lc_context *ctx, const lc_report *report, const char *path);

#endif
