#include "geo/antimeridian.h"

#include <stdlib.h>

#include "base/memory.h"

static const double WHOLE = 1 - 1e-9; /* an edge of a whole turn goes around, and not across */

static double eastward(double x, double turn) {
    return x < 0 ? x + turn : x;
}

/* The widest edge of polygon g, and of it with its longitudes counted from 0. */
static void widest_edges(const lc_geoms *geoms, size_t g, double turn, double *drawn, double *counted) {
    for (size_t part = geoms->part_of[g]; part < geoms->part_of[g + 1]; part++)
        for (size_t i = geoms->xy_of[part] + 1; i < geoms->xy_of[part + 1]; i++) {
            double a = geoms->xy[i - 1].x, b = geoms->xy[i].x;
            *drawn = lc_max(*drawn, fabs(b - a));
            *counted = lc_max(*counted, fabs(eastward(b, turn) - eastward(a, turn)));
        }
}

static bool is_within_half(const lc_geoms *geoms, size_t g, double turn) {
    lc_box box = lc_geom_box(geoms, g);
    return box.x0 >= -0.5 * turn && box.x1 <= 0.5 * turn;
}

/* Do polygons first .. end-1, those of a feature, cross the antimeridian, and are they in one piece from 0 on? */
static bool is_crossing(const lc_geoms *geoms, size_t first, size_t end, double turn) {
    double drawn = 0, counted = 0;
    for (size_t g = first; g < end; g++) {
        if (geoms->kind[g] != LC_POLYGON) continue;
        if (!is_within_half(geoms, g, turn)) return false;
        widest_edges(geoms, g, turn, &drawn, &counted);
    }
    return drawn > 0.5 * turn && drawn < WHOLE * turn && counted <= 0.5 * turn;
}

static void shift(lc_geoms *geoms, size_t g, double turn) {
    for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++)
        geoms->xy[i].x = eastward(geoms->xy[i].x, turn);
}

bool lc_antimeridian_unroll(lc_geoms *geoms, size_t n_features, double turn, bool **crossing) {
    *crossing = NULL;
    for (size_t first = 0, end; first < geoms->n; first = end) {
        uint32_t f = geoms->feature[first];
        for (end = first + 1; end < geoms->n && geoms->feature[end] == f;) end++;
        if (!is_crossing(geoms, first, end, turn)) continue;
        if (!*crossing) *crossing = LC_NEW0(bool, n_features);
        if (!*crossing) return false;
        (*crossing)[f] = true;
        for (size_t g = first; g < end; g++)
            if (geoms->kind[g] == LC_POLYGON) shift(geoms, g, turn);
    }
    return true;
}

void lc_antimeridian_roll(lc_geoms *geoms, const bool *crossing, double turn) {
    for (size_t g = 0; crossing && g < geoms->n; g++) {
        if (geoms->kind[g] != LC_POLYGON || !crossing[geoms->feature[g]]) continue;
        for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++)
            if (geoms->xy[i].x > 0.5 * turn) geoms->xy[i].x -= turn;
    }
}
