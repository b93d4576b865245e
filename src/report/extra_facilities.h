/* What maps and data sets show beside the numbers: facilities, with what they serve. */
#ifndef LC_REPORT_EXTRA_FACILITIES_H
#define LC_REPORT_EXTRA_FACILITIES_H

#include "measure/fields.h"
#include "report/report.h"

/*
 * Fill the report's facilities: those within their category's search range of the communities' bounding box, and any
 * other that serves somebody.
 * @param served as lc_overlap_measure() gives it
 */
lc_status lc_extras_facilities(lc_context *ctx, const lc_fields *fields, const double *served, lc_report *report);

#endif
