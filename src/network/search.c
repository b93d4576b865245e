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
    size_t settled;
} queue_t;

/* Nodes are numbered by place, so that this many of them are a quarter of the city that fits into a processor's cache.
 */
enum { QUARTER_BITS = 13 };

static bool improves(const lc_field *field, uint32_t node, double d) {
    return d < field->node_d[node] && d <= field->range_m;
}

static bool enter(queue_t *q, lc_field *field, uint32_t node, double d) {
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
        const lc_half_end *end = &net->half_end[h];
        double d = e.d + end->length_m;
        if (!improves(field, end->node, d)) continue;
        LC_FETCH(&net->half_end[end->first]); /* it will be its turn soon; four ways mostly lie in two lines */
        LC_FETCH(&net->half_end[end->first] + 3);
        if (!enter(q, field, end->node, d)) return false;
    }
    return true;
}

static bool run(queue_t *q, lc_field *field) {
    for (size_t bucket = 0; bucket < q->n_buckets; bucket++)
        while (q->head[bucket] != UINT32_MAX) {
            entry_t e = q->entry[q->head[bucket]];
            q->head[bucket] = e.next;
            if (e.d != field->node_d[e.node]) continue;
            q->settled++;
            if (!settle(q, field, e)) return false;
        }
    return true;
}

/* The accesses by the quarter that they lie in: those of quarter k are order[start[k]] .. order[start[k + 1] - 1]. */
static void sort_quarters(const lc_network *net, const lc_access *access, size_t n, size_t quarters, size_t *start,
                          size_t *order) {
    for (size_t i = 0; i < n; i++) start[(net->node_u[access[i].edge] >> QUARTER_BITS) + 2]++;
    for (size_t k = 0; k < quarters; k++) start[k + 2] += start[k + 1];
    for (size_t i = 0; i < n; i++) order[start[(net->node_u[access[i].edge] >> QUARTER_BITS) + 1]++] = i;
}

static bool enter_first(queue_t *q, lc_field *field, uint32_t node, double d) {
    return !improves(field, node, d) || enter(q, field, node, d);
}

static bool search_quarter(queue_t *q, lc_field *field, const lc_access *access, const size_t *order, size_t n) {
    const lc_network *net = field->network;
    bool ok = true;
    q->n = 0;
    for (size_t i = 0; ok && i < n; i++) {
        const lc_access *a = &access[order[i]];
        ok = enter_first(q, field, net->node_u[a->edge], a->d0_m + a->s0_m) &&
             enter_first(q, field, net->node_v[a->edge], a->d0_m + (net->length_m[a->edge] - a->s1_m));
    }
    return ok && run(q, field);
}

/*
 * Quarter by quarter: only what is nearer from there than from those before is gone through, which is little more than
 * once for every node, and what is gone through is in the cache.
 */
static bool search_nodes(lc_field *field, const lc_access *access, size_t n, size_t *settled) {
    size_t quarters = (field->network->n_nodes >> QUARTER_BITS) + 1;
    size_t *start = LC_NEW0(size_t, quarters + 2), *order = LC_NEW(size_t, n);
    queue_t q = {.n_buckets = (size_t)field->range_m + 1};
    bool ok = (q.head = LC_NEW(uint32_t, q.n_buckets)) != NULL && start && order;
    for (size_t i = 0; ok && i < q.n_buckets; i++) q.head[i] = UINT32_MAX;
    if (ok) sort_quarters(field->network, access, n, quarters, start, order);
    for (size_t k = 0; ok && k < quarters; k++)
        if (start[k] < start[k + 1]) ok = search_quarter(&q, field, access, order + start[k], start[k + 1] - start[k]);
    *settled = q.settled;
    free(q.entry);
    free(q.head);
    free(start);
    free(order);
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

/* A place along an edge where an access begins or ends, and the least distance of the stretches that cover what
   follows it (INFINITY without). */
typedef struct {
    lc_knot at;
    double flat;
} anchor_t;

static int by_s(const void *a, const void *b) {
    const anchor_t *p = a, *q = b;
    return p->at.s_m < q->at.s_m ? -1 : p->at.s_m > q->at.s_m;
}

/* The ends of an edge and of its accesses, in order, each place once. */
static size_t lay_anchors(const lc_field *field, const lc_access *access, size_t n, anchor_t *anchor) {
    const lc_network *net = field->network;
    uint32_t e = access[0].edge;
    size_t m = 0, kept = 0;
    anchor[m++] = (anchor_t){{0, field->node_d[net->node_u[e]]}, INFINITY};
    anchor[m++] = (anchor_t){{net->length_m[e], field->node_d[net->node_v[e]]}, INFINITY};
    for (size_t i = 0; i < n; i++) {
        anchor[m++] = (anchor_t){{access[i].s0_m, access[i].d0_m}, INFINITY};
        if (access[i].s1_m > access[i].s0_m) anchor[m++] = (anchor_t){{access[i].s1_m, access[i].d0_m}, INFINITY};
    }
    qsort(anchor, m, sizeof *anchor, by_s);
    for (size_t i = 0; i < m; i++) {
        if (kept && anchor[kept - 1].at.s_m == anchor[i].at.s_m) {
            anchor[kept - 1].at.d_m = fmin(anchor[kept - 1].at.d_m, anchor[i].at.d_m);
        } else {
            anchor[kept++] = anchor[i];
        }
    }
    return kept;
}

/* Lower every anchor to what stretches and neighbours give it. */
static void lower_anchors(anchor_t *anchor, size_t m, const lc_access *access, size_t n) {
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < m; i++) {
            if (anchor[i].at.s_m < access[k].s0_m || anchor[i].at.s_m > access[k].s1_m) continue;
            anchor[i].at.d_m = fmin(anchor[i].at.d_m, access[k].d0_m);
            if (anchor[i].at.s_m < access[k].s1_m) anchor[i].flat = fmin(anchor[i].flat, access[k].d0_m);
        }
    for (size_t i = 1; i < m; i++)
        anchor[i].at.d_m = fmin(anchor[i].at.d_m, anchor[i - 1].at.d_m + anchor[i].at.s_m - anchor[i - 1].at.s_m);
    for (size_t i = m - 1; i > 0; i--)
        anchor[i - 1].at.d_m = fmin(anchor[i - 1].at.d_m, anchor[i].at.d_m + anchor[i].at.s_m - anchor[i - 1].at.s_m);
}

/* Knots strictly between two anchors: a summit, or the flat that cuts it off. */
static bool knots_between(lc_field *field, anchor_t a, anchor_t b) {
    lc_knot top;
    double rise = a.flat - a.at.d_m, fall = a.flat - b.at.d_m, length = b.at.s_m - a.at.s_m;
    if (a.flat < INFINITY && rise + fall <= length) {
        if (rise > 0 && !add_knot(field, a.at.s_m + rise, a.flat)) return false;
        return !(fall > 0) || add_knot(field, b.at.s_m - fall, a.flat);
    }
    return !summit(a.at, b.at, &top) || add_knot(field, top.s_m, top.d_m);
}

static bool edge_knots(lc_field *field, const lc_access *access, size_t n, anchor_t *anchor) {
    size_t m = lay_anchors(field, access, n, anchor);
    lower_anchors(anchor, m, access, n);
    for (size_t i = 0; i < m; i++) {
        if (!add_knot(field, anchor[i].at.s_m, anchor[i].at.d_m)) return false;
        if (i + 1 < m && !knots_between(field, anchor[i], anchor[i + 1])) return false;
    }
    return true;
}

static bool collect_knots(lc_field *field, const lc_access *access, size_t n) {
    anchor_t *anchor = LC_NEW(anchor_t, 2 * n + 2);
    field->knot_of = LC_NEW(size_t, n + 1);
    bool ok = anchor && field->knot_of;
    for (size_t i = 0; ok && i < n;) {
        size_t end = i + 1;
        while (end < n && access[end].edge == access[i].edge) end++;
        field->knot_of[field->n_lists] = field->n_knots;
        ok = edge_knots(field, access + i, end - i, anchor);
        field->knot_list[access[i].edge] = (uint32_t)++field->n_lists;
        i = end;
    }
    if (ok) field->knot_of[field->n_lists] = field->n_knots;
    free(anchor);
    return ok;
}

/* By edge and place: one order, whatever order the facilities came in. */
static int by_place(const void *a, const void *b) {
    const lc_access *p = a, *q = b;
    if (p->edge != q->edge) return p->edge < q->edge ? -1 : 1;
    if (p->s0_m != q->s0_m) return p->s0_m < q->s0_m ? -1 : 1;
    if (p->s1_m != q->s1_m) return p->s1_m > q->s1_m ? -1 : 1;
    return p->d0_m < q->d0_m ? -1 : p->d0_m > q->d0_m;
}

lc_status lc_field_search(lc_context *ctx, const lc_network *net, lc_access *access, size_t n, double range_m,
                          lc_field **out) {
    double started = lc_seconds();
    lc_field *field = LC_NEW0(lc_field, 1);
    if (!field) return lc_fail_memory(ctx);
    field->network = net;
    field->range_m = range_m;
    field->node_d = LC_NEW(double, net->n_nodes);
    field->knot_list = LC_NEW0(uint32_t, net->n_edges);
    if (!field->node_d || !field->knot_list) goto memory;
    for (size_t i = 0; i < net->n_nodes; i++) field->node_d[i] = INFINITY;
    qsort(access, n, sizeof *access, by_place);
    size_t settled;
    if (!search_nodes(field, access, n, &settled) || !collect_knots(field, access, n)) goto memory;
    ctx->stats.searches++;
    ctx->stats.settled += settled;
    ctx->stats.search_s += lc_seconds() - started;
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

/* The ends of an edge without accesses; false when it is out of range. */
static bool ends_of(const lc_field *field, uint32_t edge, lc_knot *from, lc_knot *to) {
    const lc_network *net = field->network;
    double u = field->node_d[net->node_u[edge]], v = field->node_d[net->node_v[edge]], length = net->length_m[edge];
    if (u == INFINITY && v == INFINITY) return false;
    u = lc_min(u, v + length);
    v = lc_min(v, u + length);
    *from = (lc_knot){0, u};
    *to = (lc_knot){length, v};
    return true;
}

size_t lc_field_knots(const lc_field *field, uint32_t edge, lc_knot buffer[3], const lc_knot **knots) {
    uint32_t list = field->knot_list[edge];
    if (list) {
        *knots = field->knot + field->knot_of[list - 1];
        return field->knot_of[list] - field->knot_of[list - 1];
    }
    lc_knot end;
    *knots = buffer;
    if (!ends_of(field, edge, &buffer[0], &end)) return 0;
    size_t n = 1;
    if (summit(buffer[0], end, &buffer[1])) n++;
    buffer[n++] = end;
    return n;
}

static double between(lc_knot from, lc_knot to, double s) {
    double length = to.s_m - from.s_m, t = length > 0 ? (s - from.s_m) / length : 0;
    return from.d_m + (to.d_m - from.d_m) * (t < 0 ? 0 : t > 1 ? 1 : t);
}

double lc_field_at(const lc_field *field, lc_spot spot) {
    uint32_t list = field->knot_list[spot.edge];
    if (list) {
        const lc_knot *k = field->knot + field->knot_of[list - 1], *last = field->knot + field->knot_of[list] - 1;
        while (k + 1 < last && k[1].s_m <= spot.s_m) k++;
        return k < last ? between(k[0], k[1], spot.s_m) : k->d_m; /* an edge of no length has one knot */
    }
    lc_knot from, to, top;
    if (!ends_of(field, spot.edge, &from, &to)) return INFINITY;
    if (summit(from, to, &top)) *(top.s_m <= spot.s_m ? &from : &to) = top;
    return between(from, to, spot.s_m);
}
