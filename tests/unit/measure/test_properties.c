/* What must hold between measurements of any town: more reach or more facilities never cover less, the parts make up
   the whole, and neither the threads nor the order of the input show. */
#include "towns.h"

enum { TOWNS = 150 };

static void expect(bool holds, const char *what, uint64_t town, size_t community, size_t limit) {
    if (!holds) fail_msg("%s: town %d, community %zu, limit %zu", what, (int)town, community, limit);
}

/* Farther covers no less; walking covers no more than the straight line from the same places. */
static void test_farther_covers_no_less(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        town_make(&c, town, 4);
        lc_results r = town_measure(&c);
        for (size_t i = 0; i < r.n_communities; i++) {
            const lc_result *v = town_value(&r, i, 0);
            expect(town_at_most(&v[TOWN_WALK_NEAR], &v[TOWN_WALK_FAR]), "walk", town, i, 0);
            expect(town_at_most(&v[TOWN_STRAIGHT_NEAR], &v[TOWN_STRAIGHT_FAR]), "straight", town, i, 0);
            expect(town_at_most(&v[TOWN_WALK_NEAR], &v[TOWN_STRAIGHT_NEAR]), "walk and straight", town, i, 0);
            expect(town_at_most(&v[TOWN_WALK_FAR], &v[TOWN_STRAIGHT_FAR]), "walk and straight", town, i, 1);
            for (size_t k = 0; k < TOWN_LIMITS; k++)
                expect(v[k].covered <= v[k].demand * (1 + 1e-9) + v[k].err, "all", town, i, k);
        }
        lc_results_free(&r);
        city_free(&c);
    }
}

static void test_more_facilities_cover_no_less(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        rng_t rng = {town};
        town_make(&c, town, 4);
        lc_results before = town_measure(&c);
        switch (rng_below(&rng, 3)) {
        case 0:
            city_store(&c, c.communities.xy[0].x + 50, c.communities.xy[0].y);
            break;
        case 1:
            town_polygon_facility(&c, &rng);
            break;
        default:
            town_store_on_path(&c, &rng, 2);
        }
        lc_results after = town_measure(&c);
        for (size_t i = 0; i < before.n_communities * TOWN_LIMITS; i++)
            expect(town_at_most(&before.value[i], &after.value[i]), "one more", town, i / TOWN_LIMITS, i % TOWN_LIMITS);
        lc_results_free(&before);
        lc_results_free(&after);
        city_free(&c);
    }
}

/* A longer link limit leaves less off the network and covers no less, as long as no facility is linked anew. */
static void test_link_limit(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        town_make(&c, town, 4);
        lc_results r[2];
        for (int k = 0; k < 2; k++) {
            c.link_limit_m = k ? 180 : 60;
            r[k] = town_measure(&c);
        }
        for (size_t i = 0; i < r[0].n_communities * TOWN_LIMITS; i++) {
            const lc_result *a = &r[0].value[i], *b = &r[1].value[i];
            expect(b->offnet <= a->offnet + 1e-6 * a->demand, "off network", town, i / TOWN_LIMITS, i % TOWN_LIMITS);
            expect(town_at_most(a, b), "link limit", town, i / TOWN_LIMITS, i % TOWN_LIMITS);
        }
        lc_results_free(&r[0]);
        lc_results_free(&r[1]);
        city_free(&c);
    }
}

/* A box, and the pieces that it falls into along a random line and a random polygon's outline. */
static void test_parts_make_up_the_whole(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        rng_t rng = {town * 77};
        town_make(&c, town, 0);
        lc_geoms_free(&c.communities);
        c.n_communities = 0;
        lc_xy star[9], box[4] = {{-50, -50}, {850, -50}, {850, 850}, {-50, 850}};
        double low = rng_range(&rng, -40, 840), high = rng_range(&rng, -40, 840);
        town_star(star, 9, (lc_xy){rng_range(&rng, 300, 500), 400}, rng_range(&rng, 50, 300), 1, &rng);
        city_community(&c, 4, box);
        city_community(&c, 4, (lc_xy[]){box[0], {low, -50}, {high, 850}, box[3]});
        city_community(&c, 4, (lc_xy[]){{low, -50}, box[1], box[2], {high, 850}});
        city_community(&c, 9, star);
        city_community(&c, 4, box);
        town_hole(&c.communities, 9, star);
        lc_results r = town_measure(&c);
        for (size_t k = 0; k < TOWN_LIMITS; k++)
            for (size_t first = 1; first < 5; first += 2) {
                lc_result sum = *town_value(&r, first, k);
                const lc_result *other = town_value(&r, first + 1, k);
                sum.demand += other->demand;
                sum.covered += other->covered;
                sum.err += other->err;
                sum.offnet += other->offnet;
                expect(town_same(&sum, town_value(&r, 0, k)), "parts", town, first, k);
                expect(fabs(sum.offnet - town_value(&r, 0, k)->offnet) <= 2e-3 * sum.demand, "off", town, first, k);
            }
        lc_results_free(&r);
        city_free(&c);
    }
}

/* Polygons of one community may overlap; what they share counts once. */
static void test_overlapping_polygons(void **state) {
    (void)state;
    for (uint64_t town = 1; town <= TOWNS; town++) {
        city_t c;
        town_make(&c, town, 0);
        lc_geoms_free(&c.communities);
        c.n_communities = 0;
        city_box(&c, 0, 0, 500, 500);
        city_box(&c, 300, 200, 800, 800);
        c.communities.feature[1] = 0;
        c.n_communities = 1;
        city_box(&c, 0, 0, 500, 500);
        city_box(&c, 300, 200, 800, 800);
        city_box(&c, 300, 200, 500, 500);
        lc_results r = town_measure(&c);
        for (size_t k = 0; k < TOWN_LIMITS; k++) {
            lc_result sum = *town_value(&r, 1, k);
            sum.demand += town_value(&r, 2, k)->demand - town_value(&r, 3, k)->demand;
            sum.covered += town_value(&r, 2, k)->covered - town_value(&r, 3, k)->covered;
            sum.err += town_value(&r, 2, k)->err + town_value(&r, 3, k)->err;
            expect(town_same(&sum, town_value(&r, 0, k)), "overlap", town, 0, k);
        }
        lc_results_free(&r);
        city_free(&c);
    }
}

static void test_threads_do_not_show(void **state) {
    (void)state;
    static const int threads[] = {1, 2, 5};
    for (uint64_t town = 1; town <= TOWNS / 3; town++) {
        lc_results r[3];
        for (int k = 0; k < 3; k++) {
            city_t c;
            town_make(&c, town, 4);
            lc_context_set_threads(c.ctx, threads[k]);
            r[k] = town_measure(&c);
            city_free(&c);
        }
        for (int k = 1; k < 3; k++)
            assert_memory_equal(r[0].value, r[k].value, r[0].n_communities * TOWN_LIMITS * sizeof *r[0].value);
        for (int k = 0; k < 3; k++) lc_results_free(&r[k]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_farther_covers_no_less),
        cmocka_unit_test(test_more_facilities_cover_no_less),
        cmocka_unit_test(test_link_limit),
        cmocka_unit_test(test_parts_make_up_the_whole),
        cmocka_unit_test(test_overlapping_polygons),
        cmocka_unit_test(test_threads_do_not_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
