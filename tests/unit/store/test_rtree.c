/* A spatial index packed at once: SQLite finds nothing wrong with it, has the same boxes as if it had taken them one by
   one, finds what all boxes tell, and goes on working with it. */
#include "store/rtree.h"

#include "random.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void run(sqlite3 *db, const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s: %s", sql, error);
}

static int64_t number(sqlite3 *db, const char *sql) {
    sqlite3_stmt *query = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int64_t result = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return result;
}

static void assert_sound(sqlite3 *db) {
    sqlite3_stmt *query = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rtreecheck('packed')", -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(query, 0), "ok");
    sqlite3_finalize(query);
}

/* Boxes on both sides of 0, some of them points, every seventh empty. */
static lc_box *random_boxes(size_t n, rng_t *random) {
    lc_box *box = calloc(n + 1, sizeof *box);
    assert_non_null(box);
    for (size_t i = 0; i < n; i++) {
        double x = rng_range(random, -180, 180), y = rng_range(random, -90, 90),
               side = i % 3 ? 0 : rng_range(random, 0, 2);
        box[i] = i % 7 == 6 ? lc_box_empty() : (lc_box){x, y, x + side, y + 2 * side};
    }
    return box;
}

static void put_one_by_one(sqlite3 *db, const lc_box *box, size_t n) {
    sqlite3_stmt *insert = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO slow VALUES (?, ?, ?, ?, ?)", -1, &insert, NULL), SQLITE_OK);
    for (size_t i = 0; i < n; i++) {
        const double side[] = {box[i].x0, box[i].x1, box[i].y0, box[i].y1};
        if (box[i].x0 > box[i].x1) continue;
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        for (int k = 0; k < 4; k++) sqlite3_bind_double(insert, k + 2, side[k]);
        assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
}

/* What is found in a box, against all boxes gone through. */
static void assert_found(sqlite3 *db, const lc_box *box, size_t n, rng_t *random) {
    static const double ROUND = 1e-4; /* floats: nothing here is nearer to a side of what is asked for */
    double x = rng_range(random, -180, 180), y = rng_range(random, -90, 90), side = rng_range(random, 1, 60);
    size_t least = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        const lc_box *b = &box[i];
        least += b->x0 <= x + side - ROUND && b->x1 >= x + ROUND && b->y0 <= y + side - ROUND && b->y1 >= y + ROUND;
        most += b->x0 <= x + side + ROUND && b->x1 >= x - ROUND && b->y0 <= y + side + ROUND && b->y1 >= y - ROUND;
    }
    char *sql =
        sqlite3_mprintf("SELECT count(*) FROM packed WHERE minx <= %.17g AND maxx >= %.17g AND miny <= %.17g AND "
                        "maxy >= %.17g",
                        x + side, x, y + side, y);
    int64_t found = number(db, sql);
    sqlite3_free(sql);
    assert_in_range(found, least, most);
}

static void check(lc_context *ctx, size_t n, int page_size) {
    rng_t random = {(uint64_t)n + 1};
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    char *sql = sqlite3_mprintf("PRAGMA page_size = %d", page_size);
    run(db, sql);
    sqlite3_free(sql);
    run(db, "CREATE VIRTUAL TABLE packed USING rtree(id, minx, maxx, miny, maxy);"
            "CREATE VIRTUAL TABLE slow USING rtree(id, minx, maxx, miny, maxy); BEGIN");
    lc_box *box = random_boxes(n, &random);
    const lc_database packed = lc_database_of(ctx, "made", db);
    assert_int_equal(lc_rtree_fill(&packed, "packed", box, n), LC_OK);
    put_one_by_one(db, box, n);
    run(db, "COMMIT");
    assert_sound(db);
    assert_int_equal(number(db, "SELECT count(*) FROM packed"), n - n / 7);
    assert_int_equal(number(db, "SELECT count(*) FROM (SELECT * FROM packed EXCEPT SELECT * FROM slow)"), 0);
    for (int k = 0; k < 20; k++) assert_found(db, box, n, &random);
    run(db, "DELETE FROM packed WHERE id % 2; INSERT INTO packed VALUES (1000001, 1, 2, 3, 4)");
    assert_sound(db);
    assert_int_equal(number(db, "SELECT count(*) FROM packed WHERE minx <= 1.5 AND maxx >= 1.5 AND id > 1000000"), 1);
    free(box);
    sqlite3_close(db);
}

/* 51 boxes fill a node; of small pages nodes have room for fewer. */
static void as_if_one_by_one(void **state) {
    static const size_t n[] = {0, 1, 2, 51, 59, 60, 61, 119, 120, 700, 3034, 3035, 3036, 20000};
    (void)state;
    lc_context *ctx = lc_context_new();
    assert_non_null(ctx);
    for (size_t k = 0; k < COUNT(n); k++)
        for (int page = 512; page <= 4096; page *= 8) check(ctx, n[k], page);
    lc_context_free(ctx);
}

/* All in one place: no order to pack them by. */
static void in_one_place(void **state) {
    (void)state;
    lc_box box[200];
    sqlite3 *db = NULL;
    lc_context *ctx = lc_context_new();
    assert_non_null(ctx);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    run(db, "CREATE VIRTUAL TABLE packed USING rtree(id, minx, maxx, miny, maxy)");
    for (size_t i = 0; i < COUNT(box); i++) box[i] = (lc_box){104, 30, 104, 30};
    const lc_database packed = lc_database_of(ctx, "made", db);
    assert_int_equal(lc_rtree_fill(&packed, "packed", box, COUNT(box)), LC_OK);
    assert_sound(db);
    assert_int_equal(number(db, "SELECT count(*) FROM packed WHERE minx <= 104 AND maxx >= 104"), COUNT(box));
    sqlite3_close(db);
    lc_context_free(ctx);
}

static void failures(void **state) {
    (void)state;
    const lc_box box = {0, 0, 1, 1};
    sqlite3 *db = NULL;
    lc_context *ctx = lc_context_new();
    assert_non_null(ctx);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    const lc_database packed = lc_database_of(ctx, "made.gpkg", db);
    assert_int_equal(lc_rtree_fill(&packed, "packed", &box, 1), LC_ERR_IO);
    assert_string_equal(lc_error_message(ctx), "made.gpkg: no such table: packed_node");
    run(db, "CREATE TABLE packed_node(nodeno INTEGER PRIMARY KEY, data)");
    assert_int_equal(lc_rtree_fill(&packed, "packed", &box, 1), LC_ERR_IO);
    assert_string_equal(lc_error_message(ctx), "made.gpkg cannot be written: its spatial index has no nodes");
    run(db, "DROP TABLE packed_node; CREATE VIRTUAL TABLE packed USING rtree(id, minx, maxx, miny, maxy)");
    lc_cancel(ctx);
    assert_int_equal(lc_rtree_fill(&packed, "packed", &box, 1), LC_ERR_CANCELLED);
    sqlite3_close(db);
    lc_context_free(ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_if_one_by_one), cmocka_unit_test(in_one_place),
                                       cmocka_unit_test(failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
