/* A database that is being written ends its statements when the work is cancelled, however long they would take. */
#include "store/database.h"

#include "files.h"
#include "unit.h"

/* It never ends by itself. */
static const char ENDLESS[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

static void endless_statements_end(void **state) {
    files *f = *state;
    lc_database db = {0};
    int64_t number = 0;
    assert_works(f, lc_database_open(f->ctx, path_of(f, "new.sqlite"), LC_NEW_FILE, &db));
    lc_cancel(f->ctx);
    assert_fails(f, lc_database_run(&db, ENDLESS), LC_ERR_CANCELLED, "cancelled");
    assert_fails(f, lc_database_number(&db, ENDLESS, &number), LC_ERR_CANCELLED, "cancelled");
    lc_cancel_clear(f->ctx);
    assert_works(f, lc_database_number(&db, "SELECT 3 + 4", &number));
    assert_int_equal(number, 7);
    lc_database_close(&db);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(endless_statements_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
