/* Several objects of one id: which of them counts, and whether they differ. */
#ifndef LC_SOURCE_OSM_VERSIONS_H
#define LC_SOURCE_OSM_VERSIONS_H

#include "source/osm.h"

/*
 * What decides between several objects of one id, the larger the better: first the version, where a missing one is 0,
 * then whether there are tags, of interest or not. LC_OSM_DERIVED is below all: what another object says of this one,
 * as a way does that carries the positions of its nodes.
 */
typedef uint32_t lc_osm_rank;
enum { LC_OSM_DERIVED = 0, LC_OSM_PLAIN = 1 /* neither version nor tags */ };

lc_osm_rank lc_osm_rank_of(int64_t version, bool tagged);
/* The same object, which has tags. */
lc_osm_rank lc_osm_rank_tagged(lc_osm_rank rank);

/*
 * Do objects `a` and `b` (indices) of a type say different things: another position, other nodes or members, other tags
 * of interest? An object without tags does not contradict one with, unless both have a version: Overpass writes bare
 * skeletons of objects that it has given with their tags. Places are the same within LC_OSM_SAME_PLACE.
 */
bool lc_osm_differ(const lc_osm *osm, lc_osm_type type, size_t a, size_t b, lc_osm_rank rank_a, lc_osm_rank rank_b);

#endif
