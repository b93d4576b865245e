/* Shapefiles: files that do not belong together, and numbers as their .dbf has them. */
#include "shapefile.h"

#include "source/layer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static lc_status read_field(files *f, const char *path, const char *field, lc_layer *out) {
    lc_source s;
    const char *fields[] = {field};
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_source_parse(f->ctx, path, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "demand", LC_WANT_ALL, fields, 1, out);
    lc_source_free(&s);
    return status;
}

/* ------------------------------------------------------------------------------------------------- records that lack
 */

/* m.shp of n points, and its .dbf and .shx of other numbers of them. */
static const char *write_parts(files *f, size_t n, size_t n_index, size_t n_table) {
    static const char *const text[] = {"a", "b", "c", "d", "e"};
    made_shapefile made = {.field = "code", .width = 4, .text = text, .n = n};
    const char *path = write_shapefile(f, &made);
    made.n = n_index;
    write_points(f, &made, "m.shx", true);
    made.n = n_table;
    write_table(f, &made, "m.dbf");
    return path;
}

static void parts_of_different_numbers_are_refused(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_field(f, write_parts(f, 4, 4, 4), "code", &layer));
    lc_layer_free(&layer);
    for (size_t n = 0; n <= 5; n++) {
        char numbers[80];
        if (n == 4) continue;
        snprintf(numbers, sizeof numbers, ".shp 4, .shx 4, .dbf %zu records", n);
        assert_fails(f, read_field(f, write_parts(f, 4, 4, n), "code", &layer), LC_ERR_INPUT, numbers);
        snprintf(numbers, sizeof numbers, ".shp 4, .shx %zu, .dbf 4 records", n);
        assert_fails(f, read_field(f, write_parts(f, 4, n, 4), "code", &layer), LC_ERR_INPUT, numbers);
        snprintf(numbers, sizeof numbers, ".shp %zu, .shx 4, .dbf 4 records", n);
        assert_fails(f, read_field(f, write_parts(f, n, 4, 4), "code", &layer), LC_ERR_INPUT, numbers);
    }
    /* Also when nobody asks for a field, and for the polygons of somebody else. */
    assert_fails(f, read_field(f, write_parts(f, 4, 4, 3), NULL, &layer), LC_ERR_INPUT, ".dbf 3");
}

static void tables_cut_short_are_refused(void **state) {
    files *f = *state;
    lc_layer layer;
    write_parts(f, 4, 4, 4);
    const char *whole = path_of(f, "m.dbf");
    copy_head(f, whole, "whole", SIZE_MAX);
    for (size_t n = 0; n < 65 + 4 * 5; n += 3) {
        copy_head(f, path_of(f, "whole"), "m.dbf", n);
        assert_fails(f, read_field(f, path_of(f, "m.shp"), "code", &layer), LC_ERR_INPUT, "m.shp");
    }
    copy_head(f, path_of(f, "whole"), "m.dbf", 65 + 4 * 5); /* without its end-of-file mark, which many lack */
    assert_works(f, read_field(f, path_of(f, "m.shp"), "code", &layer));
    lc_layer_free(&layer);
}

static void parts_that_lack(void **state) {
    files *f = *state;
    lc_layer layer;
    write_parts(f, 4, 4, 4);
    unlink(path_of(f, "m.shx"));
    assert_fails(f, read_field(f, path_of(f, "m.shp"), "code", &layer), LC_ERR_INPUT, ".shx");
    write_parts(f, 4, 4, 4);
    unlink(path_of(f, "m.dbf"));
    assert_works(f, read_field(f, path_of(f, "m.shp"), NULL, &layer));
    assert_int_equal(layer.n_features, 4);
    assert_int_equal(warned(f, "fields_missing"), 1);
    lc_layer_free(&layer);
    assert_fails(f, read_field(f, path_of(f, "m.shp"), "code", &layer), LC_ERR_INPUT, "no field 'code'");
}

static void deleted_records_are_counted(void **state) {
    files *f = *state;
    lc_layer layer;
    write_parts(f, 4, 4, 4);
    FILE *file = fopen(path_of(f, "m.dbf"), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 65 + 5, SEEK_SET), 0);
    fputc('*', file);
    fclose(file);
    assert_works(f, read_field(f, path_of(f, "m.shp"), "code", &layer));
    assert_int_equal(layer.n_features, 3);
    assert_string_equal(lc_layer_value(&layer, 0, 1), "c");
    assert_int_equal(warned(f, "record_deleted"), 1);
    lc_layer_free(&layer);
}

/* ----------------------------------------------------------------------------------------------------- numbers in it
 */

typedef struct {
    const char *cell, *text;
    double number; /* NAN: none */
} cell_t;

static void assert_cells(files *f, char type, int width, int decimals, const cell_t *cells, size_t n) {
    const char *text[20];
    lc_layer layer;
    for (size_t i = 0; i < n; i++) text[i] = cells[i].cell;
    made_shapefile made = {.field = "pop", .type = type, .width = width, .decimals = decimals, .text = text, .n = n};
    assert_works(f, read_field(f, write_shapefile(f, &made), "pop", &layer));
    for (size_t i = 0; i < n; i++) {
        const char *value = lc_layer_value(&layer, 0, i);
        double number = lc_layer_number(&layer, 0, i);
        if (!value != !cells[i].text || (value && strcmp(value, cells[i].text) != 0))
            fail_msg("'%s' is read as '%s', not '%s'", cells[i].cell, value, cells[i].text);
        if (isnan(cells[i].number) ? !isnan(number) : number != cells[i].number)
            fail_msg("'%s' is the number %.17g, not %.17g", cells[i].cell, number, cells[i].number);
    }
    lc_layer_free(&layer);
}

/* GDAL makes 153 of 153,084, 1 of 1.5万 and 12 of 12.7 in a field without decimals. */
static void numbers_are_not_cut(void **state) {
    files *f = *state;
    static const cell_t cells[] = {{"153,084", "153084", 153084},
                                   {"   44263", "44263", 44263},
                                   {"12.7", "12.7", 12.7},
                                   {"1.5\xCD\xF2", NULL, NAN}, /* GBK; see below */
                                   {"12.345,6", "12.345,6", NAN},
                                   {"0x10", "0x10", NAN},
                                   {"-5", "-5", -5},
                                   {"007", "7", 7},
                                   {"", NULL, NAN},
                                   {"************", NULL, NAN}, /* how programs write that nothing is known */
                                   {"1.25e+003", "1250", 1250},
                                   {"+8", "8", 8},
                                   {"nan", "nan", NAN}};
    cell_t known[COUNT(cells)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT(cells); i++)
        if (i != 3) known[n++] = cells[i];
    assert_cells(f, 'N', 12, 0, known, n);
    assert_cells(f, 'N', 12, 3, known, n);
    assert_cells(f, 'F', 12, 3, known, n);
    assert_cells(f, 'N', 18, 0, known, n);
}

/* Bytes that are no ASCII are decoded as the rest of the table is. */
static void numbers_in_gbk_are_told(void **state) {
    files *f = *state;
    const char *text[] = {"1.5\xCD\xF2", "2"};
    lc_layer layer;
    made_shapefile made = {.field = "pop", .type = 'N', .width = 12, .text = text, .n = 2, .cpg = "GBK"};
    assert_works(f, read_field(f, write_shapefile(f, &made), "pop", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "1.5万");
    assert_true(isnan(lc_layer_quantity(f->ctx, &layer, 0, 0, "pop")));
    assert_true(lc_layer_quantity(f->ctx, &layer, 0, 1, "pop") == 2);
    assert_int_equal(warned(f, "number_unread"), 1);
    lc_layer_free(&layer);
}

static void long_ids_keep_their_digits(void **state) {
    files *f = *state;
    static const cell_t cells[] = {{"5101040010010011", "5101040010010011", 5101040010010011.},
                                   {"51010400100100110001", "51010400100100110001", 51010400100100110001.},
                                   {"00051010400100100110001", "51010400100100110001", 51010400100100110001.},
                                   {"-51010400100100110001", "-51010400100100110001", -51010400100100110001.},
                                   {"510104001001001", "510104001001001", 510104001001001.}};
    static const cell_t real[] = {{"51010400100100110001.000", "51010400100100110001", 51010400100100110001.},
                                  {"1.5", "1.5", 1.5}};
    assert_cells(f, 'N', 24, 0, cells, COUNT(cells));
    assert_cells(f, 'N', 30, 3, real, COUNT(real));
}

/* GDAL compares what it has cut. */
static void conditions_on_numbers_that_gdal_cuts(void **state) {
    files *f = *state;
    const char *text[] = {"153,084", "500"}, *plain[] = {"153084", "500"};
    char source[600];
    lc_layer layer;
    made_shapefile made = {.field = "pop", .type = 'N', .width = 12, .text = text, .n = 2};
    snprintf(source, sizeof source, "%s|subset=POP > 1000", write_shapefile(f, &made));
    assert_fails(f, read_field(f, source, "pop", &layer), LC_ERR_INPUT, "field 'pop' holds '153,084'");
    made.text = plain;
    write_shapefile(f, &made);
    assert_works(f, read_field(f, source, "pop", &layer));
    assert_int_equal(layer.n_features, 1);
    lc_layer_free(&layer);
    const char *parts[] = {"12.7", "13"};
    made.text = parts;
    write_shapefile(f, &made);
    assert_fails(f, read_field(f, source, "pop", &layer), LC_ERR_INPUT, "field 'pop' holds '12.7'");
    made.decimals = 2;
    write_shapefile(f, &made);
    assert_works(f, read_field(f, source, "pop", &layer));
    lc_layer_free(&layer);
}

/* A memo's text is in another file, which nobody reads: its number in the .dbf is no value. */
static void memos_and_binary_numbers_are_refused(void **state) {
    files *f = *state;
    const char *text[] = {"1", "2"};
    lc_layer layer;
    static const char types[] = "MGBIYT";
    for (const char *type = types; *type; type++) {
        made_shapefile made = {.field = "pop", .type = *type, .width = 10, .text = text, .n = 2};
        const char *path = write_shapefile(f, &made);
        assert_fails(f, read_field(f, path, "pop", &layer), LC_ERR_INPUT, "field 'pop' is of type");
        assert_works(f, read_field(f, path, NULL, &layer));
        lc_layer_free(&layer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(parts_of_different_numbers_are_refused),
                                       TEST(tables_cut_short_are_refused),
                                       TEST(parts_that_lack),
                                       TEST(deleted_records_are_counted),
                                       TEST(numbers_are_not_cut),
                                       TEST(numbers_in_gbk_are_told),
                                       TEST(long_ids_keep_their_digits),

                                       TEST(conditions_on_numbers_that_gdal_cuts),
                                       TEST(memos_and_binary_numbers_are_refused)};
    return cmocka_run_group_tests_name("shapefile", tests, NULL, NULL);
}
