/* Overlap and what each facility serves: closed forms on a straight road, each facility measured alone, the identity
   between the two, and the list of facilities and paths that a report carries. */
#include "made_city.h"

#include "files.h"
#include "measure/overlap.h"
#include "measure/reach_squares.h"
#include "towns.h"
#include "whole_check.h"

enum { INDICATORS = 3, STORES = 40 };
static const double PI = 3.14159265358979323846;

/* A city counted: results, overlap and served of every indicator. */
typedef struct count {
    lc_results results;
    double *overlap, *err, *served;
    size_t n;
} count_t;

static void city_count(city_t *c, lc_indicator_def *defs, size_t n, count_t *out) {
    lc_profile profile = {.name = (char *)(uintptr_t) "made", .indicators = defs, .n_indicators = n};
    stages_t stages;
    *out = (count_t){.results = city_measure(c, defs, n), .n = n};
    out->overlap = LC_NEW(double, n * c->n_communities);
    out->err = LC_NEW(double, n * c->n_communities);
    out->served = LC_NEW(double, n * c->facilities.n);
    assert_true(out->overlap && out->err && out->served);
    lc_city view = city_view(c);
    stages_begin(c->ctx, &profile, &view, c->link_limit_m, &stages);
    assert_int_equal(
        lc_overlap_measure(c->ctx, stages.fields, &out->results, c->max_error, out->overlap, out->err, out->served),
        LC_OK);
    stages_end(&stages);
}

static void count_free(count_t *count) {
    lc_results_free(&count->results);
    free(count->overlap);
    free(count->err);
    free(count->served);
}

/* Sum of served over the facilities = sum of overlap * demand over the communities, for every indicator. */
static void assert_identity(const city_t *c, const count_t *count) {
    for (size_t i = 0; i < count->n; i++) {
        double served = 0, reached = 0;
        for (size_t f = 0; f < c->facilities.n; f++)
            if (!isnan(count->served[f * count->n + i])) served += count->served[f * count->n + i];
        for (size_t k = 0; k < c->n_communities; k++)
            reached += count->overlap[k * count->n + i] * count->results.value[k * count->n + i].demand;
        assert_true(served > 0);
        assert_near(served / reached, 1, 1e-12);
    }
}

/* Two stores 200 m apart: each serves a diamond (a disc) of its own, and the overlap is the sum of the two. */
static void test_closed_forms(void **state) {
    (void)state;
    for (int metric = LC_NETWORK; metric <= LC_STRAIGHT; metric++) {
        city_t c;
        lc_rule rule;
        count_t count;
        city_init(&c);
        city_road(&c, -1000, 0, 1000, 0);
        city_box(&c, -1000, -300, 1000, 300);
        city_store(&c, -103.3, 0); /* off the lattice's own steps */
        city_store(&c, 96.1, 0);
        lc_indicator_def def = made_indicator(&rule, (lc_metric)metric, 197.3);
        city_count(&c, &def, 1, &count);
        double one = metric == LC_NETWORK ? 2.0 * 197.3 * 197.3 : PI * 197.3 * 197.3;
        assert_near(count.overlap[0], 2 * one / 1.2e6, 1e-9);
        assert_near(count.err[0], 0, 1e-12); /* lines and arcs alone */
        assert_near(count.served[0], one, 1e-6 * one);
        assert_near(count.served[1], one, 1e-6 * one);
        assert_identity(&c, &count);
        count_free(&count);
        city_free(&c);
    }
}

/* Ten metres of residential land in a square kilometre, drawn twice. The edges of twelve discs cross it, all but
   straight: to x = 0.5, 1.3, 2.1 ... m of 10. */
static void test_little_land(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    count_t count;
    double want = 0;
    city_init(&c);
    city_box(&c, -500, -500, 500, 500);
    for (int k = 0; k < 12; k++) {
        double x = 0.5 + 0.8 * k;
        city_store(&c, x - 5000, 5);
        for (int i = 0; i < 1000; i++) {
            double y = (i + 0.5) / 100 - 5;
            want += (x - 5000 + sqrt(5000.0 * 5000 - y * y)) / 10 / 1000;
        }
    }
    lc_indicator_def def = made_indicator(&rule, LC_STRAIGHT, 5000);
    def.denominator = LC_RESIDENTIAL;
    lc_zones zones = {.layers = LC_NEW(lc_layers, 2)};
    for (uint32_t k = 0; k < 2; k++) {
        add_geom(&zones.geoms, LC_POLYGON, k, 4, (lc_xy[]){{0, 0}, {10, 0}, {10, 10}, {0, 10}});
        zones.layers[k] = LC_LAYER_RESIDENTIAL;
    }
    assert_int_equal(lc_zones_index(c.ctx, &zones), LC_OK);
    c.residential = &zones;
    city_count(&c, &def, 1, &count);
    assert_near(count.results.value[0].demand, 100, 1e-6);
    assert_near(count.overlap[0], want, 1e-6);
    assert_identity(&c, &count);
    count_free(&count);
    lc_zones_free(&zones);
    city_free(&c);
}

/* A store alone serves what is covered. */
static void test_alone(void **state) {
    (void)state;
    city_t c;
    lc_rule rule[2];
    lc_indicator_def def[2] = {made_indicator(&rule[0], LC_NETWORK, 350), made_indicator(&rule[1], LC_STRAIGHT, 350)};
    count_t count;
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_road(&c, 13, -300, 13, 300); /* a bridge: it does not join */
    city_box(&c, -1000, -300, 0, 300);
    city_box(&c, 0, -300, 700, 300);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-80, -40}, {90, -40}, {90, 60}, {-80, 60}});
    city_turn(&c, 0.3, 10, -20);
    city_count(&c, def, 2, &count);
    for (size_t i = 0; i < 2; i++) {
        double covered = count.results.value[i].covered + count.results.value[2 + i].covered;
        double err = count.results.value[i].err + count.results.value[2 + i].err;
        for (size_t k = 0; k < 2; k++) err += count.err[2 * k + i] * count.results.value[2 * k + i].demand;
        assert_near(count.served[i], covered, err + 1e-6 * covered);
    }
    assert_identity(&c, &count);
    count_free(&count);
    city_free(&c);
}

/* Weighted places are counted one by one. */
static void test_places(void **state) {
    (void)state;
    city_t c;
    lc_rule rule[2];
    lc_indicator_def def[2] = {made_indicator(&rule[0], LC_NETWORK, 100), made_indicator(&rule[1], LC_STRAIGHT, 100)};
    count_t count;
    lc_xy xy[] = {{-90, 10}, {-60, 80}, {0, 10}, {150, 0}, {400, 0}};
    double weight[] = {1, 2, 4, 8, 16};
    size_t start[] = {0, 3, 6};
    uint32_t place[] = {0, 1, 2, 2, 3, 4}; /* the third lies in both communities, and counts in each */
    lc_places places = {.n = 5, .xy = xy, .weight = weight, .start = start, .place = place};
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_box(&c, -1000, -300, 10, 300);
    city_box(&c, -10, -300, 1000, 300);
    city_store(&c, -20, 0);
    city_store(&c, 60, 0);
    def[0].denominator = def[1].denominator = LC_POPULATION;
    c.places = &places;
    city_count(&c, def, 2, &count);
    double served[] = {1 + 4 + 4, 1 + 2 + 4 + 4, 4 + 4 + 8, 4 + 4 + 8};
    for (size_t i = 0; i < 4; i++) assert_near(count.served[i], served[i], 1e-12);
    assert_identity(&c, &count);
    count_free(&count);
    city_free(&c);
}

/* Of two rules that a facility passes the longer way counts, and counts once. */
static void test_two_rules(void **state) {
    (void)state;
    city_t c;
    lc_rule rule[2];
    count_t count;
    lc_indicator_def def = made_indicator(&rule[0], LC_STRAIGHT, 150);
    rule[1] = rule[0];
    rule[1].distance_m = 250;
    rule[1].min_area_m2 = 100;
    def.n_rules = 2;
    city_init(&c);
    city_box(&c, -1000, -300, 1000, 300);
    city_store(&c, -503.3, 0);
    city_store(&c, 496.1, 0);
    c.facilities.area_m2[1] = 100; /* passes both */
    city_count(&c, &def, 1, &count);
    assert_near(count.served[0], PI * 150 * 150, 1e-6 * PI * 150 * 150);
    assert_near(count.served[1], PI * 250 * 250, 1e-6 * PI * 250 * 250);
    assert_identity(&c, &count);
    rule[0].max_area_m2 = 50; /* a store without an area passes neither now */
    count_free(&count);
    city_count(&c, &def, 1, &count);
    assert_true(isnan(count.served[0]));
    count_free(&count);
    city_free(&c);
}

/* A random town: many stores that share their demand. */
static void test_town(void **state) {
    (void)state;
    city_t c;
    lc_rule rule[INDICATORS];
    lc_indicator_def def[INDICATORS] = {made_indicator(&rule[0], LC_NETWORK, 300),
                                        made_indicator(&rule[1], LC_NETWORK, 700),
                                        made_indicator(&rule[2], LC_STRAIGHT, 300)};
    count_t count;
    uint32_t v[11][11];
    rng_t random = {7};
    city_init(&c);
    for (int i = 0; i < 11; i++)
        for (int j = 0; j < 11; j++) v[i][j] = city_vertex(&c, 100 * i, 100 * j);
    for (int i = 0; i < 11; i++)
        for (int j = 0; j + 1 < 11; j++) {
            if (i % 2) city_path(&c, 2, (uint32_t[]){v[i][j], v[i][j + 1]});
            if (j % 3) city_path(&c, 2, (uint32_t[]){v[j][i], v[j + 1][i]});
        }
    city_box(&c, 0, 0, 400, 1000);
    city_box(&c, 350, 100, 1000, 900); /* they overlap */
    for (int k = 0; k < STORES; k++) city_store(&c, rng_range(&random, -200, 1200), rng_range(&random, -200, 1200));
    city_count(&c, def, INDICATORS, &count);
    assert_identity(&c, &count);
    for (size_t f = 0; f < STORES; f++)
        for (size_t i = 0; i < 2; i++) /* farther is more, and a straight line is the shortest */
            assert_true(count.served[f * INDICATORS] <= count.served[f * INDICATORS + 1 + i]);
    count_free(&count);
    city_free(&c);
}

/* Searching from facility after facility asks before each whether it is to stop. */
static void test_cancelled(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 300);
    lc_profile profile = {.name = (char *)(uintptr_t) "made", .indicators = &def, .n_indicators = 1};
    stages_t stages;
    lc_reach_tasks tasks;
    lc_reach_squares squares;
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_box(&c, -1000, -300, 1000, 300);
    for (int k = 0; k < 10; k++) city_store(&c, 100 * k - 500, 0);
    lc_results results = city_measure(&c, &def, 1);
    lc_city view = city_view(&c);
    stages_begin(c.ctx, &profile, &view, c.link_limit_m, &stages);
    assert_true(lc_reach_tasks_make(stages.fields->plan, &tasks));
    for (int cancel = 0; cancel < 2; cancel++) {
        if (cancel) lc_cancel(c.ctx);
        assert_int_equal(lc_reach_squares_find(c.ctx, stages.fields, &tasks, &squares),
                         cancel ? LC_ERR_CANCELLED : LC_OK);
        assert_int_equal(squares.n, cancel ? 0 : 10);
        lc_reach_squares_free(&squares);
    }
    lc_cancel_clear(c.ctx);
    lc_reach_tasks_free(&tasks);
    stages_end(&stages);
    lc_results_free(&results);
    city_free(&c);
}

/* ---------------------------------------------------------------------------------------------- one at a time */

/* Stores along a straight road, 800 m apart, in every fifth place two: each has a rhombus of its own, |x - x0| + |y| <=
   300, cut by the link limit of 200 m, and a disc, cut by the strip that is 500 m wide. Of the first, half lies
   outside.
 */
static void test_strip(void **state) {
    (void)state;
    city_t c;
    lc_rule rule[2];
    lc_indicator_def def[2] = {made_indicator(&rule[0], LC_NETWORK, 300), made_indicator(&rule[1], LC_STRAIGHT, 300)};
    count_t count;
    double want[2] = {0};
    city_init(&c);
    c.link_limit_m = 200;
    city_road(&c, -400, 0, 9600, 0);
    city_box(&c, 0, -250, 9600, 250);
    for (int k = 0; k < 12; k++)
        for (int twice = 0; twice <= (k % 5 == 0); twice++) {
            double half = k ? 1 : 0.5;
            city_store(&c, 800 * k, 0);
            want[0] += half * 2 * (300 * 300 - 100 * 100); /* |y| <= 200 */
            want[1] += half * 2 * (250 * sqrt(300.0 * 300 - 250 * 250) + 300 * 300 * asin(250.0 / 300));
        }
    city_turn(&c, 0.7, 300, -150);
    city_count(&c, def, 2, &count);
    for (size_t i = 0; i < 2; i++) {
        assert_near(count.overlap[i], want[i] / 4.8e6, 1e-9);
        assert_true(count.err[i] < 1e-9);
    }
    assert_identity(&c, &count);
    count_free(&count);
    city_free(&c);
}

/* Indicators of both metrics: of all facilities, and of each alone, which its area picks out. */
typedef struct {
    lc_rule *rule;
    lc_indicator_def *def;
    size_t n;
} alone_t;

static alone_t alone_new(city_t *c, const double distance_m[2], bool residential) {
    size_t n = c->facilities.n;
    alone_t a = {LC_NEW(lc_rule, 2 * (n + 1)), LC_NEW(lc_indicator_def, 2 * (n + 1)), 2 * (n + 1)};
    assert_true(a.rule && a.def);
    for (size_t i = 0; i < a.n; i++) {
        size_t metric = i % 2;
        a.def[i] = made_indicator(&a.rule[i], metric ? LC_STRAIGHT : LC_NETWORK, distance_m[metric]);
        if (residential) a.def[i].denominator = LC_RESIDENTIAL;
        if (i < 2) continue;
        c->facilities.area_m2[i / 2 - 1] = (double)(i / 2);
        a.rule[i].min_area_m2 = (double)(i / 2) - 0.5;
        a.rule[i].max_area_m2 = (double)(i / 2) + 0.5;
    }
    return a;
}

/* Overlap is the sum of the ratios of each facility alone, and served that of what it covers; within the bounds. */
static void assert_alone(city_t *c, const double distance_m[2], bool residential, const char *what, size_t number) {
    alone_t a = alone_new(c, distance_m, residential);
    count_t count;
    city_count(c, a.def, a.n, &count);
    for (size_t metric = 0; metric < 2; metric++) {
        double served_err = 0, demand_all = 0;
        for (size_t k = 0; k < c->n_communities; k++) {
            const lc_result *value = count.results.value + k * a.n;
            double demand = value[metric].demand, sum = 0, err = 0, overlap = count.overlap[k * a.n + metric];
            if (!(demand > 0)) continue;
            for (size_t i = 2 + metric; i < a.n; i += 2) sum += value[i].covered, err += value[i].err;
            double bound = count.err[k * a.n + metric] * demand;
            served_err += bound + err;
            demand_all += demand;
            assert_true(bound <= c->max_error * lc_max(demand, sum));
            if (!(fabs(overlap * demand - sum) <= bound + err + 1e-7 * lc_max(demand, sum)))
                fail_msg("%s %zu, community %zu, metric %zu: overlap %.9g, alone %.9g +- %.2g, bound %.2g", what,
                         number, k, metric, overlap, sum / demand, err / demand, bound / demand);
        }
        for (size_t f = 0; f < c->facilities.n; f++) {
            double served = count.served[f * a.n + metric], covered = 0;
            for (size_t k = 0; k < c->n_communities; k++)
                covered += count.results.value[k * a.n + 2 + 2 * f + metric].covered;
            if (!(fabs(served - covered) <= served_err + 1e-7 * demand_all))
                fail_msg("%s %zu, facility %zu, metric %zu: serves %.9g, alone %.9g m2", what, number, f, metric,
                         served, covered);
        }
    }
    count_free(&count);
    free(a.rule);
    free(a.def);
}

static void test_random_towns(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        city_t c;
        rng_t r = {seed};
        town_make(&c, seed, 6);
        c.island_gap_m = seed % 3 ? 0 : 40;
        c.max_error = seed % 4 ? 0.005 : 1e-4;
        double distance_m[2] = {rng_range(&r, 80, 600), rng_range(&r, 80, 400)};
        assert_alone(&c, distance_m, false, "town", seed);
        city_free(&c);
    }
}

/* A town of many tiles, where facilities share classes; land that is lived on here and there, in overlapping boxes. */
static void test_large_town(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        city_t c;
        rng_t r = {seed * 77};
        lc_zones zones = {.layers = LC_NEW(lc_layers, 60)};
        assert_non_null(zones.layers);
        city_init(&c);
        for (int k = 0; k < 9; k++) {
            double at = 500 * k + rng_range(&r, -200, 200);
            city_road(&c, at, -100, at + rng_range(&r, -300, 300), 4100);
            city_road(&c, -100, at, 4100, at + rng_range(&r, -300, 300));
        }
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 3; j++) city_box(&c, 1300 * k, 1300 * j, 1300 * k + 1400, 1300 * j + 1200);
        for (int k = 0; k < 30; k++) city_store(&c, rng_range(&r, -300, 4300), rng_range(&r, -300, 4300));
        for (uint32_t k = 0; k < 60; k++) {
            double x = rng_range(&r, 0, 4000), y = rng_range(&r, 0, 4000), w = rng_range(&r, 5, 400);
            add_geom(&zones.geoms, LC_POLYGON, k, 4, (lc_xy[]){{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}});
            zones.layers[k] = LC_LAYER_RESIDENTIAL;
        }
        assert_int_equal(lc_zones_index(c.ctx, &zones), LC_OK);
        if (seed % 2) c.residential = &zones;
        assert_alone(&c, (double[]){seed < 3 ? 400 : 900, 500}, seed % 2, "large town", seed);
        lc_zones_free(&zones);
        city_free(&c);
    }
}

/* A long compound with a gate at either end: each store is reached by a gate of its own, in all of it. */
static void test_gated(void **state) {
    (void)state;
    city_t c;
    lc_geoms polygon = {0}, gate = {0};
    city_init(&c);
    city_road(&c, -500, 0, -300, 0);
    city_road(&c, 2300, 0, 2500, 0);
    city_box(&c, -500, -200, 2500, 200);
    city_store(&c, -310, 0);
    city_store(&c, 2310, 0);
    city_store(&c, 2500, 30);
    add_geom(&polygon, LC_POLYGON, 0, 4, (lc_xy[]){{-295, -100}, {2295, -100}, {2295, 100}, {-295, 100}});
    add_geom(&gate, LC_POINT, 0, 1, &(lc_xy){-295, 0});
    add_geom(&gate, LC_POINT, 1, 1, &(lc_xy){2295, 10});
    assert_int_equal(lc_compounds_new(c.ctx, &polygon, &gate, &c.compounds), LC_OK);
    assert_alone(&c, (double[]){1700, 900}, false, "gated", 0);
    lc_compounds_free(c.compounds);
    lc_geoms_free(&polygon);
    lc_geoms_free(&gate);
    city_free(&c);
}

/* A gate in a park that no path leads to: who leaves by it is in the park. */
static void test_gate_in_park(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 300);
    lc_geoms polygon = {0}, gate = {0};
    count_t count;
    lc_xy xy[] = {{100, 100}, {0, 50}, {-150, 100}, {195, 95}}; /* 100, 206 and 350 m from the gate; in both */
    double weight[] = {1, 2, 4, 8};
    size_t start[] = {0, 4};
    uint32_t place[] = {0, 1, 2, 3};
    lc_places places = {.n = 4, .xy = xy, .weight = weight, .start = start, .place = place};
    city_init(&c);
    city_road(&c, -500, -1000, 500, -1000);
    city_box(&c, -500, -1200, 500, 300);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{190, 90}, {250, 90}, {250, 110}, {190, 110}});
    add_geom(&polygon, LC_POLYGON, 0, 4, (lc_xy[]){{-200, 0}, {200, 0}, {200, 200}, {-200, 200}});
    add_geom(&gate, LC_POINT, 0, 1, &(lc_xy){200, 100});
    assert_int_equal(lc_compounds_new(c.ctx, &polygon, &gate, &c.compounds), LC_OK);
    assert_alone(&c, (double[]){300, 100}, false, "gate in a park", 0);
    c.places = &places;
    def.denominator = LC_POPULATION;
    city_count(&c, &def, 1, &count);
    assert_near(count.results.value[0].covered, 1 + 2 + 8, 1e-12);
    assert_near(count.served[0], 1 + 2 + 8, 1e-12);
    assert_near(count.overlap[0], 11 / 15.0, 1e-12);
    count_free(&count);
    lc_compounds_free(c.compounds);
    lc_geoms_free(&polygon);
    lc_geoms_free(&gate);
    city_free(&c);
}

/* ------------------------------------------------------------------------------------------- through lc_check() */

/* Metres to degrees at (0, 0), near enough. */
#define M (1 / 111319.5)

static void write_features(files *f, const char *name, const char *features, char path[600]) {
    char text[6000];
    snprintf(text, sizeof text, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    snprintf(path, 600, "%s", write_text(f, name, text));
}

static int box_feature(char *out, size_t size, const char *properties, double x0, double y0, double x1, double y1) {
    return snprintf(out, size,
                    "{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                    "[[[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f],[%.9f,%.9f]]]}}",
                    properties, x0 * M, y0 * M, x1 * M, y0 * M, x1 * M, y1 * M, x0 * M, y1 * M, x0 * M, y0 * M);
}

static int point_feature(char *out, size_t size, const char *properties, double x, double y) {
    return snprintf(out, size,
                    ",{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Point\",\"coordinates\":"
                    "[%.9f,%.9f]}}",
                    properties, x * M, y * M);
}

static const char PROFILE[] =
    "name: made\ntitle: {en: Made, zh: 自制}\nindicators:\n"
    "  - {id: walk, title: {en: W, zh: 步}, category: centre, distance_m: 300}\n"
    "  - {id: air, title: {en: A, zh: 直}, category: centre, distance_m: 300, metric: straight, "
    "min_area_m2: 1000}\n";

/* A town between x = -500 and 500 on a road; centres: a polygon, an unlinked point with a level, one just inside the
   search range, one beyond it. */
static void run_check(files *f, bool want, lc_report **report) {
    char text[5000], communities[600], centres[600], roads[600], profile[600], centre[700];
    box_feature(text, sizeof text, "\"name\":\"甲\"", -500, -300, 500, 300);
    write_features(f, "communities.geojson", text, communities);
    int at = box_feature(text, sizeof text, "\"id\":\"p\",\"NAME\":\"中心\",\"kind\":\"社区\"", -50, -40, 50, 60);
    at += point_feature(text + at, sizeof text - (size_t)at, "\"id\":\"q\",\"kind\":\"街道\"", 0, 290);
    at += point_feature(text + at, sizeof text - (size_t)at, "\"id\":\"near\",\"NAME\":\"\"", 799, 0);
    point_feature(text + at, sizeof text - (size_t)at, "\"id\":\"far\"", 801, 0);
    write_features(f, "centres.geojson", text, centres);
    snprintf(
        text, sizeof text,
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[%.9f,0],"
        "[%.9f,0]]}},{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
        "[[%.9f,%.9f],[0,%.9f],[%.9f,%.9f]]}}",
        -900 * M, 900 * M, -300 * M, -280 * M, -281 * M, 300 * M, -280 * M);
    write_features(f, "roads.geojson", text, roads);
    snprintf(profile, sizeof profile, "%s", write_text(f, "made.yaml", PROFILE));
    snprintf(centre, sizeof centre, "centre=%s|level_field=kind", centres);
    const char *facilities[] = {centre};
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    o.communities = communities;
    o.network = roads;
    o.facilities = facilities;
    o.n_facilities = 1;
    o.data_dir = LC_DATA_DIR;
    check.overlap = check.want_facilities = check.want_network = want;
    assert_works(f, whole_check(f->ctx, &o, profile, &check, report));
}

static void test_report(void **state) {
    files *f = *state;
    lc_report *r = NULL;
    run_check(f, true, &r);
    assert_int_equal(lc_report_facility_count(r), 3);
    lc_facility p = lc_report_facility(r, 0), q = lc_report_facility(r, 1), near = lc_report_facility(r, 2);
    assert_string_equal(p.category, "centre");
    assert_string_equal(p.id, "p");
    assert_string_equal(p.name, "中心");
    assert_null(p.name_zh);
    assert_string_equal(p.level, "community");
    assert_near(p.area_m2, 10000, 100);
    assert_true(fabs(p.lon) < 50 * M && p.lat > -40 * M && p.lat < 60 * M && p.linked);
    assert_string_equal(q.level, "street");
    assert_true(isnan(q.area_m2) && !q.linked && !q.name);
    assert_near(q.lat, 290 * M, 1e-9);
    assert_true(lc_report_served(r, 1, 0) == 0 && isnan(lc_report_served(r, 1, 1)));
    assert_string_equal(near.id, "near");
    assert_true(!near.name && !near.level && near.linked);
    for (size_t i = 0; i < 2; i++) {
        double served = 0;
        for (size_t k = 0; k < 3; k++)
            if (!isnan(lc_report_served(r, k, i))) served += lc_report_served(r, k, i);
        assert_near(lc_report_statistics(r, 0, i).overlap * lc_report_indicator(r, i).demand / served, 1, 1e-12);
    }
    lc_report_free(r);
}

/* The road of 1800 m comes first; the other, of 600 m, is a part of its own. */
static void test_paths(void **state) {
    files *f = *state;
    lc_report *r = NULL;
    run_check(f, true, &r);
    assert_int_equal(lc_report_path_count(r), 2);
    for (size_t i = 0; i < 2; i++) {
        lc_path path = lc_report_path(r, i);
        assert_near(path.length_m, path.component == 1 ? 1800 : 600, 1);
    }
    assert_int_equal(lc_report_path(r, 0).component + lc_report_path(r, 1).component, 3);
    lc_report_free(r);
}

static void test_not_asked(void **state) {
    files *f = *state;
    lc_report *r = NULL;
    run_check(f, false, &r);
    assert_true(lc_report_facility_count(r) == 0 && lc_report_path_count(r) == 0);
    assert_true(isnan(lc_report_statistics(r, 0, 0).overlap));
    lc_report_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_little_land),
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_two_rules),
        cmocka_unit_test(test_cancelled),
        cmocka_unit_test(test_town),
        cmocka_unit_test(test_strip),
        cmocka_unit_test(test_random_towns),
        cmocka_unit_test(test_large_town),
        cmocka_unit_test(test_gated),
        cmocka_unit_test(test_gate_in_park),
        TEST(test_report),
        TEST(test_paths),
        TEST(test_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
