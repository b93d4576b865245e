/* From results to the report. */
#ifndef LC_API_FILL_H
#define LC_API_FILL_H

#include "api/inputs.h"
#include "api/results.h"

/* Make the report. Moves the names, shapes and input records out of `in`, and the warnings out of `ctx`. */
lc_status lc_report_fill(lc_context *ctx, const lc_check_options *options, lc_inputs *in, const lc_network *network,
                         const lc_plan *plan, const lc_results *results, lc_report **out);

#endif
