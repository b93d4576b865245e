/* A walk network from a layer of lines (docs/line-networks.md). */
#ifndef LC_CITY_LINE_NETWORK_H
#define LC_CITY_LINE_NETWORK_H

#include "city/inputs.h"

static const double LC_LINES_NEAR_M = 5; /* an end this near to another line was probably meant to join it */

/* What is to be said of one kind of places: `message` is to be translated. */
typedef struct lc_line_told {
    const char *code;
    lc_severity severity;
    const char *message;
    const lc_line_find *find;
} lc_line_told;

/* Read the lines of a SOURCE into in->lines, and how they are to be joined into in->noding. */
lc_status lc_line_network_read(lc_context *ctx, const char *source, lc_inputs *in);
/* The lines that one may walk on. */
typedef struct lc_walkable_lines {
    lc_geoms lines;      /* lon/lat */
    int *level;          /* of each line */
    uint8_t *path_class; /* of each line */
    double *z;           /* of each vertex; NULL without heights */
    bool classed;        /* the walk rules had a say */
} lc_walkable_lines;

/* Find them among the lines that were read; to be freed with lc_walkable_lines_free(). */
lc_status lc_line_network_lines(lc_context *ctx, const lc_inputs *in, lc_walkable_lines *out);
/* How they are to be joined: as the source says, with their own levels, classes and heights, which are borrowed. */
lc_noding lc_walkable_lines_noding(const lc_walkable_lines *lines, const lc_noding *how);
void lc_walkable_lines_free(lc_walkable_lines *lines);
/* Join them; frees them. `finds` may be NULL. */
lc_status lc_line_network_paths(lc_context *ctx, lc_inputs *in, lc_paths *out, lc_line_finds *finds);
enum { LC_LINE_TOLD_MAX = 8 };
/* What there is to say; returns how much. */
size_t lc_line_network_told(const lc_noding *how, const lc_line_finds *finds, lc_line_told out[LC_LINE_TOLD_MAX]);
/* Warn of what was found in joining the lines, and of loose ends and near misses in what has become of them. */
lc_status lc_line_network_warn(lc_context *ctx, const lc_inputs *in, const lc_paths *paths, const lc_line_finds *finds);

#endif
