/* Geometry for the map: simplified for display, shared borders kept shared, written small (docs/map.md). */
#ifndef LC_OUTPUT_MAP_SHAPES_H
#define LC_OUTPUT_MAP_SHAPES_H

#include "base/json.h"
#include "geo/arcs.h"
#include "report/report.h"

/* How coordinates are written: whole multiples of `unit` degrees, longitudes within 180 degrees of `lon`. */
typedef struct lc_map_frame {
    double lon, stretch; /* stretch: metres of a degree of longitude over those of a degree of latitude */
    double unit;
    double tolerance_m; /* no point moves farther */
} lc_map_frame;

/* Polygons of one layer: feature k has the polygons first[k] .. first[k+1]-1 of `arcs`. */
typedef struct lc_map_layer {
    lc_arcs arcs;
    size_t n, *first;
} lc_map_layer;

/* A frame around communities (lon/lat), its tolerance about a fifth of a pixel when all of them fill a screen. */
lc_map_frame lc_map_frame_of(const lc_geoms *communities);
/* Twice the tolerance, for when a file becomes too large. */
void lc_map_coarser(lc_map_frame *frame);

/* The features feature[0 .. n-1] (ascending) of polygons in lon/lat. */
lc_status lc_map_layer_make(lc_context *ctx, const lc_map_frame *frame, const lc_geoms *lonlat, const size_t *feature,
                            size_t n, lc_map_layer *out);
/* The lines line[0 .. n-1] of lines in lon/lat, as arcs without features; ends stay where they are. */
lc_status lc_map_lines_make(lc_context *ctx, const lc_map_frame *frame, const lc_geoms *lonlat, const size_t *line,
                            size_t n, lc_map_layer *out);
/* About how many bytes it takes. */
size_t lc_map_layer_bytes(const lc_map_layer *layer);
/* The members "arcs" and "features" of the object that is open. */
void lc_map_layer_write(lc_json *json, const lc_map_layer *layer);
void lc_map_layer_free(lc_map_layer *layer);

/* A report with more communities than this is written as small as a screen needs it. */
enum { LC_MAP_MANY = 20000 };

/* A whole number as the arcs' steps are written. */
void lc_map_number_write(FILE *file, double number);
/* One more point of the text that is open (lc_json_quote), written as the arcs' are; *before starts as {0, 0}. */
void lc_map_point_write(lc_json *json, const lc_map_frame *frame, lc_xy lonlat, lc_xy *before);

#endif
