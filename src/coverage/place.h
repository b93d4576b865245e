/* Walking distance of single places. */
#ifndef LC_COVERAGE_PLACE_H
#define LC_COVERAGE_PLACE_H

#include "coverage/pass.h"

/* Scratch of one thread. */
typedef struct lc_place_scratch {
    lc_items items, candidates;
} lc_place_scratch;

void lc_place_scratch_free(lc_place_scratch *scratch);

/* Distance of p from the segment from vertex v to the next; *t gets the share along it where it is nearest. */
double lc_site_foot(const lc_sites *sites, uint32_t v, lc_xy p, double *t);

/* The same of a segment, as lc_index_nearest() asks for it. */
double lc_sites_distance(const void *sites, uint32_t segment, double x, double y);

/* D of a group there: the least of its terms, 0 without terms. At t = 0, v may be the last vertex of an edge. */
double lc_group_d(const lc_group *group, uint32_t v, double t);

/*
 * d at p for every group of a pass (docs/definitions.md, "Walking distance of a place"), INFINITY when out of reach.
 * *offnet tells that p is farther than the longest leg from all sites (and has no linked gate); it says nothing about
 * groups with d = 0. false when memory is out.
 */
bool lc_place_distances(const lc_pass *pass, lc_xy p, lc_place_scratch *scratch, double *d, bool *offnet);

#endif
