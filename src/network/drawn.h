/*
 * Paths as drawn lines, to be changed by edits before a network is made of them (docs/definitions.md, "Edits").
 *
 * There are two kinds. Lines of which the source says where they join (OpenStreetMap: a common node) are `shared`: they
 * join where vertices have one key. Lines of a layer join by their places, when they are noded (lc_paths_from_lines());
 * their vertices have the key LC_BY_PLACE, but for the ends of a cut, which join nothing.
 */
#ifndef LC_NETWORK_DRAWN_H
#define LC_NETWORK_DRAWN_H

#include "network/paths.h"

#define LC_BY_PLACE 0u

/* Line i runs through the vertices start[i] .. start[i + 1] - 1. */
typedef struct lc_drawn {
    bool shared;
    size_t n, n_vertices;
    size_t *start;       /* n + 1 */
    bool *is_link;       /* n: a straight way across a square */
    uint8_t *path_class; /* n */
    int *level;          /* n */
    lc_xy *xy;           /* n_vertices, work CRS */
    uint32_t *key;       /* n_vertices */
    double *z;           /* n_vertices; NULL: no heights */
    uint32_t n_keys;     /* keys that have been given away */
    size_t cap_start, cap_link, cap_class, cap_level, cap_xy, cap_key, cap_z;
} lc_drawn;

/* From paths that share vertices, and back; the vertices are numbered anew, in the order of their first use, as those
   of paths that are read. false when memory is out. */
bool lc_drawn_from_paths(const lc_paths *paths, lc_drawn *out);
bool lc_drawn_to_paths(const lc_drawn *drawn, lc_paths *out);
/* From lines of one part each, `how` with their levels, classes and heights. false when memory is out. */
bool lc_drawn_from_lines(const lc_geoms *lines, const lc_noding *how, lc_drawn *out);
/* The paths of lines that join by place, joined as `how` says but for levels, classes and heights, which are theirs.
   What was found goes to *finds, as lc_paths_from_lines() does. */
lc_status lc_drawn_join(lc_context *ctx, const lc_drawn *drawn, const lc_noding *how, lc_paths *out,
                        lc_line_finds *finds);
void lc_drawn_free(lc_drawn *drawn);

/* Building: begin a line like line `like` of `from` (a plain one where from is NULL), add its vertices. A line of less
   than two vertices is taken back when it ends. */
bool lc_drawn_begin(lc_drawn *drawn, const lc_drawn *from, size_t like);
bool lc_drawn_add(lc_drawn *drawn, lc_xy at, uint32_t key, double z);
void lc_drawn_end(lc_drawn *drawn);

/* A key of its own. */
uint32_t lc_drawn_new_key(lc_drawn *drawn);

/* The nearest point of a line to p: vertex, share, distance. Of several, the first. */
typedef struct lc_drawn_foot {
    size_t vert;
    double t, distance_m;
    lc_xy at;
} lc_drawn_foot;
/* Within most_m; false when it is farther. */
bool lc_drawn_nearest(const lc_drawn *drawn, size_t line, lc_xy p, double most_m, lc_drawn_foot *out);
/* Move a place to the vertex that it is within LC_DRAWN_SAME_M of. */
void lc_drawn_snap(const lc_drawn *drawn, lc_drawn_foot *foot);
#define LC_DRAWN_SAME_M 0.01

#endif
