/* Supply against demand by floating catchments: by hand, published figures, and random towns the slow way. */
#include "brute.h"
#include "city/compounds.h"
#include "measure/catchment.h"
#include "towns.h"

#define assert_near(value, wanted, tolerance) assert_true(fabs((value) - (wanted)) <= (tolerance))

enum { PLACES_MAX = 400 };

/* Places of one community. */
typedef struct crowd {
    lc_places places;
    lc_xy xy[PLACES_MAX];
    double weight[PLACES_MAX];
    uint32_t place[PLACES_MAX];
    size_t start[64];
} crowd_t;

static void crowd_add(crowd_t *c, double x, double y, double weight) {
    size_t n = c->places.n++;
    c->xy[n] = (lc_xy){x, y};
    c->weight[n] = weight;
    c->place[n] = (uint32_t)n;
}

static void crowd_settle(city_t *city, crowd_t *c) {
    c->places.xy = c->xy;
    c->places.weight = c->weight;
    c->places.place = c->place;
    c->places.start = c->start;
    for (size_t k = 1; k <= city->n_communities; k++) c->start[k] = c->places.n;
    city->places = &c->places;
}

/* What the facilities supply, in their order. */
static void supply(city_t *c, const double *value) {
    lc_supplies *s = &c->facilities.supplies;
    assert_true(LC_ROOM(s->item, s->capacity, 1));
    s->item[0] = (lc_supply){lc_strdup("beds"), LC_NEW(double, c->facilities.n), c->facilities.n};
    s->n = 1;
    memcpy(s->item[0].value, value, c->facilities.n * sizeof *value);
}

static lc_indicator_def catchment(lc_rule *rule, lc_metric metric, double range_m, lc_decay decay) {
    lc_indicator_def def = made_indicator(rule, metric, range_m);
    def.denominator = LC_POPULATION;
    def.measures = LC_MEASURES_2SFCA;
    def.supply = (char *)(uintptr_t) "beds";
    def.decay = decay;
    return def;
}

static double g(double d, double r) {
    return (exp(-d * d / (2 * r * r)) - exp(-0.5)) / (1 - exp(-0.5));
}

static void weights(void **state) {
    (void)state;
    assert_near(lc_catchment_weight(LC_DECAY_GAUSSIAN, 0, 500), 1, 1e-15);
    assert_near(lc_catchment_weight(LC_DECAY_GAUSSIAN, 500, 500), 0, 1e-15);
    assert_near(lc_catchment_weight(LC_DECAY_GAUSSIAN, 250, 500), (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5)), 1e-15);
    assert_true(lc_catchment_weight(LC_DECAY_NONE, 500, 500) == 1 && lc_catchment_weight(LC_DECAY_NONE, 501, 500) == 0);
}

/* Two clinics on one road, of 60 and 10 beds; 100 people between them, 200 at the first, 50 where none reaches. */
static void by_hand(void **state) {
    (void)state;
    city_t c;
    crowd_t w = {.places = {.n = 0}};
    lc_rule rule[4];
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_box(&c, -1000, -300, 1000, 300);
    city_store(&c, -200, 0);
    city_store(&c, 200, 0);
    supply(&c, (double[]){60, 10});
    crowd_add(&w, 0, 0, 100);
    crowd_add(&w, -200, 30, 200);
    crowd_add(&w, 900, 0, 50);
    crowd_settle(&c, &w);
    lc_indicator_def def[4];
    for (size_t i = 0; i < 4; i++)
        def[i] = catchment(&rule[i], i % 2 ? LC_STRAIGHT : LC_NETWORK, 300, i / 2 ? LC_DECAY_GAUSSIAN : LC_DECAY_NONE);
    lc_results r = city_measure(&c, def, 4);
    for (size_t i = 0; i < 2; i++) {
        assert_near(r.places[i].access[0], 60.0 / 300 + 10.0 / 100, 1e-12);
        assert_near(r.places[i].access[1], 60.0 / 300, 1e-12);
        assert_near(r.places[i].access[2], 0, 0);
    }
    for (size_t i = 2; i < 4; i++) {
        double first = 60 / (100 * g(200, 300) + 200 * g(30, 300)), second = 10 / (100 * g(200, 300));
        assert_near(r.places[i].access[0], (first + second) * g(200, 300), 1e-9);
        assert_near(r.places[i].access[1], first * g(30, 300), 1e-9);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_near(r.city[i].covered, 70, 1e-9); /* what is supplied is received */
        assert_near(r.city[i].demand, 350, 0);
    }
    lc_results_free(&r);
    city_free(&c);
}

/* pysal/access, test_floating_catchment_area.py: 25 suppliers of 1 on a grid, people at five of its points. Where a
   catchment is narrower than the grid everybody has 1; where it holds all of it, everybody has supply over demand
   (there fca_ratio's "expected = total_supply/total_demand"). */
static void published_figures(void **state) {
    (void)state;
    city_t c;
    crowd_t w = {.places = {.n = 0}};
    lc_rule rule[2];
    double one[25];
    city_init(&c);
    city_box(&c, -10, -10, 500, 500);
    for (size_t i = 0; i < 25; i++) {
        city_store(&c, 100 * (double)(i % 5), 100 * (double)(i / 5));
        one[i] = 1;
    }
    supply(&c, one);
    for (size_t k = 0; k < 5; k++) crowd_add(&w, 100 * (double)k, 100 * (double)(2 * k % 5), 1);
    crowd_settle(&c, &w);
    lc_indicator_def def[2] = {catchment(&rule[0], LC_STRAIGHT, 90, LC_DECAY_NONE),
                               catchment(&rule[1], LC_STRAIGHT, 1000, LC_DECAY_NONE)};
    lc_results r = city_measure(&c, def, 2);
    for (size_t k = 0; k < 5; k++) {
        assert_near(r.places[0].access[k], 1, 1e-12);
        assert_near(r.places[1].access[k], 25.0 / 5, 1e-12);
    }
    lc_results_free(&r);
    city_free(&c);
}

/* A clinic on the gate of a compound: within, the way to the gate is the way to it; from outside, that along the road.
 */
static void through_a_gate(void **state) {
    (void)state;
    city_t c;
    crowd_t w = {.places = {.n = 0}};
    lc_rule rule[2];
    lc_geoms polygon = {0}, gate = {0};
    city_init(&c);
    city_road(&c, -1000, -5, 1000, -5);
    city_box(&c, -1000, -300, 1000, 400);
    city_facility(&c, LC_POLYGON, 4, (lc_xy[]){{-20, -20}, {20, -20}, {20, 20}, {-20, 20}});
    add_geom(&polygon, LC_POLYGON, 0, 4, (lc_xy[]){{-150, 0}, {150, 0}, {150, 300}, {-150, 300}});
    add_geom(&gate, LC_POINT, 0, 1, &(lc_xy){0, 0});
    assert_int_equal(lc_compounds_new(c.ctx, &polygon, &gate, &c.compounds), LC_OK);
    supply(&c, (double[]){30});
    crowd_add(&w, 0, 100, 10);  /* 100 m */
    crowd_add(&w, 200, -5, 20); /* 180 m */
    crowd_settle(&c, &w);
    lc_indicator_def def[2] = {catchment(&rule[0], LC_NETWORK, 190, LC_DECAY_NONE),
                               catchment(&rule[1], LC_NETWORK, 170, LC_DECAY_NONE)};
    lc_results r = city_measure(&c, def, 2);
    assert_near(r.places[0].access[0], 1, 1e-12);
    assert_near(r.places[0].access[1], 1, 1e-12);
    assert_near(r.places[1].access[0], 3, 1e-12);
    assert_near(r.places[1].access[1], 0, 0);
    lc_results_free(&r);
    lc_compounds_free(c.compounds);
    lc_geoms_free(&polygon);
    lc_geoms_free(&gate);
    city_free(&c);
}

/* A supply that is not known, or none, is nobody's; a facility that reaches nobody keeps what it has. */
static void what_is_not_shared(void **state) {
    (void)state;
    city_t c;
    crowd_t w = {.places = {.n = 0}};
    lc_rule rule;
    city_init(&c);
    city_box(&c, 0, 0, 1000, 1000);
    for (size_t i = 0; i < 3; i++) city_store(&c, 100, 100);
    city_store(&c, 900, 900);
    supply(&c, (double[]){NAN, 0, 5, 7});
    crowd_add(&w, 100, 150, 10);
    crowd_settle(&c, &w);
    lc_indicator_def def = catchment(&rule, LC_STRAIGHT, 200, LC_DECAY_GAUSSIAN);
    lc_results r = city_measure(&c, &def, 1);
    assert_near(r.city[0].covered, 5, 1e-12);
    lc_results_free(&r);
    city_free(&c);
}

/* ------------------------------------------------------------------------------------------------------ random towns
 */

/* The definition: a distance from every facility alone, then both sums. Shapes grown by 1 m on the network are met
   there at a distance that rounding decides, so ranges are random. */
static void slow(city_t *c, const crowd_t *w, const lc_indicator_def *def, const double *beds, double *access) {
    const lc_places *p = &w->places;
    double range = def->rules[0].distance_m, d[PLACES_MAX];
    for (size_t k = 0; k < p->n; k++) access[k] = 0;
    for (size_t j = 0; j < c->facilities.geoms.n; j++) {
        city_t alone = *c;
        double people = 0, leg;
        alone.facilities.geoms = (lc_geoms){0};
        assert_true(lc_geoms_copy(&alone.facilities.geoms, &c->facilities.geoms, j, 0));
        brute_t b = brute_new(&alone);
        for (size_t k = 0; k < p->n; k++) {
            d[k] =
                def->metric == LC_NETWORK ? brute_network(&b, p->xy[k], NULL, 0, &leg) : brute_straight(&b, p->xy[k]);
            d[k] = d[k] > range ? 0 : def->decay == LC_DECAY_NONE ? 1 : g(d[k], range);
            people += p->weight[k] * d[k];
        }
        for (size_t k = 0; people > 0 && k < p->n; k++) access[k] += beds[j] / people * d[k];
        brute_free(&b);
        lc_geoms_free(&alone.facilities.geoms);
    }
}

static void compare_town(city_t *c, crowd_t *w, rng_t *r) {
    lc_rule rule[4];
    lc_indicator_def def[4];
    double beds[64], wanted[PLACES_MAX];
    assert_true(c->facilities.n <= 64 && c->facilities.n == c->facilities.geoms.n);
    for (size_t j = 0; j < c->facilities.n; j++) beds[j] = rng_range(r, 0, 50);
    supply(c, beds);
    for (size_t i = 0; i < 4; i++)
        def[i] = catchment(&rule[i], i % 2 ? LC_STRAIGHT : LC_NETWORK, rng_range(r, 100, 400),
                           i / 2 ? LC_DECAY_GAUSSIAN : LC_DECAY_NONE);
    lc_results results = city_measure(c, def, 4);
    for (size_t i = 0; i < 4; i++) {
        double received = 0;
        slow(c, w, &def[i], beds, wanted);
        for (size_t k = 0; k < w->places.n; k++) {
            assert_near(results.places[i].access[k], wanted[k], 1e-6 * (1 + wanted[k]));
            received += w->weight[k] * wanted[k];
        }
        assert_near(results.city[i].covered, received, 1e-6 * (1 + received));
    }
    lc_results_free(&results);
}

static void random_towns(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        city_t c;
        rng_t r = {seed ^ 0x2fca};
        static crowd_t w;
        w = (crowd_t){.places = {.n = 0}};
        town_make(&c, seed, 0);
        for (size_t i = 0; i < 3; i++) town_facilities(&c, &r);
        lc_box box = lc_geom_box(&c.communities, 0);
        for (size_t i = 0; i < 120; i++)
            crowd_add(&w, rng_range(&r, box.x0, box.x1), rng_range(&r, box.y0, box.y1), rng_range(&r, 0.1, 20));
        crowd_settle(&c, &w);
        compare_town(&c, &w, &r);
        city_free(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights),           cmocka_unit_test(by_hand),
        cmocka_unit_test(published_figures), cmocka_unit_test(what_is_not_shared),
        cmocka_unit_test(through_a_gate),    cmocka_unit_test(random_towns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
