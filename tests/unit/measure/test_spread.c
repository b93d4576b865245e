/* People laid evenly over polygons: closed forms, and random towns against places on a fine grid. */
#include "darts.h"
#include "towns.h"

enum { PEOPLE_MAX = 64 };

#define assert_near(value, wanted, tolerance) assert_true(fabs((value) - (wanted)) <= (tolerance))

/* Demand in the making. */
typedef struct people {
    lc_geoms polygons;
    double weight[PEOPLE_MAX];
    size_t n;
} people_t;

static void people_box(people_t *p, double weight, double x0, double y0, double x1, double y1) {
    add_geom(&p->polygons, LC_POLYGON, (uint32_t)p->n, 4, (lc_xy[]){{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}});
    p->weight[p->n++] = weight;
}

static void lay(city_t *c, const people_t *p, const lc_zones *residential) {
    const lc_spreading from = {&p->polygons, p->weight, residential, &c->communities, c->n_communities};
    assert_int_equal(lc_spread_new(c->ctx, &from, &c->spread), LC_OK);
}

static void people_free(city_t *c, people_t *p) {
    lc_spread_free(c->spread);
    lc_geoms_free(&p->polygons);
}

/* A store at the middle of a straight road: covered is |x| + |y| <= 500 with |y| <= 250, 375,000 m2; off network is
   what lies farther than 250 m from the road. */
static void store_on_road(city_t *c) {
    city_init(c);
    city_road(c, -1000, 0, 1000, 0);
    city_box(c, -1000, -300, 1000, 300);
    city_store(c, 0, 0);
}

static lc_result measure(city_t *c, size_t community, lc_metric metric, double distance_m) {
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, metric, distance_m);
    def.denominator = LC_POPULATION;
    lc_results results = city_measure(c, &def, 1);
    lc_result r = results.value[community];
    assert_true(r.err <= 1e-3 * r.demand);
    lc_results_free(&results);
    return r;
}

static void polygons_weigh_what_they_hold(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    store_on_road(&c);
    people_box(&p, 100, -1000, -300, 0, 300); /* 187,500 of its 600,000 m2 are covered */
    people_box(&p, 300, 0, -300, 500, 300);   /* 187,500 of 300,000 */
    lay(&c, &p, NULL);
    lc_result r = measure(&c, 0, LC_NETWORK, 500);
    assert_near(r.demand, 400, 1e-9);
    assert_near(r.covered, 100 * 0.3125 + 300 * 0.625, 1e-6);
    assert_near(r.offnet, 400 * 100.0 / 600, 1e-6);
    r = measure(&c, 0, LC_STRAIGHT, 200);
    assert_near(r.covered, (100 / 6e5 + 300 / 3e5) * acos(-1) * 200 * 200 / 2, 0.01);
    people_free(&c, &p);
    city_free(&c);
}

/* What lies on one another counts each, and only what lies in the community. */
static void polygons_on_one_another_and_across_the_edge(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    store_on_road(&c);
    people_box(&p, 600, -1000, -300, 1000, 300); /* all of the community */
    people_box(&p, 80, -100, -100, 100, 100);    /* all covered */
    people_box(&p, 10, 900, 0, 1100, 300);       /* half of it outside, the rest not covered */
    people_box(&p, 7, 5000, 0, 6000, 300);       /* elsewhere */
    people_box(&p, 0, -1000, -1000, 1000, 1000); /* nobody */
    lay(&c, &p, NULL);
    assert_int_equal(c.spread->n, 3);
    assert_int_equal(c.spread->elsewhere, 1);
    lc_result r = measure(&c, 0, LC_NETWORK, 500);
    assert_near(r.demand, 600 + 80 + 5, 1e-9);
    assert_near(r.covered, 600 * 0.3125 + 80, 1e-6);
    people_free(&c, &p);
    city_free(&c);
}

/* Homes at both ends of a polygon hold all of its people; without homes they are everywhere. Land that overlaps counts
   once. */
static void people_live_on_residential_land(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    lc_geoms land = {0};
    lc_zones zones = {0};
    store_on_road(&c);
    people_box(&p, 90, -1000, -300, 0, 300);
    people_box(&p, 400, 0, -300, 1000, 300);
    add_geom(&land, LC_POLYGON, 0, 4,
             (lc_xy[]){{-1200, 0}, {-900, 0}, {-900, 100}, {-1200, 100}}); /* 10,000 m2 inside */
    add_geom(&land, LC_POLYGON, 1, 4, (lc_xy[]){{-100, -100}, {-300, -100}, {-300, 0}, {-100, 0}}); /* 20,000 */
    add_geom(&land, LC_POLYGON, 2, 4, (lc_xy[]){{-100, -100}, {-200, -100}, {-200, 0}, {-100, 0}}); /* again */
    assert_int_equal(lc_zones_of_layer(c.ctx, &land, LC_LAYER_RESIDENTIAL, &zones), LC_OK);
    lay(&c, &p, &zones);
    assert_int_equal(c.spread->homes_none, 1);
    lc_result r = measure(&c, 0, LC_NETWORK, 500);
    assert_near(r.demand, 490, 1e-9);
    assert_near(r.covered, 60 + 400 * 0.3125, 1e-6);
    assert_near(r.offnet, 400 * 100.0 / 600, 1e-6);
    lc_zones_free(&zones);
    lc_geoms_free(&land);
    people_free(&c, &p);
    city_free(&c);
}

/* Both that a place may ask for: over people the parts of a combination are measured as over land. */
static void combinations(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    lc_rule rule[2];
    size_t part[] = {0, 1};
    store_on_road(&c);
    people_box(&p, 100, -1000, -300, 0, 300);
    people_box(&p, 300, 0, -300, 500, 300);
    lay(&c, &p, NULL);
    lc_indicator_def def[4] = {made_indicator(&rule[0], LC_NETWORK, 500), made_indicator(&rule[1], LC_NETWORK, 200),
                               made_combination(LC_COMBINES_ALL, 2, part, 2),
                               made_combination(LC_COMBINES_AT_LEAST, 1, part, 2)};
    def[0].denominator = def[1].denominator = def[2].denominator = def[3].denominator = LC_POPULATION;
    lc_results r = city_measure(&c, def, 4);
    assert_near(r.value[2].covered, 40000 / 6e5 * 100 + 40000 / 3e5 * 300, 1e-6); /* |x| + |y| <= 200 */
    assert_near(r.value[3].covered, 100 * 0.3125 + 300 * 0.625, 1e-6);
    assert_near(lc_results_counted(&r, 3)->within[1], r.value[2].covered, 1e-6);
    lc_results_free(&r);
    people_free(&c, &p);
    city_free(&c);
}

/* Straight lines in a combination would need places. */
static void mixed_combinations_are_refused(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    lc_rule rule[2];
    size_t part[] = {0, 1}, combination[] = {2};
    lc_plan *plan = NULL;
    store_on_road(&c);
    people_box(&p, 100, -1000, -300, 0, 300);
    lay(&c, &p, NULL);
    lc_indicator_def def[3] = {made_indicator(&rule[0], LC_NETWORK, 500), made_indicator(&rule[1], LC_STRAIGHT, 200),
                               made_combination(LC_COMBINES_ALL, 2, part, 2)};
    def[2].metric = LC_MIXED;
    def[2].denominator = LC_POPULATION;
    def[2].id = (char *)(uintptr_t) "both";
    lc_profile profile = {.indicators = def, .n_indicators = 3, .combination = combination, .n_combinations = 1};
    city_build(&c);
    lc_city view = city_view(&c);
    assert_int_equal(lc_plan_new(c.ctx, &profile, &view, &plan), LC_ERR_INPUT);
    people_free(&c, &p);
    city_free(&c);
}

/* The weight inside a polygon, as gaps tell it. */
static void weight_inside(void **state) {
    (void)state;
    city_t c;
    people_t p = {.n = 0};
    lc_geoms gap = {0};
    double weight;
    city_init(&c);
    city_box(&c, 0, 0, 100, 100);
    city_box(&c, 100, 0, 200, 100);
    people_box(&p, 200, 0, 0, 200, 100);
    people_box(&p, 50, 150, 0, 200, 100);
    lay(&c, &p, NULL);
    add_geom(&gap, LC_POLYGON, 0, 4, (lc_xy[]){{60, 0}, {200, 0}, {200, 50}, {60, 50}});
    assert_true(lc_spread_weight(c.spread, 0, &gap, 0, 1, &weight));
    assert_near(weight, 20, 1e-9);
    assert_true(lc_spread_weight(c.spread, 1, &gap, 0, 1, &weight));
    assert_near(weight, 50 + 25, 1e-9);
    lc_geoms_free(&gap);
    people_free(&c, &p);
    city_free(&c);
}

/* ------------------------------------------------------------------------------------------------------ random towns
 */

enum { ACROSS = 5, FINE = 30, TOWNS = 12 };

/* Boxes over the town, some on one another, and places on a grid over each that weigh as much together. */
static void settle_town(city_t *c, rng_t *r, people_t *p, lc_places *places, size_t *start) {
    lc_box box = lc_geom_box(&c->communities, 0);
    size_t room = (size_t)ACROSS * ACROSS * FINE * FINE;
    *places = (lc_places){.xy = LC_NEW(lc_xy, room), .weight = LC_NEW(double, room), .place = LC_NEW(uint32_t, room)};
    for (size_t k = 0; k < ACROSS * ACROSS; k++) {
        double w = rng_range(r, 50, 300), h = rng_range(r, 50, 300), weight = rng_range(r, 0, 10);
        lc_xy at = {rng_range(r, box.x0 - w / 2, box.x1 - w / 2), rng_range(r, box.y0 - h / 2, box.y1 - h / 2)};
        people_box(p, weight, at.x, at.y, at.x + w, at.y + h);
        for (size_t i = 0; i < FINE * FINE; i++) {
            lc_xy q = {at.x + w * ((double)(i % FINE) + rng_unit(r)) / FINE,
                       at.y + h * ((double)(i / FINE) + rng_unit(r)) / FINE};
            if (!darts_within(&c->communities, 0, q)) continue;
            places->xy[places->n] = q;
            places->weight[places->n] = weight / (FINE * FINE);
            places->place[places->n] = (uint32_t)places->n;
            places->n++;
        }
    }
    for (size_t k = 1; k <= c->n_communities; k++) start[k] = places->n; /* all in the first */
    places->start = start;
}

static void compare(const lc_result *plane, const lc_result *places) {
    double demand = plane->demand;
    assert_near(places->demand / demand, 1, 0.01);
    assert_near(plane->covered / demand, places->covered / places->demand, 0.012);
    assert_near(plane->offnet / demand, places->offnet / places->demand, 0.012);
    assert_near(plane->ranged / demand, places->ranged / places->demand, 0.012);
    if (plane->ranged > 0.1 * demand)
        assert_near(plane->distance / plane->ranged, places->distance / places->ranged, 6);
    if (!isnan(plane->p50_m) && !isnan(places->p50_m)) assert_near(plane->p50_m, places->p50_m, 20);
}

static void random_towns(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= TOWNS; seed++) {
        city_t c;
        rng_t r = {seed ^ 0x9a77};
        people_t p = {.n = 0};
        lc_places places;
        size_t start[64] = {0};
        lc_rule rule[2];
        lc_indicator_def def[2] = {made_indicator(&rule[0], LC_NETWORK, 300),
                                   made_indicator(&rule[1], LC_STRAIGHT, 150)};
        def[0].denominator = def[1].denominator = LC_POPULATION;
        town_make(&c, seed, 0);
        for (size_t i = 0; i < 4; i++) town_facilities(&c, &r);
        assert_true(c.n_communities < 64);
        settle_town(&c, &r, &p, &places, start);
        lay(&c, &p, NULL);
        lc_results plane = city_measure(&c, def, 2);
        lc_spread *spread = c.spread;
        c.spread = NULL;
        c.places = &places;
        lc_results counted = city_measure(&c, def, 2);
        for (size_t i = 0; i < 2; i++) compare(&plane.value[i], &counted.value[i]);
        lc_results_free(&plane);
        lc_results_free(&counted);
        c.spread = spread;
        people_free(&c, &p);
        free(places.xy);
        free(places.weight);
        free(places.place);
        city_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_weigh_what_they_hold),
        cmocka_unit_test(polygons_on_one_another_and_across_the_edge),
        cmocka_unit_test(people_live_on_residential_land),
        cmocka_unit_test(combinations),
        cmocka_unit_test(mixed_combinations_are_refused),
        cmocka_unit_test(weight_inside),
        cmocka_unit_test(random_towns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
