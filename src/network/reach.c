#include "network/reach.h"

#include <stdlib.h>

#include "base/memory.h"

typedef struct {
    double d;
    uint32_t node;
} entry_t;

struct lc_reach {
    const lc_network *network;
    const lc_anchor *anchor;
    const size_t *anchor_of; /* n_edges + 1 */
    size_t *own_anchor_of;   /* the same; NULL beside another one */
    size_t n_points;
    double *node_d;    /* INFINITY but during a search */
    uint32_t *touched; /* nodes to reset */
    size_t n_touched;
    uint32_t *edge_seen, *point_seen, round; /* equal to round: seen in this search */
    double *point_d;                         /* of those that were */
    entry_t *heap;
    size_t n_heap, cap_heap;
};

/* Sort anchors by edge, those of an edge by point; anchor_of gets where each edge's begin. By counting: they are many,
   and in the order of points already, or nearly so. */
static bool sort_anchors(const lc_context *ctx, lc_anchor *anchor, size_t n, size_t n_edges, size_t *anchor_of) {
    lc_anchor *sorted = LC_NEW(lc_anchor, n);
    if (!sorted) return false;
    for (size_t e = 0; e <= n_edges; e++) anchor_of[e] = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        anchor_of[anchor[i].spot.edge + 1]++;
        ok = !lc_cancelled_at(ctx, i);
    }
    for (size_t e = 0; e < n_edges; e++) anchor_of[e + 1] += anchor_of[e];
    for (size_t i = 0; ok && i < n; i++) {
        sorted[anchor_of[anchor[i].spot.edge]++] = anchor[i];
        ok = !lc_cancelled_at(ctx, i);
    }
    for (size_t e = n_edges; e > 0; e--) anchor_of[e] = anchor_of[e - 1];
    anchor_of[0] = 0;
    for (size_t i = 0; ok && i < n; i++) {
        size_t at = i, first = anchor_of[sorted[i].spot.edge];
        for (; at > first && anchor[at - 1].point > sorted[i].point; at--) anchor[at] = anchor[at - 1];
        anchor[at] = sorted[i];
        ok = !lc_cancelled_at(ctx, i);
    }
    free(sorted);
    return ok;
}

/* What a search changes. */
static bool make_room(lc_reach *r, size_t n_points) {
    const lc_network *network = r->network;
    r->n_points = n_points;
    r->node_d = LC_NEW(double, network->n_nodes);
    r->touched = LC_NEW(uint32_t, network->n_nodes);
    r->edge_seen = LC_NEW0(uint32_t, network->n_edges);
    r->point_seen = LC_NEW0(uint32_t, n_points);
    r->point_d = LC_NEW(double, n_points);
    if (!r->point_d || !r->node_d || !r->touched || !r->edge_seen || !r->point_seen) return false;
    for (size_t v = 0; v < network->n_nodes; v++) r->node_d[v] = INFINITY;
    return true;
}

lc_reach *lc_reach_new(const lc_context *ctx, const lc_network *network, lc_anchor *anchor, size_t n, size_t n_points) {
    lc_reach *r = LC_NEW0(lc_reach, 1);
    if (!r) return NULL;
    r->network = network;
    r->anchor = anchor;
    r->anchor_of = r->own_anchor_of = LC_NEW(size_t, network->n_edges + 1);
    bool ok = r->anchor_of && sort_anchors(ctx, anchor, n, network->n_edges, r->own_anchor_of);
    if (ok && make_room(r, n_points)) return r;
    lc_reach_free(r);
    return NULL;
}

lc_reach *lc_reach_beside(const lc_reach *reach) {
    lc_reach *r = LC_NEW0(lc_reach, 1);
    if (!r) return NULL;
    r->network = reach->network;
    r->anchor = reach->anchor;
    r->anchor_of = reach->anchor_of;
    if (make_room(r, reach->n_points)) return r;
    lc_reach_free(r);
    return NULL;
}

void lc_reach_free(lc_reach *r) {
    if (!r) return;
    free(r->own_anchor_of);
    free(r->node_d);
    free(r->touched);
    free(r->edge_seen);
    free(r->point_seen);
    free(r->point_d);
    free(r->heap);
    free(r);
}

static bool push(lc_reach *r, uint32_t node, double d, double limit_m) {
    if (d > limit_m || d >= r->node_d[node]) return true;
    if (!LC_ROOM(r->heap, r->cap_heap, r->n_heap + 1)) return false;
    if (r->node_d[node] == INFINITY) r->touched[r->n_touched++] = node;
    r->node_d[node] = d;
    size_t i = r->n_heap++;
    for (; i > 0 && r->heap[(i - 1) / 2].d > d; i = (i - 1) / 2) r->heap[i] = r->heap[(i - 1) / 2];
    r->heap[i] = (entry_t){d, node};
    return true;
}

static entry_t pop(lc_reach *r) {
    entry_t top = r->heap[0], last = r->heap[--r->n_heap];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < r->n_heap; i = child) {
        if (child + 1 < r->n_heap && r->heap[child + 1].d < r->heap[child].d) child++;
        if (r->heap[child].d >= last.d) break;
        r->heap[i] = r->heap[child];
    }
    r->heap[i] = last;
    return top;
}

static bool search(lc_reach *r, const lc_access *access, size_t n, double limit_m) {
    const lc_network *net = r->network;
    for (size_t i = 0; i < n; i++) {
        uint32_t e = access[i].edge;
        if (!push(r, net->node_u[e], access[i].d0_m + access[i].s0_m, limit_m) ||
            !push(r, net->node_v[e], access[i].d0_m + (net->length_m[e] - access[i].s1_m), limit_m))
            return false;
    }
    while (r->n_heap) {
        entry_t top = pop(r);
        if (top.d > r->node_d[top.node]) continue;
        for (size_t h = net->half_of[top.node]; h < net->half_of[top.node + 1]; h++) {
            uint32_t e = net->half[h], to = net->node_u[e] == top.node ? net->node_v[e] : net->node_u[e];
            if (!push(r, to, top.d + net->length_m[e], limit_m)) return false;
        }
    }
    return true;
}

/* D of the facility at a spot: round by either end, or straight from an access on the same edge. */
static double spot_d(const lc_reach *r, lc_spot spot, const lc_access *access, size_t n) {
    const lc_network *net = r->network;
    double d = lc_min(r->node_d[net->node_u[spot.edge]] + spot.s_m,
                      r->node_d[net->node_v[spot.edge]] + net->length_m[spot.edge] - spot.s_m);
    for (size_t i = 0; i < n; i++) {
        if (access[i].edge != spot.edge) continue;
        double apart = lc_max(0, lc_max(access[i].s0_m - spot.s_m, spot.s_m - access[i].s1_m));
        d = lc_min(d, access[i].d0_m + apart);
    }
    return d;
}

static bool visit_edge(lc_reach *r, uint32_t e, const lc_access *access, size_t n, double limit_m, lc_items *out) {
    if (r->edge_seen[e] == r->round) return true;
    r->edge_seen[e] = r->round;
    for (size_t k = r->anchor_of[e]; k < r->anchor_of[e + 1]; k++) {
        const lc_anchor *a = &r->anchor[k];
        double d = a->leg_m + spot_d(r, a->spot, access, n);
        bool seen = r->point_seen[a->point] == r->round;
        if (d > limit_m) continue;
        r->point_d[a->point] = seen ? lc_min(r->point_d[a->point], d) : d;
        if (seen) continue;
        r->point_seen[a->point] = r->round;
        if (!LC_ROOM(out->item, out->capacity, out->n + 1)) return false;
        out->item[out->n++] = a->point;
    }
    return true;
}

double lc_reach_d(const lc_reach *r, uint32_t point) {
    return r->point_d[point];
}

bool lc_reach_points(lc_reach *r, const lc_access *access, size_t n, double limit_m, lc_items *out) {
    const lc_network *net = r->network;
    r->round++;
    r->n_heap = r->n_touched = out->n = 0;
    bool ok = search(r, access, n, limit_m);
    for (size_t i = 0; ok && i < n; i++) ok = visit_edge(r, access[i].edge, access, n, limit_m, out);
    for (size_t i = 0; ok && i < r->n_touched; i++)
        for (size_t h = net->half_of[r->touched[i]]; ok && h < net->half_of[r->touched[i] + 1]; h++)
            ok = visit_edge(r, net->half[h], access, n, limit_m, out);
    for (size_t i = 0; i < r->n_touched; i++) r->node_d[r->touched[i]] = INFINITY;
    return ok;
}

/* Give an edge that was not seen in this search. */
static bool give_edge(lc_reach *r, uint32_t e, const lc_access *access, size_t n, double limit_m,
                      lc_reached_edge_fn take, void *user) {
    const lc_network *net = r->network;
    if (r->edge_seen[e] == r->round) return true;
    r->edge_seen[e] = r->round;
    double least = lc_min(r->node_d[net->node_u[e]], r->node_d[net->node_v[e]]);
    for (size_t i = 0; i < n; i++)
        if (access[i].edge == e) least = lc_min(least, access[i].d0_m);
    return least > limit_m || take(user, e, least);
}

bool lc_reach_edges(lc_reach *r, const lc_access *access, size_t n, double limit_m, lc_reached_edge_fn take,
                    void *user) {
    const lc_network *net = r->network;
    r->round++;
    r->n_heap = r->n_touched = 0;
    bool ok = search(r, access, n, limit_m);
    for (size_t i = 0; ok && i < n; i++) ok = give_edge(r, access[i].edge, access, n, limit_m, take, user);
    for (size_t i = 0; ok && i < r->n_touched; i++)
        for (size_t h = net->half_of[r->touched[i]]; ok && h < net->half_of[r->touched[i] + 1]; h++)
            ok = give_edge(r, net->half[h], access, n, limit_m, take, user);
    for (size_t i = 0; i < r->n_touched; i++) r->node_d[r->touched[i]] = INFINITY;
    return ok;
}
