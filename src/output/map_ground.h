/* What lies under the map, drawn softly: paths, and facilities that are areas. For orientation, without any tiles. */
#ifndef LC_OUTPUT_MAP_GROUND_H
#define LC_OUTPUT_MAP_GROUND_H

#include "output/map_shapes.h"

/* Paths by the factor of their walking length: below 1.05, then 1.2, then 1.5, above, and closed to walkers. */
enum { LC_MAP_SLOPES = 5 };

typedef struct lc_map_ground {
    lc_map_frame frame;
    lc_map_layer paths[LC_MAP_SLOPES]; /* lines only: no features */
    lc_map_layer areas;                /* one feature a facility that is an area */
    size_t n_left_out;                 /* paths, when all of them would make the page too large */
} lc_map_ground;

/*
 * The paths and areas near the communities of `frame`, simplified until they are of a fair size. Without the report's
 * paths, or its facilities, there are none. To be freed with lc_map_ground_free(). Errors: LC_ERR_MEMORY.
 */
lc_status lc_map_ground_make(lc_context *ctx, const lc_report *report, const lc_map_frame *frame, lc_map_ground *out);
/* The member "ground" of the object that is open. */
void lc_map_ground_write(lc_json *json, const lc_report *report, const lc_map_ground *ground);
/* The box around communities in which paths and areas are near, and whether geometry k of g is. */
lc_box lc_map_ground_box(const lc_map_frame *frame, const lc_geoms *communities);
bool lc_map_is_near(const lc_map_frame *frame, const lc_box *near, const lc_geoms *g, size_t k);
void lc_map_ground_free(lc_map_ground *ground);

#endif
