/* Combinations of places inside gated compounds. */
#ifndef LC_COVERAGE_GATED_COMBINE_H
#define LC_COVERAGE_GATED_COMBINE_H

#include "coverage/combine.h"
#include "coverage/gated.h"

/* Add a cell of the compound whose gates lc_gated_cell() has found, for the combinations that several leaves leave
 * open. */
void lc_gated_combine(const lc_gated *gated, lc_combining *c, const lc_sums *sums, const lc_convex *cell);

#endif
