/* Lines that cross, touch or lie on one another without a common vertex, and lines drawn twice. */
#include "network/line_crossings.h"

#include <math.h>
#include <stdlib.h>

#include "base/context.h"
#include "base/memory.h"

static const double OVERLAP_M =
    0.05; /* shorter stretches within LC_SAME_M of each other are a crossing at a low angle */

/* ---------------------------------------------------------------------------------------------- lines drawn twice */

typedef struct {
    uint32_t a, b;
    size_t vertex; /* where the segment begins */
} ends_t;

static int by_ends(const void *p, const void *q) {
    const ends_t *s = p, *t = q;
    if (s->a != t->a) return s->a < t->a ? -1 : 1;
    if (s->b != t->b) return s->b < t->b ? -1 : 1;
    return s->vertex < t->vertex ? -1 : s->vertex > t->vertex;
}

/* Mark the segments, by the vertex where they begin, between nodes that a segment before them joins already. */
static bool mark_again(lc_noder *l) {
    const lc_geoms *g = l->lines;
    ends_t *ends = LC_NEW(ends_t, g->n_xy);
    size_t n = 0;
    if (!ends) return false;
    for (size_t p = 0; p < g->n_parts; p++)
        for (size_t i = g->xy_of[p]; i + 1 < g->xy_of[p + 1]; i++) {
            uint32_t u = l->node[i], v = l->node[i + 1];
            if (u != v) ends[n++] = u < v ? (ends_t){u, v, i} : (ends_t){v, u, i};
        }
    if (n) qsort(ends, n, sizeof *ends, by_ends);
    for (size_t i = 1; i < n; i++) l->again[ends[i].vertex] = ends[i].a == ends[i - 1].a && ends[i].b == ends[i - 1].b;
    free(ends);
    return true;
}

static double length_from(const lc_geoms *g, size_t i) {
    return lc_length(g->xy[i + 1].x - g->xy[i].x, g->xy[i + 1].y - g->xy[i].y);
}

/* Lines all of whose segments have been drawn before are repeated; other such stretches are overlaps. */
bool lc_noder_find_repeats(lc_noder *l) {
    const lc_geoms *g = l->lines;
    l->again = LC_NEW0(bool, g->n_xy);
    l->repeated = LC_NEW0(bool, g->n_parts);
    bool ok = l->again && l->repeated && mark_again(l);
    for (size_t p = 0; ok && p < g->n_parts; p++) {
        size_t first = g->xy_of[p], end = g->xy_of[p + 1], n = 0, moves = 0;
        double length = 0;
        for (size_t i = first; i + 1 < end; i++) {
            n += l->again[i];
            moves += l->node[i] != l->node[i + 1];
            length += length_from(g, i);
        }
        l->repeated[p] = n > 0 && n == moves;
        if (l->repeated[p]) lc_noder_found(l, &l->finds->repeats, g->xy[first], length);
        for (size_t i = first; n && !l->repeated[p] && i + 1 < end; i++)
            if (l->again[i]) lc_noder_found(l, &l->finds->overlaps, g->xy[i], length_from(g, i));
    }
    return ok;
}

/* ------------------------------------------------------------------------------------------------------ crossings */

static lc_xy point_on(const lc_noder *l, size_t s, double t) {
    lc_xy a = l->lines->xy[l->seg[s].first], b = l->lines->xy[l->seg[s].first + 1];
    return (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* Do segments s and q cross inside both? Where, as shares of their lengths. */
static bool cross(const lc_noder *l, size_t s, size_t q, double *t, double *u) {
    lc_xy a = l->lines->xy[l->seg[s].first], b = l->lines->xy[l->seg[s].first + 1];
    lc_xy c = l->lines->xy[l->seg[q].first], d = l->lines->xy[l->seg[q].first + 1];
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, det = ux * vy - uy * vx;
    if (det == 0) return false;
    *t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det;
    *u = ((c.x - a.x) * uy - (c.y - a.y) * ux) / det;
    double et = LC_SAME_M / lc_length(ux, uy), eu = LC_SAME_M / lc_length(vx, vy);
    return *t > et && *t<1 - et && * u> eu && *u < 1 - eu;
}

/* A loose end of the segment's line that is no farther than the tolerance, along the line, from share t of it. */
static size_t stub_end(const lc_noder *l, size_t s, double t) {
    size_t line = l->seg[s].line, ends[2] = {l->lines->xy_of[line], l->lines->xy_of[line + 1] - 1};
    double at = l->along_m[l->seg[s].first] + t * lc_noder_length(l, s);
    for (int k = 0; k < 2; k++)
        if (l->loose[ends[k]] && fabs(l->along_m[ends[k]] - at) < l->how->tolerance_m) return ends[k];
    return SIZE_MAX;
}

static bool join_crossing(lc_noder *l, size_t s, double t, size_t q, double u) {
    lc_xy at = point_on(l, s, t);
    uint32_t node;
    return lc_noder_add_node(l, at.x, at.y, &node) && lc_noder_insert(l, s, t, node) && lc_noder_insert(l, q, u, node);
}

static bool take_crossing(lc_noder *l, size_t s, double t, size_t q, double u, bool *sticks_out) {
    lc_xy at = point_on(l, s, t);
    if (lc_noder_level(l, l->seg[s].line) != lc_noder_level(l, l->seg[q].line)) {
        lc_noder_found(l, &l->finds->levels, at, 0);
        return true;
    }
    size_t ends[2] = {stub_end(l, s, t), stub_end(l, q, u)};
    bool over = ends[0] != SIZE_MAX || ends[1] != SIZE_MAX;
    for (int k = 0; k < 2; k++)
        if (ends[k] != SIZE_MAX) sticks_out[ends[k]] = true;
    lc_noder_found(l, over ? &l->finds->overshoots : l->how->all ? &l->finds->joined : &l->finds->crossings, at, 0);
    return !(over || l->how->all) || join_crossing(l, s, t, q, u);
}

/* ------------------------------------------------------------------------------- vertices on the inside of a line */

/* How long do segments s and q lie on one another? Those between the same nodes are gone by now. */
static double overlap(const lc_noder *l, size_t s, size_t q, lc_xy *at) {
    double t[2], d[2], length = lc_noder_length(l, s);
    for (int k = 0; k < 2; k++) d[k] = lc_noder_foot(l, s, l->lines->xy[l->seg[q].first + (size_t)k], &t[k]);
    double common = fabs(t[1] - t[0]) * length;
    if (common < OVERLAP_M) return 0;
    for (int k = 0; k < 2; k++) { /* where q reaches over the end of s, that end must lie on q */
        double u;
        if (d[k] >= LC_SAME_M && t[k] > 0 && t[k] < 1) return 0;
        if (d[k] >= LC_SAME_M && lc_noder_foot(l, q, point_on(l, s, t[k]), &u) >= LC_SAME_M) return 0;
    }
    *at = point_on(l, s, (t[0] + t[1]) / 2);
    return common;
}

/* Is a vertex on the inside of segment s? At which share of it? */
static bool touches(const lc_noder *l, size_t vertex, size_t s, double *t) {
    double length = lc_noder_length(l, s);
    return lc_noder_foot(l, s, l->lines->xy[vertex], t) < LC_SAME_M && *t * length >= LC_SAME_M &&
           (1 - *t) * length >= LC_SAME_M;
}

/* Does the line of q, at the vertex where q begins, run along s in either direction? */
static bool runs_along(const lc_noder *l, size_t s, size_t q) {
    lc_xy at;
    return overlap(l, s, q, &at) > 0 || overlap(l, s, q - 1, &at) > 0;
}

/* The vertex where segment q begins may lie on segment s: a crossing at one line's vertex, or part of an overlap. The
   ends of lines have been joined before. */
static bool take_touch(lc_noder *l, size_t s, size_t q) {
    size_t vertex = l->seg[q].first;
    double t;
    if (vertex == l->lines->xy_of[l->seg[q].line] || !touches(l, vertex, s, &t)) return true;
    bool same_level = lc_noder_level(l, l->seg[s].line) == lc_noder_level(l, l->seg[q].line);
    if (!runs_along(l, s, q))
        lc_noder_found(l,
                       !same_level   ? &l->finds->levels
                       : l->how->all ? &l->finds->joined
                                     : &l->finds->crossings,
                       l->lines->xy[vertex], 0);
    return !same_level || !l->how->all || lc_noder_insert(l, s, t, l->node[vertex]);
}

static bool take_pair(lc_noder *l, size_t s, size_t q, bool *sticks_out) {
    double t, u;
    lc_xy at;
    if (lc_noder_is_again(l, q)) return true;
    if (cross(l, s, q, &t, &u)) return take_crossing(l, s, t, q, u, sticks_out);
    double common = overlap(l, s, q, &at);
    if (common > 0) lc_noder_found(l, &l->finds->overlaps, at, common);
    return take_touch(l, s, q) && take_touch(l, q, s);
}

static bool take_pairs_of(lc_noder *l, size_t s, bool *sticks_out) {
    lc_xy a = l->lines->xy[l->seg[s].first], b = l->lines->xy[l->seg[s].first + 1];
    lc_box box = lc_box_empty();
    lc_box_add(&box, a.x, a.y);
    lc_box_add(&box, b.x, b.y);
    box = (lc_box){box.x0 - LC_SAME_M, box.y0 - LC_SAME_M, box.x1 + LC_SAME_M, box.y1 + LC_SAME_M};
    if (lc_noder_is_again(l, s)) return true;
    if (!lc_index_search(l->index, &box, &l->items)) return false;
    for (size_t i = 0; i < l->items.n; i++)
        if (l->items.item[i] > s && !take_pair(l, s, l->items.item[i], sticks_out)) return false;
    return true;
}

bool lc_noder_find_crossings(lc_noder *l) {
    bool *sticks_out =
        LC_NEW0(bool, l->lines->n_xy); /* ends that stick out; they stay loose until all of it is joined */
    bool ok = sticks_out != NULL;
    for (size_t s = 0; ok && s < l->n_seg; s++) { /* n lines may cross n * n times */
        ok = take_pairs_of(l, s, sticks_out);
        if (ok && s % 64 == 0) l->stopped = lc_progress(l->ctx, (double)s / (double)l->n_seg);
        ok = ok && !l->stopped;
    }
    for (size_t i = 0; ok && i < l->lines->n_xy; i++) l->loose[i] = l->loose[i] && !sticks_out[i];
    free(sticks_out);
    return ok;
}
