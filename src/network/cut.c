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

static bool make_room(const lc_network *net, size_t more, lc_network *out) {
    size_t edges = net->n_edges + more, verts = net->n_verts + 2 * more;
    out->node_u = LC_NEW(uint32_t, edges);
    out->node_v = LC_NEW(uint32_t, edges);
    out->length_m = LC_NEW(double, edges);
    out->kind = LC_NEW(uint8_t, edges);
    out->vert_of = LC_NEW(size_t, edges + 1);
    out->vert = LC_NEW(lc_xy, verts);
    out->vert_s = LC_NEW(double, verts);
    out->vert_piece = net->vert_piece ? LC_NEW(uint32_t, verts) : NULL;
    if (net->vert_piece && !out->vert_piece) return false;
    if (out->vert_of) out->vert_of[0] = 0;
    return out->node_u && out->node_v && out->length_m && out->kind && out->vert_of && out->vert && out->vert_s;
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

/* Edge e in pieces; *k is the first cut in it, and moves on to the first after it. */
static void copy_edge(const lc_network *net, size_t e, const cuts_t *cuts, size_t *k, lc_network *out) {
    uint32_t from = net->node_u[e];
    double begin = 0; /* of the piece, on the whole edge */
    for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++) {
        uint32_t piece = net->vert_piece ? net->vert_piece[v] : LC_NO_PIECE;
        add_vert(out, net->vert[v], net->vert_s[v] - begin, piece);
        for (; *k < cuts->n && cuts->at[*k]->vert == v; ++*k) {
            const lc_position *p = cuts->at[*k];
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
}

static void add_joint(lc_network *out, const lc_joint *joint) {
    add_vert(out, joint->from.at, 0, LC_NO_PIECE);
    add_vert(out, joint->to.at, joint->length_m, LC_NO_PIECE);
    add_edge(out, joint->from.node, joint->to.node, joint->length_m, LC_EDGE_JOINT);
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

/* The network's edges become those of `from`, which it owns then. */
static void take_edges(lc_network *net, const lc_network *from) {
    free_edges(net);
    net->node_u = from->node_u;
    net->node_v = from->node_v;
    net->length_m = from->length_m;
    net->kind = from->kind;
    net->vert_of = from->vert_of;
    net->vert = from->vert;
    net->vert_s = from->vert_s;
    net->vert_piece = from->vert_piece;
    net->n_edges = from->n_edges;
    net->n_verts = from->n_verts;
}

bool lc_network_add_joints(lc_network *net, lc_joint *joint, size_t n) {
    lc_network out = {0};
    cuts_t cuts;
    bool ok = list_cuts(net, joint, n, &cuts) && make_room(net, cuts.n + n, &out);
    size_t k = 0;
    for (size_t e = 0; ok && e < net->n_edges; e++) copy_edge(net, e, &cuts, &k, &out);
    for (size_t i = 0; ok && i < n; i++) add_joint(&out, &joint[i]);
    if (ok)
        take_edges(net, &out);
    else
        free_edges(&out);
    free(cuts.at);
    return ok;
}
