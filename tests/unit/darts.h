/* Areas of a community by distance, by stratified sampling of the brute-force distances. */
#ifndef DARTS_H
#define DARTS_H

#include "brute.h"

enum { DARTS_LIMITS = 4 };

typedef struct dart_limit {
    lc_metric metric;
    double distance_m;
} dart_limit_t;

typedef struct darts {
    double demand, covered[DARTS_LIMITS], offnet;
    double demand_sigma, sigma[DARTS_LIMITS], offnet_sigma; /* standard errors */
    double ranged[2], distance[2]; /* by metric: area within the largest limit of all, and the integral of d there */
    double mean_sigma[2];          /* standard error of the quotient of the two */
    double *d[2]; /* by metric: d of every dart that hit, INFINITY beyond the largest limit, in order */
    size_t n, cap;
    double dart; /* the area that one dart stands for */
} darts_t;

static inline void darts_free(darts_t *darts) {
    free(darts->d[0]);
    free(darts->d[1]);
}

/* What one dart hits. */
typedef struct dart_hit {
    double demand, covered[DARTS_LIMITS], offnet, ranged[2], distance[2];
} dart_hit_t;

static inline bool darts_within(const lc_geoms *communities, uint32_t community, lc_xy p) {
    for (size_t k = 0; k < communities->n; k++)
        if (communities->feature[k] == community && brute_inside(communities, k, p)) return true;
    return false;
}

/* Segments that may be nearest somewhere within `radius` of `centre`. */
static inline size_t darts_candidates(const brute_t *b, lc_xy centre, double radius, size_t *which) {
    double best = INFINITY;
    size_t n = 0;
    for (size_t s = 0; s < b->n_seg; s++) best = fmin(best, brute_to_segment(b->seg[s].a, b->seg[s].b, centre));
    for (size_t s = 0; s < b->n_seg; s++)
        if (brute_to_segment(b->seg[s].a, b->seg[s].b, centre) <= best + 2 * radius + 1e-6) which[n++] = s;
    return n;
}

static inline dart_hit_t darts_throw(const brute_t *b, const lc_geoms *communities, uint32_t community, lc_xy p,
                                     const dart_limit_t *limit, size_t n_limits, const size_t *which, size_t n) {
    dart_hit_t hit = {0};
    if (!darts_within(communities, community, p)) return hit;
    double leg, walk = brute_network(b, p, which, n, &leg), straight = brute_straight(b, p);
    hit.demand = 1;
    hit.offnet = leg > b->limit && walk > 0;
    double range = 0, d[2];
    d[LC_NETWORK] = walk;
    d[LC_STRAIGHT] = straight;
    for (size_t k = 0; k < n_limits; k++) {
        hit.covered[k] = d[limit[k].metric] <= limit[k].distance_m;
        range = fmax(range, limit[k].distance_m);
    }
    for (int m = 0; m < 2; m++)
        if (d[m] <= range) hit.ranged[m] = 1, hit.distance[m] = d[m];
    return hit;
}

static inline void darts_add(double a, double b, double *sum, double *variance) {
    *sum += a + b;
    *variance += (a - b) * (a - b);
}

static inline void darts_keep(darts_t *out, const dart_hit_t *hit) {
    if (!(hit->demand > 0)) return;
    if (out->n == out->cap) {
        out->cap = 2 * out->cap + 1024;
        for (int m = 0; m < 2; m++) assert_non_null(out->d[m] = realloc(out->d[m], out->cap * sizeof *out->d[m]));
    }
    for (int m = 0; m < 2; m++) out->d[m][out->n] = hit->ranged[m] > 0 ? hit->distance[m] : INFINITY;
    out->n++;
}

static inline int darts_ascending(const void *p, const void *q) {
    double a = *(const double *)p, b = *(const double *)q;
    return a < b ? -1 : a > b;
}

/* The share of the darts with d <= x. */
static inline double darts_share(const darts_t *darts, int metric, double x) {
    size_t low = 0, high = darts->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (darts->d[metric][mid] <= x)
            low = mid + 1;
        else
            high = mid;
    }
    return (double)low / (double)darts->n;
}

/* Two darts in each of about n_darts / 2 cells of a grid over the community: the area, and its standard error from how
   often the two disagree. */
static inline darts_t darts_measure(const brute_t *b, const lc_geoms *communities, uint32_t community, size_t n_darts,
                                    const dart_limit_t *limit, size_t n_limits, rng_t *rng) {
    enum { BLOCKS = 24 };
    darts_t out = {0};
    double square[2][3] = {{0}};
    lc_box box = lc_box_empty();
    for (size_t k = 0; k < communities->n; k++)
        for (size_t i = communities->xy_of[communities->part_of[k]];
             communities->feature[k] == community && i < communities->xy_of[communities->part_of[k + 1]]; i++)
            lc_box_add(&box, communities->xy[i].x, communities->xy[i].y);
    size_t *which = malloc((b->n_seg + 1) * sizeof *which), n;
    assert_non_null(which);
    size_t across = (size_t)(sqrt(0.5 * (double)n_darts) / BLOCKS) + 1;
    double bw = (box.x1 - box.x0) / BLOCKS, bh = (box.y1 - box.y0) / BLOCKS;
    double w = bw / (double)across, h = bh / (double)across;
    for (int block = 0; block < BLOCKS * BLOCKS; block++) {
        lc_xy corner = {box.x0 + bw * (block % BLOCKS), box.y0 + bh * (block / BLOCKS)};
        n = darts_candidates(b, (lc_xy){corner.x + 0.5 * bw, corner.y + 0.5 * bh}, 0.5 * hypot(bw, bh), which);
        for (size_t cell = 0; cell < across * across; cell++) {
            dart_hit_t hit[2];
            for (int k = 0; k < 2; k++) {
                lc_xy p = {corner.x + w * ((double)(cell % across) + rng_unit(rng)),
                           corner.y + h * ((double)(cell / across) + rng_unit(rng))};
                hit[k] = darts_throw(b, communities, community, p, limit, n_limits, which, n);
            }
            darts_add(hit[0].demand, hit[1].demand, &out.demand, &out.demand_sigma);
            darts_add(hit[0].offnet, hit[1].offnet, &out.offnet, &out.offnet_sigma);
            for (size_t k = 0; k < n_limits; k++)
                darts_add(hit[0].covered[k], hit[1].covered[k], &out.covered[k], &out.sigma[k]);
            for (int m = 0; m < 2; m++) {
                double area = hit[0].ranged[m] - hit[1].ranged[m], sum = hit[0].distance[m] - hit[1].distance[m];
                out.ranged[m] += hit[0].ranged[m] + hit[1].ranged[m];
                out.distance[m] += hit[0].distance[m] + hit[1].distance[m];
                square[m][0] += sum * sum;
                square[m][1] += sum * area;
                square[m][2] += area * area;
            }
            for (int k = 0; k < 2; k++) darts_keep(&out, &hit[k]);
        }
    }
    free(which);
    out.dart = 0.5 * w * h;
    out.demand *= out.dart;
    out.offnet *= out.dart;
    out.demand_sigma = out.dart * sqrt(out.demand_sigma);
    out.offnet_sigma = out.dart * sqrt(out.offnet_sigma);
    for (int m = 0; m < 2; m++) {
        double mean = out.distance[m] / out.ranged[m];
        out.mean_sigma[m] = sqrt(square[m][0] - 2 * mean * square[m][1] + mean * mean * square[m][2]) / out.ranged[m];
        if (out.n) qsort(out.d[m], out.n, sizeof *out.d[m], darts_ascending);
        out.ranged[m] *= out.dart;
        out.distance[m] *= out.dart;
    }
    for (size_t k = 0; k < n_limits; k++) {
        out.covered[k] *= out.dart;
        out.sigma[k] = out.dart * sqrt(out.sigma[k]);
    }
    return out;
}

#endif
