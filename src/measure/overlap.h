/* Which facility reaches which demand, summed both ways: overlap over the communities, demand served over the
 * facilities. */
#ifndef LC_MEASURE_OVERLAP_H
#define LC_MEASURE_OVERLAP_H

#include "measure/results.h"

/*
 * Count, for every indicator, the facilities within reach of the demand: over weighted places one by one, over areas
 * as overlap_areas.h says. Every facility counts once, at its own rule's distance: the longest, if it passes several.
 * @param max_error of a ratio: what is asked of each facility's share of a community
 * @param[out] overlap mean number of facilities within reach, [community * n_indicators + indicator]; NaN without
 *             demand; may be NULL
 * @param[out] err a bound on its error, 0 over places; NULL without `overlap`
 * @param[out] served demand within reach of each facility, whatever others reach it, [facility * n_indicators +
 *             indicator], facilities of all categories one after another; NaN where the indicator does not count it;
 *             may be NULL
 * The sum of served over the facilities is that of overlap * demand over the communities.
 */
lc_status lc_overlap_measure(lc_context *ctx, const lc_fields *fields, const lc_results *results, double max_error,
                             double *overlap, double *err, double *served);

#endif
