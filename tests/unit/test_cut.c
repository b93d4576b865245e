/* A check is cut by the length of its paths; what a part's file says is what was written. */
#include "far_towns.h"

#include "base/program.h"
#include "city/cut_survey.h"
#include "city/planes.h"
#include "city/shard.h"
#include "profile/cut_part.h"

/* n cells in a row from 10 degrees east, at 50.25 north, a community each. */
static void lay(files *f, size_t n, lc_planes *out) {
    lc_geoms g = {0};
    for (size_t k = 0; k < n; k++) {
        double x = 10.25 + 0.5 * (double)k, y = 50.25, s = 0.01;
        assert_true(lc_geoms_begin(&g, LC_POLYGON, (uint32_t)k) && lc_geoms_begin_part(&g));
        assert_true(lc_geoms_add(&g, x, y) && lc_geoms_add(&g, x + s, y) && lc_geoms_add(&g, x + s, y + s) &&
                    lc_geoms_add(&g, x, y));
    }
    assert_works(f, lc_planes_lay(f->ctx, &g, n, out));
    assert_int_equal(out->n, n);
    lc_geoms_free(&g);
}

static void assert_part(files *f, const lc_planes *planes, const double *weight, size_t number, size_t of, size_t first,
                        size_t end) {
    size_t from, to;
    assert_works(f, lc_shard_planes(f->ctx, planes, weight, &(lc_shard_of){.number = number, .of = of}, &from, &to));
    assert_int_equal(from, first);
    assert_int_equal(to, end);
}

static void test_parts_have_the_same_weight(void **state) {
    files *f = *state;
    lc_planes planes = {0};
    const double heavy_first[] = {10, 1, 1, 1, 1, 1}, none[] = {0, 0, 0, 0, 0, 7};
    lay(f, 6, &planes);
    assert_part(f, &planes, NULL, 1, 2, 0, 3);
    assert_part(f, &planes, NULL, 2, 2, 3, 6);
    assert_part(f, &planes, heavy_first, 1, 2, 0, 1);
    assert_part(f, &planes, heavy_first, 2, 2, 1, 6);
    assert_part(f, &planes, none, 1, 3, 0, 4); /* every part has a plane, */
    assert_part(f, &planes, none, 2, 3, 4, 5);
    assert_part(f, &planes, none, 3, 3, 5, 6);
    assert_part(f, &planes, heavy_first, 6, 6, 5, 6);
    lc_planes_free(&planes);
}

static void test_plane_of_a_place(void **state) {
    files *f = *state;
    lc_planes planes = {0};
    lay(f, 3, &planes);
    assert_int_equal(lc_planes_at(&planes, (lc_xy){10, 50}), 0); /* the southern and western border */
    assert_int_equal(lc_planes_at(&planes, (lc_xy){10.5, 50.499}), 1);
    assert_int_equal(lc_planes_at(&planes, (lc_xy){11.499, 50}), 2);
    assert_int_equal(lc_planes_at(&planes, (lc_xy){11.5, 50}), SIZE_MAX);
    assert_int_equal(lc_planes_at(&planes, (lc_xy){10.2, 50.5}), SIZE_MAX);
    assert_int_equal(lc_planes_at(&planes, (lc_xy){180, 50.2}), SIZE_MAX);
    lc_planes_free(&planes);
}

/* A path belongs to the plane that it begins in, whole. */
static void test_length_of_paths(void **state) {
    files *f = *state;
    lc_planes planes = {0};
    double length[2] = {0, 5};
    const char *path =
        write_text(f, "lines.geojson",
                   "{\"type\":\"FeatureCollection\",\"features\":["
                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
                   "[[10.1,50.25],[10.1,50.26],[10.11,50.26]]}},"
                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
                   "[[10.6,50.25],[10.4,50.25]]}},"
                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
                   "[[12,50.25],[10.4,50.25]]}}]}");
    lc_source source = {0};
    lc_layer layer = {0};
    assert_works(f, lc_source_parse(f->ctx, path, &source));
    assert_works(f, lc_layer_read(f->ctx, &source, "network", LC_WANT_LINES, NULL, 0, &layer));
    lay(f, 2, &planes);
    lc_cut_survey_lines(&layer.geoms, &planes, length);
    lc_layer_free(&layer);
    lc_source_free(&source);
    assert_near(length[0], 1112 + 711, 10);
    assert_near(length[1], 5 + 14220, 100);
    lc_planes_free(&planes);
}

static const char *print_part(files *f, const lc_cut_part *part) {
    const char *path = path_of(f, "part.yaml");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    lc_cut_part_print(file, part);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void test_part_is_read_as_it_was_written(void **state) {
    files *f = *state;
    lc_cut_part part = {.number = 3, .of = 7, .n_planes = 12, .n_communities = 5000, .first = 4, .end = 6},
                *read = NULL;
    part.margin_m = 2350.5;
    assert_works(f, lc_cut_part_read(f->ctx, print_part(f, &part), &read));
    assert_int_equal(read->number + 10 * read->of + 100 * read->first + 1000 * read->end, 6473);
    assert_int_equal(read->n_planes + read->n_communities, 5012);
    assert_near(read->margin_m, 2350.5, 0);
    assert_null(read->extract);
    lc_cut_part_free(read);
    part.extract = "extract.osm.pbf";
    part.osm.name = "it's: a \"name\".osm.pbf";
    part.osm.n_objects = 123456789012;
    memset(part.osm.sha256, 'a', 64);
    assert_true(lc_cut_osm_add(&part.osm, "park", true, true) &&
                lc_cut_osm_add(&part.osm, "it's: # a store", true, false) &&
                lc_cut_osm_add(&part.osm, "school", false, false));
    assert_works(f, lc_cut_part_read(f->ctx, print_part(f, &part), &read));
    assert_string_equal(read->osm.name, part.osm.name);
    assert_string_equal(read->osm.sha256, part.osm.sha256);
    assert_string_equal(strrchr(read->extract, '/'), "/extract.osm.pbf");
    assert_memory_equal(read->extract, f->folder, strlen(f->folder));
    assert_int_equal(read->osm.n_objects, 123456789012);
    assert_int_equal(read->osm.n_categories, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(read->osm.category[i].name, part.osm.category[i].name);
        assert_int_equal(read->osm.category[i].any, i < 2);
        assert_int_equal(read->osm.category[i].area, i < 1);
    }
    lc_cut_part_free(read);
    part.osm.name = NULL;
    part.extract = NULL;
    lc_cut_osm_clear(&part.osm);
}

static void test_wrong_parts_are_refused(void **state) {
    files *f = *state;
    lc_cut_part *read = NULL;
    const lc_cut_part good = {.number = 1, .of = 2, .n_planes = 3, .n_communities = 9, .first = 0, .end = 1};
    for (int k = 0; k < 4; k++) {
        lc_cut_part part = good;
        if (k == 0) part.number = 3;
        if (k == 1) part.first = 1;
        if (k == 2) part.end = 4;
        if (k == 3) part.number = 0;
        assert_int_equal(lc_cut_part_read(f->ctx, print_part(f, &part), &read), LC_ERR_INPUT);
        assert_non_null(strstr(lc_error_message(f->ctx), "cut again"));
    }
    const char *path = write_text(f, "part.yaml", "part: 1\nparts: 2\n");
    assert_int_equal(lc_cut_part_read(f->ctx, path, &read), LC_ERR_INPUT);
    assert_non_null(strstr(lc_error_message(f->ctx), "planes"));
}

static void test_programs(void **state) {
    files *f = *state;
    const char *log = path_of(f, "log"), *good[] = {"sh", "-c", "echo said; echo it >&2", NULL};
    const char *bad[] = {"sh", "-c", "exit 3", NULL}, *killed[] = {"sh", "-c", "kill -9 $$", NULL};
    const char *none[] = {"no-such-program-of-ours", NULL};
    char text[32] = "";
    assert_true(lc_program_exists("sh"));
    assert_false(lc_program_exists(none[0]));
    assert_works(f, lc_program_run(f->ctx, good, log));
    FILE *file = fopen(log, "r");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text - 1, file), 8);
    fclose(file);
    assert_string_equal(text, "said\nit\n");
    assert_int_equal(lc_program_run(f->ctx, bad, log), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "exit code 3"));
    assert_int_equal(lc_program_run(f->ctx, killed, log), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "signal 9"));
    assert_int_equal(lc_program_run(f->ctx, none, log), LC_ERR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_parts_have_the_same_weight),     TEST(test_plane_of_a_place),        TEST(test_length_of_paths),
        TEST(test_part_is_read_as_it_was_written), TEST(test_wrong_parts_are_refused), TEST(test_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
