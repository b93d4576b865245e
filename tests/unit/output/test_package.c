/* GeoPackages: rows as they were given, an index that tells where they are, and all of it or nothing after a cancel. */
#include "files.h"

#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

#include "geo/geoms.h"
#include "output/write_layer.h"

enum { MANY = 20000 };

/* ----------------------------------------------------------------------------------------------------------- reading
 */

/* The first value that a query gives, as text; "" for null. Static. */
static const char *asked(const char *path, const char *sql) {
    static char text[300];
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &query, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    const unsigned char *value = sqlite3_column_text(query, 0);
    snprintf(text, sizeof text, "%s", value ? (const char *)value : "");
    sqlite3_finalize(query);
    sqlite3_close(db);
    return text;
}

#define assert_asked(path, sql, wanted) assert_string_equal(asked(path, sql), wanted)

/* -------------------------------------------------------------------------------------------------------------- rows
 */

static void add_points(lc_geoms *geoms, uint32_t feature, size_t n) {
    for (size_t i = 0; i < n; i++)
        assert_true(lc_geoms_begin(geoms, LC_POINT, feature) && lc_geoms_begin_part(geoms) &&
                    lc_geoms_add(geoms, 104 + 0.25 * feature, 30.5 + (double)i));
}

/* Two points that are one feature, a feature without geometry, and one point. */
static void rows_and_nulls(void **state) {
    files *f = *state;
    lc_geoms geoms = {0};
    add_points(&geoms, 0, 2);
    add_points(&geoms, 2, 1);
    const char *text[] = {"a \"b\" 中", NULL, ""};
    const double real[] = {0.1, NAN, -5}, whole[] = {2.9999999, 7, NAN}, flag[] = {1, 0, NAN};
    const lc_column column[] = {{.name = "a \"text\"", .text = text},
                                {.name = "real", .type = LC_COLUMN_REAL, .number = real},
                                {.name = "whole", .type = LC_COLUMN_INTEGER, .number = whole},
                                {.name = "flag", .type = LC_COLUMN_BOOL, .number = flag}};
    const lc_layer_out layer[] = {
        {.name = "it's", .kind = LC_POINT, .geoms = &geoms, .n_features = 3, .columns = column, .n_columns = 4},
        {.name = "none", .kind = LC_LINE, .geoms = &(lc_geoms){0}, .columns = column, .n_columns = 4}};
    const char *path = path_of(f, "rows.gpkg");
    assert_int_equal(lc_layers_write(f->ctx, path, layer, 2), LC_OK);
    assert_asked(path, "SELECT group_concat(\"a \"\"text\"\"\", '|') FROM \"it's\"", "a \"b\" 中|");
    assert_asked(path, "SELECT group_concat(coalesce(real, 'null') || typeof(real), '|') FROM \"it's\"",
                 "0.1real|nullnull|-5.0real");
    assert_asked(path, "SELECT group_concat(coalesce(whole, 'null') || typeof(flag), '|') FROM \"it's\"",
                 "3integer|7integer|nullnull");
    assert_asked(path, "SELECT group_concat(fid || ':' || coalesce(length(geom), 'null'), ' ') FROM \"it's\"",
                 "1:91 2:null 3:70");
    assert_asked(path, "SELECT hex(substr(geom, 1, 13)) FROM \"it's\"", "47500003E61000000000000000");
    assert_asked(path, "SELECT group_concat(id || ' ' || miny || ' ' || maxy, ', ') FROM \"rtree_it's_geom\"",
                 "1 30.5 31.5, 3 30.5 30.5");
    assert_asked(path, "SELECT rtreecheck('rtree_it''s_geom')", "ok");
    assert_asked(path, "SELECT rtreecheck('rtree_none_geom')", "ok");
    assert_asked(path, "SELECT min_x || ' ' || min_y || ' ' || max_x || ' ' || max_y FROM gpkg_contents",
                 "104.0 30.5 104.5 31.5");
    assert_asked(path, "SELECT coalesce(min_x, 'null') FROM gpkg_contents WHERE table_name = 'none'", "null");
    assert_asked(path, "SELECT group_concat(coalesce(feature_count, 'null')) FROM gpkg_ogr_contents", "3,null");
    assert_asked(path,
                 "SELECT group_concat(n) FROM (SELECT count(*) n FROM sqlite_schema WHERE type = 'trigger' AND "
                 "tbl_name IN ('it''s', 'none') GROUP BY tbl_name)",
                 "8,8");
    assert_asked(path, "PRAGMA integrity_check", "ok");
    lc_geoms_free(&geoms);
}

/* ------------------------------------------------------------------------------------------------------------ cancel
 */

typedef struct {
    lc_context *ctx;
    long after_ns;
} canceller_t;

static void *cancel_later(void *user) {
    const canceller_t *c = user;
    nanosleep(&(struct timespec){0, c->after_ns}, NULL);
    lc_cancel(c->ctx);
    return NULL;
}

static bool folder_is_empty(const files *f) {
    DIR *dir = opendir(f->folder);
    assert_non_null(dir);
    bool empty = true;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(dir);
    return empty;
}

/* Whenever it comes: the file is there and whole, or nothing is. */
static void a_cancel_at_any_time(void **state) {
    files *f = *state;
    lc_geoms geoms = {0};
    for (uint32_t i = 0; i < MANY; i++) add_points(&geoms, i, 1);
    const lc_layer_out layer = {.name = "many", .kind = LC_POINT, .geoms = &geoms, .n_features = MANY};
    size_t cancelled = 0;
    for (long step = 0; step < 40; step++) {
        pthread_t thread;
        canceller_t c = {f->ctx, 2000000 * step};
        const char *path = path_of(f, "many.gpkg");
        assert_int_equal(pthread_create(&thread, NULL, cancel_later, &c), 0);
        lc_status status = lc_layers_write(f->ctx, path, &layer, 1);
        pthread_join(thread, NULL);
        lc_cancel_clear(f->ctx);
        if (status == LC_OK) {
            assert_asked(path, "SELECT count(*) FROM rtree_many_geom", "20000");
            assert_int_equal(unlink(path), 0);
            continue;
        }
        cancelled++;
        assert_int_equal(status, LC_ERR_CANCELLED);
        assert_true(folder_is_empty(f));
    }
    assert_true(cancelled >= 1); /* the first ones come at once */
    lc_geoms_free(&geoms);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_and_nulls, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(a_cancel_at_any_time, files_setup, files_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
