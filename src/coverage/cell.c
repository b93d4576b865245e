#include "coverage/cell.h"

#include <math.h>

#include "coverage/combine_pieces.h"
#include "coverage/evaluate.h"
#include "coverage/gated_combine.h"

enum { SAMPLES_MAX = 8 };            /* points along a side, LC_NEAR_POINTS in all */
static const double CUT_APART_M = 6; /* between points for means where a range may end */

void lc_cell_scratch_free(lc_cell_scratch *s) {
    lc_partition_free(&s->partition);
    lc_envelope_free(&s->envelope);
    lc_gated_free(&s->gated);
    lc_combining_free(&s->combining);
    lc_near_free(&s->near);
    *s = (lc_cell_scratch){0};
}

/* ------------------------------------------------------------------------------------------- means from points */

static size_t samples_along(double length, double apart) {
    double n = ceil(length / apart);
    return n < 1 ? 1 : n > SAMPLES_MAX ? SAMPLES_MAX : (size_t)n;
}

void lc_samples_begin(lc_samples *s) {
    s->at.n = 0;
    s->whole[0] = s->whole[1] = s->radius = 0;
}

/* Where the level y crosses a convex polygon. */
static void cross_level(const lc_convex *c, double y, double *left, double *right) {
    const lc_xy *p = c->p;
    if (c->n == 4 && p[0].y == p[1].y && p[2].y == p[3].y) { /* most are trapezoids */
        double t = (y - p[0].y) / (p[3].y - p[0].y);
        *left = p[0].x + t * (p[3].x - p[0].x);
        *right = p[1].x + t * (p[2].x - p[1].x);
        return;
    }
    *left = INFINITY;
    *right = -INFINITY;
    for (int i = 0, j = c->n - 1; i < c->n; j = i++) {
        lc_xy a = p[j], b = p[i];
        if ((a.y > y) == (b.y > y)) continue;
        double x = a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y));
        *left = lc_min(*left, x);
        *right = lc_max(*right, x);
    }
}

/* Points in rows, those of a row standing for as much as it is long. */
bool lc_samples_add(lc_samples *s, const lc_convex *cell, double area, bool residential, double apart_m) {
    double low = INFINITY, high = -INFINITY, total = 0;
    for (int i = 0; i < cell->n; i++) {
        low = lc_min(low, cell->p[i].y);
        high = lc_max(high, cell->p[i].y);
    }
    if (!(high > low)) return true;
    size_t up = samples_along(high - low, apart_m), across = samples_along(area / (high - low), apart_m),
           first = s->at.n;
    if (first + across * up > LC_NEAR_POINTS) return false;
    for (size_t j = 0; j < up; j++) {
        double y = low + (high - low) * ((double)j + 0.5) / (double)up, left, right;
        cross_level(cell, y, &left, &right);
        if (!(right > left)) continue;
        total += right - left;
        double apart = (right - left) / (double)across;
        for (size_t i = 0; i < across; i++, s->at.n++) {
            s->at.x[s->at.n] = left + apart * ((double)i + 0.5);
            s->at.y[s->at.n] = y;
            s->area[s->at.n] = right - left;
            s->residential[s->at.n] = residential;
        }
    }
    for (size_t i = first; i < s->at.n; i++) s->area[i] *= area / (total * (double)across);
    s->whole[residential] += area;
    s->radius = lc_max(s->radius, 0.5 * lc_max(area / (high - low) / (double)across, (high - low) / (double)up));
    return true;
}

/* Add the distances of a group over the samples of one kind of land. */
static void sum_group_at(const lc_sums *sums, size_t g, const lc_samples *s, double d[][LC_GROUPS_MAX], bool all_in) {
    double range = sums->pass->group[g].range_m, area = 0, sum = 0, least = INFINITY, most = 0;
    for (size_t i = 0; i < s->at.n; i++) {
        double here = all_in ? lc_min(d[i][g], range) : d[i][g];
        if (here > range || s->residential[i] != sums->residential) continue;
        area += s->area[i];
        sum += s->area[i] * here;
        least = lc_min(least, here);
        most = lc_max(most, here);
    }
    if (area > 0) lc_sum_ranged(sums, g, area, sum, lc_max(least - s->radius, 0), lc_min(most + s->radius, range));
}

/* Add the limits of groups that bounds decide, wholly on network, and the distances of the groups in `stats`. */
static void sum_sampled(const lc_pass *pass, lc_samples *s, const lc_look *look, const lc_near *near, lc_layers groups,
                        lc_layers stats, double *tally) {
    double d[LC_NEAR_POINTS][LC_GROUPS_MAX];
    if (stats) lc_near_distances(pass, near, &s->at, stats, d);
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        if (!(s->whole[residential] > 0)) continue;
        lc_layers left = groups & (residential ? pass->all_groups : pass->everywhere_groups);
        LC_EACH_GROUP(g, left) {
            const lc_group *group = &pass->group[g];
            for (size_t k = 0; k < group->n_limits; k++)
                if (look->high[g] <= group->limit_m[k]) lc_sum_covered(&sums, g, k, s->whole[residential], 0);
            if (stats >> g & 1) sum_group_at(&sums, g, s, d, look->high[g] <= group->range_m);
        }
    }
}

static void sum_demand(const lc_pass *pass, const lc_samples *s, const lc_look *look, double *tally) {
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        lc_sum_demand(&sums, s->whole[residential]);
        for (size_t g = 0; look->view.off && g < pass->n_groups; g++) lc_sum_offnet(&sums, g, s->whole[residential]);
    }
}

bool lc_cells_settled(const lc_pass *pass, const lc_look *look, lc_layers met) {
    if (met & pass->group_layers || (pass->compounds && met & LC_LAYER_GATED)) return false;
    const lc_stakes *at = lc_look_stakes(look, met);
    return look->view.off || !at->live || (look->bounded && !(at->open | at->cut));
}

/* Combinations in cells of which bounds settle everything. */
static void combine_settled(lc_combining *c, const lc_pass *pass, const lc_samples *s, const lc_look *look,
                            lc_layers live, double *tally) {
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        const lc_known known = {.live = live, .off = look->view.off, .low = look->low, .high = look->high};
        if (s->whole[residential] > 0) lc_combine_begin(c, &sums, s->whole[residential], &known);
    }
}

bool lc_cells_sum(lc_cell_scratch *scratch, const lc_pass *pass, lc_samples *samples, const lc_look *look,
                  const lc_near *near, lc_layers met, double *tally) {
    lc_layers live = lc_look_stakes(look, met)->live;
    sum_demand(pass, samples, look, tally);
    if (!look->view.off && live) sum_sampled(pass, samples, look, near, live, live, tally);
    if (!pass->n_combos) return true;
    if (!lc_combining_room(&scratch->combining, pass)) return false;
    combine_settled(&scratch->combining, pass, samples, look, live, tally);
    return true;
}

/* -------------------------------------------------------------------------------------------------- partitions */

/* Divide a cell among the segments near it and add the pieces. */
static bool sum_divided(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, lc_near *near, lc_layers groups,
                        double tolerance_m2) {
    if (!lc_near_partition(sums->pass, &s->partition, near, cell->shape, tolerance_m2, NULL)) return false;
    return lc_sum_partition(sums, &s->partition, groups, &s->envelope, &s->work);
}

/* Is a group's search range one of its limits that bounds leave open, so that what lies in range is divided as well? */
static bool range_is_open(const lc_sums *open, size_t g) {
    const lc_group *group = &open->pass->group[g];
    for (size_t k = 0; k < group->n_limits; k++)
        if (group->limit_m[k] == group->range_m && lc_sum_wants(open, group, k)) return true;
    return false;
}

/* The mean distance of a group where the nearest segment is inside: over points of the cell, or at one place. */
static double mean_inside(const lc_pass *pass, const lc_near *near, size_t g, const lc_samples *s,
                          double d[][LC_GROUPS_MAX], lc_xy place) {
    double area = 0, sum = 0;
    for (size_t i = 0; i < s->at.n; i++) {
        if (near->side[s->at.segment[i]] != LC_NEAR_IN) continue;
        area += s->area[i];
        sum += s->area[i] * d[i][g];
    }
    return area > 0 ? sum / area : lc_near_inside(pass, near, g, place);
}

/* Add the part of a cell that was given up as inside all open limits: what the pieces have left of it. A small one has
   the distance of its centroid. */
static void sum_given_up(const lc_sums *open, const lc_partition *part, const lc_cell *cell, const lc_near *near,
                         lc_layers groups) {
    static const double SMALL_M2 = 400;
    const lc_pass *pass = open->pass;
    lc_xy c;
    double rest = lc_convex_moments(cell->shape, &c), x = rest * c.x, y = rest * c.y;
    for (size_t i = 0; i < part->n; i++) {
        double area = lc_convex_moments(&part->piece[i].shape, &c);
        rest -= area;
        x -= area * c.x;
        y -= area * c.y;
    }
    if (rest < 1e-9 * cell->area) return; /* rounding */
    if (open->combining) lc_combine_rest(open, rest);
    lc_samples samples;
    double d[LC_NEAR_POINTS][LC_GROUPS_MAX], spread = 0.5 * sqrt(rest);
    lc_samples_begin(&samples);
    if (rest > SMALL_M2) {
        lc_samples_add(&samples, cell->shape, cell->area, false, LC_SAMPLES_APART_M);
        lc_near_distances(pass, near, &samples.at, groups, d);
    }
    LC_EACH_GROUP(g, groups) {
        const lc_group *group = &pass->group[g];
        for (size_t k = 0; k < group->n_limits; k++)
            if (lc_sum_wants(open, group, k)) lc_sum_covered(open, g, k, rest, 0);
        if (open->no_stats >> g & 1) continue;
        double mean = mean_inside(pass, near, g, &samples, d, (lc_xy){x / rest, y / rest});
        mean = lc_min(mean, group->range_m);
        lc_sum_ranged(open, g, rest, rest * mean, lc_max(mean - spread, 0), lc_min(mean + spread, group->range_m));
    }
}

/* Add what lies within the limits that bounds leave open. Parts whose nearest segment settles them are not divided.
 *exact: the groups whose distances are added as well. */
static bool sum_open_limits(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, const lc_look *look,
                            lc_near *near, lc_layers groups, double tolerance_m2, lc_layers *exact) {
    const lc_pass *pass = sums->pass;
    lc_sums open = *sums;
    lc_near_side side;
    lc_layers left = groups;
    open.low = look->low;
    open.high = look->high;
    *exact = 0;
    LC_EACH_GROUP(g, left)
    if (range_is_open(&open, g)) *exact |= (lc_layers)1 << g;
    open.no_stats = ~*exact;
    lc_near_sides(&open, near, &look->view, groups);
    if (!lc_near_partition(pass, &s->partition, near, cell->shape, tolerance_m2, &side)) return false;
    if (!lc_sum_partition(&open, &s->partition, groups, &s->envelope, &s->work)) return false;
    if (side == LC_NEAR_IN) sum_given_up(&open, &s->partition, cell, near, groups);
    return true;
}

/* -------------------------------------------------------------------------------------------------------- cells */

/* Groups that matter in a cell and whose facilities do not cover it, as bits; those that cover it are summed. */
static lc_layers uncovered_groups(const lc_sums *sums, const lc_cell *cell) {
    const lc_pass *pass = sums->pass;
    lc_layers groups = sums->residential ? pass->all_groups : pass->everywhere_groups;
    if (!(cell->layers & pass->group_layers)) return groups;
    lc_layers left = groups;
    LC_EACH_GROUP(g, left) {
        if (!(pass->group[g].layer & cell->layers)) continue;
        lc_sum_inside(sums, g, cell->area);
        groups &= ~((lc_layers)1 << g);
    }
    return groups;
}

static lc_box box_around(const lc_convex *c) {
    lc_box box = lc_box_empty();
    for (int i = 0; i < c->n; i++) lc_box_add(&box, c->p[i].x, c->p[i].y);
    return box;
}

/* What is known of combinations where the groups in `live` matter; the others are out of range. */
static void combine_known(lc_cell_scratch *s, lc_sums *sums, const lc_cell *cell, const lc_look *look, lc_layers live) {
    const lc_known known = {.inside = cell->layers,
                            .live = live,
                            .off = look->view.off,
                            .low = look->bounded ? look->low : NULL,
                            .high = look->high};
    if (!sums->pass->n_combos) return;
    lc_combine_begin(&s->combining, sums, cell->area, &known);
    sums->combining = s->combining.n_several ? &s->combining : NULL;
}

static bool sum_groups(lc_cell_scratch *s, lc_sums *sums, const lc_cell *cell, const lc_look *look, lc_near *near,
                       lc_layers groups, double tolerance_m2) {
    const lc_pass *pass = sums->pass;
    lc_look closer;
    if (!cell->is_box && (groups & look->at[sums->residential].open) && near->n > LC_EXACT_SEGMENTS) {
        lc_box box = box_around(cell->shape); /* smaller than the one looked at: fewer segments, closer bounds */
        if (!lc_look_at(pass, near, &box, sums->residential, &s->near, &s->work, &closer)) return false;
        look = &closer;
        near = &s->near;
    }
    if (look->view.off) {
        combine_known(s, sums, cell, look, 0);
        LC_EACH_GROUP(g, groups) lc_sum_offnet(sums, g, cell->area);
        return true;
    }
    const lc_stakes *at = &look->at[sums->residential];
    groups &= at->live;
    combine_known(s, sums, cell, look, groups);
    lc_layers divided = cell->large || !look->bounded ? groups : groups & at->open, exact = divided;
    bool whole = cell->large || !look->bounded || !pass->vert_d || near->n <= LC_EXACT_SEGMENTS;
    if (divided && !(whole ? sum_divided(s, sums, cell, near, divided, tolerance_m2)
                           : sum_open_limits(s, sums, cell, look, near, divided, tolerance_m2, &exact)))
        return false;
    if (pass->n_combos) lc_combine_finish(&s->combining, sums);
    lc_layers decided = whole ? groups & ~divided : groups, stats = groups & ~exact;
    if (!decided) return true;
    lc_samples samples;
    lc_samples_begin(&samples);
    if (stats)
        lc_samples_add(&samples, cell->shape, cell->area, sums->residential,
                       stats & at->cut ? CUT_APART_M : LC_SAMPLES_APART_M);
    else
        samples.whole[sums->residential] = cell->area;
    sum_sampled(pass, &samples, look, near, decided, stats, sums->tally);
    return true;
}

/* Places in a gated compound leave through its gates. */
static bool sum_gated(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    lc_combining *c = &s->combining;
    s->gated.compounds = pass->compounds;
    if (pass->n_combos) lc_combine_begin(c, sums, cell->area, &(lc_known){.inside = cell->layers, .live = groups});
    if (!lc_gated_cell(&s->gated, sums, cell->shape, groups)) return false;
    if (!pass->n_combos) return true;
    lc_combine_finish(c, sums);
    lc_gated_combine(&s->gated, c, sums, cell->shape);
    return true;
}

bool lc_cell_sum(lc_cell_scratch *s, const lc_pass *pass, const lc_cell *cell, const lc_look *look, lc_near *near,
                 double tolerance_m2, double *tally) {
    lc_sums sums = {.pass = pass, .tally = tally, .residential = (cell->layers & LC_LAYER_RESIDENTIAL) != 0};
    lc_sum_demand(&sums, cell->area);
    lc_layers groups = uncovered_groups(&sums, cell);
    if (pass->n_combos && !lc_combining_room(&s->combining, pass)) return false;
    if (!groups) {
        if (pass->n_combos) lc_combine_begin(&s->combining, &sums, cell->area, &(lc_known){.inside = cell->layers});
        return true;
    }
    if (pass->compounds && cell->layers & LC_LAYER_GATED) return sum_gated(s, &sums, cell, groups);
    sums.small = !cell->large;
    return sum_groups(s, &sums, cell, look, near, groups, tolerance_m2);
}
