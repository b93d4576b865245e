/* Geometries as they come: every oddity is read rightly or left out, and counted. */
#include "files.h"

#include "source/layer.h"

#define SQUARE "POLYGON((0 0,1 0,1 1,0 1,0 0))"

/* The same table of geometries in WKT, read in metres of nowhere in particular: degrees small enough to be planar. */
static lc_status read_wkt(files *f, const char *const *wkt, size_t n, int want, lc_layer *out) {
    char text[4000] = "WKT,n\n", source[600];
    for (size_t i = 0; i < n; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "\"%s\",%zu\n", wkt[i], i + 1);
    }
    snprintf(source, sizeof source, "%s|crs=EPSG:4326", write_text(f, "g.csv", text));
    lc_source s;
    const char *fields[] = {"n"};
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    lc_status status = lc_layer_read(f->ctx, &s, "communities", want, fields, 1, out);
    lc_source_free(&s);
    return status;
}

static double area_of(const lc_layer *layer, uint32_t feature) {
    double area = 0;
    for (size_t g = 0; g < layer->geoms.n; g++)
        if (layer->geoms.feature[g] == feature) area += lc_geom_area(&layer->geoms, g);
    return area;
}

/* One geometry beside a square, so that the layer is never empty: its area, and what is warned of. */
static double area_with(files *f, const char *wkt, const char *code, size_t count) {
    const char *both[] = {SQUARE, wkt};
    lc_layer layer;
    assert_works(f, read_wkt(f, both, 2, LC_WANT_POLYGONS, &layer));
    assert_int_equal(layer.n_features, 2);
    assert_near(area_of(&layer, 0), 1, 0);
    double area = area_of(&layer, 1);
    lc_layer_free(&layer);
    if (code && warned(f, code) != count) fail_msg("%s: %zu times %s", wkt, warned(f, code), code);
    size_t beside = warned(f, "repair_area") > 0; /* of which a test speaks itself */
    if (f->ctx->warnings.n != (code != NULL) + beside) fail_msg("%s: %zu kinds of warnings", wkt, f->ctx->warnings.n);
    return area;
}

static void whole_polygons(void **state) {
    files *f = *state;
    assert_near(area_with(f, "POLYGON((0 0,0 1,1 1,1 0,0 0))", NULL, 0), 1, 0); /* the other way round */
    assert_near(area_with(f, "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))", NULL, 0), 15, 0);
    assert_near(area_with(f, "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 0,6 0,6 1,5 0)))", NULL, 0), 1, 0);
    /* A hole that touches its shell in a point is valid. Along a stretch it is not, and GEOS's MakeValid, which the
       definitions name, fills it: counted as a repair. */
    assert_near(area_with(f, "POLYGON((0 0,4 0,4 4,0 4,0 0),(0 0,2 1,1 2,0 0))", NULL, 0), 14.5, 1e-12);
    assert_near(area_with(f, "POLYGON((0 0,4 0,4 4,0 4,0 0),(0 1,2 1,2 2,0 2,0 1))", "invalid_repaired", 1), 16, 1e-12);
    assert_int_equal(warned(f, "repair_area"), 1); /* 15 before */
}

static void heights_and_measures(void **state) {
    files *f = *state;
    assert_near(area_with(f, "POLYGON Z((0 0 9,1 0 9,1 1 9,0 1 9,0 0 9))", "heights_ignored", 1), 1, 0);
    assert_near(area_with(f, "POLYGON M((0 0 9,1 0 9,1 1 9,0 1 9,0 0 9))", "heights_ignored", 1), 1, 0);
    assert_near(area_with(f, "MULTIPOLYGON ZM(((0 0 9 1,1 0 9 1,1 1 9 1,0 1 9 1,0 0 9 1)))", "heights_ignored", 1), 1,
                0);
    assert_near(area_with(f, "POLYHEDRALSURFACE(((0 0,1 0,1 1,0 0)))", NULL, 0), 0.5, 0);
    assert_near(area_with(f, "TIN(((0 0,1 0,1 1,0 0)))", NULL, 0), 0.5, 0);
}

/* Half a disk of radius 1, in steps of 4 degrees at the most. */
static void curves(void **state) {
    files *f = *state;
    double area =
        area_with(f, "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(1 0,0 1,-1 0),(-1 0,1 0)))", "curves_straightened", 1);
    assert_near(area, acos(0), 0.002);
    assert_true(area < acos(0)); /* chords */
    const char *street[] = {"CIRCULARSTRING(1 0,0 1,-1 0)"};
    lc_layer layer;
    assert_works(f, read_wkt(f, street, 1, LC_WANT_LINES, &layer));
    double length = 0;
    for (size_t i = 1; i < layer.geoms.n_xy; i++)
        length +=
            lc_length(layer.geoms.xy[i].x - layer.geoms.xy[i - 1].x, layer.geoms.xy[i].y - layer.geoms.xy[i - 1].y);
    assert_near(length, 2 * acos(0), 0.001);
    assert_int_equal(warned(f, "curves_straightened"), 1);
    lc_layer_free(&layer);
}

static void polygons_that_are_wrong(void **state) {
    files *f = *state;
    /* A bow tie becomes its two triangles; a double bow its three. */
    assert_near(area_with(f, "POLYGON((0 0,2 2,2 0,0 2,0 0))", "invalid_repaired", 1), 2, 1e-12);
    assert_int_equal(warned(f, "repair_area"), 1); /* its loops turn against each other: an outline of 0 */
    assert_near(area_with(f, "POLYGON((0 0,1 0,1 0,1 1,1 1,1 1,0 1,0 0))", "vertex_repeated", 1), 1, 0);
    /* Rings of two points, of one; polygons without any area: nothing is left, and it is told. */
    assert_near(area_with(f, "POLYGON((0 0,1 1,0 0))", "degenerate_geometry", 1), 0, 0);
    assert_near(area_with(f, "POLYGON((0 0,1 0,2 0,0 0))", "invalid_lost", 1), 0, 0);
    assert_near(area_with(f, "POLYGON((0 0,1 1,2 2,1 1,0 0))", "invalid_lost", 1), 0, 0);
    assert_near(area_with(f, "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 2,1 1))", "degenerate_geometry", 1), 16, 0);
    /* A spike has no area of its own. */
    assert_near(area_with(f, "POLYGON((0 0,1 0,1 1,0 1,0 3,0 1,0 0))", "invalid_repaired", 1), 1, 1e-12);
    assert_int_equal(warned(f, "repair_area"), 0);
    /* A sliver is thin, not nothing. */
    assert_near(area_with(f, "POLYGON((0 0,1 0,1 1e-9,0 1e-9,0 0))", NULL, 0), 1e-9, 1e-15);
}

/* A repair may drop a vertex: one that is nowhere is found before. */
static void vertices_that_are_nowhere(void **state) {
    files *f = *state;
    static const char *const wkt[] = {"POLYGON((0 0,1e30 1,1 1,1 0,0 1,0 0))",
                                      "POLYGON((0 0,1 0,1 1,0 1,0 95,0 1,0 0))",
                                      "POLYGON((0 0,1 0,1 1,0 1,-400 1,0 1,0 0))"};
    for (size_t i = 0; i < sizeof wkt / sizeof *wkt; i++) {
        const char *both[] = {SQUARE, wkt[i]};
        lc_layer layer;
        assert_fails(f, read_wkt(f, both, 2, LC_WANT_POLYGONS, &layer), LC_ERR_INPUT, "feature number 2");
        assert_non_null(strstr(lc_error_message(f->ctx), "nowhere on the globe"));
    }
}

/* Both areas, in square metres: of 1 ha a hole that shares a stretch with the shell, which MakeValid fills. */
static void areas_that_repairs_change(void **state) {
    files *f = *state;
    lc_layer layer;
    lc_source s;
    char source[600];
    const char *fields[] = {"n"};
    const char *text = "WKT,n\n\"POLYGON((500000 3320000,500100 3320000,500100 3320100,500000 3320100,500000 3320000),"
                       "(500000 3320010,500050 3320010,500050 3320020,500000 3320020,500000 3320010))\",1\n";
    snprintf(source, sizeof source, "%s|crs=EPSG:4544", write_text(f, "m.csv", text));
    lc_warnings_clear(&f->ctx->warnings);
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    assert_works(f, lc_layer_read(f->ctx, &s, "communities", LC_WANT_POLYGONS, fields, 1, &layer));
    lc_source_free(&s);
    lc_layer_free(&layer);
    for (size_t i = 0; i < f->ctx->warnings.n; i++) {
        const lc_warning_entry *entry = &f->ctx->warnings.entry[i];
        double after = 0, before = 0;
        if (strcmp(entry->code, "repair_area") != 0) continue;
        const char *numbers = strstr(entry->examples[0], "number 1: ");
        assert_non_null(numbers);
        assert_int_equal(sscanf(numbers, "number 1: %lf m2, from %lf m2", &after, &before), 2);
        assert_near(after, 10000, 1);
        assert_near(before, 9500, 1);
        return;
    }
    fail_msg("the change is not told");
}

/* The area of one geometry of several parts, which is told as repaired when some lie on one another. */
static double area_of_parts(files *f, const char *wkt, size_t parts, bool overlap) {
    const char *both[] = {SQUARE, wkt};
    lc_layer layer;
    assert_works(f, read_wkt(f, both, 2, LC_WANT_POLYGONS, &layer));
    assert_int_equal(layer.geoms.n, 1 + parts);
    double area = area_of(&layer, 1);
    assert_int_equal(warned(f, "parts_overlap"), overlap ? 1 : 0);
    assert_true(overlap == (warned(f, "invalid_repaired") > 0));
    lc_layer_free(&layer);
    return area;
}

#define BOX(x0, y0, x1, y1) "((" #x0 " " #y0 "," #x1 " " #y0 "," #x1 " " #y1 "," #x0 " " #y1 "," #x0 " " #y0 "))"

static void parts_on_one_another_count_once(void **state) {
    files *f = *state;
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 2, 2) "," BOX(0, 0, 2, 2) ")", 1, true), 4, 1e-9);
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 2, 2) "," BOX(1, 1, 3, 3) ")", 1, true), 7, 1e-9);
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 4, 4) "," BOX(1, 1, 2, 2) ")", 1, true), 16, 1e-9);
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 2, 2) "," BOX(5, 5, 6, 6) "," BOX(1, 0, 3, 2) ")", 2, true),
                7, 1e-9);
    assert_near(area_of_parts(f, "GEOMETRYCOLLECTION(POLYGON" BOX(0, 0, 2, 2) ",POLYGON" BOX(0, 0, 2, 1) ")", 1, true),
                4, 1e-9);
    /* Parts that touch along an edge or at a corner, and one in the court of another, are left as they are. */
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 2, 2) "," BOX(2, 0, 3, 2) ")", 2, false), 6, 0);
    assert_near(area_of_parts(f, "MULTIPOLYGON(" BOX(0, 0, 2, 2) "," BOX(2, 2, 3, 3) ")", 2, false), 5, 0);
    assert_near(
        area_of_parts(f, "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1))," BOX(3, 3, 4, 4) ")", 2, false),
        33, 0);
    /* A bow tie that another part lies on, too. */
    assert_near(area_of_parts(f, "MULTIPOLYGON(((0 0,2 2,2 0,0 2,0 0))," BOX(0, 0, 2, 2) ")", 1, true), 4, 1e-9);
}

/* Many made at random, against the cells of a grid that they cover. */
static void parts_at_random(void **state) {
    files *f = *state;
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        char wkt[2000] = "MULTIPOLYGON(";
        bool cell[12][12] = {{false}};
        int sum = 0, covered = 0, n = 2 + round % 6;
        for (int i = 0; i < n; i++) {
            int v[4];
            for (int k = 0; k < 4; k++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                v[k] = (int)(seed >> 33) % 8;
            }
            int x1 = v[0] + 1 + v[2] % 4, y1 = v[1] + 1 + v[3] % 4;
            size_t used = strlen(wkt);
            snprintf(wkt + used, sizeof wkt - used, "%s((%d %d,%d %d,%d %d,%d %d,%d %d))", i ? "," : "", v[0], v[1], x1,
                     v[1], x1, y1, v[0], y1, v[0], v[1]);
            for (int x = v[0]; x < x1; x++)
                for (int y = v[1]; y < y1; y++) cell[x][y] = true;
            sum += (x1 - v[0]) * (y1 - v[1]);
        }
        strcat(wkt, ")");
        for (int i = 0; i < 144; i++) covered += cell[i / 12][i % 12];
        const char *both[] = {SQUARE, wkt};
        lc_layer layer;
        assert_works(f, read_wkt(f, both, 2, LC_WANT_POLYGONS, &layer));
        assert_near(area_of(&layer, 1), covered, 1e-9);
        assert_int_equal(warned(f, "parts_overlap"), sum > covered ? 1 : 0);
        lc_layer_free(&layer);
    }
}

/* The area of the second feature, with longitudes counted from 0. */
static double area_across(files *f, const char *wkt, size_t n_told, const char *code) {
    const char *both[] = {SQUARE, wkt};
    lc_layer layer;
    assert_works(f, read_wkt(f, both, 2, LC_WANT_POLYGONS, &layer));
    for (size_t i = layer.geoms.xy_of[layer.geoms.part_of[1]]; i < layer.geoms.n_xy; i++) {
        double *x = &layer.geoms.xy[i].x;
        assert_true(fabs(*x) <= 180); /* as they were drawn */
        *x += *x < 0 ? 360 : 0;
    }
    double area = area_of(&layer, 1);
    lc_layer_free(&layer);
    assert_int_equal(f->ctx->warnings.n, n_told);
    if (code) assert_int_equal(warned(f, code), 1);
    return area;
}

/* Outlines whose edges go the short way across the antimeridian are no worse than others: not around the world. */
static void across_the_antimeridian(void **state) {
    files *f = *state;
#define ACROSS "(179.5 1,-179.5 1,-179.5 2,179.5 2,178 3,178 0,179.5 1)"
    assert_near(area_across(f, "POLYGON(" ACROSS ")", 0, NULL), 4, 1e-9);
    assert_near(area_across(f, "POLYGON(" ACROSS ",(179.8 1.4,-179.8 1.4,-179.8 1.6,179.8 1.6,179.8 1.4))", 0, NULL),
                3.92, 1e-9);
    assert_near(area_across(f, "MULTIPOLYGON((" ACROSS ")," BOX(-179.5, 1, -179, 2) ")", 0, NULL), 4.5, 1e-9);
    assert_near(area_across(f, "MULTIPOLYGON((" ACROSS ")," BOX(-179.6, 1, -179, 2) ")", 2, "parts_overlap"), 4.5,
                1e-9);
    /* A bow tie across it is repaired where it stands: two triangles of 1 by 2. */
    assert_near(area_across(f, "POLYGON((179 0,-179 2,-179 0,179 2,179 0))", 2, "invalid_repaired"), 2, 1e-9);
}

static void closed_lines_are_told(void **state) {
    files *f = *state;
    lc_layer layer;
    const char *ring[] = {SQUARE, "LINESTRING(0 0,4 0,4 4,0 4,0 0)", "MULTILINESTRING((0 0,1 1),(0 0,1 0,1 1,0 0))"};
    assert_works(f, read_wkt(f, ring, 3, LC_WANT_ALL, &layer));
    assert_int_equal(layer.geoms.kind[1], LC_LINE);
    assert_int_equal(warned(f, "closed_line"), 2);
    lc_layer_free(&layer);
    assert_works(f, read_wkt(f, ring, 2, LC_WANT_LINES, &layer)); /* a street round the block is a street */
    assert_int_equal(warned(f, "closed_line"), 0);
    lc_layer_free(&layer);
    assert_fails(f, read_wkt(f, ring + 1, 1, LC_WANT_POLYGONS, &layer), LC_ERR_INPUT, "closed_lines=areas");
    const char *open[] = {SQUARE, "LINESTRING(0 0,4 0,4 4,0 4)", "LINESTRING(0 0,1 0,0 0)"};
    assert_works(f, read_wkt(f, open, 3, LC_WANT_ALL, &layer));
    assert_int_equal(warned(f, "closed_line"), 0);
    lc_layer_free(&layer);
}

static void closed_lines_as_areas(void **state) {
    files *f = *state;
    lc_layer layer;
    lc_source s;
    const char *text =
        "WKT,n\n\"LINESTRING(0 0,4 0,4 4,0 4,0 0)\",1\n\"MULTILINESTRING((0 0,1 1),(5 0,6 0,6 1,5 0))\",2\n";
    char source[600];
    snprintf(source, sizeof source, "%s|crs=EPSG:4326|closed_lines=areas", write_text(f, "r.csv", text));
    assert_works(f, lc_source_parse(f->ctx, source, &s));
    assert_works(f, lc_layer_read(f->ctx, &s, "communities", LC_WANT_ALL, NULL, 0, &layer));
    assert_near(area_of(&layer, 0), 16, 0);
    assert_near(area_of(&layer, 1), 0.5, 0);
    assert_int_equal(layer.geoms.n, 3);
    assert_int_equal(warned(f, "closed_line"), 0);
    lc_layer_free(&layer);
    assert_fails(f, lc_layer_read(f->ctx, &s, "network", LC_WANT_LINES, NULL, 0, &layer), LC_ERR_INPUT,
                 "closed_lines=areas has no meaning here");
    lc_source_free(&s);
    assert_works(f, lc_source_parse(f->ctx, "r.csv|closed_lines=yes", &s));
    assert_fails(f, lc_layer_read(f->ctx, &s, "communities", LC_WANT_ALL, NULL, 0, &layer), LC_ERR_INPUT,
                 "closed_lines=yes is not known");
    lc_source_free(&s);
}

static void nothing_at_all(void **state) {
    files *f = *state;
    assert_near(area_with(f, "POLYGON EMPTY", "no_geometry", 1), 0, 0);
    assert_near(area_with(f, "", "no_geometry", 1), 0, 0);
    assert_near(area_with(f, "GEOMETRYCOLLECTION EMPTY", "no_geometry", 1), 0, 0);
    assert_near(area_with(f, "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),EMPTY)", NULL, 0), 1, 0);
}

static void kinds_mixed(void **state) {
    files *f = *state;
    assert_near(area_with(f, "POINT(1 1)", "geometry_kind", 1), 0, 0);
    assert_near(area_with(f, "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1),POLYGON((0 0,1 0,1 1,0 0)))",
                          "geometry_kind", 1),
                0.5, 0);
    const char *all[] = {"POINT(1 1)", "MULTIPOINT(1 1,2 2,3 3)", "LINESTRING(0 0,1 0)", SQUARE, "LINESTRING(5 5,5 5)"};
    lc_layer layer;
    /* Facilities take them all: six geometries of four features, and a line that goes nowhere. */
    assert_works(f, read_wkt(f, all, 5, LC_WANT_ALL, &layer));
    assert_int_equal(layer.n_features, 5);
    assert_int_equal(layer.geoms.n, 6);
    assert_int_equal(warned(f, "geometry_kind"), 0);
    assert_int_equal(warned(f, "degenerate_geometry"), 1);
    lc_layer_free(&layer);
    /* Entrances are points. */
    assert_works(f, read_wkt(f, all, 5, LC_WANT_POINTS, &layer));
    assert_int_equal(layer.geoms.n, 4);
    assert_int_equal(warned(f, "geometry_kind"), 3);
    lc_layer_free(&layer);
    const char *lines[] = {"LINESTRING(0 0,1 0)"};
    assert_fails(f, read_wkt(f, lines, 1, LC_WANT_POLYGONS, &layer), LC_ERR_INPUT, "has no polygons");
}

/* Coordinates that are no numbers: the layer is not used in part. */
static void no_numbers(void **state) {
    files *f = *state;
    static const char *const bad[] = {"1e999", "-1e999"};
    for (size_t i = 0; i < 2; i++) {
        char text[300];
        lc_layer layer;
        lc_source s;
        snprintf(text, sizeof text, "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[%s,1],[0,0]]]}", bad[i]);
        assert_works(f, lc_source_parse(f->ctx, write_text(f, "n.geojson", text), &s));
        assert_fails(f, lc_layer_read(f->ctx, &s, "communities", LC_WANT_ALL, NULL, 0, &layer), LC_ERR_INPUT,
                     "is not a number");
        lc_source_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(whole_polygons),
                                       TEST(heights_and_measures),
                                       TEST(curves),
                                       TEST(polygons_that_are_wrong),
                                       TEST(vertices_that_are_nowhere),
                                       TEST(areas_that_repairs_change),
                                       TEST(parts_on_one_another_count_once),
                                       TEST(parts_at_random),
                                       TEST(across_the_antimeridian),
                                       TEST(closed_lines_are_told),
                                       TEST(closed_lines_as_areas),
                                       TEST(nothing_at_all),
                                       TEST(kinds_mixed),
                                       TEST(no_numbers)};
    return cmocka_run_group_tests_name("geometries", tests, NULL, NULL);
}
