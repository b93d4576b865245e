/* OpenStreetMap files: whole ones, damaged ones, and areas put together from them. */
#include "osm_made.h"

#include <locale.h>

#include "pbf_made.h"
#include "source/osm_select.h"

#define SAMPLE_PBF LC_DATA_DIR "/samples/liechtenstein/liechtenstein.osm.pbf"
#define BIG_PBF LC_DATA_DIR "/samples/laspalmas/laspalmas.osm.pbf"

/* ---------------------------------------------------------------- samples */

static void the_samples_are_read_whole(void **state) {
    files *f = *state;
    lc_osm osm;
    assert_works(f, read_osm(f, BIG_PBF, &osm));
    assert_int_equal(osm.n_nodes, 383161);
    assert_int_equal(osm.n_ways, 53760);
    assert_int_equal(osm.n_relations, 3005);
    assert_string_equal(osm.name, "laspalmas.osm.pbf");
    assert_string_equal(osm.sha256, "0cb51193ca02c081d083407870c8e340d8de4e3b875b8c64c52b74b222cb82f1");
    lc_osm_free(&osm);
    assert_works(f, read_osm(f, SAMPLE_PBF, &osm));
    assert_int_equal(osm.n_nodes, 142832);
    assert_int_equal(osm.n_ways, 15247);
    assert_int_equal(osm.n_relations, 358);
    size_t paths = 0;
    for (size_t w = 0; w < osm.n_ways; w++) paths += tag_of(&osm.way_tags, w, "highway") != NULL;
    assert_int_equal(paths, 4660);
    for (size_t i = 1; i < osm.n_nodes; i++) assert_true(osm.node_id[i - 1] < osm.node_id[i]);
    for (size_t i = 0; i < osm.n_nodes; i += 7)
        for (int64_t id = osm.node_id[i] - 1; id <= osm.node_id[i] + 1; id++) {
            size_t found = lc_osm_find_node(&osm, id), near[] = {0, i, i / 2, i + 1, osm.n_nodes - 1, SIZE_MAX};
            for (size_t k = 0; k < 6; k++) assert_int_equal(lc_osm_find_node_near(&osm, id, near[k]), found);
        }
    lc_osm_free(&osm);
}

/* -------------------------------------------------------------------- XML */

#define TOWN "<?xml version='1.0'?>" TOWN_BODY
#define TOWN_BODY                                                                                                      \
    "<osm version='0.6'>"                                                                                              \
    "<node id='9' lat='1.5' lon='2.25'/>"                                                                              \
    "<node id='-3' lat='-1.25' lon='2.5'><tag k='shop' v='A &amp; B'/><tag k='colour' v='red'/></node>"                \
    "<node id='4' lat='1' lon='2'><tag k='name' v='old'/></node>"                                                      \
    "<node id='4' lat='3' lon='4'><tag k='name' v='new'/></node>"                                                      \
    "<way id='7'><nd ref='9'/><nd ref='4'/><tag k='highway' v='steps'/><tag k='type' v='x'/></way>"                    \
    "<way id='5'><nd ref='4'/></way>"                                                                                  \
    "<relation id='2'><member type='way' ref='7' role='outer'/><member type='node' ref='9' role=''/>"                  \
    "<tag k='type' v='multipolygon'/></relation>"                                                                      \
    "</osm>"

static void check_town(files *f, const char *path) {
    lc_osm osm;
    assert_works(f, read_osm(f, path, &osm));
    assert_int_equal(osm.n_nodes, 3);
    assert_int_equal(osm.node_id[0], -3);
    assert_int_equal(osm.node_id[2], 9);
    assert_near(osm.node_xy[lc_osm_find_node(&osm, 4)].x, 4, 0);
    assert_near(osm.node_xy[lc_osm_find_node(&osm, 9)].y, 1.5, 0);
    assert_true(lc_osm_find_node(&osm, 5) == SIZE_MAX);
    assert_int_equal(osm.n_tagged, 2);
    assert_int_equal(osm.node_id[osm.tagged_node[0]], -3);
    assert_string_equal(tag_of(&osm.node_tags, 0, "shop"), "A & B");
    assert_null(tag_of(&osm.node_tags, 0, "colour"));
    assert_string_equal(tag_of(&osm.node_tags, 1, "name"), "new");
    assert_int_equal(osm.n_ways, 2);
    assert_int_equal(osm.way_id[0], 5);
    assert_int_equal(osm.way_start[2] - osm.way_start[1], 2);
    assert_int_equal(osm.ref[osm.way_start[1]], 9);
    size_t steps = lc_osm_find_way(&osm, 7);
    assert_int_equal(steps, 1);
    assert_string_equal(tag_of(&osm.way_tags, steps, "highway"), "steps");
    assert_null(tag_of(&osm.way_tags, steps, "type"));
    assert_string_equal(tag_of(&osm.relation_tags, 0, "type"), "multipolygon");
    assert_int_equal(osm.member_type[0], LC_OSM_WAY);
    assert_int_equal(osm.member_ref[1], 9);
    assert_int_equal(warned(f, "osm_duplicates"), 1);
    lc_osm_free(&osm);
}

static void xml_in_any_order(void **state) {
    files *f = *state;
    check_town(f, write_text(f, "town.osm", TOWN));
}

/* What GDAL's reader can do with: it needs the nodes sorted and first, and takes ways and relations as they come. */
static void order_for_other_readers(void **state) {
    files *f = *state;
    const struct {
        const char *text;
        bool in_order;
    } cases[] = {
        {GRID WAY(7, , ND(1) ND(2)) WAY(6, , ND(2) ND(3)) RELATION(9, IN(7)) RELATION(8, IN(6)) "</osm>", true},
        {GRID WAY(7, , ND(1) ND(2)) WAY(7, , ND(1) ND(2)) "</osm>", false},
        {GRID "<node id='19' lat='1' lon='1'/>" WAY(7, , ND(1) ND(2)) "</osm>", false},
        {GRID WAY(7, , ND(1) ND(2)) "<node id='21' lat='1' lon='1'/></osm>", false},
        {GRID RELATION(9, IN(7)) WAY(7, , ND(1) ND(2)) "</osm>", false},
        {GRID "<way id='7'><nd ref='1' lat='0' lon='0'/></way></osm>", false},
        {GRID "<way id='7'><center lat='0' lon='0'/><nd ref='1'/></way></osm>", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_osm osm;
        assert_works(f, read_osm(f, write_text(f, "order.osm", cases[i].text), &osm));
        assert_int_equal(osm.in_order, cases[i].in_order);
        lc_osm_free(&osm);
    }
}

/* Spain writes 1,5: the file does not. Where the machine has no such locale, the plain one is tested again. */
static void xml_under_a_comma_locale(void **state) {
    files *f = *state;
    const char *names[] = {"es_ES.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"};
    for (int i = 0; i < 3 && !setlocale(LC_NUMERIC, names[i]); i++) continue;
    check_town(f, write_text(f, "town.osm", TOWN));
    setlocale(LC_NUMERIC, "C");
}

static void gzip_is_unpacked(void **state) {
    files *f = *state;
    const char *plain = write_text(f, "town.osm", TOWN);
    char command[1200];
    snprintf(command, sizeof command, "gzip -k '%s'", plain);
    assert_int_equal(system(command), 0);
    check_town(f, path_of(f, "town.osm.gz"));
    const char *cut = copy_head(f, path_of(f, "town.osm.gz"), "cut.osm.gz", 200);
    lc_osm osm;
    assert_int_equal(read_osm(f, cut, &osm), LC_ERR_INPUT);
}

static void damaged_xml_is_refused(void **state) {
    files *f = *state;
    lc_osm osm;
    const char *whole = write_text(f, "town.osm", TOWN);
    for (size_t n = 1; n < strlen(TOWN); n += 7) {
        const char *cut = copy_head(f, whole, "cut.osm", n);
        assert_fails(f, read_osm(f, cut, &osm), LC_ERR_INPUT, "cut short");
    }
    const struct {
        const char *text, *says;
    } bad[] = {
        {"", "empty"},
        {"hello", "line 1"},
        {"<?xml version='1.0'?>\n<html/>", "does not begin with <osm>"},
        {"<osmChange><create><node id='1' lat='1' lon='1'/></create></osmChange>", "does not begin with <osm>"},
        {"<osm><create>\n<node id='1' lat='1' lon='1'/></create></osm>", "line 2"},
        {"<osm>\n\n<node id='1' lat='1' lon='1' visible='false'/></osm>", "line 3"},
        {"<osm><node id='1' lat='1' lon='1' action='delete'/></osm>", "deleted"},
        {"<osm><node id='1' lat='1'/></osm>", "position"},
        {"<osm><node id='1' lat='91' lon='1'/></osm>", "position"},
        {"<osm><node id='1' lat='nan' lon='1'/></osm>", "position"},
        {"<osm><node lat='1' lon='1'/></osm>", "id"},
        {"<osm><way id='1'><tag k='highway'/></way></osm>", "a tag without k and v"},
        {"<osm><way id='1'><nd/></way></osm>", "an nd without ref"},
        {"<osm><relation id='1'><member type='way' ref='1'/></relation></osm>", "role"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_fails(f, read_osm(f, write_text(f, "bad.osm", bad[i].text), &osm), LC_ERR_INPUT, bad[i].says);
}

static void names_and_places(void **state) {
    files *f = *state;
    lc_osm osm;
    assert_fails(f, read_osm(f, path_of(f, "nothing.osm.pbf"), &osm), LC_ERR_INPUT, "no such file");
    assert_fails(f, read_osm(f, f->folder, &osm), LC_ERR_INPUT, "folder");
    assert_fails(f, read_osm(f, write_text(f, "a.osm.bz2", "BZh9"), &osm), LC_ERR_INPUT, "bunzip2");
    assert_fails(f, read_osm(f, write_text(f, "a.txt", "x"), &osm), LC_ERR_INPUT, "not an OpenStreetMap file");
    assert_fails(f, read_osm(f, write_text(f, "a.osm", "PK\x03\x04"), &osm), LC_ERR_INPUT, "zip archive");
    assert_fails(f, read_osm(f, write_bytes(f, "a.o5m", "\xff\xe0\x04o5m2", 7), &osm), LC_ERR_INPUT, "o5m");
}

/* -------------------------------------------------------------------- PBF */

/* Plain nodes, a way with a large id, and a granularity that stands before the data: valid, but seldom seen. */
static bytes rare_pbf(void) {
    bytes file = pbf_header("DenseNodes"), block = {.n = 0}, table = {.n = 0}, group = {.n = 0}, node = {.n = 0},
          way = {.n = 0}, dense = {.n = 0};
    put_text(&table, 1, "");
    put_text(&table, 1, "highway");
    put_text(&table, 1, "steps");
    put_number(&block, 17, 1000);
    put_number(&block, 19, 500000000);
    put_bytes(&block, 1, table.at, table.n);
    put_number(&node, 1, zigzag(-5));
    put_number(&node, 8, zigzag(28000000));
    put_number(&node, 9, zigzag(-15500000));
    PACK(&node, 2, false, 1);
    PACK(&node, 3, false, 2);
    put_bytes(&group, 1, node.at, node.n);
    PACK(&dense, 1, true, 10, 1);
    PACK(&dense, 8, true, 1000000, 1);
    PACK(&dense, 9, true, 2000000, -1);
    put_bytes(&group, 2, dense.at, dense.n);
    put_number(&way, 1, 5000000000);
    PACK(&way, 8, true, -5, 15, 1);
    PACK(&way, 2, false, 1);
    PACK(&way, 3, false, 2);
    put_bytes(&group, 3, way.at, way.n);
    put_bytes(&block, 2, group.at, group.n);
    put_block(&file, "OSMData", 1, &block);
    return file;
}

/* A node alone, a node of a group, a way or a relation that is there or is deleted, and nothing beside it. */
static bytes visible_pbf(int kind, bool visible) {
    bytes file = pbf_header("DenseNodes"), block = {.n = 0}, table = {.n = 0}, group = {.n = 0}, object = {.n = 0},
          info = {.n = 0};
    put_text(&table, 1, "");
    put_bytes(&block, 1, table.at, table.n);
    put_number(&info, 1, 3);
    put_number(&info, 6, visible);
    if (kind == 2) {
        bytes dense = {.n = 0};
        PACK(&dense, 6, false, visible);
        PACK(&object, 1, true, 1);
        put_bytes(&object, 5, dense.at, dense.n);
        PACK(&object, 8, true, 1);
        PACK(&object, 9, true, 1);
    } else {
        put_number(&object, 1, kind == 1 ? zigzag(1) : 1);
        put_bytes(&object, 4, info.at, info.n);
        if (kind == 1) put_number(&object, 8, zigzag(1));
        if (kind == 1) put_number(&object, 9, zigzag(1));
    }
    put_bytes(&group, (unsigned)kind, object.at, object.n);
    put_bytes(&block, 2, group.at, group.n);
    put_block(&file, "OSMData", 1, &block);
    return file;
}

static void deleted_objects_are_refused(void **state) {
    files *f = *state;
    lc_osm osm;
    for (int kind = 1; kind <= 4; kind++) {
        bytes there = visible_pbf(kind, true), gone = visible_pbf(kind, false);
        if (kind <= 2) { /* a way alone has no position */
            assert_works(f, read_osm(f, write_bytes(f, "there.osm.pbf", there.at, there.n), &osm));
            assert_int_equal(osm.n_nodes, 1);
            lc_osm_free(&osm);
        }
        assert_fails(f, read_osm(f, write_bytes(f, "gone.osm.pbf", gone.at, gone.n), &osm), LC_ERR_INPUT,
                     "a deleted object");
    }
}

/* Cut behind a block, a file is legal; that its last block is full tells. */
static void a_full_last_block_is_told(void **state) {
    enum { BLOCKS_20 = 1106045 }; /* bytes of the first 20 of the sample's 21 blocks */
    files *f = *state;
    lc_osm osm;
    assert_works(f, read_osm(f, SAMPLE_PBF, &osm));
    assert_int_equal(warned(f, "osm_cut"), 0);
    lc_osm_free(&osm);
    assert_works(f, read_osm(f, copy_head(f, SAMPLE_PBF, "cut.osm.pbf", BLOCKS_20), &osm));
    assert_int_equal(warned(f, "osm_cut"), 1);
    lc_osm_free(&osm);
}

/* With a granularity of 0 all nodes would be at one place. */
static void positions_without_size_are_refused(void **state) {
    files *f = *state;
    bytes file = pbf_header("DenseNodes"), block = {.n = 0};
    lc_osm osm;
    put_number(&block, 17, 0);
    put_block(&file, "OSMData", 1, &block);
    assert_fails(f, read_osm(f, write_bytes(f, "zero.osm.pbf", file.at, file.n), &osm), LC_ERR_INPUT, "granularity 0");
}

static void rare_pbf_is_read(void **state) {
    files *f = *state;
    bytes file = rare_pbf();
    lc_osm osm;
    assert_works(f, read_osm(f, write_bytes(f, "rare.osm.pbf", file.at, file.n), &osm));
    assert_int_equal(osm.n_nodes, 3);
    assert_int_equal(osm.node_id[0], -5);
    assert_near(osm.node_xy[0].x, -15.5, 1e-12);
    assert_near(osm.node_xy[0].y, 28.5, 1e-12);
    assert_int_equal(osm.node_id[2], 11);
    assert_near(osm.node_xy[2].x, 1.999999, 1e-12);
    assert_near(osm.node_xy[2].y, 1.500001, 1e-12);
    assert_int_equal(osm.n_tagged, 1);
    assert_string_equal(tag_of(&osm.node_tags, 0, "highway"), "steps");
    assert_int_equal(lc_osm_find_way(&osm, 5000000000), 0);
    assert_int_equal(osm.ref[2], 11);
    assert_string_equal(tag_of(&osm.way_tags, 0, "highway"), "steps");
    lc_osm_free(&osm);
}

/* Servers and browsers name what they save as they like: what is in a file decides. */
static void the_content_decides_and_not_the_name(void **state) {
    files *f = *state;
    const char *const names[] = {"interpreter", "export.xml", "town.osm.pbf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_town(f, write_text(f, names[i], i ? TOWN : "\xef\xbb\xbf\n " TOWN_BODY));
        lc_warnings_clear(&f->ctx->warnings);
    }
    bytes file = rare_pbf();
    lc_osm osm;
    assert_works(f, read_osm(f, write_bytes(f, "rare.osm", file.at, file.n), &osm));
    assert_int_equal(osm.n_nodes, 3);
    lc_osm_free(&osm);
}

/* Wherever a file ends but at a block's end, and whatever byte is wrong: an error or a result, never a crash. */
static void damaged_pbf_is_refused(void **state) {
    files *f = *state;
    lc_osm osm;
    bytes file = rare_pbf(), header = pbf_header("DenseNodes");
    for (size_t n = 0; n < file.n; n++) {
        if (n == header.n) continue;
        assert_int_equal(read_osm(f, write_bytes(f, "cut.osm.pbf", file.at, n), &osm), LC_ERR_INPUT);
    }
    for (size_t i = 0; i < file.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes bad = file;
            bad.at[i] = (unsigned char)(bad.at[i] ^ 1 << bit);
            if (read_osm(f, write_bytes(f, "bad.osm.pbf", bad.at, bad.n), &osm) == LC_OK) lc_osm_free(&osm);
        }
    assert_fails(f, read_osm(f, copy_head(f, SAMPLE_PBF, "cut.osm.pbf", 1000000), &osm), LC_ERR_INPUT, "cut short");
    assert_fails(f, read_osm(f, copy_head(f, SAMPLE_PBF, "cut.osm.pbf", 1323402), &osm), LC_ERR_INPUT, "cut short");
    assert_fails(f, read_osm(f, write_text(f, "x.osm.pbf", "no OpenStreetMap data at all"), &osm), LC_ERR_INPUT,
                 "not an OSM PBF file");
}

static void pbf_features_that_are_not_known(void **state) {
    files *f = *state;
    lc_osm osm;
    bytes history = pbf_header("HistoricalInformation"), other = pbf_header("Curves"), packed = pbf_header(NULL);
    bytes content = {.n = 0};
    put_text(&content, 1, "anything");
    put_block(&packed, "OSMData", 7, &content);
    assert_fails(f, read_osm(f, write_bytes(f, "h.osm.pbf", history.at, history.n), &osm), LC_ERR_INPUT, "history");
    assert_fails(f, read_osm(f, write_bytes(f, "o.osm.pbf", other.at, other.n), &osm), LC_ERR_INPUT, "'Curves'");
    assert_fails(f, read_osm(f, write_bytes(f, "z.osm.pbf", packed.at, packed.n), &osm), LC_ERR_INPUT, "zstd");
}

/* ------------------------------------------------------------------ areas */

/* Lines: by their tags, or as members of a relation that has tags; cut where a node is missing. */
static void ways_as_lines(void **state) {
    files *f = *state;
    static char *way[] = {"path"}, *route[] = {"park"};
    static lc_tag_match is_path = {.key = "highway", .values = way, .n_values = 1},
                        is_route = {.key = "leisure", .values = route, .n_values = 1};
    lc_category_def relations = {.any = &is_route, .n_any = 1};
    lc_category_def lines = {
        .name = "tested", .any = &is_path, .n_any = 1, .areas = LC_LINES_ONLY, .member_of = &relations};
    const char *text = GRID WAY(31, "<tag k='highway' v='path'/>", ND(1) ND(2) ND(5) ND(4) ND(1)) /* closed: a line */
        WAY(32, "<tag k='highway' v='path'/>",
            ND(1) ND(2) ND(99) ND(5) ND(98) ND(8) ND(8) ND(9))      /* three pieces, one short */
        WAY(33, "<tag k='highway' v='steps'/>", ND(1) ND(2))        /* of a relation */
        WAY(34, "", ND(3) ND(6))                                    /* likewise, twice */
        WAY(35, "<tag k='highway' v='steps'/>", ND(1) ND(2))        /* of another one */
        WAY(36, "<tag k='highway' v='path'/>", ND(97) ND(5) ND(96)) /* nothing left */
        "<relation id='1'>" IN(33) IN(34) IN(34)
            IN(77) "<member type='node' ref='35' role=''/>" A_PARK "</relation>"
                   "<relation id='2'>" IN(35) "<tag k='leisure' v='garden'/></relation></osm>";
    lc_osm osm;
    lc_osm_features found;
    assert_works(f, read_osm(f, write_text(f, "grid.osm", text), &osm));
    assert_works(f, lc_osm_select(f->ctx, &osm, &lines, &found));
    static const char *const id[] = {"way/31", "way/32", "way/33", "way/34"};
    assert_int_equal(found.n, 4);
    for (size_t i = 0; i < 4; i++) assert_string_equal(found.id[i], id[i]);
    assert_int_equal(found.geoms.n, 5);
    for (size_t g = 0; g < 5; g++) assert_int_equal(found.geoms.kind[g], LC_LINE);
    assert_int_equal(found.geoms.feature[1], 1);
    assert_int_equal(found.geoms.feature[2], 1);
    assert_int_equal(found.geoms.xy_of[1] - found.geoms.xy_of[0], 5);
    assert_int_equal(found.geoms.xy_of[3] - found.geoms.xy_of[2], 2); /* a node twice is one */
    assert_int_equal(warned(f, "line_cut"), 2);
    lc_osm_features_free(&found);
    lc_osm_free(&osm);
}

static void nodes_and_closed_ways(void **state) {
    files *f = *state;
    const char *text = GRID WAY(31, A_SHOP, ND(1) ND(2) ND(5) ND(4) ND(1)) /* closed */
        WAY(30, A_SHOP, ND(2) ND(3) ND(6))                                 /* open: no area, and nothing is missing */
        WAY(32, A_SHOP, ND(5) ND(6) ND(99) ND(8) ND(5))                    /* a node is missing */
        WAY(33, A_SHOP, ND(5) ND(6) ND(5))                                 /* too few */
        "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_AS_POINTS);
    assert_int_equal(found.n, 2);
    assert_string_equal(found.id[0], "node/20");
    assert_null(found.name[0]);
    assert_int_equal(found.geoms.kind[0], LC_POINT);
    assert_near(found.geoms.xy[0].x, 5, 0);
    assert_string_equal(found.id[1], "way/31");
    assert_string_equal(found.name[1], "Spar");
    assert_int_equal(found.geoms.kind[1], LC_POLYGON);
    assert_near(lc_geom_area(&found.geoms, 1), 1, 1e-12);
    assert_int_equal(found.incomplete, 2);
    assert_int_equal(warned(f, "osm_incomplete"), 2);
    lc_osm_features_free(&found);
}

static void areas_only_skips_nodes(void **state) {
    files *f = *state;
    lc_osm_features found = select_from(f, GRID "</osm>", LC_AREAS_ONLY);
    assert_int_equal(found.n, 0);
    assert_int_equal(warned(f, "osm_node_no_area"), 1);
    lc_osm_features_free(&found);
    found = select_from(f, GRID "</osm>", LC_AREAS_AS_POINTS);
    assert_int_equal(found.n, 1);
    lc_osm_features_free(&found);
}

/* Outer ring of two ways that run against each other, a hole, and a second outer ring. */
static void multipolygon_with_hole_and_island(void **state) {
    files *f = *state;
    const char *text =
        GRID WAY(41, , ND(1) ND(2) ND(5)) WAY(42, , ND(1) ND(4) ND(5)) WAY(43, , ND(10) ND(11) ND(12) ND(13) ND(10))
            WAY(44, , ND(6) ND(9) ND(8) ND(6)) RELATION(50, IN(41) IN(42) IN(43) IN(44) IN(43)) "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_string_equal(found.id[0], "relation/50");
    assert_int_equal(found.geoms.n, 2);
    assert_int_equal(found.geoms.feature[0], 0);
    assert_int_equal(found.geoms.feature[1], 0);
    assert_near(lc_geom_area(&found.geoms, 0) + lc_geom_area(&found.geoms, 1), 0.75 + 0.5, 1e-9);
    assert_int_equal(found.incomplete, 0);
    lc_osm_features_free(&found);
}

/* Two cells whose common side is in both ways: it cancels, one polygon of both cells is left. */
static void a_shared_side_cancels(void **state) {
    files *f = *state;
    const char *text = GRID WAY(41, , ND(1) ND(2) ND(5) ND(4) ND(1)) WAY(42, , ND(2) ND(3) ND(6) ND(5) ND(2))
        RELATION(50, IN(41) IN(42)) "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.geoms.n, 1);
    assert_near(lc_geom_area(&found.geoms, 0), 2, 1e-12);
    lc_osm_features_free(&found);
}

static void cells_that_touch_in_a_corner(void **state) {
    files *f = *state;
    const char *text = GRID WAY(41, , ND(1) ND(2) ND(5) ND(4) ND(1)) WAY(42, , ND(5) ND(6) ND(9) ND(8) ND(5))
        RELATION(50, IN(41) IN(42)) "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    double area = 0;
    for (size_t g = 0; g < found.geoms.n; g++) area += lc_geom_area(&found.geoms, g);
    assert_near(area, 2, 1e-12);
    lc_osm_features_free(&found);
}

static void incomplete_multipolygons_are_left_out(void **state) {
    files *f = *state;
    const char *text = GRID WAY(41, , ND(1) ND(2) ND(5)) WAY(42, , ND(5) ND(4) ND(1)) WAY(43, , ND(5) ND(99) ND(1))
        WAY(44, , ND(10) ND(11) ND(12)) RELATION(50, IN(41) IN(42))                        /* whole */
        RELATION(51, IN(41) IN(40))                                                        /* way 40 is not there */
        RELATION(52, IN(41) IN(43))                                                        /* node 99 is not there */
        RELATION(53, IN(41) IN(42) IN(44))                                                 /* way 44 does not close */
        RELATION(54, )                                                                     /* nothing in it */
        "<relation id='55'>" IN(40) "<tag k='type' v='site'/>" A_PARK "</relation></osm>"; /* no multipolygon */
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_string_equal(found.id[0], "relation/50");
    assert_int_equal(found.incomplete, 4);
    lc_osm_features_free(&found);
}

static void crossing_outlines_are_repaired(void **state) {
    files *f = *state;
    const char *text = GRID WAY(41, A_PARK, ND(1) ND(9) ND(3) ND(7) ND(1)) "</osm>";
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.geoms.n, 2);
    assert_int_equal(warned(f, "invalid_repaired"), 1);
    assert_int_equal(warned(f, "repair_area"), 1); /* its loops turn against each other: an outline of 0 */
    assert_near(lc_geom_area(&found.geoms, 0) + lc_geom_area(&found.geoms, 1), 2, 1e-12);
    lc_osm_features_free(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(the_samples_are_read_whole),
                                       TEST(xml_in_any_order),
                                       TEST(order_for_other_readers),
                                       TEST(xml_under_a_comma_locale),
                                       TEST(gzip_is_unpacked),
                                       TEST(damaged_xml_is_refused),
                                       TEST(names_and_places),
                                       TEST(rare_pbf_is_read),
                                       TEST(positions_without_size_are_refused),
                                       TEST(deleted_objects_are_refused),
                                       TEST(a_full_last_block_is_told),
                                       TEST(the_content_decides_and_not_the_name),
                                       TEST(damaged_pbf_is_refused),
                                       TEST(pbf_features_that_are_not_known),
                                       TEST(ways_as_lines),
                                       TEST(nodes_and_closed_ways),
                                       TEST(areas_only_skips_nodes),
                                       TEST(multipolygon_with_hole_and_island),
                                       TEST(a_shared_side_cancels),
                                       TEST(cells_that_touch_in_a_corner),
                                       TEST(incomplete_multipolygons_are_left_out),
                                       TEST(crossing_outlines_are_repaired)};
    return cmocka_run_group_tests_name("osm", tests, NULL, NULL);
}
