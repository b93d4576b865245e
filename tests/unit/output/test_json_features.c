/* Features written on all threads: the same bytes as one after the other, whatever their sizes. */
#include "output/json_features.h"

#include <stdlib.h>
#include <string.h>

#include "base/text_stream.h"
#include "random.h"
#include "unit.h"

enum { ROWS_MOST = 20000 };

static double number[ROWS_MOST];
static const char *text[ROWS_MOST];

/* Rows with one shape, with several, with none, and now and then with a long line. */
static void make_shapes(lc_geoms *shapes, size_t n, size_t longest, rng_t *random) {
    for (size_t i = 0; i < n; i++) {
        number[i] = rng_range(random, -5, 5);
        text[i] = i % 3 ? "a \"b\" 中" : NULL;
        for (size_t k = rng_below(random, 3); k > 0; k--) {
            size_t points = 2 + (rng_chance(random, 0.01) ? rng_below(random, longest) : 3);
            assert_true(lc_geoms_begin(shapes, LC_LINE, (uint32_t)i) && lc_geoms_begin_part(shapes));
            for (size_t p = 0; p < points; p++)
                assert_true(lc_geoms_add(shapes, rng_range(random, 103, 104), rng_range(random, 30, 31)));
        }
    }
}

/* An object with features in it: on the threads of `ctx`, or one after the other without. */
static char *written(lc_context *ctx, const lc_layer_out *layer, bool plane) {
    lc_text_stream stream;
    assert_true(lc_text_stream_open(&stream));
    lc_json json = {.file = stream.file};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "name", "x");
    if (ctx)
        assert_int_equal(lc_json_features_shared(ctx, &json, layer, layer->geoms, plane), LC_OK);
    else
        lc_json_features(&json, layer->columns, layer->n_columns, layer->n_features, layer->geoms, true);
    lc_json_put_text(&json, "behind", "y");
    lc_json_close(&json, '}');
    assert_true(lc_text_stream_close(&stream));
    return stream.text;
}

static lc_layer_out layer_of(const lc_geoms *shapes, size_t n, lc_column *column) {
    column[0] = (lc_column){.name = "number", .type = LC_COLUMN_REAL, .number = number};
    column[1] = (lc_column){.name = "text", .text = text};
    return (lc_layer_out){
        .name = "x", .kind = LC_LINE, .geoms = shapes, .n_features = n, .columns = column, .n_columns = 2};
}

static void the_same_bytes(void **state) {
    static const size_t n[] = {0, 1, 2, 500, 4095, 4096, 4097, ROWS_MOST};
    (void)state;
    rng_t random = {3};
    for (size_t k = 0; k < sizeof n / sizeof *n; k++) {
        lc_geoms shapes = {0};
        lc_column column[2];
        make_shapes(&shapes, n[k], n[k] < 1000 ? 100000 : 1000, &random);
        const lc_layer_out layer = layer_of(&shapes, n[k], column);
        char *wanted = written(NULL, &layer, false), *plane = NULL;
        for (int threads = 1; threads <= 3; threads++) {
            lc_context *ctx = lc_context_new();
            assert_non_null(ctx);
            lc_context_set_threads(ctx, threads);
            char *found = written(ctx, &layer, false), *metres = written(ctx, &layer, true);
            assert_string_equal(found, wanted);
            if (plane) assert_string_equal(metres, plane);
            free(plane);
            plane = metres;
            free(found);
            lc_context_free(ctx);
        }
        free(plane);
        free(wanted);
        lc_geoms_free(&shapes);
    }
}

static void a_cancel(void **state) {
    (void)state;
    rng_t random = {4};
    lc_geoms shapes = {0};
    lc_column column[2];
    lc_text_stream stream;
    lc_context *ctx = lc_context_new();
    assert_non_null(ctx);
    make_shapes(&shapes, 100, 10, &random);
    const lc_layer_out layer = layer_of(&shapes, 100, column);
    assert_true(lc_text_stream_open(&stream));
    lc_json json = {.file = stream.file};
    lc_cancel(ctx);
    assert_int_equal(lc_json_features_shared(ctx, &json, &layer, &shapes, false), LC_ERR_CANCELLED);
    assert_string_equal(lc_error_message(ctx), "cancelled");
    lc_text_stream_close(&stream);
    free(stream.text);
    lc_geoms_free(&shapes);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_bytes), cmocka_unit_test(a_cancel)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
