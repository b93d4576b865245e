/* Areas of communities by walking distance: the integrals behind every area ratio. */
#ifndef LC_COVERAGE_INTEGRATE_H
#define LC_COVERAGE_INTEGRATE_H

#include "coverage/pass.h"

/*
 * Measure the communities `which` (n of them; feature numbers of `communities`) by passes that share their zones.
 * @param residential polygons of residential land in the zones' sense, may be NULL
 * @param tolerance_m2 how coarse a parabola may be cut: smaller gives smaller err
 * @param take gets each community's tallies when it is done: of one pass after the other, lc_tally_size() doubles each
 * The result does not depend on the number of threads.
 */
lc_status lc_measure(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                     const lc_zones *residential, const uint32_t *which, size_t n, double tolerance_m2,
                     lc_tally_fn take, void *taker);

#endif
