/* From results to the report. */
#ifndef LC_REPORT_FILL_H
#define LC_REPORT_FILL_H

#include "city/inputs.h"
#include "measure/results.h"

/* Make the report. Moves the names, shapes and input records out of `in`, and the warnings out of `ctx`. */
lc_status lc_report_fill(lc_context *ctx, const lc_check_options *options, lc_inputs *in, const lc_network *network,
                         const lc_plan *plan, const lc_results *results, lc_report **out);

#endif
