/* Islands of paths: which they are, where they are joined, and what has become of the network then. */
#include "brute_islands.h"
#include "network/build.h"
#include "unit.h"

/* A street of 4 km from west to east along y = 0: a component under 400 m is an island. */
static void make_street(city_t *c) {
    city_init(c);
    c->island_gap_m = 20;
    city_road(c, -2000, 0, 2000, 0);
}

static const lc_network *build(city_t *c) {
    const lc_network_rules rules = {.min_component_m = c->min_component_m, .island_gap_m = c->island_gap_m};
    lc_network_free(c->network);
    c->network = NULL;
    assert_int_equal(lc_network_build(c->ctx, &c->paths, &rules, &c->network), LC_OK);
    return c->network;
}

static void assert_joint(const lc_network *net, size_t i, double x, double y, double length_m) {
    assert_true(i < net->n_joints);
    assert_true(fabs(net->joint[i].at.x - x) < 1e-9 && fabs(net->joint[i].at.y - y) < 1e-9);
    assert_true(fabs(net->joint[i].length_m - length_m) < 1e-9);
}

/* A path that ends 19.9 m from the street is joined, one at 20.1 m is not, and with a gap of 0 neither is. */
static void test_gap(void **state) {
    (void)state;
    const struct {
        double gap_m, away_m;
        size_t joints;
    } cases[] = {{20, 19.9, 1}, {20, 20.1, 0}, {20, 20, 1}, {20.2, 20.1, 1}, {0, 19.9, 0}, {0, 0.1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        city_t c;
        make_street(&c);
        c.island_gap_m = cases[i].gap_m;
        city_road(&c, 100, cases[i].away_m, 100, cases[i].away_m + 200);
        const lc_network *net = build(&c);
        assert_int_equal(net->n_joints, cases[i].joints);
        assert_int_equal(net->components, 2 - cases[i].joints);
        assert_int_equal(net->islands, 1 - cases[i].joints);
        assert_true(fabs(net->total_m - 4200 - (cases[i].joints ? cases[i].away_m : 0)) < 1e-9);
        assert_true(fabs(net->islands_m - (cases[i].joints ? 0 : 200)) < 1e-9);
        if (cases[i].joints) assert_joint(net, 0, 100, cases[i].away_m, cases[i].away_m);
        assert_int_equal(net->on_island != NULL, cases[i].joints == 0);
        for (size_t e = 0; net->on_island && e < net->n_edges; e++)
            assert_int_equal(net->on_island[e], net->vert[net->vert_of[e]].y > 0);
        city_free(&c);
    }
}

/* The street is cut at the joint, so that walking crosses it: a shop on the island is 200 + 19 m from the street. */
static void test_walk_over_a_joint(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    c.link_limit_m = 10;
    city_road(&c, 100, 19, 100, 219);
    city_store(&c, 100, 219);
    city_box(&c, -1000, -10, 1000, 10);
    double err, joined = city_ratio(&c, LC_NETWORK, 619, &err);
    /* |x - 100| + |y| <= 400 in the strip of 20 m around the street, and the joint reaches up to its edge: places
       beside the joint walk to it and then on, at least as short a way. */
    double area = 2 * 2 * (400 * 10 - 10 * 10 / 2.0);
    assert_true(fabs(joined - area / 40000) < 0.0051);
    c.island_gap_m = 18;
    assert_true(city_ratio(&c, LC_NETWORK, 619, &err) < 0.01);
    city_free(&c);
}

/* A ring without a loose end is joined once, where it comes nearest: the corner at (0, 7). */
static void test_ring(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    uint32_t v[5] = {city_vertex(&c, 0, 7), city_vertex(&c, 30, 40), city_vertex(&c, 0, 80), city_vertex(&c, -30, 40)};
    v[4] = v[0];
    city_path(&c, 5, v);
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 1);
    assert_joint(net, 0, 0, 7, 7);
    assert_int_equal(net->components, 1);
    city_free(&c);
}

/* Where a corner of the street comes near the inside of a ring's side, both are cut there. */
static void test_both_cut(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    uint32_t tip[3] = {city_vertex(&c, -2000, 300), city_vertex(&c, 0, 300), city_vertex(&c, -2000, 310)};
    city_path(&c, 3, tip); /* 4 km, major */
    uint32_t v[5] = {city_vertex(&c, 12, 200), city_vertex(&c, 12, 350), city_vertex(&c, 60, 350),
                     city_vertex(&c, 60, 200)};
    v[4] = v[0];
    city_path(&c, 5, v);
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 1);
    assert_joint(net, 0, 12, 300, 12);
    assert_int_equal(net->n_edges, 1 + 2 + 2 + 1); /* the ring had its node elsewhere: it is two edges now */
    city_free(&c);
}

/* Every loose end that is near is joined, not the nearest alone; those of major components are left alone. */
static void test_all_loose_ends(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    uint32_t u[4] = {city_vertex(&c, 0, 5), city_vertex(&c, 0, 60), city_vertex(&c, 90, 60), city_vertex(&c, 90, 12)};
    city_path(&c, 4, u);
    city_road(&c, -2000, 15, -1500, 15); /* 500 m: major, and not joined */
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 2);
    assert_joint(net, 0, 0, 5, 5);
    assert_joint(net, 1, 90, 12, 12);
    assert_int_equal(net->components, 2);
    assert_int_equal(net->islands, 0);
    city_free(&c);
}

/* One that leads from one major component to another makes them one. */
static void test_between_majors(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    city_road(&c, -2000, 100, 2000, 100);
    city_road(&c, 0, 10, 0, 90);
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 2);
    assert_int_equal(net->components, 1);
    city_free(&c);
}

/* A component with a tenth of the longest one's path is major, one with less is not. */
static void test_major(void **state) {
    (void)state;
    for (int k = 0; k < 2; k++) {
        city_t c;
        make_street(&c);
        city_road(&c, 0, 10, k ? 399.999 : 400, 10);
        assert_int_equal(build(&c)->n_joints, k ? 2 : 0);
        city_free(&c);
    }
}

/* Joints lead to major components, never from island to island; all are found before any is made. */
static void test_no_chain(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    city_road(&c, 0, 15, 100, 15);
    city_road(&c, 0, 30, 100, 30); /* 15 m from an island that is joined, 30 m from the street */
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 2);
    assert_int_equal(net->islands, 1);
    city_free(&c);
}

/* Under a bridge of the street, without a common vertex: the island is joined where the two cross, and no way is added.
 */
static void test_crossing(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    city_road(&c, 10, -50, 10, 50); /* loose ends 50 m away */
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 1);
    assert_joint(net, 0, 10, 0, 0);
    assert_true(fabs(net->total_m - 4100) < 1e-9);
    assert_int_equal(net->n_edges, 5);
    city_free(&c);
}

/* Small components go first: what is left out is not joined. */
static void test_small_components(void **state) {
    (void)state;
    city_t c;
    make_street(&c);
    c.min_component_m = 50;
    city_road(&c, 0, 10, 40, 10);
    city_road(&c, 100, 10, 160, 10);
    const lc_network *net = build(&c);
    assert_int_equal(net->n_joints, 2);
    assert_int_equal(net->dropped_components, 1);
    assert_int_equal(net->components, 1);
    city_free(&c);
}

/* A few winding streets, and short paths near them and far from them. */
static void random_city(city_t *c, rng_t *r) {
    size_t streets = 1 + rng_below(r, 3), paths = 1 + rng_below(r, 12);
    bool snapped = rng_chance(r, 0.3); /* whole multiples of 5 m: equally near places abound */
    for (size_t i = 0; i < streets + paths; i++) {
        size_t n = i < streets ? 20 : 2 + rng_below(r, 5);
        double x = rng_range(r, -200, 200), y = rng_range(r, -200, 200), step = i < streets ? 60 : 25;
        uint32_t v[21];
        for (size_t k = 0; k < n; k++) {
            v[k] = city_vertex(c, snapped ? 5 * round(x / 5) : x, snapped ? 5 * round(y / 5) : y);
            x += rng_range(r, -step, step);
            y += rng_range(r, -step, step);
        }
        bool ring = n > 3 && i >= streets && rng_chance(r, 0.4);
        v[n] = v[0];
        city_path(c, n + ring, v);
    }
}

static void assert_same_joints(const lc_network *net, const brute_islands_t *b, size_t town) {
    bool *used = calloc(b->n + 1, 1);
    assert_non_null(used);
    if (net->n_joints != b->n) fail_msg("town %zu: %zu joints, the slow way %zu", town, net->n_joints, b->n);
    for (size_t i = 0; i < net->n_joints; i++) {
        size_t k = 0;
        for (; k < b->n; k++)
            if (!used[k] &&
                hypot(net->joint[i].at.x - b->joint[k].from.x, net->joint[i].at.y - b->joint[k].from.y) < 1e-6 &&
                fabs(net->joint[i].length_m - b->joint[k].length) < 1e-6)
                break;
        if (k == b->n) fail_msg("town %zu: nobody else joins %g, %g", town, net->joint[i].at.x, net->joint[i].at.y);
        used[k] = true;
    }
    free(used);
}

/* Where the joints end: each is an edge of the network, between the places that the slow way found. */
static void assert_joints_end(const lc_network *net, const brute_islands_t *b) {
    size_t n = 0;
    for (size_t e = 0; e < net->n_edges; e++) {
        if (net->kind[e] != LC_EDGE_JOINT) continue;
        lc_xy p = net->vert[net->vert_of[e]], q = net->vert[net->vert_of[e] + 1];
        bool found = false;
        for (size_t k = 0; k < b->n; k++)
            found = found || (hypot(b->joint[k].from.x - p.x, b->joint[k].from.y - p.y) < 1e-6 &&
                              hypot(b->joint[k].to.x - q.x, b->joint[k].to.y - q.y) < 1e-6);
        assert_true(found);
        n++;
    }
    assert_int_equal(n, net->n_joints);
}

static void test_random_cities(void **state) {
    (void)state;
    rng_t r = {11};
    size_t joints = 0, none = 0;
    for (size_t town = 0; town < 600; town++) {
        city_t c;
        city_init(&c);
        random_city(&c, &r);
        c.island_gap_m = rng_chance(&r, 0.1) ? 0 : rng_range(&r, 1, 60);
        c.min_component_m = rng_chance(&r, 0.5) ? 0 : 40;
        const lc_network *net = build(&c);
        brute_t b = {0};
        brute_segments(&b, &c.paths, c.min_component_m);
        brute_islands_t s = brute_find_joints(b.seg, b.n_seg, c.paths.n_xy, c.island_gap_m);
        assert_same_joints(net, &s, town);
        assert_joints_end(net, &s);
        joints += s.n;
        none += s.n == 0;
        brute_islands_free(&s);
        free(b.seg);
        city_free(&c);
    }
    assert_true(joints > 1000 && none > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_walk_over_a_joint),
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_both_cut),
        cmocka_unit_test(test_all_loose_ends),
        cmocka_unit_test(test_between_majors),
        cmocka_unit_test(test_major),
        cmocka_unit_test(test_no_chain),
        cmocka_unit_test(test_crossing),
        cmocka_unit_test(test_small_components),
        cmocka_unit_test(test_random_cities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
