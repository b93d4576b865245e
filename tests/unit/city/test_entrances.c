/* Entrances of polygons, levels of service centres: by closed forms on a straight road. */
#include "made_city.h"

#include "city/links.h"

/* How often linking the facilities warned of something. */
static size_t told(city_t *c, const char *code) {
    size_t count = 0;
    lc_links links = {0};
    lc_warnings_clear(&c->ctx->warnings);
    assert_int_equal(lc_links_find(c->ctx, &c->facilities, c->network, 250, &links), LC_OK);
    for (size_t i = 0; i < c->ctx->warnings.n; i++)
        if (strcmp(c->ctx->warnings.entry[i].code, code) == 0) count = c->ctx->warnings.entry[i].count;
    lc_links_free(&links);
    return count;
}

static void give_entrances(city_t *c, size_t n, const lc_xy *xy) {
    lc_entrances *e = &c->facilities.entrances;
    lc_box *boxes = LC_NEW(lc_box, n);
    *e = (lc_entrances){.given = true, .reach_m = 20, .count_unused = true, .n = n, .xy = LC_NEW(lc_xy, n)};
    assert_true(boxes && e->xy);
    for (size_t i = 0; i < n; i++) {
        e->xy[i] = xy[i];
        boxes[i] = (lc_box){xy[i].x, xy[i].y, xy[i].x, xy[i].y};
    }
    e->index = lc_index_new(boxes, n);
    assert_non_null(e->index);
    free(boxes);
}

static void road_with_park(city_t *c) {
    city_init(c);
    city_road(c, -1000, 0, 1000, 0);
    city_box(c, -1000, -300, 1000, 300);
    city_facility(c, LC_POLYGON, 4, (lc_xy[]){{-100, 0.5}, {100, 0.5}, {100, 100.5}, {-100, 100.5}});
}

/* Area outside the park within d of a point x on the road, cut at |y| = 250, plus the park itself (d = 0). */
static double covered_from(double x, double d) {
    double sum = 0;
    int n = 2000;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double px = -1000 + 2000.0 * (i + 0.5) / n, py = -300 + 600.0 * (j + 0.5) / n;
            bool inside = fabs(px) < 100 && py > 0.5 && py < 100.5;
            if (inside || (fabs(py) <= 250 && fabs(px - x) + fabs(py) <= d)) sum += 2000.0 * 600 / n / n;
        }
    return sum;
}

static double measured(city_t *c) {
    double ratio = city_ratio(c, LC_NETWORK, 300, NULL);
    return ratio * 1.2e6;
}

/* The park touches the road along its whole south side; with one entrance it is entered there alone. */
static void test_one_entrance(void **state) {
    (void)state;
    city_t c;
    road_with_park(&c);
    double all_along = measured(&c);
    city_free(&c);
    road_with_park(&c);
    give_entrances(&c, 1, (lc_xy[]){{90, 0}});
    double by_entrance = measured(&c);
    assert_true(fabs(by_entrance - covered_from(90, 300)) < 200);
    assert_true(by_entrance < all_along - 10000);
    assert_int_equal(told(&c, "entrance_fallback"), 0);
    city_free(&c);
}

/* An entrance on the far side, 100.5 m from the road: its leg counts. One 21 m away is not the park's. */
static void test_far_entrance(void **state) {
    (void)state;
    city_t c;
    road_with_park(&c);
    give_entrances(&c, 2, (lc_xy[]){{0, 100.5}, {121, 50}});
    assert_true(fabs(measured(&c) - covered_from(0, 300 - 100.5)) < 200);
    assert_int_equal(told(&c, "entrance_unused"), 1);
    city_free(&c);
}

/* A polygon without an entrance within 20 m falls back to the general rule, and is counted. */
static void test_fallback(void **state) {
    (void)state;
    city_t c;
    road_with_park(&c);
    double all_along = measured(&c);
    city_free(&c);
    road_with_park(&c);
    give_entrances(&c, 1, (lc_xy[]){{500, 0}});
    assert_true(fabs(measured(&c) - all_along) < 1e-6);
    assert_int_equal(told(&c, "entrance_fallback"), 1);
    city_free(&c);
}

/* A rule that asks for a level takes only the facilities of it. */
static void test_level(void **state) {
    (void)state;
    city_t c;
    lc_rule rule;
    city_init(&c);
    city_road(&c, -1000, 0, 1000, 0);
    city_box(&c, -1000, -300, 1000, 300);
    city_store(&c, -600, 0);
    city_store(&c, 600, 0);
    c.facilities.level = LC_NEW(unsigned char, 2);
    c.facilities.level[0] = LC_LEVEL_STREET;
    c.facilities.level[1] = LC_LEVEL_STATION;
    lc_indicator_def def = made_indicator(&rule, LC_NETWORK, 200);
    double diamond = 2.0 * 200 * 200;
    rule.level = LC_LEVEL_STREET;
    lc_results one = city_measure(&c, &def, 1);
    assert_true(fabs(one.value[0].covered - diamond) < 1e-6);
    lc_results_free(&one);
    rule.level = LC_LEVEL_COMMUNITY;
    lc_results none = city_measure(&c, &def, 1);
    assert_true(none.value[0].covered == 0);
    lc_results_free(&none);
    rule.level = LC_LEVEL_ANY;
    lc_results both = city_measure(&c, &def, 1);
    assert_true(fabs(both.value[0].covered - 2 * diamond) < 1e-6);
    lc_results_free(&both);
    city_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_entrance), cmocka_unit_test(test_far_entrance),
                                       cmocka_unit_test(test_fallback), cmocka_unit_test(test_level)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
