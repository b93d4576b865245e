/* Boundary relations, outlines that close by place, and areas that are drawn twice. */
#include "osm_made.h"

#include "random.h"
#include "source/osm_select.h"

#define BOUNDARY(id, ...) "<relation id='" #id "'>" __VA_ARGS__ "<tag k='type' v='boundary'/>" A_PARK "</relation>"
#define SQUARE ND(1) ND(2) ND(5) ND(4) ND(1)
#define HOLE ND(10) ND(11) ND(12) ND(13) ND(10)

static double area_of(const lc_osm_features *found) {
    double area = 0;
    for (size_t g = 0; g < found->geoms.n; g++) area += lc_geom_area(&found->geoms, g);
    return area;
}

/* `n` features of `area` in all, `twice` left out as drawn twice. */
static void expect(files *f, const char *text, size_t n, double area, size_t twice) {
    size_t before = warned(f, "area_twice");
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, n);
    assert_near(area_of(&found), area, 1e-6);
    for (size_t g = 0; g < found.geoms.n; g++) assert_true(found.geoms.feature[g] < found.n);
    assert_int_equal(warned(f, "area_twice") - before, twice);
    assert_int_equal(found.incomplete, 0);
    lc_osm_features_free(&found);
}

static void boundaries_are_areas(void **state) {
    files *f = *state;
    expect(f, GRID WAY(41, , SQUARE) WAY(42, , HOLE) BOUNDARY(50, IN(41) IN(42)) "</osm>", 1, 0.75, 0);
}

#define TWIN_NODES "<node id='61' lat='0' lon='0.0000001'/><node id='62' lat='1' lon='1.0000001'/>"

static void outlines_close_by_place(void **state) {
    files *f = *state;
    expect(f, GRID TWIN_NODES WAY(41, A_PARK, ND(1) ND(2) ND(5) ND(4) ND(61)) "</osm>", 1, 1, 0);
    expect(f,
           GRID TWIN_NODES WAY(41, , ND(1) ND(2) ND(5)) WAY(42, , ND(62) ND(4) ND(61))
               RELATION(50, IN(41) IN(42)) "</osm>",
           1, 1, 0);
    expect(f,
           GRID TWIN_NODES WAY(41, , ND(1) ND(2) ND(5)) WAY(42, , ND(62) ND(4) ND(1))
               BOUNDARY(50, IN(41) IN(42)) "</osm>",
           1, 1, 0);
    assert_int_equal(warned(f, "osm_no_area"), 0);
    /* Half a metre is a gap. */
    lc_osm_features found = select_from(
        f, GRID "<node id='63' lat='0' lon='0.000005'/>" WAY(41, A_PARK, ND(1) ND(2) ND(5) ND(4) ND(63)) "</osm>",
        LC_AREAS_ONLY);
    assert_int_equal(found.n, 0);
    assert_int_equal(warned(f, "osm_no_area"), 1);
    lc_osm_features_free(&found);
}

static void a_relation_and_its_outer_way(void **state) {
    files *f = *state;
    expect(f, GRID WAY(41, A_PARK, SQUARE) WAY(42, , HOLE) RELATION(50, IN(41) IN(42)) "</osm>", 1, 0.75, 1);
    /* Two outer ways, both drawn as well. */
    expect(f,
           GRID WAY(41, A_PARK, SQUARE) WAY(42, A_PARK, ND(5) ND(6) ND(9) ND(5)) RELATION(50, IN(41) IN(42)) "</osm>",
           1, 1.5, 2);
    /* The hole is a park of its own: it counts. */
    expect(f, GRID WAY(41, , SQUARE) WAY(42, A_PARK, HOLE) RELATION(50, IN(41) IN(42)) "</osm>", 2, 1, 0);
    /* A way beside the members, with nodes of its own at the same places. */
    expect(f,
           GRID TWIN_NODES WAY(40, A_PARK, ND(62) ND(4) ND(61) ND(2) ND(62)) WAY(41, , SQUARE) WAY(42, , HOLE)
               RELATION(50, IN(41) IN(42)) "</osm>",
           1, 0.75, 1);
}

static void the_same_ring_again(void **state) {
    files *f = *state;
    expect(f,
           GRID WAY(41, A_PARK, SQUARE) WAY(42, A_PARK, ND(4) ND(5) ND(2) ND(1) ND(4)) WAY(43, A_PARK, SQUARE) "</osm>",
           1, 1, 2);
    /* Relations: the same polygons; one with a hole is another area. */
    expect(f,
           GRID WAY(41, , SQUARE) WAY(42, , HOLE) RELATION(50, IN(41) IN(42)) RELATION(51, IN(42) IN(41))
               RELATION(52, IN(41)) "</osm>",
           2, 1.75, 1);
    /* Other rings in the same box, of the same vertices and of others. */
    expect(f,
           GRID WAY(41, A_PARK, ND(1) ND(3) ND(9) ND(7) ND(1)) WAY(42, A_PARK, ND(1) ND(3) ND(9) ND(7) ND(5) ND(1))
               WAY(43, A_PARK, ND(2) ND(6) ND(8) ND(4) ND(2)) "</osm>",
           3, 4 + 3 + 2, 0);
    /* A vertex more on a side. */
    expect(f,
           GRID WAY(41, A_PARK, ND(1) ND(3) ND(9) ND(7) ND(1))
               WAY(42, A_PARK, ND(9) ND(6) ND(3) ND(2) ND(1) ND(7) ND(8) ND(9)) "</osm>",
           1, 4, 1);
}

/* Points are places: two shops in one are two. A point and an area are two things as well. */
static void points_are_not_compared(void **state) {
    files *f = *state;
    lc_osm_features found = select_from(f,
                                        GRID "<node id='21' lat='5' lon='5'>" A_SHOP "</node>" WAY(31, A_SHOP, SQUARE)
                                            WAY(32, A_SHOP, SQUARE) "</osm>",
                                        LC_AREAS_AS_POINTS);
    assert_int_equal(found.n, 3);
    assert_string_equal(found.id[2], "way/31");
    assert_string_equal(found.name[2], "Spar");
    assert_int_equal(warned(f, "area_twice"), 1);
    lc_osm_features_free(&found);
}

/* Star-shaped rings, each drawn again from another vertex on and perhaps the other way round, or one vertex moved. */
static void random_rings(void **state) {
    files *f = *state;
    enum { RINGS = 30, VERTICES = 12 };
    char *text = calloc(1, RINGS * VERTICES * 400);
    char *at = text;
    size_t again = 0;
    rng_t rng = {5};
    at += sprintf(at, "<osm>");
    for (int ring = 0; ring < RINGS; ring++)
        for (int v = 0; v < VERTICES; v++) {
            double r = rng_range(&rng, 0.001, 0.01), turn = 6.283185307 * v / VERTICES;
            for (int copy = 0; copy < 2; copy++) /* the moved vertex is in the copy's own node */
                at += sprintf(at, "<node id='%d' lat='%.7f' lon='%.7f'/>", 1 + 1000 * copy + ring * VERTICES + v,
                              r * sin(turn), 0.1 * ring + r * cos(turn) + (copy && v == 3 && ring % 3 == 0 ? 1e-6 : 0));
        }
    for (int way = 0; way < 2 * RINGS; way++) {
        int ring = way / 2, copy = way % 2, first = copy ? (int)rng_below(&rng, VERTICES) : 0;
        int step = copy && rng_chance(&rng, 0.5) ? VERTICES - 1 : 1;
        again += copy && ring % 3 ? 1 : 0;
        at += sprintf(at, "<way id='%d'>", way + 1);
        for (int k = 0; k <= VERTICES; k++)
            at += sprintf(at, "<nd ref='%d'/>", 1 + 1000 * copy + ring * VERTICES + (first + k * step) % VERTICES);
        at += sprintf(at, A_PARK "</way>");
    }
    sprintf(at, "</osm>");
    lc_osm_features found = select_from(f, text, LC_AREAS_ONLY);
    assert_int_equal(found.n, 2 * RINGS - again);
    assert_int_equal(warned(f, "area_twice"), again);
    lc_osm_features_free(&found);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(boundaries_are_areas),         TEST(outlines_close_by_place),
                                       TEST(a_relation_and_its_outer_way), TEST(the_same_ring_again),
                                       TEST(points_are_not_compared),      TEST(random_rings)};
    return cmocka_run_group_tests_name("osm areas", tests, NULL, NULL);
}
