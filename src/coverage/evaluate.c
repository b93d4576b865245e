#include "coverage/evaluate.h"

#include <math.h>

#include "coverage/combine_pieces.h"

/* ------------------------------------------------------------------------------------------- inside of a segment */

/*
 * Shapes nearest to the inside of a segment are moved to its frame: x along it, y the leg. There d = D(x) + y, with D
 * linear between the breakpoints of the edge.
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

/* D along one segment in that frame; false when the whole edge is out of range. */
static bool along_of(const lc_pass *pass, const lc_term *term, const frame_t *frame, uint32_t vert, lc_along *a) {
    const lc_field *field = term->field;
    const lc_breakpoint *breakpoint;
    a->offset_m = term->offset_m;
    a->n = lc_field_breakpoints(field, field->network->vert_edge[vert], a->own, &breakpoint);
    a->list = breakpoint == a->own ? NULL : breakpoint;
    if (a->n == 0) return false;
    lc_xy from = to_frame(frame, pass->sites.vert[vert]), to = to_frame(frame, pass->sites.vert[vert + 1]);
    const double *e = pass->sites.vert_e ? field->network->vert_s : NULL;
    a->rate = to.x >= from.x ? 1 : -1;
    if (e && to.x != from.x && e[vert + 1] > e[vert]) a->rate = (e[vert + 1] - e[vert]) / (to.x - from.x);
    a->shift = field->network->vert_s[vert] - a->rate * from.x;
    return true;
}

static bool add_along(const lc_pass *pass, const lc_term *term, const frame_t *frame, uint32_t vert, lc_envelope *e) {
    lc_along *next = lc_envelope_next(e);
    if (next) e->n += along_of(pass, term, frame, vert, next);
    return next != NULL;
}

/* The functions whose least is D of the group around an element: one a term, and more where segments lie on top of one
   another; D = 0 without terms. None when out of range. */
static bool gather_along(const lc_pass *pass, const lc_group *group, const frame_t *frame, uint32_t vert,
                         const lc_partition *part, int tie, lc_envelope *e) {
    static const lc_breakpoint zero[2] = {{-1e9, 0}, {1e9, 0}};
    e->n = 0;
    if (group->n_terms == 0) {
        lc_along *next = lc_envelope_next(e);
        if (next) e->n = 1, *next = (lc_along){.list = zero, .n = 2, .rate = 1};
        return next != NULL;
    }
    for (size_t t = 0; t < group->n_terms; t++) {
        if (!add_along(pass, &group->term[t], frame, vert, e)) return false;
        for (int k = tie; k >= 0; k = part->tie[k].next)
            if (!add_along(pass, &group->term[t], frame, part->tie[k].element.vert, e)) return false;
    }
    return true;
}

/* The leg, then the functions along the segment; in what lies between two of their ends, the end of the range, then the
   bins of distances. */
_Static_assert(LC_PIECE_MAX + 1 + 2 + 1 + 2 < LC_CONVEX_MAX, "room for the cuts of a piece");

/* The area of a shape, of which vertex i has distance d[i], within each probe. */
static void probe_linear(const lc_sums *sums, size_t group, const lc_convex *shape, const double *d, double least,
                         double most) {
    double f[LC_CONVEX_MAX];
    lc_convex within;
    for (int demand = 0; demand <= (int)sums->residential; demand++) {
        const double *probe = lc_sum_probes(sums, demand, group);
        lc_tally_limit *to = lc_tally_of_group(&sums->pass->group[group], sums->tally, demand)->probe;
        for (size_t k = 0; k < LC_PROBES; k++) {
            if (probe[k] < lc_max(least, 0)) continue;
            for (int i = 0; probe[k] < most && i < shape->n; i++) f[i] = probe[k] - d[i];
            if (probe[k] < most) lc_convex_cut(shape, f, &within, NULL);
            to[k].covered += lc_convex_area(probe[k] < most ? &within : shape);
        }
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
    if (sums->probe) probe_linear(sums, group, shape, d, least, most);
    if (most > g->range_m) {
        for (int i = 0; cut_at != g->range_m && i < shape->n; i++) f[i] = g->range_m - d[i];
        if (cut_at != g->range_m) lc_convex_cut(shape, f, &within, NULL);
        shape = &within;
    }
    lc_spread_linear(sums, group, shape, alpha, beta, least, lc_min(most, g->range_m));
}

/* Add a shape in the frame, under the least of several functions. */
static void sum_envelope(const lc_sums *sums, size_t group, const lc_convex *shape, double first, double last,
                         const lc_envelope *e) {
    double from = first;
    lc_convex rest;
    lc_convex_copy(&rest, shape);
    while (rest.n >= 3) {
        double alpha, beta, to = lc_envelope_piece(e, from, last, &alpha, &beta), f[LC_CONVEX_MAX];
        if (to >= last) {
            sum_linear(sums, group, &rest, alpha, beta);
            return;
        }
        lc_convex part;
        for (int i = 0; i < rest.n; i++) f[i] = rest.p[i].x - to;
        lc_convex_cut(&rest, f, &rest, &part);
        sum_linear(sums, group, &part, alpha, beta);
        from = to;
    }
}

static bool sum_line(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups,
                     lc_envelope *room) {
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
    if (sums->combining) lc_combine_begin_line(sums->combining);
    LC_EACH_GROUP(g, groups) {
        if (off > 0) lc_sum_offnet(sums, g, off);
        if (!gather_along(pass, &pass->group[g], &frame, piece->nearest.vert, part, piece->tie, room)) return false;
        lc_envelope_prune(room, first, last);
        if (room->n) sum_envelope(sums, g, &shape, first, last, room);
        if (lc_combine_needs(sums, g) && !lc_combine_note_line(sums->combining, g, room, first, last)) return false;
    }
    return !sums->combining || lc_combine_line(sums, &shape, first, last);
}

/* ----------------------------------------------------------------------------------------------- end of a segment */

double lc_vertex_d(const lc_pass *pass, const lc_group *group, uint32_t vert) {
    double least = group->n_terms ? INFINITY : 0;
    for (size_t t = 0; t < group->n_terms; t++) {
        const lc_network *net = group->term[t].field->network;
        uint32_t v = vert;
        do {
            double d = lc_field_at(group->term[t].field, (lc_spot){net->vert_edge[v], net->vert_s[v]});
            least = lc_min(least, d + group->term[t].offset_m);
            v = pass->sites.coincident[v];
        } while (v != vert);
    }
    return least;
}

/* The area of a cone within each probe. */
static void probe_cone(const lc_sums *sums, size_t group, lc_cone *cone, double d0, double leg_max_m) {
    for (int demand = 0; demand <= (int)sums->residential; demand++) {
        const double *probe = lc_sum_probes(sums, demand, group);
        lc_tally_limit *to = lc_tally_of_group(&sums->pass->group[group], sums->tally, demand)->probe;
        for (size_t k = 0; k < LC_PROBES; k++) {
            double radius = lc_min(probe[k] - d0, leg_max_m), area;
            if (radius < lc_cone_near(cone)) continue;
            if (radius < cone->far) lc_convex_disc(cone->shape, cone->end, radius, &area, NULL);
            to[k].covered += radius < cone->far ? area : lc_cone_area(cone);
        }
    }
}

void lc_sum_cone(const lc_sums *sums, size_t group, lc_cone *cone, double d0, double leg_max_m) {
    const lc_group *g = &sums->pass->group[group];
    double range = lc_min(g->range_m - d0, leg_max_m), in_range = -1; /* area, when it is known */
    if (!(sums->no_stats >> group & 1) && range >= 0 && range >= lc_cone_near(cone)) {
        in_range = lc_spread_cone(sums, group, cone, d0, range);
        if (sums->probe) probe_cone(sums, group, cone, d0, leg_max_m);
    }
    for (size_t k = 0; k < g->n_limits; k++) {
        double radius = lc_min(g->limit_m[k] - d0, leg_max_m), area = in_range;
        if (radius < 0 || !lc_sum_wants(sums, g, k)) continue;
        if (radius >= cone->far) {
            area = lc_cone_area(cone);
        } else if (radius != range || in_range < 0) {
            if (radius < lc_cone_near(cone)) continue;
            lc_convex_disc(cone->shape, cone->end, radius, &area, NULL);
        }
        lc_sum_covered(sums, group, k, area, 0);
    }
}

static void sum_end(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    lc_xy end = {piece->nearest.a, piece->nearest.b};
    lc_cone cone = lc_cone_of(&piece->shape, end, piece->reach);
    double off = 0;
    if (piece->reach > pass->leg_max_m) {
        double area;
        lc_convex_disc(&piece->shape, end, pass->leg_max_m, &area, NULL);
        off = lc_max(0, lc_cone_area(&cone) - area);
    }
    LC_EACH_GROUP(g, groups) {
        if (off > 0) lc_sum_offnet(sums, g, off);
        double d0 = lc_vertex_d(pass, &pass->group[g], piece->nearest.vert);
        for (int k = piece->tie; k >= 0; k = part->tie[k].next)
            d0 = lc_min(d0, lc_vertex_d(pass, &pass->group[g], part->tie[k].element.vert));
        if (d0 < INFINITY) lc_sum_cone(sums, g, &cone, d0, pass->leg_max_m);
        if (lc_combine_needs(sums, g)) sums->combining->end_d[g] = d0;
    }
    if (sums->combining) lc_combine_cone(sums, &piece->shape, end, piece->reach, pass->leg_max_m);
}

bool lc_sum_piece(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups,
                  lc_envelope *room) {
    if (piece->nearest.kind == LC_ELEMENT_LINE) return sum_line(sums, part, piece, groups, room);
    if (piece->nearest.kind == LC_ELEMENT_END) sum_end(sums, part, piece, groups);
    return true;
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

static bool line_range(const lc_pass *pass, const lc_group *group, const lc_sliver *s, lc_envelope *room,
                       range_t *out) {
    frame_t frame = frame_of(pass, &s->line);
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = 0, least, most;
    for (int i = 0; i < 3; i++) {
        lc_xy p = to_frame(&frame, s->corner[i]);
        x0 = lc_min(x0, p.x);
        x1 = lc_max(x1, p.x);
        y0 = lc_min(y0, p.y);
        y1 = lc_max(y1, p.y);
    }
    if (!gather_along(pass, group, &frame, s->line.vert, NULL, -1, room)) return false;
    lc_envelope_range(room, x0, x1, &least, &most);
    *out = add_leg(least, most, lc_max(0, y0), y1, pass->leg_max_m);
    return true;
}

static range_t end_range(const lc_pass *pass, const lc_group *group, const lc_sliver *s) {
    lc_xy end = {s->end.a, s->end.b};
    lc_convex triangle = {.n = 3, .p = {s->corner[0], s->corner[1], s->corner[2]}};
    if (lc_convex_area(&triangle) < 0) triangle.p[1] = s->corner[2], triangle.p[2] = s->corner[1];
    double d = lc_vertex_d(pass, group, s->end.vert), candidates = lc_convex_distance(&triangle, end), far = 0;
    for (int i = 0; i < 3; i++) far = lc_max(far, lc_element_distance(&s->end, s->corner[i]));
    return add_leg(d, d, candidates, far, pass->leg_max_m);
}

/* Is the sliver the end's, within the limit, while the line's was counted without (1)? The other way round (-1)? Is it
   the same either way (0)? False when that is open. */
static bool correction(range_t line, range_t end, double limit, int *sign) {
    bool line_in = line.most <= limit, end_in = end.most <= limit;
    if (!(line_in || line.least > limit) || !(end_in || end.least > limit)) return false;
    *sign = end_in - line_in;
    return true;
}

/* What a sliver leaves in doubt of a mean and of quantiles. Where a third element may be near, all that is known of its
   distances is what bounds say of the cell. */
static void sum_sliver_doubt(const lc_sums *sums, size_t g, const lc_sliver *s, range_t line, range_t end) {
    const lc_group *group = &sums->pass->group[g];
    double range = group->range_m;
    if (!s->exact) line = end = (range_t){sums->least ? sums->least[g] : 0, sums->most ? sums->most[g] : INFINITY};
    double least = lc_min(line.least, end.least), most = lc_max(line.most, end.most);
    if (sums->no_stats >> g & 1 || least > range) return;
    double off = lc_max(line.most - end.least, end.most - line.least);
    lc_sum_doubt(sums, g, most > range ? s->area : 0, s->area * lc_min(off, range - least));
    for (int demand = 0; sums->probe && demand <= (int)sums->residential; demand++) {
        const double *probe = lc_sum_probes(sums, demand, g);
        lc_tally_limit *to = lc_tally_of_group(group, sums->tally, demand)->probe;
        for (size_t k = 0; k < LC_PROBES; k++) {
            int sign = 0;
            if (probe[k] < lc_max(least, 0) || probe[k] >= most) continue;
            if (s->exact && correction(line, end, probe[k], &sign))
                to[k].covered += sign * s->area;
            else
                to[k].err += s->area;
        }
    }
}

static bool sum_sliver(const lc_sums *sums, const lc_sliver *s, lc_layers groups, lc_envelope *room) {
    const lc_pass *pass = sums->pass;
    LC_EACH_GROUP(g, groups) {
        const lc_group *group = &pass->group[g];
        range_t line = {0}, end = {0};
        if (s->exact && !line_range(pass, group, s, room, &line)) return false;
        if (s->exact) end = end_range(pass, group, s);
        sum_sliver_doubt(sums, g, s, line, end);
        if (lc_combine_needs(sums, g)) {
            sums->combining->least[0][g] = line.least, sums->combining->most[0][g] = line.most;
            sums->combining->least[1][g] = end.least, sums->combining->most[1][g] = end.most;
        }
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
    return !sums->combining || lc_combine_sliver(sums, s->area, s->exact);
}

bool lc_sum_slivers(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room) {
    bool ok = true;
    for (size_t i = 0; ok && i < part->n_slivers; i++) ok = sum_sliver(sums, &part->sliver[i], groups, room);
    return ok;
}

bool lc_sum_partition(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room,
                      lc_stats *work) {
    bool ok = true;
    work->cells++;
    work->pieces += part->n;
    work->slivers += part->n_slivers;
    for (size_t i = 0; ok && i < part->n; i++) ok = lc_sum_piece(sums, part, &part->piece[i], groups, room);
    return ok && lc_sum_slivers(sums, part, groups, room);
}
