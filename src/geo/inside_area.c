#include "geo/inside_area.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/common_area.h"
#include "geo/geos.h"
#include "geo/index.h"
#include "geo/union.h"

typedef struct {
    lc_items near;
    lc_side_sweep sweep;
    lc_sides sides;
} worker_t;

typedef struct {
    const lc_geoms *land, *polygons; /* valid; the land's do not overlap */
    lc_index *index;                 /* of the land */
    lc_sides *sides;                 /* of the land, polygon by polygon */
    double *area;                    /* one a polygon */
    worker_t *worker;
} job_t;

static bool take_sides(void *user, size_t g, int worker) {
    const job_t *job = user;
    (void)worker;
    bool ok = lc_sides_add(&job->sides[g], job->land, g);
    lc_sides_sort(&job->sides[g]);
    return ok;
}

static bool sum_polygon(void *user, size_t g, int worker) {
    const job_t *job = user;
    worker_t *w = &job->worker[worker];
    lc_box box = lc_geom_box(job->polygons, g);
    if (!lc_index_search(job->index, &box, &w->near)) return false;
    if (w->near.n == 0) return true;
    w->sides.n = 0;
    if (!lc_sides_add(&w->sides, job->polygons, g)) return false;
    lc_sides_sort(&w->sides);
    for (size_t k = 0; k < w->near.n; k++) {
        double area;
        if (!lc_common_area(&w->sides, &job->sides[w->near.item[k]], &w->sweep, &area)) return false;
        job->area[g] += lc_max(0, area);
    }
    return true;
}

static lc_status sum_polygons(lc_context *ctx, job_t *job, double *area_m2) {
    size_t threads = (size_t)lc_threads(ctx);
    job->index = lc_geoms_index(job->land);
    job->sides = LC_NEW0(lc_sides, job->land->n);
    job->area = LC_NEW0(double, job->polygons->n);
    job->worker = LC_NEW0(worker_t, threads);
    bool ok = job->index && job->sides && job->area && job->worker;
    lc_status status = ok ? lc_parallel(ctx, job->land->n, take_sides, job) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_parallel(ctx, job->polygons->n, sum_polygon, job);
    for (size_t g = 0; status == LC_OK && g < job->polygons->n; g++) area_m2[job->polygons->feature[g]] += job->area[g];
    for (size_t g = 0; job->sides && g < job->land->n; g++) lc_sides_free(&job->sides[g]);
    for (size_t t = 0; job->worker && t < threads; t++) {
        free(job->worker[t].near.item);
        lc_side_sweep_free(&job->worker[t].sweep);
        lc_sides_free(&job->worker[t].sides);
    }
    free(job->sides);
    free(job->area);
    free(job->worker);
    lc_index_free(job->index);
    return status;
}

/* A valid copy of the polygons: projecting may have bent a repaired outline over itself once more. */
static lc_status copy_valid(lc_context *ctx, const lc_geoms *from, lc_geoms *out) {
    size_t repaired, lost;
    for (size_t g = 0; g < from->n; g++)
        if (from->kind[g] == LC_POLYGON && !lc_geoms_copy(out, from, g, from->feature[g])) return lc_fail_memory(ctx);
    return lc_geoms_make_valid(ctx, out, &repaired, &lost);
}

lc_status lc_inside_area(lc_context *ctx, const lc_geoms *land, const lc_geoms *polygons, bool known_valid,
                         double *area_m2) {
    lc_geoms valid = {0}, joined = {0}, around = {0};
    lc_status status = copy_valid(ctx, land, &valid);
    if (status == LC_OK) status = lc_geoms_union(ctx, &valid, 0, &joined);
    if (status == LC_OK && !known_valid) status = copy_valid(ctx, polygons, &around);
    if (status == LC_OK) {
        job_t job = {.land = &joined, .polygons = known_valid ? polygons : &around};
        status = sum_polygons(ctx, &job, area_m2);
    }
    lc_geoms_free(&valid);
    lc_geoms_free(&joined);
    lc_geoms_free(&around);
    return status;
}
