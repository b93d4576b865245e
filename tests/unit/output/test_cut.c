/* A check is cut by the length of its paths; what a part's file says is what was written. */
#include "far_towns.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/memory.h"
#include "base/path.h"
#include "base/program.h"
#include "city/cut_survey.h"
#include "city/planes.h"
#include "city/shard.h"
#include "output/cut_files.h"
#include "output/extract.h"
#include "profile/cut_part.h"
#include "profile/data_dir.h"
#include "source/layer_part.h"
#include "store/cut_layers.h"

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

/* Lines with heights, a polygon with a hole in two parts of one feature, a feature without a geometry, texts that are
   empty, missing, and long. */
static const char *const VALUES[2][4] = {{"a", NULL, "", "\xE5\xB8\x82"}, {"1e3", "-1", NULL, "x"}};

static void make_layer(lc_layer *out) {
    lc_geoms *g = &out->geoms;
    out->n_features = 4;
    out->n_fields = 2;
    out->value = LC_NEW0(char *, 8);
    out->z = LC_NEW(double, 16);
    out->rounded = LC_NEW0(bool, 2);
    out->file = lc_strdup("roads.gpkg");
    out->crs = lc_strdup("EPSG:4490");
    out->is_cad = out->rounded[1] = true;
    memset(out->sha256, 'b', 64);
    for (size_t f = 0; f < 2; f++)
        for (size_t i = 0; i < 4; i++) out->value[f * 4 + i] = lc_strdup(VALUES[f][i]);
    for (uint32_t feature = 0; feature < 3; feature += 2)
        for (int part = 0; part < 2; part++) {
            assert_true(lc_geoms_begin(g, feature ? LC_POLYGON : LC_LINE, feature) && lc_geoms_begin_part(g));
            for (int k = 0; k < 4; k++)
                assert_true(lc_geoms_add(g, 10.1 + k / 3. + part, 50.2 + (k & 1) * 0.1 + 1e-15));
            if (feature && part) assert_true(lc_geoms_begin_part(g) && lc_geoms_add(g, 1, 2) && lc_geoms_add(g, 1, 2));
        }
    out->z = realloc(out->z, g->n_xy * sizeof *out->z);
    for (size_t i = 0; i < g->n_xy; i++) out->z[i] = i == 2 ? NAN : (double)i / 7;
}

static void assert_same_layer(const lc_layer *a, const lc_layer *b) {
    assert_int_equal(a->n_features + 100 * a->n_fields, b->n_features + 100 * b->n_fields);
    assert_int_equal(a->geoms.n, b->geoms.n);
    for (size_t g = 0; g < a->geoms.n; g++) {
        assert_int_equal(a->geoms.feature[g], b->geoms.feature[g]);
        assert_true(lc_geoms_same(&a->geoms, g, &b->geoms, g));
    }
    assert_memory_equal(a->geoms.xy, b->geoms.xy, a->geoms.n_xy * sizeof *a->geoms.xy);
    assert_memory_equal(a->z, b->z, a->geoms.n_xy * sizeof *a->z);
    for (size_t f = 0; f < a->n_fields; f++)
        for (size_t i = 0; i < a->n_features; i++) {
            const char *x = lc_layer_value(a, f, i), *y = lc_layer_value(b, f, i);
            assert_true(x && y ? strcmp(x, y) == 0 : x == y);
        }
    assert_string_equal(a->file, b->file);
    assert_string_equal(a->crs, b->crs);
    assert_string_equal(a->sha256, b->sha256);
    assert_true(!b->layer_name && !b->encoding && b->is_cad && !b->rounded[0] && b->rounded[1] && !b->number);
}

static void test_layers_are_read_as_they_were_written(void **state) {
    files *f = *state;
    lc_cut_layer written[2] = {{.key = "roads\nnetwork"}, {.key = "empty\ngates"}}, read = {0};
    lc_cut_layers *layers = NULL;
    const char *path = path_of(f, "layers.sqlite");
    make_layer(&written[0].layer);
    assert_true(lc_layer_whole_find(&written[0].layer, 77, &written[0].whole));
    assert_true(lc_layer_whole_find(&written[1].layer, 0, &written[1].whole));
    lc_warn(f->ctx, "some", "some things", "case %d", 1);
    lc_warn_count(f->ctx, "some", "some things", 4);
    assert_works(f, lc_warnings_take(f->ctx, &written[1].warnings));
    assert_works(f, lc_cut_layers_write(f->ctx, path, written, 2, true));
    assert_works(f, lc_cut_layers_open(f->ctx, path, &layers));
    assert_true(layers->pois_leveled && layers->n == 2);
    assert_works(f, lc_cut_layers_take(f->ctx, layers, "roads\nnetwork", &read));
    assert_same_layer(&written[0].layer, &read.layer);
    assert_int_equal(read.whole.n_source, 77);
    assert_int_equal(read.whole.kinds, LC_WANT_LINES | LC_WANT_POLYGONS);
    assert_true(read.whole.filled[0] && read.whole.filled[1] && !read.whole.measured[0] && read.whole.measured[1]);
    assert_int_equal(read.warnings.n, 0);
    lc_cut_layer_clear(&read);
    assert_works(f, lc_cut_layers_take(f->ctx, layers, "empty\ngates", &read));
    assert_int_equal(read.layer.n_features + read.layer.geoms.n + (size_t)read.whole.kinds, 0);
    assert_int_equal(read.warnings.n, 1);
    assert_int_equal(read.warnings.entry[0].count, 5);
    assert_string_equal(read.warnings.entry[0].examples[0], "case 1");
    lc_cut_layer_clear(&read);
    assert_int_equal(lc_cut_layers_take(f->ctx, layers, "roads\ngates", &read), LC_ERR_INPUT);
    lc_cut_layers_free(layers);
    written[0].key = written[1].key = NULL;
    lc_cut_layer_clear(&written[0]);
    lc_cut_layer_clear(&written[1]);
}

/* What a part takes: features with something in a box, each whole and once, and features that are marked. */
static void test_part_of_a_layer(void **state) {
    files *f = *state;
    lc_layer whole = {0}, part;
    const lc_box two[] = {{10.05, 50.15, 10.15, 50.25}, {10.4, 50.25, 10.5, 50.35}}, none = {0, 0, 0.5, 0.5};
    make_layer(&whole);
    lc_index *index = lc_geoms_index(&whole.geoms);
    assert_works(f, lc_layer_part_of(f->ctx, &whole, index, two, 2, &part));
    assert_int_equal(part.n_features * 10 + part.geoms.n, 24);
    assert_int_equal(lc_layer_feature_number(&part, 1), 3);
    assert_int_equal(part.geoms.feature[2], 1);
    lc_layer_free(&part);
    assert_works(f, lc_layer_part_of(f->ctx, &whole, index, &none, 1, &part));
    assert_int_equal(part.n_features + part.geoms.n, 0);
    lc_layer_free(&part);
    uint32_t named[] = {3, 1, 2, 1};
    assert_works(f, lc_layer_part_in(f->ctx, &whole, named, 4, &part));
    assert_int_equal(part.n_features * 10 + part.geoms.n, 32);
    assert_int_equal(part.geoms.feature[0], 1); /* the one before has no geometry */
    assert_string_equal(lc_layer_value(&part, 1, 0), "-1");
    assert_near(part.z[0], 8 / 7., 0);
    lc_layer_free(&part);
    lc_index_free(index);
    lc_layer_free(&whole);
}

static void test_paths_from_the_root(void **state) {
    (void)state;
    static const struct {
        const char *path, *absolute;
    } cases[] = {{"/a/b", "/a/b"},     {"/a/./b//c/", "/a/b/c"}, {"/a/../b", "/b"},       {"/../../b", "/b"},
                 {"/a/..b", "/a/..b"}, {"/a/b/../../c", "/c"},   {"/.hidden", "/.hidden"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *absolute = lc_path_absolute(cases[i].path);
        assert_string_equal(absolute, cases[i].absolute);
        free(absolute);
    }
    char *one = lc_path_absolute("x/y"), *other = lc_path_absolute("./z/../x/y");
    assert_string_equal(one, other);
    assert_int_equal(*one, '/');
    free(one);
    free(other);
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
    const char *none[] = {"no-such-program-of-ours", NULL}, *endless[] = {"sleep", "100000", NULL};
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
    lc_cancel(f->ctx);
    assert_fails(f, lc_program_run(f->ctx, endless, log), LC_ERR_CANCELLED, "cancelled");
    signal(SIGTERM, SIG_IGN); /* which programs inherit */
    assert_fails(f, lc_program_run(f->ctx, endless, log), LC_ERR_CANCELLED, "cancelled");
    signal(SIGTERM, SIG_DFL);
    lc_cancel_clear(f->ctx);
}

typedef struct {
    lc_context *ctx;
    const char *file;
} waiting_t;

static void *cancel_when_there(void *user) {
    waiting_t *w = user;
    while (access(w->file, F_OK) != 0) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    lc_cancel(w->ctx);
    return NULL;
}

/* An osmium that writes half of an extract and fails, or is ended: nothing of it stays but what the error names. */
static void test_no_half_extracts(void **state) {
    files *f = *state;
    static const char *const ends[] = {"exit 3", "exec sleep 100000"};
    const char *half = path_of(f, "half.osm.pbf"), *log = path_of(f, "osmium.log"), *bin = path_of(f, "osmium");
    const char *config = path_of(f, "extract.json");
    char *const output[] = {(char *)(uintptr_t)half};
    const size_t first[] = {0, 1};
    lc_planes planes = {0};
    lay(f, 1, &planes);
    const lc_extract_job job = {.planes = &planes, .pbf = half, .folder = f->folder, .margin_m = 1000};
    char *before = lc_strdup(getenv("PATH")), *path = lc_sprintf("%s:%s", f->folder, before);
    for (int cancelled = 0; cancelled < 2; cancelled++) {
        waiting_t waiting = {f->ctx, half};
        pthread_t thread;
        char *script = lc_sprintf("#!/bin/sh\nprintf half > '%s'\n%s\n", half, ends[cancelled]);
        write_text(f, "osmium", script);
        free(script);
        assert_int_equal(chmod(bin, 0700), 0);
        setenv("PATH", path, 1);
        if (cancelled) assert_int_equal(pthread_create(&thread, NULL, cancel_when_there, &waiting), 0);
        assert_int_equal(lc_extract_write(f->ctx, &job, first, 1, output), cancelled ? LC_ERR_CANCELLED : LC_ERR_IO);
        if (cancelled) pthread_join(thread, NULL);
        setenv("PATH", before, 1);
        lc_cancel_clear(f->ctx);
        assert_int_equal(access(half, F_OK), -1);
        assert_int_equal(access(log, F_OK), cancelled ? -1 : 0);
        assert_int_equal(access(config, F_OK), cancelled ? -1 : 0);
    }
    lc_planes_free(&planes);
    free(before);
    free(path);
}

/* What is listed before it is read, and has changed by the end, is not taken for what was read. */
static void test_changed_files_are_refused(void **state) {
    files *f = *state;
    lc_cut_files listed = {0};
    lc_profile *profile = NULL;
    lc_city_options city = LC_CITY_OPTIONS_INIT;
    lc_cut_options options = LC_CUT_OPTIONS_INIT;
    const char *path = write_text(f, "a.geojson", "{\"one\": 1}");
    char layer[600];
    snprintf(layer, sizeof layer, "%s|layer=gates", path);
    options.project = write_text(f, "p.yaml", "a: 1\n");
    options.city = &city;
    city.communities = path;
    city.network = path; /* once */
    city.gates = layer;  /* which parts may have, or read themselves */
    options.profile = "life-circle";
    assert_works(f, lc_profile_load(f->ctx, NULL, options.profile, &profile));
    assert_works(f, lc_cut_files_list(f->ctx, &options, profile, &listed));
    assert_int_equal(listed.n, 4 + LC_RULE_FILES); /* the project, the file by its two layers, the profile */
    for (size_t i = 0; i < listed.n; i++) assert_works(f, lc_cut_file_check(f->ctx, &listed.file[i]));
    write_text(f, "a.geojson", "{\"two\": 22}");
    size_t changed = 0;
    for (size_t i = 0; i < listed.n; i++) changed += lc_cut_file_check(f->ctx, &listed.file[i]) != LC_OK;
    assert_int_equal(changed, 2);
    assert_non_null(strstr(lc_error_message(f->ctx), "a.geojson has changed while it was cut; cut again"));
    lc_cut_files_free(&listed);
    lc_profile_free(profile);
}

/* Shapes that merging passes over are not there, though the parts have them; those that parts lack are asked for. */
static void test_merged_report_has_what_is_wanted(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, true, true}, {105.65, 30.6, true, true}};
    lc_check_options shapes = LC_CHECK_OPTIONS_INIT, wanted = LC_CHECK_OPTIONS_INIT;
    const char *parts[2];
    char path[2][600];
    lc_report_free(towns_make(f, town, 2, NULL));
    shapes.want_areas = shapes.want_gaps = wanted.want_areas = true;
    for (size_t k = 0; k < 2; k++) {
        lc_cut_part part = {.number = k + 1, .of = 2, .n_planes = 2, .n_communities = 2, .first = k, .end = k + 1};
        towns_text_t text;
        lc_city_options o = towns_options(f, NULL, &text);
        lc_report *report = NULL;
        o.shard = print_part(f, &part);
        assert_works(f, whole_check(f->ctx, &o, path_of(f, "town.yaml"), &shapes, &report));
        snprintf(path[k], sizeof path[k], "%s/part%zu.geojson", f->folder, k);
        parts[k] = path[k];
        assert_works(f, lc_write(f->ctx, report, LC_REPORT, parts[k], NULL));
        lc_report_free(report);
    }
    lc_report *merged = NULL;
    assert_works(f, lc_merge_report(f->ctx, parts, 2, &wanted, &merged));
    assert_works(f, lc_write(f->ctx, merged, LC_AREAS, path_of(f, "areas.geojson"), NULL));
    assert_fails(f, lc_write(f->ctx, merged, LC_GAPS, path_of(f, "gaps.geojson"), NULL), LC_ERR_INPUT,
                 "did not prepare");
    lc_report_free(merged);
    wanted.want_network = true;
    assert_fails(f, lc_merge_report(f->ctx, parts, 2, &wanted, &merged), LC_ERR_INPUT, "was checked without --gpkg");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_parts_have_the_same_weight),
        TEST(test_plane_of_a_place),
        TEST(test_length_of_paths),
        TEST(test_part_is_read_as_it_was_written),
        TEST(test_wrong_parts_are_refused),
        TEST(test_programs),
        TEST(test_no_half_extracts),
        TEST(test_layers_are_read_as_they_were_written),
        TEST(test_part_of_a_layer),
        TEST(test_paths_from_the_root),
        TEST(test_changed_files_are_refused),
        TEST(test_merged_report_has_what_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
