#include "network/islands.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/segments.h"
#include "network/cut.h"
#include "network/near_islands.h"

static const double MAJOR_SHARE = 0.1; /* of the longest component's path length */
static const double SAME_M = 1e-6;     /* what is nearer is at one place */

typedef struct {
    lc_network *net;
    const lc_components *component;
    double gap_m;
    bool *major, *joined; /* of each component */
    uint32_t *own;        /* the islands' edges */
    size_t n_own, cap_own;

    lc_candidates_segments near; /* of major components */
    lc_index *index;             /* over them */
    lc_items items;              /* scratch */

    lc_joint *joint;
    size_t n_joints, cap_joints;
} islands_t;

static uint32_t component_of(const islands_t *s, size_t edge) {
    return s->component->of_node[s->net->node_u[edge]];
}

/* false when there is no island. */
static bool find_majors(islands_t *s) {
    const lc_components *c = s->component;
    double longest = 0;
    bool all = true;
    for (size_t k = 0; k < c->n; k++) longest = lc_max(longest, c->length_m[k]);
    for (size_t k = 0; k < c->n; k++) {
        s->major[k] = c->length_m[k] >= MAJOR_SHARE * longest;
        all = all && s->major[k];
    }
    return !all;
}

static lc_box segment_box(const lc_network *net, size_t vert, double more_m) {
    lc_xy a = net->vert[vert], b = net->vert[vert + 1];
    return (lc_box){lc_min(a.x, b.x) - more_m, lc_min(a.y, b.y) - more_m, lc_max(a.x, b.x) + more_m,
                    lc_max(a.y, b.y) + more_m};
}

/* ---------------------------------------------------------------------------------------------------------- joints */

static bool is_before(lc_xy p, lc_xy q) {
    return p.x != q.x ? p.x < q.x : p.y < q.y;
}

/* Shorter; of two of one length, to a micrometre, the one that ends, else begins, more to the west, then to the south:
   one order, whatever order the paths came in. */
static bool is_better(const lc_joint *a, const lc_joint *b) {
    double m = round(a->length_m / SAME_M), n = round(b->length_m / SAME_M);
    if (m != n) return m < n;
    lc_xy p = a->to.at, q = b->to.at;
    return p.x == q.x && p.y == q.y ? is_before(a->from.at, b->from.at) : is_before(p, q);
}

/* Where a joint has no length to speak of, it has none at all: its ends are at one place. */
static void close_up(lc_joint *joint) {
    if (joint->length_m > SAME_M) return;
    if (joint->to.node == LC_NO_NODE)
        joint->to.at = joint->from.at;
    else
        joint->from.at = joint->to.at;
    joint->length_m = 0;
}

static bool add_joint(islands_t *s, uint32_t component, lc_joint joint) {
    if (!(joint.length_m <= s->gap_m)) return true;
    if (!LC_ROOM(s->joint, s->cap_joints, s->n_joints + 1)) return false;
    close_up(&joint);
    s->joint[s->n_joints++] = joint;
    s->joined[component] = true;
    return true;
}

/* Join node `node`, which is at p. */
static bool join_end(islands_t *s, uint32_t node, lc_xy p) {
    const lc_network *net = s->net;
    lc_joint best = {.from = {.node = node, .at = p}, .length_m = INFINITY};
    lc_box around = {p.x - s->gap_m, p.y - s->gap_m, p.x + s->gap_m, p.y + s->gap_m};
    if (!lc_index_search(s->index, &around, &s->items)) return false;
    for (size_t i = 0; i < s->items.n; i++) {
        uint32_t k = s->items.item[i], v = s->near.vert[k];
        double t = lc_segment_share(net->vert[v], net->vert[v + 1], p);
        lc_joint next = {.from = best.from, .to = lc_position_on(net, s->near.edge[k], v, t)};
        next.length_m = lc_length(next.to.at.x - p.x, next.to.at.y - p.y);
        if (is_better(&next, &best)) best = next;
    }
    return add_joint(s, s->component->of_node[node], best);
}

static bool join_loose_ends(islands_t *s) {
    const lc_network *net = s->net;
    uint8_t *degree = LC_NEW0(uint8_t, net->n_nodes); /* up to two */
    bool ok = degree;
    for (size_t i = 0; ok && i < 2 * s->n_own; i++) {
        uint32_t node = i % 2 ? net->node_v[s->own[i / 2]] : net->node_u[s->own[i / 2]];
        degree[node] = (uint8_t)(degree[node] ? 2 : 1);
    }
    for (size_t i = 0; ok && i < s->n_own; i++) {
        uint32_t e = s->own[i], u = net->node_u[e], v = net->node_v[e];
        if (degree[u] == 1) ok = join_end(s, u, net->vert[net->vert_of[e]]);
        if (ok && degree[v] == 1) ok = join_end(s, v, net->vert[net->vert_of[e + 1] - 1]);
    }
    free(degree);
    return ok;
}

/* Does the segment from vertex v of an island's edge come nearer to a major component than *best? */
static bool improve(islands_t *s, uint32_t edge, size_t v, lc_joint *best) {
    const lc_network *net = s->net;
    lc_box around = segment_box(net, v, lc_min(s->gap_m, best->length_m));
    if (!lc_index_search(s->index, &around, &s->items)) return false;
    for (size_t i = 0; i < s->items.n; i++) {
        uint32_t k = s->items.item[i], w = s->near.vert[k];
        double t, u;
        lc_segments_nearest(net->vert[v], net->vert[v + 1], net->vert[w], net->vert[w + 1], &t, &u);
        lc_joint next = {lc_position_on(net, edge, (uint32_t)v, t), lc_position_on(net, s->near.edge[k], w, u), 0};
        next.length_m = lc_length(next.to.at.x - next.from.at.x, next.to.at.y - next.from.at.y);
        if (is_better(&next, best)) *best = next;
    }
    return true;
}

/* Islands none of whose loose ends has been joined. */
static bool join_nearest(islands_t *s) {
    const lc_network *net = s->net;
    size_t n = s->component->n;
    lc_joint *best = LC_NEW(lc_joint, n);
    bool *waits = LC_NEW0(bool, n), ok = best && waits;
    for (size_t k = 0; ok && k < n; k++) {
        best[k] = (lc_joint){.length_m = INFINITY};
        waits[k] = !s->major[k] && !s->joined[k];
    }
    for (size_t i = 0; ok && i < s->n_own; i++) {
        uint32_t e = s->own[i], k = component_of(s, e);
        for (size_t v = net->vert_of[e]; ok && waits[k] && v + 1 < net->vert_of[e + 1]; v++)
            ok = improve(s, e, v, &best[k]);
    }
    for (size_t k = 0; ok && k < n; k++)
        if (waits[k]) ok = add_joint(s, (uint32_t)k, best[k]);
    free(best);
    free(waits);
    return ok;
}

/* --------------------------------------------------------------------------------------------------------- outcome */

/* What is still an island goes to on_island. New nodes are on joined components, so edges from them are not. */
static bool mark_rest(const islands_t *s, size_t n_old_nodes) {
    lc_network *net = s->net;
    for (size_t k = 0; k < s->component->n; k++) {
        if (s->major[k] || s->joined[k]) continue;
        net->islands++;
        net->islands_m += s->component->length_m[k];
    }
    if (!net->islands) return true;
    net->on_island = LC_NEW(bool, net->n_edges);
    for (size_t e = 0; net->on_island && e < net->n_edges; e++) {
        uint32_t u = net->node_u[e], k = u < n_old_nodes ? s->component->of_node[u] : 0;
        net->on_island[e] = u < n_old_nodes && !s->major[k] && !s->joined[k];
    }
    return net->on_island;
}

/* An island with several loose ends may join major components to one another. */
static bool count_components(lc_network *net) {
    lc_components left;
    if (!lc_components_find(net, &left)) return false;
    net->components = left.n;
    lc_components_free(&left);
    return true;
}

static bool make_joints(islands_t *s) {
    lc_network *net = s->net;
    if (!s->n_joints) return true;
    net->joint = LC_NEW(lc_island_joint, s->n_joints);
    if (!net->joint) return false;
    net->n_joints = s->n_joints;
    for (size_t i = 0; i < s->n_joints; i++) {
        net->joint[i] = (lc_island_joint){s->joint[i].from.at, s->joint[i].length_m};
        net->total_m += s->joint[i].length_m;
    }
    return lc_network_add_joints(net, s->joint, s->n_joints) && count_components(net);
}

static bool list_edges(islands_t *s) {
    for (size_t e = 0; e < s->net->n_edges; e++) {
        if (s->major[component_of(s, e)]) continue;
        if (!LC_ROOM(s->own, s->cap_own, s->n_own + 1)) return false;
        s->own[s->n_own++] = (uint32_t)e;
    }
    return true;
}

static bool find_joints(islands_t *s) {
    s->index = lc_index_segments(s->net->vert, s->near.vert, s->near.n);
    return s->index && join_loose_ends(s) && join_nearest(s);
}

static lc_status join(lc_context *ctx, islands_t *s) {
    if (!list_edges(s)) return lc_fail_memory(ctx);
    lc_status status = lc_near_islands(ctx, s->net, s->own, s->n_own, s->gap_m, &s->near);
    if (status != LC_OK) return status;
    return find_joints(s) && make_joints(s) ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_network_join_islands(lc_context *ctx, lc_network *net, const lc_components *component, double gap_m) {
    islands_t s = {.net = net, .component = component, .gap_m = gap_m};
    size_t n_nodes = net->n_nodes;
    s.major = LC_NEW0(bool, component->n);
    s.joined = LC_NEW0(bool, component->n);
    lc_status status = s.major && s.joined ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && find_majors(&s)) {
        if (gap_m > 0) status = join(ctx, &s);
        if (status == LC_OK && !mark_rest(&s, n_nodes)) status = lc_fail_memory(ctx);
    }
    free(s.major);
    free(s.joined);
    free(s.own);
    lc_candidates_segments_free(&s.near);
    lc_index_free(s.index);
    free(s.items.item);
    free(s.joint);
    return status;
}
