#include "coverage/cell.h"

#include <math.h>

#include "coverage/combine_pieces.h"
#include "coverage/gated_combine.h"
#include "coverage/pieces.h"

void lc_cell_scratch_free(lc_cell_scratch *s) {
    lc_partition_free(&s->partition);
    lc_envelope_free(&s->envelope);
    lc_gated_free(&s->gated);
    lc_combining_free(&s->combining);
    lc_candidate_segments_free(&s->candidates);
    lc_moments_free(&s->moments);
    *s = (lc_cell_scratch){0};
}

/* ------------------------------------------------------------------------------------------- means from points */

/* Add the limits of groups that bounds decide, wholly on network. */
static void sum_decided(const lc_pass *pass, const double whole[2], const lc_node_bounds *bounds, lc_layers groups,
                        double *tally) {
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        lc_layers left = groups & (residential ? pass->all_groups : pass->everywhere_groups);
        if (!(whole[residential] > 0)) continue;
        LC_EACH_GROUP(g, left) {
            const lc_group *group = &pass->group[g];
            for (size_t k = 0; k < group->n_limits; k++)
                if (bounds->high[g] <= group->limit_m[k]) lc_sum_covered(&sums, g, k, whole[residential], 0);
        }
    }
}

static void sum_demand(const lc_pass *pass, const lc_samples *s, const lc_node_bounds *bounds, double *tally) {
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        lc_sum_demand(&sums, s->whole[residential]);
        for (size_t g = 0; bounds->view.off && g < pass->n_groups; g++) lc_sum_offnet(&sums, g, s->whole[residential]);
    }
}

bool lc_cells_settled(const lc_pass *pass, const lc_node_bounds *bounds, lc_layers met) {
    if (met & pass->group_layers || (pass->compounds && met & LC_LAYER_GATED)) return false;
    const lc_undecided *at = lc_node_bounds_undecided(bounds, met);
    if (bounds->view.off || !at->live) return true;
    return bounds->bounded && !at->open;
}

/* Combinations in cells of which bounds settle everything. */
static void combine_settled(lc_combining *c, const lc_pass *pass, const lc_samples *s, const lc_node_bounds *bounds,
                            lc_layers live, double *tally) {
    for (int residential = 0; residential < 2; residential++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = residential};
        const lc_known known = {.live = live, .off = bounds->view.off, .low = bounds->low, .high = bounds->high};
        if (s->whole[residential] > 0) lc_combine_begin(c, &sums, s->whole[residential], &known);
    }
}

bool lc_cells_sum(lc_cell_scratch *s, const lc_pass *pass, lc_samples *samples, const lc_node_bounds *bounds,
                  const lc_candidate_segments *candidates, lc_layers met, double *tally, bool *done) {
    lc_layers live = bounds->view.off ? 0 : lc_node_bounds_undecided(bounds, met)->live,
              stats = lc_cells_stats(pass, bounds, met);
    *done = true;
    if (stats) {
        if (!lc_moments_take(&s->moments, candidates, samples)) return false;
        *done = !pass->vert_d || !lc_moments_doubled(&s->moments, pass, candidates, stats);
        if (!*done) return true;
        lc_moments_sum(&s->moments, pass, candidates, samples, stats, bounds->low, bounds->high, tally);
    }
    if (live) sum_decided(pass, samples->whole, bounds, live, tally);
    sum_demand(pass, samples, bounds, tally);
    if (!pass->n_combos) return true;
    if (!lc_combining_room(&s->combining, pass)) return false;
    combine_settled(&s->combining, pass, samples, bounds, live, tally);
    return true;
}

/* -------------------------------------------------------------------------------------------------- partitions */

/* Divide a cell among the segments near it and add the pieces: all of `groups`, and the distances alone of `decided`.
 */
static bool sum_divided(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                        lc_candidate_segments *candidates, lc_layers groups, lc_layers decided, double tolerance_m2) {
    static const double COARSE_M2 = 2; /* enough for distances */
    lc_sums known = *sums;
    if (bounds->bounded) known.least = bounds->low, known.most = bounds->high;
    if (!groups) tolerance_m2 = lc_max(tolerance_m2, COARSE_M2);
    if (!lc_candidate_segments_partition(sums->pass, &s->partition, candidates, cell->shape, tolerance_m2, NULL))
        return false;
    if (groups && !lc_sum_partition(&known, &s->partition, groups, &s->envelope, &s->work)) return false;
    return !decided || lc_sum_distances(&known, &s->partition, decided, &s->envelope, &s->work);
}

/* The part of a cell that was pruned: what the pieces have left of it. */
static double pruned(const lc_partition *part, const lc_convex *cell, lc_xy *centroid) {
    lc_xy c;
    double rest = lc_convex_moments(cell, &c), x = rest * c.x, y = rest * c.y;
    for (size_t i = 0; i < part->n; i++) {
        double area = lc_convex_moments(&part->piece[i].shape, &c);
        rest -= area;
        x -= area * c.x;
        y -= area * c.y;
    }
    *centroid = (lc_xy){x / rest, y / rest};
    return rest;
}

/* A small area that was pruned, or one that no sample met, has the distance of its centroid. */
static void sum_inside_at(const lc_sums *open, const lc_candidate_segments *candidates, size_t g, double rest,
                          lc_xy centroid) {
    double d = lc_min(lc_candidate_segments_inside(open->pass, candidates, g, centroid), open->pass->group[g].range_m);
    lc_sum_total(open, g, rest, rest * d);
    lc_sum_doubt(open, g, 0,
                 rest * lc_max(lc_max(lc_min(open->high[g], open->pass->group[g].range_m) - d, d - open->low[g]), 0));
    lc_sum_spread(open, g, rest, d, lc_min(sqrt(0.5 * rest), d));
}

/* Add what was pruned as inside all open limits. */
static bool sum_pruned(lc_cell_scratch *s, const lc_sums *open, const lc_cell *cell, const lc_node_bounds *bounds,
                       const lc_candidate_segments *candidates, lc_layers groups) {
    static const double SMALL_M2 = 100;
    lc_xy centroid;
    double rest = pruned(&s->partition, cell->shape, &centroid);
    if (rest < 1e-9 * cell->area) return true; /* rounding */
    if (open->combining) lc_combine_rest(open, rest);
    lc_samples samples;
    lc_samples_begin(&samples, cell->shape->p[0], cell->detail.large_m2);
    lc_layers stats = groups & ~open->no_stats;
    bool sampled = rest > SMALL_M2 && stats;
    if (sampled) {
        lc_samples_add(&samples, cell->shape, cell->area, false,
                       lc_detail_apart(&cell->detail, open->pass, bounds, stats, cell->weight));
        if (!lc_moments_take(&s->moments, candidates, &samples)) return false;
    }
    LC_EACH_GROUP(g, groups) {
        const lc_group *group = &open->pass->group[g];
        for (size_t k = 0; k < group->n_limits; k++)
            if (lc_sum_wants(open, group, k)) lc_sum_covered(open, g, k, rest, 0);
    }
    if (!stats || (sampled && lc_moments_sum_inside(&s->moments, open, candidates, &samples, stats, rest))) return true;
    LC_EACH_GROUP(g, stats) sum_inside_at(open, candidates, g, rest, centroid);
    return true;
}

/* Add what lies within the limits that bounds leave open. Parts whose nearest segment settles them are not divided.
 *exact: the groups whose distances are added as well. */
static bool sum_open_limits(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                            lc_candidate_segments *candidates, lc_layers groups, double tolerance_m2,
                            lc_layers *exact) {
    const lc_pass *pass = sums->pass;
    lc_sums open = *sums;
    lc_candidate_side side;
    lc_layers left = groups;
    open.low = open.least = bounds->low;
    open.high = open.most = bounds->high;
    *exact = 0;
    LC_EACH_GROUP(g, left)
    if (lc_sum_wants_range(&open, &pass->group[g])) *exact |= (lc_layers)1 << g;
    open.no_stats = ~*exact;
    lc_candidate_sides(&open, candidates, &bounds->view, groups);
    if (!lc_candidate_segments_partition(pass, &s->partition, candidates, cell->shape, tolerance_m2, &side))
        return false;
    if (!lc_sum_partition(&open, &s->partition, groups, &s->envelope, &s->work)) return false;
    return side != LC_SIDE_IN || sum_pruned(s, &open, cell, bounds, candidates, groups);
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
static void combine_known(lc_cell_scratch *s, lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                          lc_layers live) {
    const lc_known known = {.inside = cell->layers,
                            .live = live,
                            .off = bounds->view.off,
                            .low = bounds->bounded ? bounds->low : NULL,
                            .high = bounds->high};
    if (!sums->pass->n_combos) return;
    lc_combine_begin(&s->combining, sums, cell->area, &known);
    sums->combining = s->combining.n_several ? &s->combining : NULL;
}

/* Add the distances of groups in a cell by samples, and the limits that bounds decide. */
static bool sum_by_samples(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                           lc_candidate_segments *candidates, lc_layers groups, double tolerance_m2) {
    const lc_pass *pass = sums->pass;
    double apart = lc_detail_apart(&cell->detail, pass, bounds, groups, cell->weight);
    if (lc_detail_divide(apart, cell->area, candidates->n))
        return sum_divided(s, sums, cell, bounds, candidates, 0, groups, tolerance_m2);
    lc_samples samples;
    lc_samples_begin(&samples, cell->shape->p[0], cell->detail.large_m2);
    lc_samples_add(&samples, cell->shape, cell->area, sums->residential, apart);
    if (!lc_moments_take(&s->moments, candidates, &samples)) return false;
    if (!pass->vert_d || !lc_moments_doubled(&s->moments, pass, candidates, groups)) {
        lc_moments_sum(&s->moments, pass, candidates, &samples, groups, bounds->low, bounds->high, sums->tally);
        return true;
    }
    return sum_divided(s, sums, cell, bounds, candidates, 0, groups, tolerance_m2);
}

/* What a cell that is on network, at least in part, adds for `groups`, which are live there. */
static bool sum_live(lc_cell_scratch *s, const lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                     lc_candidate_segments *candidates, lc_layers groups, double tolerance_m2) {
    const lc_pass *pass = sums->pass;
    bool large = (cell->large && !pass->areas_only) || !bounds->bounded;
    lc_layers divided = large ? groups : groups & bounds->at[sums->residential].open;
    lc_layers exact = divided;
    bool whole =
        large || !pass->vert_d || candidates->n <= LC_EXACT_SEGMENTS ||
        (!pass->areas_only && lc_detail_divide(lc_detail_apart(&cell->detail, pass, bounds, divided, cell->weight),
                                               cell->area, candidates->n));
    if (divided && !(whole ? sum_divided(s, sums, cell, bounds, candidates, divided, 0, tolerance_m2)
                           : sum_open_limits(s, sums, cell, bounds, candidates, divided, tolerance_m2, &exact)))
        return false;
    if (pass->n_combos) lc_combine_finish(&s->combining, sums);
    double area[2] = {0};
    area[sums->residential] = cell->area;
    sum_decided(pass, area, bounds, whole ? groups & ~divided : groups, sums->tally);
    if (pass->areas_only) return true;
    return !(groups & ~exact) || sum_by_samples(s, sums, cell, bounds, candidates, groups & ~exact, tolerance_m2);
}

static bool sum_groups(lc_cell_scratch *s, lc_sums *sums, const lc_cell *cell, const lc_node_bounds *bounds,
                       lc_candidate_segments *candidates, lc_layers groups, double tolerance_m2) {
    const lc_pass *pass = sums->pass;
    lc_node_bounds closer;
    lc_layers undecided = bounds->at[sums->residential].open;
    if (!cell->is_box && (groups & undecided) && candidates->n > LC_EXACT_SEGMENTS) {
        lc_box box = box_around(cell->shape); /* smaller than the one of these bounds: fewer segments, closer bounds */
        if (!lc_node_bounds_at(pass, candidates, &box, sums->residential, &s->candidates, &s->work, &closer))
            return false;
        bounds = &closer;
        candidates = &s->candidates;
    }
    if (bounds->view.off) {
        combine_known(s, sums, cell, bounds, 0);
        LC_EACH_GROUP(g, groups) lc_sum_offnet(sums, g, cell->area);
        return true;
    }
    groups &= bounds->at[sums->residential].live;
    combine_known(s, sums, cell, bounds, groups);
    return sum_live(s, sums, cell, bounds, candidates, groups, tolerance_m2);
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

bool lc_cell_sum(lc_cell_scratch *s, const lc_pass *pass, const lc_cell *cell, const lc_node_bounds *bounds,
                 lc_candidate_segments *candidates, double tolerance_m2, double *tally) {
    lc_sums sums = {.pass = pass,
                    .tally = tally,
                    .residential = (cell->layers & LC_LAYER_RESIDENTIAL) != 0,
                    .large_m2 = cell->detail.large_m2,
                    .probe = cell->probe};
    lc_sum_demand(&sums, cell->area);
    lc_layers groups = uncovered_groups(&sums, cell);
    if (pass->n_combos && !lc_combining_room(&s->combining, pass)) return false;
    if (!groups) {
        if (pass->n_combos) lc_combine_begin(&s->combining, &sums, cell->area, &(lc_known){.inside = cell->layers});
        return true;
    }
    if (pass->compounds && cell->layers & LC_LAYER_GATED) return sum_gated(s, &sums, cell, groups);
    return sum_groups(s, &sums, cell, bounds, candidates, groups, tolerance_m2);
}
