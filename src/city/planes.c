#include "city/planes.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/lonlat.h"

static const double REACH_M = 60e3; /* of the communities from their middle: farther out it takes several planes */
enum { CELLS_PER_DEGREE = 2, CELLS_AROUND = 720, CELLS_UP = 360 };

lc_status lc_planes_wish_read(lc_context *ctx, const char *text, lc_planes_wish *out) {
    static const char *const names[] = {
        [LC_PLANES_AUTO] = "auto", [LC_PLANES_ONE] = "one", [LC_PLANES_CELLS] = "cells"};
    *out = LC_PLANES_AUTO;
    for (size_t k = 0; text && k < sizeof names / sizeof *names; k++)
        if (strcmp(text, names[k]) == 0) {
            *out = (lc_planes_wish)k;
            return LC_OK;
        }
    return text ? lc_fail(ctx, LC_ERR_INPUT, "planes '%s': write auto, one or cells", text) : LC_OK;
}

bool lc_planes_needed(const lc_geoms *shapes) {
    lc_box box = lc_lonlat_box(shapes->xy, shapes->n_xy);
    return shapes->n_xy && lc_lonlat_reach_m(&box) > REACH_M;
}

/* The number of the cell that holds p: rows from the south pole, in a row from -180 degrees. */
static size_t cell_of(lc_xy p) {
    double column = floor((p.x + 180) * CELLS_PER_DEGREE), row = floor((p.y + 90) * CELLS_PER_DEGREE);
    if (column >= CELLS_AROUND) column -= CELLS_AROUND; /* 180 degrees is -180 */
    if (row >= CELLS_UP) row = CELLS_UP - 1;
    return (size_t)row * CELLS_AROUND + (size_t)column;
}

static lc_xy centre_of(size_t cell) {
    double column = (double)(cell % CELLS_AROUND), row = (double)(cell / CELLS_AROUND);
    return (lc_xy){(column + 0.5) / CELLS_PER_DEGREE - 180, (row + 0.5) / CELLS_PER_DEGREE - 90};
}

/* The box of every community; empty where it has no polygon. */
static lc_box *boxes_of(const lc_geoms *shapes, size_t n) {
    lc_box *box = LC_NEW(lc_box, n);
    for (size_t c = 0; box && c < n; c++) box[c] = lc_box_empty();
    for (size_t g = 0, end; box && g < shapes->n; g = end) {
        for (end = g; end < shapes->n && shapes->feature[end] == shapes->feature[g];) end++;
        size_t from = shapes->xy_of[shapes->part_of[g]], to = shapes->xy_of[shapes->part_of[end]];
        box[shapes->feature[g]] = lc_lonlat_box(shapes->xy + from, to - from);
    }
    return box;
}

static size_t first_cell(const size_t *cell, size_t n) {
    size_t first = SIZE_MAX;
    for (size_t c = 0; c < n; c++)
        if (cell[c] < first) first = cell[c];
    return first;
}

/* The longitude moved by full turns to where the box goes on. */
static lc_box beside(const lc_box *box, lc_xy centre) {
    double turns = 360 * round((centre.x - 0.5 * (box->x0 + box->x1)) / 360);
    return (lc_box){box->x0 + turns, box->y0, box->x1 + turns, box->y1};
}

static void add_community(const lc_box *box, size_t c, lc_plane *to) {
    to->community[to->n++] = c;
    if (box[c].x0 > box[c].x1) return;
    lc_box there = beside(&box[c], to->centre);
    lc_box_add(&to->box, there.x0, there.y0);
    lc_box_add(&to->box, there.x1, there.y1);
}

/* The planes by their cells, without communities yet; plane_of gets the number of each used cell's. */
static bool begin_planes(const size_t *n_in, uint32_t *plane_of, lc_planes *out) {
    size_t n = 0;
    for (size_t k = 0; k < CELLS_AROUND * CELLS_UP; k++) n += n_in[k] > 0;
    if (!(out->plane = LC_NEW0(lc_plane, n))) return false;
    for (size_t k = 0; k < CELLS_AROUND * CELLS_UP; k++) {
        if (!n_in[k]) continue;
        lc_plane *plane = &out->plane[out->n];
        *plane = (lc_plane){.centre = centre_of(k), .box = lc_box_empty(), .community = LC_NEW(size_t, n_in[k])};
        plane_of[k] = (uint32_t)out->n++;
        if (!plane->community) return false;
    }
    return true;
}

lc_status lc_planes_lay(lc_context *ctx, const lc_geoms *shapes, size_t n, lc_planes *out) {
    lc_planes planes = {0};
    lc_box *box = boxes_of(shapes, n);
    size_t *cell = LC_NEW(size_t, n);
    size_t *n_in = LC_NEW0(size_t, CELLS_AROUND * CELLS_UP);
    uint32_t *plane_of = LC_NEW0(uint32_t, CELLS_AROUND * CELLS_UP);
    bool ok = box && cell && n_in && plane_of;
    for (size_t c = 0; ok && c < n; c++)
        cell[c] = box[c].x0 > box[c].x1 ? SIZE_MAX : cell_of(lc_lonlat_middle(&box[c]));
    size_t first = ok ? first_cell(cell, n) : 0;
    for (size_t c = 0; ok && c < n; c++) {
        if (cell[c] == SIZE_MAX) cell[c] = first;
        n_in[cell[c]]++;
    }
    ok = ok && begin_planes(n_in, plane_of, &planes);
    for (size_t c = 0; ok && c < n; c++) add_community(box, c, &planes.plane[plane_of[cell[c]]]);
    free(plane_of);
    free(n_in);
    free(cell);
    free(box);
    if (ok)
        *out = planes;
    else
        lc_planes_free(&planes);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

void lc_planes_free(lc_planes *planes) {
    for (size_t k = 0; k < planes->n; k++) free(planes->plane[k].community);
    free(planes->plane);
    *planes = (lc_planes){0};
}

size_t lc_planes_at(const lc_planes *planes, lc_xy p) {
    size_t low = 0, high = planes->n, wanted = cell_of(p);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cell_of(planes->plane[middle].centre) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < planes->n && cell_of(planes->plane[low].centre) == wanted ? low : SIZE_MAX;
}
