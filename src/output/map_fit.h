/* The map's shapes, small enough for a page that opens at once. */
#ifndef LC_OUTPUT_MAP_FIT_H
#define LC_OUTPUT_MAP_FIT_H

#include "output/map_data.h"

/* Simplified, or left out, until they fit. Free with lc_map_shapes_free(). */
void lc_map_shapes_free(lc_map_shapes *shapes, const lc_report *report);

lc_status lc_map_shapes_make(lc_context *ctx, const lc_report *report, lc_map_shapes *out);

#endif
