/* Bringing an extract into ascending order of ids: files from editors and scripts come in any order. */
#ifndef LC_SOURCE_OSM_SORT_H
#define LC_SOURCE_OSM_SORT_H

#include "source/osm.h"

/* Sort nodes, ways and relations by id; of several with the same id the last one of the file stays. *duplicates counts
   those dropped. Arrays that are in order stay untouched. false when memory is out (the extract is still free-able). */
bool lc_osm_sort(lc_osm *osm, size_t *duplicates);

#endif
