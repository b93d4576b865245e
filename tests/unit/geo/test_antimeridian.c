/* Polygons across the antimeridian are brought into one piece, and back. */
#include "geo/antimeridian.h"

#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "unit.h"

enum { TURN = 360 };

static void add_box(lc_geoms *to, uint32_t feature, double x0, double x1) {
    const lc_xy ring[] = {{x0, 0}, {x1, 0}, {x1, 1}, {x0, 1}, {x0, 0}};
    assert_true(lc_geoms_begin(to, LC_POLYGON, feature) && lc_geoms_begin_part(to));
    for (int i = 0; i < 5; i++) assert_true(lc_geoms_add(to, ring[i].x, ring[i].y));
}

/* Longitudes of 128 degrees and more keep their last bit as they go to 232 degrees and more, and back. */
static void longitudes_come_back(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        rng_t rng = {seed};
        lc_geoms geoms = {0};
        bool *crossing;
        add_box(&geoms, 0, 128 + 52 * rng_unit(&rng), -180 + 52 * rng_unit(&rng));
        lc_xy before[5];
        memcpy(before, geoms.xy, sizeof before);
        assert_true(lc_antimeridian_unroll(&geoms, 1, TURN, &crossing));
        assert_true(crossing && crossing[0]);
        for (size_t i = 0; i < 5; i++) assert_true(geoms.xy[i].x >= 128 && geoms.xy[i].x <= 232);
        lc_antimeridian_roll(&geoms, crossing, TURN);
        assert_memory_equal(geoms.xy, before, sizeof before);
        free(crossing);
        lc_geoms_free(&geoms);
    }
}

/* Around the world; across 0 as well; counted from 0; on this side alone; one feature does not move another. */
static void others_stay(void **state) {
    (void)state;
    lc_geoms geoms = {0};
    bool *crossing;
    add_box(&geoms, 0, -180, 180);
    add_box(&geoms, 1, 179, -179);
    add_box(&geoms, 1, -1, 1);
    add_box(&geoms, 2, 179, 181);
    add_box(&geoms, 3, -179, -178);
    assert_true(lc_antimeridian_unroll(&geoms, 4, TURN, &crossing));
    assert_null(crossing);
    add_box(&geoms, 4, 179, -179);
    assert_true(lc_antimeridian_unroll(&geoms, 5, TURN, &crossing));
    for (size_t f = 0; f < 5; f++) assert_int_equal(crossing[f], f == 4);
    assert_true(geoms.xy[15].x == 179 && geoms.xy[20].x == -179 && geoms.xy[26].x == 181);
    free(crossing);
    lc_geoms_free(&geoms);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(longitudes_come_back), cmocka_unit_test(others_stay)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
