/*
 * The definitions, worked out the slow way and without the library: every segment of the input paths is an edge, the
 * shortest ways are found by relaxing until nothing changes, the nearest place by looking at all of them, and areas by
 * throwing darts. Only the made city's data structures are shared with what is tested.
 */
#ifndef BRUTE_H
#define BRUTE_H

#include "brute_islands.h"

/* ------------------------------------------------------------------------------------------------------- doors */

static inline void brute_add_door(brute_t *b, brute_door_t door) {
    assert_true(LC_ROOM(b->door, b->cap_door, b->n_door + 1));
    b->door[b->n_door++] = door;
}

/* A point: its nearest places. */
static inline void brute_link_point(brute_t *b, lc_xy p) {
    double best = INFINITY;
    for (size_t s = 0; s < b->n_seg; s++) best = fmin(best, brute_to_segment(b->seg[s].a, b->seg[s].b, p));
    if (best > b->limit) return;
    for (size_t s = 0; s < b->n_seg; s++) {
        if (brute_to_segment(b->seg[s].a, b->seg[s].b, p) > best + 1e-6) continue;
        double t = b->seg[s].length * brute_along(b->seg[s].a, b->seg[s].b, p);
        brute_add_door(b, (brute_door_t){s, t, t, best});
    }
}

/* How far the place t metres along segment s lies outside shape k grown by 1 m; negative inside. Changes by no more
   than the way walked. */
static inline double brute_beyond(const brute_t *b, size_t s, double t, size_t k) {
    const brute_seg_t *seg = &b->seg[s];
    double f = seg->length > 0 ? t / seg->length : 0;
    lc_xy p = {seg->a.x + f * (seg->b.x - seg->a.x), seg->a.y + f * (seg->b.y - seg->a.y)};
    double d = brute_outline(b->facilities, k, p);
    if (b->facilities->kind[k] == LC_POLYGON && brute_inside(b->facilities, k, p)) d = -d;
    return d - 1;
}

static inline double brute_bisect(const brute_t *b, size_t s, size_t k, double in, double out) {
    for (int i = 0; i < 60; i++) {
        double mid = 0.5 * (in + out);
        if (brute_beyond(b, s, mid, k) <= 0) {
            in = mid;
        } else {
            out = mid;
        }
    }
    return in;
}

/* Walk along segment s and note where shape k is touched. */
static inline bool brute_touch(brute_t *b, size_t s, size_t k) {
    double length = b->seg[s].length, t = 0, at = brute_beyond(b, s, 0, k), start = at <= 0 ? 0 : -1;
    bool any = false;
    while (t < length) {
        double next = fmin(length, t + fmax(fabs(at), 1e-4)), then = brute_beyond(b, s, next, k);
        if (at > 0 && then <= 0) start = brute_bisect(b, s, k, next, t);
        if (at <= 0 && then > 0) {
            brute_add_door(b, (brute_door_t){s, start, brute_bisect(b, s, k, t, next), 0});
            any = true;
        }
        t = next;
        at = then;
    }
    if (at > 0) return any;
    brute_add_door(b, (brute_door_t){s, start, length, 0});
    return true;
}

static inline int brute_ascending(const void *p, const void *q) {
    double a = *(const double *)p, b = *(const double *)q;
    return a < b ? -1 : a > b;
}

/* Where along segment s shape k (that it does not meet) can be nearest: the ends, and the feet of the shape's corners.
   Returns the least distance; with doors, adds what is within `limit` of the shape, whole stretches where it is
   parallel. */
static inline double brute_apart(brute_t *b, size_t s, size_t k, bool doors, double limit) {
    const lc_geoms *g = b->facilities;
    const brute_seg_t *seg = &b->seg[s];
    size_t first = g->xy_of[g->part_of[k]], end = g->xy_of[g->part_of[k + 1]], n = 0;
    double *t = malloc((end - first + 2) * sizeof *t), best = INFINITY;
    assert_non_null(t);
    t[n++] = 0;
    t[n++] = seg->length;
    for (size_t i = first; i < end; i++) t[n++] = seg->length * brute_along(seg->a, seg->b, g->xy[i]);
    qsort(t, n, sizeof *t, brute_ascending);
    for (size_t i = 0; i < n; i++) {
        double d = brute_beyond(b, s, t[i], k) + 1;
        best = fmin(best, d);
        if (!doors || d > limit) continue;
        bool along = i + 1 < n && brute_beyond(b, s, 0.5 * (t[i] + t[i + 1]), k) + 1 <= limit;
        brute_add_door(b, (brute_door_t){s, t[i], t[along ? i + 1 : i], d});
    }
    free(t);
    return best;
}

/* A line or polygon: where paths touch it, else the nearest places. */
static inline void brute_link_shape(brute_t *b, size_t k) {
    bool any = false;
    double best = INFINITY;
    for (size_t s = 0; s < b->n_seg; s++) any = brute_touch(b, s, k) || any;
    if (any) return;
    for (size_t s = 0; s < b->n_seg; s++) best = fmin(best, brute_apart(b, s, k, false, 0));
    for (size_t s = 0; best <= b->limit && s < b->n_seg; s++) brute_apart(b, s, k, true, best + 1e-6);
}

static inline int brute_by_segment(const void *p, const void *q) {
    const brute_door_t *a = p, *b = q;
    return a->seg < b->seg ? -1 : a->seg > b->seg;
}

static inline void brute_find_doors(brute_t *b) {
    const lc_geoms *g = b->facilities;
    for (size_t k = 0; k < g->n; k++) {
        if (g->kind[k] == LC_POINT) {
            brute_link_point(b, g->xy[g->xy_of[g->part_of[k]]]);
        } else {
            brute_link_shape(b, k);
        }
    }
    if (b->n_door) qsort(b->door, b->n_door, sizeof *b->door, brute_by_segment);
    b->door_of = calloc(b->n_seg + 1, sizeof *b->door_of);
    assert_non_null(b->door_of);
    for (size_t i = 0; i < b->n_door; i++) b->door_of[b->door[i].seg + 1]++;
    for (size_t s = 0; s < b->n_seg; s++) b->door_of[s + 1] += b->door_of[s];
}

/* -------------------------------------------------------------------------------------------------------- ways */

static inline bool brute_lower(double *d, double to) {
    if (!(to < *d)) return false;
    *d = to;
    return true;
}

static inline void brute_walk(brute_t *b, size_t n_nodes) {
    b->node = malloc((n_nodes + 1) * sizeof *b->node);
    assert_non_null(b->node);
    for (size_t v = 0; v < n_nodes; v++) b->node[v] = INFINITY;
    for (size_t i = 0; i < b->n_door; i++) {
        const brute_door_t *door = &b->door[i];
        const brute_seg_t *s = &b->seg[door->seg];
        brute_lower(&b->node[s->u], door->d0 + door->t0);
        brute_lower(&b->node[s->v], door->d0 + s->length - door->t1);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < b->n_seg; i++) {
            const brute_seg_t *s = &b->seg[i];
            changed |= brute_lower(&b->node[s->u], b->node[s->v] + s->length);
            changed |= brute_lower(&b->node[s->v], b->node[s->u] + s->length);
        }
    }
}

/* D at t metres along segment s. */
static inline double brute_at(const brute_t *b, size_t s, double t) {
    const brute_seg_t *seg = &b->seg[s];
    double d = fmin(b->node[seg->u] + t, b->node[seg->v] + seg->length - t);
    for (size_t i = b->door_of[s]; i < b->door_of[s + 1]; i++) {
        const brute_door_t *door = &b->door[i];
        d = fmin(d, door->d0 + fmax(0, fmax(door->t0 - t, t - door->t1)));
    }
    return d;
}

/* The network metric; *leg is the way to the nearest place, among the n segments `which` (all when NULL). */
static inline double brute_network(const brute_t *b, lc_xy p, const size_t *which, size_t n, double *leg) {
    double best = INFINITY, d = INFINITY;
    if (!which) n = b->n_seg;
    for (size_t i = 0; i < n; i++) {
        size_t s = which ? which[i] : i;
        best = fmin(best, brute_to_segment(b->seg[s].a, b->seg[s].b, p));
    }
    *leg = best;
    if (brute_in_facility(b, p)) return 0;
    for (size_t i = 0; best <= b->limit && i < n; i++) {
        size_t s = which ? which[i] : i;
        if (brute_to_segment(b->seg[s].a, b->seg[s].b, p) > best + 1e-9) continue;
        d = fmin(d, best + brute_at(b, s, b->seg[s].length * brute_along(b->seg[s].a, b->seg[s].b, p)));
    }
    return d;
}

static inline brute_t brute_new(const city_t *c) {
    brute_t b = {.facilities = &c->facilities.geoms, .limit = c->link_limit_m};
    brute_segments(&b, &c->paths, c->min_component_m);
    size_t n_nodes = brute_join_islands(&b, c->paths.n_xy, c->island_gap_m);
    brute_find_doors(&b);
    brute_walk(&b, n_nodes);
    return b;
}

static inline void brute_free(brute_t *b) {
    free(b->seg);
    free(b->door);
    free(b->door_of);
    free(b->node);
}

#endif
