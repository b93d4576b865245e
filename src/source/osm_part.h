/* A part of an OpenStreetMap extract: what lies in a box. */
#ifndef LC_SOURCE_OSM_PART_H
#define LC_SOURCE_OSM_PART_H

#include "source/osm_index.h"

/*
 * Copy what lies in the box (geo/lonlat.h), each object whole:
 * - tagged nodes in it;
 * - ways of which any node, or the centre that the files give, lies in it, with all their nodes;
 * - relations of which any member way or node does, or the centre; of those that make areas (type multipolygon or
 *   boundary, and a tag of interest) all member ways with their nodes, which, when they are there for this alone, carry
 *   no tags: as ways they are not in the box.
 * Texts of tags stay those of `whole`, which must outlive the part. No files are listed in it.
 * The time is that of what is in the box. @param index of `whole`
 */
lc_status lc_osm_part_of(lc_context *ctx, const lc_osm *whole, const lc_osm_index *index, const lc_box *box,
                         lc_osm *out);

#endif
