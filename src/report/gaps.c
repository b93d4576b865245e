#include "report/gaps.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/overlay.h"

enum { BLOCK = 32 }; /* communities a unit of work */

typedef struct {
    const lc_context *ctx;
    const lc_shapes_job *job;
    const lc_geoms *land;
    lc_index *land_index;
    const size_t *todo;
    size_t n_todo;
    double least_m2;
    const bool *only;
    lc_shape *shape;
    lc_index **index; /* n_todo: over the service areas */
    size_t *first;    /* n_communities + 1: geometries of each community */
    lc_geoms *gaps;   /* [block * n_todo + k] */
} cut_t;

static double geoms_area(const lc_geoms *geoms, size_t first, size_t end) {
    double area = 0;
    for (size_t g = first; g < end; g++) area += lc_geom_area(geoms, g);
    return area;
}

/* Community c itself, and its residential land where any indicator is about that. */
static bool measured_land(const cut_t *cut, size_t c, lc_geoms *whole, lc_geoms *residential) {
    const lc_geoms *communities = &cut->job->city->communities;
    bool wanted = false;
    for (size_t k = 0; k < cut->n_todo; k++)
        wanted = wanted || cut->job->profile->indicators[cut->todo[k]].denominator == LC_RESIDENTIAL;
    if (wanted && !lc_geoms_overlay(communities, cut->first[c], cut->first[c + 1], cut->land, cut->land_index, true, 0,
                                    (uint32_t)c, residential))
        return false;
    for (size_t g = cut->first[c]; g < cut->first[c + 1]; g++)
        if (!lc_geoms_copy(whole, communities, g, (uint32_t)c)) return false;
    return true;
}

/* The gaps of the k-th indicator in community c, whose land is known. */
static bool cut_one(const cut_t *cut, size_t c, size_t k, const lc_geoms *land, lc_geoms *gaps) {
    const lc_results *results = cut->job->results;
    size_t i = cut->todo[k], before = gaps->n;
    if (!lc_geoms_overlay(land, 0, land->n, &cut->shape[i].area, cut->index[k], false, cut->least_m2, (uint32_t)c,
                          gaps))
        return false;
    double whole = geoms_area(land, 0, land->n), gap = geoms_area(gaps, before, gaps->n);
    const lc_result *r = &results->value[c * results->n_indicators + i];
    bool people = cut->job->profile->indicators[i].denominator == LC_POPULATION; /* shares of them are not of land */
    bool known = whole > 0 && r->demand > 0 && !people;
    cut->shape[i].differs[c] = known ? fabs((whole - gap) / whole - r->covered / r->demand) : 0;
    return true;
}

static bool cut_block(void *user, size_t block, int worker) {
    const cut_t *cut = user;
    size_t n = cut->job->city->n_communities, end = (block + 1) * BLOCK < n ? (block + 1) * BLOCK : n;
    bool ok = true;
    (void)worker;
    for (size_t c = block * BLOCK; ok && c < end; c++) {
        lc_geoms whole = {0}, residential = {0};
        if (cut->only && !cut->only[c]) continue;
        ok = !lc_cancelled(cut->ctx) && measured_land(cut, c, &whole, &residential);
        for (size_t k = 0; ok && k < cut->n_todo; k++) {
            bool homes = cut->job->profile->indicators[cut->todo[k]].denominator == LC_RESIDENTIAL;
            size_t at = block * cut->n_todo + k;
            ok = cut_one(cut, c, k, homes ? &residential : &whole, &cut->gaps[at]);
        }
        lc_geoms_free(&whole);
        lc_geoms_free(&residential);
    }
    return ok;
}

/* Put the gaps of the k-th indicator in the order of communities: the new ones, and those that were to be left. */
static bool gather(cut_t *cut, size_t k, size_t n_blocks) {
    lc_shape *shape = &cut->shape[cut->todo[k]];
    lc_geoms old = shape->gaps;
    size_t from = 0;
    bool ok = true;
    shape->gaps = (lc_geoms){0};
    for (size_t b = 0; ok && b < n_blocks; b++) {
        const lc_geoms *cut_here = &cut->gaps[b * cut->n_todo + k];
        size_t g = 0;
        for (size_t c = b * BLOCK; ok && c < cut->job->city->n_communities && c < (b + 1) * BLOCK; c++) {
            bool anew = !cut->only || cut->only[c];
            for (; ok && from < old.n && old.feature[from] == c; from++)
                ok = anew || lc_geoms_copy(&shape->gaps, &old, from, old.feature[from]);
            for (; ok && g < cut_here->n && cut_here->feature[g] == c; g++)
                ok = lc_geoms_copy(&shape->gaps, cut_here, g, cut_here->feature[g]);
        }
    }
    lc_geoms_free(&old);
    return ok;
}

static bool prepare(cut_t *cut, size_t n_blocks) {
    cut->index = LC_NEW0(lc_index *, cut->n_todo);
    cut->gaps = LC_NEW0(lc_geoms, n_blocks * cut->n_todo);
    cut->land_index = lc_geoms_index(cut->land);
    cut->first = lc_geoms_of_features(&cut->job->city->communities, cut->job->city->n_communities);
    bool ok = cut->index && cut->gaps && cut->land_index && cut->first;
    for (size_t k = 0; ok && k < cut->n_todo; k++) {
        lc_shape *shape = &cut->shape[cut->todo[k]];
        if (!shape->differs) shape->differs = LC_NEW0(double, cut->job->city->n_communities);
        ok = shape->differs && (cut->index[k] = lc_geoms_index(&shape->area)) != NULL;
    }
    return ok;
}

lc_status lc_gaps_cut(lc_context *ctx, const lc_shapes_job *job, const lc_geoms *land, const size_t *todo,
                      size_t n_todo, double least_m2, const bool *only, lc_shape *shape) {
    cut_t cut = {.ctx = ctx,
                 .job = job,
                 .land = land,
                 .todo = todo,
                 .n_todo = n_todo,
                 .least_m2 = least_m2,
                 .only = only,
                 .shape = shape};
    size_t n_blocks = (job->city->n_communities + BLOCK - 1) / BLOCK;
    if (!n_todo) return LC_OK;
    lc_status status = prepare(&cut, n_blocks) ? lc_parallel(ctx, n_blocks, cut_block, &cut) : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n_todo; k++)
        if (!gather(&cut, k, n_blocks)) status = lc_fail_memory(ctx);
    for (size_t at = 0; cut.gaps && at < n_blocks * n_todo; at++) lc_geoms_free(&cut.gaps[at]);
    for (size_t k = 0; cut.index && k < n_todo; k++) lc_index_free(cut.index[k]);
    lc_index_free(cut.land_index);
    free(cut.index);
    free(cut.gaps);
    free(cut.first);
    return status;
}

void lc_shape_free(lc_shape *shape) {
    lc_geoms_free(&shape->area);
    lc_geoms_free(&shape->gaps);
    free(shape->differs);
    *shape = (lc_shape){0};
}

int lc_gap_compare(const lc_gap *a, const lc_gap *b) {
    bool place = isnan(a->area_m2), other = isnan(b->area_m2);
    if (place != other) return place ? 1 : -1;
    double x = place ? a->weight : a->area_m2, y = place ? b->weight : b->area_m2;
    if (x != y) return x > y ? -1 : 1;
    if (a->indicator != b->indicator) return a->indicator < b->indicator ? -1 : 1;
    if (a->community != b->community) return a->community < b->community ? -1 : 1;
    return 0;
}
