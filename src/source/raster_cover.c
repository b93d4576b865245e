/* How much of a polygon a raster covers: the polygon is brought to columns and rows, where the raster is a rectangle,
   and cut at its sides, one after the other (Sutherland and Hodgman 1974). The cut rings of a polygon that bends
   inwards touch themselves along a side, which is no matter to their area. */
#include "source/raster_cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "source/crs.h"
#include "source/raster.h"

static double ring_area(const lc_xy *p, size_t n) {
    double twice = 0;
    for (size_t i = 0; i < n; i++) {
        lc_xy a = p[i], b = p[(i + 1) % n];
        twice += (a.x - p[0].x) * (b.y - p[0].y) - (b.x - p[0].x) * (a.y - p[0].y);
    }
    return twice / 2;
}

/* How far p lies inside of a side: 0 left, 1 right, 2 top, 3 bottom. */
static double inside(lc_xy p, int side, double width, double height) {
    return side == 0 ? p.x : side == 1 ? width - p.x : side == 2 ? p.y : height - p.y;
}

/* Cut a ring at one side; `to` has room for twice as many points. */
static size_t cut_at(const lc_xy *from, size_t n, int side, double width, double height, lc_xy *to) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        lc_xy a = from[i], b = from[(i + 1) % n];
        double da = inside(a, side, width, height), db = inside(b, side, width, height);
        if (da >= 0) to[kept++] = a;
        if ((da >= 0) != (db >= 0)) {
            double t = da / (da - db);
            to[kept++] = (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
    }
    return kept;
}

/* The area of a ring on the raster; each cut may add a point for every other one. NAN when memory is out. */
static double area_on(const lc_xy *ring, size_t n, double width, double height) {
    size_t room = n;
    lc_xy *now = LC_NEW(lc_xy, n);
    if (!now) return NAN;
    memcpy(now, ring, n * sizeof *now);
    for (int side = 0; side < 4 && n > 0; side++) {
        room = 2 * n;
        lc_xy *next = LC_NEW(lc_xy, room);
        if (next) n = cut_at(now, n, side, width, height, next);
        free(now);
        if (!next) return NAN;
        now = next;
    }
    double area = n ? ring_area(now, n) : 0;
    free(now);
    return area;
}

/* A ring in columns and rows; false when it cannot be brought there. Degrees may be counted from 0 to 360. */
static bool to_pixels(const lc_cells *cells, const lc_xy *lonlat, size_t n, lc_xy *out) {
    double turn = lc_crs_turn(cells->system), first = 0;
    for (size_t i = 0; i < n; i++) {
        double x = lonlat[i].x, y = lonlat[i].y;
        if (!lc_crs_from_lonlat(cells->system, &x, &y, 1) || !isfinite(x) || !isfinite(y)) return false;
        const double *m = cells->to_pixel;
        if (i == 0 && turn > 0 && m[1] != 0) { /* the turn that brings the ring nearest to the raster */
            double column = m[0] + m[1] * x + m[2] * y;
            first = round((cells->width / 2.0 - column) / (m[1] * turn)) * turn;
        }
        x += first;
        out[i] = (lc_xy){m[0] + m[1] * x + m[2] * y, m[3] + m[4] * x + m[5] * y};
    }
    return true;
}

lc_status lc_cells_share(lc_context *ctx, const lc_cells *cells, const lc_geoms *lonlat, size_t g, double *share) {
    double whole = 0, on = 0;
    *share = 1;
    for (size_t part = lonlat->part_of[g]; part < lonlat->part_of[g + 1]; part++) {
        size_t from = lonlat->xy_of[part], n = lonlat->xy_of[part + 1] - from;
        if (n == 0) continue;
        lc_xy *ring = LC_NEW(lc_xy, n);
        if (!ring) return lc_fail_memory(ctx);
        bool known = to_pixels(cells, lonlat->xy + from, n, ring);
        double area = known ? ring_area(ring, n) : 0, cut = known ? area_on(ring, n, cells->width, cells->height) : 0;
        double sign = part == lonlat->part_of[g] ? 1 : -1; /* the shell, then its holes, whatever way they turn */
        free(ring);
        if (!known) return LC_OK;
        if (isnan(cut)) return lc_fail_memory(ctx);
        whole += sign * fabs(area);
        on += sign * fabs(cut);
    }
    if (whole > 0) *share = fmin(fmax(on / whole, 0), 1);
    return LC_OK;
}
