/* What maps and data sets show beside the numbers: facilities with what they serve, and the paths that were walked on.
 */
#ifndef LC_REPORT_EXTRAS_H
#define LC_REPORT_EXTRAS_H

#include "measure/fields.h"
#include "report/report.h"

#endif
