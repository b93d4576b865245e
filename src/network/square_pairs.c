#include "network/square_pairs.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/intervals.h"

static const double SQUARE_M = 0.02;
static const double DEGREE_M = 111195; /* of a great circle */

/* A plane around a square: metres east and north of a place. */
typedef struct {
    lc_xy origin;
    double east_m; /* of a degree */
} plane_t;

static plane_t plane_around(const lc_geoms *areas, size_t first, size_t end) {
    lc_box box = lc_box_empty();
    for (size_t i = areas->xy_of[areas->part_of[first]]; i < areas->xy_of[areas->part_of[end]]; i++)
        lc_box_add(&box, areas->xy[i].x, areas->xy[i].y);
    lc_xy middle = lc_box_middle(&box);
    return (plane_t){middle, DEGREE_M * cos(middle.y * 3.14159265358979323846 / 180)};
}

static lc_xy on_plane(const plane_t *plane, lc_xy p) {
    return (lc_xy){plane->east_m * (p.x - plane->origin.x), DEGREE_M * (p.y - plane->origin.y)};
}

static bool lay_area(const plane_t *plane, const lc_geoms *areas, size_t first, size_t end, lc_geoms *out) {
    for (size_t g = first; g < end; g++)
        if (!lc_geoms_copy(out, areas, g, 0)) return false;
    for (size_t i = 0; i < out->n_xy; i++) out->xy[i] = on_plane(plane, out->xy[i]);
    return true;
}

/* Is all of segment a b near the outline, or near it or inside? */
static bool lies(const lc_geoms *area, lc_xy a, lc_xy b, lc_shape_part part, lc_intervals *scratch, bool *out) {
    scratch->n = 0;
    for (size_t g = 0; g < area->n; g++)
        if (!lc_intervals_add(scratch, a, b, area, g, SQUARE_M, part)) return false;
    *out = lc_intervals_cover(scratch, lc_length(b.x - a.x, b.y - a.y));
    return true;
}

static bool add_pair(lc_pairs *out, size_t i, size_t j) {
    if (!LC_ROOM(out->pair, out->capacity, out->n + 1)) return false;
    out->pair[out->n++] = (lc_pair){(uint32_t)i, (uint32_t)j};
    return true;
}

bool lc_square_pairs(const lc_geoms *areas, size_t first, size_t end, const lc_xy *place, size_t n, lc_pairs *out) {
    plane_t plane = plane_around(areas, first, end);
    lc_geoms area = {0};
    lc_intervals scratch = {0};
    bool ok = lay_area(&plane, areas, first, end, &area);
    for (size_t i = 0; ok && i < n; i++)
        for (size_t j = i + 1; ok && j < n; j++) {
            lc_xy a = on_plane(&plane, place[i]), b = on_plane(&plane, place[j]);
            bool inside = false, along = false;
            ok = lies(&area, a, b, LC_INSIDE_TOO, &scratch, &inside);
            if (ok && inside) ok = lies(&area, a, b, LC_OUTLINE_ALONE, &scratch, &along);
            if (ok && inside && !along) ok = add_pair(out, i, j);
        }
    lc_intervals_free(&scratch);
    lc_geoms_free(&area);
    return ok;
}

/* -------------------------------------------------------------------------------------------------- as paths */

static int by_vertices(const void *a, const void *b) {
    const lc_pair *p = a, *q = b;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static void sort_once(lc_pairs *pairs) {
    size_t kept = 0;
    for (size_t i = 0; i < pairs->n; i++)
        if (pairs->pair[i].a > pairs->pair[i].b) pairs->pair[i] = (lc_pair){pairs->pair[i].b, pairs->pair[i].a};
    if (pairs->n) qsort(pairs->pair, pairs->n, sizeof *pairs->pair, by_vertices);
    for (size_t i = 0; i < pairs->n; i++)
        if (!kept || by_vertices(&pairs->pair[kept - 1], &pairs->pair[i]) != 0) pairs->pair[kept++] = pairs->pair[i];
    pairs->n = kept;
}

/* Mark the pairs between vertices that a piece of a path joins. */
static bool find_taken(const lc_pairs *pairs, const lc_paths *paths, bool *taken) {
    bool *ends = LC_NEW0(bool, paths->n_xy);
    for (size_t i = 0; ends && i < pairs->n; i++) ends[pairs->pair[i].a] = ends[pairs->pair[i].b] = true;
    for (size_t p = 0; ends && p < paths->n; p++)
        for (size_t i = paths->start[p]; i + 1 < paths->start[p + 1]; i++) {
            uint32_t a = paths->vertex[i], b = paths->vertex[i + 1];
            if (!ends[a] || !ends[b]) continue;
            const lc_pair piece = a < b ? (lc_pair){a, b} : (lc_pair){b, a};
            const lc_pair *found = bsearch(&piece, pairs->pair, pairs->n, sizeof piece, by_vertices);
            if (found) taken[found - pairs->pair] = true;
        }
    free(ends);
    return ends;
}

bool lc_square_pairs_add(lc_pairs *pairs, lc_paths *paths) {
    if (!pairs->n) return true;
    sort_once(pairs);
    bool *taken = LC_NEW0(bool, pairs->n), ok = taken && find_taken(pairs, paths, taken);
    for (size_t i = 0; ok && i < pairs->n; i++) {
        if (taken[i]) continue;
        ok = lc_paths_begin(paths) && lc_paths_add(paths, pairs->pair[i].a) && lc_paths_add(paths, pairs->pair[i].b);
        paths->n_links += ok;
    }
    free(taken);
    return ok;
}
