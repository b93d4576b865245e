#include "measure/anchors.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "measure/nearest_spots.h"
#include "network/nearest.h"

enum { BLOCK = 4096 }; /* points that a thread anchors at a time */

/* The anchors of a block of points, so that threads can share the work. */
typedef struct {
    lc_anchor *anchor;
    size_t n, cap;
    lc_gate_way *way;
    size_t n_ways, cap_ways;
    lc_nearest_spots nearest; /* of all its points */
    lc_spots spots;
    lc_items items;
} block_t;

typedef struct {
    const lc_xy *xy;
    size_t n;
    const lc_network *network;
    const lc_compounds *compounds; /* NULL without */
    double limit_m;
    block_t *block;
} anchoring_t;

static bool add_anchors(block_t *b, size_t point, double leg, const lc_spot *spot, size_t n) {
    if (!LC_ROOM(b->anchor, b->cap, b->n + n)) return false;
    for (size_t i = 0; i < n; i++) b->anchor[b->n++] = (lc_anchor){spot[i], leg, (uint32_t)point};
    return true;
}

/* Out of a gated compound by each of its gates, without a limit on the leg inside. */
static bool anchor_gates(const anchoring_t *a, block_t *b, size_t point, size_t compound) {
    const lc_compounds *c = a->compounds;
    lc_xy at = a->xy[point];
    double leg;
    for (size_t j = c->gate_of[compound]; j < c->gate_of[compound + 1]; j++) {
        lc_xy gate = c->gate_xy[c->gate[j]];
        double way = lc_length(gate.x - at.x, gate.y - at.y);
        if (!LC_ROOM(b->way, b->cap_ways, b->n_ways + 1)) return false;
        b->way[b->n_ways++] = (lc_gate_way){c->gate[j], (uint32_t)point, way};
        if (!lc_network_nearest(a->network, gate.x, gate.y, a->limit_m, &b->spots, &leg) ||
            !add_anchors(b, point, leg + way, b->spots.spot, b->spots.n))
            return false;
    }
    return true;
}

/* Ways onto the network from point i of a block: by the nearest path, unless it lies in a gated compound. */
static bool anchor_point(const anchoring_t *a, block_t *b, size_t point, size_t i) {
    lc_xy at = a->xy[point];
    const lc_compounds *c = a->compounds;
    b->items.n = 0;
    if (c && !lc_geoms_around(&c->zones.geoms, c->zones.index, at, &b->items)) return false;
    for (size_t k = 0; k < b->items.n; k++)
        if (!anchor_gates(a, b, point, b->items.item[k])) return false;
    const lc_nearest_spots *near = &b->nearest;
    return b->items.n > 0 || add_anchors(b, point, near->leg_m[i], near->spot + near->first[i], near->count[i]);
}

static bool anchor_block(void *user, size_t item, int worker) {
    const anchoring_t *a = user;
    block_t *b = &a->block[item];
    size_t first = item * BLOCK, n = a->n - first < BLOCK ? a->n - first : BLOCK;
    (void)worker;
    bool ok = lc_nearest_spots_find(a->network, a->xy + first, n, a->limit_m, &b->nearest);
    for (size_t i = 0; ok && i < n; i++) ok = anchor_point(a, b, first + i, i);
    lc_nearest_spots_free(&b->nearest);
    lc_spots_free(&b->spots);
    free(b->items.item);
    return ok;
}

static bool join_blocks(const lc_context *ctx, const block_t *block, size_t n, lc_anchors *out) {
    size_t total = 0, ways = 0;
    for (size_t i = 0; i < n; i++) {
        total += block[i].n;
        ways += block[i].n_ways;
    }
    out->anchor = LC_NEW(lc_anchor, total);
    out->gate_way = LC_NEW(lc_gate_way, ways);
    if (!out->anchor || !out->gate_way) return false;
    for (size_t i = 0; i < n; i++) {
        if (lc_cancelled(ctx)) return false;
        if (block[i].n) memcpy(out->anchor + out->n, block[i].anchor, block[i].n * sizeof *out->anchor);
        out->n += block[i].n;
        if (block[i].n_ways)
            memcpy(out->gate_way + out->n_gate_ways, block[i].way, block[i].n_ways * sizeof *out->gate_way);
        out->n_gate_ways += block[i].n_ways;
    }
    return true;
}

static int by_gate(const void *a, const void *b) {
    const lc_gate_way *p = a, *q = b;
    if (p->gate != q->gate) return p->gate < q->gate ? -1 : 1;
    return p->point < q->point ? -1 : p->point > q->point;
}

static bool sort_by_gate(lc_anchors *anchors, size_t n_gates) {
    size_t *of = LC_NEW(size_t, n_gates + 1), n = anchors->n_gate_ways, at = 0;
    anchors->way_of = of;
    if (!of) return false;
    if (n) qsort(anchors->gate_way, n, sizeof *anchors->gate_way, by_gate);
    for (size_t g = 0; g <= n_gates; g++) {
        while (at < n && anchors->gate_way[at].gate < g) at++;
        of[g] = at;
    }
    return true;
}

lc_status lc_anchors_find(lc_context *ctx, const lc_city *city, const lc_network *network, double link_limit_m,
                          const lc_xy *xy, size_t n, lc_anchors *out) {
    size_t blocks = (n + BLOCK - 1) / BLOCK;
    anchoring_t a = {.xy = xy,
                     .n = n,
                     .network = network,
                     .compounds = city->compounds,
                     .limit_m = link_limit_m,
                     .block = LC_NEW0(block_t, blocks)};
    *out = (lc_anchors){0};
    lc_status status = a.block ? lc_parallel(ctx, blocks, anchor_block, &a) : lc_fail_memory(ctx);
    if (status == LC_OK &&
        !(join_blocks(ctx, a.block, blocks, out) && (!city->compounds || sort_by_gate(out, city->compounds->n_gates))))
        status = lc_fail_memory(ctx);
    for (size_t i = 0; a.block && i < blocks; i++) {
        free(a.block[i].anchor);
        free(a.block[i].way);
    }
    free(a.block);
    if (status != LC_OK) lc_anchors_free(out);
    return status;
}

void lc_anchors_free(lc_anchors *anchors) {
    free(anchors->anchor);
    free(anchors->gate_way);
    free(anchors->way_of);
    *anchors = (lc_anchors){0};
}

bool lc_anchors_inside(const lc_anchors *anchors, const lc_compounds *compounds, const lc_geoms *geoms, size_t g,
                       double limit_m, lc_items *out) {
    const size_t *of = anchors->way_of;
    lc_box box = lc_geom_box(geoms, g);
    out->n = 0;
    for (size_t k = 0; of && k < compounds->n_gates; k++) {
        lc_xy gate = compounds->gate_xy[k];
        if (of[k] == of[k + 1] || gate.x < box.x0 || gate.x > box.x1 || gate.y < box.y0 || gate.y > box.y1) continue;
        if (!lc_geom_contains(geoms, g, gate.x, gate.y)) continue;
        if (!LC_ROOM(out->item, out->capacity, out->n + of[k + 1] - of[k])) return false;
        for (size_t i = of[k]; i < of[k + 1]; i++)
            if (anchors->gate_way[i].way_m <= limit_m) out->item[out->n++] = (uint32_t)i;
    }
    return true;
}
