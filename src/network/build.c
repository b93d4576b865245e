/* From paths to a graph: identical segments merged, chains of degree 2 contracted, small components dropped,
   islands joined. */
#include "network/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "network/adjacency.h"
#include "network/ground.h"
#include "network/islands.h"
#include "network/network.h"

/* What a vertex is: a node's number, or one of these. */
#define NOT_SEEN UINT32_MAX     /* no node, or nothing known yet */
#define PASSED (UINT32_MAX - 1) /* inside an edge */

typedef struct {
    const lc_xy *xy;
    lc_adjacency near;
    uint32_t *node;  /* of a vertex */
    bool *used;      /* halves of pieces by which an edge has come to a node */
    uint32_t *piece; /* of each half; NULL when nobody asks */
} trace_t;

static void add_vert(lc_network *net, lc_xy p, double s) {
    if (net->vert_piece) net->vert_piece[net->n_verts] = LC_NO_PIECE;
    net->vert[net->n_verts] = p;
    net->vert_s[net->n_verts++] = s;
}

/* Follow the chain that leaves node vertex v for its neighbour w, up to the next node, as one edge. */
static void trace_edge(trace_t *t, lc_network *net, uint32_t v, uint32_t w) {
    size_t e = net->n_edges++;
    double s = 0;
    net->node_u[e] = t->node[v];
    add_vert(net, t->xy[v], 0);
    for (;;) {
        if (t->piece) net->vert_piece[net->n_verts - 1] = t->piece[lc_adjacency_find(&t->near, v, w)];
        s += lc_length(t->xy[w].x - t->xy[v].x, t->xy[w].y - t->xy[v].y);
        add_vert(net, t->xy[w], s);
        if (t->node[w] < PASSED) break;
        t->node[w] = PASSED;
        const uint32_t *both = t->near.to + t->near.at[w];
        uint32_t next = both[0] == v ? both[1] : both[0];
        v = w;
        w = next;
    }
    t->used[lc_adjacency_find(&t->near, w, v)] = true;
    net->node_v[e] = t->node[w];
    net->length_m[e] = s;
    net->vert_of[e + 1] = net->n_verts;
}

static void trace_from(trace_t *t, lc_network *net, uint32_t v) {
    for (size_t k = t->near.at[v]; k < t->near.at[v + 1]; k++)
        if (!t->used[k]) trace_edge(t, net, v, t->near.to[k]);
}

static void trace_edges(trace_t *t, lc_network *net) {
    const size_t *at = t->near.at;
    net->vert_of[0] = 0;
    for (size_t v = 0; v < t->near.n; v++) {
        size_t degree = at[v + 1] - at[v];
        t->node[v] = degree > 0 && degree != 2 ? (uint32_t)net->n_nodes++ : NOT_SEEN;
    }
    for (size_t v = 0; v < t->near.n; v++)
        if (t->node[v] < PASSED) trace_from(t, net, (uint32_t)v);
    /* What is left are rings without a junction: their first vertex becomes a node. */
    for (size_t v = 0; v < t->near.n; v++) {
        if (t->node[v] != NOT_SEEN || at[v] == at[v + 1]) continue;
        t->node[v] = (uint32_t)net->n_nodes++;
        trace_from(t, net, (uint32_t)v);
    }
}

/* Room for the most edges that there may be: one a piece. */
static bool make_room(lc_network *net, size_t pieces, bool with_pieces) {
    if (with_pieces && !(net->vert_piece = LC_NEW(uint32_t, 2 * pieces))) return false;
    net->node_u = LC_NEW(uint32_t, pieces);
    net->node_v = LC_NEW(uint32_t, pieces);
    net->length_m = LC_NEW(double, pieces);
    net->kind = LC_NEW0(uint8_t, pieces);
    net->vert_of = LC_NEW(size_t, pieces + 1);
    net->vert = LC_NEW(lc_xy, 2 * pieces);
    net->vert_s = LC_NEW(double, 2 * pieces);
    return net->node_u && net->node_v && net->length_m && net->kind && net->vert_of && net->vert && net->vert_s;
}

/* Give back what was too much; an array that cannot be moved stays as it is. */
static void *fit(void *array, size_t n, size_t size) {
    void *smaller = n ? realloc(array, n * size) : NULL;
    return smaller ? smaller : array;
}

static void give_back_room(lc_network *net) {
    net->node_u = fit(net->node_u, net->n_edges, sizeof *net->node_u);
    net->node_v = fit(net->node_v, net->n_edges, sizeof *net->node_v);
    net->length_m = fit(net->length_m, net->n_edges, sizeof *net->length_m);
    net->kind = fit(net->kind, net->n_edges, sizeof *net->kind);
    net->vert_of = fit(net->vert_of, net->n_edges + 1, sizeof *net->vert_of);
    net->vert = fit(net->vert, net->n_verts, sizeof *net->vert);
    net->vert_s = fit(net->vert_s, net->n_verts, sizeof *net->vert_s);
}

static int by_ends(const void *a, const void *b) {
    uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
    return (p > q) - (p < q);
}

static uint64_t ends_key(uint32_t u, uint32_t v) {
    return u < v ? (uint64_t)u << 32 | v : (uint64_t)v << 32 | u;
}

/* Tell the straight ways across squares from other edges. Their ends are vertices of outlines, where at least three
   pieces meet, so they are nodes; and no other piece joins the same two. */
static bool mark_squares(const trace_t *t, const lc_paths *paths, lc_network *net) {
    if (!paths->n_links) return true;
    uint64_t *link = LC_NEW(uint64_t, paths->n_links);
    bool *ends = LC_NEW0(bool, net->n_nodes);
    for (size_t i = 0; link && ends && i < paths->n_links; i++) {
        const uint32_t *v = paths->vertex + paths->start[paths->n - paths->n_links + i];
        link[i] = ends_key(t->node[v[0]], t->node[v[1]]);
        for (int k = 0; k < 2; k++)
            if (t->node[v[k]] < PASSED) ends[t->node[v[k]]] = true;
    }
    if (link && ends) qsort(link, paths->n_links, sizeof *link, by_ends);
    for (size_t e = 0; link && ends && e < net->n_edges; e++) {
        uint32_t u = net->node_u[e], v = net->node_v[e];
        if (!ends[u] || !ends[v] || net->vert_of[e + 1] - net->vert_of[e] != 2) continue;
        uint64_t key = ends_key(u, v);
        if (bsearch(&key, link, paths->n_links, sizeof key, by_ends)) net->kind[e] = LC_EDGE_SQUARE;
    }
    bool ok = link && ends;
    free(link);
    free(ends);
    return ok;
}

static bool trace(const lc_paths *paths, bool with_pieces, lc_network *net) {
    trace_t t = {.xy = paths->xy};
    bool ok = lc_adjacency_of(paths, &t.near) && make_room(net, t.near.at[t.near.n] / 2, with_pieces);
    if (ok && with_pieces) ok = (t.piece = lc_adjacency_pieces(&t.near, paths)) != NULL;
    if (ok) {
        t.node = LC_NEW(uint32_t, t.near.n);
        t.used = LC_NEW0(bool, t.near.at[t.near.n]);
        ok = t.node && t.used;
    }
    if (ok) trace_edges(&t, net);
    ok = ok && mark_squares(&t, paths, net);
    lc_adjacency_free(&t.near);
    free(t.node);
    free(t.used);
    free(t.piece);
    return ok;
}

/* What is made of the edges, each on a thread of its own; the longest work first. */
static bool finish_part(void *user, size_t part, int worker) {
    static bool (*const parts[])(lc_network *) = {lc_network_index_segments, lc_network_chain_twins,
                                                  lc_network_link_halves};
    (void)worker;
    return parts[part](user);
}

/* What of the edges takes part, and how its parts hang together. */
static lc_status settle_components(lc_context *ctx, lc_network *net, const lc_network_rules *rules) {
    lc_components components = {0};
    bool ok = lc_components_find(net, &components) && lc_network_drop_small(net, &components, rules->min_component_m);
    lc_status status = ok ? lc_network_join_islands(ctx, net, &components, rules->island_gap_m) : lc_fail_memory(ctx);
    lc_components_free(&components);
    for (size_t e = 0; ok && e < net->n_edges; e++) net->square_links += net->kind[e] == LC_EDGE_SQUARE;
    return status;
}

lc_status lc_network_build(lc_context *ctx, const lc_paths *paths, const lc_network_rules *rules, lc_network **out) {
    lc_network *net = LC_NEW0(lc_network, 1);
    bool ok = net && paths->n_xy < PASSED && trace(paths, rules->ground, net);
    lc_status status = ok ? settle_components(ctx, net, rules) : lc_fail_memory(ctx);
    if (status == LC_OK && rules->ground) status = lc_ground_lay(ctx, rules->ground, paths, net);
    if (net) free(net->vert_piece), net->vert_piece = NULL;
    if (status == LC_OK && !lc_network_order_nodes(net)) status = lc_fail_memory(ctx);
    if (status == LC_OK) give_back_room(net);
    if (status == LC_OK) status = lc_parallel(ctx, 3, finish_part, net);
    if (status == LC_OK)
        *out = net;
    else
        lc_network_free(net);
    return status;
}
