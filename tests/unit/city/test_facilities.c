/* Facilities read from layers (repeats, levels), and the checks of communities. */
#include "files.h"

#include "base/memory.h"
#include "city/checks.h"
#include "city/duplicates.h"
#include "city/pois.h"
#include "city/unite.h"
#include "geo/shared_area.h"
#include "measure/edge_effect.h"
#include "network/build.h"

/* Two metres a step in longitude and latitude, around (0, 0). */
#define STEP 1.8e-5

typedef struct place {
    double x, y; /* steps */
    const char *id, *name, *level;
} place;

static void add_property(char *text, size_t size, const char *key, const char *value) {
    size_t n = strlen(text);
    if (value)
        snprintf(text + n, size - n, ",\"%s\":\"%s\"", key, value);
    else
        snprintf(text + n, size - n, ",\"%s\":null", key);
}

static const char *write_places(files *f, const place *p, size_t n) {
    char text[8192] = "{\"type\":\"FeatureCollection\",\"features\":[";
    for (size_t i = 0; i < n; i++) {
        size_t at = strlen(text);
        snprintf(text + at, sizeof text - at,
                 "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.7f,%.7f]},"
                 "\"properties\":{\"size\":%zu",
                 i ? "," : "", p[i].x * STEP, p[i].y * STEP, 100 + i);
        add_property(text, sizeof text, "nr", p[i].id);
        add_property(text, sizeof text, "name", p[i].name);
        add_property(text, sizeof text, "kind", p[i].level);
        strncat(text, "}}", sizeof text - strlen(text) - 1);
    }
    strncat(text, "]}", sizeof text - strlen(text) - 1);
    return write_text(f, "centres.geojson", text);
}

static void read_places(files *f, const place *p, size_t n, bool dedupe, bool levels, lc_facilities *out) {
    lc_source source = {0};
    lc_layer layer = {0};
    lc_work_crs *crs = NULL;
    lc_level_rules *rules = NULL;
    const char *fields[LC_FACILITY_FIELDS] = {"nr", "size", levels ? "kind" : NULL, "?name", "?名称"};
    assert_works(f, lc_source_parse(f->ctx, write_places(f, p, n), &source));
    assert_works(f, lc_layer_read(f->ctx, &source, "facilities", LC_WANT_ALL, fields, LC_FACILITY_FIELDS, &layer));
    assert_works(f, lc_work_crs_new(f->ctx, 0, 0, &crs));
    assert_works(f, lc_levels_load(f->ctx, LC_DATA_DIR, &rules));
    assert_works(f, lc_facilities_from_layer(f->ctx, "centre", &layer, dedupe, levels ? rules : NULL, crs, out));
    assert_works(f, lc_facilities_tell(f->ctx, out));
    lc_levels_free(rules);
    lc_work_crs_free(crs);
    lc_source_free(&source);
}

static const char *example(const files *f, const char *code, size_t k) {
    for (size_t i = 0; i < f->ctx->warnings.n; i++) {
        const lc_warning_entry *e = &f->ctx->warnings.entry[i];
        if (strcmp(e->code, code) == 0 && k < e->n_examples) return e->examples[k];
    }
    return "(none)";
}

static const place centres[] = {
    {0, 0, "a", "one", "街道级"},         {50, 0, "b", "two", "社区党群服务中心"}, {100, 0, "a", "three", "小区"},
    {150, 0, NULL, "four", "楼宇"},       {200, 0, NULL, "five", "市级"},          {250, 0, "b", "six", NULL},
    {300, 0, "a", "seven", "社区综合体"},
};
enum { N = sizeof centres / sizeof *centres };

/* Two sources of a category: columns one behind the other, and what both have is told. */
static void sources_are_united(void **state) {
    files *f = *state;
    static const place more[] = {{0, 0, "z", "one", NULL}, {400, 0, "a", "eight", NULL}};
    lc_facilities c = {.category = lc_strdup("centre")}, one, other;
    read_places(f, centres, N, false, true, &one);
    assert_works(f, lc_facilities_append(f->ctx, &c, &one));
    assert_true(c.known && c.n == N && c.level);
    size_t told = warned(f, "facility_duplicate"), unknown = warned(f, "level_unknown");
    read_places(f, more, 2, false, false, &other);
    assert_int_equal(warned(f, "facility_duplicate"), told);
    assert_works(f, lc_facilities_append(f->ctx, &c, &other));
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_facilities_tell(f->ctx, &c));
    assert_int_equal(warned(f, "facility_duplicate"), told + 1); /* "one" again; "a" of another source is another id */
    assert_int_equal(warned(f, "level_unknown"), unknown + 2);
    assert_int_equal(c.n, N + 2);
    assert_int_equal(c.geoms.n, N + 2);
    assert_int_equal(c.geoms.feature[N + 1], N + 1);
    assert_string_equal(c.id[N], "z");
    assert_string_equal(c.name[N + 1], "eight");
    assert_near(c.area_m2[0], 100, 0);
    assert_near(c.area_m2[N + 1], 101, 0);
    assert_int_equal(c.level[0], LC_LEVEL_STREET);
    assert_int_equal(c.level[N], LC_LEVEL_ANY);
    assert_string_equal(c.category, "centre");
    lc_facilities_free(&c);
}

static void repeats_are_told_but_kept(void **state) {
    files *f = *state;
    lc_facilities c = {0};
    read_places(f, centres, N, false, false, &c);
    assert_int_equal(c.n, N);
    assert_int_equal(c.geoms.n, N);
    assert_null(c.level);
    assert_int_equal(warned(f, "facility_duplicate"), 3); /* a again, b again, a again */
    assert_string_equal(example(f, "facility_duplicate", 0), "centre a = a three");
    assert_int_equal(warned(f, "facility_repeated_id"), 0);
    assert_string_equal(c.id[3], "4"); /* no id: its number in the source */
    lc_facilities_free(&c);
}

/* Two stores whose ids a real number cannot tell apart, and their POI table. */
static void ids_that_lost_digits_drop_nobody(void **state) {
    files *f = *state;
    lc_source source = {0};
    lc_layer layer = {0};
    lc_work_crs *crs = NULL;
    lc_facilities none;
    const char *fields[LC_FACILITY_FIELDS] = {"id"}, *poi_fields[LC_POI_FIELDS];
    static const char text[] =
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"id\":51010400100100110001.5,\"typecode\":\"060200\"},\"geometry\":"
        "{\"type\":\"Point\",\"coordinates\":[0,0]}},"
        "{\"type\":\"Feature\",\"properties\":{\"id\":51010400100100110002.5,\"typecode\":\"060200\"},\"geometry\":"
        "{\"type\":\"Point\",\"coordinates\":[0,0.001]}}]}";
    assert_works(f, lc_source_parse(f->ctx, write_text(f, "stores.geojson", text), &source));
    assert_works(f, lc_layer_read(f->ctx, &source, "facilities", LC_WANT_ALL, fields, LC_FACILITY_FIELDS, &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), lc_layer_value(&layer, 0, 1));
    assert_int_equal(warned(f, "digits_lost"), 2);
    assert_works(f, lc_work_crs_new(f->ctx, 0, 0, &crs));
    assert_fails(f, lc_facilities_from_layer(f->ctx, "store", &layer, true, NULL, crs, &none), LC_ERR_INPUT,
                 "dedupe= cannot tell the ids");
    lc_pois pois = {0};
    lc_poi_fields(&source, poi_fields);
    assert_works(f, lc_layer_read(f->ctx, &source, "pois", LC_WANT_ALL, poi_fields, LC_POI_FIELDS, &layer));
    assert_works(f, lc_pois_add(f->ctx, &source, &layer, &pois));
    assert_works(f, lc_pois_dedupe(f->ctx, &pois));
    assert_int_equal(pois.n, 2);
    lc_pois_free(&pois);
    lc_work_crs_free(crs);
    lc_source_free(&source);
}

static void dedupe_keeps_the_first(void **state) {
    files *f = *state;
    lc_facilities c = {0};
    read_places(f, centres, N, true, true, &c);
    assert_int_equal(c.n, 4);
    assert_int_equal(c.geoms.n, 4);
    assert_int_equal(warned(f, "facility_repeated_id"), 3);
    assert_int_equal(warned(f, "facility_duplicate"), 0);
    const char *const id[] = {"a", "b", "4", "5"};
    const double area[] = {100, 101, 103, 104}, x[] = {0, 50, 150, 200};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(c.id[i], id[i]);
        assert_near(c.area_m2[i], area[i], 0);
        assert_int_equal(c.geoms.feature[i], i);
        assert_near(c.geoms.xy[i].x, x[i] * 2.00375, 0.01);
    }
    assert_int_equal(c.level[0], LC_LEVEL_STREET);
    assert_int_equal(c.level[2], LC_LEVEL_STATION);
    lc_facilities_free(&c);
}

static void unknown_levels_are_told(void **state) {
    files *f = *state;
    lc_facilities c = {0};
    static const lc_level wanted[N] = {LC_LEVEL_STREET, LC_LEVEL_COMMUNITY, LC_LEVEL_STATION, LC_LEVEL_STATION,
                                       LC_LEVEL_ANY,    LC_LEVEL_ANY,       LC_LEVEL_STREET};
    read_places(f, centres, N, false, true, &c);
    for (size_t i = 0; i < N; i++) assert_int_equal(c.level[i], wanted[i]);
    assert_int_equal(warned(f, "level_unknown"), 2);
    assert_string_equal(example(f, "level_unknown", 0), "centre 5: 市级");
    assert_string_equal(example(f, "level_unknown", 1), "centre b: (nothing)");
    lc_rule rule = {.min_area_m2 = NAN, .max_area_m2 = NAN, .level = LC_LEVEL_STREET};
    assert_true(lc_facility_passes(&c, 0, &rule) && lc_facility_passes(&c, 6, &rule));
    assert_false(lc_facility_passes(&c, 1, &rule) || lc_facility_passes(&c, 4, &rule));
    rule.level = LC_LEVEL_ANY;
    assert_true(lc_facility_passes(&c, 4, &rule));
    lc_facilities_free(&c);
}

/* Within a metre and of one name, or both without; not 2 m apart, not of two names. */
static void same_place_and_name(void **state) {
    static const place p[] = {
        {0, 0, NULL, "x", NULL},  {0.4, 0, NULL, "x", NULL}, {0, 0.4, NULL, "y", NULL}, {0, 0, NULL, NULL, NULL},
        {50, 0, NULL, "x", NULL}, {51, 0, NULL, "x", NULL},  {90, 0, NULL, NULL, NULL}, {90, 0.4, NULL, NULL, NULL},
    };
    files *f = *state;
    lc_facilities c = {0};
    read_places(f, p, sizeof p / sizeof *p, false, false, &c);
    assert_int_equal(c.n, 8);
    assert_int_equal(warned(f, "facility_duplicate"), 2);
    assert_string_equal(example(f, "facility_duplicate", 0), "centre 2 = 1 x");
    assert_string_equal(example(f, "facility_duplicate", 1), "centre 8 = 7");
    lc_facilities_free(&c);
}

/* ------------------------------------------------------------------------------------------------------ communities */

static void add_box(lc_geoms *g, uint32_t feature, double x0, double y0, double x1, double y1) {
    assert_true(lc_geoms_begin(g, LC_POLYGON, feature) && lc_geoms_begin_part(g));
    assert_true(lc_geoms_add(g, x0, y0) && lc_geoms_add(g, x1, y0) && lc_geoms_add(g, x1, y1) &&
                lc_geoms_add(g, x0, y1) && lc_geoms_add(g, x0, y0));
}

static void shared_areas(void **state) {
    files *f = *state;
    lc_geoms g = {0};
    lc_shared *pair = NULL;
    size_t n = 0;
    add_box(&g, 0, 0, 0, 100, 100);
    add_box(&g, 0, 200, 0, 300, 100); /* a second part */
    add_box(&g, 1, 100, 0, 200, 100); /* a neighbour: no common area */
    add_box(&g, 2, 90, 10, 210, 20);  /* over both parts of 0 by 100 m2 each, all along 1 */
    add_box(&g, 3, 0, 500, 1, 500.5); /* 0.5 m2 over 4 */
    add_box(&g, 4, 0, 500, 100, 600);
    assert_works(f, lc_geoms_shared_areas(f->ctx, &g, 1, &pair, &n));
    assert_int_equal(n, 2);
    assert_int_equal(pair[0].a, 0);
    assert_int_equal(pair[0].b, 2);
    assert_near(pair[0].area_m2, 200, 1e-6);
    assert_int_equal(pair[1].a, 1);
    assert_int_equal(pair[1].b, 2);
    assert_near(pair[1].area_m2, 1000, 1e-6);
    free(pair);
    lc_geoms_free(&g);
}

static void name_them(lc_city *in, size_t n) {
    static char names[6][8] = {"甲", "B", "C", "D", "E", "F"};
    in->n_communities = n;
    in->name = LC_NEW(char *, n);
    for (size_t i = 0; i < n; i++) in->name[i] = names[i];
}

static void overlaps_and_duplicates(void **state) {
    files *f = *state;
    lc_city in = {0};
    add_box(&in.communities, 0, 0, 0, 1000, 1000);
    add_box(&in.communities, 1, 998.766, 0, 2000, 1000); /* 1234 m2 over A */
    add_box(&in.communities, 2, 2000, 0, 3000, 1000);
    add_box(&in.communities, 3, 2000, 0, 3000, 1000); /* C again */
    add_box(&in.communities, 4, 0, 1000, 1000, 2000);
    add_box(&in.communities, 5, 0, 1999.95, 1000, 3000); /* 50 m2 over E: 0.005 % */
    name_them(&in, 6);
    assert_works(f, lc_check_overlaps(f->ctx, &in));
    assert_int_equal(warned(f, "community_overlap"), 1);
    assert_string_equal(example(f, "community_overlap", 0), "甲 / B: 1234 m2");
    assert_int_equal(warned(f, "community_duplicate"), 1);
    assert_string_equal(example(f, "community_duplicate", 0), "C / D");
    lc_geoms_free(&in.communities);
    free(in.name);
}

static lc_network *road(lc_context *ctx) {
    lc_paths paths = {0};
    lc_network *network = NULL;
    static const lc_xy xy[] = {{0, 0}, {5000, 0}, {5000, 4000}};
    assert_true(LC_ROOM(paths.xy, paths.cap_xy, 3) && lc_paths_begin(&paths));
    for (uint32_t i = 0; i < 3; i++) {
        paths.xy[paths.n_xy++] = xy[i];
        assert_true(lc_paths_add(&paths, i));
    }
    assert_int_equal(lc_network_build(ctx, &paths, &(lc_network_rules){0}, &network), LC_OK);
    lc_paths_free(&paths);
    return network;
}

/* The network's box is 5000 m x 4000 m; the longest walk 500 m. */
static void edges(void **state) {
    files *f = *state;
    lc_city in = {0};
    lc_network *network = road(f->ctx);
    lc_rule near = {.distance_m = 500}, far = {.distance_m = 2000};
    lc_indicator_def defs[] = {{.metric = LC_NETWORK, .rules = &near, .n_rules = 1},
                               {.metric = LC_STRAIGHT, .rules = &far, .n_rules = 1}};
    lc_profile profile = {.indicators = defs, .n_indicators = 2};
    bool *edge = NULL;
    add_box(&in.communities, 0, 500, 500, 4500, 3500);   /* just far enough */
    add_box(&in.communities, 1, 501, 499, 1000, 1000);   /* 499 m from the south */
    add_box(&in.communities, 2, 4000, 1000, 6000, 1500); /* beyond the east */
    add_box(&in.communities, 3, 2000, 2000, 2100, 2100);
    name_them(&in, 4);
    assert_works(f, lc_edge_effect(f->ctx, &profile, &in, &edge));
    assert_null(edge);
    in.network = network;
    assert_works(f, lc_edge_effect(f->ctx, &profile, &in, &edge));
    assert_false(edge[0] || edge[3]);
    assert_true(edge[1] && edge[2]);
    assert_int_equal(warned(f, "edge_effect"), 2);
    assert_string_equal(example(f, "edge_effect", 0), "B");
    free(edge);
    profile.indicators = &defs[1]; /* nothing walked */
    profile.n_indicators = 1;
    assert_works(f, lc_edge_effect(f->ctx, &profile, &in, &edge));
    assert_null(edge);
    lc_geoms_free(&in.communities);
    free(in.name);
    lc_network_free(network);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sources_are_united),     TEST(repeats_are_told_but_kept), TEST(ids_that_lost_digits_drop_nobody),
        TEST(dedupe_keeps_the_first), TEST(unknown_levels_are_told),   TEST(same_place_and_name),
        TEST(shared_areas),           TEST(overlaps_and_duplicates),   TEST(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
