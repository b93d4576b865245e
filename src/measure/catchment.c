#include "measure/catchment.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "measure/anchors.h"

/* Facilities whose shares are kept at a time, to be added in their order whoever was first. */
enum { BATCH = 512 };

double lc_catchment_weight(lc_decay decay, double d, double range) {
    static const double EDGE = 0.60653065971263342; /* exp(-1/2) */
    if (!(d <= range)) return 0;
    if (decay == LC_DECAY_NONE) return 1;
    return lc_max(0, (exp(-d * d / (2 * range * range)) - EDGE) / (1 - EDGE));
}

/* A place within reach of a facility. */
typedef struct {
    uint32_t place;
    double d;
} hit_t;

typedef struct {
    hit_t *hit;
    size_t n, capacity;
    double share; /* R_j */
} catchment_t;

typedef struct {
    lc_reach *reach;
    lc_items items;
    uint32_t *at; /* a place: its hit in the catchment in hand, UINT32_MAX without */
} worker_t;

typedef struct {
    const lc_fields *fields;
    const lc_indicator_def *def;
    const lc_plan_set *set;
    const lc_places *places;
    lc_access *access; /* of all its category, by walking length */
    size_t *first;     /* a feature: its geometries */
    lc_anchors anchors;
    lc_reach *reach;
    lc_index *index; /* of the places */
    worker_t *worker;
    size_t begin;           /* the first facility of the batch */
    catchment_t *catchment; /* BATCH */
} job_t;

/* ---------------------------------------------------------------------------------------------------------- distances
 */

/* A place is as far as the nearest of all ways to it. */
static bool add_hit(worker_t *w, catchment_t *c, uint32_t place, double d) {
    if (w->at[place] != UINT32_MAX) {
        hit_t *known = &c->hit[w->at[place]];
        known->d = lc_min(known->d, d);
        return true;
    }
    if (!LC_ROOM(c->hit, c->capacity, c->n + 1)) return false;
    w->at[place] = (uint32_t)c->n;
    c->hit[c->n++] = (hit_t){place, d};
    return true;
}

/* Places inside geometry g, and, with a range, those within it in a straight line. */
static bool find_near(const job_t *job, worker_t *w, catchment_t *c, size_t g, double range) {
    const lc_geoms *geoms = &job->set->facilities->geoms;
    lc_box box = lc_geom_box(geoms, g);
    box = (lc_box){box.x0 - range, box.y0 - range, box.x1 + range, box.y1 + range};
    if (!lc_index_search(job->index, &box, &w->items)) return false;
    for (size_t k = 0; k < w->items.n; k++) {
        uint32_t place = w->items.item[k];
        lc_xy at = job->places->xy[place];
        bool inside = geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, at.x, at.y);
        double d = inside ? 0 : range > 0 ? lc_geom_outline_distance(geoms, g, at.x, at.y) : INFINITY;
        if (d <= range && !add_hit(w, c, place, d)) return false;
    }
    return true;
}

/* Places in gated compounds that have a gate inside polygon g. */
static bool find_gated(const job_t *job, worker_t *w, catchment_t *c, size_t g, double range) {
    const lc_geoms *geoms = &job->set->facilities->geoms;
    const lc_compounds *compounds = job->fields->plan->city->compounds;
    if (!lc_anchors_inside(&job->anchors, compounds, geoms, g, range, &w->items)) return false;
    for (size_t k = 0; k < w->items.n; k++) {
        const lc_gate_way *way = &job->anchors.gate_way[w->items.item[k]];
        if (!add_hit(w, c, way->point, way->way_m)) return false;
    }
    return true;
}

static bool find_on_foot(const job_t *job, worker_t *w, catchment_t *c, size_t first, size_t end, double range) {
    const lc_facilities *f = job->set->facilities;
    const lc_links *links = lc_fields_links(job->fields, f, job->set->walk);
    size_t from = links->of[first], n = links->of[end] - from;
    if (n && !lc_reach_points(w->reach, job->access + from, n, range, &w->items)) return false;
    for (size_t k = 0; n && k < w->items.n; k++)
        if (!add_hit(w, c, w->items.item[k], lc_reach_d(w->reach, w->items.item[k]))) return false;
    for (size_t g = first; g < end; g++)
        if (f->geoms.kind[g] == LC_POLYGON && (!find_near(job, w, c, g, 0) || !find_gated(job, w, c, g, range)))
            return false;
    return true;
}

/* ------------------------------------------------------------------------------------------------------------- shares
 */

static double supply_of(const job_t *job, size_t feature) {
    const lc_facilities *f = job->set->facilities;
    return job->def->supply ? lc_supplies_at(&f->supplies, job->def->supply, feature) : f->area_m2[feature];
}

/* Share a facility's supply out: weights take the place of distances. */
static void share_out(const job_t *job, catchment_t *c, double supply) {
    double range = job->def->rules[0].distance_m, people = 0;
    for (size_t k = 0; k < c->n; k++) {
        c->hit[k].d = lc_catchment_weight(job->def->decay, c->hit[k].d, range);
        people += job->places->weight[c->hit[k].place] * c->hit[k].d;
    }
    c->share = people > 0 ? supply / people : 0;
}

static int by_place(const void *a, const void *b) {
    const hit_t *p = a, *q = b;
    return p->place < q->place ? -1 : p->place > q->place;
}

static bool do_facility(void *user, size_t item, int worker) {
    const job_t *job = user;
    worker_t *w = &job->worker[worker];
    catchment_t *c = &job->catchment[item];
    size_t feature = job->begin + item;
    double range = job->def->rules[0].distance_m, supply = supply_of(job, feature);
    bool ok = true;
    c->n = 0;
    if (!job->set->passes[feature] || !(supply > 0)) return true;
    if (job->def->metric == LC_NETWORK)
        ok = find_on_foot(job, w, c, job->first[feature], job->first[feature + 1], range);
    else
        for (size_t g = job->first[feature]; ok && g < job->first[feature + 1]; g++)
            ok = find_near(job, w, c, g, range);
    for (size_t k = 0; k < c->n; k++) w->at[c->hit[k].place] = UINT32_MAX;
    if (c->n) qsort(c->hit, c->n, sizeof *c->hit, by_place);
    if (ok) share_out(job, c, supply);
    return ok;
}

static lc_status do_batches(lc_context *ctx, job_t *job, double *access) {
    size_t n = job->set->facilities->n;
    lc_status status = LC_OK;
    for (job->begin = 0; status == LC_OK && job->begin < n; job->begin += BATCH) {
        size_t here = n - job->begin < BATCH ? n - job->begin : BATCH;
        status = lc_parallel(ctx, here, do_facility, job);
        for (size_t k = 0; status == LC_OK && k < here; k++) {
            const catchment_t *c = &job->catchment[k];
            for (size_t h = 0; h < c->n; h++) access[c->hit[h].place] += c->share * c->hit[h].d;
        }
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------- preparations
 */

static void tell_unknown(lc_context *ctx, const job_t *job) {
    const lc_facilities *f = job->set->facilities;
    for (size_t i = 0; i < f->n; i++)
        if (job->set->passes[i] && isnan(supply_of(job, i)))
            lc_warn(ctx, "supply_unknown", "facilities whose supply is not known were left out where it is shared out",
                    "%s %s", f->category, f->id[i]);
}

/* By walking length, where that counts. */
static bool take_accesses(const lc_context *ctx, job_t *job) {
    const lc_links *links = lc_fields_links(job->fields, job->set->facilities, job->set->walk);
    const lc_network *network = lc_plan_network(job->fields->plan, job->set->walk),
                     *walked = lc_fields_network(job->fields, job->set->walk);
    job->access = LC_NEW(lc_access, links->n);
    for (size_t i = 0; job->access && i < links->n; i++) job->access[i] = links->access[i];
    if (!job->access || walked == network) return job->access;
    lc_view_accesses(network, walked, job->access, links->n);
    return lc_view_anchors(ctx, network, walked, job->anchors.anchor, job->anchors.n);
}

static lc_status prepare_network(lc_context *ctx, job_t *job) {
    const lc_places *p = job->places;
    const lc_plan *plan = job->fields->plan;
    lc_status status = lc_anchors_find(ctx, plan->city, lc_plan_network(plan, job->set->walk),
                                       job->fields->links->link_limit_m, p->xy, p->n, &job->anchors);
    if (status != LC_OK) return status;
    if (!take_accesses(ctx, job)) return lc_fail_memory(ctx);
    job->reach =
        lc_reach_new(ctx, lc_fields_network(job->fields, job->set->walk), job->anchors.anchor, job->anchors.n, p->n);
    return job->reach ? LC_OK : lc_fail_memory(ctx);
}

static bool prepare_workers(const lc_context *ctx, job_t *job, size_t threads) {
    const lc_places *p = job->places;
    job->index = lc_index_points(ctx, p->xy, p->n);
    job->first = lc_geoms_of_features(&job->set->facilities->geoms, job->set->facilities->n);
    job->catchment = LC_NEW0(catchment_t, BATCH);
    job->worker = LC_NEW0(worker_t, threads);
    bool ok = job->index && job->first && job->catchment && job->worker;
    for (size_t t = 0; ok && t < threads; t++) {
        worker_t *w = &job->worker[t];
        w->at = LC_NEW(uint32_t, p->n);
        for (size_t i = 0; w->at && i < p->n; i++) w->at[i] = UINT32_MAX;
        if (job->reach) w->reach = lc_reach_beside(job->reach);
        ok = w->at && (!job->reach || w->reach);
    }
    return ok;
}

static void free_job(job_t *job, size_t threads) {
    for (size_t t = 0; job->worker && t < threads; t++) {
        lc_reach_free(job->worker[t].reach);
        free(job->worker[t].items.item);
        free(job->worker[t].at);
    }
    free(job->worker);
    for (size_t k = 0; job->catchment && k < BATCH; k++) free(job->catchment[k].hit);
    free(job->catchment);
    lc_reach_free(job->reach);
    lc_anchors_free(&job->anchors);
    lc_index_free(job->index);
    free(job->access);
    free(job->first);
}

lc_status lc_catchment_measure(lc_context *ctx, const lc_fields *fields, size_t indicator, const lc_places *places,
                               double *access) {
    const lc_plan *plan = fields->plan;
    const lc_plan_group *group = &plan->group[plan->indicator[indicator].group];
    job_t job = {.fields = fields,
                 .def = &plan->profile->indicators[indicator],
                 .set = &plan->set[group->set[0]],
                 .places = places};
    size_t threads = (size_t)lc_threads(ctx);
    lc_status status = LC_OK;
    for (size_t i = 0; i < places->n; i++) access[i] = 0;
    tell_unknown(ctx, &job);
    if (job.def->metric == LC_NETWORK) status = prepare_network(ctx, &job);
    if (status == LC_OK && !prepare_workers(ctx, &job, threads)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = do_batches(ctx, &job, access);
    free_job(&job, threads);
    return status;
}
