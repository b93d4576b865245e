/* Random small towns of about 800 m, with everything that makes a partition into nearest places go wrong. */
#ifndef TOWNS_H
#define TOWNS_H

#include "made_city.h"
#include "random.h"

static const double TOWN_M = 800, TOWN_PI = 3.14159265358979323846;

static inline lc_xy town_place(rng_t *r, double margin) {
    return (lc_xy){rng_range(r, -margin, TOWN_M + margin), rng_range(r, -margin, TOWN_M + margin)};
}

/* --------------------------------------------------------------------------------------------------------- paths */

static inline void town_edge(city_t *c, uint32_t u, uint32_t v) {
    city_path(c, 2, (uint32_t[]){u, v});
}

/* Streets along a grid, some missing; noise 0 makes everything exactly square, and many places equally near. */
static inline void town_grid(city_t *c, rng_t *r, size_t n, double noise, double keep) {
    uint32_t node[16][16];
    double step = TOWN_M / (double)(n - 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            node[i][k] = city_vertex(c, step * ((double)i + noise * rng_range(r, -1, 1)),
                                     step * ((double)k + noise * rng_range(r, -1, 1)));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            if (i + 1 < n && rng_chance(r, keep)) town_edge(c, node[i][k], node[i + 1][k]);
            if (k + 1 < n && rng_chance(r, keep)) town_edge(c, node[i][k], node[i][k + 1]);
        }
}

/* Places joined to near ones; edges may cross as bridges do. */
static inline void town_web(city_t *c, rng_t *r, size_t n) {
    uint32_t first = (uint32_t)c->paths.n_xy;
    for (size_t i = 0; i < n; i++) {
        lc_xy p = town_place(r, 0);
        city_vertex(c, p.x, p.y);
    }
    for (uint32_t i = first; i < first + n; i++) {
        double nearer_than = 0;
        for (size_t links = 1 + rng_below(r, 3); links > 0; links--) {
            uint32_t best = i;
            double least = INFINITY;
            for (uint32_t k = first; k < first + n; k++) {
                double d = hypot(c->paths.xy[k].x - c->paths.xy[i].x, c->paths.xy[k].y - c->paths.xy[i].y);
                if (d > nearer_than && d < least) least = d, best = k;
            }
            if (best != i) town_edge(c, i, best);
            nearer_than = least;
        }
    }
}

/* A winding road of many short segments from one place to another. */
static inline void town_curve(city_t *c, rng_t *r, uint32_t from, uint32_t to, size_t n) {
    lc_xy a = c->paths.xy[from], b = c->paths.xy[to];
    double bend = rng_range(r, -0.3, 0.3), waves = rng_range(r, 0, 6), shake = rng_range(r, 0, 0.5) / (double)n;
    assert_true(lc_paths_begin(&c->paths) && lc_paths_add(&c->paths, from));
    for (size_t i = 1; i < n; i++) {
        double t = (double)i / (double)n, off = bend * sin(TOWN_PI * t) * (1 + 0.4 * sin(waves * TOWN_PI * t));
        off += shake * rng_range(r, -1, 1);
        uint32_t v =
            city_vertex(c, a.x + t * (b.x - a.x) - off * (b.y - a.y), a.y + t * (b.y - a.y) + off * (b.x - a.x));
        assert_true(lc_paths_add(&c->paths, v));
    }
    assert_true(lc_paths_add(&c->paths, to));
}

/* A circle: with a stem it hangs on `at` as a loop, else it is a ring of its own. */
static inline void town_ring(city_t *c, rng_t *r, uint32_t at, bool stem) {
    size_t n = 5 + rng_below(r, 20);
    double radius = rng_range(r, 15, 90);
    lc_xy m = c->paths.xy[at];
    uint32_t v[26];
    m = (lc_xy){m.x + radius, m.y};
    for (size_t i = 0; i < n; i++) {
        double turn = TOWN_PI + 2 * TOWN_PI * (double)i / (double)n;
        v[i] = i == 0 && stem ? at : city_vertex(c, m.x + radius * cos(turn), m.y + radius * sin(turn));
    }
    v[n] = v[0];
    city_path(c, n + 1, v);
}

static inline uint32_t town_any_vertex(const city_t *c, rng_t *r) {
    return (uint32_t)rng_below(r, c->paths.n_xy);
}

/* A path drawn again over another one without joining it: same places, other nodes. */
static inline void town_copy(city_t *c, rng_t *r) {
    size_t p = rng_below(r, c->paths.n), first = c->paths.start[p], n = c->paths.start[p + 1] - first;
    if (n > 40) return;
    uint32_t v[40];
    for (size_t i = 0; i < n; i++) {
        lc_xy q = c->paths.xy[c->paths.vertex[first + i]];
        v[i] = city_vertex(c, q.x, q.y);
    }
    city_path(c, n, v);
    if (rng_chance(r, 0.5)) town_edge(c, v[0], town_any_vertex(c, r));
}

static inline void town_oddities(city_t *c, rng_t *r) {
    for (size_t i = rng_below(r, 4); i > 0; i--) /* dead ends */
        town_edge(c, town_any_vertex(c, r), city_vertex(c, rng_range(r, 0, TOWN_M), rng_range(r, 0, TOWN_M)));
    for (size_t i = rng_below(r, 3); i > 0; i--) /* parallel to what is there already */
        town_curve(c, r, town_any_vertex(c, r), town_any_vertex(c, r), 2 + rng_below(r, 60));
    if (rng_chance(r, 0.4)) town_ring(c, r, town_any_vertex(c, r), true);
    if (rng_chance(r, 0.3)) town_ring(c, r, town_any_vertex(c, r), false);
    if (rng_chance(r, 0.3)) town_copy(c, r);
    if (rng_chance(r, 0.3)) { /* a node on another, and a path of no length between the two */
        lc_xy p = c->paths.xy[town_any_vertex(c, r)];
        uint32_t v = city_vertex(c, p.x, p.y), w = city_vertex(c, p.x, p.y);
        town_edge(c, v, town_any_vertex(c, r));
        town_edge(c, v, w);
    }
}

/* Everything on a raster: paths overlap in part, cross at right angles, shrink to nothing, and most places are equally
   near to several. */
static inline void town_snap(city_t *c, double step) {
    for (size_t i = 0; i < c->paths.n_xy; i++) {
        lc_xy *p = &c->paths.xy[i];
        *p = (lc_xy){step * round(p->x / step), step * round(p->y / step)};
    }
}

static inline void town_paths(city_t *c, rng_t *r) {
    switch (rng_below(r, 5)) {
    case 0:
        town_grid(c, r, 3 + rng_below(r, 8), 0, 0.9);
        break;
    case 1:
        town_grid(c, r, 3 + rng_below(r, 8), rng_range(r, 0.01, 0.4), rng_range(r, 0.5, 1));
        break;
    case 2:
        town_web(c, r, 4 + rng_below(r, 50));
        break;
    case 3:
        town_grid(c, r, 2 + rng_below(r, 2), 0.3, 1);
        for (size_t i = 1 + rng_below(r, 5); i > 0; i--)
            town_curve(c, r, town_any_vertex(c, r), town_any_vertex(c, r), 10 + rng_below(r, 120));
        break;
    default:
        town_web(c, r, 4 + rng_below(r, 6));
        for (size_t i = rng_below(r, 3); i > 0; i--)
            town_curve(c, r, town_any_vertex(c, r), town_any_vertex(c, r), 10 + rng_below(r, 120));
    }
    town_oddities(c, r);
    if (rng_chance(r, 0.25)) town_snap(c, rng_chance(r, 0.5) ? 20 : 50);
    c->min_component_m = rng_chance(r, 0.3) ? 500 : 0;
}

/* -------------------------------------------------------------------------------------------------------- shapes */

static inline void town_star(lc_xy *p, size_t n, lc_xy centre, double radius, double squash, rng_t *r) {
    double start = rng_range(r, 0, 2 * TOWN_PI);
    for (size_t i = 0; i < n; i++) {
        double turn = start + 2 * TOWN_PI * ((double)i + rng_range(r, 0, 0.6)) / (double)n;
        double away = radius * rng_range(r, 0.3, 1);
        p[i] = (lc_xy){centre.x + away * cos(turn), centre.y + squash * away * sin(turn)};
    }
}

/* Begin polygon `feature` with a ring; further rings are holes. */
static inline void town_hole(lc_geoms *g, size_t n, const lc_xy *p) {
    assert_true(lc_geoms_begin_part(g));
    for (size_t i = 0; i <= n; i++) assert_true(lc_geoms_add(g, p[i % n].x, p[i % n].y));
}

/* The ring made smaller about the centre of a star: surely inside it. */
static inline void town_shrink(lc_xy *p, size_t n, lc_xy centre, double by) {
    for (size_t i = 0; i < n; i++)
        p[i] = (lc_xy){centre.x + by * (p[i].x - centre.x), centre.y + by * (p[i].y - centre.y)};
}

/* ---------------------------------------------------------------------------------------------------- facilities */

static inline void town_polygon_facility(city_t *c, rng_t *r) {
    lc_xy p[14], m = town_place(r, 60);
    size_t n = 3 + rng_below(r, 11);
    town_star(p, n, m, rng_range(r, 2, 130), rng_range(r, 0.2, 1), r);
    city_facility(c, LC_POLYGON, n, p);
    if (!rng_chance(r, 0.3)) return;
    town_shrink(p, n, m, rng_range(r, 0.2, 0.9));
    town_hole(&c->facilities.geoms, n, p);
}

static inline void town_line_facility(city_t *c, rng_t *r) {
    lc_xy p[6], q = town_place(r, 0);
    size_t n = 2 + rng_below(r, 5);
    for (size_t i = 0; i < n; i++) {
        p[i] = q;
        q = (lc_xy){q.x + rng_range(r, -60, 60), q.y + rng_range(r, -60, 60)};
    }
    city_facility(c, LC_LINE, n, p);
}

/* On a path: somewhere along a segment, or on a vertex. */
static inline void town_store_on_path(city_t *c, rng_t *r, size_t n) {
    size_t path = rng_below(r, c->paths.n), first = c->paths.start[path], end = c->paths.start[path + 1];
    if (end - first < 2) return;
    size_t i = first + rng_below(r, end - first - 1);
    lc_xy a = c->paths.xy[c->paths.vertex[i]], b = c->paths.xy[c->paths.vertex[i + 1]];
    for (; n > 0; n--) {
        double t = rng_chance(r, 0.3) ? 0 : rng_unit(r);
        city_store(c, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
    }
}

static inline void town_facilities(city_t *c, rng_t *r) {
    for (size_t i = 1 + rng_below(r, 4); i > 0; i--) {
        lc_xy p = town_place(r, 150);
        switch (rng_below(r, 6)) {
        case 0:
        case 1:
            city_store(c, p.x, p.y);
            break;
        case 2:
            town_store_on_path(c, r, 1);
            break;
        case 3:
            town_store_on_path(c, r, 2);
            break;
        case 4:
            town_line_facility(c, r);
            break;
        default:
            town_polygon_facility(c, r);
        }
    }
}

/* --------------------------------------------------------------------------------------------------- communities */

static inline void town_community_star(city_t *c, rng_t *r, lc_xy m, double radius, double squash, bool hole) {
    lc_xy p[24];
    size_t n = 5 + rng_below(r, 19);
    town_star(p, n, m, radius, squash, r);
    city_community(c, n, p);
    if (!hole) return;
    town_shrink(p, n, m, rng_range(r, 0.2, 0.95));
    town_hole(&c->communities, n, p);
}

/* One large community of some odd shape. */
static inline void town_community(city_t *c, rng_t *r) {
    lc_xy m = {TOWN_M / 2 + rng_range(r, -100, 100), TOWN_M / 2 + rng_range(r, -100, 100)};
    const lc_geoms *f = &c->facilities.geoms;
    switch (rng_below(r, 6)) {
    case 0:
        town_community_star(c, r, m, rng_range(r, 300, 600), 1, false);
        break;
    case 1:
        town_community_star(c, r, m, rng_range(r, 300, 600), 1, true);
        break;
    case 2: /* a sliver */
        town_community_star(c, r, m, 500, rng_range(r, 0.002, 0.05), false);
        break;
    case 3: /* several polygons */
        for (double x = 0; x < 3; x++) {
            town_community_star(c, r, (lc_xy){TOWN_M * x / 2, m.y}, TOWN_M / 5, 1, rng_chance(r, 0.5));
            c->communities.feature[c->communities.n - 1] = (uint32_t)c->n_communities - 1;
            if (x < 2) c->n_communities--;
        }
        break;
    case 4: /* its boundary runs through a facility */
        m = f->xy[rng_below(r, f->n_xy)];
        town_community_star(c, r, (lc_xy){m.x + 200, m.y}, 280, 1, false);
        break;
    default:
        city_box(c, -100, -50, TOWN_M + 100, TOWN_M + 50);
    }
}

/* Small ones somewhere inside, where a fault of a few square metres shows. */
static inline void town_small_communities(city_t *c, rng_t *r, size_t n) {
    for (; n > 0; n--) {
        lc_xy p = town_place(r, 50);
        if (rng_chance(r, 0.5)) { /* about a place where something happens */
            p = c->paths.xy[town_any_vertex(c, r)];
            if (rng_chance(r, 0.3)) p = c->facilities.geoms.xy[rng_below(r, c->facilities.geoms.n_xy)];
            p = (lc_xy){p.x + rng_range(r, -30, 30), p.y + rng_range(r, -30, 30)};
        }
        double w = exp(rng_range(r, log(3), log(80))), h = w * rng_range(r, 0.3, 1);
        if (rng_chance(r, 0.3)) {
            town_community_star(c, r, p, w, h / w, false);
        } else {
            city_box(c, p.x - w / 2, p.y - h / 2, p.x + w / 2, p.y + h / 2);
        }
    }
}

/* A town of its own for every seed. */
static inline void town_make(city_t *c, uint64_t seed, size_t n_small) {
    rng_t r = {seed * 1000003};
    city_init(c);
    town_paths(c, &r);
    town_facilities(c, &r);
    town_community(c, &r);
    town_small_communities(c, &r, n_small);
    c->link_limit_m = rng_range(&r, 50, 250);
    if (rng_chance(&r, 0.3)) city_turn(c, rng_range(&r, 0, 6), rng_range(&r, -1e5, 1e5), rng_range(&r, -1e5, 1e5));
}

/* ------------------------------------------------------------------------------------------------- measurements */

/* What is asked of a town where the answers are compared with one another. */
enum { TOWN_WALK_NEAR, TOWN_WALK_FAR, TOWN_STRAIGHT_NEAR, TOWN_STRAIGHT_FAR, TOWN_LIMITS };

static inline lc_results town_measure(city_t *c) {
    lc_rule rule[TOWN_LIMITS];
    lc_indicator_def def[TOWN_LIMITS];
    /* Straight ones reach 1 m farther, since paths within 1 m of a shape are at distance 0. */
    static const double distance_m[TOWN_LIMITS] = {140, 350, 141, 351};
    for (size_t k = 0; k < TOWN_LIMITS; k++)
        def[k] = made_indicator(&rule[k], k < TOWN_STRAIGHT_NEAR ? LC_NETWORK : LC_STRAIGHT, distance_m[k]);
    return city_measure(c, def, TOWN_LIMITS);
}

static inline const lc_result *town_value(const lc_results *r, size_t community, size_t limit) {
    return &r->value[community * r->n_indicators + limit];
}

/* Is a at most b, as far as their errs and rounding allow? */
static inline bool town_at_most(const lc_result *a, const lc_result *b) {
    return a->covered <= b->covered + a->err + b->err + 1e-7 * b->demand;
}

/* Do two measurements of one thing agree? */
static inline bool town_same(const lc_result *a, const lc_result *b) {
    return town_at_most(a, b) && town_at_most(b, a) && fabs(a->demand - b->demand) <= 1e-9 * b->demand;
}

#endif
