/* Paths of the ways of an OpenStreetMap extract, in the making. */
#ifndef LC_NETWORK_OSM_WAY_PATHS_H
#define LC_NETWORK_OSM_WAY_PATHS_H

#include "network/paths.h"
#include "profile/rules.h"
#include "source/osm.h"

/* Paths in the making: nodes that a path uses become vertices, numbered as they are met. */
typedef struct lc_osm_paths {
    const lc_osm *osm;
    const lc_path_classes *classes;
    uint32_t *vertex_of_node; /* n_nodes; UINT32_MAX: not used yet */
    lc_paths *paths;
    uint32_t *way_of_path; /* paths->n, never descending: the way that each is of */
    size_t cap_way_of_path;
    size_t *square; /* ways that are squares, ascending */
    size_t n_squares, cap_square;
    size_t near; /* node: the next is mostly near */
} lc_osm_paths;

/* Begin a path of a way, go on to a node by its index. false when memory is out, as below. */
bool lc_osm_paths_begin(lc_osm_paths *o, size_t way);
bool lc_osm_paths_go(lc_osm_paths *o, size_t node);
/* A whole way; *cut tells of missing nodes. */
bool lc_osm_paths_add_way(lc_osm_paths *o, size_t way, bool *cut);

#endif
