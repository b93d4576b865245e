/* What Overpass and other servers answer: positions on the way, centres, skeletons, and answers that are no data. */
#include "osm_made.h"
#include "source/osm_select.h"

#define AT(ref, x, y) "<nd ref='" #ref "' lat='" #y "' lon='" #x "'/>"
#define PLACE(x, y) "<nd lat='" #y "' lon='" #x "'/>"

static lc_osm read_text_osm(files *f, const char *text) {
    lc_osm osm;
    assert_works(f, read_osm(f, write_text(f, "a.osm", text), &osm));
    return osm;
}

static void positions_on_the_nodes_of_a_way(void **state) {
    files *f = *state;
    lc_osm osm = read_text_osm(f, "<osm><way id='11'>" AT(1, 2.5, 1.5)
                                      AT(2, 3.5, 1.25) "<nd ref='3'/>"
                                                       "<tag k='highway' v='path'/></way><way id='12'>" AT(2, 3.5, 1.25)
                                                           AT(4, 4, 1) "</way></osm>");
    assert_int_equal(osm.n_nodes, 3);
    assert_int_equal(osm.n_made, 0);
    assert_int_equal(osm.n_ways, 2);
    assert_int_equal(osm.way_start[1], 3);
    assert_near(osm.node_xy[lc_osm_find_node(&osm, 2)].x, 3.5, 0);
    assert_near(osm.node_xy[lc_osm_find_node(&osm, 1)].y, 1.5, 0);
    assert_true(lc_osm_find_node(&osm, 3) == SIZE_MAX); /* the server has clipped it */
    assert_string_equal(tag_of(&osm.way_tags, 0, "highway"), "path");
    assert_int_equal(osm.file[0].n_objects, 2);
    assert_false(osm.in_order);
    assert_int_equal(f->ctx->warnings.n, 0);
    lc_osm_free(&osm);
}

/* A node of its own wins over what ways say of it, wherever it stands; that they differ is told. */
static void a_node_wins_over_its_position_on_a_way(void **state) {
    files *f = *state;
    const char *node = "<node id='1' lat='1' lon='2'/>", *way = "<way id='11'>" AT(1, 2.5, 1) AT(2, 3, 1) "</way>";
    for (int turn = 0; turn < 2; turn++) {
        char text[400];
        snprintf(text, sizeof text, "<osm>%s%s</osm>", turn ? node : way, turn ? way : node);
        lc_osm osm = read_text_osm(f, text);
        assert_near(osm.node_xy[lc_osm_find_node(&osm, 1)].x, 2, 0);
        assert_int_equal(warned(f, "osm_duplicates"), turn + 1);
        lc_osm_free(&osm);
    }
}

/* A square with a hole; the members' ways are nowhere else, and their nodes have no ids. */
#define MEMBERS                                                                                                        \
    "<member type='way' ref='5' role='outer'>" PLACE(0, 0) PLACE(4, 0)                                                 \
        PLACE(4, 4) "</member>"                                                                                        \
                    "<member type='way' ref='6' role='outer'>" PLACE(0, 0) PLACE(0, 4)                                 \
                        PLACE(4, 4) "</member>"                                                                        \
                                    "<member type='way' ref='7' role='inner'>" PLACE(1, 1) PLACE(2, 1) PLACE(2, 2)     \
                                        PLACE(1, 2) PLACE(1, 1) "</member>"
#define GEOM_PARK(members)                                                                                             \
    "<osm><relation id='9'>" members "<tag k='type' v='multipolygon'/>" A_PARK "</relation></osm>"

static void positions_on_the_members_of_a_relation(void **state) {
    files *f = *state;
    lc_osm osm = read_text_osm(f, GEOM_PARK(MEMBERS));
    assert_int_equal(osm.n_ways, 3);
    assert_int_equal(osm.n_nodes - osm.n_made, 0);
    assert_int_equal(osm.file[0].n_objects, 1);
    lc_osm_free(&osm);
    lc_osm_features found = select_from(f, GEOM_PARK(MEMBERS), LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_string_equal(found.id[0], "relation/9");
    assert_near(lc_geom_area(&found.geoms, 0), 15, 1e-9);
    lc_osm_features_free(&found);
    /* A vertex that the server has clipped is a missing one. */
    found = select_from(
        f,
        GEOM_PARK("<member type='way' ref='5' role='outer'>" PLACE(0, 0) PLACE(4, 0) "<nd/>" PLACE(0, 0) "</member>"),
        LC_AREAS_ONLY);
    assert_int_equal(found.n, 0);
    assert_int_equal(found.incomplete, 1);
    lc_osm_features_free(&found);
}

/* Routes, of which only the outline of each member is there. */
static void routes_of_members(void **state) {
    files *f = *state;
    char route[] = "route", type[] = "type";
    char *routes[] = {route};
    lc_tag_match is_route = {.key = type, .values = routes, .n_values = 1}, never = {.key = route};
    lc_category_def relations = {.any = &is_route, .n_any = 1};
    lc_category_def lines = {
        .name = "tested", .any = &never, .n_any = 1, .areas = LC_LINES_ONLY, .member_of = &relations};
    lc_osm osm =
        read_text_osm(f, "<osm><relation id='9'><member type='way' ref='5' role=''>" PLACE(0, 0) PLACE(1, 0)
                             PLACE(1, 1) "</member><member type='way' ref='6' role=''>" PLACE(1, 1) "<nd/>" PLACE(3, 3)
                                 PLACE(4, 4) "</member><tag k='type' v='route'/></relation></osm>");
    lc_osm_features found;
    assert_works(f, lc_osm_select(f->ctx, &osm, &lines, &found));
    assert_int_equal(found.n, 2);
    assert_int_equal(found.geoms.n, 2);
    assert_int_equal(found.geoms.n_xy, 5);
    assert_int_equal(warned(f, "line_cut"), 1);
    lc_osm_features_free(&found);
    lc_osm_free(&osm);
}

/* One member is in the file as a way with nodes, the other only within the relation: they join by places. */
static void members_with_and_without_node_ids(void **state) {
    files *f = *state;
    const char *text =
        GRID WAY(41, , ND(1) ND(2) ND(5)) "<relation id='50'>" IN(41) "<member type='way' ref='42' role='outer'>" PLACE(
            1, 1) PLACE(0, 1) PLACE(0, 0) "</member>"
                                          "<tag k='type' v='multipolygon'/>" A_PARK "</relation></osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_near(lc_geom_area(&found.geoms, 0), 1, 1e-9);
    lc_osm_features_free(&found);
}

/* The way itself, with nodes and tags, wins over what a relation says of it. */
static void a_way_wins_over_its_outline_in_a_relation(void **state) {
    files *f = *state;
    const char *text = GRID "<relation id='50'><member type='way' ref='41' role='outer'>" PLACE(7, 7)
        PLACE(8, 8) "</member></relation>" WAY(41, A_PARK, ND(1) ND(2) ND(5) ND(4) ND(1)) "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_near(lc_geom_area(&found.geoms, 0), 1, 1e-9);
    assert_int_equal(warned(f, "osm_duplicates"), 0);
    lc_osm_features_free(&found);
}

#define CENTRE "<center lat='3' lon='2'/>"

static void centres_stand_for_areas_as_points(void **state) {
    files *f = *state;
    const char *text = "<osm><way id='5'>" CENTRE "<nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='1'/>" A_SHOP
                       "</way><way id='6'>" CENTRE A_SHOP "</way><relation id='7'>" CENTRE
                       "<member type='way' ref='99' role='outer'/><tag k='type' v='multipolygon'/>" A_SHOP
                       "</relation><way id='8'>" CENTRE A_PARK "</way></osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_AS_POINTS);
    const char *const ids[] = {"way/5", "way/6", "relation/7"};
    assert_int_equal(found.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(found.id[i], ids[i]);
        assert_int_equal(found.geoms.kind[i], LC_POINT);
        assert_near(found.geoms.xy[i].x, 2, 0);
        assert_near(found.geoms.xy[i].y, 3, 0);
    }
    lc_osm_features_free(&found);
    /* A park is an area: a centre does not do, and that is told. */
    found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 0);
    assert_int_equal(found.incomplete, 1);
    lc_osm_features_free(&found);
    /* An outline wins over a centre. */
    found = select_from(f, GRID WAY(31, A_SHOP, CENTRE ND(1) ND(2) ND(5) ND(4) ND(1)) "</osm>", LC_AREAS_AS_POINTS);
    assert_int_equal(found.n, 2);
    assert_int_equal(found.geoms.kind[1], LC_POLYGON);
    lc_osm_features_free(&found);
}

static void what_has_no_position_is_refused(void **state) {
    files *f = *state;
    const char *const texts[] = {
        "<osm><way id='5'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way></osm>",
        "<osm><node id='9' lat='1' lon='1'><tag k='shop' v='convenience'/></node>"
        "<way id='5'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/></way></osm>",
        "<osm><way id='5'><tag k='highway' v='path'/></way></osm>",
        "<osm><relation id='5'><member type='way' ref='1' role=''/><tag k='type' v='multipolygon'/></relation></osm>",
        "<osm><way id='5'><bounds minlat='1' minlon='1' maxlat='2' maxlon='2'/><tag k='highway' "
        "v='path'/></way></osm>"};
    lc_osm osm;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_fails(f, read_osm(f, write_text(f, "bare.osm", texts[i]), &osm), LC_ERR_INPUT, "bare.osm: no way in it");
    /* Nothing at all is nothing lost. */
    osm = read_text_osm(f, "<osm/>");
    lc_osm_free(&osm);
    /* One way with a position: the rest is counted where it is used. */
    osm = read_text_osm(f, "<osm><way id='5'><nd ref='1'/></way><way id='6'>" AT(2, 1, 1) "</way></osm>");
    lc_osm_free(&osm);
}

static void answers_that_are_no_data(void **state) {
    files *f = *state;
    const struct {
        const char *text, *says;
    } bad[] = {
        {"{\"version\": 0.6, \"elements\": []}", "[out:xml]"},
        {"\n\n [1, 2]", "[out:xml]"},
        {"<osm><remark> runtime error: Query timed out in \"query\" at line 3 after 25 seconds. </remark></osm>",
         "line 1: the server that made it says that it is not whole: 'runtime error: Query timed out"},
        {"<osm><way id='1'><nd lat='1' lon='1'/></way></osm>", "out geom"},
        {"<osm><way id='1'><nd ref='1' lat='1'/></way></osm>", "position"},
        {"<osm><way id='1'><nd ref='1' lat='91' lon='1'/></way></osm>", "position"},
        {"<osm><relation id='1'><member type='way' ref='1' role=''><nd lat='x' lon='1'/></member></relation></osm>",
         "position"},
        {"<osm><way id='1'><center lat='1'/></way></osm>", "position"},
        {"<osm><node id='-9223372036854775807' lat='1' lon='1'/></osm>", "no id"},
    };
    lc_osm osm;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_fails(f, read_osm(f, write_text(f, "bad.osm", bad[i].text), &osm), LC_ERR_INPUT, bad[i].says);
    osm = read_text_osm(f, "<osm><remark> served from the attic </remark></osm>");
    assert_int_equal(warned(f, "osm_remark"), 1);
    lc_osm_free(&osm);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(positions_on_the_nodes_of_a_way),
                                       TEST(a_node_wins_over_its_position_on_a_way),
                                       TEST(positions_on_the_members_of_a_relation),
                                       TEST(routes_of_members),
                                       TEST(members_with_and_without_node_ids),
                                       TEST(a_way_wins_over_its_outline_in_a_relation),
                                       TEST(centres_stand_for_areas_as_points),
                                       TEST(what_has_no_position_is_refused),
                                       TEST(answers_that_are_no_data)};
    return cmocka_run_group_tests_name("osm overpass", tests, NULL, NULL);
}
