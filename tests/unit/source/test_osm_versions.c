/* Objects that are given more than once: which one counts, whatever the order, the format and the file. */
#include "osm_made.h"

#include "pbf_made.h"
#include "random.h"
#include "source/osm_read.h"

#define NODE(id, more, x) "<node id='" #id "' " more " lat='0' lon='" #x "'/>"
#define NAMED(id, more, x, name) "<node id='" #id "' " more " lat='0' lon='" #x "'><tag k='name' v='" name "'/></node>"

static double lon_of(const lc_osm *osm, int64_t id) {
    size_t node = lc_osm_find_node(osm, id);
    assert_true(node != SIZE_MAX);
    return osm->node_xy[node].x;
}

static void the_highest_version_wins_wherever_it_stands(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *text = "<osm>" NODE(1, "version='3'", 3) NODE(1, "version='10'", 10) NODE(1, "version='9'", 9)
        NODE(2, "version='2'", 2)
            NODE(2, "", 5) "<way id='4' version='2'><nd ref='1'/><nd ref='2'/><tag k='highway' v='steps'/></way>"
                           "<way id='4' version='1'><nd ref='1'/><tag k='highway' v='path'/></way>"
                           "<relation id='7' version='2'><member type='way' ref='4' role=''/></relation>"
                           "<relation id='7' version='1'><member type='way' ref='5' role=''/><tag k='name' "
                           "v='x'/></relation></osm>";
    assert_works(f, read_osm(f, write_text(f, "a.osm", text), &osm));
    assert_near(lon_of(&osm, 1), 10, 0);
    assert_near(lon_of(&osm, 2), 2, 0); /* a missing version is below all others */
    assert_int_equal(osm.n_nodes, 2);
    assert_int_equal(osm.n_ways, 1);
    assert_int_equal(osm.way_start[1], 2);
    assert_string_equal(tag_of(&osm.way_tags, 0, "highway"), "steps");
    assert_int_equal(osm.n_relations, 1);
    assert_int_equal(osm.member_ref[0], 4);
    assert_int_equal(warned(f, "osm_duplicates"), 4);
    assert_false(osm.in_order);
    lc_osm_free(&osm);
}

static void among_equal_versions_tags_win_and_then_the_last(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *text = "<osm>" NAMED(1, "", 1, "a") NODE(1, "", 2) NAMED(2, "", 1, "a") NAMED(2, "", 2, "b")
        NODE(3, "", 1) NODE(3, "", 2) NAMED(4, "version='5'", 1, "a") NODE(4, "version='5'", 2)
        /* tags that nobody asked for are tags as well */
        "<way id='5'><nd ref='1'/><tag k='colour' v='red'/></way><way id='5'><nd ref='1'/><nd ref='2'/></way></osm>";
    assert_works(f, read_osm(f, write_text(f, "a.osm", text), &osm));
    assert_near(lon_of(&osm, 1), 1, 0);
    assert_near(lon_of(&osm, 2), 2, 0);
    assert_near(lon_of(&osm, 3), 2, 0);
    assert_near(lon_of(&osm, 4), 1, 0);
    assert_int_equal(osm.n_tagged, 3);
    assert_string_equal(tag_of(&osm.node_tags, 1, "name"), "b");
    assert_int_equal(osm.way_start[1], 1);
    assert_int_equal(warned(f, "osm_duplicates"), 5);
    lc_osm_free(&osm);
}

/* Overpass `out body; >; out skel`, repeated nodes, a position that is another by its last digit. */
static void what_says_the_same_is_not_warned_of(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *text =
        "<osm>"
        "<way id='12'><nd ref='1'/><nd ref='2'/><tag k='highway' v='path'/><tag k='name' v='A'/></way>"
        "<relation id='9'><member type='way' ref='12' role=''/><tag k='type' v='route'/></relation>" NAMED(
            1, "", 4, "here") NODE(1, "", 4) NODE(2, "version='1'", 5.0000001)
            NODE(2, "version='2'",
                 5) "<way id='12'><nd ref='1'/><nd ref='2'/></way>"
                    "<way id='12'><nd ref='1'/><nd ref='2'/><tag k='name' v='A'/><tag k='highway' v='path'/></way>"
                    "<relation id='9'><member type='way' ref='12' role=''/></relation></osm>";
    assert_works(f, read_osm(f, write_text(f, "a.osm", text), &osm));
    assert_int_equal(osm.n_nodes, 2);
    assert_int_equal(osm.n_ways, 1);
    assert_string_equal(tag_of(&osm.way_tags, 0, "highway"), "path");
    assert_string_equal(tag_of(&osm.relation_tags, 0, "type"), "route");
    assert_int_equal(warned(f, "osm_duplicates"), 0);
    lc_osm_free(&osm);
    /* Tags that a later version has lost are a difference. */
    text = "<osm>" NAMED(1, "version='1'", 4, "here") NODE(1, "version='2'", 4) "</osm>";
    assert_works(f, read_osm(f, write_text(f, "a.osm", text), &osm));
    assert_int_equal(osm.n_tagged, 0);
    assert_int_equal(warned(f, "osm_duplicates"), 1);
    lc_osm_free(&osm);
}

/* -------------------------------------------------------------------- PBF */

static void put_dense(bytes *block, const int64_t *version, size_t n_versions) {
    bytes group = {.n = 0}, dense = {.n = 0}, info = {.n = 0};
    PACK(&dense, 1, true, 1, 1, -1, 1); /* ids 1, 2, 1, 2 */
    if (n_versions) put_packed(&info, 1, version, n_versions, false);
    if (n_versions) put_bytes(&dense, 5, info.at, info.n);
    PACK(&dense, 8, true, 0, 0, 0, 0);
    PACK(&dense, 9, true, 10000000, 10000000, 10000000, 10000000); /* 1, 2, 3, 4 degrees */
    put_bytes(&group, 2, dense.at, dense.n);
    put_bytes(block, 2, group.at, group.n);
}

static void put_way(bytes *group, int64_t ref, int64_t version) {
    bytes way = {.n = 0}, info = {.n = 0};
    put_number(&way, 1, 7);
    put_number(&info, 1, (uint64_t)version);
    if (version) put_bytes(&way, 4, info.at, info.n);
    PACK(&way, 8, true, ref);
    put_bytes(group, 3, way.at, way.n);
}

static bytes pbf_twice(const int64_t *version, size_t n_versions, int64_t first_way, int64_t second_way) {
    bytes file = pbf_header("DenseNodes"), block = {.n = 0}, group = {.n = 0}, table = {.n = 0};
    put_text(&table, 1, "");
    put_bytes(&block, 1, table.at, table.n);
    put_dense(&block, version, n_versions);
    put_way(&group, 1, first_way);
    put_way(&group, 2, second_way);
    put_bytes(&block, 2, group.at, group.n);
    put_block(&file, "OSMData", 1, &block);
    return file;
}

static void pbf_versions(void **state) {
    files *f = *state;
    lc_osm osm;
    const int64_t versions[] = {4, 1, 3, 2};
    bytes file = pbf_twice(versions, 4, 2, 1);
    assert_works(f, read_osm(f, write_bytes(f, "a.osm.pbf", file.at, file.n), &osm));
    assert_near(lon_of(&osm, 1), 1, 1e-12);
    assert_near(lon_of(&osm, 2), 4, 1e-12);
    assert_int_equal(osm.n_ways, 1);
    assert_int_equal(osm.ref[0], 1);
    lc_osm_free(&osm);
    assert_int_equal(warned(f, "osm_duplicates"), 3);
    /* Without versions the last one. */
    file = pbf_twice(NULL, 0, 0, 0);
    assert_works(f, read_osm(f, write_bytes(f, "a.osm.pbf", file.at, file.n), &osm));
    assert_near(lon_of(&osm, 1), 3, 1e-12);
    assert_near(lon_of(&osm, 2), 4, 1e-12);
    assert_int_equal(osm.ref[0], 2);
    lc_osm_free(&osm);
    /* Too few versions for the nodes. */
    file = pbf_twice(versions, 3, 0, 0);
    assert_fails(f, read_osm(f, write_bytes(f, "a.osm.pbf", file.at, file.n), &osm), LC_ERR_INPUT, "version");
}

/* ---------------------------------------------------------------- several */

static lc_status read_two(files *f, const char *a, const char *b, lc_osm *osm) {
    const char *paths[] = {a, b};
    return lc_osm_read(f->ctx, paths, 2, KEYS, N_KEYS, osm);
}

static void several_files_are_one(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *west = write_text(
        f, "west.osm",
        "<osm>" NODE(1, "version='2'", 1)
            NODE(2, "version='1'", 2) "<way id='4' version='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/></way></osm>");
    const char *east = write_text(
        f, "east.osm",
        "<osm>" NODE(2, "version='1'", 2) NODE(3, "version='1'", 3)
            NODE(1, "version='1'", 9) "<way id='4' version='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/></way></osm>");
    for (int turn = 0; turn < 2; turn++) {
        assert_works(f, turn ? read_two(f, east, west, &osm) : read_two(f, west, east, &osm));
        assert_int_equal(osm.n_nodes, 3);
        assert_int_equal(osm.n_ways, 1);
        assert_near(lon_of(&osm, 1), 1, 0);
        assert_int_equal(osm.n_files, 2);
        assert_string_equal(osm.file[turn].name, "west.osm");
        assert_int_equal(osm.file[turn].n_objects, 3);
        assert_int_equal(osm.file[!turn].n_objects, 4);
        assert_string_equal(osm.name, turn ? "east.osm, west.osm" : "west.osm, east.osm");
        assert_true(strcmp(osm.file[0].sha256, osm.file[1].sha256) != 0);
        assert_true(strcmp(osm.file[0].sha256, osm.sha256) != 0);
        assert_int_equal(warned(f, "osm_duplicates"), turn + 1);
        lc_osm_free(&osm);
    }
}

static void the_same_file_twice_is_one(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *text = "<osm>" NODE(1, "", 1) NODE(2, "", 2) "</osm>";
    const char *a = write_text(f, "a.osm", text), *b = write_text(f, "copy.osm", text);
    assert_works(f, read_two(f, a, b, &osm));
    assert_int_equal(osm.n_files, 1);
    assert_int_equal(osm.n_nodes, 2);
    assert_string_equal(osm.name, "a.osm");
    assert_string_equal(osm.sha256, osm.file[0].sha256);
    assert_true(osm.in_order);
    lc_osm_free(&osm);
    assert_int_equal(warned(f, "osm_duplicates"), 0);
    assert_fails(f, read_two(f, a, path_of(f, "none.osm"), &osm), LC_ERR_INPUT, "no such file");
    assert_fails(f, read_two(f, a, write_text(f, "cut.osm", "<osm><node id='1' lat='1' lon='1'/>"), &osm), LC_ERR_INPUT,
                 "cut.osm");
}

/* Any order, any versions, split over two files anywhere: the rule, by brute force. */
static void random_files(void **state) {
    files *f = *state;
    enum { OBJECTS = 40, IDS = 9, RUNS = 60 };
    for (uint64_t run = 1; run <= RUNS; run++) {
        rng_t rng = {run};
        char text[2][OBJECTS * 120];
        int best_version[IDS] = {0}, best_tagged[IDS] = {0}, best[IDS], half = 0;
        for (int i = 0; i < IDS; i++) best[i] = -1;
        strcpy(text[0], "<osm>");
        strcpy(text[1], "<osm>");
        for (int i = 0; i < OBJECTS; i++) {
            int id = (int)rng_below(&rng, IDS), version = (int)rng_below(&rng, 4);
            int tagged = rng_chance(&rng, 0.5);
            char line[120], given[20] = "";
            if (i == OBJECTS / 2) half = (int)(run % 2);
            if (version) snprintf(given, sizeof given, "version='%d'", version);
            snprintf(line, sizeof line, "<node id='%d' %s lat='0' lon='%d'>%s</node>", id - 4, given, i,
                     tagged ? "<tag k='x' v='y'/>" : "");
            strcat(text[half], line);
            bool wins = best[id] < 0 || version > best_version[id] ||
                        (version == best_version[id] && tagged >= best_tagged[id]);
            if (!wins) continue;
            best[id] = i;
            best_version[id] = version;
            best_tagged[id] = tagged;
        }
        strcat(text[0], "</osm>");
        strcat(text[1], "</osm>");
        lc_osm osm;
        assert_works(f, read_two(f, write_text(f, "a.osm", text[0]), write_text(f, "b.osm", text[1]), &osm));
        size_t n = 0;
        for (int id = 0; id < IDS; id++) {
            if (best[id] < 0) continue;
            n++;
            assert_near(lon_of(&osm, id - 4), best[id], 0);
        }
        assert_int_equal(osm.n_nodes, n);
        lc_osm_free(&osm);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(the_highest_version_wins_wherever_it_stands),
                                       TEST(among_equal_versions_tags_win_and_then_the_last),
                                       TEST(what_says_the_same_is_not_warned_of),
                                       TEST(pbf_versions),
                                       TEST(several_files_are_one),
                                       TEST(the_same_file_twice_is_one),
                                       TEST(random_files)};
    return cmocka_run_group_tests_name("osm versions", tests, NULL, NULL);
}
