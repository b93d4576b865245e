/* CSV: every cell of the file under its name, or the file is refused. */
#include "files.h"

#include "source/csv.h"
#include "source/layer.h"

/* ------------------------------------------------------------------------------------------------------------- cells
 */

/* Rows as text: cells parted by '/', rows by '#'. */
static void assert_cells(const char *text, const char *wanted) {
    char copy[600], found[800] = "";
    lc_csv csv;
    size_t row;
    snprintf(copy, sizeof copy, "%s", text);
    assert_int_equal(lc_csv_parse(copy, strlen(copy), false, &csv, &row), LC_CSV_OK);
    for (size_t r = 0; r < csv.n_rows; r++)
        for (size_t c = csv.row[r]; c < csv.row[r + 1]; c++) {
            size_t used = strlen(found);
            snprintf(found + used, sizeof found - used, "%s%s", c > csv.row[r] ? "/" : r ? "#" : "", csv.cell[c]);
        }
    if (strcmp(found, wanted) != 0) fail_msg("'%s' is read as '%s', not '%s'", text, found, wanted);
    lc_csv_free(&csv);
}

static void cells_and_rows(void **state) {
    (void)state;
    assert_cells("a,b\n1,2\n", "a/b#1/2");
    assert_cells("a,b\r\n1,2\r\n", "a/b#1/2");
    assert_cells("a,b\r1,2", "a/b#1/2");
    assert_cells("a,b\n1,2", "a/b#1/2");
    assert_cells("\xEF\xBB\xBF"
                 "a,b\n1,2\n",
                 "a/b#1/2");
    assert_cells("\n\na,b\n\n1,2\n\n", "a/b#1/2");
    assert_cells("a\n1\n", "a#1");
    assert_cells("a,b\n,\n", "a/b#/");
    assert_cells("", "");
}

static void marks_between_cells(void **state) {
    (void)state;
    assert_cells("a;b\n1,5;2\n", "a/b#1,5/2");
    assert_cells("a\tb\n1\t2,5\n", "a/b#1/2,5");
    assert_cells("a|b\n1|2\n", "a/b#1/2");
    assert_cells("a;b,c;d\n1;2;3\n", "a/b,c/d#1/2/3"); /* the more frequent one */
    assert_cells("\"a;b;c\",d\n1,2\n", "a;b;c/d#1/2"); /* outside quotes */
    assert_cells("sep=;\r\na;b,c,d\n1;2\n", "a/b,c,d#1/2");
    assert_cells("sep=x,b\n1,2\n", "sep=x/b#1/2"); /* a name */
}

static void quotes(void **state) {
    (void)state;
    assert_cells("a,b\n\"1,5\",2\n", "a/b#1,5/2");
    assert_cells("a,b\n\"say \"\"no\"\"\",2\n", "a/b#say \"no\"/2");
    assert_cells("a,b\n\"two\nlines\",2\n", "a/b#two\nlines/2");
    assert_cells("a,b\n \"1,5\" ,2\n", "a/b#1,5 /2");
    assert_cells("a,b\n5\" pipe,2\n", "a/b#5\" pipe/2"); /* within a cell it is a character */
    assert_cells("a,b\n\"\",\"\"\n", "a/b#/");
    assert_cells("a,b\n\"x\"y,2\n", "a/b#xy/2");
}

static void what_is_no_csv(void **state) {
    (void)state;
    char open[] = "a,b\n1,2\n\"never closed,2\n3,4\n", nul[] = "a,b\n1\0,2\n";
    lc_csv csv;
    size_t row;
    assert_int_equal(lc_csv_parse(open, strlen(open), false, &csv, &row), LC_CSV_QUOTE);
    assert_int_equal(row, 3);
    assert_int_equal(lc_csv_parse(nul, sizeof nul - 1, false, &csv, &row), LC_CSV_NUL);
}

/* Second bytes of GBK that are a '|' (倈 is 82 7C). */
static void marks_within_characters(void **state) {
    (void)state;
    char text[] = "a|b\n\x82\x7C|2\n";
    lc_csv csv;
    size_t row;
    assert_int_equal(lc_csv_parse(text, strlen(text), true, &csv, &row), LC_CSV_OK);
    assert_int_equal(lc_csv_width(&csv, 1), 2);
    assert_string_equal(csv.cell[2], "\x82\x7C");
    lc_csv_free(&csv);
}

/* Whatever is written, with quotes where they are needed, is read back. */
static void random_tables_come_back(void **state) {
    static const char *const parts[] = {"a", "7", ",", ";", "\"", "\n", "\r\n", " ", "中", "|", "\t", "'"};
    uint64_t seed = 3;
    (void)state;
    for (int round = 0; round < 500; round++) {
        char text[4000] = "h1,h2,h3\n", cell[40][60];
        int n = 3 * (1 + round % 6);
        for (int i = 0; i < n; i++) {
            char *to = cell[i];
            *to = '\0';
            for (int k = 0; k < 4; k++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                if ((seed >> 40) % 3) strcat(to, parts[(seed >> 33) % 12]);
            }
            strcat(text, "\"");
            size_t used = strlen(text);
            for (const char *c = to; *c; c++) {
                if (*c == '"') text[used++] = '"';
                text[used++] = *c;
            }
            text[used] = '\0';
            strcat(text, i % 3 == 2 ? "\"\n" : "\",");
        }
        lc_csv csv;
        size_t row;
        assert_int_equal(lc_csv_parse(text, strlen(text), false, &csv, &row), LC_CSV_OK);
        assert_int_equal(csv.n_cells, n + 3);
        for (int i = 0; i < n; i++) assert_string_equal(csv.cell[3 + i], cell[i]);
        lc_csv_free(&csv);
    }
}

/* ------------------------------------------------------------------------------------------------------------- layers
 */

static lc_status read_bytes(files *f, const void *bytes, size_t n, const char *field, lc_layer *out) {
    char source[600];
    lc_source s;
    const char *fields[] = {field};
    lc_warnings_clear(&f->ctx->warnings);
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", write_bytes(f, "t.csv", bytes, n));
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "demand", LC_WANT_ALL, fields, 1, out);
    lc_source_free(&s);
    return status;
}

static lc_status read_csv(files *f, const char *text, const char *field, lc_layer *out) {
    return read_bytes(f, text, strlen(text), field, out);
}

/* GDAL takes a row of names with a number in it for one without names. */
static void names_may_be_years(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_csv(f, "lng,lat,2020\n104.06,30.65,1000\n104.07,30.65,500\n", "2020", &layer));
    assert_int_equal(layer.n_features, 2);
    assert_string_equal(lc_layer_value(&layer, 0, 0), "1000");
    lc_layer_free(&layer);
    assert_works(f, read_csv(f, "2019,lng,2020,lat\n7,104.06,8,30.65\n", "2019", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "7");
    lc_layer_free(&layer);
    assert_fails(f, read_csv(f, "104.06,30.65,1000\n104.07,30.65,500\n", NULL, &layer), LC_ERR_INPUT,
                 "row 1 has numbers alone");
    assert_fails(f, read_csv(f, "shop,104.06,30.65\nbar,104.07,30.65\n", NULL, &layer), LC_ERR_INPUT,
                 "its columns are: shop, 104.06, 30.65");
    assert_fails(f, read_csv(f, "", NULL, &layer), LC_ERR_INPUT, "an empty table");
}

static void names_that_repeat(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *text = "lng,lat,pop,pop,name,Name\n104,30,1,2,a,b\n";
    assert_fails(f, read_csv(f, text, "pop", &layer), LC_ERR_INPUT, "has 2 fields 'pop'");
    assert_works(f, read_csv(f, text, "name", &layer)); /* in its own letters there is one */
    assert_string_equal(lc_layer_value(&layer, 0, 0), "a");
    lc_layer_free(&layer);
    assert_fails(f, read_csv(f, text, "NAME", &layer), LC_ERR_INPUT, "has 2 fields 'NAME'");
    assert_works(f, read_csv(f, text, "?pop", &layer));
    assert_int_equal(warned(f, "field_repeated"), 1);
    lc_layer_free(&layer);
}

static void rows_of_other_widths(void **state) {
    files *f = *state;
    lc_layer layer;
    /* An address with a comma moves the cells behind it: nobody can tell. */
    assert_fails(f, read_csv(f, "lng,lat,a,pop\n104,30,x,5\n\n104,30,x,y,5\n", "pop", &layer), LC_ERR_INPUT,
                 "row 4: 5 cells under 4 names");
    assert_works(f, read_csv(f, "lng,lat,pop\n104,30,5,,\n104,30\n", "pop", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "5");
    assert_null(lc_layer_value(&layer, 0, 1));
    assert_int_equal(warned(f, "row_short"), 1);
    lc_layer_free(&layer);
    assert_fails(f, read_csv(f, "lng,lat,pop\n104,30,\"5\n104,30,5\n", "pop", &layer), LC_ERR_INPUT,
                 "row 2: a quote is opened and never closed");
}

/* A .csvt beside the table makes GDAL read its columns as numbers, and cut them. */
static void types_beside_the_table(void **state) {
    files *f = *state;
    lc_layer layer;
    write_text(f, "t.csvt", "Real,Real,Integer\n");
    assert_works(f, read_csv(f, "lng,lat,pop\n104,30,\"153,084\"\n104,30,5101040010010011\n", "pop", &layer));
    assert_near(lc_layer_number(&layer, 0, 0), 153084, 0);
    assert_string_equal(lc_layer_value(&layer, 0, 1), "5101040010010011");
    lc_layer_free(&layer);
}

static void other_bytes(void **state) {
    files *f = *state;
    lc_layer layer;
    static const char utf16[] = "\xFF\xFE"
                                "l\0n\0g\0\t\0l\0a\0t\0\t\0n\0\n\0"
                                "1\0\t\0"
                                "2\0\t\0\x2D\x4E\n\0";
    assert_works(f, read_bytes(f, utf16, sizeof utf16 - 1, "n", &layer));
    assert_string_equal(lc_layer_value(&layer, 0, 0), "中");
    lc_layer_free(&layer);
    assert_fails(f, read_bytes(f, utf16, sizeof utf16 - 2, "n", &layer), LC_ERR_INPUT, "begins like UTF-16");
    assert_fails(f, read_bytes(f, "a,b\0c\n1,2\n", 10, NULL, &layer), LC_ERR_INPUT, "holds NUL bytes");
}

static void coordinates_are_numbers_too(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_csv(f, "lng,lat\n１０４．０６,30.65\n \"104.06\" , 30.65\n104.06E,30.65\n\"104,06\",30.65\n",
                             NULL, &layer));
    assert_int_equal(layer.geoms.n, 2);
    assert_near(layer.geoms.xy[0].x, 104.06, 1e-12);
    assert_int_equal(warned(f, "row_without_place"), 2);
    lc_layer_free(&layer);
    assert_works(f, read_csv(f, "location,n\n\"104.06，30.65\",1\n104.06;30.65,2\n", NULL, &layer));
    assert_int_equal(layer.geoms.n, 2);
    lc_layer_free(&layer);
}

static void geometries_in_a_column(void **state) {
    files *f = *state;
    lc_layer layer;
    assert_works(f, read_csv(f, "id,WKT\n1,POINT(1 2)\n2,\n", "id", &layer));
    assert_int_equal(layer.geoms.n, 1);
    assert_int_equal(warned(f, "no_geometry"), 1);
    lc_layer_free(&layer);
    assert_fails(f, read_csv(f, "id,WKT\n1,POINT(1 2)\n2,POINT(1\n", "id", &layer), LC_ERR_INPUT,
                 "row 3: 'POINT(1' is no geometry");
    assert_fails(f, read_csv(f, "WKT,_WKT2\nPOINT(1 2),POINT(1 2)\n", NULL, &layer), LC_ERR_INPUT,
                 "several columns of WKT");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_rows),
        cmocka_unit_test(marks_between_cells),
        cmocka_unit_test(quotes),
        cmocka_unit_test(what_is_no_csv),
        cmocka_unit_test(marks_within_characters),
        cmocka_unit_test(random_tables_come_back),
        TEST(names_may_be_years),
        TEST(names_that_repeat),
        TEST(rows_of_other_widths),
        TEST(types_beside_the_table),
        TEST(other_bytes),
        TEST(coordinates_are_numbers_too),
        TEST(geometries_in_a_column),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
