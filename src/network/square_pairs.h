/* Which places of a square see one another across it. */
#ifndef LC_NETWORK_SQUARE_PAIRS_H
#define LC_NETWORK_SQUARE_PAIRS_H

#include "network/paths.h"

typedef struct lc_pair {
    uint32_t a, b; /* a < b */
} lc_pair;

typedef struct lc_pairs {
    lc_pair *pair;
    size_t n, capacity;
} lc_pairs;

/*
 * Add the pairs of n places, by their numbers, between which a straight line lies in the area as a whole, but for those
 * where it runs along the outline: there is a path. To 2 cm: OpenStreetMap rounds places to 1.1 cm, so that what was
 * drawn in one line is in one to that. The area is polygons first .. end - 1 of `areas`, which have no inside in
 * common; all in lon/lat, measured in a plane that touches the globe there. Cost: n² / 2 times the vertices of the
 * outline. false when memory is out.
 */
bool lc_square_pairs(const lc_geoms *areas, size_t first, size_t end, const lc_xy *place, size_t n, lc_pairs *out);

/* Add pairs of vertices, in any order, as straight ways (paths->n_links), each once, but for those that a piece of a
   path joins already. false when memory is out. */
bool lc_square_pairs_add(lc_pairs *pairs, lc_paths *paths);

#endif
