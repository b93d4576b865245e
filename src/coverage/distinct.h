/* How many segments of a list differ, as seen from a box: lines drawn on top of one another cost one. */
#ifndef LC_COVERAGE_DISTINCT_H
#define LC_COVERAGE_DISTINCT_H

#include "coverage/candidate_segments.h"

/*
 * The number of different segments in a list pruned for a box; most + 1 when there are more than `most`. Two are one
 * when they are the same segment, or when all of the box lies beside both and they are on one straight line. However
 * many such segments there are, they share their pieces of the plane.
 */
size_t lc_candidate_segments_distinct(const lc_candidate_segments *candidates, const lc_view *view, size_t most);

#endif
