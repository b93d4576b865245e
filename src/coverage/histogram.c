#include "coverage/histogram.h"

#include <math.h>

#include "geo/geoms.h"

static const double WIDTH_M = 3;       /* of a bin, at most */
static const double LEAST_HALF = 0.01; /* of a bin: nothing is spread over less */
enum { LEAST = 50 };                   /* bins of a short range */

size_t lc_histogram_bins(double range_m) {
    double n = ceil(range_m / WIDTH_M);
    return n > LEAST ? (size_t)n : LEAST;
}

/* ------------------------------------------------------------------------------------------------------- adding */

void lc_histogram_add(const lc_histogram *h, size_t k, double area, double mean) {
    if (k >= h->n) k = h->n - 1;
    h->bin[k].area += area;
    h->bin[k].moment += area * (mean - (double)k * h->width_m);
}

/* The density changes by `rise` at a position, in bins: shared between the edges on either side, so that from the next
   edge on both the density and the area below are what they should be. In its own bin, what begins there is not even:
   the moment tells, where that is wanted. */
static inline void add_rise(const lc_histogram *h, double position, double rise, bool moment) {
    size_t k = (size_t)(int)position; /* conversion to int is one instruction */
    double part = position - (double)k, rest = rise * (1 - part);
    h->rise[k] += rest;
    h->rise[k + 1] += rise * part;
    if (moment) h->bin[k].moment += 0.5 * part * rest * h->width_m;
}

static inline void spread(const lc_histogram *h, double area, double mean, double half, bool moment) {
    double n = (double)(int)h->n, reach = lc_min(lc_max(half * h->per_m, LEAST_HALF), 0.5 * n);
    double middle = lc_min(lc_max(mean * h->per_m, reach), n - reach);
    double density = 0.5 * area / reach;
    add_rise(h, lc_max(middle - reach, 0), density, moment);
    add_rise(h, lc_min(middle + reach, n), -density, moment);
}

void lc_histogram_spread(const lc_histogram *h, double area, double mean, double half) {
    spread(h, area, mean, half, true);
}

void lc_histogram_spread_many(const lc_histogram *h, double area, double mean, double half) {
    spread(h, area, mean, half, false);
}

void lc_histogram_join(const lc_histogram *to, const lc_histogram *from) {
    for (size_t k = 0; k <= to->n; k++) {
        to->bin[k].area += from->bin[k].area;
        to->bin[k].moment += from->bin[k].moment;
    }
    for (size_t k = 0; k < to->n + 2; k++) to->rise[k] += from->rise[k];
}

/* ------------------------------------------------------------------------------------------------------ reading */

/* A bin with all that is in it; its density over u = 0 .. 1 is 1 + tilt (2u - 1) between `from` and `to`, nothing
   beside: of a mean in the middle third over the whole bin; else falling to nothing from one side of the bin. */
typedef struct {
    double area, from, to, tilt;
} shape_t;

static shape_t shape_of(const lc_histogram *h, size_t k, double spread) {
    double area = h->bin[k].area + spread, moment = h->bin[k].moment / h->width_m + 0.5 * spread;
    double mean = area > 0 ? lc_min(lc_max(moment / area, 0), 1) : 0.5;
    if (mean < 1.0 / 3) return (shape_t){area, 0, 3 * mean, -1};
    if (mean > 2.0 / 3) return (shape_t){area, 3 * mean - 2, 1, 1};
    return (shape_t){area, 0, 1, 6 * mean - 3};
}

static double share_at(const shape_t *s, double u) {
    if (u < s->from) return 0;
    if (u >= s->to) return 1;
    double v = (u - s->from) / (s->to - s->from);
    return v + s->tilt * (v * v - v);
}

/* The other way round: where the share is reached. */
static double place_of(const shape_t *s, double share) {
    double b = 1 - s->tilt, root = b + sqrt(b * b + 4 * s->tilt * share);
    double v = root > 0 ? 2 * share / root : 0;
    return s->from + lc_min(v, 1) * (s->to - s->from);
}

double lc_histogram_below(const lc_histogram *h, double x) {
    double position = x * h->per_m, sum = 0, spread = 0;
    for (size_t k = 0; k < h->n; k++) {
        spread += h->rise[k];
        shape_t shape = shape_of(h, k, lc_max(0, spread));
        if (position < (double)(k + 1)) return sum + shape.area * share_at(&shape, position - (double)k);
        sum += shape.area;
    }
    return sum;
}

void lc_histogram_below_all(const lc_histogram *h, size_t n, double *below) {
    double sum = 0, spread = 0;
    size_t part = 0;
    for (size_t k = 0; k < h->n; k++) {
        spread += h->rise[k];
        shape_t shape = shape_of(h, k, lc_max(0, spread));
        for (double at; part < n && (at = (double)(part + 1) * (double)h->n / (double)n) < (double)(k + 1); part++)
            below[part] = sum + shape.area * share_at(&shape, at - (double)k);
        sum += shape.area;
    }
    for (; part < n; part++) below[part] = sum;
}

double lc_histogram_find(const lc_histogram *h, double area) {
    double sum = 0, spread = 0;
    for (size_t k = 0; k < h->n; k++) {
        spread += h->rise[k];
        shape_t shape = shape_of(h, k, lc_max(0, spread));
        if (sum + shape.area >= area && shape.area > 0)
            return h->width_m * ((double)k + place_of(&shape, lc_max(0, area - sum) / shape.area));
        sum += shape.area;
    }
    return h->width_m * (double)h->n;
}
