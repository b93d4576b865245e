/* From the tallies of a pass to the results of a community. */
#ifndef LC_MEASURE_STORE_TALLIES_H
#define LC_MEASURE_STORE_TALLIES_H

#include "measure/measuring.h"

/* Store what the tallies of a pass say of community c; probe: where it was asked about quantiles, NULL without. The
   tallies are closed. */
void lc_store_tallies(lc_measuring *run, size_t pass, size_t c, double *tally, const double *probe);

#endif
