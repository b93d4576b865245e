/* Parts of random extracts against a full scan: every object is held against the box by the definition (osm_part.h). */
#include "files.h"

#include "base/memory.h"
#include "geo/lonlat.h"
#include "random.h"
#include "source/osm_part.h"
#include "source/osm_read.h"

static const char *const KEYS[] = {"highway", "leisure"};
enum { NODES = 60, WAYS = 40, RELATIONS = 25 };

/* Positions on a lattice, so that many lie on borders; some nodes, ways and members do not exist. */
static double lon_of(rng_t *r) {
    return -180 + 10 * (double)rng_below(r, 37);
}

static double lat_of(rng_t *r) {
    return -80 + 10 * (double)rng_below(r, 17);
}

static void print_centre(FILE *file, rng_t *r) {
    if (rng_chance(r, 0.1)) fprintf(file, "<center lon='%g' lat='%g'/>", lon_of(r), lat_of(r));
}

static void print_tag(FILE *file, rng_t *r, double p) {
    if (rng_chance(r, p)) fprintf(file, "<tag k='%s' v='x'/>", KEYS[rng_below(r, 2)]);
}

static void print_relation(FILE *file, rng_t *r, size_t id) {
    static const char *const kinds[] = {"node", "way", "way", "way", "relation"};
    static const char *const types[] = {"multipolygon", "boundary", "route"};
    fprintf(file, "<relation id='%zu'>", id);
    print_centre(file, r);
    for (size_t n = rng_below(r, 5); n; n--)
        fprintf(file, "<member type='%s' ref='%zu' role=''/>", kinds[rng_below(r, 5)], 1 + rng_below(r, NODES + 5));
    if (rng_chance(r, 0.8)) fprintf(file, "<tag k='type' v='%s'/>", types[rng_below(r, 3)]);
    print_tag(file, r, 0.6);
    fputs("</relation>", file);
}

static const char *write_map(files *f, rng_t *r) {
    const char *path = path_of(f, "map.osm");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("<osm version='0.6'>", file);
    for (size_t i = 1; i <= NODES; i++) {
        fprintf(file, "<node id='%zu' lon='%g' lat='%g'>", i, lon_of(r), lat_of(r));
        print_tag(file, r, 0.3);
        fputs("</node>", file);
    }
    for (size_t i = 1; i <= WAYS; i++) {
        fprintf(file, "<way id='%zu'>", i);
        print_centre(file, r);
        for (size_t n = rng_below(r, 5); n; n--) fprintf(file, "<nd ref='%zu'/>", 1 + rng_below(r, NODES + 3));
        print_tag(file, r, 0.7);
        fputs("</way>", file);
    }
    for (size_t i = 1; i <= RELATIONS; i++) print_relation(file, r, i);
    fputs("</osm>", file);
    fclose(file);
    return path;
}

/* --------------------------------------------------------------------------------------------------- the definition */

typedef struct {
    bool *node, *in_node, *way, *outline, *relation; /* in_node: as a node, by its own position */
} scan_t;

static bool lies(const lc_osm *osm, const lc_box *box, size_t node) {
    return node != SIZE_MAX && lc_lonlat_holds(box, osm->node_xy[node]);
}

static bool way_lies(const lc_osm *osm, const lc_box *box, size_t w) {
    bool in = lies(osm, box, lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[w]));
    for (size_t r = osm->way_start[w]; r < osm->way_start[w + 1]; r++)
        in = in || lies(osm, box, lc_osm_find_node(osm, osm->ref[r]));
    return in;
}

static bool is_area(const lc_osm *osm, size_t r) {
    lc_osm_object object = {&osm->relation_tags, r};
    const char *type = lc_osm_tag(&object, "type");
    return type && strcmp(type, "route") != 0 && (lc_osm_tag(&object, "highway") || lc_osm_tag(&object, "leisure"));
}

static void scan_relation(const lc_osm *osm, const lc_box *box, size_t r, scan_t *s) {
    bool in = lies(osm, box, lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[r]));
    for (size_t k = osm->member_start[r]; k < osm->member_start[r + 1]; k++) {
        size_t way = osm->member_type[k] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[k]) : SIZE_MAX;
        size_t node = osm->member_type[k] == LC_OSM_NODE ? lc_osm_find_node(osm, osm->member_ref[k]) : SIZE_MAX;
        in = in || (way != SIZE_MAX && s->way[way]) || lies(osm, box, node);
    }
    s->relation[r] = in;
    if (!in) return;
    size_t centre = lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[r]);
    if (centre != SIZE_MAX) s->node[centre] = true;
    for (size_t k = osm->member_start[r]; is_area(osm, r) && k < osm->member_start[r + 1]; k++) {
        size_t way = osm->member_type[k] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[k]) : SIZE_MAX;
        if (way != SIZE_MAX && !s->way[way]) s->outline[way] = true;
    }
}

static scan_t scan(const lc_osm *osm, const lc_box *box) {
    scan_t s = {LC_NEW0(bool, osm->n_nodes), LC_NEW0(bool, osm->n_nodes), LC_NEW0(bool, osm->n_ways),
                LC_NEW0(bool, osm->n_ways), LC_NEW0(bool, osm->n_relations)};
    assert_true(s.node && s.in_node && s.way && s.outline && s.relation);
    for (size_t w = 0; w < osm->n_ways; w++) s.way[w] = way_lies(osm, box, w);
    for (size_t r = 0; r < osm->n_relations; r++) scan_relation(osm, box, r, &s);
    for (size_t t = 0; t < osm->n_tagged; t++)
        if (lies(osm, box, osm->tagged_node[t])) s.node[osm->tagged_node[t]] = s.in_node[osm->tagged_node[t]] = true;
    for (size_t w = 0; w < osm->n_ways; w++) {
        if (!s.way[w] && !s.outline[w]) continue;
        size_t node = lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[w]);
        for (size_t r = osm->way_start[w]; r <= osm->way_start[w + 1]; r++) {
            if (node != SIZE_MAX) s.node[node] = true;
            if (r < osm->way_start[w + 1]) node = lc_osm_find_node(osm, osm->ref[r]);
        }
    }
    return s;
}

/* ------------------------------------------------------------------------------------------------------- comparing */

static void check_tags(const lc_osm_tags *whole, size_t from, bool bare, const lc_osm_tags *part, size_t at) {
    size_t n = bare ? 0 : whole->start[from + 1] - whole->start[from];
    assert_int_equal(part->start[at + 1] - part->start[at], n);
    for (size_t k = 0; k < n; k++) {
        assert_int_equal(part->key[part->start[at] + k], whole->key[whole->start[from] + k]);
        assert_int_equal(part->value[part->start[at] + k], whole->value[whole->start[from] + k]);
    }
}

static void check_nodes(const lc_osm *osm, const lc_osm *part, const scan_t *s) {
    size_t n = 0, made = 0, tagged = 0;
    for (size_t i = 0; i < osm->n_nodes; i++) {
        if (!s->node[i]) continue;
        assert_true(n < part->n_nodes);
        assert_int_equal(part->node_id[n], osm->node_id[i]);
        assert_memory_equal(&part->node_xy[n++], &osm->node_xy[i], sizeof(lc_xy));
        made += i < osm->n_made;
    }
    assert_int_equal(part->n_nodes, n);
    assert_int_equal(part->n_made, made);
    for (size_t t = 0; t < osm->n_tagged; t++) {
        if (!s->in_node[osm->tagged_node[t]]) continue;
        assert_true(tagged < part->n_tagged);
        assert_int_equal(part->node_id[part->tagged_node[tagged]], osm->node_id[osm->tagged_node[t]]);
        check_tags(&osm->node_tags, t, false, &part->node_tags, tagged++);
    }
    assert_int_equal(part->n_tagged, tagged);
}

static void check_ways(const lc_osm *osm, const lc_osm *part, const scan_t *s) {
    size_t n = 0;
    for (size_t w = 0; w < osm->n_ways; w++) {
        if (!s->way[w] && !s->outline[w]) continue;
        size_t length = osm->way_start[w + 1] - osm->way_start[w];
        assert_true(n < part->n_ways);
        assert_int_equal(part->way_id[n], osm->way_id[w]);
        assert_int_equal(part->way_start[n + 1] - part->way_start[n], length);
        if (length) assert_memory_equal(part->ref + part->way_start[n], osm->ref + osm->way_start[w], 8 * length);
        check_tags(&osm->way_tags, w, s->outline[w], &part->way_tags, n++);
    }
    assert_int_equal(part->n_ways, n);
}

static void check_relations(const lc_osm *osm, const lc_osm *part, const scan_t *s) {
    size_t n = 0;
    for (size_t r = 0; r < osm->n_relations; r++) {
        if (!s->relation[r]) continue;
        size_t from = osm->member_start[r], length = osm->member_start[r + 1] - from;
        assert_true(n < part->n_relations);
        assert_int_equal(part->relation_id[n], osm->relation_id[r]);
        assert_int_equal(part->member_start[n + 1] - part->member_start[n], length);
        if (length) assert_memory_equal(part->member_ref + part->member_start[n], osm->member_ref + from, 8 * length);
        if (length) assert_memory_equal(part->member_type + part->member_start[n], osm->member_type + from, length);
        check_tags(&osm->relation_tags, r, false, &part->relation_tags, n++);
    }
    assert_int_equal(part->n_relations, n);
}

static void check_box(files *f, const lc_osm *osm, const lc_osm_index *index, const lc_box *box) {
    lc_osm part = {0};
    scan_t s = scan(osm, box);
    assert_works(f, lc_osm_part_of(f->ctx, osm, index, box, &part));
    check_nodes(osm, &part, &s);
    check_ways(osm, &part, &s);
    check_relations(osm, &part, &s);
    lc_osm_free(&part);
    bool *flags[] = {s.node, s.in_node, s.way, s.outline, s.relation};
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) free(flags[k]);
}

/* Boxes of every size, with borders on the lattice or beside it, also across the antimeridian and around the earth. */
static lc_box any_box(rng_t *r) {
    double aside = rng_chance(r, 0.5) ? 0 : 1, wide = rng_chance(r, 0.1) ? 400 : 10 * (double)rng_below(r, 12);
    double x = lon_of(r) + aside, y = lat_of(r) + aside;
    return (lc_box){x, y, x + wide, y + 10 * (double)rng_below(r, 6)};
}

static void test_random_extracts(void **state) {
    files *f = *state;
    rng_t r = {17};
    for (int map = 0; map < 60; map++) {
        lc_osm osm = {0};
        const char *path = write_map(f, &r);
        assert_works(f, lc_osm_read(f->ctx, &path, 1, KEYS, 2, &osm));
        lc_osm_index *index = lc_osm_index_new(&osm);
        assert_non_null(index);
        for (int k = 0; k < 40; k++) {
            lc_box box = any_box(&r);
            check_box(f, &osm, index, &box);
        }
        lc_osm_index_free(index);
        lc_osm_free(&osm);
    }
}

/* Nothing at all is a part as well. */
static void test_nothing(void **state) {
    files *f = *state;
    lc_osm osm = {0};
    const char *path = write_text(f, "map.osm", "<osm version='0.6'><node id='1' lon='0' lat='0'/></osm>");
    assert_works(f, lc_osm_read(f->ctx, &path, 1, KEYS, 2, &osm));
    lc_osm_index *index = lc_osm_index_new(&osm);
    assert_non_null(index);
    check_box(f, &osm, index, &(lc_box){-1, -1, 1, 1});
    lc_osm_index_free(index);
    lc_osm_free(&osm);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_random_extracts), TEST(test_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
