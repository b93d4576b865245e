/* Areas of an OpenStreetMap extract: closed ways and relations of multipolygon or boundary, put together by node ids;
   where ids leave loose ends, by places (within LC_OSM_SAME_PLACE). */
#ifndef LC_SOURCE_OSM_AREAS_H
#define LC_SOURCE_OSM_AREAS_H

#include "source/osm.h"

typedef enum lc_area_state {
    LC_AREA_NONE = 0,  /* not an area: an open way, or a relation of another type */
    LC_AREA_DONE,      /* appended */
    LC_AREA_INCOMPLETE /* nodes or ways are missing, or its outline does not close */
} lc_area_state;

/* Append the area that way `way` encloses, if it is closed, under `feature`. */
lc_status lc_osm_way_area(lc_context *ctx, const lc_osm *osm, size_t way, uint32_t feature, lc_geoms *out,
                          lc_area_state *state);

/*
 * Append the polygons of a relation of type=multipolygon or type=boundary. Its member ways, whatever their roles, are
 * taken as segments between nodes; a stretch that two ways share cancels, the rest is joined to rings, and the even-odd
 * rule tells inside from outside. A way listed twice counts once.
 */
lc_status lc_osm_relation_area(lc_context *ctx, const lc_osm *osm, size_t relation, uint32_t feature, lc_geoms *out,
                               lc_area_state *state);

#endif
