/* Areas of communities by walking distance: the integrals behind every area ratio. */
#ifndef LC_COVERAGE_INTEGRATE_H
#define LC_COVERAGE_INTEGRATE_H

#include "coverage/pass.h"

/* How finely to measure. */
typedef struct lc_precision {
    double tolerance_m2; /* how coarse a parabola may be cut: smaller gives smaller err */
    bool pieces;         /* distances from pieces alone, never from points: bounds on means and quantiles are close */
    const double *probe; /* NULL, or for each community asked for, pass after pass, LC_PROBES for every demand and
                            group, as in lc_sums */
} lc_precision;

/* How many numbers the probes of a pass are, of one community. */
size_t lc_probes_size(const lc_pass *pass);

/*
 * Measure the communities `which` (n of them; feature numbers of `communities`) by passes that share their zones.
 * @param residential polygons of residential land in the zones' sense, may be NULL
 * @param take gets each community's tallies when it is done: of one pass after the other, lc_tally_size() doubles each
 * The result does not depend on the number of threads.
 */
lc_status lc_measure(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                     const lc_zones *residential, const uint32_t *which, size_t n, const lc_precision *precision,
                     lc_tally_fn take, void *taker);

/* The same, with every tile's tallies given to `each` (of the same user as `take`) before they are added up. */
lc_status lc_measure_tiles(lc_context *ctx, const lc_pass *const *pass, size_t n_passes, const lc_geoms *communities,
                           const lc_zones *residential, const uint32_t *which, size_t n, const lc_precision *precision,
                           lc_tile_tally_fn each, lc_tally_fn take, void *taker);

#endif
