/* Ends of lines that stop a little short of another line, or go a little too far. */
#include "network/line_ends.h"

#include <math.h>

/* An end is not joined to what one gets to along the line itself, within so much, or so many times the gap. */
static const double DETOUR_M = 10, DETOUR_TIMES = 3;
/* Where a line draws a piece again on its way back, the first one is joined, whatever rounding says. */
static const double EQUAL_M = 1e-6;

/* The place at share t of segment s as a node; *vertex is the vertex that is there, SIZE_MAX when none is. */
static bool node_on(lc_noder *l, size_t s, double t, uint32_t *node, size_t *vertex) {
    size_t first = l->seg[s].first;
    lc_xy a = l->lines->xy[first], b = l->lines->xy[first + 1];
    double length = lc_noder_length(l, s);
    bool at_a = t * length < LC_SAME_M, at_b = (1 - t) * length < LC_SAME_M;
    *vertex = SIZE_MAX;
    if (at_a || at_b) {
        *vertex = at_a ? first : first + 1;
        *node = l->node[*vertex];
        return true;
    }
    return lc_noder_add_node(l, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), node) && lc_noder_insert(l, s, t, *node);
}

/* Join the end `vertex` to the inside of segment s of another line. */
static bool join_end(lc_noder *l, size_t vertex, size_t s, double t) {
    size_t first = l->seg[s].first, at;
    double length = lc_noder_length(l, s), along = t * length;
    uint32_t node;
    if (along < LC_SAME_M ||
        length - along < LC_SAME_M) { /* of the inside it may be joined, an end is another matter */
        at = along < LC_SAME_M ? first : first + 1;
        if (lc_noder_is_end(l, l->seg[s].line, at) || l->node[at] == l->node[vertex]) return true;
    }
    l->loose[vertex] = false;
    lc_noder_found(l, &l->finds->junctions, l->lines->xy[vertex], 0);
    return node_on(l, s, t, &node, &at) && lc_noder_reach(l, vertex, node);
}

/* The nearest segment of each other line within reach of an end, unless the lines meet there already. */
static bool join_line_end(lc_noder *l, size_t line, size_t vertex) {
    double given = l->how->tolerance_m, reach = given > 0 && given < LC_JOIN_M ? given : LC_JOIN_M;
    lc_xy p = l->lines->xy[vertex];
    lc_box around = {p.x - reach, p.y - reach, p.x + reach, p.y + reach};
    if (!lc_index_search(l->index, &around, &l->items)) return false;
    for (size_t i = 0; i < l->items.n;) {
        size_t other = l->seg[l->items.item[i]].line, best = SIZE_MAX;
        double best_t = 0, best_d = reach;
        bool met = false;
        for (; i < l->items.n && l->seg[l->items.item[i]].line == other; i++) { /* items are in order, so are lines */
            size_t s = l->items.item[i], first = l->seg[s].first;
            double t, d = lc_noder_foot(l, s, p, &t) + (lc_noder_is_again(l, s) ? EQUAL_M : 0);
            met = met || l->node[first] == l->node[vertex] || l->node[first + 1] == l->node[vertex];
            if (d < best_d) best = s, best_t = t, best_d = d;
        }
        if (other == line || met || best == SIZE_MAX || lc_noder_is_again(l, best)) continue;
        if (!join_end(l, vertex, best, best_t)) return false;
    }
    return true;
}

bool lc_noder_join_ends(lc_noder *l) {
    const lc_geoms *g = l->lines;
    for (size_t p = 0; p < g->n_parts; p++) {
        if (lc_cancelled_at(l->ctx, p)) return false;
        if (lc_noder_is_idle(l, p)) continue;
        size_t ends[2] = {g->xy_of[p], g->xy_of[p + 1] - 1};
        for (int k = 0; k < 2; k++)
            if (!(l->how->apart && l->how->apart[ends[k]]) && !join_line_end(l, p, ends[k])) return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------ loose ends */

/* Does one get from an end to share t of segment s along the end's own line and no farther than is worth a gap of d? */
static bool is_walkable(const lc_noder *l, size_t line, size_t vertex, size_t s, double t, double d) {
    double most = fmax(DETOUR_M, DETOUR_TIMES * d), length = lc_noder_length(l, s);
    size_t first = l->seg[s].first, last = l->lines->xy_of[line + 1] - 1;
    if (l->seg[s].line == line) return fabs(l->along_m[first] + t * length - l->along_m[vertex]) <= most;
    uint32_t other = l->node[vertex == last ? l->lines->xy_of[line] : last];
    double rest = INFINITY;
    if (l->node[first] == other) rest = t * length;
    if (l->node[first + 1] == other) rest = fmin(rest, (1 - t) * length);
    return l->along_m[last] + rest <= most;
}

/* From the ground nothing is joined to a bridge or a tunnel, but they come to the ground. */
static bool may_join(const lc_noder *l, size_t line, size_t other) {
    int level = lc_noder_level(l, other);
    return level == 0 || level == lc_noder_level(l, line);
}

static bool join_loose_end(lc_noder *l, size_t line, size_t vertex) {
    double best_d = l->how->tolerance_m, best_t = 0;
    lc_xy p = l->lines->xy[vertex];
    lc_box around = {p.x - best_d, p.y - best_d, p.x + best_d, p.y + best_d};
    size_t best = SIZE_MAX, target;
    uint32_t node;
    if (!l->loose[vertex]) return true;
    if (!lc_index_search(l->index, &around, &l->items)) return false;
    for (size_t i = 0; i < l->items.n; i++) {
        size_t s = l->items.item[i];
        double t, d = lc_noder_foot(l, s, p, &t);
        if (d >= best_d || lc_noder_is_again(l, s) || !may_join(l, line, l->seg[s].line) ||
            is_walkable(l, line, vertex, s, t, d))
            continue;
        best = s, best_t = t, best_d = d;
    }
    if (best == SIZE_MAX) return true;
    if (!node_on(l, best, best_t, &node, &target)) return false;
    l->loose[vertex] = false;
    if (target != SIZE_MAX) l->loose[target] = false;
    lc_noder_found(l, &l->finds->gaps, p, best_d);
    return lc_noder_reach(l, vertex, node);
}

bool lc_noder_join_loose_ends(lc_noder *l) {
    const lc_geoms *g = l->lines;
    if (!(l->how->tolerance_m > 0)) return true;
    for (size_t p = 0; p < g->n_parts; p++) {
        if (lc_noder_is_idle(l, p)) continue;
        if (!join_loose_end(l, p, g->xy_of[p]) || !join_loose_end(l, p, g->xy_of[p + 1] - 1)) return false;
    }
    return true;
}
