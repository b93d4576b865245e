/* What maps and data sets show beside the numbers: the paths that were walked on. */
#ifndef LC_REPORT_EXTRA_PATHS_H
#define LC_REPORT_EXTRA_PATHS_H

#include "measure/fields.h"
#include "report/report.h"

/*
 * Fill the report's paths, one an edge of the network, which may be NULL: then there are none.
 * @param walked the network itself, or its view by the profile's walking cost
 */
lc_status lc_extras_paths(lc_context *ctx, const lc_network *network, const lc_network *walked, const lc_work_crs *crs,
                          lc_report *report);

#endif
