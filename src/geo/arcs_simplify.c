/*
 * Simplifying arcs: Douglas and Peucker (1973), each arc by itself; then sections that meet one another anywhere but at
 * their ends are divided further, at the point farthest from them, until none do (Saalfeld 1999, with crossings found
 * by an index). That ends, since the arcs as they came do not cross; where they do, nothing is left to be divided.
 */
#include "geo/arcs_simplify.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/arcs.h"
#include "geo/index.h"

/* What is left of the points from one to the other: a straight line. */
typedef struct {
    uint32_t from, to;
    bool fresh; /* not compared with the others yet */
    bool split; /* to be divided */
} section_t;

typedef struct {
    const lc_context *ctx;
    const lc_xy *xy;
    double tolerance, stretch;
    bool *kept;         /* one a point */
    section_t *section; /* of all arcs, in order */
    size_t n, cap;
    section_t *before; /* those of the round before */
    size_t n_before, cap_before;
    section_t *stack;
    size_t n_stack, cap_stack;
    lc_index *index;
    lc_items near;
} simplifier_t;

/* ------------------------------------------------------------------------------------------------- distances */

static lc_xy stretched(const simplifier_t *s, size_t i) {
    return (lc_xy){s->xy[i].x * s->stretch, s->xy[i].y};
}

/* The point between two others that is farthest from the line between them; *distance < 0 without any. */
static uint32_t farthest(const simplifier_t *s, uint32_t from, uint32_t to, double *distance) {
    lc_xy a = stretched(s, from), b = stretched(s, to);
    uint32_t best = from;
    *distance = -1;
    for (uint32_t i = from + 1; i < to; i++) {
        double d = lc_segment_distance(a, b, stretched(s, i));
        if (d > *distance) *distance = d, best = i;
    }
    return best;
}

static bool push(simplifier_t *s, uint32_t from, uint32_t to) {
    if (!LC_ROOM(s->stack, s->cap_stack, s->n_stack + 1)) return false;
    s->stack[s->n_stack++] = (section_t){.from = from, .to = to};
    return true;
}

/* Mark the points that are kept between two that are. */
static bool simplify_between(simplifier_t *s, uint32_t from, uint32_t to) {
    s->n_stack = 0;
    if (!push(s, from, to)) return false;
    while (s->n_stack) {
        if (lc_cancelled(s->ctx)) return false;
        section_t part = s->stack[--s->n_stack];
        double d;
        uint32_t at = farthest(s, part.from, part.to, &d);
        if (!(d > s->tolerance)) continue;
        s->kept[at] = true;
        if (!push(s, part.from, at) || !push(s, at, part.to)) return false;
    }
    return true;
}

static bool same(lc_xy a, lc_xy b) {
    return a.x == b.x && a.y == b.y;
}

/* A closed arc keeps a triangle at least. */
static bool simplify_arc(simplifier_t *s, uint32_t first, uint32_t last) {
    s->kept[first] = s->kept[last] = true;
    if (last < first + 3 || !same(s->xy[first], s->xy[last])) return simplify_between(s, first, last);
    double d, left, right;
    uint32_t middle = farthest(s, first, last, &d);
    uint32_t a = farthest(s, first, middle, &left), b = farthest(s, middle, last, &right);
    s->kept[middle] = s->kept[left > right ? a : b] = true;
    uint32_t from = first;
    bool ok = true;
    for (uint32_t i = first + 1; ok && i <= last; i++) {
        if (i != middle && i != (left > right ? a : b) && i != last) continue;
        ok = simplify_between(s, from, i);
        from = i;
    }
    return ok;
}

/* ------------------------------------------------------------------------------------------------- crossings */

/* On which side of the line a b is c? */
static double side(lc_xy a, lc_xy b, lc_xy c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Does p, which is on the line a b, lie between the two? */
static bool between(lc_xy a, lc_xy b, lc_xy p) {
    return (p.x - a.x) * (p.x - b.x) <= 0 && (p.y - a.y) * (p.y - b.y) <= 0;
}

/* Two sections with an end in common: do they lie on one another? */
static bool fold(lc_xy common, lc_xy p, lc_xy q) {
    double along = (p.x - common.x) * (q.x - common.x) + (p.y - common.y) * (q.y - common.y);
    return side(common, p, q) == 0 && along > 0;
}

/* Do two straight lines meet anywhere but at ends that they share? */
static bool meet(lc_xy a, lc_xy b, lc_xy c, lc_xy d) {
    if (same(a, c)) return same(b, d) || fold(a, b, d);
    if (same(a, d)) return same(b, c) || fold(a, b, c);
    if (same(b, c)) return fold(b, a, d);
    if (same(b, d)) return fold(b, a, c);
    double c_at = side(a, b, c), d_at = side(a, b, d), a_at = side(c, d, a), b_at = side(c, d, b);
    if (((c_at > 0 && d_at < 0) || (c_at < 0 && d_at > 0)) && ((a_at > 0 && b_at < 0) || (a_at < 0 && b_at > 0)))
        return true;
    return (c_at == 0 && between(a, b, c)) || (d_at == 0 && between(a, b, d)) || (a_at == 0 && between(c, d, a)) ||
           (b_at == 0 && between(c, d, b));
}

static lc_box box_of(const simplifier_t *s, const section_t *part) {
    lc_box box = lc_box_empty();
    lc_box_add(&box, s->xy[part->from].x, s->xy[part->from].y);
    lc_box_add(&box, s->xy[part->to].x, s->xy[part->to].y);
    return box;
}

static bool index_sections(simplifier_t *s) {
    lc_box *box = LC_NEW(lc_box, s->n);
    for (size_t i = 0; box && i < s->n; i++) box[i] = box_of(s, &s->section[i]);
    lc_index_free(s->index);
    s->index = box ? lc_index_new(box, s->n) : NULL;
    free(box);
    return s->index;
}

static bool can_split(const section_t *part) {
    return part->to > part->from + 1;
}

/* Note the sections that meet others; *any tells whether some are to be divided. */
static bool find_meetings(simplifier_t *s, bool *any) {
    *any = false;
    if (!index_sections(s)) return false;
    for (size_t i = 0; i < s->n; i++) {
        section_t *p = &s->section[i];
        lc_box box = box_of(s, p);
        if (!p->fresh) continue;
        if (lc_cancelled(s->ctx) || !lc_index_search(s->index, &box, &s->near)) return false;
        for (size_t k = 0; k < s->near.n; k++) {
            section_t *q = &s->section[s->near.item[k]];
            if (q == p || !(can_split(p) || can_split(q))) continue;
            if (!meet(s->xy[p->from], s->xy[p->to], s->xy[q->from], s->xy[q->to])) continue;
            p->split = p->split || can_split(p);
            q->split = q->split || can_split(q);
            *any = true;
        }
    }
    return true;
}

/* Add the sections between two points that are kept. */
static bool add_sections(simplifier_t *s, uint32_t from, uint32_t to, bool fresh) {
    for (uint32_t i = from + 1; i <= to; i++) {
        if (!s->kept[i]) continue;
        if (!LC_ROOM(s->section, s->cap, s->n + 1)) return false;
        s->section[s->n++] = (section_t){.from = from, .to = i, .fresh = fresh};
        from = i;
    }
    return true;
}

/* The parts of a section may stray farther from its points than the whole: they are simplified as arcs are. */
static bool split(simplifier_t *s, const section_t *part) {
    double d;
    uint32_t at = farthest(s, part->from, part->to, &d);
    s->kept[at] = true;
    return simplify_between(s, part->from, at) && simplify_between(s, at, part->to);
}

static bool divide_sections(simplifier_t *s) {
    section_t *list = s->section;
    size_t cap = s->cap;
    s->section = s->before;
    s->cap = s->cap_before;
    s->before = list;
    s->cap_before = cap;
    s->n_before = s->n;
    s->n = 0;
    for (size_t i = 0; i < s->n_before; i++) {
        const section_t *part = &s->before[i];
        if ((part->split && !split(s, part)) || !add_sections(s, part->from, part->to, part->split)) return false;
    }
    return true;
}

static bool list_sections(simplifier_t *s, const lc_geoms *lines) {
    for (size_t a = 0; a < lines->n; a++)
        if (lines->xy_of[a + 1] > lines->xy_of[a] &&
            !add_sections(s, (uint32_t)lines->xy_of[a], (uint32_t)lines->xy_of[a + 1] - 1, true))
            return false;
    return true;
}

/* ---------------------------------------------------------------------------------------------------- arcs */

static void drop_points(lc_geoms *lines, const bool *kept) {
    size_t n = 0;
    for (size_t a = 0; a < lines->n; a++) {
        size_t first = n;
        for (size_t i = lines->xy_of[a]; i < lines->xy_of[a + 1]; i++)
            if (kept[i]) lines->xy[n++] = lines->xy[i];
        lines->xy_of[a] = first;
    }
    lines->xy_of[lines->n] = n;
    lines->n_xy = n;
}

static bool simplify(simplifier_t *s, const lc_arcs *arcs) {
    const lc_geoms *lines = &arcs->lines;
    bool ok = true, any = arcs->n_polygons > 0; /* lines that bound nothing may cross */
    for (size_t a = 0; ok && a < lines->n; a++)
        if (lines->xy_of[a + 1] > lines->xy_of[a])
            ok = simplify_arc(s, (uint32_t)lines->xy_of[a], (uint32_t)lines->xy_of[a + 1] - 1);
    ok = ok && (!any || list_sections(s, lines));
    while (ok && any) {
        ok = !lc_cancelled(s->ctx) && find_meetings(s, &any);
        if (ok && any) ok = divide_sections(s);
    }
    return ok;
}

lc_status lc_arcs_simplify(lc_context *ctx, lc_arcs *arcs, double tolerance, double stretch) {
    lc_geoms *lines = &arcs->lines;
    if (lines->n == 0) return LC_OK;
    simplifier_t s = {
        .ctx = ctx, .xy = lines->xy, .tolerance = tolerance, .stretch = stretch, .kept = LC_NEW0(bool, lines->n_xy)};
    bool ok = s.kept && lines->n_xy < UINT32_MAX && simplify(&s, arcs);
    if (ok) drop_points(lines, s.kept);
    lc_index_free(s.index);
    free(s.near.item);
    free(s.section);
    free(s.before);
    free(s.stack);
    free(s.kept);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
