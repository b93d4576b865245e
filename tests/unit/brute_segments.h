/* The segments of a made city's paths, and plane geometry, worked out the slow way. */
#ifndef BRUTE_SEGMENTS_H
#define BRUTE_SEGMENTS_H

#include "made_city.h"
#include "random.h"

typedef struct brute_seg {
    uint32_t u, v;
    lc_xy a, b;
    double length;
} brute_seg_t;

/* Where a facility can be reached from segment `seg`: from t0 to t1 metres along it, d0 metres left to walk. */
typedef struct brute_door {
    size_t seg;
    double t0, t1, d0;
} brute_door_t;

typedef struct brute {
    const lc_geoms *facilities;
    double limit;
    brute_seg_t *seg;
    size_t n_seg;
    brute_door_t *door;
    size_t n_door, cap_door;
    size_t *door_of; /* n_seg + 1, once sorted */
    double *node;    /* D at the vertices of the paths */
} brute_t;

/* ------------------------------------------------------------------------------------------------------ plane */

static inline double brute_along(lc_xy a, lc_xy b, lc_xy p) {
    double l2 = pow(b.x - a.x, 2) + pow(b.y - a.y, 2);
    if (l2 == 0) return 0;
    return fmax(0, fmin(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / l2));
}

static inline double brute_to_segment(lc_xy a, lc_xy b, lc_xy p) {
    double t = brute_along(a, b, p), x = p.x - a.x - t * (b.x - a.x), y = p.y - a.y - t * (b.y - a.y);
    return sqrt(x * x + y * y); /* hypot() takes twice the time of all the rest */
}

/* Even-odd over all rings of a polygon. */
static inline bool brute_inside(const lc_geoms *g, size_t k, lc_xy p) {
    bool in = false;
    for (size_t part = g->part_of[k]; part < g->part_of[k + 1]; part++)
        for (size_t i = g->xy_of[part] + 1; i < g->xy_of[part + 1]; i++) {
            lc_xy a = g->xy[i - 1], b = g->xy[i];
            if ((a.y <= p.y) == (b.y <= p.y)) continue;
            double side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
            if ((b.y > a.y) == (side > 0)) in = !in;
        }
    return in;
}

/* Distance from the outline of geometry k. */
static inline double brute_outline(const lc_geoms *g, size_t k, lc_xy p) {
    double best = INFINITY;
    for (size_t part = g->part_of[k]; part < g->part_of[k + 1]; part++) {
        size_t first = g->xy_of[part], end = g->xy_of[part + 1];
        if (end - first == 1) best = fmin(best, hypot(p.x - g->xy[first].x, p.y - g->xy[first].y));
        for (size_t i = first + 1; i < end; i++) best = fmin(best, brute_to_segment(g->xy[i - 1], g->xy[i], p));
    }
    return best;
}

static inline bool brute_in_facility(const brute_t *b, lc_xy p) {
    for (size_t k = 0; k < b->facilities->n; k++)
        if (b->facilities->kind[k] == LC_POLYGON && brute_inside(b->facilities, k, p)) return true;
    return false;
}

/* The straight metric. */
static inline double brute_straight(const brute_t *b, lc_xy p) {
    if (brute_in_facility(b, p)) return 0;
    double best = INFINITY;
    for (size_t k = 0; k < b->facilities->n; k++) best = fmin(best, brute_outline(b->facilities, k, p));
    return best;
}

/* ---------------------------------------------------------------------------------------------------- segments */

static inline void brute_segments(brute_t *b, const lc_paths *paths, double min_component_m) {
    brute_seg_t *seg = malloc((paths->n_vertices + 1) * sizeof *seg);
    size_t *label = malloc((paths->n_xy + 1) * sizeof *label), n = 0;
    double *length = calloc(paths->n_xy + 1, sizeof *length);
    assert_true(seg && label && length);
    for (size_t p = 0; p < paths->n; p++)
        for (size_t i = paths->start[p] + 1; i < paths->start[p + 1]; i++) {
            uint32_t u = paths->vertex[i - 1], v = paths->vertex[i];
            bool known = u == v;
            for (size_t k = 0; k < n && !known; k++)
                known = (seg[k].u == u && seg[k].v == v) || (seg[k].u == v && seg[k].v == u);
            lc_xy a = paths->xy[u], e = paths->xy[v];
            if (!known) seg[n++] = (brute_seg_t){u, v, a, e, hypot(e.x - a.x, e.y - a.y)};
        }
    for (size_t v = 0; v < paths->n_xy; v++) label[v] = v;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t k = 0; k < n; k++) {
            size_t least = label[seg[k].u] < label[seg[k].v] ? label[seg[k].u] : label[seg[k].v];
            if (label[seg[k].u] != least || label[seg[k].v] != least) changed = true;
            label[seg[k].u] = label[seg[k].v] = least;
        }
    }
    for (size_t k = 0; k < n; k++) length[label[seg[k].u]] += seg[k].length;
    for (size_t k = 0; k < n; k++)
        if (length[label[seg[k].u]] >= min_component_m) seg[b->n_seg++] = seg[k];
    b->seg = seg;
    free(label);
    free(length);
}

#endif
