#include "measure/area_points.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static const double COARSE_M = 20, LEAST = 1000; /* spacing of points, and how many a demand has at least */
static const double POINTS_MAX = 4e6;            /* in all, about: a speed limit */
static const double GOLDEN = 0.6180339887498949;

typedef struct {
    const lc_geoms *communities;
    const lc_zones *within;
    lc_area_point_fn take;
    void *user;
    lc_items items; /* scratch */
    double step;    /* of the community in hand */
    size_t n;       /* points that it has got */
} lay_t;

static double points_of(double demand_m2) {
    return demand_m2 > 0 ? lc_max(LEAST, demand_m2 / (COARSE_M * COARSE_M)) : 0;
}

/* The first of the zones in hand that a point lies in: land that is drawn twice counts once. */
static size_t zone_of(const lay_t *lay, lc_xy p) {
    size_t k = 0;
    while (k < lay->items.n && !lc_geom_contains(&lay->within->geoms, lay->items.item[k], p.x, p.y)) k++;
    return k;
}

/* The points of the lattice in a box that lie in geometry g and in zone k of those in hand, in none before it. */
static bool lay_box(lay_t *lay, size_t g, lc_box box, size_t k) {
    double step = lay->step;
    for (double row = floor(box.y0 / step - 0.5); (row + 0.5) * step < box.y1; row++) {
        double y = (row + 0.5) * step, shift = row * GOLDEN - floor(row * GOLDEN);
        if (y < box.y0) continue;
        for (double column = floor(box.x0 / step - shift); (column + shift) * step < box.x1; column++) {
            lc_xy p = {(column + shift) * step, y};
            if (p.x < box.x0 || !lc_geom_contains(lay->communities, g, p.x, p.y)) continue;
            if (lay->within && zone_of(lay, p) != k) continue;
            if (!lay->take(lay->user, p, lay->communities->feature[g])) return false;
            lay->n++;
        }
    }
    return true;
}

static bool lay_geom(lay_t *lay, size_t g) {
    lc_box box = lc_geom_box(lay->communities, g);
    if (!lay->within) return lay_box(lay, g, box, 0);
    if (!lc_index_search(lay->within->index, &box, &lay->items)) return false;
    for (size_t k = 0; k < lay->items.n; k++) {
        lc_box zone = lc_geom_box(&lay->within->geoms, lay->items.item[k]);
        if (!lay_box(lay, g, lc_box_common(&box, &zone), k)) return false;
    }
    return true;
}

bool lc_area_points(const lc_geoms *communities, size_t n, const lc_zones *within, const double *demand_m2,
                    lc_area_point_fn take, void *user) {
    lay_t lay = {.communities = communities, .within = within, .take = take, .user = user};
    double all = 0;
    bool ok = true;
    for (size_t c = 0; c < n; c++) all += points_of(demand_m2[c]);
    double fewer = lc_min(1, POINTS_MAX / lc_max(all, 1));
    for (size_t g = 0, end; ok && g < communities->n; g = end) {
        size_t c = communities->feature[g];
        for (end = g + 1; end < communities->n && communities->feature[end] == c;) end++;
        if (!(demand_m2[c] > 0)) continue;
        lay.step = sqrt(demand_m2[c] / (fewer * points_of(demand_m2[c])));
        lay.n = 0;
        /* Slivers may slip through a lattice: it becomes finer until they do not. */
        for (int tries = 0; ok && lay.n == 0 && tries < 8; tries++, lay.step /= 2)
            for (size_t k = g; ok && k < end; k++) ok = lay_geom(&lay, k);
    }
    free(lay.items.item);
    return ok;
}
