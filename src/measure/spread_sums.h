/* People laid over the plane: the areas of their pieces, weighted and summed by community. */
#ifndef LC_MEASURE_SPREAD_SUMS_H
#define LC_MEASURE_SPREAD_SUMS_H

#include "city/spread.h"
#include "coverage/tiles.h"

/* Measures n pieces, features of the spread's geometries, as lc_measure() does. */
typedef lc_status (*lc_pieces_fn)(lc_context *ctx, const void *user, const lc_geoms *pieces, const uint32_t *which,
                                  size_t n, lc_tally_fn take, void *taker);

/*
 * Measure the pieces of the communities `which` (n of them). `take` gets the tally of each, of tally_size doubles: the
 * sum of its pieces' tallies, each times its weight a square metre, so that weights stand where areas were. All that a
 * tally holds is a sum over the plane, bounds of errors too. The same whatever the number of threads.
 */
lc_status lc_spread_sum(lc_context *ctx, const lc_spread *spread, const uint32_t *which, size_t n, size_t tally_size,
                        lc_pieces_fn measure, const void *user, lc_tally_fn take, void *taker);

#endif
