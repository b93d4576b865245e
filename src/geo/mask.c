#include "geo/mask.h"

#include <stdlib.h>

#include "base/memory.h"

enum { CELLS_MOST = 1024, WORD_BITS = 64 };

static size_t cells_for(double length_m, double cell_m) {
    double cells = ceil(length_m / cell_m);
    return cells >= CELLS_MOST ? CELLS_MOST : cells > 1 ? (size_t)cells : 1;
}

bool lc_mask_init(lc_mask *m, const lc_box *extent, double cell_m) {
    double width_m = lc_max(0, extent->x1 - extent->x0), height_m = lc_max(0, extent->y1 - extent->y0);
    *m = (lc_mask){.extent = *extent};
    m->width = cells_for(width_m, cell_m);
    m->height = cells_for(height_m, cell_m);
    m->cell_x = lc_max(cell_m, width_m / (double)m->width);
    m->cell_y = lc_max(cell_m, height_m / (double)m->height);
    m->bits = LC_NEW0(uint64_t, m->width * m->height / WORD_BITS + 1);
    return m->bits;
}

void lc_mask_free(lc_mask *m) {
    free(m->bits);
    *m = (lc_mask){0};
}

static size_t cell_of(double from, double at, double cell, size_t n) {
    double k = (at - from) / cell;
    return !(k > 0) ? 0 : k >= (double)n ? n - 1 : (size_t)k;
}

typedef struct {
    size_t x0, y0, x1, y1; /* ends included */
} cells_t;

static cells_t cells_of(const lc_mask *m, const lc_box *box) {
    return (cells_t){
        cell_of(m->extent.x0, box->x0, m->cell_x, m->width), cell_of(m->extent.y0, box->y0, m->cell_y, m->height),
        cell_of(m->extent.x0, box->x1, m->cell_x, m->width), cell_of(m->extent.y0, box->y1, m->cell_y, m->height)};
}

void lc_mask_add(lc_mask *m, const lc_box *box) {
    cells_t c = cells_of(m, box);
    for (size_t y = c.y0; y <= c.y1; y++)
        for (size_t x = c.x0; x <= c.x1; x++) {
            size_t cell = y * m->width + x;
            m->bits[cell / WORD_BITS] |= (uint64_t)1 << cell % WORD_BITS;
        }
}

bool lc_mask_meets(const lc_mask *m, const lc_box *box) {
    if (!lc_box_meets(&m->extent, box)) return false;
    cells_t c = cells_of(m, box);
    for (size_t y = c.y0; y <= c.y1; y++)
        for (size_t x = c.x0; x <= c.x1; x++) {
            size_t cell = y * m->width + x;
            if (m->bits[cell / WORD_BITS] >> cell % WORD_BITS & 1) return true;
        }
    return false;
}
