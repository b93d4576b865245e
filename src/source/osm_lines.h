/* Ways of an OpenStreetMap extract as lines. */
#ifndef LC_SOURCE_OSM_LINES_H
#define LC_SOURCE_OSM_LINES_H

#include "profile/rules.h"
#include "source/osm.h"

/* Append a way's line under `feature`, closed ways too. Where nodes are missing from the extract the way is cut, and
   each piece of two nodes or more is a line of its own. *cut tells of missing nodes; *pieces may be 0. */
lc_status lc_osm_way_lines(lc_context *ctx, const lc_osm *osm, size_t way, uint32_t feature, lc_geoms *out,
                           size_t *pieces, bool *cut);

/* Which ways are members of a relation that belongs to `category`: n_ways marks, malloc'ed; NULL when memory is out. */
bool *lc_osm_member_ways(const lc_osm *osm, const lc_category_def *category);

#endif
