#include "network/search.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/*
 * Dial's buckets, one a metre, in a label-correcting form: a node is taken again if it improves inside its own bucket.
 * The labels are minima of exact sums, so the order of work does not show in them.
 */
typedef struct {
    uint32_t node, next;
    double d;
} entry_t;

typedef struct {
    entry_t *entry;
    size_t n, capacity;
    uint32_t *head; /* one a bucket, UINT32_MAX when empty */
    size_t n_buckets;
} queue_t;

static bool push(queue_t *q, lc_field *field, uint32_t node, double d) {
    if (!(d < field->node_d[node]) || d > field->range_m) return true;
    if (!LC_ROOM(q->entry, q->capacity, q->n + 1)) return false;
    size_t bucket = (size_t)d;
    field->node_d[node] = d;
    q->entry[q->n] = (entry_t){.node = node, .next = q->head[bucket], .d = d};
    q->head[bucket] = (uint32_t)q->n++;
    return true;
}

static bool settle(queue_t *q, lc_field *field, entry_t e) {
    const lc_network *net = field->network;
    for (size_t h = net->half_of[e.node]; h < net->half_of[e.node + 1]; h++) {
        uint32_t edge = net->half[h];
        uint32_t to = net->node_u[edge] == e.node ? net->node_v[edge] : net->node_u[edge];
        if (!push(q, field, to, e.d + net->length_m[edge])) return false;
    }
    return true;
}

static bool run(queue_t *q, lc_field *field) {
    for (size_t bucket = 0; bucket < q->n_buckets; bucket++)
        while (q->head[bucket] != UINT32_MAX) {
            entry_t e = q->entry[q->head[bucket]];
            q->head[bucket] = e.next;
            if (e.d == field->node_d[e.node] && !settle(q, field, e)) return false;
        }
    return true;
}

static bool search_nodes(lc_field *field, const lc_access *access, size_t n) {
    const lc_network *net = field->network;
    queue_t q = {.n_buckets = (size_t)field->range_m + 1};
    bool ok = (q.head = LC_NEW(uint32_t, q.n_buckets)) != NULL;
    for (size_t i = 0; ok && i < q.n_buckets; i++) q.head[i] = UINT32_MAX;
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t e = access[i].edge;
        ok = push(&q, field, net->node_u[e], access[i].d0_m + access[i].s0_m) &&
             push(&q, field, net->node_v[e], access[i].d0_m + (net->length_m[e] - access[i].s1_m));
    }
    ok = ok && run(&q, field);
    free(q.entry);
    free(q.head);
    return ok;
}

static bool add_knot(lc_field *field, double s, double d) {
    if (!LC_ROOM(field->knot, field->cap_knots, field->n_knots + 1)) return false;
    field->knot[field->n_knots++] = (lc_knot){s, d};
    return true;
}

/* The summit between two points of a function of slope +-1: where the ways round from either side meet. */
static bool summit(lc_knot a, lc_knot b, lc_knot *top) {
    if (!isfinite(a.d_m) || !isfinite(b.d_m)) return false;
    double up = 0.5 * (b.s_m - a.s_m + b.d_m - a.d_m);
    if (!(up > 0) || !(a.s_m + up < b.s_m)) return false;
    *top = (lc_knot){a.s_m + up, a.d_m + up};
    return true;
}

/* Knots of one edge from its accesses, sorted by s0_m: anchors lowered by their neighbours, then summits between. */
static bool edge_knots(lc_field *field, const lc_access *access, size_t n, lc_knot *anchor, bool *flat_after) {
    const lc_network *net = field->network;
    uint32_t e = access[0].edge;
    size_t m = 0;
    anchor[m] = (lc_knot){0, field->node_d[net->node_u[e]]};
    flat_after[m++] = false;
    for (size_t i = 0; i < n; i++) {
        bool inside = m >= 2 && flat_after[m - 2] && access[i].s0_m <= anchor[m - 1].s_m;
        if (inside) { /* reaches into the stretch before, where the distance is 0: at most makes that longer */
            if (access[i].s1_m > anchor[m - 1].s_m && access[i].d0_m <= 0) anchor[m - 1].s_m = access[i].s1_m;
            continue;
        }
        anchor[m] = (lc_knot){access[i].s0_m, access[i].d0_m};
        flat_after[m++] = access[i].s1_m > access[i].s0_m;
        if (flat_after[m - 1]) {
            anchor[m] = (lc_knot){access[i].s1_m, access[i].d0_m};
            flat_after[m++] = false;
        }
    }
    anchor[m] = (lc_knot){net->length_m[e], field->node_d[net->node_v[e]]};
    flat_after[m++] = false;
    for (size_t i = 1; i < m; i++)
        anchor[i].d_m = lc_min(anchor[i].d_m, anchor[i - 1].d_m + anchor[i].s_m - anchor[i - 1].s_m);
    for (size_t i = m - 1; i > 0; i--)
        anchor[i - 1].d_m = lc_min(anchor[i - 1].d_m, anchor[i].d_m + anchor[i].s_m - anchor[i - 1].s_m);
    for (size_t i = 0; i < m; i++) {
        lc_knot top;
        if (!add_knot(field, anchor[i].s_m, anchor[i].d_m)) return false;
        if (i + 1 < m && !flat_after[i] && summit(anchor[i], anchor[i + 1], &top) && !add_knot(field, top.s_m, top.d_m))
            return false;
    }
    return true;
}

static bool collect_knots(lc_field *field, const lc_access *access, size_t n) {
    lc_knot *anchor = LC_NEW(lc_knot, 2 * n + 2);
    bool *flat_after = LC_NEW(bool, 2 * n + 2);
    field->knot_of = LC_NEW(size_t, n + 1);
    bool ok = anchor && flat_after && field->knot_of;
    for (size_t i = 0; ok && i < n;) {
        size_t end = i + 1;
        while (end < n && access[end].edge == access[i].edge) end++;
        field->knot_of[field->n_lists] = field->n_knots;
        ok = edge_knots(field, access + i, end - i, anchor, flat_after);
        field->knot_list[access[i].edge] = (uint32_t)++field->n_lists;
        i = end;
    }
    if (ok) field->knot_of[field->n_lists] = field->n_knots;
    free(anchor);
    free(flat_after);
    return ok;
}

/* By edge and place; at the same place the long stretch first, so that it swallows what starts inside it. */
static int by_place(const void *a, const void *b) {
    const lc_access *p = a, *q = b;
    if (p->edge != q->edge) return p->edge < q->edge ? -1 : 1;
    if (p->s0_m != q->s0_m) return p->s0_m < q->s0_m ? -1 : 1;
    if (p->s1_m != q->s1_m) return p->s1_m > q->s1_m ? -1 : 1;
    return p->d0_m < q->d0_m ? -1 : p->d0_m > q->d0_m;
}

lc_status lc_field_search(lc_context *ctx, const lc_network *net, lc_access *access, size_t n, double range_m,
                          lc_field **out) {
    lc_field *field = LC_NEW0(lc_field, 1);
    if (!field) return lc_fail_memory(ctx);
    field->network = net;
    field->range_m = range_m;
    field->node_d = LC_NEW(double, net->n_nodes);
    field->knot_list = LC_NEW0(uint32_t, net->n_edges);
    if (!field->node_d || !field->knot_list) goto memory;
    for (size_t i = 0; i < net->n_nodes; i++) field->node_d[i] = INFINITY;
    qsort(access, n, sizeof *access, by_place);
    if (!search_nodes(field, access, n) || !collect_knots(field, access, n)) goto memory;
    *out = field;
    return LC_OK;
memory:
    lc_field_free(field);
    return lc_fail_memory(ctx);
}

void lc_field_free(lc_field *field) {
    if (!field) return;
    free(field->node_d);
    free(field->knot_list);
    free(field->knot_of);
    free(field->knot);
    free(field);
}

size_t lc_field_knots(const lc_field *field, uint32_t edge, lc_knot buffer[3], const lc_knot **knots) {
    uint32_t list = field->knot_list[edge];
    if (list) {
        *knots = field->knot + field->knot_of[list - 1];
        return field->knot_of[list] - field->knot_of[list - 1];
    }
    const lc_network *net = field->network;
    double u = field->node_d[net->node_u[edge]], v = field->node_d[net->node_v[edge]], length = net->length_m[edge];
    *knots = buffer;
    if (u == INFINITY && v == INFINITY) return 0;
    u = lc_min(u, v + length);
    v = lc_min(v, u + length);
    size_t n = 0;
    buffer[n++] = (lc_knot){0, u};
    lc_knot end = {length, v};
    if (summit(buffer[0], end, &buffer[1])) n++;
    buffer[n++] = end;
    return n;
}

double lc_field_at(const lc_field *field, lc_spot spot) {
    lc_knot buffer[3];
    const lc_knot *k;
    size_t n = lc_field_knots(field, spot.edge, buffer, &k);
    if (n == 0) return INFINITY;
    size_t i = 0;
    while (i + 2 < n && k[i + 1].s_m <= spot.s_m) i++;
    double length = k[i + 1].s_m - k[i].s_m;
    double t = length > 0 ? (spot.s_m - k[i].s_m) / length : 0;
    return k[i].d_m + (k[i + 1].d_m - k[i].d_m) * (t < 0 ? 0 : t > 1 ? 1 : t);
}
