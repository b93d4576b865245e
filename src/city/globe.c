#include "city/globe.h"

#include <math.h>

static const double RADIANS = 0.017453292519943296; /* a degree */
static const double EARTH_M = 6371e3;               /* mean radius */
/* Shares of lengths: from TOLD on it is said, from REFUSED on nobody means it (900 km from the middle). */
static const double TOLD = 1e-4, REFUSED = 1e-2;
/* Straight edges of the plane and of the map in degrees, and the sphere for the ellipsoid, make less than this of an
   area; below LEAST_M2 rounding does, and nothing can be wrong with it. */
static const double AREA_SHARE = 0.05, LEAST_M2 = 1e6;
static const double FULL_TURN = 360 * (1 - 1e-9), WIDE_DEG = 1, TINY_M2 = 1;

/* A polygon in degrees. */
typedef struct {
    double area_m2; /* on the globe, edges across the antimeridian the short way */
    double jump;    /* the widest edge as its longitudes stand, degrees */
    double width;   /* of its box, the short way */
    bool around;    /* a ring goes around: around a pole, or along a parallel */
} outline_t;

/* How much longer than on the globe lengths are at the farthest of n positions of a plane, as a share. */
static double scale_error(const lc_xy *xy, size_t n) {
    double farthest = 0;
    for (size_t i = 0; i < n; i++) farthest = fmax(farthest, fabs(xy[i].x));
    return cosh(farthest / EARTH_M) - 1;
}

/* The degrees of longitude from one position to the next, the short way: -180 .. 180. */
static double step_east(lc_xy from, lc_xy to) {
    double step = to.x - from.x;
    return step - 360 * round(step / 360);
}

/* The area of a ring between straight edges of the map in degrees, each a strip down to the equator. */
static double ring_area(const lc_xy *p, size_t n, outline_t *out) {
    double sum = 0, turn = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        double drawn = fabs(p[i + 1].x - p[i].x), east = step_east(p[i], p[i + 1]);
        out->jump = fmax(out->jump, drawn);
        out->around = out->around || drawn >= FULL_TURN;
        turn += east;
        sum += east * RADIANS * 0.5 * (sin(p[i].y * RADIANS) + sin(p[i + 1].y * RADIANS));
    }
    out->around = out->around || fabs(turn) > 180;
    return fabs(sum) * EARTH_M * EARTH_M;
}

static double width_of(const lc_xy *p, size_t n) {
    double low = 0, high = 0, at = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        at += step_east(p[i], p[i + 1]);
        low = fmin(low, at);
        high = fmax(high, at);
    }
    return high - low;
}

static outline_t outline_of(const lc_geoms *shapes, size_t g) {
    outline_t out = {0};
    for (size_t p = shapes->part_of[g]; p < shapes->part_of[g + 1]; p++) {
        const lc_xy *ring = shapes->xy + shapes->xy_of[p];
        size_t n = shapes->xy_of[p + 1] - shapes->xy_of[p];
        bool outer = p == shapes->part_of[g];
        double area = ring_area(ring, n, &out);
        out.area_m2 += outer ? area : -area;
        if (outer) out.width = width_of(ring, n);
    }
    return out;
}

static lc_status check_outline(lc_context *ctx, const char *source, const lc_city *city, size_t g, double scale) {
    const char *name = city->name[city->shapes.feature[g]];
    const outline_t outline = outline_of(&city->shapes, g);
    double area = lc_geom_area(&city->communities, g), sphere = outline.area_m2;
    double share = AREA_SHARE + scale * (2 + scale);
    if (outline.around)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "%s: community '%s' goes around the globe or holds a pole, which no plane shows; leave it out, or "
            "cut it into smaller ones",
            source, name);
    if (sphere > LEAST_M2 && fabs(area - sphere) > share * sphere)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "%s: community '%s' has %.6g km2 on the globe and %.6g km2 in its plane, which does not show it; "
            "leave it out, or cut it into smaller ones",
            source, name, 1e-6 * sphere, 1e-6 * area);
    if (outline.jump > 180 && outline.width >= WIDE_DEG)
        lc_warn(ctx, "antimeridian",
                "communities with edges of more than 180 degrees of longitude, which are taken to go the short way, "
                "across the antimeridian; cut them there if that is wrong",
                "%s: %.3f degrees wide", name, outline.width);
    return LC_OK;
}

static lc_status check_scale(lc_context *ctx, const char *source, const char *name, double scale, bool asked) {
    if (scale >= REFUSED && !asked)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s: community '%s' reaches too far for a plane, where lengths come out up to %.2f %% too long; "
                       "cut it into smaller ones, or give --planes one",
                       source, name, 100 * scale);
    if (scale >= TOLD && !asked)
        lc_warn(
            ctx, "community_scale",
            "communities that reach far from the middle of their plane, where lengths come out too long; the bounds "
            "of ratios' errors do not hold this",
            "%s: up to %.3f %%", name, 100 * scale);
    return LC_OK;
}

static void warn_of_one_plane(lc_context *ctx, const lc_geoms *communities) {
    double farthest = 0;
    for (size_t i = 0; i < communities->n_xy; i++) farthest = fmax(farthest, fabs(communities->xy[i].x));
    lc_warn(ctx, "plane_scale",
            "communities farther than one plane is good for, measured in one all the same: lengths come out too long "
            "at its edge; without --planes one it takes several",
            "up to %.3f %%, %.0f km east or west of the middle", 100 * scale_error(communities->xy, communities->n_xy),
            farthest / 1000);
}

/* One of less than nothing visible is mostly one whose coordinates are of another unit. */
static void warn_of_size(lc_context *ctx, const char *name, double area_m2) {
    if (area_m2 >= TINY_M2) return;
    lc_warn(ctx, "community_tiny",
            "communities of less than a square metre, whose ratios mean nothing; check their coordinates and their CRS",
            "%s: %.3g m2", name, area_m2);
}

lc_status lc_globe_check(lc_context *ctx, const char *source, const lc_city *city, bool asked) {
    const lc_geoms *shapes = &city->shapes, *plane = &city->communities;
    lc_status status = LC_OK;
    for (size_t g = 0, end; g < shapes->n && status == LC_OK; g = end) {
        const char *name = city->name[shapes->feature[g]];
        double area = 0;
        for (end = g; end < shapes->n && shapes->feature[end] == shapes->feature[g]; end++)
            area += lc_geom_area(plane, end);
        size_t from = plane->xy_of[plane->part_of[g]], to = plane->xy_of[plane->part_of[end]];
        double scale = scale_error(plane->xy + from, to - from);
        bool placed = !lc_work_crs_is_plane(city->crs);
        for (size_t k = g; placed && k < end && status == LC_OK; k++)
            status = check_outline(ctx, source, city, k, scale);
        if (placed && status == LC_OK) status = check_scale(ctx, source, name, scale, asked);
        if (status == LC_OK) warn_of_size(ctx, name, area);
    }
    if (status == LC_OK && asked) warn_of_one_plane(ctx, plane);
    return status;
}
