/* Islands joined the slow way: every loose end held against every segment of every major component. */
#ifndef BRUTE_ISLANDS_H
#define BRUTE_ISLANDS_H

#include "brute_segments.h"

typedef struct brute_joint {
    lc_xy from, to;
    size_t from_seg, to_seg;
    double length;
} brute_joint_t;

typedef struct brute_islands {
    const brute_seg_t *seg;
    size_t n_seg, n_nodes;
    double gap;
    size_t *label;  /* of a node: the least one that it hangs together with */
    double *length; /* of a label */
    bool *joined;   /* of a label */
    double longest;
    brute_joint_t *joint;
    size_t n, cap;
} brute_islands_t;

static inline bool brute_is_major(const brute_islands_t *s, size_t seg) {
    return s->length[s->label[s->seg[seg].u]] >= 0.1 * s->longest;
}

static inline void brute_label(brute_islands_t *s) {
    s->label = malloc((s->n_nodes + 1) * sizeof *s->label);
    s->length = calloc(s->n_nodes + 1, sizeof *s->length);
    s->joined = calloc(s->n_nodes + 1, sizeof *s->joined);
    assert_true(s->label && s->length && s->joined);
    for (size_t v = 0; v < s->n_nodes; v++) s->label[v] = v;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t k = 0; k < s->n_seg; k++) {
            size_t a = s->label[s->seg[k].u], b = s->label[s->seg[k].v];
            if (a != b) s->label[s->seg[k].u] = s->label[s->seg[k].v] = a < b ? a : b;
            changed = changed || a != b;
        }
    }
    for (size_t k = 0; k < s->n_seg; k++) s->length[s->label[s->seg[k].u]] += s->seg[k].length;
    for (size_t v = 0; v < s->n_nodes; v++) s->longest = fmax(s->longest, s->length[v]);
}

/* Of two equally near places the one more to the west, then to the south. */
static inline bool brute_nearer(const brute_joint_t *a, const brute_joint_t *b) {
    if (fabs(a->length - b->length) > 1e-7) return a->length < b->length;
    if (fabs(a->to.x - b->to.x) > 1e-7) return a->to.x < b->to.x;
    if (fabs(a->to.y - b->to.y) > 1e-7) return a->to.y < b->to.y;
    if (fabs(a->from.x - b->from.x) > 1e-7) return a->from.x < b->from.x;
    return a->from.y < b->from.y - 1e-7;
}

static inline void brute_add_joint(brute_islands_t *s, const brute_joint_t *joint) {
    if (!(s->gap > 0 && joint->length <= s->gap)) return;
    assert_true(LC_ROOM(s->joint, s->cap, s->n + 1));
    s->joint[s->n++] = *joint;
    s->joined[s->label[s->seg[joint->from_seg].u]] = true;
}

static inline lc_xy brute_on(const brute_seg_t *s, double t) {
    return t == 1 ? s->b : (lc_xy){s->a.x + t * (s->b.x - s->a.x), s->a.y + t * (s->b.y - s->a.y)};
}

static inline void brute_try(const brute_islands_t *s, size_t i, double t, size_t k, double u, brute_joint_t *best) {
    lc_xy p = brute_on(&s->seg[i], t), q = brute_on(&s->seg[k], u);
    brute_joint_t next = {p, q, i, k, hypot(q.x - p.x, q.y - p.y)};
    if (brute_nearer(&next, best)) *best = next;
}

/* From share t of segment i to the nearest place of the majors. */
static inline void brute_from(const brute_islands_t *s, size_t i, double t, brute_joint_t *best) {
    for (size_t k = 0; k < s->n_seg; k++)
        if (brute_is_major(s, k))
            brute_try(s, i, t, k, brute_along(s->seg[k].a, s->seg[k].b, brute_on(&s->seg[i], t)), best);
}

static inline void brute_join_ends(brute_islands_t *s) {
    size_t *uses = calloc(s->n_nodes + 1, sizeof *uses);
    assert_non_null(uses);
    for (size_t k = 0; k < s->n_seg; k++) uses[s->seg[k].u]++, uses[s->seg[k].v]++;
    for (size_t i = 0; i < 2 * s->n_seg; i++) {
        const brute_seg_t *seg = &s->seg[i / 2];
        if (brute_is_major(s, i / 2) || uses[i % 2 ? seg->v : seg->u] != 1) continue;
        brute_joint_t best = {.length = INFINITY};
        brute_from(s, i / 2, i % 2 ? 1 : 0, &best);
        brute_add_joint(s, &best);
    }
    free(uses);
}

/* Places of segments i and k nearest to each other: a corner of one, or where they cross. */
static inline void brute_pair(const brute_islands_t *s, size_t i, size_t k, brute_joint_t *best) {
    const brute_seg_t *p = &s->seg[i], *q = &s->seg[k];
    brute_try(s, i, 0, k, brute_along(q->a, q->b, p->a), best);
    brute_try(s, i, 1, k, brute_along(q->a, q->b, p->b), best);
    brute_try(s, i, brute_along(p->a, p->b, q->a), k, 0, best);
    brute_try(s, i, brute_along(p->a, p->b, q->b), k, 1, best);
    double px = p->b.x - p->a.x, py = p->b.y - p->a.y, qx = q->b.x - q->a.x, qy = q->b.y - q->a.y;
    double det = px * qy - py * qx, x = q->a.x - p->a.x, y = q->a.y - p->a.y;
    double t = (x * qy - y * qx) / det, u = (x * py - y * px) / det;
    if (det != 0 && t >= 0 && t <= 1 && u >= 0 && u <= 1) brute_try(s, i, t, k, u, best);
}

static inline void brute_join_rest(brute_islands_t *s) {
    bool *before = malloc(s->n_nodes + 1);
    assert_non_null(before);
    memcpy(before, s->joined, s->n_nodes);
    for (size_t v = 0; v < s->n_nodes; v++) {
        if (s->label[v] != v || before[v]) continue;
        brute_joint_t best = {.length = INFINITY};
        for (size_t i = 0; i < s->n_seg; i++)
            for (size_t k = 0; s->label[s->seg[i].u] == v && !brute_is_major(s, i) && k < s->n_seg; k++)
                if (brute_is_major(s, k)) brute_pair(s, i, k, &best);
        brute_add_joint(s, &best);
    }
    free(before);
}

/* The joints alone; to be freed with brute_islands_free(). */
static inline brute_islands_t brute_find_joints(const brute_seg_t *seg, size_t n_seg, size_t n_nodes, double gap) {
    brute_islands_t s = {.seg = seg, .n_seg = n_seg, .n_nodes = n_nodes, .gap = gap};
    brute_label(&s);
    brute_join_ends(&s);
    brute_join_rest(&s);
    return s;
}

static inline void brute_islands_free(brute_islands_t *s) {
    free(s->label);
    free(s->length);
    free(s->joined);
    free(s->joint);
}

/* ------------------------------------------------------------------------------------------------ making them */

typedef struct brute_pieces {
    brute_seg_t *seg;
    size_t *owner; /* of a piece: the segment that it was part of */
    size_t n, n_nodes;
} brute_pieces_t;

/* The node at a place on segment `owner`, whose piece there is cut unless it ends there. */
static inline uint32_t brute_cut(brute_pieces_t *p, size_t owner, lc_xy at) {
    size_t hit = SIZE_MAX;
    double best = INFINITY;
    for (size_t k = 0; k < p->n; k++) {
        double d = p->owner[k] == owner ? brute_to_segment(p->seg[k].a, p->seg[k].b, at) : INFINITY;
        if (d < best) best = d, hit = k;
    }
    assert_true(best < 1e-6);
    brute_seg_t *s = &p->seg[hit], whole = *s;
    if (hypot(at.x - s->a.x, at.y - s->a.y) < 1e-6) return s->u;
    if (hypot(at.x - s->b.x, at.y - s->b.y) < 1e-6) return s->v;
    uint32_t node = (uint32_t)p->n_nodes++;
    *s = (brute_seg_t){whole.u, node, whole.a, at, hypot(at.x - whole.a.x, at.y - whole.a.y)};
    p->seg[p->n] = (brute_seg_t){node, whole.v, at, whole.b, hypot(whole.b.x - at.x, whole.b.y - at.y)};
    p->owner[p->n++] = owner;
    return node;
}

/* Joins the islands of n_nodes nodes; returns how many nodes there are then. */
static inline size_t brute_join_islands(brute_t *b, size_t n_nodes, double gap) {
    brute_islands_t s = brute_find_joints(b->seg, b->n_seg, n_nodes, gap);
    size_t room = b->n_seg + 3 * s.n + 1;
    brute_pieces_t p = {malloc(room * sizeof *p.seg), malloc(room * sizeof *p.owner), b->n_seg, n_nodes};
    assert_true(p.seg && p.owner);
    for (size_t k = 0; k < b->n_seg; k++) p.seg[k] = b->seg[k], p.owner[k] = k;
    for (size_t i = 0; i < s.n; i++) {
        const brute_joint_t *j = &s.joint[i];
        uint32_t u = brute_cut(&p, j->from_seg, j->from), v = brute_cut(&p, j->to_seg, j->to);
        p.seg[p.n] = (brute_seg_t){u, v, j->from, j->to, j->length};
        p.owner[p.n++] = SIZE_MAX;
    }
    free(b->seg);
    free(p.owner);
    b->seg = p.seg;
    b->n_seg = p.n;
    brute_islands_free(&s);
    return p.n_nodes;
}

#endif
