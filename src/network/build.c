/* From paths to a graph: identical segments merged, small components dropped, chains of degree 2 contracted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "network/network.h"

typedef struct {
    uint32_t a, b;
} seg_t;

typedef struct {
    const lc_paths *paths;
    seg_t *seg; /* distinct segments between vertices */
    size_t n_seg;
    size_t *at; /* CSR over the vertices: incident segments */
    uint32_t *incident;
    uint32_t *component; /* of a vertex */
    bool *keep;          /* of a component */
    bool *used;          /* segments already in an edge */
    uint32_t *node;      /* of a vertex; UINT32_MAX inside a chain */
} build_t;

static int by_ends(const void *p, const void *q) {
    const seg_t *s = p, *t = q;
    if (s->a != t->a) return s->a < t->a ? -1 : 1;
    return s->b < t->b ? -1 : s->b > t->b;
}

static bool finite_vertex(const lc_paths *paths, uint32_t v) {
    return isfinite(paths->xy[v].x) && isfinite(paths->xy[v].y);
}

/* Two ways drawn along the same two nodes are one segment. */
static bool collect_segments(build_t *b) {
    const lc_paths *p = b->paths;
    b->seg = LC_NEW(seg_t, p->n_vertices);
    if (!b->seg) return false;
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = p->start[i]; k + 1 < p->start[i + 1]; k++) {
            uint32_t u = p->vertex[k], v = p->vertex[k + 1];
            if (u == v || !finite_vertex(p, u) || !finite_vertex(p, v)) continue;
            b->seg[b->n_seg++] = u < v ? (seg_t){u, v} : (seg_t){v, u};
        }
    qsort(b->seg, b->n_seg, sizeof *b->seg, by_ends);
    size_t kept = 0;
    for (size_t i = 0; i < b->n_seg; i++)
        if (kept == 0 || by_ends(&b->seg[kept - 1], &b->seg[i]) != 0) b->seg[kept++] = b->seg[i];
    b->n_seg = kept;
    return true;
}

static bool index_incidence(build_t *b) {
    size_t n = b->paths->n_xy;
    b->at = LC_NEW0(size_t, n + 2);
    b->incident = LC_NEW(uint32_t, 2 * b->n_seg);
    if (!b->at || !b->incident) return false;
    for (size_t i = 0; i < b->n_seg; i++) {
        b->at[b->seg[i].a + 2]++;
        b->at[b->seg[i].b + 2]++;
    }
    for (size_t v = 2; v < n + 2; v++) b->at[v] += b->at[v - 1];
    for (size_t i = 0; i < b->n_seg; i++) {
        b->incident[b->at[b->seg[i].a + 1]++] = (uint32_t)i;
        b->incident[b->at[b->seg[i].b + 1]++] = (uint32_t)i;
    }
    return true;
}

static double seg_length(const build_t *b, size_t i) {
    lc_xy p = b->paths->xy[b->seg[i].a], q = b->paths->xy[b->seg[i].b];
    return lc_length(q.x - p.x, q.y - p.y);
}

static uint32_t other_end(const build_t *b, uint32_t seg, uint32_t v) {
    return b->seg[seg].a == v ? b->seg[seg].b : b->seg[seg].a;
}

/* Label the components breadth first and decide which to keep. */
static bool find_components(build_t *b, double min_component_m, lc_network *net) {
    size_t n = b->paths->n_xy, n_components = 0;
    uint32_t *queue = LC_NEW(uint32_t, n);
    b->component = LC_NEW(uint32_t, n);
    b->keep = LC_NEW0(bool, n);
    bool ok = queue && b->component && b->keep;
    for (size_t v = 0; ok && v < n; v++) b->component[v] = UINT32_MAX;
    for (size_t first = 0; ok && first < n; first++) {
        if (b->component[first] != UINT32_MAX || b->at[first] == b->at[first + 1]) continue;
        size_t head = 0, tail = 0;
        double length2 = 0; /* every segment is seen from both ends */
        queue[tail++] = (uint32_t)first;
        b->component[first] = (uint32_t)n_components;
        while (head < tail) {
            uint32_t v = queue[head++];
            for (size_t k = b->at[v]; k < b->at[v + 1]; k++) {
                uint32_t w = other_end(b, b->incident[k], v);
                length2 += seg_length(b, b->incident[k]);
                if (b->component[w] != UINT32_MAX) continue;
                b->component[w] = (uint32_t)n_components;
                queue[tail++] = w;
            }
        }
        b->keep[n_components] = 0.5 * length2 >= min_component_m;
        if (b->keep[n_components]) {
            net->components++;
            net->total_m += 0.5 * length2;
        } else {
            net->dropped_components++;
            net->dropped_m += 0.5 * length2;
        }
        n_components++;
    }
    free(queue);
    return ok;
}

static bool add_vert(lc_network *net, size_t *cap, lc_xy p, double s) {
    if (net->n_verts == *cap) {
        size_t want = *cap;
        if (!lc_grow((void **)&net->vert, &want, net->n_verts + 1, sizeof *net->vert)) return false;
        double *grown = realloc(net->vert_s, want * sizeof *grown);
        if (!grown) return false;
        net->vert_s = grown;
        *cap = want;
    }
    net->vert[net->n_verts] = p;
    net->vert_s[net->n_verts++] = s;
    return true;
}

/* Follow the chain that leaves node vertex v along segment i, up to the next node, as one edge. */
static bool trace_edge(build_t *b, lc_network *net, size_t *cap, uint32_t v, uint32_t i) {
    double s = 0;
    uint32_t e = (uint32_t)net->n_edges++;
    net->node_u[e] = b->node[v];
    if (!add_vert(net, cap, b->paths->xy[v], 0)) return false;
    for (;;) {
        b->used[i] = true;
        s += seg_length(b, i);
        v = other_end(b, i, v);
        if (!add_vert(net, cap, b->paths->xy[v], s)) return false;
        if (b->node[v] != UINT32_MAX) break;
        i = b->incident[b->at[v]] == i ? b->incident[b->at[v] + 1] : b->incident[b->at[v]];
    }
    net->node_v[e] = b->node[v];
    net->length_m[e] = s;
    net->vert_of[e + 1] = net->n_verts;
    return true;
}

static bool trace_from(build_t *b, lc_network *net, size_t *cap, uint32_t v) {
    for (size_t k = b->at[v]; k < b->at[v + 1]; k++)
        if (!b->used[b->incident[k]] && !trace_edge(b, net, cap, v, b->incident[k])) return false;
    return true;
}

static bool kept_vertex(const build_t *b, size_t v) {
    return b->at[v] < b->at[v + 1] && b->keep[b->component[v]];
}

static bool trace_edges(build_t *b, lc_network *net) {
    size_t n = b->paths->n_xy, cap = 0;
    b->node = LC_NEW(uint32_t, n);
    b->used = LC_NEW0(bool, b->n_seg);
    net->node_u = LC_NEW(uint32_t, b->n_seg);
    net->node_v = LC_NEW(uint32_t, b->n_seg);
    net->length_m = LC_NEW(double, b->n_seg);
    net->vert_of = LC_NEW(size_t, b->n_seg + 1);
    if (!b->node || !b->used || !net->node_u || !net->node_v || !net->length_m || !net->vert_of) return false;
    net->vert_of[0] = 0;
    for (size_t v = 0; v < n; v++)
        b->node[v] = kept_vertex(b, v) && b->at[v + 1] - b->at[v] != 2 ? (uint32_t)net->n_nodes++ : UINT32_MAX;
    for (size_t v = 0; v < n; v++)
        if (b->node[v] != UINT32_MAX && !trace_from(b, net, &cap, (uint32_t)v)) return false;
    /* What is left are rings without a junction: their first vertex becomes a node. */
    for (size_t v = 0; v < n; v++) {
        if (!kept_vertex(b, v) || b->node[v] != UINT32_MAX || b->used[b->incident[b->at[v]]]) continue;
        b->node[v] = (uint32_t)net->n_nodes++;
        if (!trace_from(b, net, &cap, (uint32_t)v)) return false;
    }
    return true;
}

bool lc_network_link_halves(lc_network *net) {
    net->half_of = LC_NEW0(size_t, net->n_nodes + 2);
    net->half = LC_NEW(uint32_t, 2 * net->n_edges);
    net->half_end = LC_NEW(lc_half_end, 2 * net->n_edges);
    if (!net->half_of || !net->half || !net->half_end) return false;
    for (size_t e = 0; e < net->n_edges; e++) {
        net->half_of[net->node_u[e] + 2]++;
        net->half_of[net->node_v[e] + 2]++;
    }
    for (size_t v = 2; v < net->n_nodes + 2; v++) net->half_of[v] += net->half_of[v - 1];
    for (size_t e = 0; e < net->n_edges; e++) {
        net->half[net->half_of[net->node_u[e] + 1]++] = (uint32_t)e;
        net->half[net->half_of[net->node_v[e] + 1]++] = (uint32_t)e;
    }
    for (size_t v = 0; v < net->n_nodes; v++)
        for (size_t h = net->half_of[v]; h < net->half_of[v + 1]; h++) {
            uint32_t e = net->half[h];
            net->half_end[h] = (lc_half_end){net->length_m[e], net->node_u[e] == v ? net->node_v[e] : net->node_u[e]};
        }
    return true;
}

static bool index_segments(lc_network *net) {
    net->vert_edge = LC_NEW(uint32_t, net->n_verts);
    net->seg_vert = LC_NEW(uint32_t, net->n_verts);
    lc_box *boxes = LC_NEW(lc_box, net->n_verts);
    bool ok = net->vert_edge && net->seg_vert && boxes;
    for (size_t e = 0; ok && e < net->n_edges; e++)
        for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++) {
            net->vert_edge[v] = (uint32_t)e;
            if (v + 1 == net->vert_of[e + 1]) continue;
            lc_box box = lc_box_empty();
            lc_box_add(&box, net->vert[v].x, net->vert[v].y);
            lc_box_add(&box, net->vert[v + 1].x, net->vert[v + 1].y);
            boxes[net->n_segs] = box;
            net->seg_vert[net->n_segs++] = (uint32_t)v;
        }
    if (ok) net->index = lc_index_new(boxes, net->n_segs);
    free(boxes);
    return ok && net->index;
}

typedef struct {
    lc_xy p;
    uint32_t vert;
} placed_t;

static int by_place(const void *a, const void *b) {
    const placed_t *p = a, *q = b;
    if (p->p.x != q->p.x) return p->p.x < q->p.x ? -1 : 1;
    if (p->p.y != q->p.y) return p->p.y < q->p.y ? -1 : 1;
    return p->vert < q->vert ? -1 : p->vert > q->vert;
}

/* Chain the vertices that lie at exactly the same place: copies of one node, or coincident nodes. */
static bool chain_twins(lc_network *net) {
    net->twin = LC_NEW(uint32_t, net->n_verts);
    placed_t *placed = LC_NEW(placed_t, net->n_verts);
    bool ok = net->twin && placed;
    for (size_t v = 0; ok && v < net->n_verts; v++) placed[v] = (placed_t){net->vert[v], (uint32_t)v};
    if (ok) qsort(placed, net->n_verts, sizeof *placed, by_place);
    for (size_t i = 0; ok && i < net->n_verts;) {
        size_t end = i + 1;
        while (end < net->n_verts && placed[end].p.x == placed[i].p.x && placed[end].p.y == placed[i].p.y) end++;
        for (size_t k = i; k < end; k++) net->twin[placed[k].vert] = placed[k + 1 < end ? k + 1 : i].vert;
        i = end;
    }
    free(placed);
    return ok;
}

lc_status lc_network_build(lc_context *ctx, const lc_paths *paths, double min_component_m, lc_network **out) {
    build_t b = {.paths = paths};
    lc_network *net = LC_NEW0(lc_network, 1);
    bool ok = net && paths->n_xy < UINT32_MAX && collect_segments(&b) && index_incidence(&b) &&
              find_components(&b, min_component_m, net) && trace_edges(&b, net) && lc_network_link_halves(net) &&
              index_segments(net) && chain_twins(net);
    free(b.seg);
    free(b.at);
    free(b.incident);
    free(b.component);
    free(b.keep);
    free(b.used);
    free(b.node);
    if (!ok) {
        lc_network_free(net);
        return lc_fail_memory(ctx);
    }
    *out = net;
    return LC_OK;
}

void lc_network_free(lc_network *net) {
    if (!net) return;
    free(net->node_u);
    free(net->node_v);
    free(net->length_m);
    free(net->vert_of);
    free(net->vert);
    free(net->vert_s);
    free(net->vert_edge);
    free(net->twin);
    free(net->half_of);
    free(net->half);
    free(net->half_end);
    free(net->seg_vert);
    lc_index_free(net->index);
    free(net);
}
