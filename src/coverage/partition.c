#include "coverage/partition.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/parabola.h"

static const double EPS_M = 1e-7;   /* lengths that do not matter */
static const double FAR_M = 1e-6;   /* who is farther by as much wins nothing */
static const double EPS_M2 = 1e-10; /* areas that do not matter */

/* From one piece to the next there are 3 cuts by a segment's zones at most, 3 around the parabola, whose middle is cut
   into groups by parallel lines (2 more), and one a chord of a group. */
_Static_assert(LC_PIECE_MAX + 3 + 3 + 2 + LC_CHORDS_A_GROUP < LC_CONVEX_MAX, "room for the cuts of a piece");

void lc_partition_free(lc_partition *part) {
    free(part->piece);
    free(part->tie);
    free(part->sliver);
    free(part->segment);
    *part = (lc_partition){0};
}

/* Cut along the diagonal from the first vertex to the middle one. By number: where vertices lie in line, a cut might
   leave all of them in one part. */
static void halve_vertices(const lc_convex *shape, lc_convex *one, lc_convex *two) {
    int middle = shape->n / 2;
    one->n = two->n = 0;
    one->p[one->n++] = shape->p[0];
    for (int i = middle; i < shape->n; i++) one->p[one->n++] = shape->p[i];
    for (int i = 0; i <= middle; i++) two->p[two->n++] = shape->p[i];
}

static bool emit(lc_partition *part, const lc_convex *shape, const lc_element *nearest, int tie) {
    if (shape->n < 3 || lc_convex_area(shape) < EPS_M2) return true;
    if (shape->n > LC_PIECE_MAX) {
        lc_convex one, two;
        halve_vertices(shape, &one, &two);
        return emit(part, &one, nearest, tie) && emit(part, &two, nearest, tie);
    }
    if (!LC_ROOM(part->piece, part->cap, part->n + 1)) return false;
    lc_piece *piece = &part->piece[part->n++];
    piece->shape.n = shape->n;
    lc_box box = lc_box_empty();
    piece->reach = nearest->kind == LC_ELEMENT_NONE ? INFINITY : 0;
    for (int i = 0; i < shape->n; i++) {
        piece->shape.p[i] = shape->p[i];
        lc_box_add(&box, shape->p[i].x, shape->p[i].y);
        if (nearest->kind == LC_ELEMENT_NONE) continue;
        piece->distance[i] = lc_element_distance(nearest, shape->p[i]);
        piece->reach = lc_max(piece->reach, piece->distance[i]);
    }
    piece->nearest = *nearest;
    piece->tie = tie;
    piece->centre = lc_box_middle(&box);
    piece->radius = 0.5 * lc_length(box.x1 - box.x0, box.y1 - box.y0);
    return true;
}

bool lc_partition_begin(lc_partition *part, const lc_convex *cell) {
    part->n = part->n_ties = part->n_slivers = part->n_segments = 0;
    part->taking = LC_TAKE;
    return emit(part, cell, &(lc_element){.kind = LC_ELEMENT_NONE}, -1);
}

/* The piece that a new segment competes for, while it is being cut up. */
typedef struct {
    lc_partition *part;
    lc_element held; /* who holds the piece */
    int tie;
    bool taken;   /* the newcomer got some of it */
    int *met_end; /* were the newcomer's ends (0 and 1) met with another segment, so that they win nothing more? -1: not
                     asked yet */
} contest_t;

static bool give_held(contest_t *c, const lc_convex *shape) {
    return emit(c->part, shape, &c->held, c->tie);
}

static bool give_new(contest_t *c, const lc_convex *shape, const lc_element *newcomer) {
    c->taken = true;
    return c->part->taking != LC_TAKE || emit(c->part, shape, newcomer, -1);
}

static bool give_both(contest_t *c, const lc_convex *shape, const lc_element *newcomer) {
    lc_partition *part = c->part;
    if (part->taking == LC_GIVE_UP) return give_held(c, shape);
    if (part->taking == LC_GIVE_UP_TIES) return give_new(c, shape, newcomer);
    if (!LC_ROOM(part->tie, part->cap_ties, part->n_ties + 1)) return false;
    part->tie[part->n_ties] = (lc_tie){*newcomer, c->tie};
    c->taken = true;
    return emit(part, shape, &c->held, (int)part->n_ties++);
}

/* Share a shape along a line: g is linear, positive where the holder is nearer. */
static bool share_linear(contest_t *c, const lc_convex *shape, const double *g, const lc_element *newcomer) {
    double least = INFINITY, most = -INFINITY;
    for (int i = 0; i < shape->n; i++) {
        least = lc_min(least, g[i]);
        most = lc_max(most, g[i]);
    }
    if (least >= -EPS_M && most <= EPS_M) return give_both(c, shape, newcomer);
    if (least >= -EPS_M) return give_held(c, shape);
    if (most <= EPS_M) return give_new(c, shape, newcomer);
    lc_convex held, taken;
    lc_convex_cut(shape, g, &held, &taken);
    return give_held(c, &held) && give_new(c, &taken, newcomer);
}

/* A line and an end that share a shape: one holds it, the other is the newcomer's. */
typedef struct {
    const lc_element *line, *end, *newcomer;
} contenders_t;

static bool give_part(contest_t *c, const contenders_t *r, const lc_convex *shape, bool to_line) {
    bool to_newcomer = (to_line ? r->line : r->end) == r->newcomer;
    return to_newcomer ? give_new(c, shape, r->newcomer) : give_held(c, shape);
}

/* The same, with the sliver that the line's part has too much. */
static bool give_with_sliver(contest_t *c, const contenders_t *r, const lc_parabola_part *p) {
    lc_partition *part = c->part;
    if (!give_part(c, r, &p->shape, p->of_line)) return false;
    if (!(p->sliver_area > 0)) return true;
    if (!LC_ROOM(part->sliver, part->cap_slivers, part->n_slivers + 1)) return false;
    part->sliver[part->n_slivers++] =
        (lc_sliver){{p->corner[0], p->corner[1], p->corner[2]}, p->sliver_area, *r->line, *r->end, p->whole};
    return true;
}

static bool share_parabola(contest_t *c, const lc_convex *shape, const lc_element *newcomer) {
    bool holds_line = c->held.kind == LC_ELEMENT_LINE;
    contenders_t r = {holds_line ? &c->held : newcomer, holds_line ? newcomer : &c->held, newcomer};
    lc_parabola par;
    lc_parabola_side side = lc_parabola_place(&par, shape, r.line, r.end, c->part->tolerance_m2);
    if (side != LC_BOTH) return give_part(c, &r, shape, side == LC_ALL_LINE);
    lc_parabola_part out;
    if (par.chords == 1) {
        lc_convex of_end;
        lc_parabola_chord(&par, shape, &of_end, &out);
        return give_part(c, &r, &of_end, false) && give_with_sliver(c, &r, &out);
    }
    lc_parabola_start(&par, shape);
    while (lc_parabola_next(&par, &out))
        if (!give_with_sliver(c, &r, &out)) return false;
    return true;
}

/* Share a shape that lies in one zone of the new segment, where `newcomer` is its nearest element. */
static bool share(contest_t *c, const lc_convex *shape, const lc_element *newcomer) {
    if (shape->n < 3) return true;
    double g[LC_CONVEX_MAX];
    const lc_element *held = &c->held;
    if (held->kind == LC_ELEMENT_NONE) return give_new(c, shape, newcomer);
    if (held->kind != newcomer->kind) return share_parabola(c, shape, newcomer);
    if (held->kind == LC_ELEMENT_LINE) {
        for (int i = 0; i < shape->n; i++)
            g[i] = lc_element_distance(newcomer, shape->p[i]) - lc_element_distance(held, shape->p[i]);
        return share_linear(c, shape, g, newcomer);
    }
    double dx = newcomer->a - held->a, dy = newcomer->b - held->b, apart = sqrt(dx * dx + dy * dy);
    if (apart == 0) return give_held(c, shape); /* nodes at the same place are known as coincident */
    if (apart < EPS_M) return give_both(c, shape, newcomer);
    double mx = 0.5 * (newcomer->a + held->a), my = 0.5 * (newcomer->b + held->b);
    for (int i = 0; i < shape->n; i++) g[i] = ((mx - shape->p[i].x) * dx + (my - shape->p[i].y) * dy) / apart;
    return share_linear(c, shape, g, newcomer);
}

/* A segment divides the plane into zones: beside it, and beyond either end. */
lc_segment lc_segment_of(uint32_t vert, lc_xy a, lc_xy b) {
    lc_segment s = {.vert = vert, .a = a, .b = b, .length = lc_length(b.x - a.x, b.y - a.y)};
    if (s.length > 0) s.u = (lc_xy){(b.x - a.x) / s.length, (b.y - a.y) / s.length};
    return s;
}

static lc_element end_element(const lc_segment *s, bool last) {
    lc_xy p = last ? s->b : s->a;
    return (lc_element){.kind = LC_ELEMENT_END, .vert = s->vert + last, .a = p.x, .b = p.y};
}

static lc_element line_element(const lc_segment *s, double side) {
    double a = -s->u.y * side, b = s->u.x * side;
    return (lc_element){.kind = LC_ELEMENT_LINE, .vert = s->vert, .a = a, .b = b, .c = -(a * s->a.x + b * s->a.y)};
}

/* A polygon cut by a linear function, unless that is of one sign up to EPS_M; parts that do not exist are NULL. */
typedef struct {
    const lc_convex *above, *below;
    lc_convex room[2];
} halves_t;

static void halve(const lc_convex *in, const double *f, halves_t *out) {
    double least = INFINITY, most = -INFINITY;
    for (int i = 0; i < in->n; i++) {
        least = lc_min(least, f[i]);
        most = lc_max(most, f[i]);
    }
    bool split = least < -EPS_M && most > EPS_M, up = most > -least;
    out->above = split ? &out->room[0] : up ? in : NULL;
    out->below = split ? &out->room[1] : up ? NULL : in;
    if (split) lc_convex_cut(in, f, &out->room[0], &out->room[1]);
}

static bool share_strip(contest_t *c, const lc_segment *s, const lc_convex *strip) {
    double f[LC_CONVEX_MAX];
    lc_element left = line_element(s, 1), right = line_element(s, -1);
    for (int i = 0; i < strip->n; i++) f[i] = lc_element_distance(&left, strip->p[i]);
    halves_t sides;
    halve(strip, f, &sides);
    return (!sides.above || share(c, sides.above, &left)) && (!sides.below || share(c, sides.below, &right));
}

static bool is_met(const lc_partition *part, lc_xy p) {
    for (size_t i = 0; i < part->n_segments; i++) {
        const lc_segment *s = &part->segment[i];
        if ((s->a.x == p.x && s->a.y == p.y) || (s->b.x == p.x && s->b.y == p.y)) return true;
    }
    return false;
}

/* What lies beyond one end of the segment. */
static bool share_end(contest_t *c, const lc_segment *s, bool last, const lc_convex *shape) {
    lc_element end = end_element(s, last);
    if (c->met_end[last] < 0) c->met_end[last] = is_met(c->part, last ? s->b : s->a);
    return c->met_end[last] ? give_held(c, shape) : share(c, shape, &end);
}

static bool share_piece(contest_t *c, const lc_segment *s, const lc_convex *shape) {
    if (!(s->length > 0)) return share_end(c, s, false, shape);
    double f[LC_CONVEX_MAX];
    halves_t first, second;
    for (int i = 0; i < shape->n; i++) f[i] = (shape->p[i].x - s->a.x) * s->u.x + (shape->p[i].y - s->a.y) * s->u.y;
    halve(shape, f, &first);
    if (first.below && !share_end(c, s, false, first.below)) return false;
    const lc_convex *rest = first.above;
    if (!rest || rest->n < 3) return true;
    for (int i = 0; i < rest->n; i++)
        f[i] = (rest->p[i].x - s->a.x) * s->u.x + (rest->p[i].y - s->a.y) * s->u.y - s->length;
    halve(rest, f, &second);
    if (second.above && !share_end(c, s, true, second.above)) return false;
    return !second.below || second.below->n < 3 || share_strip(c, s, second.below);
}

static inline lc_xy nearest_on(const lc_segment *s, lc_xy p) {
    double along = lc_min(lc_max((p.x - s->a.x) * s->u.x + (p.y - s->a.y) * s->u.y, 0), s->length);
    return (lc_xy){s->a.x + along * s->u.x, s->a.y + along * s->u.y};
}

/*
 * Can the segment win anything of a piece? The segment lies behind the line through its point f nearest to the piece's
 * centre, square to the way there, and so is at least as far as that line: linear over the piece, while the distance
 * from the holder is convex, so that the piece's vertices decide.
 */
static bool may_win(const lc_segment *s, const lc_piece *piece) {
    lc_xy f = nearest_on(s, piece->centre);
    double nx = piece->centre.x - f.x, ny = piece->centre.y - f.y, square = nx * nx + ny * ny;
    double most = piece->radius + piece->reach;
    if (square > most * most) return false;
    if (piece->nearest.kind == LC_ELEMENT_NONE || !(square > 0)) return true;
    double distance = sqrt(square);
    for (int i = 0; i < piece->shape.n; i++) {
        lc_xy p = piece->shape.p[i];
        double behind = (p.x - f.x) * nx + (p.y - f.y) * ny; /* distance from the line, times `distance` */
        if (behind <= (piece->distance[i] + FAR_M) * distance) return true;
    }
    return false;
}

static void move_piece(lc_piece *to, const lc_piece *from) {
    lc_convex_copy(&to->shape, &from->shape);
    to->nearest = from->nearest;
    to->tie = from->tie;
    to->centre = from->centre;
    to->radius = from->radius;
    to->reach = from->reach;
    for (int i = 0; i < from->shape.n; i++) to->distance[i] = from->distance[i];
}

/* Take out the pieces that were shared out, from number `first` on. */
static void close_up(lc_partition *part, size_t first) {
    size_t kept = first;
    for (size_t i = first; i < part->n; i++)
        if (part->piece[i].shape.n) {
            if (kept != i) move_piece(&part->piece[kept], &part->piece[i]);
            kept++;
        }
    part->n = kept;
}

bool lc_partition_insert(lc_partition *part, const lc_segment *s) {
    size_t before = part->n, first = SIZE_MAX; /* the first that was taken */
    int met_end[2] = {-1, -1};
    for (size_t i = 0; i < before; i++) {
        lc_piece *piece = &part->piece[i];
        if (!may_win(s, piece)) continue;
        size_t mark = part->n, sliver_mark = part->n_slivers;
        lc_convex shape; /* the array may move */
        lc_convex_copy(&shape, &piece->shape);
        contest_t contest = {.part = part, .held = piece->nearest, .tie = piece->tie, .met_end = met_end};
        if (!share_piece(&contest, s, &shape)) return false;
        if (contest.taken) {
            part->piece[i].shape.n = 0;
            if (first == SIZE_MAX) first = i;
        } else { /* nothing changed hands: keep the piece in one */
            part->n = mark;
            part->n_slivers = sliver_mark;
        }
    }
    if (first != SIZE_MAX) close_up(part, first);
    if (!LC_ROOM(part->segment, part->cap_segments, part->n_segments + 1)) return false;
    part->segment[part->n_segments++] = *s;
    return true;
}

/* Is a segment that ends where the sliver's point is only that point to all of the triangle? Beside it, it is not. */
static bool is_point_to(const lc_segment *s, const lc_sliver *sliver) {
    lc_xy end = {sliver->end.a, sliver->end.b};
    bool from_a = s->a.x == end.x && s->a.y == end.y, from_b = s->b.x == end.x && s->b.y == end.y;
    if (!from_a && !from_b) return false;
    double sense = from_b ? -1 : 1;
    for (int k = 0; k < 3; k++) {
        double x = sliver->corner[k].x - end.x, y = sliver->corner[k].y - end.y;
        if (sense * (x * s->u.x + y * s->u.y) > EPS_M) return false;
    }
    return true;
}

void lc_partition_finish(lc_partition *part) {
    for (size_t k = 0; k < part->n_slivers; k++) {
        lc_sliver *sliver = &part->sliver[k];
        const lc_xy *t = sliver->corner;
        lc_xy mid = {(t[0].x + t[1].x + t[2].x) / 3, (t[0].y + t[1].y + t[2].y) / 3};
        double radius = 0, far = 0;
        for (int i = 0; i < 3; i++) {
            radius = lc_max(radius, lc_length(t[i].x - mid.x, t[i].y - mid.y));
            far = lc_max(far, lc_element_distance(&sliver->line, t[i]));
        }
        for (size_t i = 0; sliver->exact && i < part->n_segments; i++) {
            const lc_segment *s = &part->segment[i];
            lc_xy f = nearest_on(s, mid);
            double x = mid.x - f.x, y = mid.y - f.y;
            bool reaches = x * x + y * y <= (radius + far) * (radius + far);
            if (reaches && s->vert != sliver->line.vert && !is_point_to(s, sliver)) sliver->exact = false;
        }
    }
}
