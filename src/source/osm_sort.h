/*
 * Bringing an extract into ascending order of ids, each object once. Files from editors, servers and scripts come in
 * any order and give objects more than once: Overpass writes ways with tags and then again as bare skeletons, extracts
 * that were put together share what lies on their edges.
 */
#ifndef LC_SOURCE_OSM_SORT_H
#define LC_SOURCE_OSM_SORT_H

#include "source/osm_versions.h"

/* Bytes that sorting takes besides, about: those of the largest type that is not in order. */
uint64_t lc_osm_sort_bytes(const lc_osm *osm);
/*
 * Sort nodes, ways and relations by id; of several with the same id the one of the highest rank stays, of equal ranks
 * the last one. Ids whose objects differ are warned of. Arrays that are in order stay untouched; *in_order says whether
 * nodes were, and every id is there once. `rank` has an array for each lc_osm_type, as long as there are objects of
 * that type; with NULL *again is true when an id comes twice, and the extract is good for nothing but freeing, as after
 * a failure.
 */
lc_status lc_osm_sort(lc_context *ctx, lc_osm *osm, lc_osm_rank *const *rank, bool *in_order, bool *again);

#endif
