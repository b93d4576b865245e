/* The indicators of a report that is read back: what they ask, their targets, and the city's figures. */
#ifndef LC_REPORT_READ_INDICATORS_H
#define LC_REPORT_READ_INDICATORS_H

#include "report/figures.h"
#include "report/json_read.h"

/* Read the list `indicators` of the member `lifecircle`. */
lc_status lc_figures_read_indicators(lc_json_source *source, const cJSON *about, lc_figures *figures);

#endif
