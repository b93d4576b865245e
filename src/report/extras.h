/* What maps and data sets show beside the numbers: facilities with what they serve, and the paths that were walked on.
 */
#ifndef LC_REPORT_EXTRAS_H
#define LC_REPORT_EXTRAS_H

#include "measure/fields.h"
#include "report/report.h"

/*
 * Fill the report's facilities: those within their category's search range of the communities' bounding box, and any
 * other that serves somebody.
 * @param served as lc_overlap_measure() gives it
 */
lc_status lc_extras_facilities(lc_context *ctx, const lc_fields *fields, const double *served, lc_report *report);

/*
 * Fill the report's paths, one an edge of the network, which may be NULL: then there are none.
 * @param walked the network itself, or its view by the profile's walking cost
 */
lc_status lc_extras_paths(lc_context *ctx, const lc_network *network, const lc_network *walked, const lc_work_crs *crs,
                          lc_report *report);

#endif
