#include "coverage/combine_pieces.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "coverage/partition.h"

static const double SHORT_M = 1e-7; /* stretches of a segment that are passed over, as those of an envelope */

static double limit_of(const lc_pass *pass, size_t leaf) {
    return pass->group[pass->leaf[leaf].group].limit_m[pass->leaf[leaf].limit];
}

/* The thresholds that a combination leaves open in its cell. */
static size_t first_of(const lc_sums *sums, const lc_open_combo *open) {
    size_t first = sums->pass->combo[open->combo].first;
    return open->low + 1 > first ? open->low + 1 : first;
}

/* The numbers of leaves that the cell settles. */
static void settle_leaves(lc_combining *c, const lc_pass *pass) {
    for (size_t l = 0; l < pass->n_leaves; l++)
        c->excess[l] = (lc_excess){c->covers[l] == LC_COVERS_ALL ? -INFINITY : INFINITY, l};
}

/* --------------------------------------------------------------------------------------------- along a segment */

void lc_combine_begin_line(lc_combining *c) {
    lc_layers groups = c->groups;
    c->n_linear = 0;
    LC_EACH_GROUP(g, groups) c->linear_of[g] = c->linear_end[g] = 0;
}

bool lc_combine_note_line(lc_combining *c, size_t group, const lc_envelope *envelope, double first, double last) {
    c->linear_of[group] = c->n_linear;
    for (double from = first; envelope->n && from < last;) {
        lc_linear piece;
        piece.to = lc_envelope_piece(envelope, from, last, &piece.alpha, &piece.beta);
        if (!LC_ROOM(c->linear, c->cap_linear, c->n_linear + 1)) return false;
        c->linear[c->n_linear++] = piece;
        from = piece.to;
    }
    c->linear_end[group] = c->n_linear;
    return true;
}

/* A combination in the piece in hand. */
typedef struct {
    const lc_sums *sums;
    lc_combining *c;
    const lc_open_combo *open;
    const lc_convex *shape;
    double first, last, low, high; /* of the shape's x and y */
    size_t n_leaves;               /* of c->leaf: its leaves that are open in the piece */
    size_t n_cuts;
} line_t;

/* The linear piece of a leaf's group at x. */
static const lc_linear *linear_at(const line_t *line, size_t leaf, double x) {
    size_t g = line->sums->pass->leaf[leaf].group, k = line->c->linear_of[g];
    while (k + 1 < line->c->linear_end[g] && line->c->linear[k].to < x) k++;
    return &line->c->linear[k];
}

/* Does a leaf cover all of the shape, or none of it? NaN when that is open. */
static double settle_in_shape(const line_t *line, size_t leaf) {
    const lc_combining *c = line->c;
    size_t g = line->sums->pass->leaf[leaf].group;
    double limit = limit_of(line->sums->pass, leaf), least = INFINITY, most = -INFINITY, from = line->first;
    for (size_t k = c->linear_of[g]; k < c->linear_end[g]; k++) {
        const lc_linear *l = &c->linear[k];
        double a = l->alpha + l->beta * from, b = l->alpha + l->beta * l->to;
        least = lc_min(least, lc_min(a, b));
        most = lc_max(most, lc_max(a, b));
        from = l->to;
    }
    if (!(least + line->low <= limit)) return INFINITY;
    return most + line->high <= limit ? -INFINITY : NAN;
}

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

static bool add_cut(line_t *line, double x) {
    if (!(x > line->first && x < line->last)) return true;
    if (!LC_ROOM(line->c->cut, line->c->cap_cut, line->n_cuts + 1)) return false;
    line->c->cut[line->n_cuts++] = x;
    return true;
}

/* Where the open leaves' functions have their breakpoints. */
static bool cut_at_breakpoints(line_t *line) {
    const lc_combining *c = line->c;
    for (size_t i = 0; i < line->n_leaves; i++) {
        size_t g = line->sums->pass->leaf[c->leaf[i]].group;
        for (size_t k = c->linear_of[g]; k + 1 < c->linear_end[g]; k++)
            if (!add_cut(line, c->linear[k].to)) return false;
    }
    return true;
}

/* Where two of them cross, each of which is linear from x0 to x1. */
static bool cut_at_crossings(line_t *line, double x0, double x1) {
    const lc_pass *pass = line->sums->pass;
    const size_t *leaf = line->c->leaf;
    double middle = 0.5 * (x0 + x1);
    for (size_t i = 0; i < line->n_leaves; i++) {
        const lc_linear *p = linear_at(line, leaf[i], middle);
        for (size_t k = i + 1; k < line->n_leaves; k++) {
            const lc_linear *q = linear_at(line, leaf[k], middle);
            double apart = q->alpha - limit_of(pass, leaf[k]) - p->alpha + limit_of(pass, leaf[i]);
            double x = apart / (p->beta - q->beta);
            if (x > x0 && x < x1 && !add_cut(line, x)) return false;
        }
    }
    return true;
}

/* Between these cuts every open leaf is linear, and their order stays. */
static bool find_cuts(line_t *line) {
    double from = line->first;
    line->n_cuts = 0;
    if (!cut_at_breakpoints(line)) return false;
    size_t n_breaks = line->n_cuts;
    if (n_breaks) qsort(line->c->cut, n_breaks, sizeof *line->c->cut, ascending);
    for (size_t k = 0; k <= n_breaks; k++) {
        double to = k < n_breaks ? line->c->cut[k] : line->last;
        if (to > from && !cut_at_crossings(line, from, to)) return false;
        from = to;
    }
    if (line->n_cuts > n_breaks) qsort(line->c->cut, line->n_cuts, sizeof *line->c->cut, ascending);
    return true;
}

/* The leg, then the cuts along the segment; in what lies between two of them, a limit. */
_Static_assert(LC_PIECE_MAX + 1 + 2 + 1 < LC_CONVEX_MAX, "room for the cuts of a piece");

/* The part of a shape where a leaf's limit is kept; around x its distance is linear. */
static double area_within(const line_t *line, const lc_convex *part, size_t leaf, double x) {
    const lc_linear *l = linear_at(line, leaf, x);
    double f[LC_CONVEX_MAX], limit = limit_of(line->sums->pass, leaf);
    bool all = true, none = true;
    lc_convex within;
    for (int i = 0; i < part->n; i++) {
        f[i] = limit - l->alpha - l->beta * part->p[i].x - part->p[i].y;
        all = all && f[i] >= 0;
        none = none && f[i] <= 0;
    }
    if (all) return lc_convex_area(part);
    if (none) return 0;
    lc_convex_cut(part, f, &within, NULL);
    return lc_convex_area(&within);
}

/* Add a part of the shape between two cuts, around x. */
static void add_part(const line_t *line, const lc_convex *part, double x) {
    const lc_pass *pass = line->sums->pass;
    lc_combining *c = line->c;
    double whole = -1;
    for (size_t i = 0; i < line->n_leaves; i++) {
        const lc_linear *l = linear_at(line, c->leaf[i], x);
        c->excess[c->leaf[i]].value = l->alpha + l->beta * x - limit_of(pass, c->leaf[i]);
    }
    const lc_excess *sorted = lc_combine_sorted(c, pass, line->open->combo);
    for (size_t m = first_of(line->sums, line->open); m <= line->open->high; m++) {
        const lc_excess *e = &sorted[m - 1];
        if (e->value == INFINITY) break;
        if (e->value == -INFINITY && whole < 0) whole = lc_convex_area(part);
        double area = e->value == -INFINITY ? whole : area_within(line, part, e->leaf, x);
        if (!(area > 0)) break; /* more parts cover no more than that */
        lc_combine_add(line->sums, line->open->combo, m, area, 0);
    }
}

static bool add_line(line_t *line) {
    double from = line->first, f[LC_CONVEX_MAX];
    lc_convex rest, part;
    if (line->n_leaves > 0 && !find_cuts(line)) return false;
    lc_convex_copy(&rest, line->shape);
    for (size_t k = 0; line->n_leaves > 0 && k < line->n_cuts; k++) {
        double to = line->c->cut[k];
        if (to - from < SHORT_M) continue;
        for (int i = 0; i < rest.n; i++) f[i] = rest.p[i].x - to;
        lc_convex_cut(&rest, f, &rest, &part);
        if (part.n >= 3) add_part(line, &part, 0.5 * (from + to));
        from = to;
    }
    if (rest.n >= 3) add_part(line, &rest, 0.5 * (from + line->last));
    return true;
}

bool lc_combine_line(const lc_sums *sums, const lc_convex *shape, double first, double last) {
    lc_combining *c = sums->combining;
    const lc_pass *pass = sums->pass;
    line_t line = {.sums = sums, .c = c, .shape = shape, .first = first, .last = last, .low = INFINITY, .high = 0};
    bool ok = true;
    if (shape->n < 3) return true;
    for (int i = 0; i < shape->n; i++) {
        line.low = lc_min(line.low, shape->p[i].y);
        line.high = lc_max(line.high, shape->p[i].y);
    }
    settle_leaves(c, pass);
    for (size_t l = 0; l < pass->n_leaves; l++)
        if (c->covers[l] == LC_COVERS_OPEN && c->groups >> pass->leaf[l].group & 1)
            c->excess[l].value = settle_in_shape(&line, l);
    for (size_t k = 0; ok && k < c->n_several; k++) {
        line.open = &c->open[k];
        line.n_leaves = 0;
        for (size_t l = 0; l < pass->n_leaves; l++)
            if (isnan(c->excess[l].value) && pass->combo[line.open->combo].leans[l]) c->leaf[line.n_leaves++] = l;
        ok = add_line(&line);
        for (size_t i = 0; i < line.n_leaves; i++) c->excess[c->leaf[i]].value = NAN;
    }
    return ok;
}

/* ---------------------------------------------------------------------------------------------- around an end */

void lc_combine_cone(const lc_sums *sums, const lc_convex *shape, lc_xy end, double far, double leg_max_m) {
    lc_combining *c = sums->combining;
    const lc_pass *pass = sums->pass;
    double candidates = -1, whole = -1, area; /* -1: not worked out yet */
    settle_leaves(c, pass);
    for (size_t l = 0; l < pass->n_leaves; l++)
        if (c->covers[l] == LC_COVERS_OPEN && c->groups >> pass->leaf[l].group & 1)
            c->excess[l].value = c->end_d[pass->leaf[l].group] - limit_of(pass, l);
    for (size_t k = 0; k < c->n_several; k++) {
        const lc_open_combo *open = &c->open[k];
        const lc_excess *sorted = lc_combine_sorted(c, pass, open->combo);
        for (size_t m = first_of(sums, open); m <= open->high; m++) {
            double radius = lc_min(-sorted[m - 1].value, leg_max_m);
            if (!(radius >= 0)) break;
            if (radius < far) {
                if (candidates < 0) candidates = lc_convex_distance(shape, end);
                if (radius < candidates) break;
                lc_convex_disc(shape, end, radius, &area, NULL);
            } else {
                if (whole < 0) whole = lc_convex_area(shape);
                area = whole;
            }
            lc_combine_add(sums, open->combo, m, area, 0);
        }
    }
}

/* ------------------------------------------------------------------------------------------------------- slivers */

/* The numbers of the parts, in order, by bounds of the groups' distances. */
static void sort_by(lc_combining *c, const lc_pass *pass, size_t combo, const double *d, double *out) {
    settle_leaves(c, pass);
    for (size_t l = 0; l < pass->n_leaves; l++)
        if (c->covers[l] == LC_COVERS_OPEN && c->groups >> pass->leaf[l].group & 1)
            c->excess[l].value = d[pass->leaf[l].group] - limit_of(pass, l);
    const lc_excess *sorted = lc_combine_sorted(c, pass, combo);
    for (size_t p = 0; p < pass->combo[combo].n_parts; p++) out[p] = sorted[p].value;
}

/* 1 where the m-th is kept by the end alone, -1 by the line alone, 0 by both or none; false when that is open. */
static bool correction(const double *bound[4], size_t m, int *sign) {
    bool in[2];
    for (int side = 0; side < 2; side++) {
        double least = bound[2 * side][m - 1], most = bound[2 * side + 1][m - 1];
        in[side] = most <= 0;
        if (!in[side] && !(least > 0)) return false;
    }
    *sign = (int)in[1] - (int)in[0];
    return true;
}

bool lc_combine_sliver(const lc_sums *sums, double area, bool exact) {
    lc_combining *c = sums->combining;
    const lc_pass *pass = sums->pass;
    for (size_t k = 0; k < c->n_several; k++) {
        const lc_open_combo *open = &c->open[k];
        size_t n = pass->combo[open->combo].n_parts;
        const double *bound[4];
        if (!LC_ROOM(c->cut, c->cap_cut, 4 * n)) return false;
        for (int b = 0; b < 4; b++) {
            double *to = c->cut + (size_t)b * n;
            if (exact) sort_by(c, pass, open->combo, b % 2 ? c->most[b / 2] : c->least[b / 2], to);
            bound[b] = to;
        }
        for (size_t m = first_of(sums, open); m <= open->high; m++) {
            int sign = 0;
            if (!exact || !correction(bound, m, &sign))
                lc_combine_add(sums, open->combo, m, 0, area); /* open: bounded */
            else if (sign)
                lc_combine_add(sums, open->combo, m, sign * area, 0); /* known: put right */
        }
    }
    return true;
}

void lc_combine_rest(const lc_sums *sums, double area) {
    const lc_combining *c = sums->combining;
    for (size_t k = 0; k < c->n_several; k++)
        for (size_t m = first_of(sums, &c->open[k]); m <= c->open[k].high; m++)
            lc_combine_add(sums, c->open[k].combo, m, area, 0);
}
