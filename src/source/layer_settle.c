#include "source/layer_settle.h"

#include <stdlib.h>

#include "base/language.h"
#include "geo/antimeridian.h"
#include "geo/geos.h"
#include "geo/parts.h"
#include "geo/repaired.h"
#include "source/layer_lonlat.h"
#include "source/layer_messages.h"
#include "source/layer_repairs.h"

static const char *wanted_kinds(int want) {
    static const char *const names[] = {LC_TEXT("nothing"),
                                        LC_TEXT("points"),
                                        LC_TEXT("lines"),
                                        LC_TEXT("points or lines"),
                                        LC_TEXT("polygons"),
                                        LC_TEXT("points or polygons"),
                                        LC_TEXT("lines or polygons"),
                                        LC_TEXT("points, lines or polygons")};
    return names[want & LC_WANT_ALL];
}

static lc_status warn_of_features(lc_layer_reader *r, const lc_geoms *geoms) {
    if (geoms->n == 0 && r->closed > 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' has no %s, but closed lines; '|closed_lines=areas' takes the areas that they enclose",
                       r->shown_role, r->source->text, lc_tr(r->ctx, wanted_kinds(r->want)));
    if (geoms->n == 0 && r->other_kind > 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has no %s; give a layer that has", r->shown_role,
                       r->source->text, lc_tr(r->ctx, wanted_kinds(r->want)));
    lc_layer_warn(r, "geometry_kind", "features with geometries of a kind that has no use here, left out",
                  r->other_kind);
    lc_layer_warn(r, "closed_line",
                  "features with closed lines, which are read as lines and not as the areas within; "
                  "'|closed_lines=areas' takes the areas",
                  r->closed);
    lc_layer_warn(r, "no_geometry", "features without a geometry", r->without_geometry);
    lc_layer_warn(r, "degenerate_geometry", "features with lines or rings of too few points, left out", r->degenerate);
    lc_layer_warn(
        r, "digits_lost",
        "numbers of 16 and more digits in fields that do not keep their last digits; make the field one of text",
        r->rounded);
    lc_layer_warn(r, "curves_straightened", "features with curves, read as short straight pieces", r->curves);
    if (!r->z) lc_layer_warn(r, "heights_ignored", "features with heights or measures, which are ignored", r->heights);
    lc_layer_warn(r, "vertex_repeated", "features with vertices that are repeated, read once", r->repeated);
    return LC_OK;
}

/* Which feature of which layer it is that cannot be repaired. */
static lc_status cannot_repair(const lc_layer_reader *r) {
    size_t feature = (size_t)lc_error(r->ctx).feature;
    lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s', feature number %zu: %s", r->shown_role, r->source->text, feature,
            lc_error(r->ctx).text);
    return lc_layer_fail_feature(r, feature);
}

static lc_status repair(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    size_t repaired = 0, lost = 0;
    lc_features united = {0};
    double *area = lc_feature_areas(geoms, n_features);
    lc_status status = area ? lc_geoms_make_valid(r->ctx, geoms, &repaired, &lost) : lc_fail_memory(r->ctx);
    if (!status && repaired) status = lc_layer_tell_repairs(r, geoms, area, n_features);
    free(area);
    if (status == LC_ERR_INPUT) return cannot_repair(r);
    if (!status) status = lc_geoms_unite_parts(r->ctx, geoms, &united);
    if (!status) {
        lc_layer_warn(r, "invalid_repaired", "invalid polygons that were repaired", repaired + united.n);
        lc_layer_warn(r, "invalid_lost", "polygons without any area, left out", lost);
    }
    for (size_t i = 0; !status && i < united.n; i++)
        lc_layer_tell(r, "parts_overlap", "features with parts that lie on one another; what these share counts once",
                      ", feature number %u", united.item[i] + 1);
    free(united.item);
    return status;
}

/* What crosses the antimeridian is repaired in one piece. */
static lc_status repair_across(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    double turn = r->crs ? lc_crs_turn(r->crs) : 0;
    bool *crossing = NULL;
    if (turn > 0 && !lc_antimeridian_unroll(geoms, n_features, turn, &crossing)) return lc_fail_memory(r->ctx);
    lc_status status = repair(r, geoms, n_features);
    lc_antimeridian_roll(geoms, crossing, turn);
    free(crossing);
    return status;
}

lc_status lc_layer_settle_geometries(lc_layer_reader *r, lc_geoms *geoms, size_t n_features) {
    lc_status status = warn_of_features(r, geoms);
    if (status == LC_OK && r->crs) status = lc_layer_put_right(r, geoms);
    if (status == LC_OK && r->crs) status = lc_layer_check_places(r, geoms);
    if (status == LC_OK) status = repair_across(r, geoms, n_features);
    return status == LC_OK && r->crs ? lc_layer_to_lonlat(r, geoms) : status;
}
