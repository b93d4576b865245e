#include "network/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/segments.h"

static const double SAME_M = 1e-6; /* nearer to a vertex than this, a position is at it */

static lc_position position_at(const lc_network *net, uint32_t edge, uint32_t vert) {
    lc_position p = {LC_NO_NODE, vert, 0, net->vert[vert]};
    if (vert == net->vert_of[edge]) p.node = net->node_u[edge];
    if (vert + 1 == net->vert_of[edge + 1]) p.node = net->node_v[edge];
    return p;
}

lc_position lc_position_on(const lc_network *net, uint32_t edge, uint32_t vert, double t) {
    double length = net->vert_s[vert + 1] - net->vert_s[vert];
    if (t * length <= SAME_M) return position_at(net, edge, vert);
    if ((1 - t) * length <= SAME_M) return position_at(net, edge, vert + 1);
    return (lc_position){LC_NO_NODE, vert, t, lc_segment_at(net->vert[vert], net->vert[vert + 1], t)};
}

static int along_edges(const void *a, const void *b) {
    const lc_position *p = *(lc_position *const *)a, *q = *(lc_position *const *)b;
    if (p->vert != q->vert) return p->vert < q->vert ? -1 : 1;
    return p->t < q->t ? -1 : p->t > q->t;
}

/* The ends of joints that are not nodes, in the order of edges. */
typedef struct {
    lc_position **at;
    size_t n;
} cuts_t;

/* Those at one place get the number of one new node. */
static bool list_cuts(lc_network *net, lc_joint *joint, size_t n_joints, cuts_t *out) {
    *out = (cuts_t){LC_NEW(lc_position *, 2 * n_joints), 0};
    if (!out->at) return false;
    for (size_t i = 0; i < 2 * n_joints; i++) {
        lc_position *p = i % 2 ? &joint[i / 2].to : &joint[i / 2].from;
        if (p->node == LC_NO_NODE) out->at[out->n++] = p;
    }
    if (out->n) qsort(out->at, out->n, sizeof(lc_position *), along_edges);
    for (size_t i = 0; i < out->n; i++) {
        bool again = i > 0 && along_edges(&out->at[i - 1], &out->at[i]) == 0;
        out->at[i]->node = again ? out->at[i - 1]->node : (uint32_t)net->n_nodes++;
    }
    return true;
}

/* What of the edges moves, and what comes between: pieces of one edge. */
typedef struct {
    lc_network *net;
    size_t edge, vert; /* the ends of what has its place, from behind */
    lc_network piece;  /* of one edge, from 0 on */
} moving_t;

static bool fit(void **array, size_t n, size_t size) {
    size_t unknown = 0;
    return lc_grow(array, &unknown, n, size);
}

#define FIT(array, n) fit((void **)&(array), (n), sizeof *(array))

/* With `pieces`, for the pieces of a ground as well. */
static bool make_room(lc_network *net, size_t edges, size_t verts, bool pieces) {
    if (pieces && !FIT(net->vert_piece, verts)) return false;
    return FIT(net->node_u, edges) && FIT(net->node_v, edges) && FIT(net->length_m, edges) && FIT(net->kind, edges) &&
           FIT(net->vert_of, edges + 1) && FIT(net->vert, verts) && FIT(net->vert_s, verts);
}

static void free_edges(lc_network *net) {
    free(net->node_u);
    free(net->node_v);
    free(net->length_m);
    free(net->kind);
    free(net->vert_of);
    free(net->vert);
    free(net->vert_s);
    free(net->vert_piece);
}

/* `piece` is that of the segment that begins there. */
static void add_vert(lc_network *out, lc_xy at, double s, uint32_t piece) {
    if (out->vert_piece) out->vert_piece[out->n_verts] = piece;
    out->vert[out->n_verts] = at;
    out->vert_s[out->n_verts++] = s;
}

static void add_edge(lc_network *out, uint32_t u, uint32_t v, double length_m, uint8_t kind) {
    size_t e = out->n_edges++;
    out->node_u[e] = u;
    out->node_v[e] = v;
    out->length_m[e] = length_m;
    out->kind[e] = kind;
    out->vert_of[e + 1] = out->n_verts;
}

/* The pieces of edge e between cuts first .. end - 1. */
static bool cut_edge(const lc_network *net, size_t e, const cuts_t *cuts, size_t first, size_t end, lc_network *out) {
    size_t n = end - first, n_verts = net->vert_of[e + 1] - net->vert_of[e], k = first;
    uint32_t from = net->node_u[e];
    double begin = 0; /* of the piece, on the whole edge */
    if (!make_room(out, n + 1, n_verts + 2 * n, net->vert_piece)) return false;
    out->n_edges = out->n_verts = out->vert_of[0] = 0;
    for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++) {
        uint32_t piece = net->vert_piece ? net->vert_piece[v] : LC_NO_PIECE;
        add_vert(out, net->vert[v], net->vert_s[v] - begin, piece);
        for (; k < end && cuts->at[k]->vert == v; k++) {
            const lc_position *p = cuts->at[k];
            if (p->node == from) continue; /* there has been a cut at this place */
            double s = p->t > 0 ? net->vert_s[v] + p->t * (net->vert_s[v + 1] - net->vert_s[v]) : net->vert_s[v];
            if (p->t > 0) add_vert(out, p->at, s - begin, piece);
            add_edge(out, from, p->node, s - begin, net->kind[e]);
            add_vert(out, p->at, 0, piece);
            from = p->node;
            begin = s;
        }
    }
    add_edge(out, from, net->node_v[e], net->length_m[e] - begin, net->kind[e]);
    return true;
}

/* Put edges first .. end - 1 of a network, which may be the same one, before what has its place. */
static void place_edges(moving_t *m, const lc_network *from, size_t first, size_t end) {
    lc_network *net = m->net;
    size_t n = end - first, vert = from->vert_of[first], n_verts = from->vert_of[end] - vert;
    if (n == 0) return;
    m->edge -= n;
    m->vert -= n_verts;
    memmove(net->node_u + m->edge, from->node_u + first, n * sizeof *net->node_u);
    memmove(net->node_v + m->edge, from->node_v + first, n * sizeof *net->node_v);
    memmove(net->length_m + m->edge, from->length_m + first, n * sizeof *net->length_m);
    memmove(net->kind + m->edge, from->kind + first, n * sizeof *net->kind);
    memmove(net->vert + m->vert, from->vert + vert, n_verts * sizeof *net->vert);
    if (net->vert_piece) memmove(net->vert_piece + m->vert, from->vert_piece + vert, n_verts * sizeof *net->vert_piece);
    memmove(net->vert_s + m->vert, from->vert_s + vert, n_verts * sizeof *net->vert_s);
    for (size_t i = n; i-- > 0;) net->vert_of[m->edge + i] = from->vert_of[first + i] - vert + m->vert;
}

/* The edge that a vertex is of, among the first n. */
static size_t edge_of(const lc_network *net, size_t n, size_t vert) {
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (net->vert_of[middle] <= vert)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* How many vertices the cuts add: two where there was none, one at a vertex. */
static void count_more(const cuts_t *cuts, size_t *edges, size_t *verts) {
    for (size_t i = 0; i < cuts->n; i++) {
        if (i > 0 && cuts->at[i]->node == cuts->at[i - 1]->node) continue;
        *edges += 1;
        *verts += cuts->at[i]->t > 0 ? 2 : 1;
    }
}

/* From behind, so that nothing is overwritten before it has moved; what comes before the first cut stays. */
static bool move_edges(moving_t *m, const cuts_t *cuts) {
    lc_network *net = m->net;
    size_t end = net->n_edges;
    for (size_t last = cuts->n, first; last > 0; last = first) {
        size_t e = edge_of(net, end, cuts->at[last - 1]->vert);
        for (first = last; first > 0 && cuts->at[first - 1]->vert >= net->vert_of[e];) first--;
        if (!cut_edge(net, e, cuts, first, last, &m->piece)) return false;
        place_edges(m, net, e + 1, end);
        place_edges(m, &m->piece, 0, m->piece.n_edges);
        end = e;
    }
    return true;
}

static void add_joints(lc_network *net, const lc_joint *joint, size_t n) {
    for (size_t i = 0; i < n; i++) {
        add_vert(net, joint[i].from.at, 0, LC_NO_PIECE);
        add_vert(net, joint[i].to.at, joint[i].length_m, LC_NO_PIECE);
        add_edge(net, joint[i].from.node, joint[i].to.node, joint[i].length_m, LC_EDGE_JOINT);
    }
}

bool lc_network_add_joints(lc_network *net, lc_joint *joint, size_t n) {
    moving_t m = {.net = net, .edge = net->n_edges, .vert = net->n_verts};
    cuts_t cuts;
    bool ok = list_cuts(net, joint, n, &cuts);
    if (ok) count_more(&cuts, &m.edge, &m.vert);
    size_t edges = m.edge, verts = m.vert;
    ok = ok && make_room(net, edges + n, verts + 2 * n, net->vert_piece) && move_edges(&m, &cuts);
    if (ok) {
        net->n_edges = edges;
        net->n_verts = net->vert_of[edges] = verts;
        add_joints(net, joint, n);
    }
    free_edges(&m.piece);
    free(cuts.at);
    return ok;
}
