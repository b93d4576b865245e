/* The sources of a city, read in their order. */
#ifndef LC_CITY_READ_INPUTS_H
#define LC_CITY_READ_INPUTS_H

#include "city/inputs.h"

/* Load the rules and read sources: first what the network is built from, and communities, then facilities and land. */
lc_status lc_inputs_read_paths(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
lc_status lc_inputs_read_places(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* The same for facilities alone, and what they are read from. */
lc_status lc_inputs_read_facilities(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Read options->communities, and lay the work CRS around them. */
lc_status lc_inputs_communities(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Read options->network, when it is given; the walk rules must be there. */
lc_status lc_inputs_network(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Read options->compounds and options->gates; one without the other is LC_ERR_INPUT. */
lc_status lc_inputs_compounds(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Free where paths come from, when they have been taken another way. */
void lc_inputs_drop_paths(lc_inputs *in);
void lc_inputs_free(lc_inputs *in);

#endif
