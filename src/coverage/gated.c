#include "coverage/gated.h"

#include <stdlib.h>

#include "base/memory.h"
#include "coverage/evaluate.h"
#include "coverage/region.h"

static const double SMALLEST_M = 0.02; /* parts this small are bounded, not decided */
static const double MEAN_M = 1; /* parts this small are measured at their middle, where only the mean is undecided */

void lc_gated_free(lc_gated *gated) {
    free(gated->items.item);
    free(gated->gate);
    free(gated->near);
    *gated = (lc_gated){0};
}

/* The gates of every compound around a point, once each. */
static bool gather_gates(lc_gated *gated, lc_xy p) {
    const lc_compounds *c = gated->compounds;
    gated->n_gates = 0;
    if (!lc_geoms_around(&c->zones.geoms, c->zones.index, p, &gated->items)) return false;
    for (size_t i = 0; i < gated->items.n; i++) {
        size_t g = gated->items.item[i];
        for (size_t k = c->gate_of[g]; k < c->gate_of[g + 1]; k++) {
            bool known = false;
            for (size_t j = 0; j < gated->n_gates; j++) known = known || gated->gate[j] == c->gate[k];
            if (known) continue;
            if (!LC_ROOM(gated->gate, gated->cap_gates, gated->n_gates + 1)) return false;
            gated->gate[gated->n_gates++] = c->gate[k];
        }
    }
    return true;
}

typedef struct {
    lc_gated *gated;
    const lc_sums *sums;
    size_t group;
} walk_t;

/* Bounds of d over a part: the least a gate may give, and the most that the best gate does. */
static double bounds(const walk_t *w, lc_xy middle, double radius, const uint32_t *gate, size_t n, double *most) {
    const lc_compounds *c = w->gated->compounds;
    const double *d = w->sums->pass->group[w->group].gate_d;
    double least = INFINITY;
    *most = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double way = lc_length(c->gate_xy[gate[i]].x - middle.x, c->gate_xy[gate[i]].y - middle.y);
        least = lc_min(least, d[gate[i]] + lc_max(0, way - radius));
        *most = lc_min(*most, d[gate[i]] + way + radius);
    }
    return least;
}

static bool all_decided(const lc_group *group, double least, double most) {
    for (size_t k = 0; k < group->n_limits; k++)
        if (least <= group->limit_m[k] && most > group->limit_m[k]) return false;
    return true;
}

/* A part small enough to be taken as a whole. */
static void sum_small(const walk_t *w, const lc_convex *part, double least, double most) {
    const lc_group *group = &w->sums->pass->group[w->group];
    double area = lc_convex_area(part), middle = 0.5 * (least + most);
    for (size_t k = 0; k < group->n_limits; k++) {
        if (most <= group->limit_m[k]) lc_sum_covered(w->sums, w->group, k, area, 0);
        if (least <= group->limit_m[k] && most > group->limit_m[k])
            lc_sum_covered(w->sums, w->group, k, 0.5 * area, area);
    }
    if (least <= group->range_m)
        lc_sum_doubt(w->sums, w->group, most > group->range_m ? area : 0, 0.5 * area * (most - least));
    lc_sum_probed(w->sums, w->group, area, least, most);
    if (middle > group->range_m) return;
    lc_sum_total(w->sums, w->group, area, area * middle);
    lc_sum_spread(w->sums, w->group, area, middle, 0.5 * (most - least));
}

_Static_assert(LC_CELL_MAX + 4 < LC_CONVEX_MAX, "room for a cell that is halved along the axes");

static bool sum_part(const walk_t *w, const lc_convex *part, size_t first, size_t n) {
    const lc_group *group = &w->sums->pass->group[w->group];
    const lc_compounds *c = w->gated->compounds;
    if (part->n < 3) return true;
    lc_box box = lc_box_empty();
    for (int i = 0; i < part->n; i++) lc_box_add(&box, part->p[i].x, part->p[i].y);
    lc_xy middle = lc_box_middle(&box);
    double radius = 0.5 * lc_length(box.x1 - box.x0, box.y1 - box.y0), most;
    double least = bounds(w, middle, radius, w->gated->near + first, n, &most);
    if (!LC_ROOM(w->gated->near, w->gated->cap_near, first + 2 * n)) return false;
    if (least > group->range_m) {
        bool beyond = true;
        for (size_t k = 0; k < group->n_limits; k++) beyond = beyond && least > group->limit_m[k];
        if (beyond) return true;
    }
    size_t kept = 0, at = first + n; /* gates that may be the best somewhere in the part */
    for (size_t i = 0; i < n; i++) {
        uint32_t gate = w->gated->near[first + i];
        double way = lc_length(c->gate_xy[gate].x - middle.x, c->gate_xy[gate].y - middle.y);
        if (group->gate_d[gate] + way - radius <= most) w->gated->near[at + kept++] = gate;
    }
    if (kept == 1) {
        uint32_t gate = w->gated->near[at];
        lc_xy xy = c->gate_xy[gate];
        double far = 0;
        for (int i = 0; i < part->n; i++) far = lc_max(far, lc_length(part->p[i].x - xy.x, part->p[i].y - xy.y));
        lc_cone cone = lc_cone_of(part, xy, far);
        lc_sum_cone(w->sums, w->group, &cone, group->gate_d[gate], INFINITY);
        return true;
    }
    if (radius < SMALLEST_M || (radius < MEAN_M && all_decided(group, least, most))) {
        sum_small(w, part, least, most);
        return true;
    }
    double f[LC_CONVEX_MAX];
    bool wide = box.x1 - box.x0 > box.y1 - box.y0;
    for (int i = 0; i < part->n; i++) f[i] = wide ? part->p[i].x - middle.x : part->p[i].y - middle.y;
    lc_convex one, two;
    lc_convex_cut(part, f, &one, &two);
    return sum_part(w, &one, at, kept) && sum_part(w, &two, at, kept);
}

bool lc_gated_cell(lc_gated *gated, const lc_sums *sums, const lc_convex *cell, lc_layers groups) {
    lc_xy centroid;
    double area = lc_convex_moments(cell, &centroid);
    if (!gather_gates(gated, centroid)) return false;
    bool linked = false;
    for (size_t i = 0; i < gated->n_gates; i++) linked = linked || sums->pass->gate_linked[gated->gate[i]];
    LC_EACH_GROUP(g, groups) {
        if (!linked) lc_sum_offnet(sums, g, area);
        if (!LC_ROOM(gated->near, gated->cap_near, gated->n_gates + 1)) return false;
        size_t n = 0;
        for (size_t i = 0; i < gated->n_gates; i++)
            if (sums->pass->group[g].gate_d[gated->gate[i]] < INFINITY) gated->near[n++] = gated->gate[i];
        walk_t walk = {gated, sums, g};
        if (n && !sum_part(&walk, cell, 0, n)) return false;
    }
    return true;
}
