/* What the steps of noding a line layer share. */
#ifndef LC_NETWORK_NODING_H
#define LC_NETWORK_NODING_H

#include "geo/index.h"
#include "network/paths.h"

static const double LC_SAME_M = 0.01; /* vertices nearer than this are one */
static const double LC_JOIN_M = 0.5;  /* a line's end nearer than this to the inside of another line joins it */

/* Segment from vertex `first` of the geometry to the next. */
typedef struct {
    size_t first, line;
} lc_line_seg;

/* A node to be put into a segment at share t of its length. */
typedef struct {
    size_t seg;
    double t;
    uint32_t node;
} lc_line_insert;

/* An end of a line that reaches on to a node of another one. */
typedef struct {
    size_t vertex;
    uint32_t node;
} lc_line_reach;

typedef struct lc_noder {
    lc_context *ctx;
    const lc_geoms *lines;
    const lc_noding *how;
    lc_line_finds *finds;
    uint32_t *node;  /* of each vertex; index into paths->xy */
    double *along_m; /* of each vertex: metres from the start of its line */
    bool *loose;     /* of each vertex: the end of a line, and joined to nothing yet */
    bool *again;     /* of each vertex: the segment from it has been drawn before: nothing is joined to it */
    bool *repeated;  /* of each line: all its segments have */
    lc_paths *paths;
    lc_line_seg *seg; /* of the lines that are not repeated, in their order */
    size_t n_seg;
    lc_index *index;
    lc_line_insert *insert;
    size_t n_insert, cap_insert;
    lc_line_reach *reach;
    size_t n_reach, cap_reach;
    lc_items items;
    bool memory;       /* is out, while something was noted */
    lc_status stopped; /* why a step ended early; LC_OK: memory is out */
} lc_noder;

bool lc_noder_add_node(lc_noder *l, double x, double y, uint32_t *node);
bool lc_noder_insert(lc_noder *l, size_t seg, double t, uint32_t node);
bool lc_noder_reach(lc_noder *l, size_t vertex, uint32_t node);
/* Distance of p from a segment, and where on it the nearest point is, as a share of its length. */
double lc_noder_foot(const lc_noder *l, size_t seg, lc_xy p, double *t);
bool lc_noder_is_again(const lc_noder *l, size_t seg);
double lc_noder_length(const lc_noder *l, size_t seg);
/* Is a line without a segment to look at? */
bool lc_noder_is_idle(const lc_noder *l, size_t line);
bool lc_noder_is_end(const lc_noder *l, size_t line, size_t vertex);
int lc_noder_level(const lc_noder *l, size_t line);
void lc_noder_found(lc_noder *l, lc_line_find *find, lc_xy at, double length_m);

#endif
