/*
 * A search of the index for each point takes ten times as long as the few distances that decide. So points are halved
 * by place (a k-d tree), and with them the list of segments that may be nearest to any of them (the pruning of
 * docs/accuracy.md, section 2), until the list or the points are few.
 */
#include "measure/nearest_spots.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/candidate_segments.h"
#include "network/nearest.h"

enum { FEW_SEGMENTS = 12, FEW_POINTS = 3, ALONE = 8, MOST_DEPTH = 32 };
static const double WIDE_M = 1000;  /* points of a wider box are halved before any list is made */
static const double EQUAL_M = 1e-6; /* as lc_network_nearest() has it */

typedef struct {
    const lc_network *network;
    const lc_xy *xy;
    double max_m;
    lc_pass pass;    /* that segments are pruned for: of one without groups */
    uint32_t *point; /* in the order of the tree */
    lc_nearest_spots *out;
    lc_items items;
    lc_spots spots;
    double *distance; /* of a list's segments from the point in hand */
    size_t cap_distance;
    lc_candidate_segments around, near[MOST_DEPTH + 1]; /* by depth */
} finding_t;

static bool put(finding_t *f, uint32_t point, double leg, const lc_spot *spot, size_t n) {
    lc_nearest_spots *out = f->out;
    if (!LC_ROOM(out->spot, out->cap, out->n + n)) return false;
    out->first[point] = out->n;
    out->count[point] = (uint32_t)n;
    out->leg_m[point] = leg;
    for (size_t k = 0; k < n; k++) out->spot[out->n++] = spot[k];
    return true;
}

static bool search_index(finding_t *f, size_t first, size_t end) {
    double leg;
    bool ok = true;
    for (size_t i = first; ok && i < end; i++) {
        lc_xy p = f->xy[f->point[i]];
        ok = lc_network_nearest(f->network, p.x, p.y, f->max_m, &f->spots, &leg) &&
             put(f, f->point[i], leg, f->spots.spot, f->spots.n);
    }
    return ok;
}

/* The nearest of a list's segments to one point; they are in the order of the network. */
static bool nearest_of(finding_t *f, uint32_t point, const lc_candidate_segments *list) {
    lc_xy p = f->xy[point];
    double best = INFINITY;
    f->spots.n = 0;
    if (!LC_ROOM(f->distance, f->cap_distance, list->n)) return false;
    for (size_t i = 0; i < list->n; i++) {
        const lc_xy *v = &f->network->vert[list->vert[i]];
        f->distance[i] = lc_segment_distance(v[0], v[1], p);
        best = lc_min(best, f->distance[i]);
    }
    if (best > f->max_m) best = INFINITY;
    double most = lc_min(best + EQUAL_M, f->max_m);
    for (size_t i = 0; i < list->n; i++) {
        if (f->distance[i] > most) continue;
        if (!LC_ROOM(f->spots.spot, f->spots.capacity, f->spots.n + 1)) return false;
        lc_network_foot(f->network, list->vert[i], p.x, p.y, &f->spots.spot[f->spots.n++]);
    }
    return put(f, point, best, f->spots.spot, f->spots.n);
}

static lc_box box_of(const finding_t *f, size_t first, size_t end) {
    lc_box box = lc_box_empty();
    for (size_t i = first; i < end; i++) lc_box_add(&box, f->xy[f->point[i]].x, f->xy[f->point[i]].y);
    return box;
}

/* Points on the lower side of the middle of their box's longer side come first; where the others begin. */
static size_t halve(finding_t *f, size_t first, size_t end, const lc_box *box) {
    bool wide = box->x1 - box->x0 > box->y1 - box->y0;
    double middle = wide ? 0.5 * (box->x0 + box->x1) : 0.5 * (box->y0 + box->y1);
    size_t at = first;
    for (size_t i = first; i < end; i++) {
        uint32_t point = f->point[i];
        if ((wide ? f->xy[point].x : f->xy[point].y) > middle) continue;
        f->point[i] = f->point[at];
        f->point[at++] = point;
    }
    return at;
}

/* Points that the list of this depth is for. */
static bool divide(finding_t *f, int depth, size_t first, size_t end, const lc_box *box) {
    const lc_candidate_segments *list = &f->near[depth];
    bool ok = true;
    if (list->n <= FEW_SEGMENTS || end - first <= FEW_POINTS || depth == MOST_DEPTH) {
        for (size_t i = first; ok && i < end; i++) ok = nearest_of(f, f->point[i], list);
        return ok;
    }
    size_t middle = halve(f, first, end, box);
    for (int half = 0; ok && half < 2; half++) {
        size_t from = half ? middle : first, to = half ? end : middle;
        if (from == to) continue;
        lc_box part = box_of(f, from, to);
        lc_view view;
        ok = lc_candidate_segments_prune(&f->pass, list, &part, &f->near[depth + 1], &view) &&
             divide(f, depth + 1, from, to, &part);
    }
    return ok;
}

/* Points without a list. */
static bool find(finding_t *f, int depth, size_t first, size_t end) {
    lc_box box = box_of(f, first, end);
    if (end - first <= ALONE) return search_index(f, first, end);
    if (lc_max(box.x1 - box.x0, box.y1 - box.y0) > WIDE_M && depth < MOST_DEPTH) {
        size_t middle = halve(f, first, end, &box);
        return find(f, depth + 1, first, middle) && find(f, depth + 1, middle, end);
    }
    double reach = f->max_m + EQUAL_M;
    lc_box around = {box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach};
    lc_view view;
    return lc_index_search(f->network->index, &around, &f->items) &&
           lc_candidate_segments_gather(&f->around, &f->pass.sites, &f->items) &&
           lc_candidate_segments_prune(&f->pass, &f->around, &box, &f->near[0], &view) &&
           divide(f, 0, first, end, &box);
}

bool lc_nearest_spots_find(const lc_network *network, const lc_xy *xy, size_t n, double max_m, lc_nearest_spots *out) {
    finding_t f = {.network = network,
                   .xy = xy,
                   .max_m = max_m,
                   .pass = {.sites = {.vert = network->vert, .seg_vert = network->seg_vert, .index = network->index},
                            .leg_max_m = max_m + EQUAL_M},
                   .point = LC_NEW(uint32_t, n),
                   .out = out};
    *out = (lc_nearest_spots){.first = LC_NEW(size_t, n), .count = LC_NEW(uint32_t, n), .leg_m = LC_NEW(double, n)};
    bool ok = f.point && out->first && out->count && out->leg_m;
    for (size_t i = 0; ok && i < n; i++) f.point[i] = (uint32_t)i;
    ok = ok && find(&f, 0, 0, n);
    for (int d = 0; d <= MOST_DEPTH; d++) lc_candidate_segments_free(&f.near[d]);
    lc_candidate_segments_free(&f.around);
    lc_spots_free(&f.spots);
    free(f.distance);
    free(f.items.item);
    free(f.point);
    return ok;
}

void lc_nearest_spots_free(lc_nearest_spots *spots) {
    free(spots->spot);
    free(spots->first);
    free(spots->count);
    free(spots->leg_m);
    *spots = (lc_nearest_spots){0};
}
