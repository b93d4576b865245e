#include "siting/cover_build.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "measure/anchors.h"
#include "measure/place_results.h"
#include "network/walk_length.h"
#include "siting/problem.h"

/* ------------------------------------------------------------------------------------------------------- what exists
 */

enum { CHUNK = 1024, BLOCK = 64 }; /* points and candidates a unit of work */

typedef struct {
    const lc_pass_fields *pass;
    size_t place; /* of the indicator's group in the pass */
    double limit_m;
    const lc_xy *xy;
    size_t n;
    bool *covered;
    lc_place_scratch *scratch; /* one a worker */
    double **d;
} existing_t;

static bool find_existing(void *user, size_t item, int worker) {
    const existing_t *e = user;
    size_t end = (item + 1) * CHUNK < e->n ? (item + 1) * CHUNK : e->n;
    for (size_t i = item * CHUNK; i < end; i++) {
        bool offnet;
        if (!lc_pass_distances(e->pass, e->xy[i], &e->scratch[worker], e->d[worker], &offnet)) return false;
        e->covered[i] = e->d[worker][e->place] <= e->limit_m;
    }
    return true;
}

lc_status lc_cover_existing(lc_context *ctx, const lc_fields *fields, size_t indicator, const lc_xy *xy, size_t n,
                            bool *covered) {
    const lc_plan_indicator *pi = &fields->plan->indicator[indicator];
    size_t threads = (size_t)lc_threads(ctx);
    memset(covered, 0, n * sizeof *covered);
    if (pi->reason) return LC_OK;
    const lc_plan_group *group = &fields->plan->group[pi->group];
    existing_t e = {.pass = &fields->pass[group->pass],
                    .place = group->place,
                    .limit_m = group->limit_m[pi->limit],
                    .xy = xy,
                    .n = n,
                    .covered = covered,
                    .scratch = LC_NEW0(lc_place_scratch, threads),
                    .d = LC_NEW0(double *, threads)};
    bool ok = e.scratch && e.d;
    for (size_t k = 0; ok && k < threads; k++) ok = (e.d[k] = LC_NEW(double, e.pass->pass.n_groups + 1)) != NULL;
    lc_status status = ok ? lc_parallel(ctx, (n + CHUNK - 1) / CHUNK, find_existing, &e) : lc_fail_memory(ctx);
    for (size_t k = 0; k < threads; k++) {
        if (e.scratch) lc_place_scratch_free(&e.scratch[k]);
        if (e.d) free(e.d[k]);
    }
    free(e.scratch);
    free(e.d);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- candidates
 */

/* The covers of a block of candidates, one after the other. */
typedef struct {
    uint32_t *row;
    size_t n, capacity;
    size_t end[BLOCK];
} block_t;

/* What a thread needs of its own. */
typedef struct {
    lc_reach *reach;
    lc_items reached, near;
    bool *marked; /* a point; all false in between */
} worker_t;

typedef struct {
    const lc_cover_job *job;
    lc_links links; /* of the candidates */
    lc_anchors anchors;
    lc_index *index;     /* over the points */
    const size_t *first; /* candidate j has the geometries first[j] .. first[j + 1] - 1 */
    lc_reach *reach;
    worker_t *worker;
    block_t *block;
    atomic_size_t entries;
    atomic_bool too_many;
} building_t;

static bool mark(worker_t *w, block_t *b, uint32_t point) {
    if (w->marked[point]) return true;
    if (!LC_ROOM(b->row, b->capacity, b->n + 1)) return false;
    w->marked[point] = true;
    b->row[b->n++] = point;
    return true;
}

/* Points inside geometry g, or within limit_m of it when that is not negative. */
static bool mark_near(const building_t *all, worker_t *w, block_t *b, size_t g, double limit_m) {
    const lc_geoms *geoms = &all->job->candidates->places.geoms;
    lc_box box = lc_geom_box(geoms, g);
    double grow = lc_max(0, limit_m);
    box = (lc_box){box.x0 - grow, box.y0 - grow, box.x1 + grow, box.y1 + grow};
    if (!lc_index_search(all->index, &box, &w->near)) return false;
    for (size_t k = 0; k < w->near.n; k++) {
        lc_xy at = all->job->xy[w->near.item[k]];
        bool inside = geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, at.x, at.y);
        if (!inside && !(limit_m >= 0 && lc_geom_outline_distance(geoms, g, at.x, at.y) <= limit_m)) continue;
        if (!mark(w, b, w->near.item[k])) return false;
    }
    return true;
}

/* A gate inside polygon g is there: points of its compounds have the way to it. */
static bool mark_gated(const building_t *all, worker_t *w, block_t *b, size_t g, double limit_m) {
    const lc_geoms *geoms = &all->job->candidates->places.geoms;
    if (!lc_anchors_inside(&all->anchors, all->job->city->compounds, geoms, g, limit_m, &w->near)) return false;
    for (size_t k = 0; k < w->near.n; k++)
        if (!mark(w, b, all->anchors.gate_way[w->near.item[k]].point)) return false;
    return true;
}

static bool cover_on_foot(const building_t *all, worker_t *w, block_t *b, size_t first, size_t end, double limit_m) {
    const lc_geoms *geoms = &all->job->candidates->places.geoms;
    const lc_links *links = &all->links;
    size_t from = links->of[first], to = links->of[end];
    if (to > from && !lc_reach_points(w->reach, links->access + from, to - from, limit_m, &w->reached)) return false;
    for (size_t k = 0; to > from && k < w->reached.n; k++)
        if (!mark(w, b, w->reached.item[k])) return false;
    for (size_t g = first; g < end; g++)
        if (geoms->kind[g] == LC_POLYGON && (!mark_near(all, w, b, g, -1) || !mark_gated(all, w, b, g, limit_m)))
            return false;
    return true;
}

/* The longest distance at which candidate j counts for the indicator; negative when it does not. */
static double distance_for(const lc_cover_job *job, size_t j) {
    double limit = -1;
    if (job->candidates->fix[j] == LC_SITE_EXCLUDED) return limit;
    for (size_t r = 0; r < job->indicator->n_rules; r++) {
        const lc_rule *rule = &job->indicator->rules[r];
        if (strcmp(rule->category, job->candidates->places.category) == 0 &&
            lc_facility_passes(&job->candidates->places, j, rule))
            limit = lc_max(limit, rule->distance_m);
    }
    return limit;
}

static int ascending(const void *a, const void *b) {
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return p < q ? -1 : p > q;
}

static bool cover_one(const building_t *all, worker_t *w, block_t *b, size_t j) {
    size_t first = all->first[j], end = all->first[j + 1], begin = b->n;
    double limit = distance_for(all->job, j);
    bool ok = true;
    if (limit < 0 || first == end) return true;
    if (all->job->indicator->metric == LC_NETWORK)
        ok = cover_on_foot(all, w, b, first, end, limit);
    else
        for (size_t g = first; ok && g < end; g++) ok = mark_near(all, w, b, g, limit);
    for (size_t k = begin; k < b->n; k++) w->marked[b->row[k]] = false;
    if (b->n > begin) qsort(b->row + begin, b->n - begin, sizeof *b->row, ascending);
    return ok;
}

static bool cover_block(void *user, size_t item, int worker) {
    building_t *all = user;
    block_t *b = &all->block[item];
    size_t n = all->job->candidates->places.n, end = (item + 1) * BLOCK < n ? (item + 1) * BLOCK : n;
    if (atomic_load(&all->too_many)) return true;
    for (size_t j = item * BLOCK; j < end; j++) {
        if (!cover_one(all, &all->worker[worker], b, j)) return false;
        b->end[j - item * BLOCK] = b->n;
    }
    if (atomic_fetch_add(&all->entries, b->n) + b->n > all->job->most_entries) atomic_store(&all->too_many, true);
    return true;
}

/* ------------------------------------------------------------------------------------------------------- preparations
 */

/* Entrances of the category that lie at a candidate are its own. */
static lc_entrances entrances_of(const lc_cover_job *job) {
    for (size_t k = 0; k < job->city->n_facilities; k++)
        if (strcmp(job->city->facilities[k].category, job->candidates->places.category) == 0)
            return job->city->facilities[k].entrances;
    return (lc_entrances){0};
}

static lc_status prepare_network(lc_context *ctx, building_t *all) {
    const lc_cover_job *job = all->job;
    lc_facilities places = job->candidates->places; /* with entrances that stay the city's */
    places.entrances = entrances_of(job);
    const lc_network *net = job->network;
    lc_context *quiet = lc_context_beside(ctx); /* candidates that link nowhere are no news */
    lc_status status = quiet ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) {
        status = lc_links_find(quiet, &places, net, job->link_limit_m, &all->links);
        if (status != LC_OK) lc_fail_as(ctx, status, quiet);
    }
    if (status == LC_OK)
        status = lc_anchors_find(ctx, job->city, net, job->link_limit_m, job->xy, job->n, &all->anchors);
    if (status == LC_OK && job->walked != net) {
        lc_view_accesses(net, job->walked, all->links.access, all->links.n);
        if (!lc_view_anchors(ctx, net, job->walked, all->anchors.anchor, all->anchors.n)) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK) {
        all->reach = lc_reach_new(ctx, job->walked, all->anchors.anchor, all->anchors.n, job->n);
        if (!all->reach) status = lc_fail_memory(ctx);
    }
    lc_context_free(quiet);
    return status;
}

static lc_status prepare_workers(lc_context *ctx, building_t *all) {
    size_t threads = (size_t)lc_threads(ctx);
    all->worker = LC_NEW0(worker_t, threads);
    bool ok = all->worker != NULL;
    for (size_t k = 0; ok && k < threads; k++) {
        worker_t *w = &all->worker[k];
        w->marked = LC_NEW0(bool, all->job->n);
        if (all->reach) w->reach = lc_reach_beside(all->reach);
        ok = w->marked && (!all->reach || w->reach) && !lc_cancelled(ctx);
    }
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static void free_building(building_t *all, size_t threads, size_t blocks) {
    for (size_t k = 0; all->worker && k < threads; k++) {
        lc_reach_free(all->worker[k].reach);
        free(all->worker[k].reached.item);
        free(all->worker[k].near.item);
        free(all->worker[k].marked);
    }
    free(all->worker);
    for (size_t i = 0; all->block && i < blocks; i++) free(all->block[i].row);
    free(all->block);
    lc_reach_free(all->reach);
    lc_anchors_free(&all->anchors);
    lc_links_free(&all->links);
    lc_index_free(all->index);
    free((void *)(uintptr_t)all->first);
}

/* The blocks one after the other; each goes as soon as it is copied. */
static bool join_blocks(const lc_context *ctx, building_t *all, size_t blocks, lc_cover *out) {
    size_t n = all->job->candidates->places.n, at = 0;
    *out = (lc_cover){all->job->n, n, LC_NEW(size_t, n + 1), LC_NEW(uint32_t, atomic_load(&all->entries))};
    if (!out->start || !out->row) {
        lc_cover_free(out);
        return false;
    }
    out->start[0] = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < blocks; i++) {
        block_t *b = &all->block[i];
        if (b->n) memcpy(out->row + at, b->row, b->n * sizeof *b->row);
        for (size_t j = i * BLOCK; j < n && j < (i + 1) * BLOCK; j++) out->start[j + 1] = at + b->end[j - i * BLOCK];
        at += b->n;
        free(b->row);
        b->row = NULL;
        ok = !lc_cancelled(ctx);
    }
    if (!ok) lc_cover_free(out);
    return ok;
}

lc_status lc_cover_build(lc_context *ctx, const lc_cover_job *job, lc_cover *out) {
    size_t n = job->candidates->places.n, blocks = (n + BLOCK - 1) / BLOCK;
    building_t all = {.job = job, .index = lc_index_points(ctx, job->xy, job->n), .block = LC_NEW0(block_t, blocks)};
    all.first = lc_geoms_of_features(&job->candidates->places.geoms, n);
    lc_status status = all.index && all.block && all.first ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_fail_cancelled(ctx);
    if (status == LC_OK && job->indicator->metric == LC_NETWORK) status = prepare_network(ctx, &all);
    if (status == LC_OK) status = prepare_workers(ctx, &all);
    if (status == LC_OK) status = lc_parallel(ctx, blocks, cover_block, &all);
    if (status == LC_OK && atomic_load(&all.too_many))
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "the candidates cover more places, one by one, than the memory allowed can hold: give fewer "
                         "candidates (a wider step of paths:M), or more with --max-memory");
    if (status == LC_OK && !join_blocks(ctx, &all, blocks, out)) status = lc_fail_memory(ctx);
    free_building(&all, (size_t)lc_threads(ctx), blocks);
    return status;
}
