/* Straight-line coverage by any of several rules, each with its own facilities and distance. */
#ifndef LC_COVERAGE_UNION_H
#define LC_COVERAGE_UNION_H

#include "coverage/pass.h"

/*
 * As lc_measure(), for the union: a place counts when it is within set[k].group[0].limit_m[0] of the sites of set[k]
 * for any k, or in a polygon of `zones`. Every set has one group without terms and one limit, which is its leg_max_m
 * too. The tally is that of set[0]; it has no means and no bins.
 */
lc_status lc_measure_union(lc_context *ctx, const lc_pass *set, size_t n_sets, const lc_zones *zones,
                           const lc_geoms *communities, const lc_zones *residential, const uint32_t *which, size_t n,
                           double tolerance_m2, lc_tally_fn take, void *taker);

#endif
