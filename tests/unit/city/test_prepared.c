/* Prepared networks: a check with one is the check without; SpatiaLite walks them as far as we do; nothing wrong is
   believed. */
#include "files.h"

#include <sqlite3.h>

#include "base/hash.h"
#include "base/memory.h"
#include "city/prepared.h"
#include "city/raw_network.h"
#include "city/read_inputs.h"
#include "network/build.h"
#include "network/lines.h"
#include "network/search.h"
#include "report/report.h"
#include "source/osm_read.h"
#include "store/database.h"
#include "store/prepared.h"

#define SAMPLES LC_DATA_DIR "/samples/"
#define OSM SAMPLES "saopaulo/saopaulo.osm.pbf"
#define ROADS SAMPLES "chengdu/roads.shp"

static const char *prepare(files *f, const char *osm, const char *network, const char *name) {
    const char *path = path_of(f, name);
    lc_prepare_options options = LC_PREPARE_OPTIONS_INIT;
    lc_prepare_result result;
    options.osm = &osm;
    options.n_osm = osm ? 1 : 0;
    options.network = network;
    options.data_dir = LC_DATA_DIR;
    assert_works(f, lc_prepare(f->ctx, &options, path, &result));
    assert_true(result.edges > 100 && result.length_m > 1000);
    return path;
}

static void change(const char *path, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void assert_same_bytes(files *f, const char *a, const char *b) {
    char one[65], other[65];
    assert_works(f, lc_sha256_files(f->ctx, &a, 1, one));
    assert_works(f, lc_sha256_files(f->ctx, &b, 1, other));
    assert_string_equal(one, other);
}

/* Hashing a large file takes a while. */
static void cancelled_while_hashed(void **state) {
    files *f = *state;
    char hash[65];
    const char *path = write_text(f, "a.txt", "a");
    lc_cancel(f->ctx);
    assert_fails(f, lc_sha256_files(f->ctx, &path, 1, hash), LC_ERR_CANCELLED, "cancelled");
    lc_cancel_clear(f->ctx);
    assert_works(f, lc_sha256_files(f->ctx, &path, 1, hash));
}

/* ---------------------------------------------------------------------------------------------------- same network */

/* The paths of a source in a work CRS, as a check has them. */
static void read_paths(files *f, const char *osm, const char *network, double lon, double lat, lc_paths *out,
                       lc_line_finds *finds) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    static const char *const keys[] = {"highway",  "foot",          "access",        "area",
                                       "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"};
    options.network = network;
    options.data_dir = LC_DATA_DIR;
    assert_works(f, lc_walk_rules_load(f->ctx, LC_DATA_DIR, &in.walk));
    assert_works(f, lc_work_crs_new(f->ctx, lon, lat, &city.crs));
    if (network) assert_works(f, lc_inputs_network(f->ctx, &options, &in));
    if (osm) in.osm = LC_NEW0(lc_osm, 1);
    if (osm) assert_works(f, lc_osm_read(f->ctx, &osm, 1, keys, sizeof keys / sizeof *keys, in.osm));
    assert_works(f, lc_inputs_take_paths(f->ctx, &in, out, finds));
    lc_inputs_free(&in);
    lc_city_clear(&city);
}

static void assert_same_paths(const lc_paths *a, const lc_paths *b) {
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->n_xy, b->n_xy);
    assert_int_equal(a->n_vertices, b->n_vertices);
    assert_memory_equal(a->xy, b->xy, a->n_xy * sizeof *a->xy);
    assert_memory_equal(a->start, b->start, (a->n + 1) * sizeof *a->start);
    assert_memory_equal(a->vertex, b->vertex, a->n_vertices * sizeof *a->vertex);
}

static void assert_same_find(const lc_line_find *a, const lc_line_find *b) {
    assert_int_equal(a->n, b->n);
    assert_true(a->length_m == b->length_m);
}

static void assert_same_finds(const lc_line_finds *a, const lc_line_finds *b) {
    assert_same_find(&a->crossings, &b->crossings);
    assert_same_find(&a->joined, &b->joined);
    assert_same_find(&a->levels, &b->levels);
    assert_same_find(&a->junctions, &b->junctions);
    assert_same_find(&a->gaps, &b->gaps);
    assert_same_find(&a->overlaps, &b->overlaps);
}

/* Streets with a bridge over one of them and an end 2 m short of another: levels and a tolerance to be kept. */
static const char *write_bridges(files *f) {
    const char *path = path_of(f, "bridges.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("bridge,wkt\n", file);
    for (int i = 0; i < 60; i++) {
        double y = 30.60 + 0.002 * i;
        fprintf(file, "%d,\"LINESTRING(104 %.6f,104.1 %.6f)\"\n", i == 30, y, y);
    }
    for (int i = 0; i < 60; i++) {
        double x = 104.001 + 0.0015 * i;
        fprintf(file, "0,\"LINESTRING(%.6f 30.600018,%.6f 30.718)\"\n", x, x);
    }
    fclose(file);
    return path_of(f, "bridges.csv|crs=EPSG:4326|noding=all|tolerance=3");
}

/* Bit for bit, and in any work CRS: the file does not know which one it is going to be. */
static void test_same_paths(void **state) {
    files *f = *state;
    const struct {
        const char *osm, *network;
        double lon, lat;
    } source[] = {
        {OSM, NULL, -46.63, -23.55},
        {NULL, ROADS, 104.06, 30.66},
        {NULL, ROADS "|noding=all", 104.06, 30.66},
        {NULL, write_bridges(f), 104.06, 30.66},
    };
    for (size_t i = 0; i < sizeof source / sizeof *source; i++) {
        const char *path = prepare(f, source[i].osm, source[i].network, "city.lcn.sqlite");
        for (int k = 0; k < 3; k++) {
            lc_paths direct = {0}, prepared = {0};
            lc_line_finds found, again;
            double lon = source[i].lon + 0.03 * k, lat = source[i].lat - 0.02 * k;
            lc_warnings_clear(&f->ctx->warnings);
            read_paths(f, source[i].osm, source[i].network, lon, lat, &direct, &found);
            size_t kinds = f->ctx->warnings.n;
            lc_warnings_clear(&f->ctx->warnings);
            read_paths(f, NULL, path, lon, lat, &prepared, &again);
            assert_same_paths(&direct, &prepared);
            assert_same_finds(&found, &again);
            assert_int_equal(f->ctx->warnings.n, kinds);
            if (i == 1) assert_true(found.crossings.n > 0);
            if (i == 3) assert_true(found.levels.n > 0 && found.gaps.n > 0);
            lc_line_finds_free(&found);
            lc_line_finds_free(&again);
            lc_paths_free(&direct);
            lc_paths_free(&prepared);
        }
    }
}

static void test_same_bytes(void **state) {
    files *f = *state;
    const char *a = prepare(f, NULL, ROADS, "a.lcn.sqlite"), *b = prepare(f, NULL, ROADS, "b.lcn.sqlite");
    assert_same_bytes(f, a, b);
}

/* What reading the source had to say comes back with its examples. */
static void test_warnings(void **state) {
    files *f = *state;
    const char *lines = write_text(f, "lines.geojson",
                                   "{\"type\":\"FeatureCollection\",\"features\":["
                                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\","
                                   "\"coordinates\":[[104,30],[104.01,30],[104.02,30.01]]}},"
                                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null},"
                                   "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\","
                                   "\"coordinates\":[104,30]}}]}");
    const char *path = path_of(f, "city.lcn.sqlite");
    lc_prepare_options options = LC_PREPARE_OPTIONS_INIT;
    lc_paths direct = {0}, prepared = {0};
    options.network = lines;
    options.data_dir = LC_DATA_DIR;
    assert_works(f, lc_prepare(f->ctx, &options, path, NULL));
    lc_warnings_clear(&f->ctx->warnings);
    read_paths(f, NULL, lines, 104, 30, &direct, NULL);
    lc_warnings before = f->ctx->warnings;
    f->ctx->warnings = (lc_warnings){0};
    assert_true(before.n > 0);
    read_paths(f, NULL, path, 104, 30, &prepared, NULL);
    assert_int_equal(f->ctx->warnings.n, before.n);
    for (size_t i = 0; i < before.n; i++) {
        const lc_warning_entry *one = &before.entry[i], *other = &f->ctx->warnings.entry[i];
        assert_string_equal(one->code, other->code);
        assert_string_equal(one->message, other->message);
        assert_int_equal(one->count, other->count);
        assert_int_equal(one->n_examples, other->n_examples);
        for (size_t k = 0; k < one->n_examples; k++) assert_string_equal(one->examples[k], other->examples[k]);
    }
    lc_warnings_clear(&before);
    lc_paths_free(&direct);
    lc_paths_free(&prepared);
}

/* ---------------------------------------------------------------------------------------------------------- routing */

/* VirtualRouting's distance between two nodes, its first row; INFINITY when there is no way. With LIMIT, SpatiaLite
   5.0.1 gives no rows. */
static double routed(const lc_database *db, size_t from, size_t to) {
    sqlite3_stmt *query = NULL;
    bool row;
    assert_int_equal(lc_database_prepare(db, "SELECT cost FROM routing WHERE nodefrom = ? AND nodeto = ?", &query),
                     LC_OK);
    lc_bind_count(query, 1, from);
    lc_bind_count(query, 2, to);
    assert_int_equal(lc_database_row(db, query, &row), LC_OK);
    double cost = row && sqlite3_column_type(query, 0) != SQLITE_NULL ? sqlite3_column_double(query, 0) : INFINITY;
    sqlite3_finalize(query);
    return cost;
}

/* Paths that use the arrays again are the same. */
static void check_thaw_away(files *f, lc_frozen *frozen, const lc_work_crs *crs, const lc_paths *want) {
    lc_paths paths = {0};
    assert_works(f, lc_thaw_away(f->ctx, frozen, crs, &paths));
    assert_true(!frozen->start && !frozen->vertex && !frozen->lonlat && frozen->n == 0);
    assert_true(paths.n == want->n && paths.n_xy == want->n_xy && paths.n_vertices == want->n_vertices &&
                paths.n_links == want->n_links);
    assert_memory_equal(paths.xy, want->xy, paths.n_xy * sizeof *paths.xy);
    assert_memory_equal(paths.start, want->start, (paths.n + 1) * sizeof *paths.start);
    assert_memory_equal(paths.vertex, want->vertex, paths.n_vertices * sizeof *paths.vertex);
    lc_paths_free(&paths);
}

/* The network that the tables were made from: in a work CRS around all paths. */
static lc_network *network_of(files *f, const char *path, double min_component_m) {
    lc_prepared p;
    lc_work_crs *crs;
    lc_paths paths = {0};
    lc_network *net;
    const lc_network_rules rules = {.min_component_m = min_component_m, .island_gap_m = 20};
    assert_works(f, lc_prepared_read(f->ctx, path, &p));
    const lc_geoms all = {.xy = p.frozen.lonlat, .n_xy = p.frozen.n_lonlat};
    lc_xy centre = lc_work_crs_centre(&all);
    assert_works(f, lc_work_crs_new(f->ctx, centre.x, centre.y, &crs));
    assert_works(f, lc_thaw(f->ctx, &p.frozen, crs, &paths, NULL));
    assert_works(f, lc_network_build(f->ctx, &paths, &rules, &net));
    if (!p.frozen.lines) check_thaw_away(f, &p.frozen, crs, &paths);
    lc_paths_free(&paths);
    lc_work_crs_free(crs);
    lc_prepared_free(&p);
    return net;
}

/* SpatiaLite 5.0.1 does not move a node up in its queue when it finds a shorter way to it, so some of its ways are a
   little longer than the shortest; none is shorter. */
static void test_virtual_routing(void **state) {
    files *f = *state;
    const char *path = prepare(f, OSM, NULL, "city.lcn.sqlite");
    lc_network *net = network_of(f, path, 500);
    lc_database db = {0};
    int64_t nodes, edges;
    assert_works(f, lc_database_open(f->ctx, path, LC_UPDATE, &db));
    assert_works(f, lc_database_number(&db, "SELECT count(*) FROM nodes", &nodes));
    assert_works(f, lc_database_number(&db, "SELECT count(*) FROM edges", &edges));
    assert_int_equal(nodes, net->n_nodes);
    assert_int_equal(edges, net->n_edges);
    assert_works(f, lc_database_call(&db, "SELECT CreateRouting('routing_data', 'routing', 'edges', 'node_from', "
                                          "'node_to', 'geometry', 'cost', NULL, 0, 1)"));
    size_t reached = 0, same = 0;
    for (size_t k = 0; k < 3; k++) {
        size_t from = k * net->n_nodes / 3;
        uint32_t e = net->half[net->half_of[from]];
        double s = net->node_u[e] == from ? 0 : net->length_m[e];
        lc_access access = {.edge = e, .s0_m = s, .s1_m = s};
        size_t settled;
        lc_field *field = lc_field_search(net, &access, 1, 1e7, &settled);
        assert_non_null(field);
        for (size_t i = 1; i <= 12; i++) {
            size_t to = (from + i * net->n_nodes / 13) % net->n_nodes;
            double own = field->node_d[to], theirs = routed(&db, from + 1, to + 1);
            if (isinf(own)) assert_true(isinf(theirs));
            if (isinf(own)) continue;
            assert_true(theirs >= own - 1e-6 && theirs < 1.1 * own);
            reached++;
            same += fabs(theirs - own) < 1e-6;
        }
        lc_field_free(field);
    }
    assert_true(reached >= 18 && same >= reached / 2);
    lc_database_close(&db);
    lc_network_free(net);
}

/* ---------------------------------------------------------------------------------------------------------- refused */

static void assert_refused(files *f, const char *path, const char *why) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    options.network = path;
    options.data_dir = LC_DATA_DIR;
    assert_fails(f, lc_inputs_network(f->ctx, &options, &in), LC_ERR_INPUT, why);
    lc_inputs_free(&in);
    lc_city_clear(&city);
}

static void test_refused(void **state) {
    files *f = *state;
    const char *good = prepare(f, NULL, ROADS, "good.lcn.sqlite");
    const struct {
        const char *sql, *why;
    } cases[] = {
        {"PRAGMA user_version = 2", "version 2"},
        {"PRAGMA user_version = 0", "damaged"},
        {"PRAGMA application_id = 5", "not a prepared network"},
        {"UPDATE lifecircle_network SET arrays_version = 99", "another version of lifecircle"},
        {"UPDATE lifecircle_network SET byte_order = 'big'", "another kind of machine"},
        {"UPDATE lifecircle_network SET node_all = 1", "damaged"},
        {"UPDATE lifecircle_arrays SET bytes = zeroblob(length(bytes)) WHERE name = 'vertex_lonlat'", "damaged"},
        {"DELETE FROM lifecircle_arrays WHERE name = 'path_start'", "damaged"},
        {"UPDATE lifecircle_arrays SET bytes = x'00' WHERE name = 'vertex_lonlat'", "damaged"},
        {"DELETE FROM lifecircle_network", "damaged"},
        {"DROP TABLE lifecircle_arrays", "damaged"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *bad = copy_head(f, good, "bad.lcn.sqlite", SIZE_MAX);
        change(bad, cases[i].sql);
        assert_refused(f, bad, cases[i].why);
    }
    assert_refused(f, copy_head(f, good, "cut.lcn.sqlite", 40000), "damaged");
    assert_refused(f,
                   write_text(f, "text.lcn.sqlite",
                              "no database, and longer than a hundred bytes, which is what "
                              "SQLite wants to see before it says that a file is none"),
                   "not a SQLite database");
    assert_refused(f, path_of(f, "gone.lcn.sqlite"), "no such file");
}

static void test_stale(void **state) {
    files *f = *state;
    copy_head(f, SAMPLES "chengdu/roads.shp", "roads.shp", SIZE_MAX);
    copy_head(f, SAMPLES "chengdu/roads.shx", "roads.shx", SIZE_MAX);
    copy_head(f, SAMPLES "chengdu/roads.prj", "roads.prj", SIZE_MAX);
    const char *dbf = copy_head(f, SAMPLES "chengdu/roads.dbf", "roads.dbf", SIZE_MAX);
    char roads[512];
    snprintf(roads, sizeof roads, "%s/roads.shp", f->folder);
    const char *path = prepare(f, NULL, roads, "city.lcn.sqlite");
    lc_paths paths = {0};
    read_paths(f, NULL, path, 104.06, 30.66, &paths, NULL);
    lc_paths_free(&paths);
    FILE *file = fopen(dbf, "ab");
    assert_non_null(file);
    fputc('x', file);
    fclose(file);
    assert_refused(f, path, "has changed since");
    remove(roads);
    remove(dbf);
    copy_head(f, path, "renamed.sqlite", SIZE_MAX); /* known by its content */
    change(path, "UPDATE lifecircle_network SET file = 'elsewhere.shp'");
    read_paths(f, NULL, path, 104.06, 30.66, &paths, NULL); /* what is not there cannot be compared */
    lc_paths_free(&paths);
    change(path, "UPDATE lifecircle_network SET rules_sha256 = sha256");
    assert_refused(f, path, "other walk rules");
    assert_true(lc_prepared_is(path_of(f, "renamed.sqlite")));
    assert_false(lc_prepared_is(ROADS));
}

/* A target that was there stays when writing fails, and no temporary file is left. */
static void test_whole_or_not_at_all(void **state) {
    files *f = *state;
    const char *path = write_text(f, "city.lcn.sqlite", "something older");
    lc_prepare_options options = LC_PREPARE_OPTIONS_INIT;
    options.data_dir = LC_DATA_DIR;
    assert_fails(f, lc_prepare(f->ctx, &options, path, NULL), LC_ERR_INPUT, "--osm or --network");
    options.network = write_text(f, "none.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}");
    assert_int_equal(lc_prepare(f->ctx, &options, path, NULL), LC_ERR_INPUT);
    options.network = ROADS;
    assert_fails(f, lc_prepare(f->ctx, &options, "/dev/full", NULL), LC_ERR_INPUT, "a file of its own");
    options.min_component_m = -1;
    assert_fails(f, lc_prepare(f->ctx, &options, path, NULL), LC_ERR_INPUT, "min component -1 m");
    assert_same_bytes(f, path, write_text(f, "older", "something older"));
    options.min_component_m = 0;
    assert_works(f, lc_prepare(f->ctx, &options, path, NULL));
    options.network = path;
    assert_fails(f, lc_prepare(f->ctx, &options, path_of(f, "two.lcn.sqlite"), NULL), LC_ERR_INPUT,
                 "a prepared network already");
    DIR *dir = opendir(f->folder);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (strncmp(entry->d_name, ".lifecircle", 11) == 0) fail_msg("%s is left", entry->d_name);
    closedir(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_same_paths),          TEST(test_same_bytes),       TEST(test_warnings),
                                       TEST(test_virtual_routing),     TEST(test_refused),          TEST(test_stale),
                                       TEST(test_whole_or_not_at_all), TEST(cancelled_while_hashed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
