/* Paths as they were read, before they are joined and made a network, with what makes walking on them longer. */
#ifndef LC_NETWORK_RAW_PATHS_H
#define LC_NETWORK_RAW_PATHS_H

#include "network/ground.h"
#include "network/paths.h"
#include "profile/rules.h"

/* Lines that one may walk on. */
typedef struct lc_walkable_lines {
    lc_geoms lines;      /* lon/lat, or the work CRS */
    int *level;          /* of each line */
    uint8_t *path_class; /* of each line */
    double *z;           /* of each vertex; NULL without heights */
    bool classed;        /* the walk rules had a say */
} lc_walkable_lines;

/* How they are to be joined: as the source says, with their own levels, classes and heights, which are borrowed. */
lc_noding lc_walkable_lines_noding(const lc_walkable_lines *lines, const lc_noding *how);
void lc_walkable_lines_free(lc_walkable_lines *lines);

/* What makes walking longer; {0} when lengths alone count. */
typedef struct lc_walk_ground {
    lc_ground ground;
    lc_heights *heights; /* behind ground.heights */
} lc_walk_ground;

/* For lc_network_rules: NULL when lengths alone count. */
const lc_ground *lc_walk_ground_rules(const lc_walk_ground *ground);

/* In the work CRS. */
typedef struct lc_raw_network {
    bool lines;              /* plain lines, which are to be joined as `noding` says */
    lc_walkable_lines drawn; /* of lines */
    lc_noding noding;
    lc_paths paths;         /* else: paths that share vertices */
    lc_walk_ground ground;  /* what makes walking longer */
    lc_walk_rules *walk;    /* that it borrows from */
    bool leaves_out_stairs; /* nobody walks on them */
    bool closes_stairs;     /* some do not: a network without them is made as well */
    double *length_m;       /* lengths that were given for the pieces of `paths`, behind ground; NULL without */
} lc_raw_network;
void lc_raw_network_free(lc_raw_network *raw);

#endif
