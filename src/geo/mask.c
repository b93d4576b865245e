#include "geo/mask.h"

#include <stdlib.h>

#include "base/memory.h"

enum { CELLS_MOST = 1024 };

static size_t cells_for(double length_m, double cell_m) {
    double cells = ceil(length_m / cell_m);
    return cells >= CELLS_MOST ? CELLS_MOST : cells > 1 ? (size_t)cells : 1;
}

bool lc_mask_init(lc_mask *m, const lc_box *extent, double cell_m) {
    double width_m = lc_max(0, extent->x1 - extent->x0), height_m = lc_max(0, extent->y1 - extent->y0);
    *m = (lc_mask){.extent = *extent};
    m->width = cells_for(width_m, cell_m);
    m->height = cells_for(height_m, cell_m);
    m->per_x = 1 / lc_max(cell_m, width_m / (double)m->width);
    m->per_y = 1 / lc_max(cell_m, height_m / (double)m->height);
    m->bits = LC_NEW0(uint64_t, m->width * m->height / LC_MASK_WORD + 1);
    return m->bits;
}

void lc_mask_free(lc_mask *m) {
    free(m->bits);
    *m = (lc_mask){0};
}

static size_t column_of(double metres, double per_m, size_t n) {
    double k = metres * per_m;
    return !(k > 0) ? 0 : k >= (double)n ? n - 1 : (size_t)k;
}

typedef struct {
    size_t x0, y0, x1, y1; /* ends included */
} cells_t;

static cells_t cells_of(const lc_mask *m, const lc_box *box) {
    return (cells_t){
        column_of(box->x0 - m->extent.x0, m->per_x, m->width), column_of(box->y0 - m->extent.y0, m->per_y, m->height),
        column_of(box->x1 - m->extent.x0, m->per_x, m->width), column_of(box->y1 - m->extent.y0, m->per_y, m->height)};
}

void lc_mask_add(lc_mask *m, const lc_box *box) {
    cells_t c = cells_of(m, box);
    for (size_t y = c.y0; y <= c.y1; y++)
        for (size_t x = c.x0; x <= c.x1; x++) {
            size_t cell = y * m->width + x;
            m->bits[cell / LC_MASK_WORD] |= (uint64_t)1 << cell % LC_MASK_WORD;
        }
}

bool lc_mask_meets(const lc_mask *m, const lc_box *box) {
    if (!lc_box_meets(&m->extent, box)) return false;
    cells_t c = cells_of(m, box);
    for (size_t y = c.y0; y <= c.y1; y++)
        for (size_t x = c.x0; x <= c.x1; x++)
            if (lc_mask_has(m, y * m->width + x)) return true;
    return false;
}
