#include "coverage/distinct.h"

#include <math.h>

static const double SAME_M = 1e-7, SAME_TURN = 1e-9;

static lc_xy end_of(const lc_near *near, size_t i) {
    return (lc_xy){near->ax[i] + near->length[i] * near->ux[i], near->ay[i] + near->length[i] * near->uy[i]};
}

static bool same_place(lc_xy p, lc_xy q) {
    return fabs(p.x - q.x) <= SAME_M && fabs(p.y - q.y) <= SAME_M;
}

/* Does all of the box lie between the lines square to the segment through its ends? */
static bool is_beside(const lc_near *near, const lc_view *view, size_t i) {
    return near->s[i] > view->half && near->s[i] + view->half < near->length[i];
}

static bool on_one_line(const lc_near *near, size_t i, size_t j) {
    double turn = near->ux[i] * near->uy[j] - near->uy[i] * near->ux[j];
    double off = near->ux[i] * (near->ay[j] - near->ay[i]) - near->uy[i] * (near->ax[j] - near->ax[i]);
    return fabs(turn) <= SAME_TURN && fabs(off) <= SAME_M;
}

static bool same(const lc_near *near, const lc_view *view, size_t i, size_t j) {
    if (!on_one_line(near, i, j)) return false;
    if (is_beside(near, view, i) && is_beside(near, view, j)) return true;
    lc_xy ai = {near->ax[i], near->ay[i]}, aj = {near->ax[j], near->ay[j]}, bi = end_of(near, i), bj = end_of(near, j);
    return (same_place(ai, aj) && same_place(bi, bj)) || (same_place(ai, bj) && same_place(bi, aj));
}

size_t lc_near_distinct(const lc_near *near, const lc_view *view, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < near->n && n <= most; i++) {
        size_t k = 0;
        while (k < n && !same(near, view, near->order[k], i)) k++;
        if (k == n) near->order[n++] = (uint32_t)i;
    }
    return n;
}
