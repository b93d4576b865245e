#include "report/shapes.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/tasks.h"
#include "geo/overlay.h"
#include "geo/union.h"
#include "report/distance_grids.h"
#include "report/gaps.h"
#include "report/lattice_areas.h"
#include "report/refine_areas.h"

static const double LEAST_M2 = 25; /* smaller parts and holes are left out */
enum { QUADRANT = 32 };            /* chords of a quarter circle: areas short by 0.04 % at most */

typedef struct {
    const lc_shapes_job *job;
    lc_geoms land; /* residential land, united */
    lc_geoms all;  /* the communities, united, where areas are wanted */
    lc_index *all_index;
    lc_geoms *trimmed; /* areas within them, one an indicator */
    lc_shape *shape;   /* one an indicator */
    size_t *todo;      /* indicators that are drawn; then those of them with an area denominator */
    size_t n_todo;
    lc_report *report;
} run_t;

/* ---------------------------------------------------------------------------------------------------- service areas */

/* Could geometry g serve a place where areas are wanted? */
static bool is_near(const lc_shapes_job *job, const lc_box *wanted, const lc_geoms *geoms, size_t g, double reach_m) {
    if (!job->only) return true;
    lc_box box = lc_geom_box(geoms, g);
    box = (lc_box){box.x0 - reach_m, box.y0 - reach_m, box.x1 + reach_m, box.y1 + reach_m};
    return lc_box_meets(&box, wanted);
}

static lc_status draw_straight(lc_context *ctx, const lc_shapes_job *job, size_t i, lc_geoms *out) {
    const lc_plan *plan = job->plan;
    const lc_indicator_def *def = &job->profile->indicators[i];
    const lc_plan_group *g = &plan->group[plan->indicator[i].group];
    const lc_lattice l = lc_shapes_lattice(job, LC_GRID_COARSE_M);
    const lc_box wanted = {l.x0, l.y0, l.x0 + (double)l.width * l.cell_m, l.y0 + (double)l.height * l.cell_m};
    lc_geoms grown = {0};
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < g->n_sets; k++) {
        const lc_plan_set *set = &plan->set[g->set[k]];
        const lc_geoms *geoms = &set->facilities->geoms;
        bool *use = LC_NEW(bool, geoms->n);
        for (size_t j = 0; use && j < geoms->n; j++)
            use[j] = set->passes[geoms->feature[j]] && is_near(job, &wanted, geoms, j, def->rules[k].distance_m);
        status = use ? lc_geoms_grow(ctx, geoms, use, def->rules[k].distance_m, QUADRANT, &grown) : lc_fail_memory(ctx);
        free(use);
    }
    if (status == LC_OK) status = lc_geoms_union(ctx, &grown, 0, out);
    lc_geoms_free(&grown);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- drawing */

static bool by_area(const run_t *run, size_t i) {
    return !run->job->plan->indicator[i].reason && run->job->plan->indicator[i].over_land;
}

/* Draw the area of indicator `item` if it goes by straight lines; behind the indicators: unite residential land. */
static lc_status draw_one(lc_context *ctx, void *user, size_t item) {
    run_t *run = user;
    const lc_shapes_job *job = run->job;
    const lc_plan *plan = job->plan;
    if (item == job->profile->n_indicators)
        return plan->residential ? lc_geoms_union(ctx, &plan->residential->geoms, 0, &run->land) : LC_OK;
    bool drawn = !plan->indicator[item].reason && lc_shapes_straight(job, item);
    return drawn ? draw_straight(ctx, job, item, &run->shape[item].area) : LC_OK;
}

/* What lies in the communities of the area of indicator i. */
static bool trim_area(run_t *run, size_t i) {
    const lc_geoms *area = &run->shape[i].area;
    if (run->job->plan->indicator[i].reason) return true;
    return lc_geoms_overlay(area, 0, area->n, &run->all, run->all_index, true, LEAST_M2, (uint32_t)i, &run->trimmed[i]);
}

static bool trim_straight(void *user, size_t i, int worker) {
    run_t *run = user;
    (void)worker;
    return !lc_shapes_straight(run->job, i) || trim_area(run, i);
}

static bool trim_others(void *user, size_t i, int worker) {
    run_t *run = user;
    (void)worker;
    return lc_shapes_straight(run->job, i) || trim_area(run, i);
}

/* The communities united, and the areas in them that are never refined. */
static lc_status trim_first(lc_context *ctx, run_t *run) {
    const lc_shapes_job *job = run->job;
    if (!job->options->want_areas) return LC_OK;
    run->trimmed = LC_NEW0(lc_geoms, job->profile->n_indicators);
    lc_status status = run->trimmed ? lc_geoms_union(ctx, &job->city->communities, 0, &run->all) : lc_fail_memory(ctx);
    if (status == LC_OK && !(run->all_index = lc_geoms_index(&run->all))) status = lc_fail_memory(ctx);
    return status == LC_OK ? lc_parallel(ctx, job->profile->n_indicators, trim_straight, run) : status;
}

enum { REFINE, TRIM, REFINEMENT };

static lc_status refine_or_trim(lc_context *ctx, void *user, size_t item) {
    run_t *run = user;
    if (item == TRIM) return trim_first(ctx, run);
    double coarse_m = lc_shapes_lattice(run->job, LC_GRID_COARSE_M).cell_m;
    return lc_areas_refine(ctx, run->job, &run->land, coarse_m, run->todo, run->n_todo, LEAST_M2, run->shape);
}

/* Much of a refinement is one thread's: what does not wait for it is done beside. */
static lc_status refine(lc_context *ctx, run_t *run) {
    lc_status status = lc_tasks_run(ctx, REFINEMENT, refine_or_trim, run);
    if (status == LC_OK) lc_areas_warn_coarse(ctx, run->job, run->shape, run->todo, run->n_todo);
    return status;
}

/* Areas are wanted of every indicator that has an answer; gaps as polygons of those that measure areas. */
static lc_status draw(lc_context *ctx, run_t *run) {
    const lc_shapes_job *job = run->job;
    lc_status status = lc_tasks_run(ctx, job->profile->n_indicators + 1, draw_one, run);
    run->n_todo = 0;
    for (size_t i = 0; i < job->profile->n_indicators; i++)
        if (!job->plan->indicator[i].reason) run->todo[run->n_todo++] = i;
    if (status == LC_OK && run->n_todo)
        status = lc_lattice_areas_draw(ctx, job, LC_GRID_COARSE_M, run->todo, run->n_todo, LEAST_M2, run->shape);
    size_t kept = 0;
    for (size_t k = 0; k < run->n_todo; k++)
        if (by_area(run, run->todo[k])) run->todo[kept++] = run->todo[k];
    run->n_todo = kept;
    if (status == LC_OK) status = lc_gaps_cut(ctx, job, &run->land, run->todo, kept, LEAST_M2, NULL, run->shape);
    return status == LC_OK ? refine(ctx, run) : status;
}

/* -------------------------------------------------------------------------------------------------- into the report */

static bool snap_area(void *user, size_t i, int worker) {
    const run_t *run = user;
    (void)worker;
    return lc_geoms_snap(&run->trimmed[i], LC_SHAPES_GRID_DEGREES);
}

static lc_status put_areas(lc_context *ctx, run_t *run, lc_report *report) {
    size_t n = run->job->profile->n_indicators;
    lc_status status = lc_parallel(ctx, n, trim_others, run);
    for (size_t i = 0; status == LC_OK && i < n; i++)
        status = lc_work_crs_unproject_many(ctx, run->job->city->crs, run->trimmed[i].xy, run->trimmed[i].n_xy);
    if (status == LC_OK) status = lc_parallel(ctx, n, snap_area, run);
    for (size_t i = 0; i < n; i++) {
        if (status == LC_OK && !lc_geoms_append(&report->areas, &run->trimmed[i], 0)) status = lc_fail_memory(ctx);
        lc_geoms_free(&run->trimmed[i]);
    }
    report->has_areas = status == LC_OK;
    return status;
}

/* A gap before sorting: a geometry of some collection. */
typedef struct {
    lc_gap gap;
    const lc_geoms *geoms; /* NULL for a place */
    size_t g;
    lc_xy place;
} found_t;

typedef struct {
    found_t *found;
    size_t n, cap;
} found_list_t;

static int by_size(const void *a, const void *b) {
    const found_t *p = a, *q = b;
    int order = lc_gap_compare(&p->gap, &q->gap);
    return order ? order : p->g < q->g ? -1 : p->g > q->g;
}

static bool add_found(found_list_t *list, found_t f) {
    if (!LC_ROOM(list->found, list->cap, list->n + 1)) return false;
    list->found[list->n++] = f;
    return true;
}

bool lc_shapes_weight(lc_people people, size_t c, const lc_geoms *geoms, size_t g, double *weight) {
    const lc_places *places = people.places;
    *weight = NAN;
    if (people.spread) return lc_spread_weight(people.spread, c, geoms, g, g + 1, weight);
    if (!places) return true;
    lc_box box = lc_geom_box(geoms, g);
    double sum = 0;
    for (size_t k = places->start[c]; k < places->start[c + 1]; k++) {
        lc_xy p = places->xy[places->place[k]];
        if (p.x < box.x0 || p.x > box.x1 || p.y < box.y0 || p.y > box.y1) continue;
        if (lc_geom_contains(geoms, g, p.x, p.y)) sum += places->weight[places->place[k]];
    }
    *weight = sum;
    return true;
}

static bool find_gaps(const lc_context *ctx, const run_t *run, found_list_t *list) {
    const lc_shapes_job *job = run->job;
    for (size_t i = 0; i < job->profile->n_indicators; i++) {
        const lc_geoms *gaps = &run->shape[i].gaps;
        for (size_t g = 0; by_area(run, i) && g < gaps->n; g++) {
            if (lc_cancelled(ctx)) return false;
            size_t c = gaps->feature[g];
            lc_gap gap = {c, i, lc_geom_area(gaps, g), NAN};
            if (!lc_shapes_weight(lc_city_people(job->city, job->profile->indicators[i].group), c, gaps, g,
                                  &gap.weight))
                return false;
            if (!add_found(list, (found_t){.gap = gap, .geoms = gaps, .g = g})) return false;
        }
    }
    for (size_t k = 0; k < job->results->n_places; k++) {
        const lc_place_result *r = &job->results->places[k];
        const lc_places *places = r->of;
        for (size_t c = 0; c < job->city->n_communities; c++) {
            if (lc_cancelled(ctx)) return false;
            for (size_t j = places->start[c]; j < places->start[c + 1]; j++) {
                uint32_t p = places->place[j];
                if (r->covered[p]) continue;
                lc_gap gap = {c, r->indicator, NAN, places->weight[p]};
                if (!add_found(list, (found_t){.gap = gap, .g = p, .place = places->xy[p]})) return false;
            }
        }
    }
    return true;
}

static lc_status put_gaps(lc_context *ctx, run_t *run, const lc_work_crs *crs, lc_report *report) {
    found_list_t list = {0};
    bool ok = find_gaps(ctx, run, &list);
    if (ok && list.n) qsort(list.found, list.n, sizeof *list.found, by_size);
    report->gap = LC_NEW(lc_gap, list.n);
    ok = ok && report->gap;
    for (size_t k = 0; ok && k < list.n && !lc_cancelled(ctx); k++) {
        const found_t *f = &list.found[k];
        report->gap[report->n_gaps++] = f->gap;
        if (f->geoms) {
            ok = lc_geoms_copy(&report->gaps, f->geoms, f->g, (uint32_t)k);
        } else {
            ok = lc_geoms_begin(&report->gaps, LC_POINT, (uint32_t)k) && lc_geoms_begin_part(&report->gaps) &&
                 lc_geoms_add(&report->gaps, f->place.x, f->place.y);
        }
    }
    free(list.found);
    for (size_t i = 0; i < run->job->profile->n_indicators; i++) lc_geoms_free(&run->shape[i].gaps);
    if (!ok || lc_cancelled(ctx)) return lc_fail_memory(ctx);
    lc_status status = lc_work_crs_unproject_many(ctx, crs, report->gaps.xy, report->gaps.n_xy);
    if (status == LC_OK) status = lc_geoms_snap_many(ctx, &report->gaps, LC_SHAPES_GRID_DEGREES);
    report->has_gaps = status == LC_OK;
    return status;
}

enum { PUT_AREAS, PUT_GAPS, PUTS };

/* Areas and gaps have parts of their own of the report. */
static lc_status put_one(lc_context *ctx, void *user, size_t item) {
    run_t *run = user;
    const lc_check_options *o = run->job->options;
    if (item == PUT_AREAS) return o->want_areas ? put_areas(ctx, run, run->report) : LC_OK;
    if (!o->want_gaps) return LC_OK;
    lc_work_crs *crs = NULL; /* a projection serves one thread */
    lc_status status = lc_work_crs_copy(ctx, run->job->city->crs, &crs);
    if (status == LC_OK) status = put_gaps(ctx, run, crs, run->report);
    lc_work_crs_free(crs);
    return status;
}

lc_status lc_shapes_area(lc_context *ctx, const lc_shapes_job *job, size_t indicator, lc_geoms *out) {
    if (lc_shapes_straight(job, indicator)) return draw_straight(ctx, job, indicator, out);
    lc_shape *shape = LC_NEW0(lc_shape, job->profile->n_indicators);
    if (!shape) return lc_fail_memory(ctx);
    lc_status status = lc_lattice_areas_draw(ctx, job, LC_GRID_COARSE_M, &indicator, 1, LEAST_M2, shape);
    *out = shape[indicator].area;
    free(shape);
    return status;
}

lc_status lc_shapes_make(lc_context *ctx, const lc_shapes_job *job, lc_report *report) {
    run_t run = {.job = job, .report = report};
    size_t n = job->profile->n_indicators;
    lc_status status = LC_OK;
    bool drawn = job->options->want_areas || job->options->want_gaps;
    run.shape = LC_NEW0(lc_shape, n);
    run.todo = LC_NEW(size_t, n);
    if (!run.shape || !run.todo) status = lc_fail_memory(ctx);
    if (status == LC_OK && drawn) status = draw(ctx, &run);
    if (status == LC_OK && drawn) status = lc_tasks_run(ctx, PUTS, put_one, &run);
    if (status == LC_OK && job->options->n_categories) status = lc_distance_grids_make(ctx, job, report);
    for (size_t i = 0; run.shape && i < n; i++) lc_shape_free(&run.shape[i]);
    lc_geoms_free(&run.land);
    for (size_t i = 0; run.trimmed && i < n; i++) lc_geoms_free(&run.trimmed[i]);
    free(run.trimmed);
    lc_index_free(run.all_index);
    lc_geoms_free(&run.all);
    free(run.shape);
    free(run.todo);
    return status;
}
