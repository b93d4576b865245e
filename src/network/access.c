#include "network/access.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "network/nearest.h"

static const double TOUCH_M = 1;   /* paths this near touch a shape (docs/definitions.md, "Facilities") */
static const double SAME_M = 1e-6; /* equally near */

lc_status lc_link_limit_settle(lc_context *ctx, double *link_limit_m) {
    if (isnan(*link_limit_m)) *link_limit_m = 250;
    if (*link_limit_m > 0 && *link_limit_m <= 10000) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "link limit %g m: give a length above 0 and up to 10000 m", *link_limit_m);
}

void lc_accesses_free(lc_accesses *a) {
    free(a->access);
    free(a->items.item);
    free(a->cut);
    lc_intervals_free(&a->along);
    lc_spots_free(&a->spots);
    *a = (lc_accesses){0};
}

static bool add_access(lc_accesses *a, lc_access access) {
    if (!LC_ROOM(a->access, a->capacity, a->n + 1)) return false;
    a->access[a->n++] = access;
    return true;
}

bool lc_access_point(const lc_network *net, double x, double y, double limit_m, lc_accesses *out, bool *linked) {
    double leg;
    if (!lc_network_nearest(net, x, y, limit_m, &out->spots, &leg)) return false;
    *linked = out->spots.n > 0;
    for (size_t i = 0; i < out->spots.n; i++) {
        lc_spot spot = out->spots.spot[i];
        if (!add_access(out, (lc_access){spot.edge, spot.s_m, spot.s_m, leg})) return false;
    }
    return true;
}

/* Add the stretch lo .. hi of the segment from vertex v at distance d0, joined to the one before (since `first`). */
static bool add_stretch(const lc_network *net, uint32_t v, double lo, double hi, double d0, lc_accesses *out,
                        size_t first) {
    double length = net->vert_s[v + 1] - net->vert_s[v], s = net->vert_s[v];
    lo = lo < 0 ? 0 : lo;
    hi = hi > length ? length : hi;
    if (lo > hi) return true;
    lc_access *last = out->n > first ? &out->access[out->n - 1] : NULL;
    if (last && last->s1_m >= s + lo) {
        if (s + hi > last->s1_m) last->s1_m = s + hi;
        return true;
    }
    return add_access(out, (lc_access){net->vert_edge[v], s + lo, s + hi, d0});
}

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* Distance between a shape's outline and a network segment that do not cross. */
static double shape_distance(const lc_network *net, uint32_t v, const lc_geoms *geoms, size_t g) {
    double best = INFINITY;
    lc_xy a = net->vert[v], b = net->vert[v + 1];
    for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++)
        for (size_t k = geoms->xy_of[p]; k < geoms->xy_of[p + 1]; k++) {
            best = lc_min(best, lc_segment_distance(a, b, geoms->xy[k]));
            if (k + 1 == geoms->xy_of[p + 1]) continue;
            best = lc_min(best, lc_segment_distance(geoms->xy[k], geoms->xy[k + 1], a));
            best = lc_min(best, lc_segment_distance(geoms->xy[k], geoms->xy[k + 1], b));
        }
    return best;
}

/* Add every stretch of the segment from vertex v that touches shape g or lies inside it. */
static bool add_touching(const lc_network *net, uint32_t v, const lc_geoms *geoms, size_t g, lc_accesses *out) {
    size_t own = out->n;
    out->along.n = 0;
    if (!lc_intervals_add(&out->along, net->vert[v], net->vert[v + 1], geoms, g, TOUCH_M, LC_INSIDE_TOO)) return false;
    for (size_t k = 0; k < out->along.n; k++)
        if (!add_stretch(net, v, out->along.m[k].from, out->along.m[k].to, 0, out, own)) return false;
    return true;
}

/* Distance of the point at share t of the segment from vertex v from the outline of g. */
static double outline_distance(const lc_network *net, uint32_t v, double t, const lc_geoms *geoms, size_t g) {
    lc_xy a = net->vert[v], b = net->vert[v + 1], q = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    double best = INFINITY;
    for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++)
        for (size_t k = geoms->xy_of[p]; k + 1 < geoms->xy_of[p + 1]; k++)
            best = lc_min(best, lc_segment_distance(geoms->xy[k], geoms->xy[k + 1], q));
    return best;
}

/*
 * Add what of the segment from vertex v is nearest to shape g, `best` metres away. The distance has its least at an end
 * of the segment or at the foot of a corner of the shape; all between two such places is as near when the middle is.
 */
static bool add_nearest(const lc_network *net, uint32_t v, const lc_geoms *geoms, size_t g, double best,
                        lc_accesses *out) {
    size_t begin = geoms->xy_of[geoms->part_of[g]], end = geoms->xy_of[geoms->part_of[g + 1]], n = 0, own = out->n;
    double length = net->vert_s[v + 1] - net->vert_s[v], near = best + SAME_M;
    if (!LC_ROOM(out->cut, out->cap_cut, end - begin + 2)) return false;
    for (int k = 0; k < 2; k++)
        if (outline_distance(net, v, k, geoms, g) <= near) out->cut[n++] = k;
    for (size_t k = begin; k < end; k++) {
        lc_spot foot;
        if (lc_network_foot(net, v, geoms->xy[k].x, geoms->xy[k].y, &foot) <= near)
            out->cut[n++] = length > 0 ? (foot.s_m - net->vert_s[v]) / length : 0;
    }
    qsort(out->cut, n, sizeof *out->cut, ascending);
    for (size_t k = 0; k < n; k++) {
        bool along = k + 1 < n && outline_distance(net, v, 0.5 * (out->cut[k] + out->cut[k + 1]), geoms, g) <= near;
        double lo = length * out->cut[k], hi = along ? length * out->cut[k + 1] : lo;
        if (!add_stretch(net, v, lo, hi, best, out, own)) return false;
    }
    return true;
}

static double box_distance(const lc_box *box, lc_xy a, lc_xy b) {
    double dx = lc_max(0, lc_max(box->x0 - lc_max(a.x, b.x), lc_min(a.x, b.x) - box->x1));
    double dy = lc_max(0, lc_max(box->y0 - lc_max(a.y, b.y), lc_min(a.y, b.y) - box->y1));
    return lc_length(dx, dy);
}

static bool link_shape(const lc_network *net, const lc_geoms *geoms, size_t g, double limit_m, lc_accesses *out) {
    lc_box box = lc_geom_box(geoms, g);
    lc_xy corner = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
    double reach; /* no link is longer than that of one of the shape's own points */
    if (!lc_network_nearest(net, corner.x, corner.y, limit_m, &out->spots, &reach)) return false;
    reach = lc_min(reach, limit_m) + SAME_M;
    lc_box around = {box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach};
    if (!lc_index_search(net->index, &around, &out->items)) return false;
    double best = INFINITY;
    for (size_t i = 0; i < out->items.n; i++) {
        uint32_t v = net->seg_vert[out->items.item[i]];
        if (box_distance(&box, net->vert[v], net->vert[v + 1]) <= best)
            best = lc_min(best, shape_distance(net, v, geoms, g));
    }
    if (best > limit_m) return true;
    /* All that is equally near counts: a path along a park is near it over its whole length. */
    for (size_t i = 0; i < out->items.n; i++) {
        uint32_t v = net->seg_vert[out->items.item[i]];
        if (box_distance(&box, net->vert[v], net->vert[v + 1]) <= best + SAME_M &&
            !add_nearest(net, v, geoms, g, best, out))
            return false;
    }
    return true;
}

bool lc_access_shape(const lc_network *net, const lc_geoms *geoms, size_t g, double limit_m, lc_accesses *out,
                     bool *linked) {
    lc_box box = lc_geom_box(geoms, g);
    box = (lc_box){box.x0 - TOUCH_M, box.y0 - TOUCH_M, box.x1 + TOUCH_M, box.y1 + TOUCH_M};
    if (!lc_index_search(net->index, &box, &out->items)) return false;
    size_t first = out->n;
    for (size_t i = 0; i < out->items.n; i++)
        if (!add_touching(net, net->seg_vert[out->items.item[i]], geoms, g, out)) return false;
    if (out->n == first && !link_shape(net, geoms, g, limit_m, out)) return false;
    *linked = out->n > first;
    return true;
}
