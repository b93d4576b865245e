/*
 * Paths kept for later checks, in lon/lat: what a network is built from, whatever the work CRS.
 *
 * A check lays its work CRS around its communities, and metres decide about lengths, small components and, for plain
 * lines, which of them join. So that a check with frozen paths gives the very numbers of one without, they are frozen
 * before metres come in: an OpenStreetMap file as paths that share vertices, joined by the ids of nodes; plain lines as
 * they are drawn.
 */
#ifndef LC_NETWORK_FREEZE_H
#define LC_NETWORK_FREEZE_H

#include "network/osm_paths.h"
#include "profile/rules.h"

enum { LC_FROZEN_VERSION = 3, LC_FROZEN_ARRAYS = 6 };

typedef struct lc_frozen {
    bool lines;    /* plain lines: line i runs through lonlat[start[i]] .. lonlat[start[i + 1] - 1] */
    bool node_all; /* of lines: how they join, as in lc_noding */
    double tolerance_m;
    size_t n_level;  /* of lines: n, else 0 */
    int32_t *level;  /* of each line */
    size_t n;        /* paths or lines */
    size_t n_links;  /* of paths: the last of them, straight ways across squares */
    uint32_t *start; /* n + 1 */
    size_t n_vertex; /* of paths: path i runs through vertex[start[i]] .. vertex[start[i + 1] - 1] */
    uint32_t *vertex;
    size_t n_class;      /* n */
    uint8_t *path_class; /* of each path or line, as in lc_paths */
    size_t n_z;          /* of lines with heights: n_lonlat, else 0 */
    double *z;           /* of each vertex, NaN where there is none */
    size_t n_lonlat;
    lc_xy *lonlat; /* degrees */
} lc_frozen;

/* The ways of an extract on which one may walk. */
lc_status lc_freeze_osm(lc_context *ctx, const lc_osm *osm, const lc_walk_rules *rules, lc_frozen *out);
/* Lines in lon/lat, and how they are to be joined. */
lc_status lc_freeze_lines(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_frozen *out);
void lc_frozen_free(lc_frozen *frozen);

/* The paths in a work CRS, and what was found in joining lines (`finds` may be NULL): the same as lc_paths_from_osm()
   and lc_paths_from_lines() give. */
lc_status lc_thaw(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out,
                  lc_line_finds *finds);

/* The lines of frozen lines in a work CRS, in the order of their levels and classes. */
lc_status lc_thaw_lines(lc_context *ctx, const lc_frozen *frozen, const lc_work_crs *crs, lc_geoms *out);
/* lc_thaw() of an OpenStreetMap file's paths, whose arrays are used again: `frozen` is empty then. */
lc_status lc_thaw_away(lc_context *ctx, lc_frozen *frozen, const lc_work_crs *crs, lc_paths *out);

/* The arrays by name, as bytes of this machine's order, to be written down or filled. */
typedef struct lc_frozen_array {
    const char *name;
    void **data;
    size_t size, *n; /* of an element; number of elements, one more of `path_start` */
} lc_frozen_array;
void lc_frozen_list(lc_frozen *frozen, lc_frozen_array list[LC_FROZEN_ARRAYS]);
/* Does everything lie within bounds? For arrays from a file. */
bool lc_frozen_valid(const lc_frozen *frozen);

#endif
