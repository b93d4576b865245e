/*
 * Edges are numbered in the order of the vertices that they were traced from, and vertices in the order of the paths:
 * what a change of a few paths leaves alone keeps its order. So the two lists differ as two versions of a text do, by
 * short runs that were put in or taken out, and a merge that looks a few places ahead finds the rest.
 */
#include "network/same_edges.h"

#include <string.h>

#include "network/ground.h"

enum { AHEAD = 64 }; /* how far: a longer run leaves more edges without a counterpart, which is safe */

/* Of n segments. */
static bool same_traits(const lc_network *a, size_t v, const lc_network *b, size_t w, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const lc_trait *p = &a->trait[v + i], *q = &b->trait[w + i];
        if (p->slope != q->slope || p->given != q->given || p->wait_s_per_m != q->wait_s_per_m ||
            p->stairs != q->stairs)
            return false;
    }
    return true;
}

static bool same_edge(const lc_network *a, size_t e, const lc_network *b, size_t f) {
    size_t v = a->vert_of[e], w = b->vert_of[f], n = a->vert_of[e + 1] - v;
    if (n != b->vert_of[f + 1] - w || a->kind[e] != b->kind[f] || a->length_m[e] != b->length_m[f]) return false;
    if ((a->on_island && a->on_island[e]) != (b->on_island && b->on_island[f]) || !a->trait != !b->trait) return false;
    if (memcmp(a->vert + v, b->vert + w, n * sizeof *a->vert) != 0) return false;
    return !a->trait || same_traits(a, v, b, w, n - 1);
}

/* From edge e and f on the next two that are the same, the fewest steps ahead; false when there are none near. */
static bool find_next(const lc_network *a, size_t *e, const lc_network *b, size_t *f) {
    for (size_t steps = 0; steps <= 2 * AHEAD; steps++)
        for (size_t i = steps > AHEAD ? steps - AHEAD : 0; i <= steps && i <= AHEAD; i++) {
            size_t p = *e + i, q = *f + steps - i;
            if (p >= a->n_edges || q >= b->n_edges || !same_edge(a, p, b, q)) continue;
            *e = p;
            *f = q;
            return true;
        }
    return false;
}

void lc_same_edges(const lc_network *before, const lc_network *after, uint32_t *pair, bool *gone) {
    for (size_t f = 0; f < after->n_edges; f++) pair[f] = LC_NO_EDGE;
    memset(gone, true, before->n_edges * sizeof *gone);
    for (size_t e = 0, f = 0; e < before->n_edges && f < after->n_edges; e++, f++) {
        if (!find_next(before, &e, after, &f)) { /* skip both: the lists may meet again further on */
            e += AHEAD - 1;
            f += AHEAD - 1;
            continue;
        }
        pair[f] = (uint32_t)e;
        gone[e] = false;
    }
}
