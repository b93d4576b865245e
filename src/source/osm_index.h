/* Where the objects of an OpenStreetMap extract lie, for its parts (osm_part.h): so that a part takes the time of what
   is in it, and not of the whole. Immutable. */
#ifndef LC_SOURCE_OSM_INDEX_H
#define LC_SOURCE_OSM_INDEX_H

#include "base/sort.h"
#include "geo/index.h"
#include "source/osm.h"

typedef struct lc_osm_index {
    lc_index *ways; /* boxes of the ways, lon/lat: of those of their nodes that the extract has, and of their centres */
    lc_index *points; /* the tagged nodes, and behind them what relations lie at */
    lc_keyed
        *anchor; /* of point n_tagged + k: the node (key), and the relation (item) that it is a member or centre of */
    lc_keyed *membership; /* n: a way (key) and a relation that it is a member of (item), by ways */
    size_t n;
} lc_osm_index;

/* NULL when memory is out. */
lc_osm_index *lc_osm_index_new(const lc_osm *osm);
void lc_osm_index_free(lc_osm_index *index);
/* The relations that a way is a member of, behind those in `out`; false when memory is out. */
bool lc_osm_index_relations(const lc_osm_index *index, uint32_t way, lc_items *out);

#endif
