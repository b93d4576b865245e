/* The same place, told otherwise: turned, moved, mirrored, its paths cut or drawn the other way. And small places where
   the answer is known. */
#include "towns.h"

enum { TOWNS = 150 };

static void expect_same(const lc_results *a, const lc_results *b, const char *what, uint64_t town) {
    for (size_t i = 0; i < a->n_communities * TOWN_LIMITS; i++) {
        const lc_result *p = &a->value[i], *q = &b->value[i];
        if (town_same(p, q)) continue;
        fail_msg("%s: town %d, community %zu, limit %zu: %.12g and %.12g m2 of %g m2", what, (int)town, i / TOWN_LIMITS,
                 i % TOWN_LIMITS, p->covered, q->covered, p->demand);
    }
}

/* Measure every town as it is and after a change. */
static void expect_no_change(void (*change)(city_t *, rng_t *), const char *what) {
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        rng_t rng = {town * 31};
        town_make(&c, town, 4);
        c.min_component_m = 0; /* paths drawn twice, and cut apart, would weigh twice */
        lc_results before = town_measure(&c);
        change(&c, &rng);
        lc_results after = town_measure(&c);
        expect_same(&before, &after, what, town);
        lc_results_free(&before);
        lc_results_free(&after);
        city_free(&c);
    }
}

static void turn(city_t *c, rng_t *rng) {
    city_turn(c, rng_range(rng, 0, 6), rng_range(rng, -5e5, 5e5), rng_range(rng, -5e5, 5e5));
}

static void mirror_points(lc_xy *p, size_t n) {
    for (size_t i = 0; i < n; i++) p[i].x = -p[i].x;
}

static void mirror(city_t *c, rng_t *rng) {
    (void)rng;
    mirror_points(c->paths.xy, c->paths.n_xy);
    mirror_points(c->facilities.geoms.xy, c->facilities.geoms.n_xy);
    mirror_points(c->communities.xy, c->communities.n_xy);
}

/* Cut most segments in two, or in many. */
static void split(city_t *c, rng_t *rng) {
    lc_paths old = c->paths;
    c->paths = (lc_paths){0};
    for (size_t v = 0; v < old.n_xy; v++) city_vertex(c, old.xy[v].x, old.xy[v].y);
    for (size_t p = 0; p < old.n; p++) {
        assert_true(lc_paths_begin(&c->paths));
        for (size_t i = old.start[p]; i < old.start[p + 1]; i++) {
            assert_true(lc_paths_add(&c->paths, old.vertex[i]));
            size_t n = i + 1 == old.start[p + 1] ? 0 : rng_below(rng, 4);
            lc_xy a = old.xy[old.vertex[i]], b = n ? old.xy[old.vertex[i + 1]] : a;
            for (size_t k = 1; k <= n; k++) {
                double t = ((double)k - rng_unit(rng)) / (double)n;
                assert_true(lc_paths_add(&c->paths, city_vertex(c, a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))));
            }
        }
    }
    lc_paths_free(&old);
}

/* Every path the other way round, and the last one first. */
static void reverse(city_t *c, rng_t *rng) {
    (void)rng;
    lc_paths old = c->paths;
    c->paths = (lc_paths){0};
    for (size_t v = 0; v < old.n_xy; v++) city_vertex(c, old.xy[v].x, old.xy[v].y);
    for (size_t p = old.n; p > 0; p--) {
        assert_true(lc_paths_begin(&c->paths));
        for (size_t i = old.start[p]; i > old.start[p - 1]; i--)
            assert_true(lc_paths_add(&c->paths, old.vertex[i - 1]));
    }
    lc_paths_free(&old);
}

/* Every path in pieces of its own: the joints are what counts. */
static void unravel(city_t *c, rng_t *rng) {
    (void)rng;
    lc_paths old = c->paths;
    c->paths = (lc_paths){0};
    for (size_t v = 0; v < old.n_xy; v++) city_vertex(c, old.xy[v].x, old.xy[v].y);
    for (size_t p = 0; p < old.n; p++)
        for (size_t i = old.start[p] + 1; i < old.start[p + 1]; i++)
            city_path(c, 2, (uint32_t[]){old.vertex[i], old.vertex[i - 1]});
    lc_paths_free(&old);
}

static void test_turned(void **state) {
    (void)state;
    expect_no_change(turn, "turned");
}

static void test_mirrored(void **state) {
    (void)state;
    expect_no_change(mirror, "mirrored");
}

static void test_split(void **state) {
    (void)state;
    expect_no_change(split, "split");
}

static void test_reversed(void **state) {
    (void)state;
    expect_no_change(reverse, "reversed");
}

static void test_unravelled(void **state) {
    (void)state;
    expect_no_change(unravel, "unravelled");
}

/* ------------------------------------------------------------------------------------------------- small places */

static void expect_ratio(city_t *c, double distance_m, double ratio) {
    double err, got = city_ratio(c, LC_NETWORK, distance_m, &err);
    if (fabs(got - ratio) > err + 1e-9) fail_msg("%.12g, not %.12g", got, ratio);
}

/* Two diamonds of half width 200, 300 m apart on one edge: they share one of half width 50. */
static void test_two_on_one_edge(void **state) {
    (void)state;
    city_t c;
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_store(&c, -200, 0);
    city_store(&c, 100, 0);
    city_box(&c, -1000, -300, 1000, 300);
    expect_ratio(&c, 200, (2 * 80000 - 5000) / 1.2e6);
    city_free(&c);
}

/* On the end node of a road: half a diamond beside it, half a disc beyond. */
static void test_store_on_end_node(void **state) {
    (void)state;
    city_t c;
    city_init(&c);
    city_road(&c, 0, 0, 1000, 0);
    city_store(&c, 0, 0);
    city_box(&c, -300, -300, 300, 300);
    expect_ratio(&c, 200, (200 * 200 + TOWN_PI * 200 * 200 / 2) / 360000);
    city_free(&c);
}

/* A square ring of 200 m a side without any junction, a store in the middle of the lower side: of the inside, 250 m
   reach the lower triangle and 5625 m2 of the left and of the right one. */
static void test_ring(void **state) {
    (void)state;
    static const lc_xy corner[4] = {{-100, -100}, {100, -100}, {100, 100}, {-100, 100}};
    for (uint32_t first = 0; first < 4; first++) {
        city_t c;
        city_init(&c);
        for (size_t i = 0; i < 4; i++) city_vertex(&c, corner[i].x, corner[i].y);
        city_path(&c, 5, (uint32_t[]){first, (first + 1) % 4, (first + 2) % 4, (first + 3) % 4, first});
        city_store(&c, 0, -100);
        city_box(&c, -100, -100, 100, 100);
        expect_ratio(&c, 250, (10000 + 2 * 5625) / 40000.0);
        city_free(&c);
    }
}

/* Two ways of one length between the same two nodes, and a store beside the first: the other is as good. */
static void test_parallel_edges(void **state) {
    (void)state;
    city_t c;
    city_init(&c);
    uint32_t a = city_vertex(&c, -400, 0), b = city_vertex(&c, 400, 0);
    city_path(&c, 3, (uint32_t[]){a, city_vertex(&c, 0, 300), b});
    city_path(&c, 3, (uint32_t[]){a, city_vertex(&c, 0, -300), b});
    city_path(&c, 2, (uint32_t[]){a, city_vertex(&c, -900, 0)});
    city_store(&c, -400, 0);
    city_box(&c, -800, 0, 800, 400);
    city_box(&c, -800, -400, 800, 0);
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 700);
    lc_results r = city_measure(&c, &def, 1);
    assert_true(r.value[0].covered > 0.3 * r.value[0].demand);
    assert_true(fabs(r.value[0].covered - r.value[1].covered) <= r.value[0].err + r.value[1].err + 1e-6);
    lc_results_free(&r);
    city_free(&c);
}

/* Without any network nobody walks anywhere, but the straight metric goes on. */
static void test_no_network(void **state) {
    (void)state;
    city_t c;
    city_init(&c);
    city_store(&c, 0, 0);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{100, 100}, {150, 100}, {150, 150}, {100, 150}});
    city_box(&c, -200, -200, 200, 200);
    expect_ratio(&c, 500, 2500 / 160000.0); /* inside the polygon d = 0 all the same */
    double err, straight = city_ratio(&c, LC_STRAIGHT, 30, &err);
    double covered = TOWN_PI * 900 * 2 + 2500 + 4 * 50 * 30;
    assert_true(fabs(straight - covered / 160000) <= err + 1e-9);
    city_free(&c);
}

/* A park 20 m beside a road and along it: all of the road along it is equally near, so D = 20 there. */
static void test_park_along_road(void **state) {
    (void)state;
    for (int turned = 0; turned < 3; turned++) {
        city_t c;
        city_init(&c);
        city_road(&c, -1000, 0, 1000, 0);
        city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-100, -20}, {-100, -80}, {100, -80}, {100, -20}});
        city_box(&c, -1000, 0, 1000, 200);
        city_turn(&c, 0.7 * turned, 1000, 2000);
        expect_ratio(&c, 120, (200 * 100 + 100 * 100) / 400000.0);
        city_free(&c);
    }
}

/* A path of its own that comes within rounding of a node: whoever is near to one is as near to the other. */
static void test_nodes_a_hair_apart(void **state) {
    (void)state;
    for (int k = 0; k < 3; k++) {
        static const double HAIR_M[] = {1e-14, 1e-10, 5e-8};
        city_t c;
        city_init(&c);
        city_road(&c, -500, 0, 0, 0);
        city_store(&c, -100, 0);
        uint32_t v[] = {city_vertex(&c, HAIR_M[k], 0), city_vertex(&c, -20, 100), city_vertex(&c, 20, 100)};
        city_path(&c, 4, (uint32_t[]){v[0], v[1], v[2], v[0]});
        city_box(&c, 20, -40, 40, -20); /* south of both: the path is nearer by less than a hair, but leads nowhere */
        expect_ratio(&c, 200, 1);
        city_free(&c);
    }
}

/* ------------------------------------------------------------------------------------------ asked together, alone */

enum { ASKED = 6 };

static void residential_stars(lc_context *ctx, lc_zones *zones, rng_t *rng) {
    size_t n = 1 + rng_below(rng, 6);
    *zones = (lc_zones){.layers = LC_NEW(lc_layers, n)};
    for (size_t i = 0; i < n; i++) {
        lc_xy p[12];
        town_star(p, 12, town_place(rng, 0), rng_range(rng, 20, 300), 1, rng);
        add_geom(&zones->geoms, LC_POLYGON, (uint32_t)i, 12, p);
        zones->layers[i] = LC_LAYER_RESIDENTIAL;
    }
    assert_int_equal(lc_zones_index(ctx, zones), LC_OK);
}

/* What an indicator says does not depend on what else is asked, over residential land or over everything. */
static void test_asked_alone(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        rng_t rng = {town * 77};
        lc_zones zones;
        lc_rule rule[ASKED];
        lc_indicator_def def[ASKED];
        town_make(&c, town, 4);
        residential_stars(c.ctx, &zones, &rng);
        c.residential = &zones;
        for (size_t k = 0; k < ASKED; k++) {
            def[k] =
                made_indicator(&rule[k], rng_chance(&rng, 0.7) ? LC_NETWORK : LC_STRAIGHT, rng_range(&rng, 100, 600));
            def[k].denominator = rng_chance(&rng, 0.5) ? LC_RESIDENTIAL : LC_AREA;
        }
        lc_results all = city_measure(&c, def, ASKED);
        for (size_t k = 0; k < ASKED; k++) {
            lc_results one = city_measure(&c, &def[k], 1);
            for (size_t i = 0; i < c.n_communities; i++) {
                const lc_result *p = town_value(&all, i, k), *q = town_value(&one, i, 0);
                if (town_same(p, q)) continue;
                fail_msg("town %d, community %zu, indicator %zu: %.12g m2 among others, %.12g alone, of %g and %g m2",
                         (int)town, i, k, p->covered, q->covered, p->demand, q->demand);
            }
            lc_results_free(&one);
        }
        lc_results_free(&all);
        lc_zones_free(&zones);
        city_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_mirrored),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_reversed),
        cmocka_unit_test(test_unravelled),
        cmocka_unit_test(test_two_on_one_edge),
        cmocka_unit_test(test_store_on_end_node),
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_parallel_edges),
        cmocka_unit_test(test_no_network),
        cmocka_unit_test(test_park_along_road),
        cmocka_unit_test(test_nodes_a_hair_apart),
        cmocka_unit_test(test_asked_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
