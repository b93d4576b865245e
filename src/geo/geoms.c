#include "geo/geoms.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

static bool start_arrays(lc_geoms *g) {
    if (g->part_of) return true;
    if (!LC_ROOM(g->part_of, g->cap_part_of, 1) || !LC_ROOM(g->xy_of, g->cap_parts, 1)) return false;
    g->part_of[0] = 0;
    g->xy_of[0] = 0;
    return true;
}

bool lc_geoms_begin(lc_geoms *g, lc_geom_kind kind, uint32_t feature) {
    if (!start_arrays(g) || !LC_ROOM(g->kind, g->cap, g->n + 1) || !LC_ROOM(g->feature, g->cap_feature, g->n + 1) ||
        !LC_ROOM(g->part_of, g->cap_part_of, g->n + 2))
        return false;
    g->kind[g->n] = (unsigned char)kind;
    g->feature[g->n] = feature;
    g->n++;
    g->part_of[g->n] = g->n_parts;
    return true;
}

bool lc_geoms_begin_part(lc_geoms *g) {
    if (!LC_ROOM(g->xy_of, g->cap_parts, g->n_parts + 2)) return false;
    g->n_parts++;
    g->xy_of[g->n_parts] = g->n_xy;
    g->part_of[g->n] = g->n_parts;
    return true;
}

bool lc_geoms_add(lc_geoms *g, double x, double y) {
    if (!LC_ROOM(g->xy, g->cap_xy, g->n_xy + 1)) return false;
    g->xy[g->n_xy++] = (lc_xy){x, y};
    g->xy_of[g->n_parts] = g->n_xy;
    return true;
}

lc_xy *lc_geoms_add_room(lc_geoms *g, size_t n) {
    if (!LC_ROOM(g->xy, g->cap_xy, g->n_xy + n + 1)) return NULL;
    lc_xy *room = g->xy + g->n_xy;
    g->n_xy += n;
    g->xy_of[g->n_parts] = g->n_xy;
    return room;
}

void lc_geoms_cut(lc_geoms *g, size_t n) {
    if (n >= g->n) return;
    g->n = n;
    g->n_parts = g->part_of[n];
    g->n_xy = g->xy_of[g->n_parts];
}

/* Part `from` becomes part number n_parts. */
static void move_part(lc_geoms *g, size_t from) {
    size_t first = g->xy_of[from], n = g->xy_of[from + 1] - first;
    memmove(g->xy + g->n_xy, g->xy + first, n * sizeof *g->xy);
    g->xy_of[g->n_parts++] = g->n_xy;
    g->n_xy += n;
}

void lc_geoms_leave_out(lc_geoms *g, const bool *marked) {
    size_t n = g->n;
    g->n = g->n_parts = g->n_xy = 0;
    for (size_t k = 0; k < n; k++) {
        size_t first = g->part_of[k], end = g->part_of[k + 1];
        if (marked[k]) continue;
        g->part_of[g->n] = g->n_parts;
        g->kind[g->n] = g->kind[k];
        g->feature[g->n++] = g->feature[k];
        for (size_t part = first; part < end; part++) move_part(g, part);
    }
    if (n) g->part_of[g->n] = g->n_parts, g->xy_of[g->n_parts] = g->n_xy;
}

void lc_geoms_free(lc_geoms *g) {
    free(g->kind);
    free(g->feature);
    free(g->part_of);
    free(g->xy_of);
    free(g->xy);
    *g = (lc_geoms){0};
}

bool lc_geoms_copy(lc_geoms *to, const lc_geoms *from, size_t g, uint32_t feature) {
    if (!lc_geoms_begin(to, (lc_geom_kind)from->kind[g], feature)) return false;
    for (size_t p = from->part_of[g]; p < from->part_of[g + 1]; p++) {
        size_t n = from->xy_of[p + 1] - from->xy_of[p];
        lc_xy *room = lc_geoms_begin_part(to) ? lc_geoms_add_room(to, n) : NULL;
        if (!room) return false;
        if (n) memcpy(room, from->xy + from->xy_of[p], n * sizeof *room);
    }
    return true;
}

size_t *lc_geoms_of_features(const lc_geoms *geoms, size_t n) {
    size_t *first = LC_NEW(size_t, n + 1);
    for (size_t f = 0, g = 0; first && f <= n; f++) {
        while (g < geoms->n && geoms->feature[g] < f) g++;
        first[f] = g;
    }
    return first;
}

lc_box *lc_geoms_boxes_of_features(const lc_geoms *geoms, size_t n) {
    lc_box *box = LC_NEW(lc_box, n);
    for (size_t f = 0; box && f < n; f++) box[f] = lc_box_empty();
    for (size_t g = 0; box && g < geoms->n; g++) {
        lc_box own = lc_geom_box(geoms, g);
        lc_box_join(&box[geoms->feature[g]], &own);
    }
    return box;
}

size_t lc_geoms_first_of(const lc_geoms *geoms, uint64_t feature) {
    size_t low = 0, high = geoms->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (geoms->feature[middle] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool lc_geoms_append(lc_geoms *to, const lc_geoms *from, size_t base) {
    for (size_t g = 0; g < from->n; g++)
        if (!lc_geoms_copy(to, from, g, (uint32_t)(base + from->feature[g]))) return false;
    return true;
}

bool lc_geoms_same(const lc_geoms *a, size_t g, const lc_geoms *b, size_t h) {
    size_t n = a->part_of[g + 1] - a->part_of[g];
    if (a->kind[g] != b->kind[h] || b->part_of[h + 1] - b->part_of[h] != n) return false;
    for (size_t i = 0; i < n; i++) {
        size_t p = a->part_of[g] + i, q = b->part_of[h] + i, m = a->xy_of[p + 1] - a->xy_of[p];
        if (b->xy_of[q + 1] - b->xy_of[q] != m) return false;
        if (m && memcmp(a->xy + a->xy_of[p], b->xy + b->xy_of[q], m * sizeof *a->xy) != 0) return false;
    }
    return true;
}

lc_box lc_geom_box(const lc_geoms *g, size_t i) {
    return lc_geoms_box(g, i, i + 1);
}

lc_box lc_geoms_box(const lc_geoms *g, size_t first, size_t end) {
    lc_box box = lc_box_empty();
    if (first >= end) return box;
    size_t past = g->xy_of[g->part_of[end]];
    for (size_t k = g->xy_of[g->part_of[first]]; k < past; k++) lc_box_add(&box, g->xy[k].x, g->xy[k].y);
    return box;
}

double lc_ring_area(const lc_xy *p, size_t n) {
    double sum = 0; /* relative to the first point, so that large coordinates do not cancel */
    for (size_t i = 1; i + 1 < n; i++)
        sum += (p[i].x - p[0].x) * (p[i + 1].y - p[0].y) - (p[i + 1].x - p[0].x) * (p[i].y - p[0].y);
    return 0.5 * sum;
}

double lc_geom_area(const lc_geoms *g, size_t i) {
    if (g->kind[i] != LC_POLYGON) return 0;
    double area = 0;
    for (size_t p = g->part_of[i]; p < g->part_of[i + 1]; p++) {
        double ring = fabs(lc_ring_area(g->xy + g->xy_of[p], g->xy_of[p + 1] - g->xy_of[p]));
        area += p == g->part_of[i] ? ring : -ring;
    }
    return area;
}

bool lc_geom_contains(const lc_geoms *g, size_t i, double x, double y) {
    bool inside = false;
    for (size_t p = g->part_of[i]; p < g->part_of[i + 1]; p++)
        for (size_t k = g->xy_of[p]; k + 1 < g->xy_of[p + 1]; k++) {
            lc_xy a = g->xy[k], b = g->xy[k + 1];
            if ((a.y > y) == (b.y > y)) continue;
            /* Always from the lower end, so that neighbours who share an edge agree on which side of it a point is. */
            if (a.y > b.y) a = b, b = g->xy[k];
            if (x < a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))) inside = !inside;
        }
    return inside;
}

double lc_geom_outline_distance(const lc_geoms *g, size_t i, double x, double y) {
    double best = INFINITY;
    for (size_t p = g->part_of[i]; p < g->part_of[i + 1]; p++)
        for (size_t k = g->xy_of[p]; k < g->xy_of[p + 1]; k++) {
            size_t next = k + 1 < g->xy_of[p + 1] ? k + 1 : k; /* a point is a segment of no length */
            best = lc_min(best, lc_segment_distance(g->xy[k], g->xy[next], (lc_xy){x, y}));
        }
    return best;
}
