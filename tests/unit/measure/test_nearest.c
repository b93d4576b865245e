/* lc_distance(): the least over the facilities one by one, which of them it is, and closed forms. */
#include "files.h"

#include <pthread.h>

#include "random.h"

enum { SIDE = 12, SHOPS = 25, POINTS = 4000 };

/* A town of streets 100 m apart, some left out, in a plane. */
typedef struct town {
    double node[2 * SIDE * SIDE];
    uint32_t edge[4 * SIDE * SIDE];
    size_t n_edges;
    double shop[2 * SHOPS];
    double point[2 * POINTS];
} town_t;

static void make_town(town_t *t, uint64_t seed) {
    rng_t random = {seed};
    *t = (town_t){.n_edges = 0};
    for (uint32_t i = 0; i < SIDE; i++)
        for (uint32_t j = 0; j < SIDE; j++) {
            uint32_t at = SIDE * i + j;
            t->node[2 * at] = 100 * i + rng_range(&random, -20, 20);
            t->node[2 * at + 1] = 100 * j + rng_range(&random, -20, 20);
            for (uint32_t d = 0; d < 2; d++) {
                if ((d ? i : j) + 1 == SIDE || rng_range(&random, 0, 1) < 0.15) continue;
                t->edge[2 * t->n_edges] = at;
                t->edge[2 * t->n_edges++ + 1] = d ? at + SIDE : at + 1;
            }
        }
    for (size_t k = 0; k < 2 * SHOPS; k++) t->shop[k] = rng_range(&random, -50, 1150);
    for (size_t k = 0; k < 2 * POINTS; k++) t->point[k] = rng_range(&random, -200, 1300);
}

static void add_square(files *f, lc_builder *b, double x, double y, double side, bool compound) {
    const double xy[] = {x, y, x + side, y, x + side, y + side, x, y + side};
    const lc_geometry g = {.kind = LC_GEOMETRY_POLYGON, .xy = xy, .n = 4};
    if (compound)
        assert_works(f, lc_builder_add_compound(f->ctx, b, &g));
    else
        assert_works(f, lc_builder_add_facility(f->ctx, b, "shop", &g, NULL));
}

/* The town with shops first .. end - 1: the last five of SHOPS are squares of 60 m; one compound with two gates. */
static lc_city *build(files *f, const town_t *t, size_t first, size_t end) {
    const double whole[] = {-300, -300, 1400, -300, 1400, 1400, -300, 1400};
    const double gates[] = {400, 450, 600, 520};
    const lc_geometry community = {.kind = LC_GEOMETRY_POLYGON, .xy = whole, .n = 4};
    lc_build_options o = LC_BUILD_OPTIONS_INIT;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    o.data_dir = LC_DATA_DIR;
    o.min_component_m = 0;
    assert_works(f, lc_builder_new(f->ctx, &o, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &community, NULL, NULL, NAN));
    assert_works(f, lc_builder_set_network(f->ctx, b, SIDE * SIDE, t->node, t->n_edges, t->edge, NULL));
    for (size_t k = first; k < end; k++) {
        const lc_geometry point = {.kind = LC_GEOMETRY_POINT, .xy = t->shop + 2 * k, .n = 1};
        if (k + 5 >= SHOPS)
            add_square(f, b, t->shop[2 * k], t->shop[2 * k + 1], 60, false);
        else
            assert_works(f, lc_builder_add_facility(f->ctx, b, "shop", &point, NULL));
    }
    add_square(f, b, 400, 400, 200, true);
    assert_works(f, lc_builder_add_gates(f->ctx, b, 2, gates));
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    return city;
}

static void assert_least_of_all(files *f, const town_t *t, const char *metric) {
    static double all[POINTS], one[POINTS], least[POINTS];
    static size_t facility[POINTS], best[POINTS];
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    o.category = "shop";
    o.metric = metric;
    lc_city *city = build(f, t, 0, SHOPS);
    assert_works(f, lc_distance(f->ctx, city, &o, POINTS, t->point, all, facility));
    lc_city_free(city);
    for (size_t i = 0; i < POINTS; i++) least[i] = INFINITY, best[i] = SIZE_MAX;
    for (size_t k = 0; k < SHOPS; k++) {
        city = build(f, t, k, k + 1);
        assert_works(f, lc_distance(f->ctx, city, &o, POINTS, t->point, one, NULL));
        lc_city_free(city);
        for (size_t i = 0; i < POINTS; i++) {
            if (one[i] < least[i]) least[i] = one[i], best[i] = k;
        }
    }
    for (size_t i = 0; i < POINTS; i++) {
        assert_true(all[i] == least[i] || fabs(all[i] - least[i]) < 1e-9);
        assert_true((all[i] == INFINITY) == (facility[i] == SIZE_MAX));
    }
    /* Of equal ones any: which it is then is as near as it is said to be. */
    for (size_t i = 0; i < POINTS; i++) {
        if (facility[i] == best[i]) continue;
        city = build(f, t, facility[i], facility[i] + 1);
        assert_works(f, lc_distance(f->ctx, city, &o, 1, t->point + 2 * i, one, NULL));
        lc_city_free(city);
        assert_near(one[0], all[i], 1e-9);
    }
}

static void least_of_all_facilities(void **state) {
    static town_t t;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        make_town(&t, seed);
        assert_least_of_all(*state, &t, "network");
        assert_least_of_all(*state, &t, "straight");
    }
}

/* A road with shops at both ends: the nearer one by the way along it, its leg and the point's counted. */
static void on_a_road(void **state) {
    files *f = *state;
    const double node[] = {0, 0, 1000, 0}, xy[] = {300, 40, 700, -10, 499, 0, 501, 0, 500, 300, 100, 30, 5000, 0};
    const double whole[] = {-500, -500, 1500, -500, 1500, 500, -500, 500}, west[] = {0, 30}, east[] = {1000, 0};
    const uint32_t edge[] = {0, 1};
    const lc_geometry community = {.kind = LC_GEOMETRY_POLYGON, .xy = whole, .n = 4};
    const lc_geometry shops[] = {{.kind = LC_GEOMETRY_POINT, .xy = west, .n = 1},
                                 {.kind = LC_GEOMETRY_POINT, .xy = east, .n = 1}};
    const double wanted[] = {30 + 300 + 40, 300 + 10, 501, 499, INFINITY, 30 + 100 + 30, INFINITY};
    const size_t which[] = {0, 1, 1, 1, SIZE_MAX, 0, SIZE_MAX};
    double d[7];
    size_t facility[7];
    lc_builder *b = NULL;
    lc_city *city = NULL;
    lc_facility_options shop = LC_FACILITY_OPTIONS_INIT;
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &community, NULL, NULL, NAN));
    assert_works(f, lc_builder_set_network(f->ctx, b, 2, node, 1, edge, NULL));
    for (int k = 0; k < 2; k++) {
        shop.id = k ? "east" : "west";
        shop.area_m2 = 100 + 100 * k;
        assert_works(f, lc_builder_add_facility(f->ctx, b, "shop", &shops[k], &shop));
    }
    assert_works(f, lc_builder_add_category(f->ctx, b, "park"));
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    o.category = "shop";
    assert_works(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility));
    for (size_t i = 0; i < 7; i++) {
        assert_true(d[i] == wanted[i] || fabs(d[i] - wanted[i]) < 1e-9);
        assert_int_equal(facility[i], which[i]);
    }
    assert_int_equal(lc_city_facility_count(city, "shop"), 2);
    assert_int_equal(lc_city_facility_count(city, "school"), 0);
    assert_string_equal(lc_city_get_facility(city, "shop", 1).id, "east");
    /* Farther than the range is out of reach; a filter leaves the other one. */
    o.range_m = 320;
    assert_works(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility));
    assert_true(d[0] == INFINITY && facility[0] == SIZE_MAX);
    assert_near(d[1], 310, 1e-9);
    o.range_m = LC_UNSET;
    o.min_area_m2 = 150;
    assert_works(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility));
    assert_near(d[0], 700 + 40, 1e-9);
    assert_int_equal(facility[0], 1);
    o.category = "park"; /* known, but there is none */
    assert_works(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility));
    for (size_t i = 0; i < 7; i++) assert_true(d[i] == INFINITY && facility[i] == SIZE_MAX);
    o.category = "school";
    assert_fails(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility), LC_ERR_INPUT, "category 'school'");
    o.category = "shop";
    o.metric = "flying";
    assert_fails(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility), LC_ERR_INPUT, "network or straight");
    o.metric = NULL;
    o.level = "palace";
    assert_fails(f, lc_distance(f->ctx, city, &o, 7, xy, d, facility), LC_ERR_INPUT, "'palace' is not known");
    lc_city_free(city);
}

/* Lengths that are given count in the place of those drawn, evenly along each piece; of two pieces the shorter. */
static void given_lengths(void **state) {
    files *f = *state;
    const double node[] = {0, 0, 1000, 0, 1000, 500}, shop[] = {0, 0};
    const double xy[] = {500, 0, 1000, 0, 1000, 250, 250, 20};
    const double whole[] = {-500, -500, 1500, -500, 1500, 900, -500, 900}, length[] = {3000, 2000, 2500, 750};
    const double wanted[] = {1000, 2000, 2375, 520};
    const uint32_t edge[] = {0, 1, 1, 0, 0, 1, 1, 2};
    const lc_geometry community = {.kind = LC_GEOMETRY_POLYGON, .xy = whole, .n = 4};
    const lc_geometry point = {.kind = LC_GEOMETRY_POINT, .xy = shop, .n = 1};
    double d[4];
    lc_builder *b = NULL;
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    lc_report *report = NULL;
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    lc_indicator_options i = LC_INDICATOR_OPTIONS_INIT;
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &community, NULL, NULL, NAN));
    assert_works(f, lc_builder_set_network(f->ctx, b, 3, node, 4, edge, length));
    assert_works(f, lc_builder_add_facility(f->ctx, b, "shop", &point, NULL));
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    o.category = "shop";
    assert_works(f, lc_distance(f->ctx, city, &o, 4, xy, d, NULL));
    for (size_t k = 0; k < 4; k++) assert_near(d[k], wanted[k], 1e-9);
    /* Within 200 m of the shop: along the road twice as far to walk, so half a diamond to the right of it, and all of a
       half disc on the left. */
    i.id = i.category = "shop";
    i.metric = "network";
    i.denominator = "area";
    i.distance_m = 200;
    assert_works(f, lc_profile_build(f->ctx, NULL, &i, 1, &profile));
    assert_works(f, lc_check(f->ctx, city, profile, NULL, &report));
    double right = 2 * 0.5 * 100 * 200, left = 3.14159265358979323846 * 200 * 200 / 2;
    assert_near(lc_report_indicator(report, 0).covered, right + left, 0.5);
    lc_report_free(report);
    lc_profile_free(profile);
    /* Nothing is known of slopes and stairs, though there are rates along paths. */
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR,
                                     "name: steep\nextends: life-circle\nwalk_cost: {slope: tobler}\n", &profile));
    assert_fails(f, lc_check(f->ctx, city, profile, NULL, &report), LC_ERR_INPUT, "the city was read without");
    lc_profile_free(profile);
    lc_city_free(city);
}

/* One city and one search, asked from several threads at once, each with a context of its own. */
typedef struct asker {
    const lc_city *city;
    const lc_nearest *nearest;
    const lc_profile *profile;
    const town_t *town;
    double d[POINTS], ratio;
    pthread_t thread;
} asker_t;

static void *ask(void *arg) {
    asker_t *a = arg;
    lc_context *ctx = lc_context_new();
    lc_report *report = NULL;
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    o.want_areas = o.want_facilities = o.want_network = true;
    if (lc_nearest_find(ctx, a->nearest, POINTS, a->town->point, a->d, NULL) == LC_OK &&
        lc_check(ctx, a->city, a->profile, &o, &report) == LC_OK)
        a->ratio = lc_report_indicator(report, 0).ratio;
    lc_report_free(report);
    lc_context_free(ctx);
    return NULL;
}

static void from_several_threads(void **state) {
    enum { THREADS = 4 };
    static town_t t;
    static asker_t asker[THREADS];
    files *f = *state;
    lc_nearest *nearest = NULL;
    lc_profile *profile = NULL;
    lc_nearest_options o = LC_NEAREST_OPTIONS_INIT;
    lc_indicator_options i = LC_INDICATOR_OPTIONS_INIT;
    make_town(&t, 9);
    lc_city *city = build(f, &t, 0, SHOPS);
    o.category = i.category = i.id = "shop";
    i.metric = "network";
    i.denominator = "area";
    i.distance_m = 150;
    assert_works(f, lc_profile_build(f->ctx, NULL, &i, 1, &profile));
    assert_works(f, lc_nearest_new(f->ctx, city, &o, &nearest));
    for (size_t k = 0; k < THREADS; k++) {
        asker[k] = (asker_t){.city = city, .nearest = nearest, .profile = profile, .town = &t, .ratio = -1};
        assert_int_equal(pthread_create(&asker[k].thread, NULL, ask, &asker[k]), 0);
    }
    for (size_t k = 0; k < THREADS; k++) pthread_join(asker[k].thread, NULL);
    for (size_t k = 0; k < THREADS; k++) {
        assert_true(asker[k].ratio > 0.1 && asker[k].ratio == asker[0].ratio);
        assert_memory_equal(asker[k].d, asker[0].d, sizeof asker[0].d);
    }
    lc_nearest_free(nearest);
    lc_profile_free(profile);
    lc_city_free(city);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(least_of_all_facilities),
        TEST(on_a_road),
        TEST(given_lengths),
        TEST(from_several_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
