#include "geo/hilbert.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"

/* The 16 bits of v, each followed by a free one. */
static inline uint32_t spread(uint32_t v) {
    v = (v | v << 8) & 0x00FF00FF;
    v = (v | v << 4) & 0x0F0F0F0F;
    v = (v | v << 2) & 0x33333333;
    return (v | v << 1) & 0x55555555;
}

/* How the curve runs within a square follows from the two bits of each larger square around it; here for all 16 sizes
   at once, in four steps of 1, 2, 4 and 8 sizes ("rawrunprotected", 2D Hilbert curves in O(1); public domain). */
static inline uint32_t hilbert(uint32_t x, uint32_t y) {
    uint32_t a = x ^ y, b = 0xFFFF ^ a, c = 0xFFFF ^ (x | y), d = x & (y ^ 0xFFFF);
    uint32_t p = a | (b >> 1), q = (a >> 1) ^ a;
    uint32_t r = (c >> 1) ^ (b & (d >> 1)) ^ c, s = (a & (c >> 1)) ^ (d >> 1) ^ d;
    for (int step = 2; step <= 8; step *= 2) {
        a = p, b = q, c = r, d = s;
        p = (a & (a >> step)) ^ (b & (b >> step));
        q = (a & (b >> step)) ^ (b & ((a ^ b) >> step));
        r ^= (a & (c >> step)) ^ (b & (d >> step));
        s ^= (b & (c >> step)) ^ ((a ^ b) & (d >> step));
    }
    uint32_t low = x ^ y, high = (s ^ (s >> 1)) | (0xFFFF ^ (low | (r ^ (r >> 1))));
    return spread(high) << 1 | spread(low);
}

/* What is nowhere, or at infinity, comes first. */
static uint32_t scaled(double v, double low, double size) {
    double t = size > 0 ? 65535 * ((v - low) / size) : 0;
    return t >= 0 && t <= 65535 ? (uint32_t)t : 0;
}

uint32_t lc_hilbert_place(const lc_box *all, double x, double y) {
    return hilbert(scaled(x, all->x0, all->x1 - all->x0), scaled(y, all->y0, all->y1 - all->y0));
}

bool lc_hilbert_order(const lc_xy *place, size_t n, uint32_t *order) {
    lc_keyed *keyed = LC_NEW(lc_keyed, n);
    if (!keyed) return false;
    lc_box all = lc_box_empty();
    for (size_t i = 0; i < n; i++) lc_box_add(&all, place[i].x, place[i].y);
    for (size_t i = 0; i < n; i++) keyed[i] = (lc_keyed){lc_hilbert_place(&all, place[i].x, place[i].y), (uint32_t)i};
    bool ok = lc_sort_keyed(keyed, n);
    for (size_t i = 0; ok && i < n; i++) order[i] = keyed[i].item;
    free(keyed);
    return ok;
}
