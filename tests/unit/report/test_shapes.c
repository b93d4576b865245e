/* Contours, overlays, service areas and gaps: their areas, their validity, and that they agree with the ratios. */
#include "made_city.h"
#include "whole_check.h"

#include "coverage/contour.h"
#include "geo/geos.h"
#include "geo/overlay.h"
#include "geo/union.h"
#include "report/report.h"

static const double PI = 3.14159265358979323846;

static double total_area(const lc_geoms *geoms) {
    double area = 0;
    for (size_t g = 0; g < geoms->n; g++) area += lc_geom_area(geoms, g);
    return area;
}

static void assert_valid(lc_context *ctx, lc_geoms *geoms) {
    size_t repaired = 0, lost = 0;
    assert_int_equal(lc_geoms_make_valid(ctx, geoms, &repaired, &lost), LC_OK);
    assert_int_equal(repaired + lost, 0);
}

/* The contour of a distance given as a function. */
static lc_geoms contour_of(lc_context *ctx, double (*d)(double, double), double cell, double limit) {
    lc_lattice l = lc_lattice_over((lc_box){-300, -300, 300, 300}, cell);
    float *value = LC_NEW(float, l.width *l.height);
    lc_geoms out = {0};
    assert_non_null(value);
    for (size_t j = 0; j < l.height; j++)
        for (size_t i = 0; i < l.width; i++)
            value[j * l.width + i] = (float)d(l.x0 + (double)i * cell, l.y0 + (double)j * cell);
    assert_int_equal(lc_contour(ctx, &l, value, limit, 25, &out), LC_OK);
    free(value);
    return out;
}

static double disc(double x, double y) {
    return hypot(x, y);
}

static double ring(double x, double y) {
    return fabs(hypot(x, y) - 150);
}

static double two_discs(double x, double y) {
    return fmin(hypot(x - 150, y), hypot(x + 150, y));
}

static double everywhere(double x, double y) {
    (void)x;
    (void)y;
    return 0;
}

/* A jump from 0 to out of reach along x = 3: the crossing falls in the middle of the cells. */
static double half_plane(double x, double y) {
    (void)y;
    return x < 3 ? 0 : INFINITY;
}

static double checkers(double x, double y) {
    return (long)(floor(x / 40) + floor(y / 40)) % 2 == 0 ? 0 : 1000;
}

static void test_contours(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms g = contour_of(ctx, disc, 5, 200);
    assert_true(g.n == 1 && g.feature[0] == 0 && fabs(total_area(&g) - PI * 200 * 200) < 0.001 * PI * 200 * 200);
    assert_valid(ctx, &g);
    lc_geoms_free(&g);
    g = contour_of(ctx, ring, 5, 50);
    assert_true(g.n == 1 && g.part_of[1] == 2); /* one hole */
    assert_true(fabs(total_area(&g) - PI * (200 * 200 - 100 * 100)) < 200);
    assert_valid(ctx, &g);
    lc_geoms_free(&g);
    g = contour_of(ctx, two_discs, 5, 100);
    assert_true(g.n == 2 && fabs(total_area(&g) - 2 * PI * 100 * 100) < 100);
    lc_geoms_free(&g);
    g = contour_of(ctx, everywhere, 10, 100);
    assert_int_equal(g.n, 1);
    assert_true(total_area(&g) > 600.0 * 600);
    lc_geoms_free(&g);
    g = contour_of(ctx, disc, 10, -1);
    assert_int_equal(g.n, 0);
    g = contour_of(ctx, half_plane, 10, 100);
    lc_box box = lc_geom_box(&g, 0);
    assert_true(fabs(box.x1 - 5) < 0.2);
    lc_geoms_free(&g);
    g = contour_of(ctx, checkers, 10, 100); /* corners that touch: valid whichever way they are joined */
    assert_true(g.n > 1);
    assert_valid(ctx, &g);
    lc_geoms_free(&g);
    lc_context_free(ctx);
}

static void test_overlay(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms a = {0}, b = {0}, out = {0};
    add_geom(&a, LC_POLYGON, 0, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    add_geom(&b, LC_POLYGON, 0, 4, (lc_xy[]){{50, -10}, {200, -10}, {200, 110}, {50, 110}});
    add_geom(&b, LC_POLYGON, 0, 4, (lc_xy[]){{10, 10}, {14, 10}, {14, 14}, {10, 14}});
    lc_index *index = lc_geoms_index(&b);
    assert_non_null(index);
    assert_true(lc_geoms_overlay(&a, 0, 1, &b, index, true, 25, 3, &out));
    assert_true(out.n == 1 && out.feature[0] == 3 &&
                fabs(total_area(&out) - 5000) < 1e-9); /* the 16 m2 part is too small */
    lc_geoms_free(&out);
    assert_true(lc_geoms_overlay(&a, 0, 1, &b, index, false, 25, 3, &out));
    assert_true(out.n == 1 && fabs(total_area(&out) - 5000) < 1e-9); /* and so is the hole */
    lc_geoms_free(&out);
    assert_true(lc_geoms_overlay(&a, 0, 1, &b, index, false, 0, 3, &out));
    assert_true(fabs(total_area(&out) - 4984) < 1e-9);
    lc_geoms_free(&out);
    add_geom(&a, LC_POLYGON, 1, 4, (lc_xy[]){{0, 100}, {1000, 100}, {1000, 100.2}, {0, 100.2}});
    assert_true(lc_geoms_overlay(&a, 1, 2, &b, index, false, 25, 3, &out));
    assert_int_equal(out.n, 0); /* 170 m2, but 20 cm wide */
    lc_geoms_free(&out);
    lc_index_free(index);
    assert_int_equal(lc_geoms_union(ctx, &a, 0, &out), LC_OK);
    assert_true(out.n == 1 && fabs(total_area(&out) - 10200) < 1e-6);
    lc_geoms_free(&out);
    bool use[2] = {true, false};
    assert_int_equal(lc_geoms_grow(ctx, &a, use, 10, 32, &out), LC_OK);
    assert_true(fabs(total_area(&out) - (14000 + PI * 100)) < 0.2);
    lc_geoms_free(&out);
    lc_geoms_free(&a);
    lc_geoms_free(&b);
    lc_context_free(ctx);
}

/* Gap area of one community and indicator. */
static double gap_area(const lc_report *r, size_t c, size_t i) {
    double sum = 0;
    for (size_t k = 0; k < r->n_gaps; k++)
        if (r->gap[k].community == c && r->gap[k].indicator == i && !isnan(r->gap[k].area_m2)) sum += r->gap[k].area_m2;
    return sum;
}

/* A whole country: gaps and ratios tell the same, sorted largest first, all valid. */
static void test_country(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    const char *categories[] = {"park"};
    lc_report *r = NULL;
    static const char *const osm[] = {LC_DATA_DIR "/samples/liechtenstein/liechtenstein.osm.pbf"};
    o.osm = osm;
    o.n_osm = 1;
    o.communities = LC_DATA_DIR "/samples/liechtenstein/communities.shp";
    o.id_field = "name";
    o.data_dir = LC_DATA_DIR;
    check.want_areas = check.want_gaps = true;
    check.categories = categories;
    check.n_categories = 1;
    if (whole_check(ctx, &o, "life-circle", &check, &r) != LC_OK) fail_msg("%s", lc_error_message(ctx));
    for (size_t i = 0; i < r->n_indicators; i++)
        for (size_t c = 0; c < r->n_communities; c++) {
            double ratio = lc_report_value(r, c, i).ratio, area = r->communities[c].area_m2;
            assert_true(fabs(1 - gap_area(r, c, i) / area - ratio) < 0.005);
        }
    for (size_t k = 1; k < r->n_gaps; k++) assert_true(r->gap[k].area_m2 <= r->gap[k - 1].area_m2);
    for (size_t k = 0; k < r->n_gaps; k++) assert_true(r->gap[k].area_m2 >= 25);
    assert_valid(ctx, &r->areas);
    assert_valid(ctx, &r->gaps);
    /* the distance raster: 0 to the search range, and as much within 500 m as the areas say */
    const lc_distance_grid *grid = &r->grids[0];
    size_t within = 0;
    for (size_t k = 0; k < grid->width * grid->height; k++) {
        assert_true(isnan(grid->d_m[k]) || (grid->d_m[k] >= 0 && grid->d_m[k] <= 500));
        within += grid->d_m[k] <= 500;
    }
    assert_true(within > 1000);
    lc_report_free(r);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_contours), cmocka_unit_test(test_overlay),
                                       cmocka_unit_test(test_country)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
