/* Edits of drawn paths: what a wall, a building site and a point leave of them, whichever way they join. */
#include "files.h"

#include "base/memory.h"
#include "network/drawn_close.h"
#include "network/drawn_join.h"
#include "network/lines.h"
#include "random.h"

static void add_line(lc_geoms *geoms, size_t n, const double *xy) {
    assert_true(lc_geoms_begin(geoms, LC_LINE, (uint32_t)geoms->n) && lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, xy[2 * i], xy[2 * i + 1]));
}

static void add_shape(lc_geoms *geoms, lc_geom_kind kind, size_t n, const double *xy) {
    assert_true(lc_geoms_begin(geoms, kind, (uint32_t)geoms->n) && lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, xy[2 * i], xy[2 * i + 1]));
}

/* A crossing of two streets at (0, 0), each 200 m long, with a common vertex there; a third one begins at it. */
static void make_crossing(bool shared, lc_drawn *out) {
    static const double xy[] = {-100, 0, 0, 0, 100, 0, 0, -100, 0, 0, 0, 100, 0, 0, 70, 70};
    lc_geoms lines = {0};
    add_line(&lines, 3, xy);
    add_line(&lines, 3, xy + 6);
    add_line(&lines, 2, xy + 12);
    assert_true(lc_drawn_from_lines(&lines, &(lc_noding){0}, out));
    lc_geoms_free(&lines);
    if (!shared) return;
    lc_paths paths = {.n_xy = 6};
    static const uint32_t vertex[] = {0, 1, 2, 3, 1, 4, 1, 5};
    static const size_t start[] = {0, 3, 6, 8};
    paths.xy = LC_NEW(lc_xy, 6);
    for (size_t k = 0; k < 8; k++) paths.xy[vertex[k]] = (lc_xy){xy[2 * k], xy[2 * k + 1]};
    for (size_t i = 0; i < 3; i++) {
        assert_true(lc_paths_begin(&paths));
        for (size_t k = start[i]; k < start[i + 1]; k++) assert_true(lc_paths_add(&paths, vertex[k]));
    }
    lc_drawn_free(out);
    assert_true(lc_drawn_from_paths(&paths, out));
    lc_paths_free(&paths);
}

/* The paths of it, joined, and how many parts they fall into. */
static size_t count_parts(files *f, const lc_drawn *d, lc_paths *out) {
    lc_line_finds finds = {0};
    if (d->shared)
        assert_true(lc_drawn_to_paths(d, out));
    else
        assert_works(f, lc_drawn_join(f->ctx, d, &(lc_noding){0}, out, &finds));
    lc_line_finds_free(&finds);
    size_t *part = LC_NEW(size_t, out->n_xy), parts = 0;
    for (size_t v = 0; v < out->n_xy; v++) part[v] = v;
    for (size_t round = 0; round < out->n_xy; round++)
        for (size_t i = 0; i < out->n; i++)
            for (size_t k = out->start[i] + 1; k < out->start[i + 1]; k++) {
                size_t *a = &part[out->vertex[k - 1]], *b = &part[out->vertex[k]];
                *a = *b = *a < *b ? *a : *b;
            }
    bool *used = LC_NEW0(bool, out->n_xy);
    for (size_t i = 0; i < out->n; i++)
        for (size_t k = out->start[i]; k < out->start[i + 1]; k++) used[out->vertex[k]] = true;
    for (size_t v = 0; v < out->n_xy; v++) parts += used[v] && part[v] == v;
    free(part);
    free(used);
    return parts;
}

static void assert_parts(files *f, const lc_drawn *d, size_t parts) {
    lc_paths paths = {0};
    assert_int_equal(count_parts(f, d, &paths), parts);
    lc_paths_free(&paths);
}

static size_t close_by(lc_drawn *d, lc_geom_kind kind, size_t n, const double *xy) {
    lc_geoms shape = {0};
    size_t met;
    add_shape(&shape, kind, n, xy);
    assert_true(lc_drawn_close(d, &shape, 0, &met));
    lc_geoms_free(&shape);
    return met;
}

/* Through the crossing nobody passes; a wall beside it cuts one arm; one 2 cm from a street's end none. */
static void walls_cut_what_they_meet(void **state) {
    files *f = *state;
    static const double through[] = {-5, 5, 5, -5}, arm[] = {-50, -5, -50, 5}, beside[] = {-100.02, -5, -100.02, 5},
                        end[] = {-100.005, -5, -100.005, 5}, near_node[] = {-5, -5, -0.004, -0.004};
    for (int shared = 0; shared < 2; shared++) {
        const struct {
            const double *wall;
            size_t met, parts;
        } cases[] = {{through, 3, 5}, {arm, 1, 2}, {beside, 0, 1}, {end, 1, 1}, {near_node, 3, 5}};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            lc_drawn d;
            make_crossing(shared, &d);
            assert_int_equal(close_by(&d, LC_LINE, 2, cases[i].wall), cases[i].met);
            assert_parts(f, &d, cases[i].parts);
            lc_drawn_free(&d);
        }
    }
}

/* A wall on the street itself, drawn along it from -60 to -20: it is cut at both its ends. */
static void walls_along_a_street_cut_at_their_ends(void **state) {
    files *f = *state;
    static const double wall[] = {-60, 0, -20, 0};
    for (int shared = 0; shared < 2; shared++) {
        lc_drawn d;
        make_crossing(shared, &d);
        assert_int_equal(close_by(&d, LC_LINE, 2, wall), 1);
        assert_parts(f, &d, 3);
        lc_drawn_free(&d);
    }
}

/* At a point the nearest path; at the crossing all of them; 6 m away none. */
static void points_cut_the_nearest_path(void **state) {
    files *f = *state;
    for (int shared = 0; shared < 2; shared++) {
        const struct {
            double at[2];
            size_t met, parts;
        } cases[] = {{{-50, 3}, 1, 2}, {{0.001, -0.002}, 1, 5}, {{-50, 6}, 0, 1}, {{-50, -4.999}, 1, 2}};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            lc_drawn d;
            make_crossing(shared, &d);
            assert_int_equal(close_by(&d, LC_POINT, 1, cases[i].at) > 0, cases[i].met);
            assert_parts(f, &d, cases[i].parts);
            lc_drawn_free(&d);
        }
    }
}

/* A street of two segments that is drawn three times, once the other way round: whatever is cut, the paths over it stay
   over one another, vertex by vertex, so that each piece counts once. */
static void streets_drawn_again_are_cut_as_one(void **state) {
    files *f = *state;
    static const lc_xy place[] = {{-100, 0}, {0, 0.3}, {70, 70}};
    static const uint32_t vertex[] = {0, 1, 2, 2, 1, 0, 0, 1, 2};
    static const struct {
        lc_geom_kind kind;
        size_t n, parts, vertices;
        double xy[10];
    } cases[] = {{LC_LINE, 2, 2, 5, {-30, -5, -31, 5}},
                 {LC_LINE, 2, 2, 4, {0, -5, 0, 5}},
                 {LC_LINE, 3, 3, 7, {-30, -5, 20, 31, 40, 31}},
                 {LC_POINT, 1, 2, 5, {-33.3, 3}},
                 {LC_POLYGON, 5, 2, 4, {-20, -20, 20, -20, 20, 40, -20, 40, -20, -20}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_paths paths = {.n_xy = 3, .xy = LC_NEW(lc_xy, 3)}, cut = {0};
        lc_drawn d;
        memcpy(paths.xy, place, sizeof place);
        for (size_t k = 0; k < 9; k++)
            assert_true((k % 3 || lc_paths_begin(&paths)) && lc_paths_add(&paths, vertex[k]));
        assert_true(lc_drawn_from_paths(&paths, &d));
        assert_int_not_equal(close_by(&d, cases[i].kind, cases[i].n, cases[i].xy), 0);
        assert_int_equal(count_parts(f, &d, &cut), cases[i].parts);
        assert_int_equal(cut.n_xy, cases[i].vertices);
        lc_paths_free(&cut);
        lc_paths_free(&paths);
        lc_drawn_free(&d);
    }
}

static double length_of(const lc_drawn *d) {
    double m = 0;
    for (size_t i = 0; i < d->n; i++)
        for (size_t k = d->start[i]; k + 1 < d->start[i + 1]; k++)
            m += lc_length(d->xy[k + 1].x - d->xy[k].x, d->xy[k + 1].y - d->xy[k].y);
    return m;
}

/* What is inside is gone, and ends at the edge. */
static void sites_take_out_what_is_inside(void **state) {
    files *f = *state;
    static const double site[] = {-10, -20, 30, -20, 30, 40, -10, 40, -10, -20};
    for (int shared = 0; shared < 2; shared++) {
        lc_drawn d;
        make_crossing(shared, &d);
        double before = length_of(&d);
        assert_int_equal(close_by(&d, LC_POLYGON, 5, site), 3);
        assert_parts(f, &d, 5);
        assert_near(length_of(&d), before - 40 - 60 - 30 * sqrt(2), 1e-9);
        lc_drawn_free(&d);
    }
}

/* What was cut is joined again, by an opening beside it or by a path to it. */
static void openings_and_paths_join(void **state) {
    files *f = *state;
    static const double cut[] = {-50, 1}, to_cut[] = {-50, 0, -50, 60}, off[] = {-50, 30, -50, 60};
    for (int shared = 0; shared < 2; shared++)
        for (int by_path = 0; by_path < 2; by_path++) {
            lc_drawn d;
            lc_geoms path = {0};
            size_t n = 0;
            make_crossing(shared, &d);
            close_by(&d, LC_POINT, 1, cut);
            assert_parts(f, &d, 2);
            add_line(&path, 2, to_cut);
            bool joined;
            assert_true(by_path ? lc_drawn_add_path(&d, &path, 0, NULL)
                                : lc_drawn_open(&d, (lc_xy){-50, 1.5}, &n, &joined));
            if (!by_path) assert_int_equal(n, 2);
            assert_parts(f, &d, 1);
            lc_geoms_free(&path);
            add_line(&path, 2, off); /* joined to nothing but itself and the path that it lies on */
            assert_true(lc_drawn_add_path(&d, &path, 0, NULL));
            if (!by_path) assert_parts(f, &d, 2);
            lc_geoms_free(&path);
            lc_drawn_free(&d);
        }
}

/* An end 0.4 m from the inside of a street joins it, one at 0.6 m does not; a street that is crossed is not joined. */
static void ends_reach_half_a_metre(void **state) {
    files *f = *state;
    static const double near_m[] = {-50, 0.4, -50, 60}, far_m[] = {-50, 0.6, -50, 60}, across[] = {-50, -60, -50, 60};
    static const double *const lines[] = {near_m, far_m, across};
    static const size_t parts[] = {1, 2, 2};
    for (int shared = 0; shared < 2; shared++)
        for (size_t i = 0; i < 3; i++) {
            lc_drawn d;
            lc_geoms path = {0};
            make_crossing(shared, &d);
            add_line(&path, 2, lines[i]);
            assert_true(lc_drawn_add_path(&d, &path, 0, NULL));
            assert_parts(f, &d, parts[i]);
            lc_geoms_free(&path);
            lc_drawn_free(&d);
        }
}

/* Random streets and random walls: no path that is left crosses the wall, and at the wall no two ends join. */
static void nothing_crosses_a_wall(void **state) {
    files *f = *state;
    rng_t rng = {20261127};
    for (int round = 0; round < 60; round++) {
        lc_geoms lines = {0};
        lc_drawn d;
        lc_paths paths = {0};
        double wall[8];
        for (int i = 0; i < 12; i++) {
            double xy[8];
            for (int k = 0; k < 8; k++) xy[k] = floor(rng_range(&rng, 0, 20)) * 10;
            add_line(&lines, 4, xy);
        }
        for (int k = 0; k < 8; k++) wall[k] = floor(rng_range(&rng, 0, 40)) * 5; /* often through vertices */
        assert_true(lc_drawn_from_lines(&lines, &(lc_noding){0}, &d));
        close_by(&d, LC_LINE, 4, wall);
        count_parts(f, &d, &paths);
        size_t *uses = LC_NEW0(size_t, paths.n_xy);
        for (size_t i = 0; i < paths.n; i++)
            for (size_t k = paths.start[i]; k < paths.start[i + 1]; k++) {
                bool end = k == paths.start[i] || k + 1 == paths.start[i + 1];
                uses[paths.vertex[k]] += end ? 1 : 2;
            }
        for (size_t v = 0; v < paths.n_xy; v++)
            for (int k = 0; k < 3; k++) {
                lc_xy a = {wall[2 * k], wall[2 * k + 1]}, b = {wall[2 * k + 2], wall[2 * k + 3]};
                if (lc_segment_distance(a, b, paths.xy[v]) < 1e-6) assert_true(uses[v] <= 1);
            }
        free(uses);
        lc_paths_free(&paths);
        lc_drawn_free(&d);
        lc_geoms_free(&lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(walls_cut_what_they_meet),    TEST(walls_along_a_street_cut_at_their_ends),
                                       TEST(points_cut_the_nearest_path), TEST(sites_take_out_what_is_inside),
                                       TEST(openings_and_paths_join),     TEST(ends_reach_half_a_metre),
                                       TEST(nothing_crosses_a_wall),      TEST(streets_drawn_again_are_cut_as_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
