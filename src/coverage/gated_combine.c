/*
 * Each leaf is kept within discs around the gates. A part of the cell is halved until every leaf is settled in it, or
 * those that are not leave by one gate, around which their discs lie one in another.
 */
#include "coverage/gated_combine.h"

#include <math.h>

#include "coverage/region.h"

static const double SMALLEST_M = 0.02; /* parts this small are bounded, not decided */

typedef struct {
    const lc_gated *gated;
    lc_combining *c;
    const lc_sums *sums;
    const lc_open_combo *open;
} walk_t;

/* What the gates say of a leaf in a part: settled, or by which gate it is open; SIZE_MAX for several. */
typedef struct {
    bool in, out;
    size_t gate;
} leaf_t;

static double limit_of(const walk_t *w, size_t leaf) {
    const lc_pass *pass = w->sums->pass;
    return pass->group[pass->leaf[leaf].group].limit_m[pass->leaf[leaf].limit];
}

static double way_to(const walk_t *w, size_t gate, lc_xy p) {
    lc_xy xy = w->gated->compounds->gate_xy[gate];
    return lc_length(xy.x - p.x, xy.y - p.y);
}

static leaf_t bound_leaf(const walk_t *w, size_t leaf, lc_xy middle, double radius) {
    const double *d = w->sums->pass->group[w->sums->pass->leaf[leaf].group].gate_d;
    double least = INFINITY, most = INFINITY, limit = limit_of(w, leaf);
    size_t kept = 0;
    leaf_t found = {.gate = SIZE_MAX};
    for (size_t i = 0; i < w->gated->n_gates; i++) {
        double way = way_to(w, w->gated->gate[i], middle), at = d[w->gated->gate[i]];
        least = lc_min(least, at + lc_max(0, way - radius));
        most = lc_min(most, at + way + radius);
    }
    for (size_t i = 0; i < w->gated->n_gates; i++) {
        size_t gate = w->gated->gate[i];
        if (!(d[gate] + way_to(w, gate, middle) - radius <= most) || !(d[gate] < INFINITY)) continue;
        found.gate = kept++ ? SIZE_MAX : gate;
    }
    found.in = most <= limit;
    found.out = !(least <= limit);
    return found;
}

/* Set the numbers of the leaves in a part; `open` is what an open one gets. *gate: the one gate of all that are open,
   SIZE_MAX when there are several; *n_open counts them. */
static void bound_part(const walk_t *w, lc_xy middle, double radius, double open, size_t *gate, size_t *n_open) {
    lc_combining *c = w->c;
    const lc_pass *pass = w->sums->pass;
    *n_open = 0;
    *gate = SIZE_MAX;
    for (size_t l = 0; l < pass->n_leaves; l++) {
        lc_covers covers = (lc_covers)c->covers[l];
        c->excess[l] = (lc_excess){covers == LC_COVERS_ALL ? -INFINITY : INFINITY, l};
        if (covers != LC_COVERS_OPEN || !pass->combo[w->open->combo].leans[l]) continue;
        leaf_t leaf = bound_leaf(w, l, middle, radius);
        c->excess[l].value = leaf.in ? -INFINITY : leaf.out ? INFINITY : open;
        if (leaf.in || leaf.out) continue;
        *gate = (*n_open)++ == 0 || *gate == leaf.gate ? leaf.gate : SIZE_MAX;
        if (isnan(open) && leaf.gate != SIZE_MAX)
            c->excess[l].value = pass->group[pass->leaf[l].group].gate_d[leaf.gate] - limit_of(w, l);
    }
}

static size_t first_of(const walk_t *w) {
    size_t first = w->sums->pass->combo[w->open->combo].first;
    return w->open->low + 1 > first ? w->open->low + 1 : first;
}

/* Add a part whose open leaves all leave by one gate, or that has none. */
static void add_discs(const walk_t *w, const lc_convex *part, size_t gate) {
    const lc_excess *sorted = lc_combine_sorted(w->c, w->sums->pass, w->open->combo);
    lc_xy centre = gate == SIZE_MAX ? (lc_xy){0, 0} : w->gated->compounds->gate_xy[gate];
    for (size_t m = first_of(w); m <= w->open->high; m++) {
        double area, value = sorted[m - 1].value;
        if (value > 0) break;
        if (value == -INFINITY)
            area = lc_convex_area(part);
        else
            lc_convex_disc(part, centre, -value, &area, NULL);
        lc_combine_add(w->sums, w->open->combo, m, area, 0);
    }
}

/* A part too small to be halved: what is open in it is bounded. */
static void add_bounded(const walk_t *w, const lc_convex *part, lc_xy middle, double radius) {
    double area = lc_convex_area(part);
    size_t gate, n_open, first = first_of(w), sure = 0, perhaps = 0;
    for (int kept = 0; kept < 2; kept++) {
        bound_part(w, middle, radius, kept ? -INFINITY : INFINITY, &gate, &n_open);
        const lc_excess *sorted = lc_combine_sorted(w->c, w->sums->pass, w->open->combo);
        size_t n = 0;
        while (n < w->sums->pass->combo[w->open->combo].n_parts && sorted[n].value == -INFINITY) n++;
        *(kept ? &perhaps : &sure) = n;
    }
    for (size_t m = first; m <= sure; m++) lc_combine_add(w->sums, w->open->combo, m, area, 0);
    for (size_t m = sure + 1 > first ? sure + 1 : first; m <= perhaps; m++)
        lc_combine_add(w->sums, w->open->combo, m, 0.5 * area, area);
}

_Static_assert(LC_CELL_MAX + 4 < LC_CONVEX_MAX, "room for a cell that is halved along the axes");

static void add_part(const walk_t *w, const lc_convex *part) {
    if (part->n < 3) return;
    lc_box box = lc_box_empty();
    for (int i = 0; i < part->n; i++) lc_box_add(&box, part->p[i].x, part->p[i].y);
    lc_xy middle = lc_box_middle(&box);
    double radius = 0.5 * lc_length(box.x1 - box.x0, box.y1 - box.y0), f[LC_CONVEX_MAX];
    size_t gate, n_open;
    bound_part(w, middle, radius, NAN, &gate, &n_open);
    if (n_open == 0 || gate != SIZE_MAX) {
        add_discs(w, part, gate);
        return;
    }
    if (radius < SMALLEST_M) {
        add_bounded(w, part, middle, radius);
        return;
    }
    bool wide = box.x1 - box.x0 > box.y1 - box.y0;
    for (int i = 0; i < part->n; i++) f[i] = wide ? part->p[i].x - middle.x : part->p[i].y - middle.y;
    lc_convex one, two;
    lc_convex_cut(part, f, &one, &two);
    add_part(w, &one);
    add_part(w, &two);
}

void lc_gated_combine(const lc_gated *gated, lc_combining *c, const lc_sums *sums, const lc_convex *cell) {
    for (size_t k = 0; k < c->n_several; k++) {
        walk_t walk = {gated, c, sums, &c->open[k]};
        add_part(&walk, cell);
    }
}
