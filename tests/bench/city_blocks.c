/* Communities, residential land and facilities of a made city. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "city.h"

const city_kind city_kinds[CITY_KINDS] = {
    {"convenience_store", "shop", "convenience", 0.4, 0, 0},
    {"service_center", "amenity", "community_centre", 0.15, 0, 0},
    {"clinic", "amenity", "clinic", 0.1, 0, 0},
    {"school", "amenity", "school", 0.1, 30, 90},
    {"park", "leisure", "park", 0.05, 30, 180},
    {"green_space", "leisure", "garden", 0.2, 8, 60},
};

/* Value noise: smooth, the same everywhere, between -1 and 1. */
static double hashed(int64_t ix, int64_t iy, uint64_t layer) {
    rng_t r = {(uint64_t)ix * 0x9e3779b97f4a7c15u ^ (uint64_t)iy * 0xc2b2ae3d27d4eb4fu ^ layer};
    rng_next(&r);
    return rng_range(&r, -1, 1);
}

static double noise(double x, double y, double wave, uint64_t layer) {
    double fx = floor(x / wave), fy = floor(y / wave), tx = x / wave - fx, ty = y / wave - fy;
    int64_t ix = (int64_t)fx, iy = (int64_t)fy;
    tx = tx * tx * (3 - 2 * tx);
    ty = ty * ty * (3 - 2 * ty);
    double low = hashed(ix, iy, layer) * (1 - tx) + hashed(ix + 1, iy, layer) * tx;
    double high = hashed(ix, iy + 1, layer) * (1 - tx) + hashed(ix + 1, iy + 1, layer) * tx;
    return low * (1 - ty) + high * ty;
}

/* Borders run along a grid and are bent as a whole: neighbours keep their common border. */
static lc_xy bent(double x, double y) {
    return (lc_xy){x + 5 * noise(x, y, 80, 1) + 20 * noise(x, y, 300, 2),
                   y + 5 * noise(x, y, 80, 3) + 20 * noise(x, y, 300, 4)};
}

/* A block of the grid, in steps of it. */
typedef struct {
    size_t x0, y0, x1, y1;
} block_t;

/* The outline of a block, bent. */
typedef struct {
    lc_xy *p;
    size_t n, cap;
} ring_t;

static bool ring_point(ring_t *ring, double x, double y) {
    if (!LC_ROOM(ring->p, ring->cap, ring->n + 1)) return false;
    ring->p[ring->n++] = bent(x, y);
    return true;
}

/* With a point every `step` grid steps or so; `inset` metres inside the block, before it is bent. */
static bool block_ring(ring_t *ring, const block_t *b, double inset, size_t step) {
    const double g = CITY_GRID_M;
    double x0 = (double)b->x0 * g + inset, x1 = (double)b->x1 * g - inset;
    double y0 = (double)b->y0 * g + inset, y1 = (double)b->y1 * g - inset;
    size_t nx = (b->x1 - b->x0 + step - 1) / step, ny = (b->y1 - b->y0 + step - 1) / step;
    double sx = (x1 - x0) / (double)nx, sy = (y1 - y0) / (double)ny;
    bool ok = true;
    ring->n = 0;
    for (size_t i = 0; ok && i < nx; i++) ok = ring_point(ring, x0 + (double)i * sx, y0);
    for (size_t i = 0; ok && i < ny; i++) ok = ring_point(ring, x1, y0 + (double)i * sy);
    for (size_t i = 0; ok && i < nx; i++) ok = ring_point(ring, x1 - (double)i * sx, y1);
    for (size_t i = 0; ok && i < ny; i++) ok = ring_point(ring, x0, y1 - (double)i * sy);
    return ok;
}

/* Residential land: blocks of 100 to 200 m, six of ten. */
static bool lay_land(city_t *c, ring_t *ring, const block_t *b) {
    size_t w = b->x1 - b->x0, h = b->y1 - b->y0;
    if (w > 4 || h > 4) {
        block_t one = *b, two = *b;
        if (w > h) {
            one.x1 = two.x0 = b->x0 + w / 2 + rng_below(&c->rng, 2);
        } else {
            one.y1 = two.y0 = b->y0 + h / 2 + rng_below(&c->rng, 2);
        }
        return lay_land(c, ring, &one) && lay_land(c, ring, &two);
    }
    if (w < 2 || h < 2 || !rng_chance(&c->rng, 0.6)) return true;
    return block_ring(ring, b, 7, 2) && city_begin_way(c, CITY_LAND, 0) && city_add_tag(c, "landuse", "residential") &&
           city_add_ring(c, ring->p, ring->n);
}

static bool add_community(city_t *c, ring_t *ring, const block_t *b) {
    lc_geoms *g = &c->communities;
    if (!block_ring(ring, b, 0, 1) || !lc_geoms_begin(g, LC_POLYGON, (uint32_t)c->n_communities++) ||
        !lc_geoms_begin_part(g))
        return false;
    for (size_t i = 0; i <= ring->n; i++)
        if (!lc_geoms_add(g, ring->p[i % ring->n].x, ring->p[i % ring->n].y)) return false;
    return true;
}

/* Path nodes in each grid cell, summed up from the south-west corner. */
typedef struct {
    size_t width, height;
    uint32_t *sum; /* (width + 1) * (height + 1) */
} weight_t;

static double weight_in(const weight_t *w, const block_t *b) {
    size_t s = w->width + 1;
    uint32_t sum =
        w->sum[b->y1 * s + b->x1] - w->sum[b->y0 * s + b->x1] - w->sum[b->y1 * s + b->x0] + w->sum[b->y0 * s + b->x0];
    return sum + 0.05 * (double)((b->x1 - b->x0) * (b->y1 - b->y0));
}

static bool weigh(const city_t *c, weight_t *w) {
    const size_t steps = CITY_TILE_M / CITY_GRID_M;
    w->width = c->columns * steps;
    w->height = c->rows * steps;
    size_t s = w->width + 1;
    w->sum = LC_NEW0(uint32_t, s * (w->height + 1));
    if (!w->sum) return false;
    for (size_t k = 0; k < c->n_ways; k++)
        for (size_t i = 0; c->way[k].use == CITY_PATH && i < c->way[k].n_refs; i++) {
            lc_xy p = c->node[c->ref[c->way[k].ref + i]];
            size_t x = (size_t)(p.x / CITY_GRID_M), y = (size_t)(p.y / CITY_GRID_M);
            if (x < w->width && y < w->height) w->sum[(y + 1) * s + x + 1]++;
        }
    for (size_t y = 1; y <= w->height; y++)
        for (size_t x = 1; x < s; x++)
            w->sum[y * s + x] += w->sum[(y - 1) * s + x] + w->sum[y * s + x - 1] - w->sum[(y - 1) * s + x - 1];
    return true;
}

/* A community; where there are more streets than on average, people live. */
static bool settle(city_t *c, const weight_t *w, ring_t *ring, const block_t *b) {
    block_t all = {0, 0, w->width, w->height};
    double share = (double)((b->x1 - b->x0) * (b->y1 - b->y0)) / (double)(w->width * w->height);
    if (!add_community(c, ring, b)) return false;
    return weight_in(w, b) < weight_in(w, &all) * share || lay_land(c, ring, b);
}

/* Halve a block into communities: cut its longer side where the path nodes divide as the communities do. */
static bool divide(city_t *c, const weight_t *w, ring_t *ring, const block_t *b, size_t n) {
    bool wide = b->x1 - b->x0 >= b->y1 - b->y0;
    size_t from = wide ? b->x0 : b->y0, to = wide ? b->x1 : b->y1;
    if (n < 2 || to - from < 4) return settle(c, w, ring, b);
    size_t half = n / 2, best = from + (to - from) / 2;
    double want = weight_in(w, b) * (double)half / (double)n, least = INFINITY;
    for (size_t at = from + 2; at + 2 <= to; at++) {
        block_t one = *b;
        *(wide ? &one.x1 : &one.y1) = at;
        double off = fabs(weight_in(w, &one) - want);
        if (off < least) least = off, best = at;
    }
    block_t one = *b, two = *b;
    if (wide) {
        one.x1 = two.x0 = best;
    } else {
        one.y1 = two.y0 = best;
    }
    return divide(c, w, ring, &one, half) && divide(c, w, ring, &two, n - half);
}

bool city_divide(city_t *c, size_t n) {
    weight_t w = {0};
    ring_t ring = {0};
    bool ok = weigh(c, &w);
    block_t all = {0, 0, w.width, w.height};
    ok = ok && divide(c, &w, &ring, &all, n);
    free(w.sum);
    free(ring.p);
    return ok;
}

/* ------------------------------------------------------------------------------------------------------- facilities */

static bool place(city_t *c, size_t kind, lc_xy p) {
    const city_kind *k = &city_kinds[kind];
    if (!city_begin_way(c, CITY_FACILITY, kind) || !city_add_tag(c, k->key, k->value)) return false;
    size_t node;
    if (k->most_m == 0) return city_add_node(c, p, &node) && city_add_ref(c, node);
    lc_xy ring[12];
    size_t n = 5 + rng_below(&c->rng, 8);
    double radius = k->least_m * pow(k->most_m / k->least_m, rng_unit(&c->rng));
    for (size_t i = 0; i < n; i++) {
        double r = radius * rng_range(&c->rng, 0.7, 1.3), angle = 2 * acos(-1) * (double)i / (double)n;
        ring[i] = (lc_xy){p.x + r * cos(angle), p.y + r * sin(angle)};
    }
    return city_add_ring(c, ring, n);
}

/* Near path nodes drawn at random: more where there are more streets. */
bool city_place_facilities(city_t *c, size_t n) {
    size_t placed = 0, n_path_refs = 0, *path_ref = LC_NEW(size_t, c->n_refs);
    double due = 0;
    bool ok = path_ref != NULL;
    for (size_t w = 0; ok && w < c->n_ways; w++)
        for (size_t k = 0; c->way[w].use == CITY_PATH && k < c->way[w].n_refs; k++)
            path_ref[n_path_refs++] = c->ref[c->way[w].ref + k];
    for (size_t kind = 0; ok && n_path_refs && kind < CITY_KINDS; kind++) {
        due += city_kinds[kind].share * (double)n;
        double off = 20 + city_kinds[kind].most_m;
        for (; ok && (double)placed + 0.5 < due; placed++) {
            lc_xy p = c->node[path_ref[rng_below(&c->rng, n_path_refs)]];
            ok = place(c, kind, (lc_xy){p.x + rng_range(&c->rng, -off, off), p.y + rng_range(&c->rng, -off, off)});
        }
    }
    free(path_ref);
    return ok;
}
