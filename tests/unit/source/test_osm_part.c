/* The part of an extract in a box: what lies in it, whole, and nothing that does not. */
#include "files.h"

#include "base/memory.h"
#include "source/osm_part.h"
#include "source/osm_read.h"

static const char *const KEYS[] = {"highway", "leisure", "name"};

/* A box from (0, 0) to (1, 1). Ways: 10 lies in it by one node of three; 11 crosses it without a node in it; 12 is the
   outer outline and 13 the inner one of a multipolygon of which 12 has a node in the box; 14 is far away; 15 belongs to
   a route with 10. */
static const char MAP[] =
    "<osm version='0.6'>"
    "<node id='1' lon='0.5' lat='0.5'/><node id='2' lon='5' lat='0.5'><tag k='highway' v='crossing'/></node>"
    "<node id='3' lon='9' lat='0.5'/><node id='4' lon='-1' lat='0.2'/><node id='5' lon='2' lat='0.2'/>"
    "<node id='6' lon='0.9' lat='0.9'><tag k='highway' v='crossing'/></node>"
    "<node id='7' lon='4' lat='0.9'/><node id='8' lon='4' lat='4'/>"
    "<node id='20' lon='2' lat='1.5'/><node id='21' lon='3' lat='1.5'/><node id='22' lon='3' lat='2'/>"
    "<node id='30' lon='50' lat='50'><tag k='leisure' v='park'/></node><node id='31' lon='51' lat='50'/>"
    "<way id='10'><nd ref='1'/><nd ref='2'/><nd ref='3'/><tag k='highway' v='footway'/></way>"
    "<way id='11'><nd ref='4'/><nd ref='5'/><tag k='highway' v='footway'/></way>"
    "<way id='12'><nd ref='6'/><nd ref='7'/><nd ref='8'/><nd ref='6'/><tag k='highway' v='path'/></way>"
    "<way id='13'><nd ref='20'/><nd ref='21'/><nd ref='22'/><nd ref='20'/><tag k='highway' v='path'/></way>"
    "<way id='14'><nd ref='30'/><nd ref='31'/><tag k='highway' v='path'/></way>"
    "<way id='15'><nd ref='31'/><nd ref='3'/><tag k='highway' v='path'/></way>"
    "<relation id='40'><member type='way' ref='12' role='outer'/><member type='way' ref='13' role='inner'/>"
    "<tag k='type' v='multipolygon'/><tag k='leisure' v='park'/></relation>"
    "<relation id='41'><member type='way' ref='10' role=''/><member type='way' ref='15' role=''/>"
    "<tag k='type' v='route'/><tag k='name' v='r'/></relation>"
    "<relation id='42'><member type='way' ref='14' role='outer'/><tag k='type' v='multipolygon'/>"
    "<tag k='leisure' v='park'/></relation>"
    "</osm>";

typedef struct {
    lc_osm whole, part;
    lc_osm_index *index;
} read_t;

static read_t take(files *f, const char *map, lc_box box) {
    read_t r = {0};
    const char *path = write_text(f, "map.osm", map);
    assert_works(f, lc_osm_read(f->ctx, &path, 1, KEYS, 3, &r.whole));
    r.index = lc_osm_index_new(&r.whole);
    assert_non_null(r.index);
    assert_works(f, lc_osm_part_of(f->ctx, &r.whole, r.index, &box, &r.part));
    return r;
}

static void drop(read_t *r) {
    lc_osm_free(&r->part);
    lc_osm_free(&r->whole);
    lc_osm_index_free(r->index);
}

static const char *tag_of(const lc_osm_tags *tags, size_t index, const char *key) {
    lc_osm_object object = {tags, index};
    return lc_osm_tag(&object, key);
}

static void test_what_lies_in_the_box(void **state) {
    files *f = *state;
    read_t r = take(f, MAP, (lc_box){0, 0, 1, 1});
    const lc_osm *p = &r.part;
    assert_int_equal(p->n_ways, 3);
    assert_int_equal(p->way_id[0], 10);
    assert_int_equal(p->way_id[1], 12);
    assert_int_equal(p->way_id[2], 13);
    assert_string_equal(tag_of(&p->way_tags, 0, "highway"), "footway");
    assert_string_equal(tag_of(&p->way_tags, 1, "highway"), "path");
    assert_null(tag_of(&p->way_tags, 2, "highway")); /* an outline only: as a way it is not in the box */
    assert_int_equal(p->way_start[1] - p->way_start[0], 3);
    static const int64_t nodes[] = {1, 2, 3, 6, 7, 8, 20, 21, 22};
    assert_int_equal(p->n_nodes, 9);
    for (size_t i = 0; i < 9; i++) assert_int_equal(p->node_id[i], nodes[i]);
    assert_int_equal(p->n_tagged, 1); /* node 2 is there for its way alone */
    assert_int_equal(p->node_id[p->tagged_node[0]], 6);
    assert_int_equal(p->n_relations, 2);
    assert_int_equal(p->relation_id[0], 40);
    assert_int_equal(p->relation_id[1], 41);
    assert_int_equal(p->member_start[2], 4);
    assert_string_equal(tag_of(&p->relation_tags, 0, "leisure"), "park");
    drop(&r);
}

/* A box that holds everything gives everything, and one across the antimeridian what lies on both sides of it. */
static void test_all_and_across(void **state) {
    files *f = *state;
    read_t r = take(f, MAP, (lc_box){-100, -60, 100, 60});
    assert_int_equal(r.part.n_ways, r.whole.n_ways);
    assert_int_equal(r.part.n_nodes, r.whole.n_nodes);
    assert_int_equal(r.part.n_relations, r.whole.n_relations);
    assert_int_equal(r.part.n_tagged, r.whole.n_tagged);
    assert_memory_equal(r.part.way_tags.start, r.whole.way_tags.start, (r.whole.n_ways + 1) * sizeof(size_t));
    drop(&r);
    r = take(f,
             "<osm version='0.6'><node id='1' lon='179.9' lat='0'/><node id='2' lon='179.95' lat='0'/>"
             "<node id='3' lon='-179.95' lat='0'/><node id='4' lon='-179' lat='0'/><node id='5' lon='0' lat='0'/>"
             "<way id='1'><nd ref='1'/><nd ref='2'/></way><way id='2'><nd ref='3'/><nd ref='4'/></way>"
             "<way id='3'><nd ref='4'/><nd ref='5'/></way></osm>",
             (lc_box){179.92, -1, 180.1, 1});
    assert_int_equal(r.part.n_ways, 2);
    assert_int_equal(r.part.n_nodes, 4);
    drop(&r);
}

/* Overpass `out center` gives no nodes: the centre is where the way lies. */
static void test_centres(void **state) {
    files *f = *state;
    read_t r = take(
        f,
        "<osm version='0.6'><way id='1'><center lon='0.5' lat='0.5'/><nd ref='7'/><tag k='leisure' v='park'/></way>"
        "<way id='2'><center lon='3' lat='0.5'/><nd ref='8'/><tag k='leisure' v='park'/></way></osm>",
        (lc_box){0, 0, 1, 1});
    assert_int_equal(r.part.n_ways, 1);
    assert_int_not_equal(lc_osm_find_centre(&r.part, LC_OSM_WAY, 1), SIZE_MAX);
    assert_int_equal(lc_osm_find_centre(&r.part, LC_OSM_WAY, 2), SIZE_MAX);
    drop(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_what_lies_in_the_box),
        TEST(test_all_and_across),
        TEST(test_centres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
