/* Paths of an OpenStreetMap extract. */
#ifndef LC_NETWORK_OSM_PATHS_H
#define LC_NETWORK_OSM_PATHS_H

#include "network/paths.h"
#include "profile/rules.h"
#include "source/osm.h"

/* The ways of an extract on which one may walk, cut where a node is missing (`way_cut`), and its squares, around and
   across; in lon/lat when `crs` is NULL. */
lc_status lc_paths_from_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, const lc_work_crs *crs,
                            lc_paths *out);

#endif
