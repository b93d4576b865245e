/* One description serves writing and reading; writing leaves what it writes as it is, also when it fails. */
#include "files.h"

#include "base/memory.h"
#include "store/arrays.h"
#include "store/exchange.h"

typedef struct row {
    char *text;
    bool flag;
    double number;
} row_t;

static void exchange(lc_exchange *x, row_t **row, size_t n) {
    lc_exchange_begin(x, "rows");
    LC_ROOM_FOR(x, *row, n);
    LC_COLUMN_TEXTS(x, *row, n, text);
    LC_COLUMN_FLAGS(x, *row, n, flag);
    LC_COLUMN(x, *row, n, number);
}

static lc_database open_new(files *f) {
    lc_database db = {0};
    assert_works(f, lc_database_open(f->ctx, path_of(f, "rows.sqlite"), LC_NEW_FILE, &db));
    return db;
}

static void test_read_as_written(void **state) {
    files *f = *state;
    char text[] = "one";
    row_t own[] = {{text, true, 1.5}, {NULL, false, -0.0}}, *row = own, *read = NULL;
    lc_database db = open_new(f);
    assert_works(f, lc_database_run(&db, lc_arrays_table));
    lc_exchange out = {.db = &db}, in = {.db = &db, .reads = true};
    exchange(&out, &row, 2);
    assert_works(f, out.status);
    exchange(&in, &read, 2);
    assert_works(f, in.status);
    assert_string_equal(read[0].text, "one");
    assert_null(read[1].text);
    assert_true(read[0].flag && !read[1].flag);
    assert_memory_equal(&read[1].number, &own[1].number, sizeof(double));
    free(read[0].text);
    free(read);
    lc_database_close(&db);
}

/* A file that speaks of more than it can hold is damaged, and no memory is asked for. */
static void test_too_many(void **state) {
    files *f = *state;
    lc_database db = open_new(f);
    row_t *row = NULL;
    db.again = "make it anew";
    lc_exchange in = {.db = &db, .reads = true};
    exchange(&in, &row, SIZE_MAX);
    assert_int_equal(in.status, LC_ERR_INPUT);
    assert_null(row);
    assert_non_null(strstr(lc_error_message(f->ctx), "damaged"));
    lc_database_close(&db);
}

/* A disk may be full in the middle of a report, which is then written elsewhere. */
static void test_a_failure_leaves_what_is_written(void **state) {
    files *f = *state;
    row_t own[] = {{NULL, true, 1.5}}, *row = own;
    lc_database db = open_new(f);
    lc_exchange out = {.db = &db};
    exchange(&out, &row, 1); /* there is no table */
    assert_int_not_equal(out.status, LC_OK);
    exchange(&out, &row, 1);
    assert_ptr_equal(row, own);
    lc_database_close(&db);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_read_as_written), TEST(test_too_many),
                                       TEST(test_a_failure_leaves_what_is_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
