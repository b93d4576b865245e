/* Plain line layers become paths: clusters, T-junctions, crossings. */
#include "made_city.h"

static lc_network *network_of(lc_context *ctx, const lc_geoms *lines, bool node_all, size_t *crossings) {
    lc_paths paths = {0};
    lc_network *net = NULL;
    assert_int_equal(lc_paths_from_lines(ctx, lines, node_all, &paths, crossings), LC_OK);
    assert_int_equal(lc_network_build(ctx, &paths, 0, &net), LC_OK);
    lc_paths_free(&paths);
    return net;
}

static void expect(const lc_geoms *lines, bool node_all, size_t components, size_t edges, size_t crossings) {
    lc_context *ctx = lc_context_new();
    size_t found = 0;
    lc_network *net = network_of(ctx, lines, node_all, &found);
    assert_int_equal(net->components, components);
    assert_int_equal(net->n_edges, edges);
    assert_int_equal(found, crossings);
    lc_network_free(net);
    lc_context_free(ctx);
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
        size_t crossings;
        lc_network *net = network_of(ctx, &g, false, &crossings);
        assert_int_equal(net->components, joins ? 1 : 2);
        assert_true(fabs(net->total_m - (joins && ends[k] > 0 ? 180 : 180 - ends[k])) < 0.81);
        lc_network_free(net);
        lc_context_free(ctx);
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clusters), cmocka_unit_test(test_t_junction),
                                       cmocka_unit_test(test_at_vertex), cmocka_unit_test(test_crossing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
