/* Geometries that lie in a box of longitude and latitude, found by an index, against a look at each of them. */
#include "base/memory.h"
#include "geo/lonlat.h"
#include "random.h"
#include "unit.h"

/* A longitude as files give it, from -180 to 180. */
static double wrapped(double lon) {
    return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

/* Some points, lines and rings of up to 20 degrees, many of them across the antimeridian. */
static void add_geometry(rng_t *r, uint32_t feature, lc_geoms *geoms) {
    double x = rng_chance(r, 0.4) ? rng_range(r, 170, 190) : rng_range(r, -180, 180), y = rng_range(r, -70, 70);
    lc_geom_kind kind = (lc_geom_kind)rng_below(r, 3);
    double size = rng_range(r, 0.1, 20);
    assert_true(lc_geoms_begin(geoms, kind, feature) && lc_geoms_begin_part(geoms));
    if (kind == LC_POLYGON) {
        static const double ring[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
        for (size_t k = 0; k < 5; k++)
            assert_true(lc_geoms_add(geoms, wrapped(x + size * ring[k][0]), y + size * ring[k][1]));
        return;
    }
    for (size_t n = kind == LC_POINT ? 1 : 2 + rng_below(r, 3); n; n--)
        assert_true(lc_geoms_add(geoms, wrapped(x + rng_range(r, 0, size)), y + rng_range(r, 0, size)));
}

/* On the other side of the earth a ring is torn apart where its longitudes are brought near the box: not asked for. */
static bool is_far(const lc_geoms *geoms, size_t g, const lc_box *box) {
    double x = geoms->xy[geoms->xy_of[geoms->part_of[g]]].x;
    return fabs(remainder(x - 0.5 * (box->x0 + box->x1), 360)) > 140;
}

static size_t check_box(const lc_geoms *geoms, const lc_index *index, const lc_box *box, lc_items *found) {
    size_t at = 0, n = 0;
    assert_true(lc_lonlat_search(index, box, found));
    for (size_t k = 1; k < found->n; k++) assert_true(found->item[k - 1] < found->item[k]);
    for (size_t g = 0; g < geoms->n; g++) {
        while (at < found->n && found->item[at] < g) at++;
        if (is_far(geoms, g, box) || !lc_lonlat_meets(geoms, g, box)) continue;
        assert_true(at < found->n && found->item[at] == g);
        n++;
    }
    return n;
}

static void test_all_are_found(void **state) {
    (void)state;
    rng_t r = {5};
    size_t n = 0;
    for (int turn = 0; turn < 30; turn++) {
        lc_geoms geoms = {0};
        lc_items found = {0};
        for (uint32_t g = 0; g < 80; g++) add_geometry(&r, g, &geoms);
        lc_index *index = lc_lonlat_index(&geoms);
        assert_non_null(index);
        for (int k = 0; k < 60; k++) {
            double x = rng_chance(&r, 0.5) ? rng_range(&r, 175, 190) : rng_range(&r, -200, 180);
            double y = rng_range(&r, -70, 70), size = rng_range(&r, 0.01, 15);
            n += check_box(&geoms, index, &(lc_box){x, y, x + size, y + size}, &found);
        }
        lc_index_free(index);
        lc_geoms_free(&geoms);
        free(found.item);
    }
    assert_true(n > 1000);
}

/* A line across the antimeridian whose ends lie on both sides of the box. */
static void test_between_the_ends(void **state) {
    (void)state;
    lc_geoms geoms = {0};
    lc_items found = {0};
    assert_true(lc_geoms_begin(&geoms, LC_LINE, 0) && lc_geoms_begin_part(&geoms));
    assert_true(lc_geoms_add(&geoms, 179.9, 0) && lc_geoms_add(&geoms, -179.9, 0));
    lc_index *index = lc_lonlat_index(&geoms);
    assert_non_null(index);
    assert_int_equal(check_box(&geoms, index, &(lc_box){179.99, -1, 180.01, 1}, &found), 1);
    assert_int_equal(check_box(&geoms, index, &(lc_box){-180.01, -1, -179.99, 1}, &found), 1);
    lc_index_free(index);
    lc_geoms_free(&geoms);
    free(found.item);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_are_found), cmocka_unit_test(test_between_the_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
