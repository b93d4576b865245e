#include "city/plane_moves.h"

#include "base/memory.h"
#include "geo/lonlat.h"

const lc_edits *lc_plane_edits_at(const lc_plane_wish *wish, const lc_plane *plane, const lc_box *paths,
                                  lc_plane_edits *edits) {
    lc_box box = lc_lonlat_grown(&plane->box, wish->margin_m);
    return lc_plane_edits_in(edits, &box, paths);
}

/* Look in one plane, by the edits as it takes them. */
static lc_status look_in(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes, size_t k,
                         const lc_profile *profile, const lc_edits *edits) {
    lc_city own = {0};
    lc_status status = lc_fail_cancelled(ctx);
    if (status == LC_OK && !wish->held) status = lc_city_read_facilities(ctx, wish, &planes->plane[k], &own);
    if (status == LC_OK) status = lc_plane_edits_look(ctx, wish->held ? wish->held[k] : &own, profile, edits);
    lc_city_clear(&own);
    lc_warnings_clear(&ctx->warnings);
    return status;
}

lc_status lc_plane_moves_find(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes,
                              const lc_profile *profile, lc_plane_edits *edits) {
    size_t known;
    lc_status status = LC_OK;
    do {
        known = lc_plane_edits_moved(edits);
        for (size_t k = 0; status == LC_OK && k < planes->n; k++) {
            const lc_edits *seen = lc_plane_edits_at(wish, &planes->plane[k], NULL, edits);
            status = look_in(ctx, wish, planes, k, profile, seen);
        }
    } while (status == LC_OK && lc_plane_edits_want(edits) && lc_plane_edits_moved(edits) > known);
    return status;
}

static bool any_moves_there(const lc_edits *edits) {
    for (size_t i = 0; i < edits->n; i++)
        if (edits->edit[i].op == LC_EDIT_MOVE && !edits->edit[i].elsewhere) return true;
    return false;
}

/* Of one plane, whatever others have. */
static lc_status wants_any(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes, size_t k,
                           const lc_profile *profile, const lc_edits *edits, bool *out) {
    static const lc_planes none = {0}; /* what lies far from all is not asked here */
    lc_plane_edits *own = NULL;
    lc_status status = lc_plane_edits_of_part(ctx, edits, &none, &own);
    if (status != LC_OK) return status;
    const lc_edits *there = lc_plane_edits_at(wish, &planes->plane[k], NULL, own);
    if (any_moves_there(there)) status = look_in(ctx, wish, planes, k, profile, there);
    *out = status == LC_OK && lc_plane_edits_want(own);
    lc_plane_edits_free(own);
    return status;
}

lc_status lc_plane_moves_wanted(lc_context *ctx, const lc_plane_wish *wish, const lc_planes *planes,
                                const lc_profile *profile, const lc_edits *edits, bool *out) {
    lc_status status = LC_OK;
    *out = false;
    for (size_t k = 0; status == LC_OK && !*out && k < planes->n; k++)
        status = wants_any(ctx, wish, planes, k, profile, edits, out);
    return status;
}
