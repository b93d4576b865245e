/* A walk network from a layer of lines (docs/line-networks.md). */
#ifndef LC_CITY_LINE_NETWORK_H
#define LC_CITY_LINE_NETWORK_H

#include "city/inputs.h"
#include "network/raw_paths.h"

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
/* Find the lines that one may walk on among those that were read; to be freed with lc_walkable_lines_free(). */
lc_status lc_line_network_lines(lc_context *ctx, const lc_inputs *in, lc_walkable_lines *out);
enum { LC_LINE_TOLD_MAX = 8 };
/* What there is to say; returns how much. */
size_t lc_line_network_told(const lc_noding *how, const lc_line_finds *finds, lc_line_told out[LC_LINE_TOLD_MAX]);
/* Warn of what was found in joining the lines, and of loose ends and near misses in what has become of them. */
lc_status lc_line_network_warn(lc_context *ctx, const lc_work_crs *crs, const lc_noding *how, const lc_paths *paths,
                               const lc_line_finds *finds);

#endif
