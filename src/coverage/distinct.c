#include "coverage/distinct.h"

#include <math.h>

static const double SAME_M = 1e-7, SAME_TURN = 1e-9;

static lc_xy end_of(const lc_candidate_segments *candidates, size_t i) {
    return (lc_xy){candidates->ax[i] + candidates->length[i] * candidates->ux[i],
                   candidates->ay[i] + candidates->length[i] * candidates->uy[i]};
}

static bool same_place(lc_xy p, lc_xy q) {
    return fabs(p.x - q.x) <= SAME_M && fabs(p.y - q.y) <= SAME_M;
}

/* Does all of the box lie between the lines square to the segment through its ends? */
static bool is_beside(const lc_candidate_segments *candidates, const lc_view *view, size_t i) {
    return candidates->s[i] > view->half && candidates->s[i] + view->half < candidates->length[i];
}

static bool on_one_line(const lc_candidate_segments *candidates, size_t i, size_t j) {
    double turn = candidates->ux[i] * candidates->uy[j] - candidates->uy[i] * candidates->ux[j];
    double off = candidates->ux[i] * (candidates->ay[j] - candidates->ay[i]) -
                 candidates->uy[i] * (candidates->ax[j] - candidates->ax[i]);
    return fabs(turn) <= SAME_TURN && fabs(off) <= SAME_M;
}

static bool same(const lc_candidate_segments *candidates, const lc_view *view, size_t i, size_t j) {
    if (!on_one_line(candidates, i, j)) return false;
    if (is_beside(candidates, view, i) && is_beside(candidates, view, j)) return true;
    lc_xy ai = {candidates->ax[i], candidates->ay[i]}, aj = {candidates->ax[j], candidates->ay[j]},
          bi = end_of(candidates, i), bj = end_of(candidates, j);
    return (same_place(ai, aj) && same_place(bi, bj)) || (same_place(ai, bj) && same_place(bi, aj));
}

size_t lc_candidate_segments_distinct(const lc_candidate_segments *candidates, const lc_view *view, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < candidates->n && n <= most; i++) {
        size_t k = 0;
        while (k < n && !same(candidates, view, candidates->order[k], i)) k++;
        if (k == n) candidates->order[n++] = (uint32_t)i;
    }
    return n;
}
