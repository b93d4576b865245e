#include "network/drawn_close.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/intervals.h"
#include "network/drawn_marks.h"

static const double TOUCH_M = LC_DRAWN_SAME_M; /* what is nearer meets */
static const double SAME_M = 1e-6;             /* of places along a line, and equally near */
static const double STRETCH_M = 0.05;          /* lines that lie on one another for longer do not just cross */

/* A stretch of a line, in metres along it. */
typedef struct {
    lc_interval *m;
    size_t n, capacity;
} stretches_t;

typedef struct {
    lc_drawn *d;
    const lc_geoms *geoms;
    size_t g;
    lc_box box; /* of the geometry, grown by what touches */
    lc_marks marks;
    lc_intervals found; /* scratch */
    stretches_t exact, near;
    double *along; /* of the vertices of a line */
    size_t cap_along;
} closing_t;

/* ------------------------------------------------------------------------------------------------------- stretches */

static bool add_stretch(stretches_t *s, double from, double to) {
    if (!LC_ROOM(s->m, s->capacity, s->n + 1)) return false;
    s->m[s->n++] = (lc_interval){from, to};
    return true;
}

static int by_start(const void *a, const void *b) {
    const lc_interval *p = a, *q = b;
    return p->from < q->from ? -1 : p->from > q->from;
}

/* Put them in order, and those together that touch. */
static void unite(stretches_t *s) {
    size_t n = 0;
    if (s->n) qsort(s->m, s->n, sizeof *s->m, by_start);
    for (size_t i = 0; i < s->n; i++) {
        if (n && s->m[i].from <= s->m[n - 1].to + SAME_M)
            s->m[n - 1].to = lc_max(s->m[n - 1].to, s->m[i].to);
        else
            s->m[n++] = s->m[i];
    }
    s->n = n;
}

/* Where the segment from vertex i of a line, which begins `along` it, lies within r of the geometry. */
static bool find_in_segment(closing_t *c, size_t i, double along, double r, lc_shape_part part, stretches_t *out) {
    lc_xy a = c->d->xy[i], b = c->d->xy[i + 1];
    double length = lc_length(b.x - a.x, b.y - a.y);
    bool ok = true;
    c->found.n = 0;
    if (!lc_intervals_add(&c->found, a, b, c->geoms, c->g, r, part)) return false;
    for (size_t k = 0; ok && k < c->found.n; k++) {
        double from = lc_max(0, c->found.m[k].from), to = lc_min(length, c->found.m[k].to);
        if (from <= to) ok = add_stretch(out, along + from, along + to);
    }
    return ok;
}

static bool is_far(const closing_t *c, size_t i) {
    lc_xy a = c->d->xy[i], b = c->d->xy[i + 1];
    return !(lc_min(a.x, b.x) <= c->box.x1 && lc_max(a.x, b.x) >= c->box.x0 && lc_min(a.y, b.y) <= c->box.y1 &&
             lc_max(a.y, b.y) >= c->box.y0);
}

/* All stretches of a line; false, too, in *any when there is none. */
static bool find_stretches(closing_t *c, size_t line, bool *any) {
    const lc_drawn *d = c->d;
    size_t first = d->start[line], n = d->start[line + 1] - first;
    bool ok = true;
    *any = false;
    for (size_t i = first; !*any && i + 1 < first + n; i++) *any = !is_far(c, i);
    if (!*any) return true;
    if (!LC_ROOM(c->along, c->cap_along, n + 1)) return false;
    c->exact.n = c->near.n = 0;
    c->along[0] = 0;
    for (size_t i = 0; ok && i + 1 < n; i++) {
        lc_xy a = d->xy[first + i], b = d->xy[first + i + 1];
        double length = lc_length(b.x - a.x, b.y - a.y);
        c->along[i + 1] = c->along[i] + (isfinite(length) ? length : 0);
        if (is_far(c, first + i)) continue;
        ok = find_in_segment(c, first + i, c->along[i], 0, LC_INSIDE_TOO, &c->exact) &&
             find_in_segment(c, first + i, c->along[i], TOUCH_M, LC_OUTLINE_ALONE, &c->near);
    }
    unite(&c->exact);
    unite(&c->near);
    *any = c->exact.n || c->near.n;
    return ok;
}

/* ----------------------------------------------------------------------------------------------------------- marks */

/* The place `s` metres along a line, at a vertex that is nearer than `snap_m`. */
static lc_mark place_at(const closing_t *c, size_t line, double s, double snap_m) {
    size_t first = c->d->start[line], n = c->d->start[line + 1] - first, i = 0;
    while (i + 2 < n && c->along[i + 1] <= s) i++;
    double length = c->along[i + 1] - c->along[i], into = s - c->along[i];
    if (into <= snap_m && into <= length / 2) return (lc_mark){.line = line, .vert = first + i};
    if (length - into <= snap_m) return (lc_mark){.line = line, .vert = first + i + 1};
    return (lc_mark){.line = line, .vert = first + i, .t = into / length};
}

static bool mark_cut(closing_t *c, size_t line, double s) {
    lc_mark mark = place_at(c, line, s, LC_DRAWN_SAME_M);
    mark.kind = LC_MARK_CUT;
    return lc_marks_add(&c->marks, mark);
}

static bool mark_edge(closing_t *c, size_t line, double s, lc_mark_kind kind) {
    lc_mark mark = place_at(c, line, s, SAME_M);
    mark.kind = kind;
    return lc_marks_add(&c->marks, mark);
}

/* A place, or, where lines lie on one another, its ends and the vertices in between. */
static bool cut_stretch(closing_t *c, size_t line, lc_interval m) {
    if (m.to - m.from <= STRETCH_M) return mark_cut(c, line, (m.from + m.to) / 2);
    size_t n = c->d->start[line + 1] - c->d->start[line];
    bool ok = mark_cut(c, line, m.from) && mark_cut(c, line, m.to);
    for (size_t i = 0; ok && i < n; i++)
        if (c->along[i] > m.from && c->along[i] < m.to) ok = mark_cut(c, line, c->along[i]);
    return ok;
}

/* What is inside a polygon for longer than a point is taken out. */
static bool take_out(closing_t *c, size_t line, lc_interval m) {
    double length = c->along[c->d->start[line + 1] - c->d->start[line] - 1];
    if (!mark_edge(c, line, m.from, LC_MARK_OFF)) return false;
    return m.to >= length - SAME_M || mark_edge(c, line, m.to, LC_MARK_ON);
}

/* Where a line crosses or enters the geometry; what only touches it, within TOUCH_M, is cut where it is nearest. */
static bool mark_line(closing_t *c, size_t line, size_t *met) {
    bool polygon = c->geoms->kind[c->g] == LC_POLYGON, ok = true;
    for (size_t i = 0; ok && i < c->exact.n; i++) {
        lc_interval m = c->exact.m[i];
        ok = polygon && m.to - m.from > SAME_M ? take_out(c, line, m) : cut_stretch(c, line, m);
        ++*met;
    }
    for (size_t i = 0, k = 0; ok && i < c->near.n; i++) {
        while (k < c->exact.n && c->exact.m[k].to < c->near.m[i].from - SAME_M) k++;
        if (k < c->exact.n && c->exact.m[k].from <= c->near.m[i].to + SAME_M) continue;
        ok = cut_stretch(c, line, c->near.m[i]);
        ++*met;
    }
    return ok;
}

static bool close_shape(closing_t *c, size_t *met) {
    lc_box box = lc_geom_box(c->geoms, c->g);
    c->box = (lc_box){box.x0 - TOUCH_M, box.y0 - TOUCH_M, box.x1 + TOUCH_M, box.y1 + TOUCH_M};
    bool ok = true;
    for (size_t line = 0; ok && line < c->d->n; line++) {
        bool any;
        ok = find_stretches(c, line, &any) && (!any || mark_line(c, line, met));
    }
    return ok;
}

/* The nearest path, and others that are as near. */
static bool close_point(closing_t *c, size_t *met) {
    lc_xy p = c->geoms->xy[c->geoms->xy_of[c->geoms->part_of[c->g]]];
    lc_drawn_foot foot;
    double nearest = LC_CLOSE_POINT_M;
    bool ok = true;
    for (size_t line = 0; line < c->d->n; line++)
        if (!c->d->is_link[line] && lc_drawn_nearest(c->d, line, p, nearest, &foot)) {
            nearest = foot.distance_m;
            *met = 1;
        }
    for (size_t line = 0; ok && *met && line < c->d->n; line++) {
        if (c->d->is_link[line] || !lc_drawn_nearest(c->d, line, p, nearest + SAME_M, &foot)) continue;
        lc_drawn_snap(c->d, &foot);
        ok = lc_marks_add(&c->marks, (lc_mark){line, foot.vert, foot.t, LC_MARK_CUT, 0});
    }
    return ok;
}

/* ----------------------------------------------------------------------------------------------------------- whole */

static bool is_at(const lc_drawn *d, size_t v, const lc_mark *cut) {
    if (d->shared) return d->key[v] == d->key[cut->vert];
    lc_xy p = d->xy[v], q = d->xy[cut->vert];
    return lc_length(p.x - q.x, p.y - q.y) <= LC_DRAWN_SAME_M;
}

/* Nobody passes a vertex that is cut: every line through it is. */
static bool spread(closing_t *c) {
    const lc_drawn *d = c->d;
    lc_box box = lc_box_empty();
    size_t n = c->marks.n;
    bool ok = true;
    for (size_t k = 0; k < n; k++)
        if (c->marks.mark[k].kind == LC_MARK_CUT && c->marks.mark[k].t == 0)
            lc_box_add(&box, d->xy[c->marks.mark[k].vert].x, d->xy[c->marks.mark[k].vert].y);
    box = (lc_box){box.x0 - TOUCH_M, box.y0 - TOUCH_M, box.x1 + TOUCH_M, box.y1 + TOUCH_M};
    for (size_t line = 0; ok && line < d->n; line++)
        for (size_t v = d->start[line]; ok && v < d->start[line + 1]; v++) {
            lc_xy p = d->xy[v];
            if (!(p.x >= box.x0 && p.x <= box.x1 && p.y >= box.y0 && p.y <= box.y1)) continue;
            for (size_t k = 0; ok && k < n; k++) {
                const lc_mark *m = &c->marks.mark[k];
                if (m->kind != LC_MARK_CUT || m->t > 0 || !is_at(d, v, m)) continue;
                ok = lc_marks_add(&c->marks, (lc_mark){line, v, 0, LC_MARK_CUT, 0});
                break;
            }
        }
    return ok;
}

static int by_place(const void *a, const void *b) {
    const lc_mark *p = a, *q = b;
    if (p->line != q->line) return p->line < q->line ? -1 : 1;
    if (p->vert != q->vert) return p->vert < q->vert ? -1 : 1;
    return p->t != q->t ? (p->t < q->t ? -1 : 1) : (p->kind > q->kind) - (p->kind < q->kind);
}

/* Of cuts within LC_DRAWN_SAME_M of each other in a line, the first. */
static void drop_repeats(closing_t *c) {
    lc_marks *m = &c->marks;
    const lc_drawn *d = c->d;
    size_t n = 0;
    if (m->n) qsort(m->mark, m->n, sizeof *m->mark, by_place);
    for (size_t k = 0; k < m->n; k++) {
        lc_mark *last = n ? &m->mark[n - 1] : NULL, *mark = &m->mark[k];
        bool cuts = last && last->line == mark->line && last->kind == LC_MARK_CUT && mark->kind == LC_MARK_CUT;
        if (cuts && last->vert == mark->vert) {
            lc_xy a = d->xy[mark->vert], b = mark->t > 0 ? d->xy[mark->vert + 1] : a;
            if ((mark->t - last->t) * lc_length(b.x - a.x, b.y - a.y) <= LC_DRAWN_SAME_M) continue;
        }
        m->mark[n++] = *mark;
    }
    m->n = n;
}

bool lc_drawn_close(lc_drawn *d, const lc_geoms *geoms, size_t g, size_t *met) {
    closing_t c = {.d = d, .geoms = geoms, .g = g};
    *met = 0;
    bool ok = geoms->kind[g] == LC_POINT ? close_point(&c, met) : close_shape(&c, met);
    ok = ok && spread(&c);
    if (ok) drop_repeats(&c);
    ok = ok && (!c.marks.n || lc_drawn_carry_out(d, &c.marks));
    lc_marks_free(&c.marks);
    lc_intervals_free(&c.found);
    free(c.exact.m);
    free(c.near.m);
    free(c.along);
    return ok;
}
