#include "coverage/envelope.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/geoms.h"

static const double STEP_M = 1e-7; /* pieces are at least as long */
static const double SAME_M = 1e-9; /* as much lower is not lower */

void lc_envelope_free(lc_envelope *e) {
    free(e->along);
    *e = (lc_envelope){0};
}

lc_along *lc_envelope_next(lc_envelope *e) {
    return LC_ROOM(e->along, e->cap, e->n + 1) ? &e->along[e->n] : NULL;
}

/* ------------------------------------------------------------------------------------------------- one function */

static const lc_breakpoint *breakpoints_of(const lc_along *a) {
    return a->list ? a->list : a->own;
}

/* Breakpoint number i in the order of x. */
static lc_breakpoint breakpoint_at(const lc_along *a, size_t i) {
    return breakpoints_of(a)[a->rate > 0 ? i : a->n - 1 - i];
}

static double x_of(const lc_along *a, size_t i) {
    return (breakpoint_at(a, i).s_m - a->shift) / a->rate;
}

/* The number of the first breakpoint beyond x. */
static size_t first_beyond(const lc_along *a, double x) {
    size_t low = 0, high = a->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (x_of(a, mid) > x) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return low;
}

/* The linear function alpha + beta x before breakpoint number i; beyond the ends, that of the last piece. */
static void line_before(const lc_along *a, size_t i, double *alpha, double *beta) {
    if (a->n < 2) { /* an edge of no length */
        *beta = 0;
        *alpha = breakpoint_at(a, 0).d_m + a->offset_m;
        return;
    }
    i = i == 0 ? 1 : i == a->n ? a->n - 1 : i;
    lc_breakpoint from = breakpoint_at(a, i - 1), to = breakpoint_at(a, i);
    double x = x_of(a, i - 1), length = x_of(a, i) - x;
    *beta = length > 0 ? (to.d_m - from.d_m) / length : 0;
    *alpha = from.d_m + a->offset_m - *beta * x;
}

/* The same around x. */
static void line_at(const lc_along *a, double x, double *alpha, double *beta) {
    line_before(a, first_beyond(a, x), alpha, beta);
}

static double value_at(const lc_along *a, double x) {
    double alpha, beta;
    line_at(a, x, &alpha, &beta);
    return alpha + beta * x;
}

static void range_of(const lc_along *a, double first, double last, double *least, double *most) {
    double from = value_at(a, first), to = value_at(a, last);
    *least = lc_min(from, to);
    *most = lc_max(from, to);
    for (size_t i = first_beyond(a, first); i < a->n && x_of(a, i) < last; i++) {
        *least = lc_min(*least, breakpoint_at(a, i).d_m + a->offset_m);
        *most = lc_max(*most, breakpoint_at(a, i).d_m + a->offset_m);
    }
}

/* ------------------------------------------------------------------------------------------------- the least of all */

void lc_envelope_range(const lc_envelope *e, double first, double last, double *least, double *most) {
    *least = *most = INFINITY;
    for (size_t k = 0; k < e->n; k++) {
        double low, high;
        range_of(&e->along[k], first, last, &low, &high);
        *least = lc_min(*least, low);
        *most = lc_min(*most, high);
    }
}

void lc_envelope_prune(lc_envelope *e, double first, double last) {
    double least, most, high;
    if (e->n < 2) return;
    lc_envelope_range(e, first, last, &least, &most);
    size_t kept = 0;
    for (size_t k = 0; k < e->n; k++) {
        range_of(&e->along[k], first, last, &least, &high);
        if (least <= most) e->along[kept++] = e->along[k];
    }
    e->n = kept;
}

/* Which is the least just after x? */
static size_t least_after(const lc_envelope *e, double x) {
    size_t best = 0;
    double best_d = INFINITY, best_slope = INFINITY;
    for (size_t k = 0; e->n > 1 && k < e->n; k++) {
        double alpha, beta;
        line_at(&e->along[k], x, &alpha, &beta);
        double d = alpha + beta * x;
        if (d > best_d + SAME_M || (d > best_d - SAME_M && beta >= best_slope)) continue;
        best = k;
        best_d = d;
        best_slope = beta;
    }
    return best;
}

/* Where, after `from` and before `to`, does a function first run below alpha + beta x? */
static double first_below(const lc_along *a, double from, double to, double alpha, double beta) {
    for (size_t i = first_beyond(a, from + STEP_M);; i++) {
        double end = i < a->n ? lc_min(to, x_of(a, i)) : to, own_alpha, own_beta, x;
        line_at(a, 0.5 * (from + end), &own_alpha, &own_beta);
        if (own_alpha + own_beta * end < alpha + beta * end - SAME_M) {
            x = own_beta < beta ? (own_alpha - alpha) / (beta - own_beta) : from;
            return lc_min(lc_max(x, from), end);
        }
        if (end >= to) return to;
        from = end;
    }
}

/* The same of one function alone, which most envelopes are. */
static double piece_of_one(const lc_along *a, double from, double last, double *alpha, double *beta) {
    size_t next = first_beyond(a, from + STEP_M);
    line_before(a, next, alpha, beta);
    return next < a->n ? lc_min(last, x_of(a, next)) : last;
}

double lc_envelope_piece(const lc_envelope *e, double from, double last, double *alpha, double *beta) {
    if (e->n == 1) return piece_of_one(&e->along[0], from, last, alpha, beta);
    size_t k = least_after(e, from + 0.5 * STEP_M), next = first_beyond(&e->along[k], from + STEP_M);
    double to = next < e->along[k].n ? lc_min(last, x_of(&e->along[k], next)) : last;
    line_at(&e->along[k], 0.5 * (from + to), alpha, beta);
    for (size_t i = 0; i < e->n; i++)
        if (i != k) to = lc_max(first_below(&e->along[i], from, to, *alpha, *beta), lc_min(from + STEP_M, to));
    return to;
}
