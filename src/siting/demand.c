#include "siting/demand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/region.h"

static const double COARSE_M = 20, FINE_M = 1; /* sides of the lattice */
static const double WISHED = 1000;             /* points in a small community */

void lc_demand_free(lc_demand *d) {
    free(d->xy);
    free(d->weight);
    free(d->community);
    *d = (lc_demand){0};
}

static bool add_point(lc_demand *d, lc_xy xy, double weight, uint32_t community) {
    if (!LC_ROOM(d->xy, d->cap_xy, d->n + 1) || !LC_ROOM(d->weight, d->cap_weight, d->n + 1) ||
        !LC_ROOM(d->community, d->cap_community, d->n + 1))
        return false;
    d->xy[d->n] = xy;
    d->weight[d->n] = weight;
    d->community[d->n++] = community;
    return true;
}

static bool take_places(const lc_context *ctx, const lc_city *city, lc_demand *out) {
    const lc_places *places = city->places;
    for (size_t c = 0; c < city->n_communities; c++)
        for (size_t k = places->start[c]; k < places->start[c + 1]; k++) {
            uint32_t i = places->place[k];
            if (lc_cancelled_at(ctx, out->n)) return false;
            if (!add_point(out, places->xy[i], places->weight[i], (uint32_t)c)) return false;
        }
    return true;
}

/* -------------------------------------------------------------------------------------------------------------- areas
 */

/* One community on its lattice: cell (x, y) begins at (x * side, y * side). */
typedef struct {
    const lc_city *city;
    lc_layers must; /* layers that a place must have to be demand */
    uint32_t community;
    double side;
    lc_demand *out;
    lc_region_scratch scratch;
    lc_items items;
} lattice_t;

typedef struct {
    long x0, y0, x1, y1; /* cells, x1 and y1 not included */
} cells_t;

/* What lies in one cell: all of its area, at the middle of its largest part. */
typedef struct {
    double area, largest;
    lc_xy at;
} piece_t;

static bool add_part(void *user, const lc_convex *cell, lc_layers layers) {
    piece_t *piece = user;
    lc_xy middle;
    double area = lc_convex_moments(cell, &middle);
    (void)layers;
    piece->area += area;
    if (area > piece->largest) {
        piece->largest = area;
        piece->at = middle;
    }
    return true;
}

static lc_box box_of(const lattice_t *l, cells_t c) {
    return (lc_box){(double)c.x0 * l->side, (double)c.y0 * l->side, (double)c.x1 * l->side, (double)c.y1 * l->side};
}

/* All of the cells lie in the demand. */
static bool add_full(lattice_t *l, cells_t c) {
    for (long y = c.y0; y < c.y1; y++)
        for (long x = c.x0; x < c.x1; x++) {
            lc_xy at = {((double)x + 0.5) * l->side, ((double)y + 0.5) * l->side};
            if (!add_point(l->out, at, l->side * l->side, l->community)) return false;
        }
    return true;
}

static bool add_cell(lattice_t *l, const lc_region *region) {
    piece_t piece = {0};
    if (!lc_region_cells(region, l->must, add_part, &piece, &l->scratch)) return false;
    return !(piece.area > 0) || add_point(l->out, piece.at, piece.area, l->community);
}

static bool divide(lattice_t *l, const lc_region *region, cells_t c);

static bool divide_part(lattice_t *l, const lc_region *region, cells_t c) {
    lc_region part = {0};
    bool ok = lc_region_clip(&part, region, box_of(l, c), &l->scratch) && divide(l, &part, c);
    lc_region_free(&part);
    return ok;
}

/* Halve until a part is full, empty, or one cell. */
static bool divide(lattice_t *l, const lc_region *region, cells_t c) {
    if ((region->met & l->must) != l->must) return true;
    if ((region->full & l->must) == l->must) return add_full(l, c);
    long wide = c.x1 - c.x0, high = c.y1 - c.y0;
    if (wide <= 1 && high <= 1) return add_cell(l, region);
    cells_t one = c, two = c;
    if (wide >= high)
        one.x1 = two.x0 = c.x0 + wide / 2;
    else
        one.y1 = two.y0 = c.y0 + high / 2;
    return divide_part(l, region, one) && divide_part(l, region, two);
}

static bool add_land(lattice_t *l, lc_region *region, lc_box box) {
    const lc_zones *land = l->city->residential;
    if (!(l->must & LC_LAYER_RESIDENTIAL)) return true;
    if (!lc_index_search(land->index, &box, &l->items)) return false;
    for (size_t k = 0; k < l->items.n; k++)
        if (!lc_region_add(region, &land->geoms, l->items.item[k], LC_LAYER_RESIDENTIAL, &l->scratch)) return false;
    return true;
}

/* Polygons first .. end-1 of the communities are one community. */
static bool lay_community(lattice_t *l, size_t first, size_t end) {
    const lc_geoms *communities = &l->city->communities;
    lc_box box = lc_geoms_box(communities, first, end);
    double area = 0;
    for (size_t g = first; g < end; g++) area += lc_geom_area(communities, g);
    l->community = communities->feature[first];
    l->side = fmax(FINE_M, fmin(COARSE_M, sqrt(area / WISHED)));
    cells_t c = {(long)floor(box.x0 / l->side), (long)floor(box.y0 / l->side), (long)ceil(box.x1 / l->side),
                 (long)ceil(box.y1 / l->side)};
    lc_region region = {0};
    lc_region_begin(&region, box_of(l, c));
    bool ok = true;
    for (size_t g = first; ok && g < end; g++)
        ok = lc_region_add(&region, communities, g, LC_LAYER_COMMUNITY, &l->scratch);
    ok = ok && add_land(l, &region, box) && divide(l, &region, c);
    lc_region_free(&region);
    return ok;
}

/* Communities share out among threads; each has a list of its own. */
typedef struct {
    const lc_city *city;
    lc_layers must;
    const size_t *first; /* community c is made of the polygons first[c] .. first[c + 1] - 1 */
    lc_demand *part;
} laying_t;

static bool lay_one(void *user, size_t item, int worker) {
    const laying_t *all = user;
    lattice_t l = {.city = all->city, .must = all->must, .out = &all->part[item]};
    (void)worker;
    bool ok = all->first[item] == all->first[item + 1] || lay_community(&l, all->first[item], all->first[item + 1]);
    lc_region_scratch_free(&l.scratch);
    free(l.items.item);
    return ok;
}

static bool join_parts(const lc_context *ctx, lc_demand *part, size_t n, lc_demand *out) {
    for (size_t c = 0; c < n; c++) {
        if (lc_cancelled(ctx)) return false;
        for (size_t k = 0; k < part[c].n; k++)
            if (!add_point(out, part[c].xy[k], part[c].weight[k], part[c].community[k])) return false;
        lc_demand_free(&part[c]);
    }
    return true;
}

static lc_status lay_areas(lc_context *ctx, const lc_city *city, bool residential, lc_demand *out) {
    size_t n = city->n_communities, *first = lc_geoms_of_features(&city->communities, n);
    laying_t all = {.city = city, .must = LC_LAYER_COMMUNITY, .first = first, .part = LC_NEW0(lc_demand, n)};
    if (residential) all.must |= LC_LAYER_RESIDENTIAL;
    lc_status status = first && all.part ? lc_parallel(ctx, n, lay_one, &all) : lc_fail_memory(ctx);
    if (status == LC_OK && !join_parts(ctx, all.part, n, out)) status = lc_fail_memory(ctx);
    for (size_t c = 0; all.part && c < n; c++) lc_demand_free(&all.part[c]);
    free(all.part);
    free(first);
    return status;
}

lc_status lc_demand_make(lc_context *ctx, const lc_city *city, lc_denominator denominator, lc_demand *out) {
    lc_status status = LC_OK;
    *out = (lc_demand){0};
    if (denominator != LC_POPULATION)
        status = lay_areas(ctx, city, denominator == LC_RESIDENTIAL, out);
    else if (!take_places(ctx, city, out))
        status = lc_fail_memory(ctx);
    if (status == LC_OK && out->n >= UINT32_MAX)
        status =
            lc_fail(ctx, LC_ERR_INPUT, "more points of demand than can be counted; take a part of the communities");
    if (status != LC_OK) lc_demand_free(out);
    return status;
}
