/* After "flatbush": items sorted along a Hilbert curve, packed in nodes of 16, level by level in one array. */
#include "geo/index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/hilbert.h"

enum { NODE_SIZE = 16, MAX_LEVELS = 12, STACK_MAX = NODE_SIZE * MAX_LEVELS };

struct lc_index {
    size_t n, n_boxes, n_levels;
    size_t level_end[MAX_LEVELS]; /* end of each level in `box`; level 0 holds the items */
    lc_box *box;
    uint32_t *ref; /* item number at level 0, first child above */
};

/* What is indexed: boxes, points, or straight segments; the boxes of those are made when they are asked for. */
typedef struct {
    const lc_context *ctx; /* ends it when cancelled; NULL: nothing does */
    size_t n;
    const lc_box *box; /* NULL: points, or segments from vert[from[i]] to the next vertex */
    const lc_xy *vert;
    const uint32_t *from; /* NULL: points */
} indexed_t;

static inline lc_box box_of(const indexed_t *items, size_t i) {
    if (items->box) return items->box[i];
    const lc_xy *a = &items->vert[items->from ? items->from[i] : i], *b = items->from ? a + 1 : a;
    return (lc_box){lc_min(a->x, b->x), lc_min(a->y, b->y), lc_max(a->x, b->x), lc_max(a->y, b->y)};
}

/* The items by the places of their middles along a Hilbert curve over all of them. */
static bool order_items(const indexed_t *items, uint32_t *order) {
    size_t n = items->n;
    lc_keyed *keyed = LC_NEW(lc_keyed, n);
    if (!keyed) return false;
    lc_box all = lc_box_empty();
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        lc_box box = box_of(items, i);
        lc_box_join(&all, &box);
        ok = !lc_cancelled_at(items->ctx, i);
    }
    for (size_t i = 0; ok && i < n; i++) {
        lc_box box = box_of(items, i);
        uint32_t key = lc_hilbert_place(&all, 0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1));
        keyed[i] = (lc_keyed){key, (uint32_t)i};
        ok = !lc_cancelled_at(items->ctx, i);
    }
    ok = ok && lc_sort_keyed_in(items->ctx, keyed, n);
    for (size_t i = 0; ok && i < n; i++) order[i] = keyed[i].item;
    free(keyed);
    return ok;
}

static size_t lay_levels(lc_index *index, size_t n) {
    size_t total = n, level = n;
    index->n = n;
    index->level_end[index->n_levels++] = n;
    while (level > 1) {
        level = (level + NODE_SIZE - 1) / NODE_SIZE;
        total += level;
        index->level_end[index->n_levels++] = total;
    }
    return total;
}

static void pack_levels(lc_index *index) {
    size_t from = 0, to = index->n;
    for (size_t l = 1; l < index->n_levels; l++) {
        size_t begin = from;
        from = index->level_end[l - 1];
        for (size_t child = begin; child < index->level_end[l - 1]; child += NODE_SIZE, to++) {
            lc_box box = lc_box_empty();
            for (size_t c = child; c < child + NODE_SIZE && c < index->level_end[l - 1]; c++)
                lc_box_join(&box, &index->box[c]);
            index->box[to] = box;
            index->ref[to] = (uint32_t)child;
        }
    }
}

static lc_index *index_items(const indexed_t *items) {
    lc_index *index = LC_NEW0(lc_index, 1);
    if (!index) return NULL;
    index->n_boxes = lay_levels(index, items->n);
    index->box = LC_NEW(lc_box, index->n_boxes);
    index->ref = LC_NEW(uint32_t, index->n_boxes);
    bool ok = index->box && index->ref && order_items(items, index->ref);
    for (size_t i = 0; ok && i < items->n; i++) {
        index->box[i] = box_of(items, index->ref[i]);
        ok = !lc_cancelled_at(items->ctx, i);
    }
    if (!ok) {
        lc_index_free(index);
        return NULL;
    }
    pack_levels(index);
    return index;
}

lc_index *lc_index_new(const lc_box *boxes, size_t n) {
    return index_items(&(indexed_t){.n = n, .box = boxes});
}

lc_index *lc_index_points(const lc_context *ctx, const lc_xy *xy, size_t n) {
    return index_items(&(indexed_t){.ctx = ctx, .n = n, .vert = xy});
}

lc_index *lc_index_segments(const lc_xy *vert, const uint32_t *from, size_t n) {
    return index_items(&(indexed_t){.n = n, .vert = vert, .from = from});
}

lc_index *lc_geoms_index(const lc_geoms *geoms) {
    lc_box *boxes = LC_NEW(lc_box, geoms->n);
    for (size_t g = 0; boxes && g < geoms->n; g++) boxes[g] = lc_geom_box(geoms, g);
    lc_index *index = boxes ? lc_index_new(boxes, geoms->n) : NULL;
    free(boxes);
    return index;
}

lc_box lc_index_box(const lc_index *index) {
    return index->n ? index->box[index->n_boxes - 1] : lc_box_empty();
}

void lc_index_free(lc_index *index) {
    if (!index) return;
    free(index->box);
    free(index->ref);
    free(index);
}

static int ascending(const void *a, const void *b) {
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return p < q ? -1 : p > q;
}

static bool add_item(lc_items *items, uint32_t item) {
    if (!LC_ROOM(items->item, items->capacity, items->n + 1)) return false;
    items->item[items->n++] = item;
    return true;
}

/* Children of node `at` of level l are the boxes first .. end-1 of level l - 1. */
static size_t children_end(const lc_index *index, size_t at, size_t l) {
    size_t end = index->ref[at] + (size_t)NODE_SIZE;
    return end < index->level_end[l - 1] ? end : index->level_end[l - 1];
}

typedef struct {
    size_t at;
    size_t level;
    double distance;
} entry_t;

bool lc_index_search(const lc_index *index, const lc_box *box, lc_items *out) {
    out->n = 0;
    if (index->n == 0) return true;
    entry_t stack[STACK_MAX];
    size_t n = 0;
    stack[n++] = (entry_t){.at = index->n_boxes - 1, .level = index->n_levels - 1};
    while (n) {
        entry_t e = stack[--n];
        if (!lc_box_meets(&index->box[e.at], box)) continue;
        if (e.level == 0) {
            if (!add_item(out, index->ref[e.at])) return false;
            continue;
        }
        size_t end = children_end(index, e.at, e.level);
        for (size_t c = index->ref[e.at]; c < end; c++)
            if (lc_box_meets(&index->box[c], box)) stack[n++] = (entry_t){.at = c, .level = e.level - 1};
    }
    if (out->n) qsort(out->item, out->n, sizeof *out->item, ascending);
    return true;
}

bool lc_geoms_around(const lc_geoms *geoms, const lc_index *index, lc_xy p, lc_items *out) {
    lc_box box = {p.x, p.y, p.x, p.y};
    size_t n = 0;
    if (!lc_index_search(index, &box, out)) return false;
    for (size_t k = 0; k < out->n; k++)
        if (lc_geom_contains(geoms, out->item[k], p.x, p.y)) out->item[n++] = out->item[k];
    out->n = n;
    return true;
}

static double box_distance(const lc_box *box, double x, double y) {
    double dx = lc_max(0, lc_max(box->x0 - x, x - box->x1)), dy = lc_max(0, lc_max(box->y0 - y, y - box->y1));
    return sqrt(dx * dx + dy * dy);
}

/* Push the children of a node so that the nearest lies on top. */
static size_t push_sorted(const lc_index *index, entry_t *stack, size_t n, entry_t node, double x, double y,
                          double max_m) {
    size_t first = n, end = children_end(index, node.at, node.level);
    for (size_t c = index->ref[node.at]; c < end; c++) {
        entry_t e = {.at = c, .level = node.level - 1, .distance = box_distance(&index->box[c], x, y)};
        if (e.distance > max_m) continue;
        size_t k = n++;
        for (; k > first && stack[k - 1].distance < e.distance; k--) stack[k] = stack[k - 1];
        stack[k] = e;
    }
    return n;
}

bool lc_index_nearest(const lc_index *index, double x, double y, double max_m, double slack, lc_distance_fn distance,
                      const void *user, double *nearest_m, lc_items *ties) {
    double best = INFINITY;
    if (ties) ties->n = 0;
    entry_t stack[STACK_MAX];
    size_t n = 0;
    if (index->n) stack[n++] = (entry_t){.at = index->n_boxes - 1, .level = index->n_levels - 1};
    while (n) {
        entry_t e = stack[--n];
        double bound = lc_min(max_m, best + slack);
        if (e.distance > bound) continue;
        if (e.level > 0) {
            n = push_sorted(index, stack, n, e, x, y, bound);
            continue;
        }
        uint32_t item = index->ref[e.at];
        double d = distance(user, item, x, y);
        if (d > bound) continue;
        if (d < best) best = d;
        if (ties && !add_item(ties, item)) return false;
    }
    *nearest_m = best;
    if (!ties) return true;
    size_t kept = 0;
    for (size_t i = 0; i < ties->n; i++)
        if (distance(user, ties->item[i], x, y) <= best + slack) ties->item[kept++] = ties->item[i];
    ties->n = kept;
    if (kept) qsort(ties->item, ties->n, sizeof *ties->item, ascending);
    return true;
}
