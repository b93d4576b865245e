/* Made questions of siting: demand and candidates in a unit square, by three ways to lie in it. */
#ifndef SITING_PLANE_H
#define SITING_PLANE_H

#include "bench.h"
#include "siting/cover.h"

/*
 * SQUARE: demand and candidates anywhere, straight distance. TOWNS: nine of ten in quarters of very different size.
 * STREETS: both on the streets of a grid, distance along the axes, as one walks there.
 */
typedef enum { PLANE_SQUARE = 0, PLANE_TOWNS, PLANE_STREETS } plane_kind_t;

typedef struct {
    plane_kind_t kind;
    size_t demand, candidates;
    double mean; /* demand points that a candidate covers on average */
    bool people; /* weights as people live, most with few and few with many; else 1 each */
    uint64_t seed;
} plane_spec_t;

typedef struct {
    double *x, *y, *weight; /* demand */
    double *cx, *cy;        /* candidates */
    size_t *cell, *in_cell; /* demand by cells of a square grid */
    size_t side;
} plane_t;

enum { QUARTERS = 60, STREETS_A_SIDE = 80 };

static inline double plane_normal(rng_t *r) {
    return sqrt(-2 * log(1 - rng_unit(r))) * cos(6.283185307179586 * rng_unit(r));
}

static inline double plane_inside(double v) {
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* One place; quarter k is as often as 1 / (k + 1), and as wide as it is populous. */
static inline void plane_draw(plane_kind_t kind, rng_t *r, const double *quarter, double *x, double *y) {
    *x = rng_unit(r);
    *y = rng_unit(r);
    if (kind == PLANE_TOWNS && rng_chance(r, 0.9)) {
        size_t k = (size_t)(pow(QUARTERS + 1, rng_unit(r)) - 1);
        double width = 0.12 / sqrt((double)k + 1);
        *x = plane_inside(quarter[2 * k] + width * plane_normal(r));
        *y = plane_inside(quarter[2 * k + 1] + width * plane_normal(r));
    }
    if (kind == PLANE_STREETS) {
        double *across = rng_chance(r, 0.5) ? x : y;
        *across = floor(*across * STREETS_A_SIDE) / STREETS_A_SIDE;
    }
}

static inline void plane_places(const plane_spec_t *s, plane_t *p) {
    rng_t r = {s->seed};
    double quarter[2 * (QUARTERS + 1)];
    for (size_t k = 0; k < 2 * (QUARTERS + 1); k++) quarter[k] = rng_unit(&r);
    p->x = LC_NEW(double, s->demand);
    p->y = LC_NEW(double, s->demand);
    p->weight = LC_NEW(double, s->demand);
    p->cx = LC_NEW(double, s->candidates);
    p->cy = LC_NEW(double, s->candidates);
    BENCH_CHECK(p->x && p->y && p->weight && p->cx && p->cy);
    for (size_t i = 0; i < s->demand; i++) {
        plane_draw(s->kind, &r, quarter, &p->x[i], &p->y[i]);
        p->weight[i] = s->people ? 1 + floor(10 * exp(plane_normal(&r))) : 1;
    }
    for (size_t j = 0; j < s->candidates; j++) plane_draw(s->kind, &r, quarter, &p->cx[j], &p->cy[j]);
}

static inline size_t plane_cell(const plane_t *p, double v) {
    size_t k = (size_t)(v * (double)p->side);
    return k < p->side ? k : p->side - 1;
}

/* Demand sorted into cells, a few in each. */
static inline void plane_cells(const plane_spec_t *s, plane_t *p) {
    p->side = 1 + (size_t)sqrt((double)s->demand / 8);
    p->cell = LC_NEW0(size_t, p->side * p->side + 2);
    p->in_cell = LC_NEW(size_t, s->demand);
    BENCH_CHECK(p->cell && p->in_cell);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < s->demand; i++) {
            size_t c = plane_cell(p, p->y[i]) * p->side + plane_cell(p, p->x[i]);
            if (pass == 0)
                p->cell[c + 2]++;
            else
                p->in_cell[p->cell[c + 1]++] = i;
        }
        for (size_t c = 2; pass == 0 && c < p->side * p->side + 2; c++) p->cell[c] += p->cell[c - 1];
    }
}

/* How many demand points a candidate reaches; into `row` when that is not NULL. */
static inline size_t plane_reach(const plane_spec_t *s, const plane_t *p, size_t j, double radius, uint32_t *row) {
    size_t n = 0;
    size_t left = plane_cell(p, fmax(0, p->cx[j] - radius)), right = plane_cell(p, fmin(1, p->cx[j] + radius));
    size_t low = plane_cell(p, fmax(0, p->cy[j] - radius)), high = plane_cell(p, fmin(1, p->cy[j] + radius));
    for (size_t cy = low; cy <= high; cy++)
        for (size_t k = p->cell[cy * p->side + left]; k < p->cell[cy * p->side + right + 1]; k++) {
            double dx = fabs(p->x[p->in_cell[k]] - p->cx[j]), dy = fabs(p->y[p->in_cell[k]] - p->cy[j]);
            if ((s->kind == PLANE_STREETS ? dx + dy : hypot(dx, dy)) > radius) continue;
            if (row) row[n] = (uint32_t)p->in_cell[k];
            n++;
        }
    return n;
}

static inline int plane_by_row(const void *a, const void *b) {
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return p < q ? -1 : p > q;
}

/* The radius at which candidates reach as much as they are to, told by some of them. */
static inline double plane_radius(const plane_spec_t *s, const plane_t *p) {
    double low = 0, high = 2;
    for (int k = 0; k < 30; k++) {
        double radius = (low + high) / 2;
        size_t n = 0, sum = 0;
        for (size_t j = 0; j < s->candidates; j += 1 + s->candidates / 400, n++)
            sum += plane_reach(s, p, j, radius, NULL);
        *((double)sum < s->mean * (double)n ? &low : &high) = radius;
    }
    return low;
}

/* The covers and the weights of a question; to be freed. Returns the radius. */
static inline double plane_make(const plane_spec_t *s, lc_cover *cover, double **weight) {
    plane_t p = {0};
    plane_places(s, &p);
    plane_cells(s, &p);
    double radius = plane_radius(s, &p);
    *cover = (lc_cover){s->demand, s->candidates, LC_NEW(size_t, s->candidates + 1), NULL};
    BENCH_CHECK(cover->start);
    cover->start[0] = 0;
    for (size_t j = 0; j < s->candidates; j++)
        cover->start[j + 1] = cover->start[j] + plane_reach(s, &p, j, radius, NULL);
    cover->row = LC_NEW(uint32_t, cover->start[s->candidates]);
    BENCH_CHECK(cover->row);
    for (size_t j = 0; j < s->candidates; j++) {
        size_t n = plane_reach(s, &p, j, radius, cover->row + cover->start[j]);
        qsort(cover->row + cover->start[j], n, sizeof *cover->row, plane_by_row);
    }
    *weight = p.weight;
    free(p.x);
    free(p.y);
    free(p.cx);
    free(p.cy);
    free(p.cell);
    free(p.in_cell);
    return radius;
}

#endif
