#include "report/gaps.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/hilbert.h"
#include "geo/overlay.h"

enum { BLOCK = 32 }; /* communities a unit of work: neighbours, for which what lies around them is cut off once */

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
    size_t n_blocks;
    uint32_t *order; /* the communities, block after block */
    uint32_t *place; /* of each community in that order */
    lc_geoms *gaps;  /* [block * n_todo + k] */
    size_t *from;    /* [community * n_todo + k]: its gaps begin there, in those of its block */
} cut_t;

/* A block of communities in hand, with what lies around it. */
typedef struct {
    size_t block;
    lc_overlay *land;  /* NULL: no indicator is about residential land */
    lc_overlay **area; /* n_todo: service areas */
} around_t;

static double geoms_area(const lc_geoms *geoms, size_t first, size_t end) {
    double area = 0;
    for (size_t g = first; g < end; g++) area += lc_geom_area(geoms, g);
    return area;
}

static bool homes(const cut_t *cut, size_t k) {
    return cut->job->profile->indicators[cut->todo[k]].denominator == LC_RESIDENTIAL;
}

static bool wanted(const cut_t *cut, size_t c) {
    return !cut->only || cut->only[c];
}

static size_t block_end(const cut_t *cut, size_t block) {
    size_t n = cut->job->city->n_communities, end = (block + 1) * BLOCK;
    return end < n ? end : n;
}

/* The box of those communities of a block whose gaps are wanted; false without any. */
static bool block_box(const cut_t *cut, size_t block, lc_box *box) {
    const lc_geoms *communities = &cut->job->city->communities;
    *box = lc_box_empty();
    for (size_t k = block * BLOCK; k < block_end(cut, block); k++) {
        size_t c = cut->order[k];
        lc_box own = lc_geoms_box(communities, cut->first[c], cut->first[c + 1]);
        if (!wanted(cut, c) || own.x0 > own.x1) continue;
        lc_box_join(box, &own);
    }
    return box->x0 <= box->x1;
}

static bool look_around(const cut_t *cut, const lc_box *box, around_t *around) {
    bool land = false;
    around->area = LC_NEW0(lc_overlay *, cut->n_todo);
    bool ok = around->area != NULL;
    for (size_t k = 0; ok && k < cut->n_todo; k++) {
        ok = (around->area[k] = lc_overlay_new(&cut->shape[cut->todo[k]].area, cut->index[k], box)) != NULL;
        land = land || homes(cut, k);
    }
    if (ok && land) ok = (around->land = lc_overlay_new(cut->land, cut->land_index, box)) != NULL;
    return ok;
}

static void free_around(const cut_t *cut, around_t *around) {
    for (size_t k = 0; around->area && k < cut->n_todo; k++) lc_overlay_free(around->area[k]);
    free(around->area);
    lc_overlay_free(around->land);
}

/* Community c itself, and its residential land where any indicator is about that. */
static bool measured_land(const cut_t *cut, const around_t *around, size_t c, lc_geoms *whole, lc_geoms *residential) {
    const lc_geoms *communities = &cut->job->city->communities;
    for (size_t g = cut->first[c]; g < cut->first[c + 1]; g++)
        if (!lc_geoms_copy(whole, communities, g, (uint32_t)c)) return false;
    return !around->land || lc_overlay_cut(around->land, communities, cut->first[c], cut->first[c + 1], true, 0,
                                           (uint32_t)c, residential);
}

/* The gaps of the k-th indicator in community c, whose land is known. */
static bool cut_one(const cut_t *cut, const around_t *around, size_t c, size_t k, const lc_geoms *land) {
    const lc_results *results = cut->job->results;
    lc_geoms *gaps = &cut->gaps[around->block * cut->n_todo + k];
    size_t i = cut->todo[k], before = gaps->n;
    cut->from[c * cut->n_todo + k] = before;
    if (!lc_overlay_cut(around->area[k], land, 0, land->n, false, cut->least_m2, (uint32_t)c, gaps)) return false;
    double whole = geoms_area(land, 0, land->n), gap = geoms_area(gaps, before, gaps->n);
    const lc_result *r = &results->value[c * results->n_indicators + i];
    bool people = cut->job->profile->indicators[i].denominator == LC_POPULATION; /* shares of them are not of land */
    bool known = whole > 0 && r->demand > 0 && !people;
    cut->shape[i].differs[c] = known ? fabs((whole - gap) / whole - r->covered / r->demand) : 0;
    return true;
}

static bool cut_block(void *user, size_t block, int worker) {
    const cut_t *cut = user;
    around_t around = {.block = block};
    lc_box box;
    (void)worker;
    if (!block_box(cut, block, &box)) return true;
    bool ok = look_around(cut, &box, &around);
    for (size_t at = block * BLOCK; ok && at < block_end(cut, block); at++) {
        size_t c = cut->order[at];
        lc_geoms whole = {0}, residential = {0};
        if (!wanted(cut, c)) continue;
        ok = !lc_cancelled(cut->ctx) && measured_land(cut, &around, c, &whole, &residential);
        for (size_t k = 0; ok && k < cut->n_todo; k++)
            ok = cut_one(cut, &around, c, k, homes(cut, k) ? &residential : &whole);
        lc_geoms_free(&whole);
        lc_geoms_free(&residential);
    }
    free_around(cut, &around);
    return ok;
}

/* Put the gaps of the k-th indicator in the order of communities: the new ones, and those that were to be left. */
static bool gather(void *user, size_t k, int worker) {
    const cut_t *cut = user;
    (void)worker;
    lc_shape *shape = &cut->shape[cut->todo[k]];
    lc_geoms old = shape->gaps;
    size_t from = 0;
    bool ok = true;
    shape->gaps = (lc_geoms){0};
    for (size_t c = 0; ok && c < cut->job->city->n_communities; c++) {
        const lc_geoms *anew = &cut->gaps[cut->place[c] / BLOCK * cut->n_todo + k];
        for (; ok && from < old.n && old.feature[from] == c; from++)
            ok = wanted(cut, c) || lc_geoms_copy(&shape->gaps, &old, from, (uint32_t)c);
        for (size_t g = cut->from[c * cut->n_todo + k]; ok && g < anew->n && anew->feature[g] == c; g++)
            ok = lc_geoms_copy(&shape->gaps, anew, g, (uint32_t)c);
    }
    lc_geoms_free(&old);
    return ok;
}

/* The communities along a Hilbert curve. */
static bool order_communities(cut_t *cut) {
    const lc_geoms *communities = &cut->job->city->communities;
    size_t n = cut->job->city->n_communities;
    lc_xy *centre = LC_NEW0(lc_xy, n);
    cut->order = LC_NEW(uint32_t, n);
    cut->place = LC_NEW(uint32_t, n);
    bool ok = centre && cut->order && cut->place;
    for (size_t c = 0; ok && c < n; c++) {
        lc_box b = lc_geoms_box(communities, cut->first[c], cut->first[c + 1]);
        if (b.x0 <= b.x1) centre[c] = lc_box_middle(&b);
    }
    ok = ok && lc_hilbert_order(centre, n, cut->order);
    for (size_t k = 0; ok && k < n; k++) cut->place[cut->order[k]] = (uint32_t)k;
    free(centre);
    return ok;
}

static bool prepare(cut_t *cut) {
    size_t n = cut->job->city->n_communities;
    cut->n_blocks = (n + BLOCK - 1) / BLOCK;
    cut->index = LC_NEW0(lc_index *, cut->n_todo);
    cut->gaps = LC_NEW0(lc_geoms, cut->n_blocks * cut->n_todo);
    cut->from = LC_NEW0(size_t, n * cut->n_todo);
    cut->land_index = lc_geoms_index(cut->land);
    cut->first = lc_geoms_of_features(&cut->job->city->communities, n);
    bool ok = cut->index && cut->gaps && cut->from && cut->land_index && cut->first && order_communities(cut);
    for (size_t k = 0; ok && k < cut->n_todo; k++) {
        lc_shape *shape = &cut->shape[cut->todo[k]];
        if (!shape->differs) shape->differs = LC_NEW0(double, n);
        ok = shape->differs && (cut->index[k] = lc_geoms_index(&shape->area)) != NULL;
    }
    return ok;
}

static void free_cut(cut_t *cut) {
    for (size_t at = 0; cut->gaps && at < cut->n_blocks * cut->n_todo; at++) lc_geoms_free(&cut->gaps[at]);
    for (size_t k = 0; cut->index && k < cut->n_todo; k++) lc_index_free(cut->index[k]);
    lc_index_free(cut->land_index);
    free(cut->index);
    free(cut->gaps);
    free(cut->from);
    free(cut->first);
    free(cut->order);
    free(cut->place);
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
    if (!n_todo) return LC_OK;
    lc_status status = prepare(&cut) ? lc_parallel(ctx, cut.n_blocks, cut_block, &cut) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_parallel(ctx, n_todo, gather, &cut);
    free_cut(&cut);
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
