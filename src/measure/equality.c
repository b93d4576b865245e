#include "measure/equality.h"

#include <math.h>
#include <stdlib.h>

#include "base/sort.h"

static int by_x(const void *a, const void *b) {
    const lc_share *p = a, *q = b;
    if (p->x != q->x) return p->x < q->x ? -1 : 1;
    return (p->w > q->w) - (p->w < q->w); /* sums in one order, whatever the order given */
}

bool lc_shares_sort(const lc_context *ctx, lc_share *share, size_t n) {
    return lc_sort_items(ctx, share, n, sizeof *share, by_x);
}

/* W, and W mu. */
static void sum(const lc_share *share, size_t n, double *weight, double *total) {
    *weight = *total = 0;
    for (size_t i = 0; i < n; i++) {
        *weight += share[i].w;
        *total += share[i].w * share[i].x;
    }
}

/* In the order of x every pair is seen once: sum_i w_i x_i (C_{i-1} + C_i - W) / (W W mu), C_i the weight up to i. */
double lc_gini(const lc_share *share, size_t n) {
    double weight, total, before = 0, pairs = 0;
    sum(share, n, &weight, &total);
    if (!(weight > 0 && total > 0)) return NAN;
    for (size_t i = 0; i < n; i++) {
        double after = before + share[i].w;
        pairs += share[i].w * share[i].x * (before + after - weight);
        before = after;
    }
    return fmax(0, pairs / (weight * total));
}

double lc_theil(const lc_share *share, size_t n) {
    double weight, total, theil = 0;
    sum(share, n, &weight, &total);
    if (!(weight > 0 && total > 0)) return NAN;
    double mean = total / weight;
    for (size_t i = 0; i < n; i++)
        if (share[i].x > 0) theil += share[i].w / weight * share[i].x / mean * log(share[i].x / mean);
    return fmax(0, theil);
}

bool lc_lorenz(const lc_share *share, size_t n, lc_lorenz_point *out) {
    double weight, total, w = 0, x = 0;
    sum(share, n, &weight, &total);
    if (!(weight > 0 && total > 0)) return false;
    out[0] = (lc_lorenz_point){0, 0};
    for (size_t i = 0; i < n; i++) {
        w += share[i].w;
        x += share[i].w * share[i].x;
        out[i + 1] = (lc_lorenz_point){fmin(1, w / weight), fmin(1, x / total)};
    }
    return true;
}
