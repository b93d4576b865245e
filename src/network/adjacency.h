/* Which vertices of paths a straight piece joins. */
#ifndef LC_NETWORK_ADJACENCY_H
#define LC_NETWORK_ADJACENCY_H

#include "network/paths.h"

/* The neighbours of vertex v are to[at[v]] .. to[at[v + 1] - 1], ascending, each once however many paths run there. */
typedef struct lc_adjacency {
    size_t n;     /* vertices */
    size_t *at;   /* n + 1 */
    uint32_t *to; /* at[n]: two for every piece, one at either end */
} lc_adjacency;

/* Of all paths. Vertices that are nowhere (NaN) have no neighbours. false when memory is out. */
bool lc_adjacency_of(const lc_paths *paths, lc_adjacency *out);
void lc_adjacency_free(lc_adjacency *adjacency);

/*
 * For every place in `to`, the piece that makes two vertices neighbours: the first of its two places in paths->vertex.
 * Where several paths draw the piece, the first that is no stairs and no crossing; else a crossing, of the wait that
 * the rules list first; stairs only where there is nothing else. malloc'ed; NULL when memory is out.
 */
uint32_t *lc_adjacency_pieces(const lc_adjacency *adjacency, const lc_paths *paths);

/* The place in `to` of neighbour w of v, which it has. */
size_t lc_adjacency_find(const lc_adjacency *adjacency, uint32_t v, uint32_t w);

#endif
