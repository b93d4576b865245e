/* Overlap: how many facilities are within reach, on average over the demand. */
#ifndef LC_API_OVERLAP_H
#define LC_API_OVERLAP_H

#include "api/results.h"

/*
 * Mean number of facilities of each indicator within reach: overlap[community * n_indicators + indicator], NaN without
 * demand. Over weighted places exactly; over areas at the points of a square lattice, 20 m apart or closer (the ratio
 * itself does not depend on it). Every facility counts once, at its own rule's distance.
 */
lc_status lc_overlap_measure(lc_context *ctx, const lc_profile *profile, const lc_plan *plan, const lc_demand *demand,
                             const lc_network *network, const lc_compounds *compounds, double link_limit_m,
                             double *overlap);

#endif
