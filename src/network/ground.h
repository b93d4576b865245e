/*
 * What a walker feels of the paths: slopes, stairs, waits at crossings, for every segment of a network.
 *
 * Heights are taken at the ends of each segment; one longer than LC_GROUND_PIECE_M is cut into equal parts no longer
 * than that, so that a hill between two far vertices counts. Bridges and tunnels run straight between the heights of
 * their ends, whatever the ground does. Where parts of a segment have one slope, no vertex is added: on flat ground the
 * network is the very one that it is without heights.
 */
#ifndef LC_NETWORK_GROUND_H
#define LC_NETWORK_GROUND_H

#include "network/network.h"
#include "profile/path_class.h"
#include "source/heights.h"

#define LC_GROUND_PIECE_M 30.0

/* Of the segment that begins at a vertex. */
typedef struct lc_trait {
    double slope;        /* rise over run, never below 0; 0 where there is no height */
    double wait_s_per_m; /* waiting at a crossing, spread over its way */
    double given;        /* length that was given for its piece, over that of the drawing; 1 without */
    bool stairs;
} lc_trait;

/* Where slopes, stairs and crossings come from. Borrowed. */
typedef struct lc_ground {
    lc_heights *heights;            /* NULL: none */
    const lc_path_classes *classes; /* NULL: all paths are plain */
    const double *length_m;         /* given for pieces, at their first places in paths->vertex; NULL: as drawn */
} lc_ground;

/*
 * Fill traits of a network in the making, whose edges and vertices are there and nothing else, and add the vertices
 * that slopes ask for. vert_piece tells which piece of `paths` a segment lies on. The network's flat_m gets the length
 * of path without a height. Errors: as lc_heights_at().
 */
lc_status lc_ground_lay(lc_context *ctx, const lc_ground *ground, const lc_paths *paths, lc_network *network);

#endif
