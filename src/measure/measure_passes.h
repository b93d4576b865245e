/* Passes of one batch, measured in some communities, or taken from what is kept. */
#ifndef LC_MEASURE_MEASURE_PASSES_H
#define LC_MEASURE_MEASURE_PASSES_H

#include "measure/measuring.h"

/* Measure passes of one batch at once; a union of rules comes alone. Where distances are to be known well, all but the
   first run are by pieces alone, and with probes where areas are measured: people's pieces have no quantiles of their
   own. */
lc_status lc_measure_passes(lc_context *ctx, lc_measuring *run, const size_t *pass, size_t n_passes,
                            const uint32_t *which, size_t n, double tolerance);

#endif
