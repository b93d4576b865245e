/* What repairs of polygons may take away: a vertex that is nowhere, which must be told before it is gone, and area. */
#include "source/layer_repairs.h"

#include <math.h>

#include "geo/repaired.h"
#include "source/layer_lonlat.h"
#include "source/layer_messages.h"

static const double FAR = 1e6; /* from a polygon's first vertex, in units of the layer */

/* Has a polygon a vertex that may be nowhere on the globe? Towns have none in metres; in degrees they are few numbers
   to compare, which is left to what knows. */
static bool is_suspect(const lc_geoms *geoms, size_t g) {
    size_t first = geoms->xy_of[geoms->part_of[g]], end = geoms->xy_of[geoms->part_of[g + 1]];
    const lc_xy *at = &geoms->xy[first];
    for (size_t i = first; i < end; i++)
        if (!(fabs(geoms->xy[i].x - at->x) < FAR && fabs(geoms->xy[i].y - at->y) < FAR)) return true;
    return false;
}

static bool is_wrong_degree(lc_xy p) {
    return !(fabs(p.x) <= 360 && fabs(p.y) <= 90);
}

lc_status lc_layer_check_places(lc_layer_reader *r, const lc_geoms *geoms) {
    bool in_degrees = fabs(lc_crs_turn(r->crs) - 360) < 1e-6;
    for (size_t g = 0; g < geoms->n; g++) {
        if (geoms->kind[g] != LC_POLYGON || (!in_degrees && !is_suspect(geoms, g))) continue;
        for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++) {
            lc_xy p = geoms->xy[i];
            if (in_degrees ? is_wrong_degree(p) : !lc_crs_to_lonlat(r->crs, &p.x, &p.y, 1))
                return lc_layer_fail_place(r, (size_t)geoms->feature[g] + 1, geoms->xy[i]);
        }
    }
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------------ areas */

/* Square metres that a square unit of the layer is at a place; 1 in a plane that lies nowhere. */
static double square_metres(const lc_layer_reader *r, lc_xy at) {
    double x[3] = {at.x, at.x + 1e-3, at.x}, y[3] = {at.y, at.y, at.y + 1e-3};
    if (!r->crs || !lc_crs_to_lonlat(r->crs, x, y, 3)) return 1;
    double turned = fabs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]));
    return 1e6 * turned * lc_square_degree_m2(y[0]);
}

lc_status lc_layer_tell_repairs(lc_layer_reader *r, const lc_geoms *geoms, const double *before, size_t n_features) {
    double *after = lc_feature_areas(geoms, n_features);
    if (!after) return lc_fail_memory(r->ctx);
    size_t told = SIZE_MAX;
    for (size_t g = 0; g < geoms->n; g++) {
        size_t f = geoms->feature[g];
        if (f == told || !lc_area_changed(before[f], after[f])) continue;
        told = f;
        double unit = square_metres(r, geoms->xy[geoms->xy_of[geoms->part_of[g]]]);
        lc_layer_tell(r, "repair_area",
                      "features whose area a repair has changed by more than 1 %; look at them, and draw them again if "
                      "the new area is wrong",
                      ", feature number %zu: %.0f m2, from %.0f m2 of its outline", f + 1, unit * after[f],
                      unit * before[f]);
    }
    free(after);
    return LC_OK;
}
