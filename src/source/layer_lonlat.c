/* From the layer's own coordinates to lon/lat. What plainly stands in the wrong order or zone is put right, and told.
 */
#include "source/layer_lonlat.h"

#include <math.h>

#include "geo/lonlat.h"
#include "source/gauss.h"
#include "source/layer_messages.h"
#include "source/table.h"

#define AXES_MESSAGE "coordinates in the order north, east were swapped; check that they now lie where they belong"

/* The feature that coordinate i belongs to, counted from 1. */
static size_t feature_of(const lc_geoms *geoms, size_t i) {
    size_t g = 0;
    while (g + 1 < geoms->n && geoms->xy_of[geoms->part_of[g + 1]] <= i) g++;
    return geoms->n ? (size_t)geoms->feature[g] + 1 : 0;
}

static void swap_axes(lc_layer_reader *r, lc_geoms *geoms) {
    for (size_t i = 0; i < geoms->n_xy; i++) geoms->xy[i] = (lc_xy){geoms->xy[i].y, geoms->xy[i].x};
    lc_layer_tell(r, "axes_swapped", AXES_MESSAGE, "%s", "");
}

/* ---------------------------------------------------------------------------------------- by the numbers themselves */

/* Do most of the coordinates make sense only when swapped, and none as they stand? */
static bool is_swapped(const lc_geoms *geoms, bool is_gauss) {
    size_t right = 0, swapped = 0;
    for (size_t i = 0; i < geoms->n_xy; i++) {
        lc_xy p = geoms->xy[i];
        if (is_gauss) {
            right += lc_gauss_is_easting(p.x);
            swapped += lc_gauss_is_easting(p.y) && lc_gauss_is_northing(p.x);
        } else {
            right += fabs(p.y) <= 90;
            swapped += fabs(p.y) > 90 && fabs(p.y) <= 180 && fabs(p.x) <= 90;
        }
    }
    return right == 0 && 2 * swapped > geoms->n_xy;
}

/* Give all eastings the zone number that the system has, or take away the one that it has not. */
static lc_status set_zone(lc_layer_reader *r, lc_geoms *geoms, const lc_gauss *gauss) {
    size_t moved = 0;
    double example = 0;
    for (size_t i = 0; i < geoms->n_xy; i++) {
        double *x = &geoms->xy[i].x;
        int zone = lc_gauss_zone_of(*x);
        if (zone == gauss->zone || !lc_gauss_is_easting(*x)) continue;
        if (lc_gauss_contradicts(gauss, zone)) {
            lc_fail(r->ctx, LC_ERR_INPUT,
                    "%s: '%s', feature number %zu: x = %.0f is of zone %d (central meridian %d), but its "
                    "coordinates are said to be %s (central meridian %g); say what they are with '|crs='",
                    r->shown_role, r->source->text, feature_of(geoms, i), *x, zone, lc_gauss_meridian_of(zone),
                    lc_crs_name(r->crs), gauss->meridian);
            return lc_layer_fail_feature(r, feature_of(geoms, i));
        }
        if (!moved++) example = *x;
        *x += (gauss->zone - zone) * 1e6;
    }
    if (moved)
        lc_layer_tell(r, "crs_zone_prefix",
                      gauss->zone ? "eastings without the zone number that their CRS has were given it"
                                  : "eastings with a zone number that their CRS does not have were read without it",
                      ": x = %.0f, %s", example, lc_crs_name(r->crs));
    return LC_OK;
}

/* ------------------------------------------------------------------------------- by where the data ought to be */

enum { SAMPLE = 1000 };
static const double NEAR_DEG = 1, USE_DEG = 3; /* a town at the edge of its zone is no mistake */

static bool is_within(const lc_box *box, double margin, double lon, double lat) {
    lc_box grown = {box->x0 - margin, box->y0 - margin, box->x1 + margin, box->y1 + margin};
    return lc_lonlat_holds(&grown, (lc_xy){lon, lat});
}

/* Of a sample of coordinates, swapped or not, how many come to lie within the box? */
static size_t count_within(const lc_layer_reader *r, const lc_geoms *geoms, const lc_box *box, double margin, bool swap,
                           size_t *sampled) {
    size_t within = 0, step = geoms->n_xy / SAMPLE + 1;
    *sampled = 0;
    for (size_t i = 0; i < geoms->n_xy; i += step) {
        double x = swap ? geoms->xy[i].y : geoms->xy[i].x, y = swap ? geoms->xy[i].x : geoms->xy[i].y;
        ++*sampled;
        within += lc_crs_to_lonlat(r->crs, &x, &y, 1) && is_within(box, margin, x, y);
    }
    return within;
}

/* Near the communities, or where the CRS is meant to be used: nowhere as the coordinates stand, but most of them when
   swapped? */
static bool belongs_swapped(const lc_layer_reader *r, const lc_geoms *geoms) {
    lc_box use;
    const lc_box *box = r->source->near;
    double margin = box ? NEAR_DEG : USE_DEG;
    size_t n;
    if (!box && lc_crs_use(r->crs, &use)) box = &use;
    if (!box || geoms->n_xy == 0 || count_within(r, geoms, box, margin, false, &n) > 0) return false;
    return 2 * count_within(r, geoms, box, margin, true, &n) > n;
}

/* What still lies where it should not, is told. `geoms` are in lon/lat. */
static void warn_of_places(lc_layer_reader *r, const lc_geoms *geoms) {
    lc_box use;
    bool has_use = lc_crs_use(r->crs, &use), near = !r->source->near || geoms->n_xy == 0;
    uint32_t told = UINT32_MAX;
    for (size_t g = 0; g < geoms->n; g++)
        for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++) {
            lc_xy p = geoms->xy[i];
            near = near || is_within(r->source->near, NEAR_DEG, p.x, p.y);
            if (!has_use || told == geoms->feature[g] || is_within(&use, USE_DEG, p.x, p.y)) continue;
            told = geoms->feature[g];
            lc_layer_tell(
                r, "outside_crs",
                "features beyond the region that their CRS is made for; if most of them are, the CRS is wrong: say "
                "what it is with '|crs='",
                ", feature number %u: (%.5f, %.5f) in %s", told + 1, p.x, p.y, lc_crs_name(r->crs));
        }
    if (!near)
        lc_layer_tell(
            r, "layer_elsewhere",
            "layers of which nothing lies within a degree of the communities; check their CRS, and the communities'",
            ": %s, at (%.5f, %.5f)", lc_crs_name(r->crs), geoms->xy[0].x, geoms->xy[0].y);
}

lc_status lc_layer_put_right(lc_layer_reader *r, lc_geoms *geoms) {
    lc_status sifted = lc_table_sift(r, geoms);
    if (sifted != LC_OK) return sifted;
    lc_gauss gauss;
    bool is_gauss = lc_crs_gauss(r->crs, &gauss);
    if (lc_crs_is_old_datum(r->crs))
        lc_layer_tell(
            r, "crs_old_datum",
            "Beijing 54 and Xian 80 have no public transformation to WGS 84: places may be off by up to 100 m; "
            "better transform them officially to CGCS2000",
            ": %s", lc_crs_name(r->crs));
    bool in_degrees = fabs(lc_crs_turn(r->crs) - 360) < 1e-6;
    if ((is_gauss || in_degrees) && is_swapped(geoms, is_gauss)) swap_axes(r, geoms);
    lc_status status = is_gauss ? set_zone(r, geoms, &gauss) : LC_OK;
    if (status == LC_OK && belongs_swapped(r, geoms)) swap_axes(r, geoms);
    return status;
}

lc_status lc_layer_fail_place(const lc_layer_reader *r, size_t feature, lc_xy at) {
    lc_fail(r->ctx, LC_ERR_INPUT,
            "%s: '%s', feature number %zu: (%.9g, %.9g) in %s is nowhere on the globe; correct it, or "
            "say what the coordinates are with '|crs='",
            r->shown_role, r->source->text, feature, at.x, at.y, lc_crs_name(r->crs));
    return lc_layer_fail_feature(r, feature);
}

lc_status lc_layer_to_lonlat(lc_layer_reader *r, lc_geoms *geoms) {
    enum { CHUNK = 1024 };
    double x[CHUNK], y[CHUNK];
    for (size_t first = 0; first < geoms->n_xy; first += CHUNK) {
        size_t n = geoms->n_xy - first < CHUNK ? geoms->n_xy - first : CHUNK;
        lc_xy *xy = geoms->xy + first;
        for (size_t i = 0; i < n; i++) x[i] = xy[i].x, y[i] = xy[i].y;
        bool whole = lc_crs_to_lonlat(r->crs, x, y, n);
        for (size_t i = 0; !whole && i < n; i++) { /* again one by one, to name the culprit */
            x[i] = xy[i].x;
            y[i] = xy[i].y;
            if (!lc_crs_to_lonlat(r->crs, &x[i], &y[i], 1))
                return lc_layer_fail_place(r, feature_of(geoms, first + i), xy[i]);
        }
        for (size_t i = 0; i < n; i++) xy[i] = (lc_xy){x[i], y[i]};
    }
    warn_of_places(r, geoms);
    return LC_OK;
}
