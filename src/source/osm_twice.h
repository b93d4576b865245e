/* Areas that are drawn twice. */
#ifndef LC_SOURCE_OSM_TWICE_H
#define LC_SOURCE_OSM_TWICE_H

#include "source/osm.h"

/*
 * Drop from the features of one category those whose area is there already: a closed way whose ring is an outer ring of
 * a relation, mostly its own member (mappers put the tags on both), or is the ring of a way before it; a relation whose
 * polygons are all those of one before it. Rings are the same within LC_OSM_SAME_PLACE, wherever they begin, whichever
 * way they turn, and whatever vertices stand on their sides. Counted in the warning `area_twice`.
 */
lc_status lc_osm_drop_twice(lc_context *ctx, const lc_osm *osm, const char *category, lc_osm_features *features);

#endif
