/* Population ratios: sums over weighted places. */
#ifndef LC_MEASURE_PLACE_RESULTS_H
#define LC_MEASURE_PLACE_RESULTS_H

#include "coverage/place.h"
#include "measure/fields.h"
#include "measure/result_data.h"

/* d at a place for every group of a pass, as lc_place_distances() gives it; a union of straight rules has one, by the
   rule that is nearest to being met. false when memory is out. */
bool lc_pass_distances(const lc_pass_fields *pass, lc_xy at, lc_place_scratch *scratch, double *d, bool *offnet);

/* Fill the values, bands and place results of every indicator that counts the people of `places`. There is room for the
   place results of all indicators. */
lc_status lc_results_places(lc_context *ctx, const lc_fields *fields, const lc_places *places, lc_results *out);

#endif
