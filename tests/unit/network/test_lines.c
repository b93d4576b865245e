/* Plain line layers become paths: clusters, T-junctions, crossings. */
#include "made_city.h"
#include "network/build.h"
#include "network/lines.h"
#include "network/near_miss.h"

/* Join lines, all paths kept. */
static lc_network *network_of(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_line_finds *finds) {
    lc_paths paths = {0};
    lc_network *net = NULL;
    assert_int_equal(lc_paths_from_lines(ctx, lines, how, &paths, finds), LC_OK);
    assert_int_equal(lc_network_build(ctx, &paths, &(lc_network_rules){0}, &net), LC_OK);
    lc_paths_free(&paths);
    return net;
}

static void expect_how(const lc_geoms *lines, const lc_noding *how, size_t components, size_t edges, double length_m,
                       lc_line_finds *found) {
    lc_context *ctx = lc_context_new();
    lc_network *net = network_of(ctx, lines, how, found);
    assert_int_equal(net->components, components);
    assert_int_equal(net->n_edges, edges);
    if (!isnan(length_m)) assert_true(fabs(net->total_m - length_m) < 1e-6);
    lc_network_free(net);
    lc_context_free(ctx);
}

static void expect(const lc_geoms *lines, bool node_all, size_t components, size_t edges, size_t crossings) {
    lc_line_finds found;
    expect_how(lines, &(lc_noding){.all = node_all}, components, edges, NAN, &found);
    assert_int_equal(found.crossings.n, crossings);
    lc_line_finds_free(&found);
}

/* Ends 9 mm apart are one node; 11 mm apart they are not (and an end is not the inside of the other line). */
static void test_clusters(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        double gap = k ? 0.011 : 0.009;
        lc_geoms g = {0};
        add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
        add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{100 + gap, 0}, {200, 0}});
        expect(&g, false, k ? 2 : 1, k ? 2 : 1, 0);
        lc_geoms_free(&g);
    }
}

/* A line that ends 0.4 m short of the inside of another, or over it, joins it; one 0.6 m short does not. */
static void test_t_junction(void **state) {
    (void)state;
    static const double ends[] = {0.4, -0.4, 0.6};
    for (int k = 0; k < 3; k++) {
        lc_geoms g = {0};
        add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
        add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{40, 80}, {40, ends[k]}});
        bool joins = k < 2;
        /* joined: the two halves of the first line and the second one; a stub over the line is a crossing too */
        lc_context *ctx = lc_context_new();
        lc_line_finds found;
        lc_network *net = network_of(ctx, &g, &(lc_noding){0}, &found);
        assert_int_equal(net->components, joins ? 1 : 2);
        assert_true(fabs(net->total_m - (joins && ends[k] > 0 ? 180 : 180 - ends[k])) < 0.81);
        assert_int_equal(found.junctions.n, joins);
        lc_line_finds_free(&found);
        lc_network_free(net);
        lc_context_free(ctx);
        lc_geoms_free(&g);
    }
}

/* A line there and back again is drawn twice, and joined like one, however its two feet are rounded. */
static void test_there_and_back(void **state) {
    (void)state;
    for (int k = 0; k < 50; k++) {
        lc_geoms g = {0};
        lc_xy a = {0.1 * k, 0.3}, b = {117.3, 9.1 + k / 7.0};
        lc_xy end = {0.58 * a.x + 0.42 * b.x, 0.58 * a.y + 0.42 * b.y + 0.1};
        add_geom(&g, LC_LINE, 0, 3, (lc_xy[]){a, b, a});
        add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){end, {60, 200}});
        expect(&g, false, 1, 3, 0);
        lc_geoms_free(&g);
    }
}

/* An end at the inner vertex of another line joins it there. */
static void test_at_vertex(void **state) {
    (void)state;
    lc_geoms g = {0};
    add_geom(&g, LC_LINE, 0, 3, (lc_xy[]){{0, 0}, {50, 0}, {100, 20}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{50, 0.3}, {50, 80}});
    expect(&g, false, 1, 3, 0);
    lc_geoms_free(&g);
}

/* Lines that cross without a vertex stay apart and are counted; noding joins them. */
static void test_crossing(void **state) {
    (void)state;
    lc_geoms g = {0};
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{50, -50}, {50, 50}});
    expect(&g, false, 2, 2, 1);
    expect(&g, true, 1, 4, 0);
    lc_geoms_free(&g);
}

/* A line through the inner vertex of another one crosses it, too; at a low angle it is no overlap. */
static void test_crossing_at_vertex(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        lc_geoms g = {0};
        add_geom(&g, LC_LINE, 0, 3, (lc_xy[]){{0, 0}, {50, 0}, {100, 10}});
        add_geom(&g, LC_LINE, 1, 2, k ? (lc_xy[]){{0, -5}, {100, 5}} : (lc_xy[]){{50, -50}, {50, 50}});
        expect(&g, false, 2, 2, 1);
        lc_line_finds found;
        expect_how(&g, &(lc_noding){.all = true}, 1, 4, NAN, &found);
        assert_int_equal(found.joined.n, 1);
        assert_int_equal(found.overlaps.n, 0);
        lc_line_finds_free(&found);
        lc_geoms_free(&g);
    }
}

/* Three lines through one point are one junction, not three. */
static void test_three_at_a_point(void **state) {
    (void)state;
    lc_geoms g = {0};
    lc_line_finds found;
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{-60, 0}, {60, 0}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{0, -60}, {0, 60}});
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{-30, -40}, {30, 40}});
    expect_how(&g, &(lc_noding){.all = true}, 1, 6, 340, &found);
    assert_int_equal(found.joined.n, 3);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

/* A bridge over a street stays apart, and comes down to the streets at its ends; two lines up there join. */
static void test_levels(void **state) {
    (void)state;
    lc_geoms g = {0};
    lc_line_finds found;
    static const int level[] = {0, 0, 1, 0, 1};
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});      /* street below */
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{50, -100}, {50, -20}}); /* up to the bridge */
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{50, -20}, {50, 20}});   /* bridge */
    add_geom(&g, LC_LINE, 3, 2, (lc_xy[]){{50, 20}, {50, 100}});   /* down again */
    add_geom(&g, LC_LINE, 4, 2, (lc_xy[]){{40, 10}, {60, 10}});    /* another one, across the bridge */
    expect_how(&g, &(lc_noding){.all = true, .level = level}, 2, 5, 320, &found);
    assert_int_equal(found.joined.n, 1);
    assert_int_equal(found.levels.n, 1);
    assert_true(found.levels.at[0].x == 50 && found.levels.at[0].y == 0);
    lc_line_finds_free(&found);
    expect_how(&g, &(lc_noding){.all = true}, 1, 7, 320, &found);
    lc_line_finds_free(&found);
    /* Without noding, a crossing of levels is none to be joined. */
    expect_how(&g, &(lc_noding){.level = level}, 3, 3, 320, &found);
    assert_int_equal(found.crossings.n, 1);
    assert_int_equal(found.levels.n, 1);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

/* What lies on one another along a stretch counts once with noding, also when one of the lines has vertices there, and
   a line crosses all of it. */
static void test_overlaps(void **state) {
    (void)state;
    lc_geoms g = {0};
    lc_line_finds found;
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
    add_geom(&g, LC_LINE, 1, 4, (lc_xy[]){{50, 0}, {80, 0}, {120, 0}, {150, 0}});
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{70, -30}, {70, 30}});
    expect_how(&g, &(lc_noding){.all = true}, 1, 4, 210, &found);
    assert_int_equal(found.overlaps.n, 2); /* 50 to 80 and 80 to 100 */
    assert_true(fabs(found.overlaps.length_m - 50) < 1e-9);
    assert_int_equal(found.joined.n, 2);
    lc_line_finds_free(&found);
    expect_how(&g, &(lc_noding){0}, 2, 5, 260, &found);
    assert_int_equal(found.overlaps.n, 2);
    assert_int_equal(found.crossings.n, 2);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

/* A line drawn again, forwards or backwards, is used once and does not stand in the way of junctions. */
static void test_repeats(void **state) {
    (void)state;
    for (int all = 0; all < 2; all++) {
        lc_geoms g = {0};
        lc_line_finds found;
        add_geom(&g, LC_LINE, 0, 3, (lc_xy[]){{0, 0}, {50, 10}, {100, 0}});
        add_geom(&g, LC_LINE, 1, 3, (lc_xy[]){{100, 0}, {50, 10.001}, {0, 0}});
        add_geom(&g, LC_LINE, 2, 3, (lc_xy[]){{0, 0}, {50, 10}, {100, 0}});
        add_geom(&g, LC_LINE, 3, 2, (lc_xy[]){{25, 80}, {25, 5.1}});
        expect_how(&g, &(lc_noding){.all = all}, 1, 3, NAN, &found);
        assert_int_equal(found.repeats.n, 2);
        assert_int_equal(found.overlaps.n, 0);
        assert_int_equal(found.junctions.n, 1);
        lc_line_finds_free(&found);
        lc_geoms_free(&g);
    }
}

/* A loose end 3 m short of the inside of a line, or of another loose end, joins it with a tolerance of 4 m and not with
   one of 2 m; the gap is part of the way. */
static void test_gaps(void **state) {
    (void)state;
    lc_geoms g = {0};
    lc_line_finds found;
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{40, 80}, {40, 3}});
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{103, 0}, {150, 0}});
    expect_how(&g, &(lc_noding){.tolerance_m = 2}, 3, 3, 224, &found);
    assert_int_equal(found.gaps.n, 0);
    lc_line_finds_free(&found);
    expect_how(&g, &(lc_noding){.tolerance_m = 4}, 1, 3, 230, &found);
    assert_int_equal(found.gaps.n, 2);
    assert_true(fabs(found.gaps.length_m - 6) < 1e-9);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

/* The pieces of an exploded line join across a gap, not back to where they come from; a ring that was not closed is. */
static void test_gaps_along(void **state) {
    (void)state;
    lc_geoms g = {0};
    lc_line_finds found;
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {1, 0}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{1, 0}, {2, 0}});
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{3.5, 0}, {50, 0}});
    add_geom(&g, LC_LINE, 3, 5, (lc_xy[]){{200, 0}, {240, 0}, {240, 40}, {200, 40}, {200, 1.5}});
    expect_how(&g, &(lc_noding){.tolerance_m = 2}, 2, 2, 50 + 160, &found);
    assert_int_equal(found.gaps.n, 2);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

/* An end that sticks out by 2 m over a line joins where it crosses with a tolerance of 3 m; one by 5 m does not. */
static void test_overshoots(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        lc_geoms g = {0};
        lc_line_finds found;
        double over = k ? 5 : 2;
        add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
        add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{40, 80}, {40, -over}});
        expect_how(&g, &(lc_noding){.tolerance_m = 3}, k ? 2 : 1, k ? 2 : 4, 180 + over, &found);
        assert_int_equal(found.overshoots.n, !k);
        assert_int_equal(found.crossings.n, k);
        assert_int_equal(found.gaps.n, 0);
        lc_line_finds_free(&found);
        lc_geoms_free(&g);
    }
}

/* With a tolerance, streets do not climb onto bridges, but bridges come down. */
static void test_gaps_and_levels(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        lc_geoms g = {0};
        lc_line_finds found;
        const int level[] = {k, !k};
        add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
        add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{40, 80}, {40, 1}});
        expect_how(&g, &(lc_noding){.tolerance_m = 3, .level = level}, k ? 2 : 1, k ? 2 : 3, NAN, &found);
        lc_line_finds_free(&found);
        lc_geoms_free(&g);
    }
}

/* Ends near another line are told, unless it is a short walk. */
static void test_near_misses(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    lc_geoms g = {0};
    lc_line_finds found;
    lc_near_misses misses;
    add_geom(&g, LC_LINE, 0, 2, (lc_xy[]){{0, 0}, {100, 0}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{40, 80}, {40, 3}});
    add_geom(&g, LC_LINE, 2, 3, (lc_xy[]){{100, 0}, {104, 0}, {104, 4}}); /* comes back to the first line: 8 m */
    lc_network *net = network_of(ctx, &g, &(lc_noding){0}, &found);
    assert_true(lc_near_misses_find(net, 5, &misses));
    assert_int_equal(misses.n, 1);
    assert_int_equal(misses.dangles, 4);
    assert_true(misses.miss[0].at.x == 40 && misses.miss[0].at.y == 3 && fabs(misses.miss[0].miss_m - 3) < 1e-9);
    lc_near_misses_free(&misses);
    assert_true(lc_near_misses_find(net, 2, &misses));
    assert_int_equal(misses.n, 0);
    lc_near_misses_free(&misses);
    lc_line_finds_free(&found);
    lc_network_free(net);
    lc_geoms_free(&g);
    lc_context_free(ctx);
}

/* Lines are cut at places that the work CRS cannot show; what is left keeps its level. */
static void test_far_places(void **state) {
    (void)state;
    const int level[] = {1, 0, 0};
    const lc_noding how = {.all = true, .level = level};
    lc_geoms g = {0};
    lc_line_finds found;
    add_geom(&g, LC_LINE, 0, 5, (lc_xy[]){{0, 0}, {100, 0}, {NAN, NAN}, {0, 50}, {100, 50}});
    add_geom(&g, LC_LINE, 1, 2, (lc_xy[]){{NAN, NAN}, {NAN, NAN}});
    add_geom(&g, LC_LINE, 2, 2, (lc_xy[]){{50, -10}, {50, 60}});
    expect_how(&g, &how, 3, 3, 270, &found);
    assert_int_equal(found.levels.n, 2);
    lc_line_finds_free(&found);
    lc_geoms_free(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clusters),
                                       cmocka_unit_test(test_t_junction),
                                       cmocka_unit_test(test_there_and_back),
                                       cmocka_unit_test(test_at_vertex),
                                       cmocka_unit_test(test_crossing),
                                       cmocka_unit_test(test_crossing_at_vertex),
                                       cmocka_unit_test(test_three_at_a_point),
                                       cmocka_unit_test(test_levels),
                                       cmocka_unit_test(test_overlaps),
                                       cmocka_unit_test(test_repeats),
                                       cmocka_unit_test(test_gaps),
                                       cmocka_unit_test(test_gaps_along),
                                       cmocka_unit_test(test_overshoots),
                                       cmocka_unit_test(test_gaps_and_levels),
                                       cmocka_unit_test(test_near_misses),
                                       cmocka_unit_test(test_far_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
