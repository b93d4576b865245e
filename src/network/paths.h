/* Walkable paths as sequences of shared vertices: what a network is built from, whatever the source. */
#ifndef LC_NETWORK_PATHS_H
#define LC_NETWORK_PATHS_H

#include "geo/geoms.h"
#include "geo/workcrs.h"

/* Path p runs through the vertices vertex[start[p]] .. vertex[start[p + 1] - 1]; paths join where they share one. */
typedef struct lc_paths {
    size_t n_xy, n, n_vertices;
    lc_xy *xy;           /* n_xy, work CRS metres */
    size_t *start;       /* n + 1 */
    uint32_t *vertex;    /* n_vertices, index into xy */
    uint8_t *path_class; /* n: of lc_path_class(); NULL: all are plain */
    double *vertex_z;    /* n_vertices: heights that the lines bring, metres, NaN where they have none; NULL without */
    size_t n_links;      /* the last of the paths, of two vertices each: straight ways across squares (squares.h) */
    size_t cap_xy, cap_start, cap_vertex, cap_class, cap_z;
} lc_paths;

/* Building: begin a path, add its vertices. */
bool lc_paths_begin(lc_paths *paths);
bool lc_paths_add(lc_paths *paths, uint32_t vertex);
/* The same of paths that have classes, and heights. */
bool lc_paths_begin_class(lc_paths *paths, uint8_t path_class);
bool lc_paths_add_z(lc_paths *paths, uint32_t vertex, double z);
/* Leave out the paths whose class has a flag (LC_PATH_STAIRS); returns how many. */
size_t lc_paths_leave_out(lc_paths *paths, uint8_t flag);
/* A copy of its own; false when memory is out. */
bool lc_paths_copy(const lc_paths *from, lc_paths *to);
void lc_paths_free(lc_paths *paths);

/* Is there any piece of path? */
bool lc_paths_any(const lc_paths *paths);

/* How the lines of a layer are joined beyond their common vertices. {0} is the rule of the definitions. */
typedef struct lc_noding {
    bool all;           /* lines that cross or lie on one another join there, if they are on the same level */
    double tolerance_m; /* loose ends join what is nearer than this, and lines that they stick out of; 0: not given */
    const int *level;   /* of each line: 0 on the ground, bridges above it, tunnels below; NULL: all on the ground */
    const uint8_t *path_class; /* of each line, as in lc_paths; NULL: all are plain */
    const double *z;           /* of each vertex of the lines; NULL: no heights */
    const bool *apart;         /* of each vertex: the end of a line that joins nothing; NULL: none is */
} lc_noding;

enum { LC_FIND_PLACES_MAX = 1000 };

/* Places of one kind: how many, how long in all, and where the first of them are (work CRS). */
typedef struct lc_line_find {
    size_t n;
    double length_m;
    lc_xy *at;
    size_t n_at, capacity;
} lc_line_find;

typedef struct lc_line_finds {
    lc_line_find crossings;  /* lines cross and were not joined */
    lc_line_find joined;     /* they were */
    lc_line_find levels;     /* lines cross on different levels: never joined */
    lc_line_find junctions;  /* ends joined to the inside of another line */
    lc_line_find gaps;       /* loose ends joined by the tolerance */
    lc_line_find overshoots; /* ends that stick out over a line, joined where they cross it by the tolerance */
    lc_line_find repeats;    /* lines that have been drawn before: used once */
    lc_line_find overlaps;   /* stretches where lines lie on one another */
} lc_line_finds;

#endif
