#include "geo/crossings.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"
#include "geo/index.h"
#include "geo/segments.h"

typedef struct {
    lc_xy a, b;
} side_t;

static bool same(lc_xy p, lc_xy q) {
    return p.x == q.x && p.y == q.y;
}

static bool cross(const side_t *p, const side_t *q) {
    if (same(p->a, q->a) || same(p->a, q->b) || same(p->b, q->a) || same(p->b, q->b)) return false;
    return !lc_on_one_side(p->a, p->b, q->a, q->b) && !lc_on_one_side(q->a, q->b, p->a, p->b);
}

static size_t list_sides(const lc_geoms *geoms, size_t first, size_t end, side_t *side, lc_box *box) {
    size_t n = 0;
    for (size_t p = first; p < end; p++)
        for (size_t i = geoms->xy_of[p]; i + 1 < geoms->xy_of[p + 1]; i++, n++) {
            side[n] = (side_t){geoms->xy[i], geoms->xy[i + 1]};
            box[n] = lc_box_empty();
            lc_box_add(&box[n], side[n].a.x, side[n].a.y);
            lc_box_add(&box[n], side[n].b.x, side[n].b.y);
        }
    return n;
}

bool lc_parts_crossings(const lc_geoms *geoms, size_t first, size_t end, size_t most, size_t *count) {
    static const size_t PAIRS_MOST = 200u * 1000 * 1000; /* about a second */
    size_t points = end > first ? geoms->xy_of[end] - geoms->xy_of[first] : 0, pairs = 0, found = 0;
    side_t *side = LC_NEW(side_t, points);
    lc_box *box = LC_NEW(lc_box, points);
    lc_items near = {0};
    size_t n = side && box ? list_sides(geoms, first, end, side, box) : 0;
    lc_index *index = n ? lc_index_new(box, n) : NULL;
    bool ok = side && box && (index || n == 0);
    for (size_t i = 0; ok && i < n && found < most; i++) {
        ok = lc_index_search(index, &box[i], &near);
        for (size_t k = 0; ok && k < near.n && found < most; k++)
            if (near.item[k] > i) found += cross(&side[i], &side[near.item[k]]);
        if ((pairs += near.n) > PAIRS_MOST) found = most;
    }
    lc_index_free(index);
    free(near.item);
    free(box);
    free(side);
    *count = found;
    return ok;
}

lc_status lc_repairs_take(lc_context *ctx, const lc_geoms *geoms, size_t first, size_t end, size_t *left) {
    size_t most = (size_t)sqrt((double)*left) + 1, count = 0;
    if (!lc_parts_crossings(geoms, first, end, most, &count)) return lc_fail_memory(ctx);
    if (count * count <= *left) {
        *left -= count * count;
        return LC_OK;
    }
    return lc_fail(ctx, LC_ERR_INPUT,
                   "its outline crosses itself %zu times or more, which is too much to repair; draw it anew", count);
}
