#include "network/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "network/breakpoints.h"

/*
 * Buckets of distance in a label-correcting form: a node is taken again if it improves inside its own bucket. The
 * labels are minima of exact sums, so the order of work does not show in them. Most edges are longer than a bucket is
 * wide, so that few nodes are taken twice, and a bucket has enough of them to fetch the next ones while one is worked
 * on.
 */
static const double BUCKET_M = 64;

enum { AHEAD = 8 };

typedef struct {
    uint32_t *node;
    size_t n, capacity;
} bucket_t;

typedef struct {
    bucket_t *bucket;
    size_t n_buckets;
    size_t settled;
} queue_t;

/* A node that an access lies beside, and the way to it. */
typedef struct {
    uint32_t node;
    double d;
} seed_t;

/* Nodes are numbered by place, so that this many of them are a quarter of the city that fits into a processor's cache.
 */
enum { QUARTER_BITS = 13 };

static uint32_t bucket_of(double d) {
    return (uint32_t)(d * (1 / BUCKET_M));
}

static bool enter(queue_t *q, lc_field *field, uint32_t node, double d) {
    bucket_t *b = &q->bucket[bucket_of(d)];
    if (!LC_ROOM(b->node, b->capacity, b->n + 1)) return false;
    field->node_d[node] = d;
    b->node[b->n++] = node;
    return true;
}

static bool lower(queue_t *q, lc_field *field, uint32_t node, double d) {
    bool improves = d < field->node_d[node] && d <= field->range_m;
    return !improves || enter(q, field, node, d);
}

/* The node whose turn it is. Of those that come soon, what is known of them is fetched first, then their edges: four
   lie in two lines. (A function that only fetched would count as one without effect, and be left out.) */
static inline uint32_t take(const bucket_t *b, size_t at, const lc_field *field) {
    const lc_network *net = field->network;
    if (at + 2 * AHEAD < b->n) {
        LC_FETCH(&net->half_of[b->node[at + 2 * AHEAD]]);
        LC_FETCH(&field->node_d[b->node[at + 2 * AHEAD]]);
    }
    if (at + AHEAD < b->n) {
        const lc_half_end *end = &net->half_end[net->half_of[b->node[at + AHEAD]]];
        LC_FETCH(end);
        LC_FETCH(end + 3);
    }
    return b->node[at];
}

/* The ways that improve a node are found first: whether they do is soon known of all, but nobody can guess it of one.
 */
static bool settle(queue_t *q, lc_field *field, uint32_t node) {
    enum { WAYS = 32 };
    const lc_network *net = field->network;
    const double *node_d = field->node_d, d = node_d[node];
    for (size_t h = net->half_of[node], end = net->half_of[node + 1]; h < end; h += WAYS) {
        const lc_half_end *way = &net->half_end[h];
        size_t n = end - h < WAYS ? end - h : WAYS;
        uint32_t better = 0;
        for (size_t i = 0; i < n; i++) better |= (uint32_t)(d + way[i].length_m < node_d[way[i].node]) << i;
        for (; better; better &= better - 1) {
            const lc_half_end *w = &way[__builtin_ctz(better)];
            if (!lower(q, field, w->node, d + w->length_m)) return false;
        }
    }
    return true;
}

static bool run(queue_t *q, lc_field *field) {
    for (size_t k = 0; k < q->n_buckets; k++) {
        bucket_t *b = &q->bucket[k];
        for (size_t i = 0; i < b->n; i++) {
            uint32_t node = take(b, i, field);
            if (bucket_of(field->node_d[node]) != k) continue; /* it has been taken from a nearer one */
            q->settled++;
            if (!settle(q, field, node)) return false;
        }
        b->n = 0;
    }
    return true;
}

/* Both ends of the edges of all accesses; returns their number. */
static size_t list_seeds(const lc_network *net, const lc_access *access, size_t n, seed_t *seed) {
    for (size_t i = 0; i < n; i++) {
        const lc_access *a = &access[i];
        seed[2 * i] = (seed_t){net->node_u[a->edge], a->d0_m + a->s0_m};
        seed[2 * i + 1] = (seed_t){net->node_v[a->edge], a->d0_m + (net->length_m[a->edge] - a->s1_m)};
    }
    return 2 * n;
}

/* Sort seeds by the quarter that they lie in: those of quarter k are to[start[k]] .. to[start[k + 1] - 1]. */
static void sort_quarters(const seed_t *seed, size_t n, size_t quarters, size_t *start, seed_t *to) {
    for (size_t i = 0; i < n; i++) start[(seed[i].node >> QUARTER_BITS) + 2]++;
    for (size_t k = 0; k < quarters; k++) start[k + 2] += start[k + 1];
    for (size_t i = 0; i < n; i++) to[start[(seed[i].node >> QUARTER_BITS) + 1]++] = seed[i];
}

/*
 * Quarter by quarter: only what is nearer from there than from those before is gone through, which is little more than
 * once for every node, and what is gone through is in the cache.
 */
static bool search_quarters(queue_t *q, lc_field *field, const seed_t *seed, const size_t *start, size_t quarters) {
    bool ok = true;
    for (size_t k = 0; ok && k < quarters; k++) {
        if (start[k] == start[k + 1]) continue;
        for (size_t i = start[k]; ok && i < start[k + 1]; i++) ok = lower(q, field, seed[i].node, seed[i].d);
        ok = ok && run(q, field);
    }
    return ok;
}

static bool search_nodes(lc_field *field, const lc_access *access, size_t n, size_t *settled) {
    size_t quarters = (field->network->n_nodes >> QUARTER_BITS) + 1;
    size_t *start = LC_NEW0(size_t, quarters + 2);
    seed_t *listed = LC_NEW(seed_t, 2 * n), *seed = LC_NEW(seed_t, 2 * n);
    queue_t q = {.n_buckets = (size_t)bucket_of(field->range_m) + 1};
    bool ok = (q.bucket = LC_NEW0(bucket_t, q.n_buckets)) != NULL && start && listed && seed;
    if (ok) sort_quarters(listed, list_seeds(field->network, access, n, listed), quarters, start, seed);
    ok = ok && search_quarters(&q, field, seed, start, quarters);
    *settled = q.settled;
    for (size_t k = 0; q.bucket && k < q.n_buckets; k++) free(q.bucket[k].node);
    free(q.bucket);
    free(start);
    free(listed);
    free(seed);
    return ok;
}

/* By place along an edge: one order, whatever order the facilities came in. */
static int by_place(const void *a, const void *b) {
    const lc_access *p = a, *q = b;
    if (p->s0_m != q->s0_m) return p->s0_m < q->s0_m ? -1 : 1;
    if (p->s1_m != q->s1_m) return p->s1_m > q->s1_m ? -1 : 1;
    return p->d0_m < q->d0_m ? -1 : p->d0_m > q->d0_m;
}

static bool sort_accesses(lc_access *access, size_t n) {
    lc_keyed *order = LC_NEW(lc_keyed, n);
    lc_access *sorted = LC_NEW(lc_access, n);
    bool ok = order && sorted;
    for (size_t i = 0; ok && i < n; i++) order[i] = (lc_keyed){access[i].edge, (uint32_t)i};
    ok = ok && lc_sort_keyed(order, n);
    for (size_t i = 0; ok && i < n; i++) sorted[i] = access[order[i].item];
    for (size_t i = 0, end; ok && i < n; i = end) {
        for (end = i + 1; end < n && sorted[end].edge == sorted[i].edge;) end++;
        if (end - i > 1) qsort(sorted + i, end - i, sizeof *sorted, by_place);
    }
    if (ok && n) memcpy(access, sorted, n * sizeof *access);
    free(order);
    free(sorted);
    return ok;
}

lc_field *lc_field_search(const lc_network *net, lc_access *access, size_t n, double range_m, size_t *settled) {
    lc_field *field = LC_NEW0(lc_field, 1);
    if (!field) return NULL;
    field->network = net;
    field->range_m = range_m;
    field->node_d = LC_NEW(double, net->n_nodes);
    field->breakpoint_list = LC_NEW0(uint32_t, net->n_edges);
    bool ok = field->node_d && field->breakpoint_list;
    for (size_t i = 0; ok && i < net->n_nodes; i++) field->node_d[i] = INFINITY;
    if (ok && sort_accesses(access, n) && search_nodes(field, access, n, settled) &&
        lc_breakpoints_collect(field, access, n))
        return field;
    lc_field_free(field);
    return NULL;
}

lc_field *lc_field_hold(lc_field *field) {
    lc_holders_add(&field->holders);
    return field;
}

void lc_field_free(lc_field *field) {
    if (!field || lc_holders_drop(&field->holders)) return;
    free(field->node_d);
    free(field->breakpoint_list);
    free(field->breakpoint_of);
    free(field->breakpoint);
    free(field);
}
