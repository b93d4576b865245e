#include "api/overlap.h"

#include <stdlib.h>

#include "base/memory.h"
#include "network/reach.h"

static const double COARSE_M = 20, FINE_M = 1;     /* spacing of the points that stand for areas */
static const double POINTS_MAX = 4e6, LEAST = 1e3; /* in all, and wished for in the smallest community */

static const double GOLDEN =
    0.6180339887498949; /* rows are shifted by it, so that no street lines up with the lattice */

/* Points that stand for the demand of all communities. */
typedef struct {
    lc_xy *xy;
    double *weight;
    uint32_t *community;
    size_t n, cap_xy, cap_weight, cap_community;
    lc_index *index;
    lc_anchor *anchor;
    size_t n_anchor, cap_anchor;
    lc_reach *reach;
    double *count; /* facilities that reach each point */
} points_t;

static void free_points(points_t *p) {
    free(p->xy);
    free(p->weight);
    free(p->community);
    lc_index_free(p->index);
    free(p->anchor);
    lc_reach_free(p->reach);
    free(p->count);
}

static bool add_point(points_t *p, lc_xy xy, double weight, size_t community) {
    if (!LC_ROOM(p->xy, p->cap_xy, p->n + 1) || !LC_ROOM(p->weight, p->cap_weight, p->n + 1) ||
        !LC_ROOM(p->community, p->cap_community, p->n + 1))
        return false;
    p->xy[p->n] = xy;
    p->weight[p->n] = weight;
    p->community[p->n++] = (uint32_t)community;
    return true;
}

static double spacing(const lc_geoms *communities) {
    double total = 0, least = INFINITY;
    for (size_t g = 0; g < communities->n; g++) {
        double area = lc_geom_area(communities, g);
        total += area;
        if (area > 0) least = lc_min(least, area);
    }
    double wished = lc_max(FINE_M, lc_min(COARSE_M, sqrt(least / LEAST)));
    return lc_max(wished, sqrt(total / POINTS_MAX));
}

static bool in_zones(const lc_zones *zones, lc_xy p, lc_items *items, bool *inside) {
    lc_box box = {p.x, p.y, p.x, p.y};
    *inside = false;
    if (!lc_index_search(zones->index, &box, items)) return false;
    for (size_t i = 0; !*inside && i < items->n; i++)
        *inside = lc_geom_contains(&zones->geoms, items->item[i], p.x, p.y);
    return true;
}

static bool lay_points(const lc_demand *d, const lc_zones *within, points_t *p) {
    const lc_geoms *c = d->communities;
    double step = spacing(c);
    lc_items items = {0};
    bool ok = true;
    for (size_t g = 0; ok && g < c->n; g++) {
        lc_box box = lc_geom_box(c, g);
        for (double row = floor(box.y0 / step); ok && (row + 0.5) * step < box.y1; row++) {
            double y = (row + 0.5) * step, shift = row * GOLDEN - floor(row * GOLDEN);
            for (double x = (floor(box.x0 / step) + shift) * step; ok && x < box.x1; x += step) {
                bool inside = true;
                if (!lc_geom_contains(c, g, x, y)) continue;
                if (within) ok = in_zones(within, (lc_xy){x, y}, &items, &inside);
                if (ok && inside) ok = add_point(p, (lc_xy){x, y}, 1, c->feature[g]);
            }
        }
    }
    free(items.item);
    return ok;
}

static bool take_places(const lc_demand *d, points_t *p) {
    for (size_t c = 0; c < d->n_communities; c++)
        for (size_t k = d->places->start[c]; k < d->places->start[c + 1]; k++) {
            uint32_t i = d->places->place[k];
            if (!add_point(p, d->places->xy[i], d->places->weight[i], c)) return false;
        }
    return true;
}

static bool add_anchors(points_t *p, size_t point, const lc_spots *spots, double leg) {
    for (size_t i = 0; i < spots->n; i++) {
        if (!LC_ROOM(p->anchor, p->cap_anchor, p->n_anchor + 1)) return false;
        p->anchor[p->n_anchor++] = (lc_anchor){spots->spot[i], leg, (uint32_t)point};
    }
    return true;
}

/* Ways onto the network: by the nearest path, or out of a gated compound by each of its gates. */
static bool anchor_points(points_t *p, const lc_network *net, const lc_compounds *compounds, double limit_m) {
    lc_spots spots = {0};
    lc_items items = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < p->n; i++) {
        lc_xy at = p->xy[i];
        lc_box box = {at.x, at.y, at.x, at.y};
        bool gated = false;
        double leg;
        if (compounds && compounds->zones.index) ok = lc_index_search(compounds->zones.index, &box, &items);
        for (size_t k = 0; ok && k < items.n; k++) {
            size_t g = items.item[k];
            if (!lc_geom_contains(&compounds->zones.geoms, g, at.x, at.y)) continue;
            gated = true;
            for (size_t j = compounds->gate_of[g]; ok && j < compounds->gate_of[g + 1]; j++) {
                lc_xy gate = compounds->gate_xy[compounds->gate[j]];
                ok = lc_network_nearest(net, gate.x, gate.y, limit_m, &spots, &leg) &&
                     add_anchors(p, i, &spots, leg + lc_length(gate.x - at.x, gate.y - at.y));
            }
        }
        if (ok && !gated)
            ok = lc_network_nearest(net, at.x, at.y, limit_m, &spots, &leg) && add_anchors(p, i, &spots, leg);
    }
    lc_spots_free(&spots);
    free(items.item);
    return ok && (p->reach = lc_reach_new(net, p->anchor, p->n_anchor, p->n)) != NULL;
}

static bool index_points(points_t *p) {
    lc_box *boxes = LC_NEW(lc_box, p->n);
    for (size_t i = 0; boxes && i < p->n; i++) boxes[i] = (lc_box){p->xy[i].x, p->xy[i].y, p->xy[i].x, p->xy[i].y};
    p->index = boxes ? lc_index_new(boxes, p->n) : NULL;
    p->count = LC_NEW(double, p->n);
    free(boxes);
    return p->index && p->count;
}

/* Mark the points inside geometry g, or within limit_m of it when that is not negative. */
static bool mark_near(const points_t *p, const lc_geoms *geoms, size_t g, double limit_m, bool *reached,
                      lc_items *items) {
    lc_box box = lc_geom_box(geoms, g);
    double grow = lc_max(0, limit_m);
    box = (lc_box){box.x0 - grow, box.y0 - grow, box.x1 + grow, box.y1 + grow};
    if (!lc_index_search(p->index, &box, items)) return false;
    for (size_t k = 0; k < items->n; k++) {
        lc_xy at = p->xy[items->item[k]];
        bool inside = geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, at.x, at.y);
        if (inside || (limit_m >= 0 && lc_geom_outline_distance(geoms, g, at.x, at.y) <= limit_m)) reached[items->item[k]] = true;
    }
    return true;
}

/* Count the facility made of geometries first .. end-1 at every point that it reaches. */
static bool count_facility(points_t *p, const lc_facilities *f, size_t first, size_t end, lc_metric metric,
                           double limit_m, bool *reached, lc_items *hits, lc_items *items) {
    bool straight = metric == LC_STRAIGHT;
    hits->n = 0;
    if (!straight && !lc_reach_points(p->reach, f->links.access + f->link_of[first],
                                      f->link_of[end] - f->link_of[first], limit_m, hits))
        return false;
    for (size_t k = 0; k < hits->n; k++) reached[hits->item[k]] = true;
    lc_box all = lc_box_empty();
    for (size_t g = first; g < end; g++) {
        lc_box b = lc_geom_box(&f->geoms, g);
        lc_box_add(&all, b.x0, b.y0);
        lc_box_add(&all, b.x1, b.y1);
        if ((straight || f->geoms.kind[g] == LC_POLYGON) &&
            !mark_near(p, &f->geoms, g, straight ? limit_m : -1, reached, items))
            return false;
    }
    /* Whatever was marked lies among the hits or near the geometries. */
    double grow = straight ? limit_m : 0;
    all = (lc_box){all.x0 - grow, all.y0 - grow, all.x1 + grow, all.y1 + grow};
    if (!lc_index_search(p->index, &all, items)) return false;
    for (size_t pass = 0; pass < 2; pass++) {
        const lc_items *list = pass ? items : hits;
        for (size_t k = 0; k < list->n; k++) {
            if (!reached[list->item[k]]) continue;
            p->count[list->item[k]]++;
            reached[list->item[k]] = false;
        }
    }
    return true;
}

static bool count_set(points_t *p, const lc_plan_set *set, lc_metric metric, double limit_m, bool *reached) {
    const lc_facilities *f = set->facilities;
    lc_items hits = {0}, items = {0};
    bool ok = true;
    for (size_t g = 0, end; ok && g < f->geoms.n; g = end) {
        for (end = g + 1; end < f->geoms.n && f->geoms.feature[end] == f->geoms.feature[g]; end++) continue;
        if (set->passes[f->geoms.feature[g]])
            ok = count_facility(p, f, g, end, metric, limit_m, reached, &hits, &items);
    }
    free(hits.item);
    free(items.item);
    return ok;
}

static bool measure_indicator(points_t *p, const lc_profile *profile, const lc_plan *plan, const lc_demand *demand,
                              size_t i, double *overlap) {
    const lc_indicator_def *def = &profile->indicators[i];
    const lc_plan_group *g = &plan->group[plan->indicator[i].stats];
    bool *reached = LC_NEW0(bool, p->n);
    double *weight = LC_NEW0(double, demand->n_communities), *sum = LC_NEW0(double, demand->n_communities);
    bool ok = reached && weight && sum;
    for (size_t k = 0; ok && k < p->n; k++) p->count[k] = 0;
    for (size_t k = 0; ok && k < g->n_sets; k++)
        ok = count_set(p, &plan->set[g->set[k]], def->metric, def->rules[k].distance_m, reached);
    for (size_t k = 0; ok && k < p->n; k++) {
        weight[p->community[k]] += p->weight[k];
        sum[p->community[k]] += p->weight[k] * p->count[k];
    }
    for (size_t c = 0; ok && c < demand->n_communities; c++)
        if (weight[c] > 0) overlap[c * profile->n_indicators + i] = sum[c] / weight[c];
    free(reached);
    free(weight);
    free(sum);
    return ok;
}

static bool prepare(points_t *p, lc_denominator denominator, const lc_demand *d, const lc_network *network,
                    const lc_compounds *compounds, double link_limit_m) {
    bool ok = denominator == LC_POPULATION ? take_places(d, p)
                                           : lay_points(d, denominator == LC_RESIDENTIAL ? d->residential : NULL, p);
    return ok && index_points(p) && (!network || anchor_points(p, network, compounds, link_limit_m));
}

lc_status lc_overlap_measure(lc_context *ctx, const lc_profile *profile, const lc_plan *plan, const lc_demand *demand,
                             const lc_network *network, const lc_compounds *compounds, double link_limit_m,
                             double *overlap) {
    bool ok = true;
    for (size_t k = 0; k < demand->n_communities * profile->n_indicators; k++) overlap[k] = NAN;
    for (int denominator = LC_AREA; ok && denominator <= LC_POPULATION; denominator++) {
        points_t points = {0};
        bool ready = false;
        for (size_t i = 0; ok && i < profile->n_indicators; i++) {
            if (plan->indicator[i].reason || (int)profile->indicators[i].denominator != denominator) continue;
            if (!ready) ok = prepare(&points, (lc_denominator)denominator, demand, network, compounds, link_limit_m);
            ready = true;
            if (ok) ok = measure_indicator(&points, profile, plan, demand, i, overlap);
            if (ok && lc_progress(ctx, (double)i / (double)profile->n_indicators) != LC_OK) {
                free_points(&points);
                return LC_ERR_CANCELLED;
            }
        }
        free_points(&points);
    }
    return ok ? LC_OK : lc_fail_memory(ctx);
}
