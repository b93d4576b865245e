/* Squares: one walks around them, and straight across between the paths that lead to them. */
#include "drawing.h"

#include "network/nearest.h"
#include "network/search.h"
#include "random.h"

#define SQUARE "highway=pedestrian area=yes"

static void draw_nodes(drawing *d, int first, size_t n, const lc_xy *at) {
    for (size_t i = 0; i < n; i++) draw_node(d, first + (int)i, at[i].x, at[i].y);
}

/* A path from a node away to the place (x, y). */
static void draw_spoke(drawing *d, int node, double x, double y) {
    draw_node(d, 1000 + node, x, y);
    DRAW_WAY(d, 1000 + node, "highway=footway", node, 1000 + node);
}

/* Is there a straight way across between two places? */
static bool is_linked(const drawing *d, double x0, double y0, double x1, double y1) {
    const lc_paths *p = &d->paths;
    for (size_t i = p->n - p->n_links; i < p->n; i++) {
        lc_xy a = p->xy[p->vertex[p->start[i]]], b = p->xy[p->vertex[p->start[i] + 1]];
        if ((hypot(a.x - x0, a.y - y0) < 0.001 && hypot(b.x - x1, b.y - y1) < 0.001) ||
            (hypot(b.x - x0, b.y - y0) < 0.001 && hypot(a.x - x1, a.y - y1) < 0.001))
            return true;
    }
    return false;
}

/* The way to walk between two nodes at these places. */
static double walk(const drawing *d, lc_xy from, lc_xy to) {
    lc_spots a = {0}, b = {0};
    double leg;
    size_t settled;
    assert_true(lc_network_nearest(d->net, from.x, from.y, 0.01, &a, &leg) && a.n > 0);
    assert_true(lc_network_nearest(d->net, to.x, to.y, 0.01, &b, &leg) && b.n > 0);
    lc_access access = {a.spot[0].edge, a.spot[0].s_m, a.spot[0].s_m, 0};
    lc_field *field = lc_field_search(d->net, &access, 1, 1e6, &settled);
    assert_non_null(field);
    double way = lc_field_at(field, b.spot[0]);
    lc_field_free(field);
    lc_spots_free(&a);
    lc_spots_free(&b);
    return way;
}

/* Four paths to the corners of 100 x 100 m: the diagonals are walked, the sides are there already. */
static void a_square_is_crossed_diagonally(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, SQUARE, 1, 2, 3, 4, 1);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 2, 130, -30);
    draw_spoke(&d, 3, 130, 130);
    draw_spoke(&d, 4, -30, 130);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 2);
    assert_true(is_linked(&d, 0, 0, 100, 100) && is_linked(&d, 100, 0, 0, 100));
    assert_true(fabs(walk(&d, (lc_xy){-30, -30}, (lc_xy){130, 130}) - 160 * sqrt(2)) < 0.001);
    assert_true(fabs(walk(&d, (lc_xy){-30, -30}, (lc_xy){130, -30}) - 60 * sqrt(2) - 100) < 0.001);
    assert_int_equal(d.net->square_links, 2);
    assert_true(fabs(d.net->total_m - 400 - 4 * 30 * sqrt(2)) < 0.001);
    size_t across = 0;
    for (size_t e = 0; e < d.net->n_edges; e++) across += d.net->kind[e] == LC_EDGE_SQUARE;
    assert_int_equal(across, 2);
    end_drawing(&d);
}

/* Only what walkers may use is a square, and only joints are crossed from. */
static void other_areas_are_no_squares(void **state) {
    static const struct {
        const char *tags;
        bool square;
    } cases[] = {{SQUARE, true},
                 {"highway=footway area=yes", true},
                 {"highway=service area=yes", true},
                 {"highway=pedestrian area=yes foot=no", false},
                 {"highway=pedestrian area=yes access=private", false},
                 {"highway=pedestrian area=yes access=private foot=yes", true},
                 {"highway=platform area=yes", false},
                 {"highway=motorway area=yes", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        drawing d;
        begin_drawing(*state, &d);
        draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
        DRAW_WAY(&d, 1, cases[i].tags, 1, 2, 3, 4, 1);
        draw_spoke(&d, 1, -30, -30);
        draw_spoke(&d, 3, 130, 130);
        finish_drawing(&d);
        assert_int_equal(d.paths.n_links, cases[i].square);
        assert_true(fabs(d.net->total_m - (cases[i].square ? 400 : 0) - 2 * 30 * sqrt(2)) < 0.001);
        end_drawing(&d);
    }
}

/* A closed way without area=yes is a path around, and no square. */
static void a_ring_is_no_square(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, "highway=pedestrian", 1, 2, 3, 4, 1);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 3, 130, 130);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 0);
    end_drawing(&d);
}

/* An L: from its ends one does not see the other; the corner inside is touched by the line between two others. */
static void a_way_across_lies_in_the_area(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    const lc_xy at[] = {{0, 0}, {200, 0}, {200, 50}, {50, 50}, {50, 200}, {0, 200}, {100, 0}, {0, 100}};
    draw_nodes(&d, 1, 8, at);
    DRAW_WAY(&d, 1, SQUARE, 1, 7, 2, 3, 4, 5, 6, 8, 1);
    draw_spoke(&d, 3, 230, 80);  /* (200, 50) */
    draw_spoke(&d, 5, 80, 230);  /* (50, 200) */
    draw_spoke(&d, 7, 100, -30); /* (100, 0), in one line with (50, 50) and (0, 100) */
    draw_spoke(&d, 8, -30, 100); /* (0, 100) */
    finish_drawing(&d);
    assert_true(is_linked(&d, 100, 0, 0, 100));
    assert_true(is_linked(&d, 200, 50, 100, 0) && is_linked(&d, 50, 200, 0, 100));
    assert_false(is_linked(&d, 200, 50, 50, 200));
    assert_false(is_linked(&d, 200, 50, 0, 100)); /* past the corner */
    assert_int_equal(d.paths.n_links, 3);
    end_drawing(&d);
}

/* The line between joints passes a corner of the outline: to 2 cm it is still in the area. */
static void a_corner_may_be_grazed(void **state) {
    for (int k = 0; k < 2; k++) {
        drawing d;
        double dent = k ? 0.03 : 0.015; /* how far the corner reaches over the line y = 0 */
        begin_drawing(*state, &d);
        draw_nodes(&d, 1, 7, (lc_xy[]){{0, 0}, {20, -5}, {50, dent}, {80, -5}, {100, 0}, {100, 50}, {0, 50}});
        DRAW_WAY(&d, 1, SQUARE, 1, 2, 3, 4, 5, 6, 7, 1);
        draw_spoke(&d, 1, -30, 0);
        draw_spoke(&d, 5, 130, 0);
        finish_drawing(&d);
        assert_int_equal(d.paths.n_links, k == 0);
        end_drawing(&d);
    }
}

#define SQUARE_RELATION "type=multipolygon highway=pedestrian"

/* A fountain in the middle: one walks around it, on the inner outline where a path leads there. */
static void a_hole_is_walked_around(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    draw_nodes(&d, 5, 4, (lc_xy[]){{40, 40}, {60, 40}, {60, 60}, {40, 60}});
    draw_node(&d, 9, 50, 0);
    DRAW_WAY(&d, 1, "", 1, 9, 2, 3, 4, 1);
    DRAW_WAY(&d, 2, "", 5, 6, 7, 8, 5);
    DRAW_RELATION(&d, 1, SQUARE_RELATION, 1, 2);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 3, 130, 130);
    draw_spoke(&d, 9, 50, -30);
    DRAW_WAY(&d, 3, "highway=steps", 6, 8); /* down into the basin: joints at both corners */
    finish_drawing(&d);
    assert_false(is_linked(&d, 0, 0, 100, 100));
    assert_true(is_linked(&d, 50, 0, 60, 40) && is_linked(&d, 100, 100, 60, 40) && is_linked(&d, 0, 0, 60, 40));
    assert_true(is_linked(&d, 0, 0, 40, 60) && is_linked(&d, 50, 0, 100, 100));
    assert_false(is_linked(&d, 60, 40, 40, 60)); /* through the hole; the steps are a path of their own */
    assert_int_equal(d.paths.n_links, 6);
    assert_true(fabs(d.net->total_m - 480 - 60 * sqrt(2) - 30 - 20 * sqrt(2)) < 0.001);
    end_drawing(&d);
}

/* A path is drawn across already: it stays a path, and is in the length. */
static void a_path_across_is_no_link(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, SQUARE, 1, 2, 3, 4, 1);
    DRAW_WAY(&d, 2, "highway=footway", 1, 3);
    draw_spoke(&d, 2, 130, -30);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 0); /* from (100, 0) to the others one walks along the sides */
    assert_int_equal(d.net->square_links, 0);
    assert_true(fabs(d.net->total_m - 400 - 130 * sqrt(2)) < 0.001);
    end_drawing(&d);
}

/* Tags on the relation and on its outer way: the hole stays a hole. An inner way that is a square itself is crossed. */
static void a_square_drawn_twice_counts_once(void **state) {
    for (int k = 0; k < 2; k++) {
        drawing d;
        begin_drawing(*state, &d);
        draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
        draw_nodes(&d, 5, 4, (lc_xy[]){{40, 40}, {60, 40}, {60, 60}, {40, 60}});
        DRAW_WAY(&d, 1, SQUARE, 1, 2, 3, 4, 1);
        DRAW_WAY(&d, 2, k ? "highway=footway area=yes" : "", 5, 6, 7, 8, 5);
        DRAW_RELATION(&d, 1, SQUARE_RELATION " area=yes", 1, 2);
        draw_spoke(&d, 1, -30, -30);
        draw_spoke(&d, 3, 130, 130);
        finish_drawing(&d);
        assert_false(is_linked(&d, 0, 0, 100, 100));
        assert_int_equal(is_linked(&d, 40, 40, 60, 60), k);
        assert_int_equal(is_linked(&d, 0, 0, 40, 40), k);
        end_drawing(&d);
    }
}

/* Two outer ways with a side in common: the side is no outline, and one walks over it. */
static void a_common_side_is_no_outline(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 6, (lc_xy[]){{0, 0}, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, "", 1, 2, 5, 6, 1);
    DRAW_WAY(&d, 2, "", 2, 3, 4, 5, 2);
    DRAW_RELATION(&d, 1, SQUARE_RELATION, 1, 2);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 4, 230, 130);
    finish_drawing(&d);
    assert_true(is_linked(&d, 0, 0, 200, 100));
    assert_true(fabs(d.net->total_m - 600 - 60 * sqrt(2)) < 0.001);
    end_drawing(&d);
}

/* What is there of an outline that is not whole is walked along, and nobody walks across. */
static void squares_that_are_not_whole(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, SQUARE, 1, 2, 99, 3, 4, 1); /* node 99 is missing */
    DRAW_WAY(&d, 2, SQUARE, 1, 2, 3, 4);        /* not closed */
    DRAW_RELATION(&d, 1, SQUARE_RELATION, 1, 98);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 3, 130, 130);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 0);
    assert_int_equal(warned(d.f, "square_incomplete"), 2);
    assert_int_equal(warned(d.f, "square_open"), 1);
    assert_true(fabs(d.net->total_m - 300 - 60 * sqrt(2)) < 0.001); /* without the side from 2 to 3 */
    end_drawing(&d);
}

/* Of 70 joints those with the most paths are paired, then those with the least ids; six are told of. */
static void sixty_four_joints_are_paired(void **state) {
    enum { JOINTS = 70 };
    drawing d;
    int ring[JOINTS + 1];
    begin_drawing(*state, &d);
    for (int i = 0; i < JOINTS; i++) {
        double turn = 2 * 3.14159265358979 * i / JOINTS, x = 200 * cos(turn), y = 200 * sin(turn);
        ring[i] = JOINTS - i; /* ids against the order of the ring */
        draw_node(&d, ring[i], x, y);
        draw_spoke(&d, ring[i], 1.1 * x, 1.1 * y);
    }
    ring[JOINTS] = ring[0];
    draw_way(&d, 1, SQUARE, JOINTS + 1, ring);
    DRAW_WAY(&d, 2, "highway=footway", 1070, 70); /* the largest id has two paths */
    finish_drawing(&d);
    assert_int_equal(warned(d.f, "square_joints"), 6);
    /* 1 to 63 and 70 are paired; of the pairs the 63 from one to the next are sides. */
    assert_int_equal(d.paths.n_links, 64 * 63 / 2 - 63);
    end_drawing(&d);
}

/* A square after many ways, and no relation in the file: its number is none of a relation's. */
static void a_square_after_many_ways(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 4, (lc_xy[]){{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    for (int i = 0; i < 3000; i++) DRAW_WAY(&d, 10 + i, "highway=footway", 1, 3);
    DRAW_WAY(&d, 10000, SQUARE, 1, 2, 3, 4, 1);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 0);
    assert_true(fabs(d.net->total_m - 400 - 100 * sqrt(2)) < 0.001);
    end_drawing(&d);
}

/* The outline of another square is a path as well: what they have in common is joints of both. */
static void squares_side_by_side(void **state) {
    drawing d;
    begin_drawing(*state, &d);
    draw_nodes(&d, 1, 6, (lc_xy[]){{0, 0}, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {0, 100}});
    DRAW_WAY(&d, 1, SQUARE, 1, 2, 5, 6, 1);
    DRAW_WAY(&d, 2, SQUARE, 2, 3, 4, 5, 2);
    draw_spoke(&d, 1, -30, -30);
    draw_spoke(&d, 4, 230, 130);
    finish_drawing(&d);
    assert_int_equal(d.paths.n_links, 2);
    assert_true(is_linked(&d, 0, 0, 100, 100) && is_linked(&d, 100, 0, 200, 100));
    end_drawing(&d);
}

/* ------------------------------------------------------------------------------------------------- the slow way */

static double to_side(lc_xy a, lc_xy b, lc_xy p) {
    double l2 = pow(b.x - a.x, 2) + pow(b.y - a.y, 2);
    double t = fmax(0, fmin(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / l2));
    return hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}

/* How far p is from a ring, negative inside. */
static double to_ring(const lc_xy *ring, size_t n, lc_xy p) {
    double best = INFINITY;
    bool in = false;
    for (size_t i = 0; i < n; i++) {
        lc_xy a = ring[i], b = ring[(i + 1) % n];
        best = fmin(best, to_side(a, b, p));
        if ((a.y <= p.y) != (b.y <= p.y) && p.x < a.x + (p.y - a.y) * (b.x - a.x) / (b.y - a.y)) in = !in;
    }
    return in ? -best : best;
}

enum { CORNERS = 14, HOLE = 4 };

/* How far a segment leaves the area of a ring with a hole, and how far it leaves the outlines: at 4,000 places. */
static void leaves(const lc_xy *ring, const lc_xy *hole, lc_xy a, lc_xy b, double *area, double *outline) {
    enum { PLACES = 4000 };
    *area = *outline = 0;
    for (int i = 0; i <= PLACES; i++) {
        double t = (double)i / PLACES;
        lc_xy p = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        double outer = to_ring(ring, CORNERS, p), inner = to_ring(hole, HOLE, p);
        *area = fmax(*area, fmax(outer, -inner));
        *outline = fmax(*outline, fmin(fabs(outer), fabs(inner)));
    }
}

/* Stars with a hole, some corners of which are joints. */
static void links_are_those_of_the_slow_way(void **state) {
    rng_t r = {5};
    size_t linked = 0, apart = 0;
    for (int town = 0; town < 12; town++) {
        drawing d;
        lc_xy ring[CORNERS], hole[HOLE], joint[CORNERS + HOLE];
        int nodes[CORNERS + 1], inner[HOLE + 1];
        size_t n = 0;
        begin_drawing(*state, &d);
        for (int i = 0; i < CORNERS; i++) {
            double turn = 2 * 3.14159265358979 * (i + rng_range(&r, 0, 0.6)) / CORNERS, away = rng_range(&r, 30, 120);
            ring[i] = (lc_xy){away * cos(turn), away * sin(turn)};
            nodes[i] = i + 1;
        }
        for (int i = 0; i < HOLE; i++) {
            double turn = 2 * 3.14159265358979 * (i + rng_range(&r, 0, 0.6)) / HOLE, away = rng_range(&r, 4, 18);
            hole[i] = (lc_xy){away * cos(turn), away * sin(turn)};
            inner[i] = CORNERS + i + 1;
        }
        nodes[CORNERS] = nodes[0];
        inner[HOLE] = inner[0];
        draw_nodes(&d, 1, CORNERS, ring);
        draw_nodes(&d, CORNERS + 1, HOLE, hole);
        draw_way(&d, 1, "", CORNERS + 1, nodes);
        draw_way(&d, 2, "", HOLE + 1, inner);
        DRAW_RELATION(&d, 1, SQUARE_RELATION, 1, 2);
        for (int i = 0; i < CORNERS + HOLE; i++) {
            if (!rng_chance(&r, 0.6)) continue;
            joint[n] = i < CORNERS ? ring[i] : hole[i - CORNERS];
            draw_spoke(&d, i + 1, joint[n].x + 200, joint[n].y + 200);
            n++;
        }
        finish_drawing(&d);
        for (size_t i = 0; i < n; i++)
            for (size_t k = i + 1; k < n; k++) {
                double area, outline;
                leaves(ring, hole, joint[i], joint[k], &area, &outline);
                if (fabs(area - 0.02) < 0.005 || fabs(outline - 0.02) < 0.005) continue;
                bool wanted = area < 0.02 && outline > 0.02;
                if (is_linked(&d, joint[i].x, joint[i].y, joint[k].x, joint[k].y) != wanted)
                    fail_msg("town %d: %g, %g to %g, %g", town, joint[i].x, joint[i].y, joint[k].x, joint[k].y);
                *(wanted ? &linked : &apart) += 1;
            }
        end_drawing(&d);
    }
    assert_true(linked > 80 && apart > 80);
}

#define WITH_FILES(test) cmocka_unit_test_setup_teardown(test, files_setup, files_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FILES(a_square_is_crossed_diagonally),
        WITH_FILES(other_areas_are_no_squares),
        WITH_FILES(a_ring_is_no_square),
        WITH_FILES(a_way_across_lies_in_the_area),
        WITH_FILES(a_corner_may_be_grazed),
        WITH_FILES(a_hole_is_walked_around),
        WITH_FILES(a_path_across_is_no_link),
        WITH_FILES(a_square_drawn_twice_counts_once),
        WITH_FILES(a_common_side_is_no_outline),
        WITH_FILES(squares_that_are_not_whole),
        WITH_FILES(sixty_four_joints_are_paired),
        WITH_FILES(squares_side_by_side),
        WITH_FILES(a_square_after_many_ways),
        WITH_FILES(links_are_those_of_the_slow_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
