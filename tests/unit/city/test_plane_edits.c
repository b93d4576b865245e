/* Edits of communities in several planes: every town has the numbers that it has alone with its own edits. */
#include "far_towns.h"

static const double TINY = 5e-5;                   /* test_planes.c */
static const double WEST = 104.3, EAST = 105.65;   /* two towns, 130 km apart */
static const double LAT = 30.6, DEGREE_M = 110900; /* of latitude there, about */

static lc_edits *new_edits(files *f) {
    lc_edits *edits = NULL;
    assert_works(f, lc_edits_new(f->ctx, "EPSG:4326", &edits));
    return edits;
}

static void edit(files *f, lc_edits *edits, lc_edit_op op, lc_geometry_kind kind, size_t n, const double *xy,
                 const char *id) {
    const lc_geometry geometry = {.kind = kind, .xy = xy, .n = n};
    lc_edit_options o = LC_EDIT_OPTIONS_INIT;
    o.category = op <= LC_EDIT_MOVE ? "store" : NULL;
    o.id = id;
    assert_works(f, lc_edits_add(f->ctx, edits, op, n ? &geometry : NULL, &o));
}

static void edit_point(files *f, lc_edits *edits, lc_edit_op op, double lon, double lat, const char *id) {
    const double xy[] = {lon, lat};
    edit(f, edits, op, LC_GEOMETRY_POINT, 1, xy, id);
}

/* Metres north and east of a town's middle, in degrees. */
static double north(double m) {
    return LAT + m / DEGREE_M;
}
static double east(double lon, double m) {
    return lon + m / (DEGREE_M * cos(LAT * acos(-1) / 180));
}

static void add_wall(files *f, lc_edits *edits, double lon, double m) {
    const double xy[] = {east(lon, m), north(-20), east(lon, m), north(20)};
    edit(f, edits, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, xy, NULL);
}

static lc_report *checked(files *f, const char *planes, const lc_edits *edits) {
    lc_report *r = NULL;
    assert_works(f, towns_edited(f, planes, TOWN_PROFILE, edits, &r));
    return r;
}

static void write_towns(files *f, const town_t *town, size_t n) {
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < n; i++) towns_add(&t, &town[i]);
    towns_end(&t);
}

static void assert_same(const lc_report *a, size_t c, const lc_report *b, size_t d) {
    for (size_t i = 0; i < 2; i++) {
        lc_value x = lc_report_value(a, c, i), y = lc_report_value(b, d, i);
        assert_true(x.ratio == y.ratio && x.err == y.err && x.offnet == y.offnet && x.mean_m == y.mean_m);
    }
}

/* A wall in the west, another store and a wall in the east. */
static void test_each_town_with_its_edits(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    for (int k = 0; k < 3; k++) { /* both, the west alone, the east alone */
        lc_edits *edits = new_edits(f);
        write_towns(f, town + (k == 2), k ? 1 : 2);
        if (k != 2) add_wall(f, edits, WEST, 100);
        if (k != 1) edit_point(f, edits, LC_EDIT_ADD, east(EAST, -400), LAT, "new");
        if (k != 1) add_wall(f, edits, EAST, 150);
        static lc_report *both;
        lc_report *r = checked(f, "cells", edits);
        if (k == 0) both = r;
        if (k == 1) assert_same(both, 0, r, 0);
        if (k == 2) assert_same(both, 1, r, 0);
        if (k == 0) assert_int_equal(r->n_edits, 3);
        if (k == 0) assert_string_equal(r->edits[1].id, "new");
        /* 100 m of street are lost beyond the wall, and what lies beside them within 100 m on foot: 100 * 100 m2 */
        if (k == 1) assert_near(lc_report_value(r, 0, 0).ratio, WALKED - 1e4 / 1e6, 2e-2);
        if (k == 1) assert_true(lc_report_value(r, 0, 0).ratio < WALKED - 5e-3);
        if (k) lc_report_free(r);
        if (k == 2) lc_report_free(both);
        lc_edits_free(edits);
    }
}

/* A store that is added where cells meet serves communities of both; it is listed once. By hand it is in the file. */
static void test_a_store_between_planes(void **state) {
    files *f = *state;
    const town_t apart[] = {{104.495, LAT, true, false}, {104.505, LAT, true, false}, {104.5, LAT, false, true}};
    write_towns(f, apart, 2); /* 960 m apart: the middle lies 480 m from both, and 20 m inside of both */
    lc_edits *edits = new_edits(f), *path = new_edits(f);
    edit_point(f, edits, LC_EDIT_ADD, 104.5, LAT, NULL);
    lc_report *r = checked(f, "cells", edits), *one = checked(f, "one", edits), *by_hand;
    assert_int_equal(r->n_planes, 2);
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < 2; i++)
            assert_near(lc_report_value(r, c, i).ratio, lc_report_value(one, c, i).ratio, 1e-4);
    assert_true(lc_report_value(r, 0, 1).ratio > 0.1 && lc_report_value(r, 1, 1).ratio > 0.1);
    assert_int_equal(r->n_facilities, 1);
    assert_string_equal(r->facilities[0].id, "edit/1");
    /* by hand: the third town's store, its community left out again */
    write_towns(f, apart, 3);
    char *file = strdup(path_of(f, "stores.geojson")), stores[2000];
    FILE *in = fopen(file, "r");
    size_t n = fread(stores, 1, sizeof stores - 1, in);
    stores[n] = 0;
    fclose(in);
    write_towns(f, apart, 2);
    write_text(f, "stores.geojson", stores);
    assert_works(f, towns_status(f, "cells", TOWN_PROFILE, &by_hand));
    for (size_t c = 0; c < 2; c++) assert_same(r, c, by_hand, c);
    /* a path from one town to the other, within 200 m of the store */
    const double xy[] = {104.495, LAT, 104.505, LAT};
    edit(f, path, LC_EDIT_PATH, LC_GEOMETRY_LINE, 2, xy, NULL);
    lc_report *joined = checked(f, "cells", path);
    assert_int_equal(joined->n_edits, 1);
    assert_true(joined->network.length_m > r->network.length_m + 1500); /* in the network of both */
    lc_report_free(joined);
    lc_report_free(by_hand);
    lc_report_free(one);
    lc_report_free(r);
    lc_edits_free(path);
    lc_edits_free(edits);
    free(file);
}

/* A store moves 130 km, to the plane that comes before its own, and back by another edit. */
static void test_a_store_moves_to_another_plane(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, false}, {EAST, LAT, true, true}, {105.6, 31.1, true, false}};
    write_towns(f, town, 3);
    lc_edits *edits = new_edits(f);
    edit_point(f, edits, LC_EDIT_MOVE, WEST, LAT, "1");
    for (int k = 0; k < 3; k++) { /* to the west, from there to the third plane, and home again */
        if (k == 1) edit_point(f, edits, LC_EDIT_MOVE, 105.6, 31.1, "1");
        if (k == 2) edit_point(f, edits, LC_EDIT_MOVE, EAST, LAT, "1");
        static const size_t now[] = {0, 2, 1};
        lc_report *r = checked(f, NULL, edits);
        assert_int_equal(r->n_planes, 3);
        for (size_t c = 0; c < 3; c++) {
            assert_near(lc_report_value(r, c, 0).ratio, c == now[k] ? WALKED : 0, TINY);
            assert_near(lc_report_value(r, c, 1).ratio, c == now[k] ? STRAIGHT : 0, TINY);
        }
        assert_int_equal(r->n_facilities, 1);
        assert_string_equal(r->facilities[0].id, "1");
        lc_report_free(r);
    }
    lc_edits_free(edits);
}

/* What one plane has of a category that had no facility anywhere is 0 in the others, as if its source had it. */
static void test_the_first_of_a_category(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, false}, {EAST, LAT, true, false}};
    write_towns(f, town, 2);
    lc_edits *edits = new_edits(f);
    lc_report *none = checked(f, NULL, edits);
    assert_string_equal(lc_report_value(none, 0, 0).reason, "no_facilities");
    edit_point(f, edits, LC_EDIT_ADD, EAST, LAT, "new");
    lc_report *r = checked(f, NULL, edits);
    assert_null(lc_report_value(r, 0, 0).reason);
    assert_near(lc_report_value(r, 0, 0).ratio, 0, 0);
    assert_near(lc_report_value(r, 1, 0).ratio, WALKED, TINY);
    assert_near(r->indicators[0].ratio, WALKED / 2, TINY);
    lc_report_free(r);
    lc_report_free(none);
    lc_edits_free(edits);
}

/* Two stores, one a town, are no longer there, by id and by place; each is in one plane. */
static void test_removing(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    write_towns(f, town, 2);
    lc_edits *edits = new_edits(f);
    edit(f, edits, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, NULL, "2");
    lc_report *r = checked(f, NULL, edits);
    assert_near(lc_report_value(r, 0, 0).ratio, WALKED, TINY);
    assert_near(lc_report_value(r, 1, 0).ratio, 0, 0);
    lc_report_free(r);
    edit_point(f, edits, LC_EDIT_REMOVE, WEST, LAT, NULL);
    r = checked(f, NULL, edits);
    assert_near(r->indicators[1].ratio, 0, 0);
    lc_report_free(r);
    lc_edits_free(edits);
}

static void assert_refused(files *f, const lc_edits *edits, const char *text) {
    lc_report *r = NULL;
    assert_fails(f, towns_edited(f, NULL, TOWN_PROFILE, edits, &r), LC_ERR_INPUT, text);
}

/* One that does nothing in any plane fails, whatever others do; each point of a multipoint has to do something. */
static void test_edits_that_do_nothing(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    static const char *const texts[] = {"edit 2 (add): it lies farther than about 650 m from every community",
                                        "edit 2 (remove): no facility of store",
                                        "edit 2 (move): no facility of store has the id '7'",
                                        "edit 2 (close): it meets no path",
                                        "edit 2 (open): it joins nothing",
                                        "edit 2 (path): it lies farther",
                                        "edit 2 (close): there is no path within 5 m of it",
                                        "edit 2 (move): it lies too far from the communities"};
    write_towns(f, town, 2);
    for (int k = 0; k < 8; k++) {
        const double wall[] = {WEST, north(100), WEST, north(200)}, path[] = {105, 30.6, 105, 30.61};
        lc_edits *edits = new_edits(f);
        add_wall(f, edits, EAST, 100);
        if (k == 0) edit_point(f, edits, LC_EDIT_ADD, 105, LAT, "new");
        if (k == 1) edit(f, edits, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, NULL, "3");
        if (k == 2) edit_point(f, edits, LC_EDIT_MOVE, WEST, LAT, "7");
        if (k == 3) edit(f, edits, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, wall, NULL);
        if (k == 4) edit_point(f, edits, LC_EDIT_OPEN, WEST, north(100), NULL);
        if (k == 5) edit(f, edits, LC_EDIT_PATH, LC_GEOMETRY_LINE, 2, path, NULL);
        if (k == 6) edit_point(f, edits, LC_EDIT_CLOSE, WEST, north(100), NULL);
        if (k == 7) edit_point(f, edits, LC_EDIT_MOVE, 0, 0, "1"); /* which is not removing it */
        assert_refused(f, edits, texts[k]);
        lc_edits_free(edits);
    }
}

/* An id that is longer than the words of a failure have room for is cut between two letters, in one plane and in
 * several. */
static void test_a_long_id(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    char id[601] = "";
    write_towns(f, town, 2);
    for (size_t odd = 0; odd < 2; odd++)
        for (size_t n = 1; n <= 2; n++) {
            id[0] = 'x';
            for (size_t k = odd; k + 2 < sizeof id; k += 2) memcpy(id + k, "\xC3\xA9", 3);
            lc_edits *edits = new_edits(f);
            lc_report *r = NULL;
            edit(f, edits, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, NULL, id);
            write_towns(f, town, n);
            assert_fails(f, towns_edited(f, NULL, TOWN_PROFILE, edits, &r), LC_ERR_INPUT, "no facility of store has");
            const char *said = lc_error_message(f->ctx);
            assert_string_equal(said + strlen(said) - 5, "\xC3\xA9\xE2\x80\xA6");
            lc_edits_free(edits);
        }
}

/* Points of one edit in two towns; a third one that is nowhere. */
static void test_an_edit_in_two_towns(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    write_towns(f, town, 2);
    for (int k = 2; k <= 3; k++) {
        char text[600];
        snprintf(
            text, sizeof text,
            "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"op\":\"close\"},"
            "\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[%.9f,%.9f],[%.9f,%.9f]%s]}}]}",
            east(WEST, 50), LAT, east(EAST, 50), LAT, k == 3 ? ",[105,30.6]" : "");
        lc_edits *edits = NULL;
        assert_works(f, lc_edits_new(f->ctx, NULL, &edits));
        assert_works(f, lc_edits_read(f->ctx, edits, write_text(f, "plan.geojson", text)));
        if (k == 3) {
            assert_refused(f, edits, "feature number 1 (close)");
        } else {
            lc_report *r = checked(f, NULL, edits);
            for (size_t c = 0; c < 2; c++) assert_true(lc_report_value(r, c, 0).ratio < WALKED - 0.01);
            assert_string_equal(r->inputs[r->n_inputs - 1].role, "edits");
            lc_report_free(r);
        }
        lc_edits_free(edits);
    }
}

/* One id in two planes is two facilities: none of them moves. */
static void test_an_id_that_two_have(void **state) {
    files *f = *state;
    const town_t town[] = {{WEST, LAT, true, true}, {EAST, LAT, true, true}};
    char text[600];
    write_towns(f, town, 2);
    snprintf(text, sizeof text,
             "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":\"a\"},"
             "\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.9f,%.9f]}},{\"type\":\"Feature\",\"properties\":"
             "{\"id\":\"a\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.9f,%.9f]}}]}",
             WEST, LAT, EAST, LAT);
    write_text(f, "stores.geojson", text);
    lc_edits *edits = new_edits(f);
    edit_point(f, edits, LC_EDIT_MOVE, WEST, north(100), "a");
    assert_refused(f, edits, "2 facilities of store have the id 'a'");
    lc_edits_free(edits);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_each_town_with_its_edits),
        TEST(test_a_store_between_planes),
        TEST(test_a_store_moves_to_another_plane),
        TEST(test_the_first_of_a_category),
        TEST(test_removing),
        TEST(test_edits_that_do_nothing),
        TEST(test_a_long_id),
        TEST(test_an_edit_in_two_towns),
        TEST(test_an_id_that_two_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
