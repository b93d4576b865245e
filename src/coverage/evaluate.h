/* What one piece of the plane with a single nearest element adds to the tallies. */
#ifndef LC_COVERAGE_EVALUATE_H
#define LC_COVERAGE_EVALUATE_H

#include "coverage/envelope.h"
#include "coverage/partition.h"
#include "coverage/spread.h"
#include "coverage/tally.h"

/* Add the pieces and slivers of a partition for the groups whose bit is set in `groups`; `work` counts them, `room` is
   scratch. false when memory is out. */
bool lc_sum_partition(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room,
                      lc_stats *work);
/* Its slivers alone. */
bool lc_sum_slivers(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room);
/* One of its pieces. */
bool lc_sum_piece(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups,
                  lc_envelope *room);

/* D at a vertex: the least over the terms and the nodes at its place. */
double lc_vertex_d(const lc_pass *pass, const lc_group *group, uint32_t vert);

/* Add a shape on which d = d0 + distance from the cone's end, no farther from it than leg_max_m; the rest of it adds
   nothing. */
void lc_sum_cone(const lc_sums *sums, size_t group, lc_cone *cone, double d0, double leg_max_m);

#endif
