#include "coverage/evaluate.h"

#include <math.h>

/* ------------------------------------------------------------------------------------------- inside of a segment */

/*
 * Shapes nearest to the inside of a segment are moved to its frame: x along it, y the leg. There d = D(x) + y, with D
 * linear between the knots of the edge.
 */
typedef struct {
    lc_xy origin, u, n;
} frame_t;

static frame_t frame_of(const lc_pass *pass, const lc_element *line) {
    return (frame_t){.origin = pass->sites.vert[line->vert], .u = {line->b, -line->a}, .n = {line->a, line->b}};
}

static lc_xy to_frame(const frame_t *f, lc_xy p) {
    double x = p.x - f->origin.x, y = p.y - f->origin.y;
    return (lc_xy){x * f->u.x + y * f->u.y, x * f->n.x + y * f->n.y};
}

/* D along one segment in that frame: the edge's s is shift + sense * x. */
typedef struct {
    lc_knot buffer[3];
    const lc_knot *knot;
    size_t n;
    double shift, sense, offset;
} profile_t;

/* false when the whole edge is out of range. */
static bool profile_of(const lc_pass *pass, const lc_term *term, const frame_t *frame, uint32_t vert, profile_t *p) {
    const lc_field *field = term->field;
    p->offset = term->offset_m;
    p->n = lc_field_knots(field, field->network->vert_edge[vert], p->buffer, &p->knot);
    if (p->n == 0) return false;
    lc_xy a = to_frame(frame, pass->sites.vert[vert]), b = to_frame(frame, pass->sites.vert[vert + 1]);
    p->sense = b.x >= a.x ? 1 : -1;
    p->shift = field->network->vert_s[vert] - p->sense * a.x;
    return true;
}

/* The profile of a group without terms: D = 0. */
static profile_t zero_profile(void) {
    static const lc_knot zero[2] = {{-1e9, 0}, {1e9, 0}};
    return (profile_t){.knot = zero, .n = 2, .sense = 1};
}

enum { PROFILES_MAX = 24 };

/* The profiles whose least is D of the group around an element: one a term, and more where segments lie on top of one
   another (beyond PROFILES_MAX of them, the rest is left to the first). Returns their number, 0 when out of range. */
static size_t profiles_of(const lc_pass *pass, const lc_group *group, const frame_t *frame, uint32_t vert,
                          const lc_partition *part, int tie, profile_t *out) {
    if (group->n_terms == 0) {
        out[0] = zero_profile();
        return 1;
    }
    size_t n = 0;
    for (size_t t = 0; t < group->n_terms && n < PROFILES_MAX; t++) {
        n += profile_of(pass, &group->term[t], frame, vert, &out[n]);
        for (int k = tie; k >= 0 && n < PROFILES_MAX; k = part->tie[k].next)
            n += profile_of(pass, &group->term[t], frame, part->tie[k].element.vert, &out[n]);
    }
    return n;
}

static double knot_x(const profile_t *p, size_t i) {
    return p->sense * (p->knot[i].s_m - p->shift);
}

/* The linear function alpha + beta x that D is around x. */
static void profile_line(const profile_t *p, double x, double *alpha, double *beta) {
    double s = p->shift + p->sense * x;
    size_t i = 0;
    while (i + 2 < p->n && p->knot[i + 1].s_m <= s) i++;
    double length = p->knot[i + 1].s_m - p->knot[i].s_m;
    double slope = length > 0 ? (p->knot[i + 1].d_m - p->knot[i].d_m) / length : 0;
    *beta = p->sense * slope;
    *alpha = p->knot[i].d_m + p->offset + slope * (p->shift - p->knot[i].s_m);
}

/* Least and largest D over first .. last. */
static void profile_range(const profile_t *p, double first, double last, double *least, double *most) {
    double alpha, beta;
    profile_line(p, first, &alpha, &beta);
    double a = alpha + beta * first;
    profile_line(p, last, &alpha, &beta);
    double b = alpha + beta * last;
    *least = lc_min(a, b);
    *most = lc_max(a, b);
    for (size_t i = 0; i < p->n; i++) {
        double x = knot_x(p, i);
        if (x <= first || x >= last) continue;
        *least = lc_min(*least, p->knot[i].d_m + p->offset);
        *most = lc_max(*most, p->knot[i].d_m + p->offset);
    }
}

/* Add a shape on which d = alpha + beta x + y. */
static void sum_linear(const lc_sums *sums, size_t group, const lc_convex *shape, double alpha, double beta) {
    const lc_group *g = &sums->pass->group[group];
    double d[LC_CONVEX_MAX], f[LC_CONVEX_MAX], least = INFINITY, most = -INFINITY, whole = -1, cut_at = -1;
    lc_convex within;
    for (int i = 0; i < shape->n; i++) {
        d[i] = alpha + beta * shape->p[i].x + shape->p[i].y;
        least = lc_min(least, d[i]);
        most = lc_max(most, d[i]);
    }
    for (size_t k = 0; k < g->n_limits; k++) {
        if (least > g->limit_m[k] || !lc_sum_wants(sums, g, k)) continue;
        if (most <= g->limit_m[k]) {
            if (whole < 0) whole = lc_convex_area(shape);
            lc_sum_covered(sums, group, k, whole, 0);
            continue;
        }
        for (int i = 0; i < shape->n; i++) f[i] = g->limit_m[k] - d[i];
        lc_convex_cut(shape, f, &within, NULL);
        cut_at = g->limit_m[k];
        lc_sum_covered(sums, group, k, lc_convex_area(&within), 0);
    }
    if (sums->no_stats >> group & 1 || least > g->range_m) return;
    if (most > g->range_m) {
        for (int i = 0; cut_at != g->range_m && i < shape->n; i++) f[i] = g->range_m - d[i];
        if (cut_at != g->range_m) lc_convex_cut(shape, f, &within, NULL);
        shape = &within;
    }
    lc_xy c; /* the integral of a linear function is the area times its value at the centroid */
    double area = lc_convex_moments(shape, &c);
    lc_sum_ranged(sums, group, area, area * (alpha + beta * c.x + c.y), least, lc_min(most, g->range_m));
}

/* The next x after `from` where the least of the profiles changes its formula; `last` when there is none. */
static double next_break(const profile_t *p, size_t n, double from, double last) {
    static const double STEP_M = 1e-7;
    double next = last;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < p[k].n; i++) {
            double x = knot_x(&p[k], i);
            if (x > from + STEP_M && x < next) next = x;
        }
    for (size_t k = 0; k < n; k++)
        for (size_t l = k + 1; l < n; l++) {
            double ak, bk, al, bl, mid = 0.5 * (from + next);
            profile_line(&p[k], mid, &ak, &bk);
            profile_line(&p[l], mid, &al, &bl);
            double x = bk != bl ? (al - ak) / (bk - bl) : last;
            if (x > from + STEP_M && x < next) next = x;
        }
    return next;
}

/* Add a shape in the frame, under the least of n profiles. */
static void sum_profiles(const lc_sums *sums, size_t group, const lc_convex *shape, double first, double last,
                         const profile_t *p, size_t n) {
    double from = first;
    lc_convex rest;
    lc_convex_copy(&rest, shape);
    while (rest.n >= 3) {
        double to = next_break(p, n, from, last), mid = 0.5 * (from + to), alpha, beta;
        profile_line(&p[0], mid, &alpha, &beta);
        for (size_t k = 1; k < n; k++) {
            double a, b;
            profile_line(&p[k], mid, &a, &b);
            if (a + b * mid < alpha + beta * mid) alpha = a, beta = b;
        }
        if (to >= last) {
            sum_linear(sums, group, &rest, alpha, beta);
            return;
        }
        double f[LC_CONVEX_MAX];
        lc_convex part;
        for (int i = 0; i < rest.n; i++) f[i] = rest.p[i].x - to;
        lc_convex_cut(&rest, f, &rest, &part);
        sum_linear(sums, group, &part, alpha, beta);
        from = to;
    }
}

static void sum_line(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    frame_t frame = frame_of(pass, &piece->nearest);
    lc_convex shape;
    shape.n = piece->shape.n;
    double first = INFINITY, last = -INFINITY, highest = 0, f[LC_CONVEX_MAX], off = 0;
    for (int i = 0; i < shape.n; i++) {
        shape.p[i] = to_frame(&frame, piece->shape.p[i]);
        if (shape.p[i].y < 0) shape.p[i].y = 0; /* rounding */
        first = lc_min(first, shape.p[i].x);
        last = lc_max(last, shape.p[i].x);
        highest = lc_max(highest, shape.p[i].y);
    }
    if (highest > pass->leg_max_m) {
        lc_convex beyond;
        for (int i = 0; i < shape.n; i++) f[i] = pass->leg_max_m - shape.p[i].y;
        lc_convex_cut(&shape, f, &shape, &beyond);
        off = lc_convex_area(&beyond);
    }
    LC_EACH_GROUP(g, groups) {
        if (off > 0) lc_sum_offnet(sums, g, off);
        profile_t profile[PROFILES_MAX];
        size_t n = profiles_of(pass, &pass->group[g], &frame, piece->nearest.vert, part, piece->tie, profile);
        if (n) sum_profiles(sums, g, &shape, first, last, profile, n);
    }
}

/* ----------------------------------------------------------------------------------------------- end of a segment */

/* D at a vertex: the least over the terms and the nodes at its place. */
static double vertex_d(const lc_pass *pass, const lc_group *group, uint32_t vert) {
    double least = group->n_terms ? INFINITY : 0;
    for (size_t t = 0; t < group->n_terms; t++) {
        const lc_network *net = group->term[t].field->network;
        uint32_t v = vert;
        do {
            double d = lc_field_at(group->term[t].field, (lc_spot){net->vert_edge[v], net->vert_s[v]});
            least = lc_min(least, d + group->term[t].offset_m);
            v = pass->sites.twin[v];
        } while (v != vert);
    }
    return least;
}

void lc_sum_cone(const lc_sums *sums, size_t group, const lc_convex *shape, lc_xy end, double d0, double far,
                 double leg_max_m) {
    const lc_group *g = &sums->pass->group[group];
    double near = -1, area, whole = -1, r; /* -1: not worked out yet */
    for (size_t k = 0; k < g->n_limits; k++) {
        double radius = lc_min(g->limit_m[k] - d0, leg_max_m);
        if (radius < 0 || !lc_sum_wants(sums, g, k)) continue;
        if (radius < far) {
            if (near < 0) near = lc_convex_distance(shape, end);
            if (radius < near) continue;
            lc_convex_disc(shape, end, radius, &area, NULL);
        } else {
            if (whole < 0) whole = lc_convex_area(shape);
            area = whole;
        }
        lc_sum_covered(sums, group, k, area, 0);
    }
    double radius = lc_min(g->range_m - d0, leg_max_m);
    if (sums->no_stats >> group & 1 || radius < 0) return;
    if (near < 0) near = lc_convex_distance(shape, end);
    if (radius < near) return;
    if (sums->small && radius >= far && near > 0.5 * far) { /* nearly linear: the mean is at the centroid */
        lc_xy c;
        area = lc_convex_moments(shape, &c);
        r = area * lc_length(c.x - end.x, c.y - end.y);
    } else {
        lc_convex_disc(shape, end, radius < far ? radius : 2 * far + 1, &area, &r);
    }
    lc_sum_ranged(sums, group, area, d0 * area + r, d0 + near, d0 + lc_min(radius, far));
}

static void sum_end(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    lc_xy end = {piece->nearest.a, piece->nearest.b};
    double off = 0;
    if (piece->reach > pass->leg_max_m) {
        double area;
        lc_convex_disc(&piece->shape, end, pass->leg_max_m, &area, NULL);
        off = lc_max(0, lc_convex_area(&piece->shape) - area);
    }
    LC_EACH_GROUP(g, groups) {
        if (off > 0) lc_sum_offnet(sums, g, off);
        double d0 = vertex_d(pass, &pass->group[g], piece->nearest.vert);
        for (int k = piece->tie; k >= 0; k = part->tie[k].next)
            d0 = lc_min(d0, vertex_d(pass, &pass->group[g], part->tie[k].element.vert));
        if (d0 < INFINITY) lc_sum_cone(sums, g, &piece->shape, end, d0, piece->reach, pass->leg_max_m);
    }
}

static void sum_piece(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups) {
    if (piece->nearest.kind == LC_ELEMENT_LINE) sum_line(sums, part, piece, groups);
    if (piece->nearest.kind == LC_ELEMENT_END) sum_end(sums, part, piece, groups);
}

/* ------------------------------------------------------------------------------------------------------- slivers */

/* Bounds of d over the triangle of a sliver, were it all of the line's or all of the end's; infinite off network. */
typedef struct {
    double least, most;
} range_t;

static range_t add_leg(double d_least, double d_most, double leg_least, double leg_most, double leg_max) {
    range_t r = {d_least + leg_least, d_most + leg_most};
    if (leg_least > leg_max) r.least = INFINITY;
    if (leg_most > leg_max) r.most = INFINITY;
    return r;
}

static range_t line_range(const lc_pass *pass, const lc_group *group, const lc_sliver *s) {
    frame_t frame = frame_of(pass, &s->line);
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = 0, least = INFINITY, most = INFINITY;
    for (int i = 0; i < 3; i++) {
        lc_xy p = to_frame(&frame, s->corner[i]);
        x0 = lc_min(x0, p.x);
        x1 = lc_max(x1, p.x);
        y0 = lc_min(y0, p.y);
        y1 = lc_max(y1, p.y);
    }
    profile_t profile[PROFILES_MAX];
    size_t n = profiles_of(pass, group, &frame, s->line.vert, NULL, -1, profile);
    for (size_t k = 0; k < n; k++) {
        double low, high;
        profile_range(&profile[k], x0, x1, &low, &high);
        least = lc_min(least, low);
        most = lc_min(most, high);
    }
    return add_leg(least, most, lc_max(0, y0), y1, pass->leg_max_m);
}

static range_t end_range(const lc_pass *pass, const lc_group *group, const lc_sliver *s) {
    lc_xy end = {s->end.a, s->end.b};
    lc_convex triangle = {.n = 3, .p = {s->corner[0], s->corner[1], s->corner[2]}};
    if (lc_convex_area(&triangle) < 0) triangle.p[1] = s->corner[2], triangle.p[2] = s->corner[1];
    double d = vertex_d(pass, group, s->end.vert), near = lc_convex_distance(&triangle, end), far = 0;
    for (int i = 0; i < 3; i++) far = lc_max(far, lc_element_distance(&s->end, s->corner[i]));
    return add_leg(d, d, near, far, pass->leg_max_m);
}

/* Is the sliver the end's, within the limit, while the line's was counted without (1)? The other way round (-1)? Is it
   the same either way (0)? False when that is open. */
static bool correction(range_t line, range_t end, double limit, int *sign) {
    bool line_in = line.most <= limit, end_in = end.most <= limit;
    if (!(line_in || line.least > limit) || !(end_in || end.least > limit)) return false;
    *sign = end_in - line_in;
    return true;
}

static void sum_sliver(const lc_sums *sums, const lc_sliver *s, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    LC_EACH_GROUP(g, groups) {
        const lc_group *group = &pass->group[g];
        range_t line, end;
        if (s->exact) line = line_range(pass, group, s), end = end_range(pass, group, s);
        for (size_t k = 0; k < group->n_limits; k++) {
            int sign = 0;
            if (!lc_sum_wants(sums, group, k)) continue;
            if (!s->exact || !correction(line, end, group->limit_m[k], &sign)) {
                lc_sum_covered(sums, g, k, 0, s->area); /* open: bounded */
            } else if (sign) {
                lc_sum_covered(sums, g, k, sign * s->area, 0); /* known: put right */
            }
        }
    }
}

void lc_sum_partition(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_stats *work) {
    work->cells++;
    work->pieces += part->n;
    work->slivers += part->n_slivers;
    for (size_t i = 0; i < part->n; i++) sum_piece(sums, part, &part->piece[i], groups);
    for (size_t i = 0; i < part->n_slivers; i++) sum_sliver(sums, &part->sliver[i], groups);
}
