/* Gated compounds and their gates. */
#ifndef LC_CITY_COMPOUNDS_H
#define LC_CITY_COMPOUNDS_H

#include "city/inputs.h"
#include "coverage/measure.h"

/* Read options->compounds and options->gates, in the work CRS: a gate belongs to the compounds whose boundary is within
   20 m. Compounds without a gate are left out and counted (they follow the general rule), as are gates of no compound.
   *out is empty (n_gates 0) when neither option is given; one without the other is LC_ERR_INPUT. */
lc_status lc_compounds_read(lc_context *ctx, const lc_check_options *options, lc_inputs *in, lc_compounds *out);
void lc_compounds_free(lc_compounds *compounds);

#endif
