/* The map's page, on a report built by hand: it is whole, holds the report's numbers, and lets nothing else in. So does
   the page of `lifecircle serve`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text_stream.h"
#include "output/html.h"
#include "output/live_page.h"
#include "output/page.h"
#include "report/report.h"

enum { N = 3, I = 2 };
static const char NASTY[] = "</script><img src=http://a/b>\"";

/* A square of 0.01 degrees with a corner at (lon, lat) and a bend of 0.1 m, which the map does not show. */
static void add_square(lc_geoms *geoms, uint32_t feature, double lon, double lat) {
    const double x[] = {lon, lon + 0.005, lon + 0.01, lon + 0.01, lon, lon};
    const double y[] = {lat, lat + 1e-6, lat, lat + 0.01, lat + 0.01, lat};
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, feature) && lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < 6; i++) assert_true(lc_geoms_add(geoms, x[i], y[i]));
}

static lc_indicator new_indicator(const char *id, const char *metric) {
    return (lc_indicator){.id = lc_strdup(id),
                          .title_en = lc_strdup("Park"),
                          .title_zh = lc_strdup("公园"),
                          .category = lc_strdup("park"),
                          .metric = lc_strdup(metric),
                          .denominator = lc_strdup("area"),
                          .distance_m = 500,
                          .target = 0.8,
                          .community_target = NAN,
                          .ratio = 0.25,
                          .err = 0.001,
                          .mean_ratio = 0.25,
                          .verdict = LC_MISSED};
}

/* Community 1 lies across the antimeridian, community 2 has no shape. */
static lc_report *new_report(void) {
    lc_report *report = LC_NEW0(lc_report, 1);
    report->profile = lc_strdup("test");
    report->profile_title_en = lc_strdup("Test");
    report->n_indicators = I;
    report->indicators = LC_NEW0(lc_indicator, I);
    report->indicators[0] = new_indicator("park", "network");
    report->indicators[1] = new_indicator("park_straight", "straight");
    report->n_communities = N;
    report->communities = LC_NEW0(lc_community, N);
    report->values = LC_NEW0(lc_value, N * I);
    for (size_t c = 0; c < N; c++) {
        report->communities[c] = (lc_community){
            .id = lc_sprintf("%zu", c), .name = lc_strdup(c ? "桃源居" : NASTY), .area_m2 = 1e6, .population = NAN};
        report->values[c * I] = (lc_value){
            .ratio = 0.1234565, .err = 1.2e-7, .offnet = 0.5, .mean_m = 123.45, .verdict = c ? LC_MET : LC_MISSED};
        report->values[c * I + 1] = (lc_value){
            .ratio = NAN, .err = NAN, .offnet = NAN, .mean_m = NAN, .reason = "no_source", .verdict = LC_NO_DATA};
    }
    add_square(&report->shapes, 0, 179.985, 10);
    add_square(&report->shapes, 1, 179.995, 10);
    for (size_t i = 0; i < report->shapes.n_xy; i++)
        if (report->shapes.xy[i].x > 180) report->shapes.xy[i].x -= 360;
    return report;
}

typedef struct fixture {
    char folder[32], path[64];
    lc_context *ctx;
    lc_report *report;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->folder, sizeof f->folder, "lifecircle-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/map.html", f->folder);
    f->ctx = lc_context_new();
    f->report = new_report();
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    remove(f->path);
    rmdir(f->folder);
    lc_report_free(f->report);
    lc_context_free(f->ctx);
    free(f);
    return 0;
}

/* The page, written with these options. */
static char *page_of(fixture *f, const lc_write_options *options) {
    assert_int_equal(lc_report_write_html(f->ctx, f->report, options, f->path), LC_OK);
    FILE *file = fopen(f->path, "rb");
    char *text = calloc(1, 1 << 20);
    assert_true(file && text);
    assert_in_range(fread(text, 1, (1 << 20) - 1, file), 100000, (1 << 20) - 2);
    fclose(file);
    return text;
}

/* The data in a page, as the browser would read it: up to the first end of a script. */
static cJSON *data_of(const char *page) {
    const char *start = strstr(page, "id=\"data\">"), *end = start ? strstr(start, "</script") : NULL;
    assert_non_null(end);
    cJSON *data = cJSON_ParseWithLength(start + 10, (size_t)(end - start - 10));
    assert_non_null(data);
    return data;
}

static double number_at(const cJSON *values, const char *key, int c) {
    return cJSON_GetNumberValue(cJSON_GetArrayItem(cJSON_GetObjectItem(values, key), c));
}

static void test_numbers(void **state) {
    fixture *f = *state;
    char *page = page_of(f, NULL);
    cJSON *data = data_of(page), *values = cJSON_GetObjectItem(data, "values");
    const cJSON *walked = cJSON_GetArrayItem(values, 0), *straight = cJSON_GetArrayItem(values, 1);
    const cJSON *names = cJSON_GetObjectItem(cJSON_GetObjectItem(data, "communities"), "name");
    assert_string_equal(cJSON_GetArrayItem(names, 0)->valuestring, NASTY);
    assert_true(number_at(walked, "ratio", 0) == 123457 && number_at(walked, "err", 0) == 1);
    assert_true(number_at(walked, "offnet", 0) == 500000);
    assert_string_equal(cJSON_GetObjectItem(walked, "verdict")->valuestring, "!++");
    assert_string_equal(cJSON_GetArrayItem(cJSON_GetObjectItem(straight, "ratio"), 0)->valuestring, "no_source");
    assert_true(cJSON_IsNull(cJSON_GetArrayItem(cJSON_GetObjectItem(straight, "err"), 0)));
    cJSON_Delete(data);
    free(page);
}

/* Numbers of a text, as docs/map.md describes them. */
static size_t decode(const char *text, double *number, size_t most) {
    static const char DIGIT[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = 0;
    long long value = 0, weight = 1;
    for (; *text; text++) {
        if (*text == ' ') continue;
        long long digit = strchr(DIGIT, *text) - DIGIT;
        value += (digit & 31) * weight;
        weight *= 32;
        if (digit & 32) continue;
        assert_true(n < most);
        number[n++] = (double)(value & 1 ? -(value >> 1) : value >> 1);
        value = 0;
        weight = 1;
    }
    return n;
}

/* The two squares share a side, across the antimeridian; the bends are gone. */
static void test_shapes(void **state) {
    fixture *f = *state;
    char *page = page_of(f, NULL);
    cJSON *data = data_of(page), *shapes = cJSON_GetObjectItem(data, "shapes");
    const cJSON *layer = cJSON_GetObjectItem(shapes, "communities"), *features = cJSON_GetObjectItem(layer, "features");
    double step[64], unit = cJSON_GetNumberValue(cJSON_GetObjectItem(shapes, "unit")), x = 0, y = 0, east = 0;
    size_t n = decode(cJSON_GetObjectItem(layer, "arcs")->valuestring, step, 64);
    assert_int_equal(n, 2 * (4 + 2 + 4));
    for (size_t i = 0; i < n; i += 2) {
        x += step[i];
        y += step[i + 1];
        east = fmax(east, x);
        assert_true(x * unit > 179.98 && x * unit < 180.01 && y * unit > 9.99 && y * unit < 10.02);
    }
    assert_true(fabs(east * unit - 180.005) < 1e-9);
    assert_int_equal(cJSON_GetArraySize(features), N);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetArrayItem(features, 2)), 0);
    cJSON_Delete(data);
    free(page);
}

/* Nothing is fetched: the policy allows nothing, and there is no address outside of links. */
static void test_alone(void **state) {
    fixture *f = *state;
    char *page = page_of(f, NULL);
    assert_non_null(strstr(page, "default-src 'none'"));
    assert_non_null(strstr(page, "img-src data:;"));
    assert_non_null(strstr(page, "Redistributions in binary form"));
    static const char *const fetches[] = {"src=\"",           "@import", "url(images",
                                          "sourceMappingURL", "{{",      "<link rel=\"style"};
    for (size_t i = 0; i < sizeof fetches / sizeof *fetches; i++)
        if (strstr(page, fetches[i])) fail_msg("the page holds '%s'", fetches[i]);
    free(page);
}

static void test_same_bytes(void **state) {
    fixture *f = *state;
    char *one = page_of(f, NULL);
    lc_context_set_language(f->ctx, "zh");
    char *other = page_of(f, &(lc_write_options){.size = sizeof(lc_write_options)});
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static void test_tiles(void **state) {
    fixture *f = *state;
    const lc_write_options options = {.tiles = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"};
    char *page = page_of(f, &options);
    cJSON *data = data_of(page);
    assert_non_null(strstr(page, "img-src data: https://tile.openstreetmap.org;"));
    assert_string_equal(cJSON_GetObjectItem(data, "tiles")->valuestring, options.tiles);
    assert_string_equal(cJSON_GetObjectItem(data, "tiles_attribution")->valuestring, "© OpenStreetMap contributors");
    cJSON_Delete(data);
    free(page);
}

static void test_wrong_tiles(void **state) {
    static const char *const wrong[] = {"tile.png",
                                        "file:///{z}/{x}/{y}",
                                        "https://a/{z}/{x}",
                                        "https://a",
                                        "https://{s}.a/{z}/{x}/{y}",
                                        "https://a/{z}/{x}/{y};script-src *",
                                        "https://a/{z}/{x}/{y}\">",
                                        "https://a /{z}/{x}/{y}"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const lc_write_options options = {.tiles = wrong[i]};
        assert_int_equal(lc_output_check_html(f->ctx, &options, f->path), LC_ERR_INPUT);
        assert_int_equal(lc_report_write_html(f->ctx, f->report, &options, f->path), LC_ERR_INPUT);
        assert_non_null(strstr(lc_error_message(f->ctx), wrong[i]));
        assert_int_not_equal(access(f->path, F_OK), 0);
    }
    assert_int_equal(lc_output_check_html(f->ctx, &(lc_write_options){.tiles_attribution = "us"}, f->path),
                     LC_ERR_INPUT);
}

/* ------------------------------------------------------------- a live city */

/* A path from (lon, lat) that bends by a centimetre, which a map does not show and an edit must meet. */
static const double PATH_LON = 179.99, PATH_LAT = 10.005, STEP = 1e-7;

static void add_path(lc_report *report) {
    report->has_paths = true;
    report->n_paths = 1;
    report->paths = LC_NEW0(lc_path, 1);
    assert_true(lc_geoms_begin(&report->path_shapes, LC_LINE, 0) && lc_geoms_begin_part(&report->path_shapes));
    for (int i = 0; i < 3; i++)
        assert_true(lc_geoms_add(&report->path_shapes, PATH_LON + STEP * i, PATH_LAT + STEP * (i == 1)));
}

static void test_live_paths(void **state) {
    fixture *f = *state;
    add_path(f->report);
    char *page = NULL;
    assert_int_equal(lc_live_page(f->ctx, f->report, &page), LC_OK);
    const char *start = strstr(page, "id=\"paths\">");
    assert_non_null(start);
    cJSON *paths = cJSON_ParseWithLength(start + 11, (size_t)(strstr(start, "</script") - start - 11));
    double step[8], unit = cJSON_GetNumberValue(cJSON_GetObjectItem(paths, "unit"));
    assert_int_equal(decode(cJSON_GetObjectItem(paths, "lines")->valuestring, step, 8), 6);
    assert_true(fabs(step[0] * unit - PATH_LON) < 1e-8 && fabs(step[1] * unit - PATH_LAT) < 1e-8);
    assert_true(step[2] * unit == STEP && step[3] * unit == STEP && step[4] * unit == STEP && step[5] * unit == -STEP);
    cJSON_Delete(paths);
    free(page);
}

/* Scripts run by their nonce alone, and no text of the data can pose as a place for one. */
static void test_live_policy(void **state) {
    static const char NONCE[] = "nonce=\"@NONCE@\"";
    fixture *f = *state;
    free((char *)(uintptr_t)f->report->communities[1].name);
    f->report->communities[1].name = lc_sprintf("<script %s>alert(1)</script>", NONCE);
    char *page = NULL;
    assert_int_equal(lc_live_page(f->ctx, f->report, &page), LC_OK);
    const char *data = strstr(page, "id=\"data\">"), *end = data ? strstr(data, "</script") : NULL;
    size_t scripts = 0;
    assert_non_null(end);
    assert_non_null(strstr(end, "</html>"));
    for (const char *at = page; (at = strstr(at, "<script")); at++, scripts++) {
        const bool is_data = strncmp(at + 7, " type=\"application/json\"", 24) == 0;
        assert_true(is_data || strncmp(at + 8, NONCE, strlen(NONCE)) == 0);
    }
    assert_int_equal(scripts, 4);
    const char *first = strstr(page, NONCE);
    assert_true(first > end);
    cJSON_Delete(data_of(page));
    if (strstr(page, "{{")) fail_msg("a mark is left: %.40s", strstr(page, "{{"));
    free(page);
}

/* A page goes on behind each mark, and ends where a mark is not there. */
static void test_marks(void **state) {
    (void)state;
    static const unsigned char text[] = "<a>{{one}}<b>";
    lc_page page = {.text = text, .size = sizeof text - 1};
    lc_text_stream s;
    assert_true(lc_text_stream_open(&s));
    lc_page_up_to(s.file, &page, "{{one}}");
    assert_int_equal(fflush(s.file), 0);
    assert_string_equal(s.text, "<a>");
    lc_page_up_to(s.file, &page, "{{two}}");
    lc_page_rest(s.file, &page);
    assert_true(lc_text_stream_close(&s));
    assert_string_equal(s.text, "<a><b>");
    free(s.text);
}

static void test_live_door(void **state) {
    size_t size = 0;
    const char *page = lc_live_door_page(&size);
    (void)state;
    assert_int_equal(strlen(page), size);
    assert_memory_equal(page + size - 8, "</html>\n", 8);
    const char *script = strstr(page, "<script");
    assert_true(script && strncmp(script, "<script nonce=\"@NONCE@\">", 24) == 0 && !strstr(script + 1, "<script"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tiles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_tiles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_live_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_live_policy, set_up, tear_down),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_live_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
