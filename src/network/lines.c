/* Noding of plain line layers, as drawn in a GIS or a CAD program. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/index.h"
#include "network/paths.h"

static const double SAME_M = 0.01; /* vertices nearer than this are one */
static const double JOIN_M = 0.5;  /* a line's end nearer than this to another line joins it */

/* Segment from vertex `first` of the geometry to the next. */
typedef struct {
    size_t first, line;
} seg_t;

/* A node to be put into a segment at share t of its length. */
typedef struct {
    size_t seg;
    double t;
    uint32_t node;
} insert_t;

/* An end of a line that reaches on to a node of another one. */
typedef struct {
    size_t vertex;
    uint32_t node;
} reach_t;

typedef struct {
    const lc_geoms *lines;
    uint32_t *node; /* of each vertex; index into paths->xy */
    lc_paths *paths;
    seg_t *seg;
    size_t n_seg;
    lc_index *index;
    insert_t *insert;
    size_t n_insert, cap_insert;
    reach_t *reach;
    size_t n_reach, cap_reach;
    lc_items items;
} lines_t;

static uint32_t root_of(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* Join vertices nearer than SAME_M, also through others; the first of a cluster gives its place. */
static bool cluster_vertices(lines_t *l) {
    const lc_geoms *g = l->lines;
    size_t n = g->n_xy;
    lc_box *boxes = LC_NEW(lc_box, n);
    uint32_t *parent = LC_NEW(uint32_t, n);
    lc_index *index = NULL;
    l->node = LC_NEW(uint32_t, n);
    bool ok = boxes && parent && l->node;
    for (size_t i = 0; ok && i < n; i++) {
        boxes[i] = (lc_box){g->xy[i].x, g->xy[i].y, g->xy[i].x, g->xy[i].y};
        parent[i] = (uint32_t)i;
    }
    ok = ok && (index = lc_index_new(boxes, n)) != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        lc_xy p = g->xy[i];
        lc_box around = {p.x - SAME_M, p.y - SAME_M, p.x + SAME_M, p.y + SAME_M};
        ok = lc_index_search(index, &around, &l->items);
        for (size_t k = 0; ok && k < l->items.n; k++) {
            uint32_t j = l->items.item[k];
            if (lc_length(g->xy[j].x - p.x, g->xy[j].y - p.y) >= SAME_M) continue;
            uint32_t a = root_of(parent, (uint32_t)i), b = root_of(parent, j);
            if (a < b) parent[b] = a;
            if (b < a) parent[a] = b;
        }
    }
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t root = root_of(parent, (uint32_t)i);
        if (root == i) {
            ok = LC_ROOM(l->paths->xy, l->paths->cap_xy, l->paths->n_xy + 1);
            if (!ok) break;
            l->node[i] = (uint32_t)l->paths->n_xy;
            l->paths->xy[l->paths->n_xy++] = g->xy[i];
        } else {
            l->node[i] = l->node[root]; /* a root comes before its cluster */
        }
    }
    free(boxes);
    free(parent);
    lc_index_free(index);
    return ok;
}

static bool index_segments(lines_t *l) {
    const lc_geoms *g = l->lines;
    lc_box *boxes = LC_NEW(lc_box, g->n_xy);
    l->seg = LC_NEW(seg_t, g->n_xy);
    bool ok = boxes && l->seg;
    for (size_t p = 0; ok && p < g->n_parts; p++)
        for (size_t i = g->xy_of[p]; i + 1 < g->xy_of[p + 1]; i++) {
            lc_box box = lc_box_empty();
            lc_box_add(&box, g->xy[i].x, g->xy[i].y);
            lc_box_add(&box, g->xy[i + 1].x, g->xy[i + 1].y);
            boxes[l->n_seg] = box;
            l->seg[l->n_seg++] = (seg_t){i, p};
        }
    ok = ok && (l->index = lc_index_new(boxes, l->n_seg)) != NULL;
    free(boxes);
    return ok;
}

static bool add_node(lines_t *l, double x, double y, uint32_t *node) {
    if (!LC_ROOM(l->paths->xy, l->paths->cap_xy, l->paths->n_xy + 1)) return false;
    *node = (uint32_t)l->paths->n_xy;
    l->paths->xy[l->paths->n_xy++] = (lc_xy){x, y};
    return true;
}

static bool add_insert(lines_t *l, size_t seg, double t, uint32_t node) {
    if (!LC_ROOM(l->insert, l->cap_insert, l->n_insert + 1)) return false;
    l->insert[l->n_insert++] = (insert_t){seg, t, node};
    return true;
}

static bool add_reach(lines_t *l, size_t vertex, uint32_t node) {
    if (!LC_ROOM(l->reach, l->cap_reach, l->n_reach + 1)) return false;
    l->reach[l->n_reach++] = (reach_t){vertex, node};
    return true;
}

static double foot(const lines_t *l, size_t seg, lc_xy p, double *t) {
    lc_xy a = l->lines->xy[l->seg[seg].first], b = l->lines->xy[l->seg[seg].first + 1];
    double dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
    *t = l2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / l2 : 0;
    *t = *t < 0 ? 0 : *t > 1 ? 1 : *t;
    return lc_length(p.x - a.x - *t * dx, p.y - a.y - *t * dy);
}

static bool is_line_end(const lines_t *l, size_t line, size_t vertex) {
    return vertex == l->lines->xy_of[line] || vertex + 1 == l->lines->xy_of[line + 1];
}

/* Join the end `vertex` of `line` to the inside of segment s of another line. */
static bool join_end(lines_t *l, size_t vertex, size_t s, double t) {
    size_t first = l->seg[s].first, line = l->seg[s].line;
    lc_xy a = l->lines->xy[first], b = l->lines->xy[first + 1];
    double length = lc_length(b.x - a.x, b.y - a.y);
    bool at_a = t * length < SAME_M, at_b = (1 - t) * length < SAME_M;
    if (at_a || at_b) { /* at a vertex: of the inside it may be joined, an end is another matter */
        size_t at = at_a ? first : first + 1;
        if (is_line_end(l, line, at) || l->node[at] == l->node[vertex]) return true;
        return add_reach(l, vertex, l->node[at]);
    }
    uint32_t node;
    return add_node(l, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), &node) && add_insert(l, s, t, node) &&
           add_reach(l, vertex, node);
}

/* The nearest segment of each other line within JOIN_M of an end, unless the lines meet there already. */
static bool join_line_end(lines_t *l, size_t line, size_t vertex) {
    lc_xy p = l->lines->xy[vertex];
    lc_box around = {p.x - JOIN_M, p.y - JOIN_M, p.x + JOIN_M, p.y + JOIN_M};
    if (!lc_index_search(l->index, &around, &l->items)) return false;
    for (size_t i = 0; i < l->items.n;) {
        size_t other = l->seg[l->items.item[i]].line, best = SIZE_MAX;
        double best_t = 0, best_d = JOIN_M;
        bool met = false;
        for (; i < l->items.n && l->seg[l->items.item[i]].line == other; i++) { /* items are in order, so are lines */
            size_t s = l->items.item[i];
            double t, d = foot(l, s, p, &t);
            met = met || l->node[l->seg[s].first] == l->node[vertex] || l->node[l->seg[s].first + 1] == l->node[vertex];
            if (d < best_d) best = s, best_t = t, best_d = d;
        }
        if (other != line && !met && best != SIZE_MAX && !join_end(l, vertex, best, best_t)) return false;
    }
    return true;
}

static bool join_ends(lines_t *l) {
    const lc_geoms *g = l->lines;
    for (size_t p = 0; p < g->n_parts; p++) {
        if (g->xy_of[p + 1] - g->xy_of[p] < 2) continue;
        if (!join_line_end(l, p, g->xy_of[p]) || !join_line_end(l, p, g->xy_of[p + 1] - 1)) return false;
    }
    return true;
}

/* Do segments s and q cross inside both? Where, as shares of their lengths. */
static bool cross(const lines_t *l, size_t s, size_t q, double *t, double *u) {
    lc_xy a = l->lines->xy[l->seg[s].first], b = l->lines->xy[l->seg[s].first + 1];
    lc_xy c = l->lines->xy[l->seg[q].first], d = l->lines->xy[l->seg[q].first + 1];
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, det = ux * vy - uy * vx;
    if (det == 0) return false;
    *t = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det;
    *u = ((c.x - a.x) * uy - (c.y - a.y) * ux) / det;
    double et = SAME_M / lc_length(ux, uy), eu = SAME_M / lc_length(vx, vy);
    return *t > et && *t<1 - et && * u> eu && *u < 1 - eu;
}

static bool find_crossings(lines_t *l, bool node_all, size_t *crossings) {
    for (size_t s = 0; s < l->n_seg; s++) {
        lc_xy a = l->lines->xy[l->seg[s].first], b = l->lines->xy[l->seg[s].first + 1];
        lc_box box = lc_box_empty();
        lc_box_add(&box, a.x, a.y);
        lc_box_add(&box, b.x, b.y);
        if (!lc_index_search(l->index, &box, &l->items)) return false;
        for (size_t i = 0; i < l->items.n; i++) {
            size_t q = l->items.item[i];
            double t, u;
            uint32_t node;
            if (q <= s || !cross(l, s, q, &t, &u)) continue;
            ++*crossings;
            if (node_all && (!add_node(l, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), &node) ||
                             !add_insert(l, s, t, node) || !add_insert(l, q, u, node)))
                return false;
        }
    }
    return true;
}

static int by_place(const void *a, const void *b) {
    const insert_t *p = a, *q = b;
    if (p->seg != q->seg) return p->seg < q->seg ? -1 : 1;
    if (p->t != q->t) return p->t < q->t ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static bool write_paths(lines_t *l) {
    const lc_geoms *g = l->lines;
    size_t seg = 0, at = 0;
    if (l->n_insert) qsort(l->insert, l->n_insert, sizeof *l->insert, by_place);
    for (size_t p = 0; p < g->n_parts; p++) {
        if (!lc_paths_begin(l->paths)) return false;
        for (size_t i = g->xy_of[p]; i < g->xy_of[p + 1]; i++) {
            if (!lc_paths_add(l->paths, l->node[i])) return false;
            if (i + 1 == g->xy_of[p + 1]) break;
            for (; at < l->n_insert && l->insert[at].seg == seg; at++)
                if (!lc_paths_add(l->paths, l->insert[at].node)) return false;
            seg++;
        }
    }
    for (size_t i = 0; i < l->n_reach; i++)
        if (!lc_paths_begin(l->paths) || !lc_paths_add(l->paths, l->node[l->reach[i].vertex]) ||
            !lc_paths_add(l->paths, l->reach[i].node))
            return false;
    return true;
}

lc_status lc_paths_from_lines(lc_context *ctx, const lc_geoms *lines, bool node_all, lc_paths *out, size_t *crossings) {
    lc_paths paths = {0};
    lines_t l = {.lines = lines, .paths = &paths};
    *crossings = 0;
    bool ok = lines->n_xy < UINT32_MAX && cluster_vertices(&l) && index_segments(&l) && join_ends(&l) &&
              find_crossings(&l, node_all, crossings) && write_paths(&l);
    if (node_all) *crossings = 0; /* all joined */
    free(l.node);
    free(l.seg);
    lc_index_free(l.index);
    free(l.insert);
    free(l.reach);
    free(l.items.item);
    if (!ok) {
        lc_paths_free(&paths);
        return lc_fail_memory(ctx);
    }
    *out = paths;
    return LC_OK;
}
