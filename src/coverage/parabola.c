#include "coverage/parabola.h"

#include <math.h>

static const double EPS_M = 1e-7;
enum { CHORDS_MAX = 512 }; /* with fewer than the tolerance asks for, the slivers are larger, and bounded as they are */

static lc_xy to_frame(const lc_parabola *par, lc_xy p) {
    double x = p.x - par->focus.x, y = p.y - par->focus.y;
    return (lc_xy){x * par->u.x + y * par->u.y, x * par->n.x + y * par->n.y + par->p};
}

static lc_xy from_frame(const lc_parabola *par, double x, double y) {
    y -= par->p;
    return (lc_xy){par->focus.x + x * par->u.x + y * par->n.x, par->focus.y + x * par->u.y + y * par->n.y};
}

static double height(const lc_parabola *par, double x) {
    return (x * x + par->p * par->p) / (2 * par->p);
}

/* Take the places where edge i j (frame coordinates) crosses the bisector into [x0, x1]; h is positive on the line's
   side. false when the whole edge stays on that side. */
static bool edge_roots(lc_parabola *par, lc_xy i, lc_xy j, double hi, double hj) {
    if (hi <= 0 && hj <= 0) return true;
    double dx = j.x - i.x, dy = j.y - i.y;
    double a = dx * dx / (2 * par->p), b = i.x * dx / par->p - dy, disc = b * b - 4 * a * hi;
    if (disc < 0) return false;
    /* The stable form: q has the sign of b, so nothing cancels; a may be 0 (an edge across the line). */
    double q = -0.5 * (b + (b < 0 ? -sqrt(disc) : sqrt(disc))), root[2];
    root[0] = q != 0 ? hi / q : 2;
    root[1] = a > 0 ? q / a : 2;
    bool any = hi <= 0 || hj <= 0;
    for (int k = 0; k < 2; k++) {
        double t = root[k];
        if (!(t >= 0 && t <= 1)) continue;
        par->x0 = lc_min(par->x0, i.x + t * dx);
        par->x1 = lc_max(par->x1, i.x + t * dx);
        any = true;
    }
    return any;
}

lc_parabola_side lc_parabola_place(lc_parabola *par, const lc_convex *shape, const lc_element *line,
                                   const lc_element *end, double tolerance_m2) {
    par->focus = (lc_xy){end->a, end->b};
    par->n = (lc_xy){line->a, line->b};
    par->u = (lc_xy){line->b, -line->a};
    par->p = lc_element_distance(line, par->focus);
    if (par->p <= EPS_M) return LC_ALL_LINE; /* the point lies on the line or behind it */
    lc_xy frame[LC_CONVEX_MAX];
    double h[LC_CONVEX_MAX], least = INFINITY, most = -INFINITY;
    for (int i = 0; i < shape->n; i++) {
        frame[i] = to_frame(par, shape->p[i]);
        h[i] = height(par, frame[i].x) - frame[i].y;
        least = lc_min(least, h[i]);
        most = lc_max(most, h[i]);
    }
    if (most <= EPS_M) return LC_ALL_END;
    par->x0 = INFINITY;
    par->x1 = -INFINITY;
    for (int i = 0; i < shape->n; i++)
        if (fabs(h[i]) <= EPS_M) { /* on the bisector: by rounding, neither edge may know of it */
            par->x0 = lc_min(par->x0, frame[i].x);
            par->x1 = lc_max(par->x1, frame[i].x);
        }
    bool enters = least < -EPS_M;
    for (int i = 0, j = shape->n - 1; i < shape->n; j = i++)
        if (edge_roots(par, frame[j], frame[i], h[j], h[i])) enters = true;
    double width = par->x1 - par->x0;
    if (!enters || !(width > EPS_M)) return least + most < 0 ? LC_ALL_END : LC_ALL_LINE;
    double chords = ceil(sqrt(width * width * width / (12 * par->p * tolerance_m2)));
    par->chords = chords < 1 ? 1 : chords > CHORDS_MAX ? CHORDS_MAX : (int)chords;
    return LC_BOTH;
}

/* Cut at x = at: `right` gets what lies beyond. */
static void cut_at(const lc_parabola *par, const lc_convex *in, double at, lc_convex *left, lc_convex *right) {
    double f[LC_CONVEX_MAX];
    for (int i = 0; i < in->n; i++) f[i] = to_frame(par, in->p[i]).x - at;
    lc_convex_cut(in, f, right, left);
}

void lc_parabola_start(lc_parabola *par, const lc_convex *shape) {
    lc_convex rest;
    cut_at(par, shape, par->x0, &par->left, &rest);
    cut_at(par, &rest, par->x1, &par->middle, &par->right);
    par->stage = 0;
    par->chord = 0;
    par->group.n = 0;
}

static double chord_x(const lc_parabola *par, int i) {
    return i == par->chords ? par->x1 : par->x0 + (par->x1 - par->x0) * i / par->chords;
}

/* Values of y minus chord i at the vertices: positive on the point's side. */
static void above_chord(const lc_parabola *par, const lc_convex *c, int i, double *f) {
    double xa = chord_x(par, i), xb = chord_x(par, i + 1), ya = height(par, xa), slope = (xa + xb) / (2 * par->p);
    for (int k = 0; k < c->n; k++) {
        lc_xy q = to_frame(par, c->p[k]);
        f[k] = q.y - (ya + slope * (q.x - xa));
    }
}

/* An empty part of the point. Its room for vertices need not be cleared. */
static void clear_part(lc_parabola_part *part) {
    part->shape.n = 0;
    part->of_line = part->whole = false;
    part->sliver_area = 0;
}

/* Parts beyond the bisector's ends belong to one side as a whole. */
static void whole_part(const lc_parabola *par, const lc_convex *c, lc_parabola_part *part) {
    lc_xy centroid;
    lc_convex_moments(c, &centroid);
    lc_xy q = to_frame(par, centroid);
    clear_part(part);
    part->of_line = q.y < height(par, q.x);
    lc_convex_copy(&part->shape, c);
}

static bool contains(const lc_convex *c, lc_xy p) {
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        double dx = c->p[i].x - c->p[j].x, dy = c->p[i].y - c->p[j].y;
        if (dx * (p.y - c->p[j].y) - dy * (p.x - c->p[j].x) < -EPS_M * (fabs(dx) + fabs(dy))) return false;
    }
    return true;
}

/* What lies between chord i and the bisector, in a polygon that the chord's ends belong to. */
static void take_sliver(const lc_parabola *par, const lc_convex *shape, int i, lc_parabola_part *part) {
    double xa = chord_x(par, i), xb = chord_x(par, i + 1);
    part->of_line = true;
    part->sliver_area = (xb - xa) * (xb - xa) * (xb - xa) / (12 * par->p);
    part->corner[0] = from_frame(par, xa, height(par, xa));
    part->corner[1] = from_frame(par, 0.5 * (xa + xb), (xa * xb + par->p * par->p) / (2 * par->p)); /* tangents meet */
    part->corner[2] = from_frame(par, xb, height(par, xb));
    part->whole = true;
    for (int k = 0; k < 3; k++) part->whole = part->whole && contains(shape, part->corner[k]);
}

/* The line's part under chord i. */
static void chord_part(const lc_parabola *par, const lc_convex *group, int i, lc_parabola_part *part) {
    double f[LC_CONVEX_MAX];
    lc_convex slab;
    cut_at(par, group, chord_x(par, i), &slab, &part->shape);
    cut_at(par, &part->shape, chord_x(par, i + 1), &slab, &part->shape);
    above_chord(par, &slab, i, f);
    lc_convex_cut(&slab, f, NULL, &part->shape);
    take_sliver(par, group, i, part);
}

void lc_parabola_chord(const lc_parabola *par, const lc_convex *shape, lc_convex *of_end, lc_parabola_part *of_line) {
    double f[LC_CONVEX_MAX];
    above_chord(par, shape, 0, f);
    lc_convex_cut(shape, f, of_end, &of_line->shape);
    take_sliver(par, shape, 0, of_line);
}

/* The point's part of a group of chords: above all of them. */
static void end_part(const lc_parabola *par, const lc_convex *group, int from, int to, lc_parabola_part *part) {
    double f[LC_CONVEX_MAX];
    clear_part(part);
    lc_convex_copy(&part->shape, group);
    for (int i = from; i < to; i++) {
        above_chord(par, &part->shape, i, f);
        lc_convex_cut(&part->shape, f, &part->shape, NULL);
    }
}

bool lc_parabola_next(lc_parabola *par, lc_parabola_part *part) {
    if (par->stage == 0) {
        par->stage = 1;
        whole_part(par, &par->left, part);
        return true;
    }
    if (par->stage == 1) {
        par->stage = 2;
        whole_part(par, &par->right, part);
        return true;
    }
    int in_group = par->chord % LC_CHORDS_A_GROUP;
    if (par->group.n == 0) { /* a new group: cut it off the middle and give the point its part */
        if (par->chord >= par->chords) return false;
        int to = par->chord - in_group + LC_CHORDS_A_GROUP;
        if (to >= par->chords) {
            to = par->chords;
            lc_convex_copy(&par->group, &par->middle);
        } else {
            cut_at(par, &par->middle, chord_x(par, to), &par->group, &par->middle);
        }
        if (par->group.n == 0) { /* nothing left of the polygon here */
            par->chord = to;
            clear_part(part);
            return true;
        }
        end_part(par, &par->group, par->chord, to, part);
        return true;
    }
    clear_part(part);
    chord_part(par, &par->group, par->chord, part);
    par->chord++;
    if (par->chord % LC_CHORDS_A_GROUP == 0 || par->chord >= par->chords) par->group.n = 0;
    return true;
}
