#include "city/edited_city.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/duplicates.h"
#include "city/islands.h"

/* ---------------------------------------------------------------------------------------------------------- places */

/* On the globe or in a plane, as the city is. */
static lc_status check_places(lc_context *ctx, const lc_city *city, const lc_edits *edits) {
    bool plane = lc_work_crs_is_plane(city->crs);
    if (plane && edits->placed)
        return lc_fail(ctx, LC_ERR_INPUT, "edits: they lie on the globe, and the city in a plane without a CRS");
    if (!plane && edits->planar)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "edits: they were made without a CRS, and the city lies on the globe; name it in lc_edits_new()");
    return LC_OK;
}

/* How far the vertex of a geometry that is farthest from a box lies from it; NaN when a vertex is not in the plane. */
static double farthest_from(const lc_box *box, const lc_geoms *geoms, size_t g) {
    double farthest = 0;
    for (size_t k = geoms->xy_of[geoms->part_of[g]]; k < geoms->xy_of[geoms->part_of[g + 1]]; k++) {
        lc_xy p = geoms->xy[k];
        if (isnan(p.x)) return NAN;
        double dx = fmax(fmax(box->x0 - p.x, p.x - box->x1), 0), dy = fmax(fmax(box->y0 - p.y, p.y - box->y1), 0);
        farthest = fmax(farthest, lc_length(dx, dy));
    }
    return farthest;
}

/* What is farther from the communities than LC_EDIT_FAR_M is a slip of the coordinates, and would be told of as if it
   had been carried out. Their plane shows lengths 1 % too long there (globe.c). */
static lc_status check_distances(lc_context *ctx, const lc_city *city, const lc_edits *edits, const lc_geoms *placed) {
    lc_box box = lc_box_empty();
    if (!city->communities.n_xy) return LC_OK; /* a plane of another part, in which facilities are looked for */
    for (size_t k = 0; k < city->communities.n_xy; k++)
        lc_box_add(&box, city->communities.xy[k].x, city->communities.xy[k].y);
    for (size_t i = 0; i < edits->n; i++)
        for (size_t g = edits->edit[i].first_geom; g < edits->edit[i].end_geom && !edits->edit[i].elsewhere; g++) {
            double far = farthest_from(&box, placed, g);
            if (isnan(far)) return lc_edit_fail(ctx, &edits->edit[i], "it lies too far from the communities");
            if (far > LC_EDIT_FAR_M)
                return lc_edit_fail(ctx, &edits->edit[i],
                                    "it reaches %.0f km from the communities; check its coordinates and its CRS",
                                    far / 1000);
        }
    return LC_OK;
}

lc_status lc_edits_place(lc_context *ctx, const lc_city *city, const lc_edits *edits, lc_geoms *out) {
    lc_status status = check_places(ctx, city, edits);
    for (size_t g = 0; status == LC_OK && g < edits->geoms.n; g++)
        if (!lc_geoms_copy(out, &edits->geoms, g, edits->geoms.feature[g])) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_work_crs_project_many(ctx, city->crs, out->xy, out->n_xy);
    if (status == LC_OK) status = check_distances(ctx, city, edits, out);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- changing */

static lc_status change_facilities(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                                   const lc_edits *edits, lc_edited_city *e) {
    if (!lc_edits_of_facilities(edits)) return LC_OK;
    lc_status status = lc_edit_facilities(ctx, city, profile, edits, &e->placed, &e->facilities);
    if (status != LC_OK) return status;
    e->city.facilities = e->facilities.category;
    e->city.n_facilities = e->facilities.n;
    for (size_t k = 0; status == LC_OK && k < e->facilities.n; k++) {
        if (!e->facilities.own[k]) continue;
        status = lc_facilities_tell(ctx, &e->facilities.category[k]);
        if (status == LC_OK) status = lc_told_replace(ctx, &e->city.told, LC_TOLD_FACILITIES, k);
    }
    return status;
}

static lc_status change_gates(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed, lc_edited_city *e) {
    lc_status status = lc_edit_gates(ctx, city, placed, &e->compounds);
    if (status != LC_OK || !e->compounds) return status;
    e->city.compounds = e->compounds;
    return lc_told_replace(ctx, &e->city.told, LC_TOLD_COMPOUNDS, 0);
}

/* The network of the same edits, with what was told of it. */
static lc_status share_network(lc_context *ctx, const lc_edited_city *before, lc_edited_city *e) {
    const lc_told *told = &before->city.told;
    e->city.network = e->networks.network = lc_network_hold(before->networks.network);
    if (before->networks.step_free) e->networks.step_free = lc_network_hold(before->networks.step_free);
    e->city.step_free = e->networks.step_free;
    for (size_t i = 0; i < told->n; i++)
        if (told->part[i].of == LC_TOLD_NETWORK && !lc_warnings_copy(&ctx->warnings, &told->part[i].warnings))
            return lc_fail_memory(ctx);
    return lc_told_replace(ctx, &e->city.told, LC_TOLD_NETWORK, 0);
}

static lc_status change_network(lc_context *ctx, const lc_city *city, const lc_placed_edits *placed,
                                const lc_edited_city *before, lc_edited_city *e) {
    lc_drawn drawn = {0};
    if (!lc_edits_of_paths(placed->edits) || !lc_edits_meet_paths(city, placed)) return LC_OK;
    if (before && before->networks.network && lc_edits_same_paths(before->edits, placed->edits))
        return share_network(ctx, before, e);
    if (!city->network)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "edits of paths need a network: give the paths with --osm or --network, or leave the edits out");
    if (!city->raw)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "edits of paths need the paths as they were read: set keep_paths when the city is read");
    if (city->raw->length_m)
        return lc_fail(ctx, LC_ERR_INPUT, "edits of paths do not go with a network whose lengths are given");
    lc_status status = lc_edit_paths(ctx, city, placed, &drawn);
    if (status == LC_OK) status = lc_raw_network_build(ctx, city, city->raw, &drawn, &e->networks);
    lc_drawn_free(&drawn);
    if (status != LC_OK) return status;
    e->city.network = e->networks.network;
    e->city.step_free = e->networks.step_free;
    lc_islands_warn(ctx, &e->city);
    return lc_told_replace(ctx, &e->city.told, LC_TOLD_NETWORK, 0);
}

/* The files of the edits are inputs, too. */
static lc_status list_inputs(lc_context *ctx, const lc_city *city, const lc_edits *edits, lc_edited_city *e) {
    lc_input_info *info = LC_NEW(lc_input_info, city->n_info + edits->n_info);
    if (!info) return lc_fail_memory(ctx);
    if (city->n_info) memcpy(info, city->info, city->n_info * sizeof *info);
    if (edits->n_info) memcpy(info + city->n_info, edits->info, edits->n_info * sizeof *info);
    e->city.info = info;
    e->city.n_info = city->n_info + edits->n_info;
    return LC_OK;
}

/* What reading the edits had to say comes last. */
static lc_status tell_of_edits(lc_context *ctx, const lc_edits *edits, lc_edited_city *e) {
    lc_told_part part = {.of = LC_TOLD_SOURCES, .warnings = edits->warnings, .borrowed = true};
    if (!LC_ROOM(e->city.told.part, e->city.told.capacity, e->city.told.n + 1)) return lc_fail_memory(ctx);
    e->city.told.part[e->city.told.n++] = part;
    return LC_OK;
}

static lc_status change(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_edits *edits,
                        const lc_edited_city *before, lc_edited_city *e) {
    const lc_placed_edits placed = {edits, &e->placed};
    lc_status status = lc_told_borrow(ctx, &city->told, &e->city.told);
    if (status == LC_OK) status = list_inputs(ctx, city, edits, e);
    if (status == LC_OK) status = lc_edits_place(ctx, city, edits, &e->placed);
    if (status == LC_OK) status = change_facilities(ctx, city, profile, edits, e);
    if (status == LC_OK) status = change_gates(ctx, city, &placed, e);
    if (status == LC_OK) status = change_network(ctx, city, &placed, before, e);
    return status == LC_OK ? tell_of_edits(ctx, edits, e) : status;
}

lc_status lc_edited_city_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_edits *edits,
                             const lc_edited_city *before, lc_edited_city *out) {
    lc_warnings told = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
    *out = (lc_edited_city){.city = *city, .edits = edits};
    out->city.told = (lc_told){0};
    out->city.info = NULL;
    lc_status status = change(ctx, city, profile, edits, before, out);
    lc_warnings_clear(&ctx->warnings);
    ctx->warnings = told;
    if (status != LC_OK) lc_edited_city_free(out);
    return status;
}

void lc_edited_city_free(lc_edited_city *e) {
    lc_told_free(&e->city.told);
    free(e->city.info);
    lc_edited_facilities_free(&e->facilities);
    lc_compounds_free(e->compounds);
    lc_network_free(e->networks.network);
    lc_network_free(e->networks.step_free);
    lc_geoms_free(&e->placed);
    *e = (lc_edited_city){0};
}
