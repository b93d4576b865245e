/* Facilities of several planes as those of one city. */
#include "unit.h"

#include "report/join_shapes.h"
#include "report/report.h"
#include "report/shapes.h"

enum { N_INDICATORS = 4 };

/* What a plane says of one shop, which lies in the boxes of both. */
static lc_report plane_report(lc_facility *shop, double *served) {
    lc_report r = {
        .n_indicators = N_INDICATORS, .has_facilities = true, .facilities = shop, .n_facilities = 1, .served = served};
    lc_geoms *shape = &r.facility_shapes;
    assert_true(lc_geoms_begin(shape, LC_POINT, 0) && lc_geoms_begin_part(shape) && lc_geoms_add(shape, 104.5, 30.5));
    return r;
}

static void test_a_facility_that_one_plane_does_not_count(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_facility shop = {.category = "convenience_store", .id = "1", .lon = 104.5, .lat = 30.5};
    double west[N_INDICATORS] = {2, NAN, 5, NAN}, east[N_INDICATORS] = {3, 4, NAN, NAN};
    lc_report a = plane_report(&shop, west), b = plane_report(&shop, east), all = {.n_indicators = N_INDICATORS};
    lc_plane plane[2] = {{.n = 0}, {.n = 0}};
    lc_planes planes = {.plane = plane, .n = 2};
    lc_join_shapes *join;
    assert_int_equal(lc_join_shapes_new(ctx, &join), LC_OK);
    assert_int_equal(lc_join_shapes_add(ctx, join, &planes, 0, &a), LC_OK);
    assert_int_equal(lc_join_shapes_add(ctx, join, &planes, 1, &b), LC_OK);
    assert_int_equal(lc_join_shapes_end(ctx, join, &all), LC_OK);
    assert_int_equal(all.n_facilities, 1);
    assert_true(all.served[0] == 5);
    assert_true(all.served[1] == 4 && all.served[2] == 5);
    assert_true(isnan(all.served[3]));
    lc_join_shapes_free(join);
    lc_report_clear_shapes(&all);
    lc_geoms_free(&a.facility_shapes);
    lc_geoms_free(&b.facility_shapes);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_facility_that_one_plane_does_not_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
