/* Histories: what goes in comes out byte for byte; crowds, crashes and full disks leave a whole database. */
#include "files.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "history/history.h"
#include "history/history_layout.h"
#include "output/geojson.h"
#include "report/report.h"

enum { N = 6, I = 2 };

static void add_square(lc_geoms *geoms, uint32_t feature, double x, double y) {
    const double xy[] = {x, y, x + 0.01, y, x + 0.01, y + 0.01, x, y + 0.01, x, y};
    assert_true(lc_geoms_begin(geoms, LC_POLYGON, feature));
    assert_true(lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < 5; i++) assert_true(lc_geoms_add(geoms, xy[2 * i], xy[2 * i + 1]));
}

static lc_indicator indicator(const char *id, double ratio) {
    return (lc_indicator){.id = lc_strdup(id),
                          .title_en = lc_strdup("Park"),
                          .title_zh = lc_strdup("公园"),
                          .category = lc_strdup("park"),
                          .metric = lc_strdup("network"),
                          .denominator = lc_strdup("area"),
                          .distance_m = 500,
                          .target = 0.9,
                          .community_target = NAN,
                          .ratio = ratio,
                          .err = 1e-9,
                          .offnet = 0,
                          .demand = 1e6,
                          .covered = 1e6 * ratio,
                          .mean_ratio = ratio,
                          .verdict = ratio < 0.9 ? LC_MISSED : LC_MET};
}

static void add_input(lc_report *report, const char *role, const char *file, char sha) {
    lc_input_info *in = &report->inputs[report->n_inputs++];
    *in = (lc_input_info){.role = lc_strdup(role), .file = lc_strdup(file), .features = 3};
    memset(in->sha256, sha, 64);
}

/* Community 0 has two polygons, the last one none; two have the same outline. `ratio` is what the run measured. */
static lc_report *new_report(const char *profile, double ratio) {
    lc_report *report = LC_NEW0(lc_report, 1);
    assert_non_null(report);
    report->profile = lc_strdup(profile);
    report->profile_title_en = lc_strdup("Test");
    report->link_limit_m = 250;
    report->walk_speed_m_per_min = NAN;
    report->n_indicators = I;
    report->indicators = LC_NEW0(lc_indicator, I);
    report->indicators[0] = indicator("park_500", ratio);
    report->indicators[1] = indicator("run", NAN); /* a column that the view has itself */
    report->n_communities = N;
    report->communities = LC_NEW0(lc_community, N);
    report->values = LC_NEW0(lc_value, N * I);
    add_square(&report->shapes, 0, 104, 30.5);
    for (size_t c = 0; c < N; c++) {
        report->communities[c] = (lc_community){
            .id = lc_sprintf("0%zu", c), .name = lc_sprintf("社区 %zu", c), .area_m2 = 1234.56, .population = NAN};
        if (c + 1 < N) add_square(&report->shapes, (uint32_t)c, 104 + 0.02 * (double)(c / 2), 30);
        report->values[c * I] = (lc_value){.ratio = ratio / (double)(c + 1), .err = 1e-12, .mean_m = 123.456};
        report->values[c * I + 1] = (lc_value){NAN, NAN, NAN, NAN, NAN, "no_source", LC_NO_DATA, NAN};
    }
    report->inputs = LC_NEW0(lc_input_info, 8);
    return report;
}

static void store_ratio(files *f, const char *path, const char *profile, double ratio, size_t run) {
    lc_report *report = new_report(profile, ratio);
    size_t got = 0;
    assert_works(f, lc_report_store(f->ctx, report, path, &got));
    if (run) assert_int_equal(got, run);
    lc_report_free(report);
}

/* The number that a query gives, asked by plain SQLite. */
static int64_t ask(const char *path, const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *query;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 60000);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &query, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return number;
}

static void change(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static char *bytes_of(const char *path, size_t *n) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = malloc(1 << 20);
    *n = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static void assert_same_bytes(const char *a, const char *b) {
    size_t n, m;
    char *one = bytes_of(a, &n), *other = bytes_of(b, &m);
    assert_int_equal(n, m);
    assert_memory_equal(one, other, n);
    free(one);
    free(other);
}

/* Whole: SQLite finds no damage, and every run has all of its rows. */
static void assert_whole(const char *path, size_t runs) {
    assert_int_equal(ask(path, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM runs"), runs);
    assert_int_equal(ask(path, "SELECT ifnull(max(run), 0) FROM runs"), runs);
    assert_int_equal(ask(path, "SELECT count(*) FROM communities"), runs * N);
    assert_int_equal(ask(path, "SELECT count(*) FROM results"), runs * N * I);
    assert_int_equal(ask(path, "SELECT count(*) FROM indicators"), runs * I);
    assert_int_equal(ask(path, "SELECT count(*) FROM shapes"), ask(path, "SELECT count(*) FROM idx_shapes_geometry"));
    if (runs) assert_int_equal(ask(path, "SELECT count(DISTINCT fid) FROM latest"), N - 1);
}

/* ------------------------------------------------------------------------------------------------------ contents */

static void test_same_bytes(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite"), *written = path_of(f, "a.geojson"), *out = path_of(f, "b.geojson");
    lc_report *report = new_report("test", 0.5);
    lc_history *history;
    assert_works(f, lc_report_write(f->ctx, report, written));
    assert_works(f, lc_report_store(f->ctx, report, path, NULL));
    lc_report_free(report);
    store_ratio(f, path, "test", 0.6, 2);
    assert_whole(path, 2);
    assert_works(f, lc_history_open(f->ctx, path, &history));
    assert_works(f, lc_history_export(f->ctx, history, 1, out));
    assert_same_bytes(written, out);
    assert_fails(f, lc_history_export(f->ctx, history, 3, out), LC_ERR_INPUT, "no run 3");
    lc_history_free(history);
}

static void test_numbers(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    store_ratio(f, path, "test", 0.5, 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM results r JOIN communities c USING (run, community) "
                               "JOIN indicators i USING (run, indicator) "
                               "WHERE c.id = '03' AND i.id = 'park_500' AND r.ratio = 0.125 AND r.err = 1e-6 "
                               "AND r.mean_m = 123.5 AND r.reason IS NULL AND c.area_m2 = 1234.6"),
                     1);
    assert_int_equal(ask(path, "SELECT count(*) FROM results WHERE ratio IS NULL AND reason = 'no_source'"), N);
    assert_int_equal(ask(path, "SELECT count(*) FROM latest WHERE id = '01' AND park_500 = 0.25 AND run = 1 "
                               "AND run_ratio IS NULL AND run_ratio_verdict = 'no_data'"),
                     1);
    assert_int_equal(ask(path, "SELECT json_extract(parameters, '$.link_limit_m') FROM runs"), 250);
    assert_int_equal(ask(path, "SELECT count(*) FROM runs WHERE network IS NULL AND version = '" LC_VERSION "'"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM geometry_columns WHERE f_table_name = 'shapes' AND "
                               "geometry_type = 6 AND srid = 4326 AND spatial_index_enabled = 1"),
                     1);
    assert_int_equal(ask(path, "SELECT count(*) FROM views_geometry_columns WHERE view_name = 'latest'"), 1);
}

static void test_same_report_is_confirmed(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_history *history;
    store_ratio(f, path, "test", 0.5, 1);
    store_ratio(f, path, "test", 0.5, 1);
    store_ratio(f, path, "other", 0.5, 2);
    store_ratio(f, path, "test", 0.5, 1);
    store_ratio(f, path, "test", 0.6, 3);
    store_ratio(f, path, "test", 0.5, 4); /* back again is news */
    assert_whole(path, 4);
    assert_works(f, lc_history_open(f->ctx, path, &history));
    assert_int_equal(lc_history_run(history, 0).times, 3);
    assert_int_equal(lc_history_run(history, 1).times, 1);
    assert_int_equal(lc_history_previous(history, 0), SIZE_MAX);
    assert_int_equal(lc_history_previous(history, 1), SIZE_MAX);
    assert_int_equal(lc_history_previous(history, 2), 0);
    assert_near(lc_history_ratio(history, 2, "park_500"), 0.6, 1e-12);
    assert_true(isnan(lc_history_ratio(history, 2, "run")));
    assert_true(isnan(lc_history_ratio(history, 2, "nothing")));
    lc_history_free(history);
}

/* Outlines are kept once, and those that two communities of a run share, twice. */
static void test_shapes_are_shared(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    store_ratio(f, path, "test", 0.5, 1);
    store_ratio(f, path, "test", 0.6, 2);
    assert_int_equal(ask(path, "SELECT count(*) FROM shapes"), N - 1);
    lc_report *report = new_report("test", 0.7);
    for (size_t c = 1; c < N; c++) { /* all communities under one id */
        free((void *)(uintptr_t)report->communities[c].id);
        report->communities[c].id = lc_strdup("00");
    }
    assert_works(f, lc_report_store(f->ctx, report, path, NULL));
    lc_report_free(report);
    assert_whole(path, 3);
    assert_int_equal(ask(path, "SELECT count(*) FROM shapes"), 2 * (N - 1) - 1);
}

static void test_changes(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_report *before = new_report("test", 0.5), *after = new_report("test", 0.6);
    lc_history *history;
    add_input(before, "osm", "a.pbf", 'a');
    add_input(before, "facilities of park", "a.pbf", 'a');
    add_input(before, "communities", "c.shp", 'c');
    add_input(before, "demand", "pop.tif", 'd');
    add_input(after, "osm", "b.pbf", 'b');
    add_input(after, "facilities of park", "a.pbf", 'b');
    add_input(after, "communities", "c.shp", 'c');
    add_input(after, "gates", "g.shp", 'e');
    after->link_limit_m = 300;
    assert_works(f, lc_report_store(f->ctx, before, path, NULL));
    assert_works(f, lc_report_store(f->ctx, after, path, NULL));
    lc_report_free(before);
    lc_report_free(after);
    assert_works(f, lc_history_open(f->ctx, path, &history));
    lc_run run = lc_history_run(history, 1);
    assert_int_equal(run.inputs, 5);
    const lc_input_change want[] = {LC_CHANGED, LC_CHANGED, LC_UNCHANGED, LC_ADDED, LC_REMOVED};
    for (size_t k = 0; k < 5; k++) assert_int_equal(lc_history_input(history, 1, k).change, want[k]);
    assert_string_equal(lc_history_input(history, 1, 4).file, "pop.tif");
    assert_int_equal(lc_history_input(history, 0, 0).change, LC_UNCHANGED);
    assert_true(run.parameters_changed);
    assert_false(run.version_changed);
    lc_history_free(history);
}

static void test_series(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_history *history;
    lc_series *series;
    char *json;
    for (int k = 1; k <= 3; k++) store_ratio(f, path, "test", 0.2 * k, (size_t)k);
    assert_works(f, lc_history_open(f->ctx, path, &history));
    assert_works(f, lc_history_series(f->ctx, history, "01", NULL, &series));
    assert_int_equal(lc_series_count(series), 6);
    assert_string_equal(lc_series_name(series), "社区 1");
    for (size_t k = 0; k < 3; k++) {
        lc_series_point point = lc_series_at(series, k);
        assert_string_equal(point.indicator, "park_500");
        assert_int_equal(point.run, k + 1);
        assert_near(point.value.ratio, 0.1 * (double)(k + 1), 1e-9);
        assert_null(point.value.reason);
    }
    assert_string_equal(lc_series_at(series, 5).indicator, "run");
    assert_string_equal(lc_series_at(series, 5).value.reason, "no_source");
    assert_works(f, lc_series_json(f->ctx, series, &json));
    assert_non_null(strstr(json, "\"community\":\"01\""));
    free(json);
    lc_series_free(series);
    assert_works(f, lc_history_series(f->ctx, history, NULL, "park_500", &series));
    assert_int_equal(lc_series_count(series), 3);
    assert_near(lc_series_at(series, 2).value.ratio, 0.6, 1e-9);
    assert_int_equal(lc_series_at(series, 2).value.verdict, LC_MISSED);
    lc_series_free(series);
    assert_fails(f, lc_history_series(f->ctx, history, "77", NULL, &series), LC_ERR_INPUT,
                 "community with the id '77'");
    assert_fails(f, lc_history_series(f->ctx, history, "01", "no", &series), LC_ERR_INPUT, "indicator 'no'");
    lc_history_free(history);
}

/* A copy under another name, with the layer that is named after it, is the same input; so is another order. */
static void test_renamed_input(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_report *before = new_report("test", 0.5), *after = new_report("test", 0.6);
    lc_history *history;
    add_input(before, "facilities of park", "a.geojson", 'a');
    add_input(before, "facilities of park", "b.geojson", 'b');
    add_input(after, "facilities of park", "b.geojson", 'b');
    add_input(after, "facilities of park", "parks 2.geojson", 'a');
    before->inputs[0].layer = lc_strdup("a");
    before->inputs[1].layer = after->inputs[0].layer = NULL;
    after->inputs[1].layer = lc_strdup("parks 2");
    assert_works(f, lc_report_store(f->ctx, before, path, NULL));
    assert_works(f, lc_report_store(f->ctx, after, path, NULL));
    lc_report_free(before);
    lc_report_free(after);
    assert_works(f, lc_history_open(f->ctx, path, &history));
    assert_int_equal(lc_history_run(history, 1).inputs, 2);
    for (size_t k = 0; k < 2; k++) assert_int_equal(lc_history_input(history, 1, k).change, LC_UNCHANGED);
    lc_history_free(history);
}

/* A code that another community has from some run on has two series, whatever the runs' order in time. */
static void test_code_that_changed_hands(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_history *history;
    lc_series *series;
    char *json;
    static const char *const names[] = {"甲", "乙", "甲"};
    for (int k = 0; k < 3; k++) {
        lc_report *report = new_report("test", 0.2 * (k + 1));
        free((void *)(uintptr_t)report->communities[1].name);
        report->communities[1].name = lc_strdup(names[k]);
        assert_works(f, lc_report_store(f->ctx, report, path, NULL));
        lc_report_free(report);
    }
    assert_works(f, lc_history_open(f->ctx, path, &history));
    assert_works(f, lc_history_series(f->ctx, history, "01", "park_500", &series));
    static const size_t runs[] = {1, 3, 2};
    assert_int_equal(lc_series_count(series), 3);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(lc_series_at(series, k).run, runs[k]);
        assert_string_equal(lc_series_at(series, k).name, names[runs[k] - 1]);
    }
    assert_string_equal(lc_series_name(series), "甲");
    assert_works(f, lc_series_json(f->ctx, series, &json));
    assert_non_null(strstr(json, "\"name\":\"乙\""));
    free(json);
    lc_series_free(series);
    assert_works(f, lc_history_series(f->ctx, history, NULL, "park_500", &series));
    assert_null(lc_series_at(series, 0).name);
    assert_null(lc_series_name(series));
    lc_series_free(series);
    lc_history_free(history);
}

/* SpatiaLite sets a shorter wait of its own when it is loaded. */
static void test_waits_a_minute(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    static const lc_opening kinds[] = {LC_UPDATE, LC_READ};
    for (size_t k = 0; k < 2; k++) {
        lc_database db = {0};
        int64_t wait_ms = 0;
        assert_works(f, lc_database_open(f->ctx, path, kinds[k], &db));
        assert_works(f, lc_database_number(&db, "PRAGMA busy_timeout", &wait_ms));
        lc_database_close(&db);
        assert_int_equal(wait_ms, 60000);
        if (k == 0) store_ratio(f, path, "test", 0.5, 1);
    }
}

/* -------------------------------------------------------------------------------------------- foreign, old, new */

/* The file is refused and stays as it is, byte for byte. */
static void assert_refused(files *f, const char *path, const char *why) {
    const char *copy = copy_head(f, path, "copy", SIZE_MAX);
    lc_report *report = new_report("test", 0.5);
    lc_history *history;
    assert_fails(f, lc_output_check_store(f->ctx, path), LC_ERR_INPUT, why);
    assert_fails(f, lc_report_store(f->ctx, report, path, NULL), LC_ERR_INPUT, why);
    assert_fails(f, lc_history_open(f->ctx, path, &history), LC_ERR_INPUT, why);
    assert_same_bytes(copy, path);
    lc_report_free(report);
}

static void test_foreign(void **state) {
    files *f = *state;
    const char *path = path_of(f, "other.sqlite"), *newer = path_of(f, "newer.sqlite"), *gone = path_of(f, "gone");
    lc_history *history;
    assert_refused(f,
                   write_text(f, "text",
                              "A text that is no database, of more than a hundred bytes, because SQLite "
                              "takes what is shorter for the beginning of one."),
                   "not a SQLite database");
    change(path, "CREATE TABLE t (x)");
    assert_refused(f, path, "but not a history of lifecircle");
    change(path, "PRAGMA application_id = 1196444487");
    assert_refused(f, path, "but not a history of lifecircle");
    store_ratio(f, newer, "test", 0.5, 1);
    change(newer, "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    assert_refused(f, newer, "version 99");
    assert_fails(f, lc_history_open(f->ctx, gone, &history), LC_ERR_INPUT, "no such file");
    assert_fails(f, lc_output_check_store(f->ctx, "-"), LC_ERR_INPUT, "standard output");
    assert_works(f, lc_output_check_store(f->ctx, gone));
}

/* In WAL mode even reading writes beside the file; where it may not, the file is read as the unchanging one that it is.
 */
static void test_folder_that_is_read_only(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h #1%.sqlite");
    lc_history *history = NULL;
    uid_t user = geteuid();
    store_ratio(f, path, "p", 0.5, 1);
    change(path, "PRAGMA journal_mode = WAL");
    assert_int_equal(chmod(path, 0444) | chmod(f->folder, 0555), 0);
    if (user == 0) assert_int_equal(seteuid(65534), 0); /* root may write anywhere */
    lc_status status = lc_history_open(f->ctx, path, &history);
    assert_int_equal(seteuid(user), 0);
    assert_int_equal(chmod(f->folder, 0700), 0);
    assert_works(f, status);
    assert_int_equal(lc_history_run_count(history), 1);
    lc_history_free(history);
}

static void test_empty_file(void **state) {
    files *f = *state;
    const char *path = write_text(f, "empty.sqlite", "");
    lc_history *history;
    assert_fails(f, lc_history_open(f->ctx, path, &history), LC_ERR_INPUT, "no run yet");
    assert_works(f, lc_output_check_store(f->ctx, path));
    store_ratio(f, path, "test", 0.5, 1);
    assert_whole(path, 1);
}

static void test_damaged_report(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite"), *out = path_of(f, "out.geojson");
    lc_history *history;
    store_ratio(f, path, "test", 0.5, 1);
    static const char *const damage[] = {
        "UPDATE runs SET report = (SELECT report FROM runs) || x'00', bytes = bytes - 1",
        /* lengths that no report of so many bytes unpacks to */
        "UPDATE runs SET bytes = 1000000000000000", "UPDATE runs SET bytes = -1"};
    for (size_t k = 0; k < sizeof damage / sizeof *damage; k++) {
        change(path, damage[k]);
        assert_works(f, lc_history_open(f->ctx, path, &history));
        assert_fails(f, lc_history_export(f->ctx, history, 1, out), LC_ERR_INPUT, "damaged");
        assert_int_not_equal(access(out, F_OK), 0);
        lc_history_free(history);
    }
}

/* A layout of two steps, of which the second takes over what the first one wrote. */
static lc_status first_step(const lc_database *db) {
    return lc_database_run(db, "CREATE TABLE a (x); INSERT INTO a VALUES (1), (2)");
}
static lc_status second_step(const lc_database *db) {
    return lc_database_run(db, "CREATE TABLE b AS SELECT x, 2 * x AS y FROM a; DROP TABLE a");
}
static lc_status failing_step(const lc_database *db) {
    lc_status status = lc_database_run(db, "DROP TABLE a");
    return status == LC_OK ? lc_database_run(db, "SELECT nothing") : status;
}

static lc_status update(files *f, const char *path, const lc_layout *layout) {
    lc_database db = {0};
    assert_works(f, lc_database_open(f->ctx, path, LC_UPDATE, &db));
    assert_works(f, lc_database_run(&db, "BEGIN IMMEDIATE"));
    lc_status status = lc_layout_update(&db, layout);
    if (status == LC_OK) status = lc_database_run(&db, "COMMIT");
    lc_database_close(&db);
    return status;
}

static void test_migration(void **state) {
    files *f = *state;
    static const lc_layout_step steps[] = {first_step, second_step}, bad[] = {first_step, failing_step};
    const lc_layout one = {77, "a test", steps, 1}, two = {77, "a test", steps, 2}, broken = {77, "a test", bad, 2};
    const char *path = path_of(f, "m.sqlite"), *fresh = path_of(f, "fresh.sqlite");
    assert_works(f, update(f, path, &one));
    assert_int_equal(ask(path, "PRAGMA user_version"), 1);
    assert_int_equal(update(f, path, &broken), LC_ERR_IO);
    assert_int_equal(ask(path, "PRAGMA user_version"), 1);
    assert_int_equal(ask(path, "SELECT sum(x) FROM a"), 3);
    assert_works(f, update(f, path, &two));
    assert_works(f, update(f, path, &two));
    assert_int_equal(ask(path, "PRAGMA user_version"), 2);
    assert_int_equal(ask(path, "SELECT sum(y) FROM b"), 6);
    assert_works(f, update(f, fresh, &two));
    assert_int_equal(ask(fresh, "SELECT sum(y) FROM b"), 6);
    assert_fails(f, update(f, path, &one), LC_ERR_INPUT, "version 2");
}

/* A history of version 1 goes on: its runs stay, and its view finds them; combinations come in beside them. */
static void test_version_1(void **state) {
    files *f = *state;
    const char *path = path_of(f, "old.sqlite");
    lc_layout old = lc_history_layout;
    old.version = 1;
    assert_works(f, update(f, path, &old));
    change(path, "INSERT INTO runs VALUES (1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1, 'test', NULL, NULL, "
                 "'0.1.0', 1, 1, '{}', NULL, 'aa', 2, 'xx')");
    change(path,
           "INSERT INTO indicators VALUES (1, 1, 'old', NULL, NULL, 'park', 'network', 500, 'area', NULL, NULL, NULL, "
           "NULL, 0.5, 0, 0, 1, 0.5, 0.5, 'no_target', 0, 0)");
    change(path, "INSERT INTO communities VALUES (1, 1, '00', 'one', 1, NULL, NULL)");
    change(path, "INSERT INTO results VALUES (1, 1, 1, 0.5, 0, 0, NULL, NULL, NULL, 1, NULL, NULL, 'no_target', NULL)");
    assert_int_equal(ask(path, "SELECT count(*) FROM series"), 1);
    store_ratio(f, path, "test", 0.7, 2);
    assert_int_equal(ask(path, "PRAGMA user_version"), 2);
    assert_int_equal(ask(path, "SELECT count(*) FROM indicators WHERE id = 'old' AND distance_m = 500"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM series"), 1 + N * I);
    assert_int_equal(ask(path, "SELECT count(*) FROM latest"), N - 1);
}

static void test_combination(void **state) {
    files *f = *state;
    const char *path = path_of(f, "c.sqlite");
    lc_report *report = new_report("test", 0.5);
    lc_indicator *both = &report->indicators[1];
    free((char *)(uintptr_t)both->category);
    both->category = NULL;
    both->distance_m = NAN;
    both->combines = LC_COMBINES_AT_LEAST;
    both->n_parts = both->least = 1;
    both->services = 0.5;
    report->parts = LC_NEW0(lc_part_list, I);
    report->parts[1] = (lc_part_list){.part = LC_NEW0(lc_part, 1), .n = 1};
    assert_works(f, lc_report_store(f->ctx, report, path, NULL));
    lc_report_free(report);
    assert_int_equal(ask(path,
                         "SELECT count(*) FROM indicators WHERE combines = 'at_least 1 of: park_500' AND services = "
                         "0.5 AND category IS NULL AND distance_m IS NULL"),
                     1);
    lc_history *history = NULL;
    assert_works(f, lc_history_open(f->ctx, path, &history));
    char *json = NULL;
    assert_works(f, lc_history_json(f->ctx, history, &json));
    free(json);
    lc_history_free(history);
}

/* ------------------------------------------------------------------------------------- crowds, crashes, full disks */

/* A process of its own that stores `n` different reports. */
static pid_t start_storing(const char *path, int n, double first) {
    pid_t pid = fork();
    if (pid) return pid;
    lc_context *ctx = lc_context_new();
    for (int k = 0; k < n; k++) {
        lc_report *report = new_report("test", first + 0.001 * k);
        lc_status status = lc_report_store(ctx, report, path, NULL);
        if (status != LC_OK) fprintf(stderr, "%s\n", lc_error_message(ctx));
        if (status != LC_OK) _exit(1);
        lc_report_free(report);
    }
    _exit(0);
}

static int end_of(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void test_two_at_once(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    pid_t a = start_storing(path, 12, 0.1), b = start_storing(path, 12, 0.5);
    assert_int_equal(end_of(a), 0);
    assert_int_equal(end_of(b), 0);
    assert_whole(path, 24);
}

/* SQLite's functions for those who come next: die() ends the process as kill -9 does. */
static void die(sqlite3_context *context, int n, sqlite3_value **value) {
    (void)context;
    (void)n;
    (void)value;
    raise(SIGKILL);
}
static int add_die(sqlite3 *db, char **message, const struct sqlite3_api_routines *api) {
    (void)message;
    (void)api;
    return sqlite3_create_function(db, "die", 0, SQLITE_UTF8, NULL, die, NULL, NULL);
}
/* A disk with room for no more than the file has. */
static int fill_disk(sqlite3 *db, char **message, const struct sqlite3_api_routines *api) {
    (void)message;
    (void)api;
    return sqlite3_exec(db, "PRAGMA max_page_count = 1", NULL, NULL, NULL);
}

static void test_killed(void **state) {
    files *f = *state;
    static const char *const triggers[] = {
        "CREATE TRIGGER t AFTER INSERT ON communities WHEN NEW.community = 3 BEGIN SELECT die(); END",
        "CREATE TRIGGER t AFTER INSERT ON results WHEN NEW.community = 6 AND NEW.indicator = 2 BEGIN SELECT die(); "
        "END"};
    const char *path = path_of(f, "h.sqlite");
    store_ratio(f, path, "test", 0.5, 1);
    for (int k = 0; k < 2; k++) {
        change(path, triggers[k]);
        sqlite3_auto_extension((void (*)(void))add_die);
        int status = end_of(start_storing(path, 1, 0.7));
        sqlite3_cancel_auto_extension((void (*)(void))add_die);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        assert_whole(path, 1);
        change(path, "DROP TRIGGER t");
    }
    store_ratio(f, path, "test", 0.7, 2);
    assert_whole(path, 2);
}

/* Killed at any moment, again and again: what was stored stays, and the rest can go on. */
static void test_killed_anywhere(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    store_ratio(f, path, "test", 0.001, 1);
    for (int k = 0; k < 8; k++) {
        int64_t before = ask(path, "SELECT count(*) FROM runs");
        pid_t pid = start_storing(path, 1000, 0.1 * (k + 1));
        while (ask(path, "SELECT count(*) FROM runs") < before + 1) sqlite3_sleep(1);
        sqlite3_sleep(2 * k);
        kill(pid, SIGKILL);
        end_of(pid);
        int64_t runs = ask(path, "SELECT count(*) FROM runs");
        assert_true(runs > before);
        assert_whole(path, (size_t)runs);
    }
}

static void test_full_disk(void **state) {
    files *f = *state;
    const char *path = path_of(f, "h.sqlite");
    lc_report *report = new_report("test", 0.7);
    free((void *)(uintptr_t)report->communities[3].name);
    report->communities[3].name = lc_sprintf("%0200000d", 7); /* does not fit into pages that are there already */
    store_ratio(f, path, "test", 0.5, 1);
    sqlite3_auto_extension((void (*)(void))fill_disk);
    lc_status status = lc_report_store(f->ctx, report, path, NULL);
    assert_non_null(strstr(lc_error_message(f->ctx), "disk is full"));
    sqlite3_cancel_auto_extension((void (*)(void))fill_disk);
    assert_int_equal(status, LC_ERR_IO);
    lc_report_free(report);
    assert_whole(path, 1);
    store_ratio(f, path, "test", 0.7, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_same_bytes),
                                       TEST(test_numbers),
                                       TEST(test_same_report_is_confirmed),
                                       TEST(test_shapes_are_shared),
                                       TEST(test_changes),
                                       TEST(test_series),
                                       TEST(test_renamed_input),
                                       TEST(test_code_that_changed_hands),
                                       TEST(test_waits_a_minute),
                                       TEST(test_foreign),
                                       TEST(test_folder_that_is_read_only),
                                       TEST(test_empty_file),
                                       TEST(test_damaged_report),
                                       TEST(test_migration),
                                       TEST(test_version_1),
                                       TEST(test_combination),
                                       TEST(test_two_at_once),
                                       TEST(test_killed),
                                       TEST(test_killed_anywhere),
                                       TEST(test_full_disk)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
