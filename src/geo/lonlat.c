#include "geo/lonlat.h"

#include <geodesic.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

static const double RADIANS = 0.017453292519943296;                   /* a degree */
static const double AXIS_M = 6378137, FLATTENING = 1 / 298.257223563; /* WGS 84 */
static const double LEAST_RADIUS_M =
    6335439; /* of a meridian's curvature, at the equator: degrees are shortest there */

lc_box lc_lonlat_box(const lc_xy *p, size_t n) {
    lc_box box = lc_box_empty(), turned = lc_box_empty();
    for (size_t i = 0; i < n; i++) {
        lc_box_add(&box, p[i].x, p[i].y);
        lc_box_add(&turned, p[i].x < 0 ? p[i].x + 360 : p[i].x, p[i].y);
    }
    return turned.x1 - turned.x0 < box.x1 - box.x0 ? turned : box;
}

lc_xy lc_lonlat_middle(const lc_box *box) {
    double lon = 0.5 * (box->x0 + box->x1);
    return (lc_xy){lon > 180 ? lon - 360 : lon, 0.5 * (box->y0 + box->y1)};
}

double lc_lonlat_reach_m(const lc_box *box) {
    struct geod_geodesic earth;
    double reach = 0, lon = 0.5 * (box->x0 + box->x1), lat = 0.5 * (box->y0 + box->y1);
    geod_init(&earth, AXIS_M, FLATTENING);
    for (int k = 0; k < 2; k++) { /* east and west are alike */
        double distance;
        geod_inverse(&earth, lat, lon, k ? box->y1 : box->y0, box->x1, &distance, NULL, NULL);
        reach = fmax(reach, distance);
    }
    return reach;
}

lc_box lc_lonlat_grown(const lc_box *box, double margin_m) {
    double up = margin_m / LEAST_RADIUS_M / RADIANS;
    lc_box grown = {box->x0, fmax(box->y0 - up, -90), box->x1, fmin(box->y1 + up, 90)};
    double around = AXIS_M * cos(RADIANS * fmax(fabs(grown.y0), fabs(grown.y1))); /* the parallel's radius, or less */
    double sideways = around > margin_m ? margin_m / around / RADIANS : 360;
    grown.x0 -= sideways;
    grown.x1 += sideways;
    return grown;
}

/* A longitude within 180 degrees of the box's middle. */
static double near_box(const lc_box *box, double lon) {
    double middle = 0.5 * (box->x0 + box->x1);
    return lon + 360 * round((middle - lon) / 360);
}

static lc_xy turned(const lc_box *box, lc_xy p) {
    return (lc_xy){near_box(box, p.x), p.y};
}

static bool holds(const lc_box *box, lc_xy p) {
    return p.x >= box->x0 && p.x <= box->x1 && p.y >= box->y0 && p.y <= box->y1;
}

bool lc_lonlat_holds(const lc_box *box, lc_xy p) {
    return holds(box, turned(box, p));
}

/* Cut the stretch from *t0 to *t1 of a line, where it goes from `at` by `by`, to what lies between `low` and `high`. */
static bool clip(double at, double by, double low, double high, double *t0, double *t1) {
    if (by == 0) return at >= low && at <= high;
    double in = (low - at) / by, out = (high - at) / by;
    *t0 = fmax(*t0, fmin(in, out));
    *t1 = fmin(*t1, fmax(in, out));
    return *t0 <= *t1;
}

/* Liang and Barsky: has the segment a stretch in the box? */
static bool segment_meets(const lc_box *box, lc_xy a, lc_xy b) {
    double t0 = 0, t1 = 1;
    return clip(a.x, b.x - a.x, box->x0, box->x1, &t0, &t1) && clip(a.y, b.y - a.y, box->y0, box->y1, &t0, &t1);
}

/* Is a corner of the box inside polygon g? */
static bool encloses(const lc_geoms *geoms, size_t g, const lc_box *box) {
    bool inside = false;
    lc_xy p = {box->x0, box->y0};
    for (size_t part = geoms->part_of[g]; part < geoms->part_of[g + 1]; part++)
        for (size_t k = geoms->xy_of[part]; k + 1 < geoms->xy_of[part + 1]; k++) {
            lc_xy a = turned(box, geoms->xy[k]), b = turned(box, geoms->xy[k + 1]);
            if (lc_ray_crosses(p, a, b)) inside = !inside;
        }
    return inside;
}

bool lc_lonlat_meets(const lc_geoms *geoms, size_t g, const lc_box *box) {
    for (size_t part = geoms->part_of[g]; part < geoms->part_of[g + 1]; part++)
        for (size_t k = geoms->xy_of[part]; k < geoms->xy_of[part + 1]; k++) {
            lc_xy a = turned(box, geoms->xy[k]);
            if (holds(box, a)) return true;
            if (k + 1 == geoms->xy_of[part + 1]) continue;
            lc_xy b = turned(box, geoms->xy[k + 1]);
            if (fabs(b.x - a.x) <= 180 && segment_meets(box, a, b)) return true;
        }
    return geoms->kind[g] == LC_POLYGON && encloses(geoms, g, box);
}

lc_index *lc_lonlat_index(const lc_geoms *geoms) {
    lc_box *box = LC_NEW(lc_box, geoms->n);
    for (size_t g = 0; box && g < geoms->n; g++) {
        box[g] = lc_geom_box(geoms, g);
        /* drawn across the antimeridian, or around the earth: it may be found at any longitude */
        if (box[g].x1 - box[g].x0 > 180) box[g].x0 = -180, box[g].x1 = 180;
    }
    lc_index *index = box ? lc_index_new(box, geoms->n) : NULL;
    free(box);
    return index;
}

/* A full turn is rounded: in degrees, more than that. */
static const double SLACK = 1e-9;

bool lc_lonlat_search(const lc_index *index, const lc_box *box, lc_items *out) {
    lc_items hits = {0};
    bool ok = true;
    out->n = 0;
    for (int turn = -1; ok && turn <= 1; turn++) {
        lc_box there = {box->x0 + 360 * turn - SLACK, box->y0, box->x1 + 360 * turn + SLACK, box->y1};
        ok = lc_index_search(index, &there, &hits) && LC_ROOM(out->item, out->capacity, out->n + hits.n);
        if (!ok || !hits.n) continue;
        memcpy(out->item + out->n, hits.item, hits.n * sizeof *hits.item);
        out->n += hits.n;
    }
    free(hits.item);
    return ok && lc_sort_once(out->item, &out->n);
}
