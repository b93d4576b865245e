/* Walkable paths as sequences of shared vertices: what a network is built from, whatever the source. */
#ifndef LC_NETWORK_PATHS_H
#define LC_NETWORK_PATHS_H

#include "geo/geoms.h"
#include "geo/workcrs.h"
#include "source/layer.h"
#include "source/osm.h"

/* Path p runs through the vertices vertex[start[p]] .. vertex[start[p + 1] - 1]; paths join where they share one. */
typedef struct lc_paths {
    size_t n_xy, n, n_vertices;
    lc_xy *xy;        /* n_xy, work CRS metres */
    size_t *start;    /* n + 1 */
    uint32_t *vertex; /* n_vertices, index into xy */
    size_t cap_xy, cap_start, cap_vertex;
} lc_paths;

/* Building: begin a path, add its vertices. */
bool lc_paths_begin(lc_paths *paths);
bool lc_paths_add(lc_paths *paths, uint32_t vertex);
void lc_paths_free(lc_paths *paths);

/* The ways of an extract on which one may walk, cut where a node is missing. */
lc_status lc_paths_from_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, const lc_work_crs *crs,
                            lc_paths *out);

/*
 * The lines of a layer (already in the work CRS): vertices less than 1 cm apart are one, and a line's end less than
 * 0.5 m from the inside of another line joins it there. Lines that cross without a shared vertex stay apart unless
 * `node_all`; their number goes to *crossings.
 */
lc_status lc_paths_from_lines(lc_context *ctx, const lc_geoms *lines, bool node_all, lc_paths *out, size_t *crossings);

#endif
