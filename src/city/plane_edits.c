#include "city/plane_edits.h"

#include <stdlib.h>

#include "base/memory.h"
#include "city/edit_outcomes.h"
#include "city/edited_city.h"
#include "geo/lonlat.h"

static const double LONG_M = 25e3; /* from its middle: 50 km bulge by 50 m, at 87 degrees by 1000 */

static bool is_far(const lc_planes *planes, lc_xy p) {
    for (size_t k = 0; k < planes->n; k++) {
        lc_box box = lc_lonlat_grown(&planes->plane[k].box, LC_EDIT_FAR_M);
        if (lc_lonlat_holds(&box, p)) return false;
    }
    return true;
}

/* A plane looks at the distances of what lies in it; what lies in none, as where a facility moves to, is looked at
   here. */
static lc_status check_distances(lc_context *ctx, const lc_edits *all, const lc_planes *planes) {
    size_t k, end;
    for (size_t i = 0; !all->planar && i < all->n; i++)
        for (lc_edit_vertices(&all->geoms, &all->edit[i], &k, &end); k < end; k++)
            if (is_far(planes, all->geoms.xy[k])) return lc_edit_fail_far(ctx, &all->edit[i]);
    return LC_OK;
}

static bool note_distances(const lc_planes *planes, lc_plane_edits *edits) {
    const lc_geoms *geoms = &edits->all->geoms;
    edits->far = LC_NEW0(bool, geoms->n_xy);
    for (size_t k = 0; edits->far && !edits->all->planar && k < geoms->n_xy; k++)
        edits->far[k] = is_far(planes, geoms->xy[k]);
    return edits->far;
}

static lc_status begin(lc_context *ctx, const lc_edits *all, lc_plane_edits **out) {
    lc_plane_edits *edits = LC_NEW0(lc_plane_edits, 1);
    if (!edits) return lc_fail_memory(ctx);
    for (size_t i = 0; i < all->n; i++) edits->n_outcomes += lc_edit_outcomes(&all->edit[i]);
    edits->all = all;
    edits->outcome = LC_NEW0(lc_edit_outcome, edits->n_outcomes);
    edits->view = *all;
    edits->view.warnings = (lc_warnings){0}; /* told once, and not of every plane, as the files are noted */
    edits->view.info = NULL;
    edits->view.n_info = 0;
    edits->view.edit = LC_NEW(lc_edit, all->n);
    if (!edits->outcome || !edits->view.edit) {
        lc_plane_edits_free(edits);
        return lc_fail_memory(ctx);
    }
    for (size_t i = 0, at = 0; i < all->n; i++) {
        edits->view.edit[i] = all->edit[i];
        edits->view.edit[i].outcome = &edits->outcome[at];
        at += lc_edit_outcomes(&all->edit[i]);
    }
    *out = edits;
    return LC_OK;
}

lc_status lc_plane_edits_new(lc_context *ctx, const lc_edits *all, const lc_planes *planes, lc_plane_edits **out) {
    lc_status status = check_distances(ctx, all, planes);
    return status == LC_OK ? begin(ctx, all, out) : status;
}

lc_status lc_plane_edits_of_part(lc_context *ctx, const lc_edits *all, const lc_planes *planes, lc_plane_edits **out) {
    lc_plane_edits *edits = NULL;
    lc_status status = begin(ctx, all, &edits);
    if (status != LC_OK) return status;
    if (note_distances(planes, edits)) {
        *out = edits;
        return LC_OK;
    }
    lc_plane_edits_free(edits);
    return lc_fail_memory(ctx);
}

void lc_plane_edits_free(lc_plane_edits *edits) {
    if (!edits) return;
    for (size_t k = 0; edits->outcome && k < edits->n_outcomes; k++) {
        lc_edit_outcome *o = &edits->outcome[k];
        if (o->moved) lc_facilities_free(o->moved);
        free(o->moved);
        free(o->why);
    }
    free(edits->outcome);
    free(edits->view.edit);
    free(edits->far);
    free(edits);
}

/* Does any part of an edit's place lie in a box? */
static bool lies_in(const lc_edits *all, const lc_edit *e, const lc_box *box) {
    bool meets = false;
    for (size_t g = e->first_geom; !meets && g < e->end_geom; g++) meets = lc_lonlat_meets(&all->geoms, g, box);
    return meets;
}

/* A long line is straight in the plane, and not in longitude and latitude: its box there may miss where it leads. */
static bool is_long(const lc_edits *all, const lc_edit *e) {
    const lc_geoms *g = &all->geoms;
    bool any = false;
    for (size_t i = e->first_geom; i < e->end_geom; i++) {
        size_t from = g->xy_of[g->part_of[i]], to = g->xy_of[g->part_of[i + 1]];
        lc_box box = lc_lonlat_box(g->xy + from, to - from);
        any = any || lc_lonlat_reach_m(&box) > LONG_M;
    }
    return any;
}

const lc_edits *lc_plane_edits_in(lc_plane_edits *edits, const lc_box *box, const lc_box *paths) {
    for (size_t k = 0; k < edits->n_outcomes; k++) edits->outcome[k].here = false;
    for (size_t i = 0; i < edits->view.n; i++) {
        lc_edit *e = &edits->view.edit[i];
        e->elsewhere = !lies_in(edits->all, e, box);
        e->beyond = e->elsewhere && paths && !lies_in(edits->all, e, paths) && !is_long(edits->all, e);
    }
    return &edits->view;
}

bool *lc_plane_edits_here(const lc_plane_edits *edits) {
    bool *here = LC_NEW(bool, edits->n_outcomes);
    for (size_t k = 0; here && k < edits->n_outcomes; k++) here[k] = edits->outcome[k].here;
    return here;
}

void lc_plane_edits_again(lc_plane_edits *edits, const lc_edits *before, const bool *here) {
    const lc_edits *now = &edits->view;
    for (size_t i = 0, k = 0; i < before->n && k < now->n; here += lc_edit_outcomes(&before->edit[i++])) {
        if (!lc_edit_changes_paths(&before->edit[i])) continue;
        while (k < now->n && !lc_edit_changes_paths(&now->edit[k])) k++;
        for (size_t part = 0; k < now->n && part < lc_edit_outcomes(&now->edit[k]); part++)
            if (here[part]) lc_edit_done(&now->edit[k], part);
        k++;
    }
}

/* ------------------------------------------------------------------------------------------------------------- moves
 */

lc_status lc_plane_edits_look(lc_context *ctx, const lc_city *plane, const lc_profile *profile, const lc_edits *edits) {
    lc_edited_facilities found = {0};
    lc_geoms placed = {0};
    lc_status status = lc_edits_place(ctx, plane, edits, &placed);
    if (status == LC_OK) status = lc_edit_facilities(ctx, plane, profile, edits, &placed, &found);
    lc_edited_facilities_free(&found);
    lc_geoms_free(&placed);
    return status;
}

size_t lc_plane_edits_moved(const lc_plane_edits *edits) {
    size_t n = 0;
    for (size_t k = 0; k < edits->n_outcomes; k++) n += edits->outcome[k].moved != NULL;
    return n;
}

const lc_edit *lc_plane_edits_want(const lc_plane_edits *edits) {
    for (size_t i = 0; i < edits->view.n; i++) {
        const lc_edit_outcome *o = edits->view.edit[i].outcome; /* of a move there is one */
        if (o->wanted && !o->moved) return &edits->all->edit[i];
    }
    return NULL;
}

/* --------------------------------------------------------------------------------------------------------------- end
 */

lc_status lc_plane_edits_end(lc_context *ctx, const lc_plane_edits *edits, double margin_m) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < edits->all->n; i++) {
        const lc_edit *e = &edits->all->edit[i];
        for (size_t k = 0; status == LC_OK && k < lc_edit_outcomes(e); k++)
            status = lc_edit_outcome_check(ctx, e, &edits->view.edit[i].outcome[k], margin_m);
    }
    return status;
}
