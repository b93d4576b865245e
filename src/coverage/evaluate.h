/* What one piece of the plane with a single nearest element adds to the tallies. */
#ifndef LC_COVERAGE_EVALUATE_H
#define LC_COVERAGE_EVALUATE_H

#include "coverage/envelope.h"
#include "coverage/partition.h"
#include "coverage/tally.h"

/* Add the pieces and slivers of a partition for the groups whose bit is set in `groups`; `work` counts them, `room` is
   scratch. false when memory is out. */
bool lc_sum_partition(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room,
                      lc_stats *work);
/* Add a shape on which d = d0 + distance from `end`, no farther from it than leg_max_m; the rest of it adds nothing.
   far: distance of its farthest vertex from `end`. */
void lc_sum_cone(const lc_sums *sums, size_t group, const lc_convex *shape, lc_xy end, double d0, double far,
                 double leg_max_m);

#endif
