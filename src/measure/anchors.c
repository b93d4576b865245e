#include "measure/anchors.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

enum { BLOCK = 4096 }; /* points that a thread anchors at a time */

/* The anchors of a block of points, so that threads can share the work. */
typedef struct {
    lc_anchor *anchor;
    size_t n, cap;
    lc_gate_way *way;
    size_t n_ways, cap_ways;
    lc_spots spots;
    lc_items items;
    lc_xy last; /* a point, and how far it is from the network: INFINITY while that is not known */
    double last_leg;
} block_t;

typedef struct {
    const lc_xy *xy;
    size_t n;
    const lc_network *network;
    const lc_compounds *compounds; /* NULL without */
    double limit_m;
    block_t *block;
} anchoring_t;

static bool add_anchors(block_t *b, size_t point, double leg) {
    for (size_t i = 0; i < b->spots.n; i++) {
        if (!LC_ROOM(b->anchor, b->cap, b->n + 1)) return false;
        b->anchor[b->n++] = (lc_anchor){b->spots.spot[i], leg, (uint32_t)point};
    }
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
            !add_anchors(b, point, leg + way))
            return false;
    }
    return true;
}

/* Nothing is farther from a point than from the one before and on from there, so that little has to be searched. */
static bool anchor_nearest(const anchoring_t *a, block_t *b, size_t point) {
    static const double SPARE_M = 1e-3;
    lc_xy at = a->xy[point];
    double most = b->last_leg + lc_length(at.x - b->last.x, at.y - b->last.y) + SPARE_M, leg;
    if (!lc_network_nearest(a->network, at.x, at.y, lc_min(a->limit_m, most), &b->spots, &leg)) return false;
    b->last = at;
    b->last_leg = leg;
    return add_anchors(b, point, leg);
}

/* Ways onto the network from a point: by the nearest path, unless it lies in a gated compound. */
static bool anchor_point(const anchoring_t *a, block_t *b, size_t point) {
    lc_xy at = a->xy[point];
    const lc_compounds *c = a->compounds;
    b->items.n = 0;
    if (c && !lc_geoms_around(&c->zones.geoms, c->zones.index, at, &b->items)) return false;
    for (size_t k = 0; k < b->items.n; k++)
        if (!anchor_gates(a, b, point, b->items.item[k])) return false;
    return b->items.n > 0 || anchor_nearest(a, b, point);
}

static bool anchor_block(void *user, size_t item, int worker) {
    const anchoring_t *a = user;
    block_t *b = &a->block[item];
    size_t end = (item + 1) * BLOCK < a->n ? (item + 1) * BLOCK : a->n;
    bool ok = true;
    (void)worker;
    b->last_leg = INFINITY;
    for (size_t i = item * BLOCK; ok && i < end; i++) ok = anchor_point(a, b, i);
    lc_spots_free(&b->spots);
    free(b->items.item);
    return ok;
}

static bool join_blocks(const block_t *block, size_t n, lc_anchors *out) {
    size_t total = 0, ways = 0;
    for (size_t i = 0; i < n; i++) {
        total += block[i].n;
        ways += block[i].n_ways;
    }
    out->anchor = LC_NEW(lc_anchor, total);
    out->gate_way = LC_NEW(lc_gate_way, ways);
    if (!out->anchor || !out->gate_way) return false;
    for (size_t i = 0; i < n; i++) {
        if (block[i].n) memcpy(out->anchor + out->n, block[i].anchor, block[i].n * sizeof *out->anchor);
        out->n += block[i].n;
        if (block[i].n_ways)
            memcpy(out->gate_way + out->n_gate_ways, block[i].way, block[i].n_ways * sizeof *out->gate_way);
        out->n_gate_ways += block[i].n_ways;
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
    if (status == LC_OK && !join_blocks(a.block, blocks, out)) status = lc_fail_memory(ctx);
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
    *anchors = (lc_anchors){0};
}
