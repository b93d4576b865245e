#include "measure/overlap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "measure/anchors.h"
#include "measure/overlap_areas.h"
#include "measure/reach_tasks.h"
#include "network/walk_length.h"

/* What is counted. */
typedef struct {
    const lc_context *ctx; /* counting ends when it is cancelled */
    const lc_profile *profile;
    const lc_plan *plan;
    const lc_city *city;
    const lc_fields *fields;
    const lc_results *results;
} job_t;

/* The places of all communities. */
typedef struct {
    lc_xy *xy;
    double *weight;
    uint32_t *community;
    size_t n, cap_xy, cap_weight, cap_community;
    lc_index *index;
    lc_anchors anchors;
    const lc_network *anchored; /* the network that they are on; NULL before the first */
    lc_anchor *walked;          /* the same by the walking cost in hand; NULL: lengths alone count */
    size_t walk;                /* the walking cost in hand, as of lc_plan_pass */
    lc_reach *reach;            /* by it; NULL before the first */
    double *count;              /* facilities that reach each point */
    bool *reached;              /* by the facility in hand; all false in between */
} points_t;

static void free_points(points_t *p) {
    free(p->xy);
    free(p->weight);
    free(p->community);
    lc_index_free(p->index);
    lc_reach_free(p->reach);
    free(p->walked);
    lc_anchors_free(&p->anchors);
    free(p->count);
    free(p->reached);
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

static bool take_places(const job_t *job, const lc_places *places, points_t *p) {
    for (size_t c = 0; c < job->city->n_communities; c++)
        for (size_t k = places->start[c]; k < places->start[c + 1]; k++) {
            uint32_t i = places->place[k];
            if (lc_cancelled_at(job->ctx, p->n) || !add_point(p, places->xy[i], places->weight[i], c)) return false;
        }
    return true;
}

static lc_status anchor_points(lc_context *ctx, points_t *p, const job_t *job, size_t walk) {
    const lc_network *network = lc_plan_network(job->plan, walk);
    if (p->anchored == network) return LC_OK;
    lc_anchors_free(&p->anchors);
    lc_reach_free(p->reach);
    p->reach = NULL;
    p->anchored = network;
    return lc_anchors_find(ctx, job->city, network, job->fields->links->link_limit_m, p->xy, p->n, &p->anchors);
}

/* Have the points' ways by a walking cost in hand. */
static bool take_walk(points_t *p, const job_t *job, size_t walk) {
    const lc_network *network = p->anchored, *walked = lc_fields_network(job->fields, walk);
    lc_anchor *anchor = p->anchors.anchor;
    if (p->reach && p->walk == walk) return true;
    lc_reach_free(p->reach);
    free(p->walked);
    p->reach = NULL;
    p->walked = NULL;
    p->walk = walk;
    if (walked != network) {
        p->walked = anchor = LC_NEW(lc_anchor, p->anchors.n);
        if (!anchor) return false;
        if (p->anchors.n) memcpy(anchor, p->anchors.anchor, p->anchors.n * sizeof *anchor);
        if (!lc_view_anchors(job->ctx, network, walked, anchor, p->anchors.n)) return false;
    }
    p->reach = lc_reach_new(job->ctx, walked, anchor, p->anchors.n, p->n);
    return p->reach;
}

static bool index_points(const job_t *job, points_t *p) {
    p->index = lc_index_points(job->ctx, p->xy, p->n);
    p->count = LC_NEW(double, p->n);
    p->reached = LC_NEW0(bool, p->n);
    return p->index && p->count && p->reached;
}

/* ------------------------------------------------------------------------------------------------------ incidence */

/* One indicator being counted. */
typedef struct {
    const job_t *job;
    points_t *points;
    size_t indicator;
    double *scale; /* n_communities: demand that a unit of weight stands for */
    double *served;
    lc_items hits, items; /* scratch */
    lc_access *access;    /* scratch: accesses of a facility by the walking cost in hand */
    size_t cap_access;
} count_t;

static bool mark(count_t *c, uint32_t point) {
    bool *reached = &c->points->reached[point];
    if (*reached) return true;
    if (!LC_ROOM(c->hits.item, c->hits.capacity, c->hits.n + 1)) return false;
    *reached = true;
    c->hits.item[c->hits.n++] = point;
    return true;
}

/* Mark the points inside geometry g, or within limit_m of it when that is not negative. */
static bool mark_near(count_t *c, const lc_geoms *geoms, size_t g, double limit_m) {
    const points_t *p = c->points;
    lc_box box = lc_geom_box(geoms, g);
    double grow = lc_max(0, limit_m);
    box = (lc_box){box.x0 - grow, box.y0 - grow, box.x1 + grow, box.y1 + grow};
    if (!lc_index_search(p->index, &box, &c->items)) return false;
    for (size_t k = 0; k < c->items.n; k++) {
        uint32_t i = c->items.item[k];
        lc_xy at = p->xy[i];
        if (p->reached[i]) continue;
        bool inside = geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, at.x, at.y);
        if (!inside && !(limit_m >= 0 && lc_geom_outline_distance(geoms, g, at.x, at.y) <= limit_m)) continue;
        if (!mark(c, i)) return false;
    }
    return true;
}

/* A gate inside polygon g is there: mark the points of its compounds that have no more than limit_m to it. */
static bool mark_gated(count_t *c, const lc_geoms *geoms, size_t g, double limit_m) {
    const lc_anchors *a = &c->points->anchors;
    if (!lc_anchors_inside(a, c->job->city->compounds, geoms, g, limit_m, &c->items)) return false;
    for (size_t k = 0; k < c->items.n; k++)
        if (!mark(c, a->gate_way[c->items.item[k]].point)) return false;
    return true;
}

/* Mark what polygon g reaches although no path leads there. */
static bool mark_inside(count_t *c, const lc_geoms *geoms, size_t g, double limit_m) {
    return geoms->kind[g] != LC_POLYGON || (mark_near(c, geoms, g, -1) && mark_gated(c, geoms, g, limit_m));
}

/* Points that are walked to from geometries first .. end-1, by the walking cost in hand. */
static bool walk_from(count_t *c, const lc_facilities *f, size_t first, size_t end, double limit_m) {
    const points_t *p = c->points;
    const lc_links *links = lc_fields_links(c->job->fields, f, p->walk);
    const lc_access *access = links->access + links->of[first];
    size_t n = links->of[end] - links->of[first];
    if (p->walked && n) {
        if (!LC_ROOM(c->access, c->cap_access, n)) return false;
        memcpy(c->access, access, n * sizeof *access);
        lc_view_accesses(p->anchored, lc_fields_network(c->job->fields, p->walk), c->access, n);
        access = c->access;
    }
    return lc_reach_points(p->reach, access, n, limit_m, &c->hits);
}

/* Count the facility made of geometries first .. end-1 at every point that it reaches, each of which is one of the hits
   then; *served gets their demand. */
static bool count_facility(count_t *c, const lc_facilities *f, size_t first, size_t end, lc_metric metric,
                           double limit_m, double *served) {
    points_t *p = c->points;
    bool straight = metric == LC_STRAIGHT;
    c->hits.n = 0;
    if (!straight && !walk_from(c, f, first, end, limit_m)) return false;
    for (size_t k = 0; k < c->hits.n; k++) p->reached[c->hits.item[k]] = true;
    for (size_t g = first; g < end; g++)
        if (straight ? !mark_near(c, &f->geoms, g, limit_m) : !mark_inside(c, &f->geoms, g, limit_m)) return false;
    *served = 0;
    for (size_t k = 0; k < c->hits.n; k++) {
        uint32_t i = c->hits.item[k];
        p->count[i]++;
        p->reached[i] = false;
        *served += p->weight[i] * c->scale[p->community[i]];
    }
    return true;
}

static bool count_set(count_t *c, size_t k) {
    const job_t *job = c->job;
    const lc_indicator_def *def = &job->profile->indicators[c->indicator];
    const lc_plan_group *group = &job->plan->group[job->plan->indicator[c->indicator].stats];
    const lc_facilities *f = job->plan->set[group->set[k]].facilities;
    size_t base = 0;
    for (const lc_facilities *before = job->city->facilities; before < f; before++) base += before->n;
    for (size_t g = 0, end; g < f->geoms.n; g = end) {
        uint32_t feature = f->geoms.feature[g];
        double served;
        for (end = g + 1; end < f->geoms.n && f->geoms.feature[end] == feature; end++) continue;
        if (!lc_reach_rule_counts(job->plan, c->indicator, k, f, feature)) continue;
        if (lc_cancelled(job->ctx)) return false;
        if (!count_facility(c, f, g, end, def->metric, def->rules[k].distance_m, &served)) return false;
        if (c->served) c->served[(base + feature) * job->profile->n_indicators + c->indicator] = served;
    }
    return true;
}

static bool count_indicator(points_t *p, const job_t *job, size_t i, double *overlap, double *served) {
    const lc_plan_group *g = &job->plan->group[job->plan->indicator[i].stats];
    size_t n = job->city->n_communities, n_indicators = job->profile->n_indicators;
    count_t c = {.job = job, .points = p, .indicator = i, .scale = LC_NEW0(double, n), .served = served};
    double *weight = LC_NEW0(double, n), *sum = LC_NEW0(double, n);
    bool ok = c.scale && weight && sum;
    if (ok && g->metric == LC_NETWORK) ok = take_walk(p, job, job->plan->set[g->set[0]].walk);
    for (size_t k = 0; ok && k < p->n; k++) {
        p->count[k] = 0;
        weight[p->community[k]] += p->weight[k];
        ok = !lc_cancelled_at(job->ctx, k);
    }
    for (size_t k = 0; ok && k < n; k++)
        if (weight[k] > 0) c.scale[k] = job->results->value[k * n_indicators + i].demand / weight[k];
    for (size_t k = 0; ok && k < g->n_sets; k++) ok = count_set(&c, k);
    for (size_t k = 0; ok && k < p->n; k++) {
        sum[p->community[k]] += p->weight[k] * p->count[k];
        ok = !lc_cancelled_at(job->ctx, k);
    }
    for (size_t k = 0; ok && overlap && k < n; k++)
        if (weight[k] > 0) overlap[k * n_indicators + i] = sum[k] / weight[k];
    free(c.scale);
    free(c.hits.item);
    free(c.items.item);
    free(c.access);
    free(weight);
    free(sum);
    return ok;
}

static lc_status measure_indicator(lc_context *ctx, points_t *p, const job_t *job, size_t i, double *overlap,
                                   double *served) {
    bool walked = job->profile->indicators[i].metric == LC_NETWORK;
    lc_status status = walked ? anchor_points(ctx, p, job, lc_plan_walk_of(job->plan, i)) : LC_OK;
    if (status == LC_OK && !count_indicator(p, job, i, overlap, served)) status = lc_fail_memory(ctx);
    return status;
}

/* Is indicator i a share of these places' weight? */
static bool is_of(const job_t *job, size_t i, const lc_places *places) {
    const lc_plan_indicator *pi = &job->plan->indicator[i];
    return !pi->reason && !pi->part && job->profile->indicators[i].denominator == LC_POPULATION &&
           pi->people.places == places && !pi->people.spread;
}

/* All indicators over some places. */
static lc_status measure_places(lc_context *ctx, const job_t *job, const lc_places *places, double *overlap,
                                double *served) {
    points_t points = {0};
    bool ready = false;
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < job->profile->n_indicators; i++) {
        if (!is_of(job, i, places)) continue;
        if (!ready && !(take_places(job, places, &points) && index_points(job, &points))) status = lc_fail_memory(ctx);
        ready = true;
        if (status == LC_OK) status = measure_indicator(ctx, &points, job, i, overlap, served);
        if (status == LC_OK) status = lc_progress(ctx, (double)i / (double)job->profile->n_indicators);
    }
    free_points(&points);
    return status == LC_OK ? lc_fail_cancelled(ctx) : status; /* freeing many takes a while as well */
}

lc_status lc_overlap_measure(lc_context *ctx, const lc_fields *fields, const lc_results *results, double max_error,
                             double *overlap, double *err, double *served) {
    const lc_plan *plan = fields->plan;
    const lc_city *city = plan->city;
    const job_t job = {ctx, plan->profile, plan, city, fields, results};
    size_t n = 0, n_indicators = plan->profile->n_indicators, n_values = city->n_communities * n_indicators;
    for (size_t k = 0; k < city->n_facilities; k++) n += city->facilities[k].n;
    for (size_t k = 0; served && k < n * n_indicators; k++) served[k] = NAN;
    for (size_t k = 0; overlap && k < n_values; k++) overlap[k] = NAN;
    /* People who are laid over the plane have no places to count at. */
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k <= city->n_groups; k++) {
        const lc_places *places = k ? city->groups[k - 1].places : city->places;
        if (places) status = measure_places(ctx, &job, places, overlap, served);
    }
    for (size_t k = 0; overlap && k < n_values; k++) err[k] = isnan(overlap[k]) ? NAN : 0;
    return status == LC_OK ? lc_overlap_areas(ctx, fields, results, max_error, overlap, err, served) : status;
}
