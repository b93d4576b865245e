/* What the pieces of a partition add to means and quantiles, where nothing else is to be known. */
#ifndef LC_COVERAGE_PIECES_H
#define LC_COVERAGE_PIECES_H

#include "coverage/evaluate.h"

/* Add the distances of the pieces for the groups whose bit is set: of small pieces at their centroids, of others as
   lc_sum_partition() does. false when memory is out. */
bool lc_sum_distances(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room,
                      lc_stats *work);

#endif
