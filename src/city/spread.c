#include "city/spread.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/common_area.h"
#include "geo/overlay.h"
#include "geo/union.h"

void lc_spread_free(lc_spread *spread) {
    if (!spread) return;
    lc_geoms_free(&spread->geoms);
    free(spread->per_m2);
    free(spread->start);
    free(spread);
}

/* The demand's polygons as weight is laid over them, and their pieces in the making. */
typedef struct {
    const lc_spreading *from;
    size_t n_features;
    size_t *first;           /* n_features + 1: geometries of each polygon's feature */
    lc_geoms homes;          /* residential land, united */
    lc_index *home_index;    /* of it */
    lc_geoms *ground;        /* one a feature: what its weight is laid over */
    double *per_m2;          /* one a feature */
    bool *homeless;          /* one a feature: laid over all of it for want of residential land */
    lc_index *index;         /* of the features' boxes */
    size_t *community_first; /* n_communities + 1: geometries of each */
    lc_geoms *piece;         /* one a community; feature: of the polygons */
    lc_items *hits;          /* one a worker */
} laying_t;

static double area_of(const lc_geoms *geoms) {
    double area = 0;
    for (size_t g = 0; g < geoms->n; g++) area += lc_geom_area(geoms, g);
    return area;
}

/* ---------------------------------------------------------------------------------------------------------- polygons
 */

static bool lay_ground(void *user, size_t f, int worker) {
    const laying_t *l = user;
    const lc_spreading *from = l->from;
    lc_geoms *ground = &l->ground[f];
    (void)worker;
    if (!(from->weight[f] > 0)) return true;
    if (l->home_index && !lc_geoms_overlay(from->polygons, l->first[f], l->first[f + 1], &l->homes, l->home_index, true,
                                           0, (uint32_t)f, ground))
        return false;
    double area = area_of(ground);
    if (!(area > 0)) {
        lc_geoms_cut(ground, 0);
        l->homeless[f] = l->home_index;
        for (size_t g = l->first[f]; g < l->first[f + 1]; g++)
            if (!lc_geoms_copy(ground, from->polygons, g, (uint32_t)f)) return false;
        area = area_of(ground);
    }
    if (area > 0) l->per_m2[f] = from->weight[f] / area;
    return true;
}

static lc_status lay_grounds(lc_context *ctx, laying_t *l) {
    const lc_spreading *from = l->from;
    size_t n = l->n_features;
    l->first = lc_geoms_of_features(from->polygons, n);
    l->ground = LC_NEW0(lc_geoms, n);
    l->per_m2 = LC_NEW0(double, n);
    l->homeless = LC_NEW0(bool, n);
    lc_status status = l->first && l->ground && l->per_m2 && l->homeless ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK && from->residential) {
        status = lc_geoms_union(ctx, &from->residential->geoms, 0, &l->homes);
        if (status == LC_OK && !(l->home_index = lc_geoms_index(&l->homes))) status = lc_fail_memory(ctx);
    }
    return status == LC_OK ? lc_parallel(ctx, n, lay_ground, l) : status;
}

/* ------------------------------------------------------------------------------------------------------------ pieces
 */

/* By the polygons' own boxes, since a ground may be empty. */
static bool index_grounds(laying_t *l) {
    lc_box *box = LC_NEW0(lc_box, l->n_features);
    for (size_t f = 0; box && f < l->n_features; f++)
        if (l->first[f] < l->first[f + 1]) box[f] = lc_geoms_box(l->from->polygons, l->first[f], l->first[f + 1]);
    l->index = box ? lc_index_new(box, l->n_features) : NULL;
    free(box);
    return l->index;
}

/* The pieces of community c. Each polygon is the smaller one as a rule, so that it is cut by the community. */
static bool cut_community(void *user, size_t c, int worker) {
    const laying_t *l = user;
    lc_items *hits = &l->hits[worker];
    lc_geoms whole = {0};
    size_t first = l->community_first[c], end = l->community_first[c + 1];
    lc_box box = lc_geoms_box(l->from->communities, first, end);
    bool ok = true;
    if (first == end) return true;
    for (size_t g = first; ok && g < end; g++) ok = lc_geoms_copy(&whole, l->from->communities, g, 0);
    lc_index *index = ok ? lc_geoms_index(&whole) : NULL;
    ok = index && lc_index_search(l->index, &box, hits);
    for (size_t k = 0; ok && k < hits->n; k++) {
        uint32_t f = hits->item[k];
        const lc_geoms *ground = &l->ground[f];
        if (l->per_m2[f] > 0) ok = lc_geoms_overlay(ground, 0, ground->n, &whole, index, true, 0, f, &l->piece[c]);
    }
    lc_index_free(index);
    lc_geoms_free(&whole);
    return ok;
}

static lc_status cut_pieces(lc_context *ctx, laying_t *l) {
    size_t n = l->from->n_communities, threads = (size_t)lc_threads(ctx);
    l->community_first = lc_geoms_of_features(l->from->communities, n);
    l->piece = LC_NEW0(lc_geoms, n);
    l->hits = LC_NEW0(lc_items, threads);
    bool ok = l->community_first && l->piece && l->hits && index_grounds(l);
    lc_status status = ok ? lc_parallel(ctx, n, cut_community, l) : lc_fail_memory(ctx);
    for (size_t t = 0; l->hits && t < threads; t++) free(l->hits[t].item);
    free(l->hits);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------ result
 */

/* Count the pieces: what one polygon has in one community is one, in however many parts. */
static size_t count_pieces(const laying_t *l) {
    size_t n = 0;
    for (size_t c = 0; c < l->from->n_communities; c++)
        for (size_t g = 0; g < l->piece[c].n; g++) n += g == 0 || l->piece[c].feature[g] != l->piece[c].feature[g - 1];
    return n;
}

static bool join_pieces(const laying_t *l, lc_spread *out) {
    out->per_m2 = LC_NEW(double, count_pieces(l));
    out->start = LC_NEW0(size_t, l->from->n_communities + 1);
    bool *met = LC_NEW0(bool, l->n_features), ok = out->per_m2 && out->start && met;
    for (size_t c = 0; ok && c < l->from->n_communities; c++) {
        const lc_geoms *piece = &l->piece[c];
        for (size_t g = 0; ok && g < piece->n; g++) {
            uint32_t f = piece->feature[g];
            if (g == 0 || f != piece->feature[g - 1]) out->per_m2[out->n++] = l->per_m2[f];
            met[f] = true;
            ok = lc_geoms_copy(&out->geoms, piece, g, (uint32_t)(out->n - 1));
        }
        out->start[c + 1] = out->n;
    }
    for (size_t f = 0; ok && f < l->n_features; f++) {
        out->elsewhere += l->per_m2[f] > 0 && !met[f];
        out->homes_none += l->homeless[f] && met[f];
    }
    free(met);
    return ok;
}

static void free_laying(laying_t *l) {
    for (size_t f = 0; l->ground && f < l->n_features; f++) lc_geoms_free(&l->ground[f]);
    for (size_t c = 0; l->piece && c < l->from->n_communities; c++) lc_geoms_free(&l->piece[c]);
    lc_geoms_free(&l->homes);
    lc_index_free(l->home_index);
    lc_index_free(l->index);
    free(l->first);
    free(l->ground);
    free(l->per_m2);
    free(l->homeless);
    free(l->community_first);
    free(l->piece);
}

lc_status lc_spread_new(lc_context *ctx, const lc_spreading *from, lc_spread **out) {
    const lc_geoms *polygons = from->polygons;
    laying_t l = {.from = from, .n_features = polygons->n ? (size_t)polygons->feature[polygons->n - 1] + 1 : 0};
    lc_spread *spread = LC_NEW0(lc_spread, 1);
    lc_status status = spread ? lay_grounds(ctx, &l) : lc_fail_memory(ctx);
    if (status == LC_OK) status = cut_pieces(ctx, &l);
    if (status == LC_OK && !join_pieces(&l, spread)) status = lc_fail_memory(ctx);
    free_laying(&l);
    if (status == LC_OK)
        *out = spread;
    else
        lc_spread_free(spread);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ what is where
 */

static bool sides_of(const lc_geoms *geoms, size_t first, size_t end, lc_sides *out) {
    for (size_t g = first; g < end; g++)
        if (!lc_sides_add(out, geoms, g)) return false;
    lc_sides_sort(out);
    return true;
}

bool lc_spread_weight(const lc_spread *spread, size_t c, const lc_geoms *geoms, size_t first, size_t end,
                      double *weight) {
    lc_sides all = {0}, one = {0};
    lc_side_sweep sweep = {0};
    lc_box box = lc_geoms_box(geoms, first, end);
    const uint32_t *feature = spread->geoms.feature;
    bool ok = sides_of(geoms, first, end, &all);
    *weight = 0;
    for (size_t g = lc_geoms_first_of(&spread->geoms, spread->start[c]);
         ok && g < spread->geoms.n && feature[g] < spread->start[c + 1]; g++) {
        lc_box own = lc_geom_box(&spread->geoms, g);
        double area;
        if (!lc_box_meets(&own, &box)) continue;
        one.n = 0;
        ok = sides_of(&spread->geoms, g, g + 1, &one) && lc_common_area(&one, &all, &sweep, &area);
        if (ok) *weight += spread->per_m2[feature[g]] * lc_max(0, area);
    }
    lc_sides_free(&all);
    lc_sides_free(&one);
    lc_side_sweep_free(&sweep);
    return ok;
}
