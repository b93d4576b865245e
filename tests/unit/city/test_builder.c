/* Cities and profiles built in code: the numbers of files with the same contents, and what is refused. */
#include "files.h"

#include "network/osm_paths.h"
#include "report/report.h"
#include "source/osm_read.h"
#include "whole_check.h"

/* Metres of a Gauss-Krueger zone: the made city lies around (500000, 3400000) of EPSG:4547. */
#define CRS "EPSG:4547"
#define X(x) (500000.0 + (x))
#define Y(y) (3400000.0 + (y))

enum { STREETS = 9 };

/* ------------------------------------------------------------------------------------------------------- the city */

/* Rings, one after the other in `xy`: a community with a hole, and one of two squares. */
static const double WEST[] = {-800, -800, 0,    -800, 0,    800, -800, 800, -800, -800,
                              -700, 600,  -650, 600,  -650, 700, -700, 700, -700, 600};
static const double EAST[] = {0, -800, 700, -800, 700, 100, 0, 100, 0, -800};
static const double NORTH[] = {100, 200, 700, 200, 700, 800, 100, 800, 100, 200};
static const double PARK[] = {-390, -290, -210, -290, -210, -110, -390, -110, -390, -290};
static const double LAND[] = {-500, -500, 400, -500, 400, 500, -500, 500, -500, -500};
static const double COMPOUND[] = {220, 220, 380, 220, 380, 380, 220, 380, 220, 220};
static const double GATES[] = {220, 300, 380, 250};
static const double ENTRANCE[] = {-210, -200};
static const double STORES[] = {-605, 10, 130, -420, 405, 395, 620, -180};
static const double PEOPLE[] = {-700, -700, -100, 50, 300, 300, 650, 700, 300, -700, 5000, 5000};
static const double WEIGHT[] = {10, 2.5, 40, 3, 7, 100};

static double *shifted(const double *xy, size_t n) {
    double *out = malloc(2 * n * sizeof *out);
    assert_non_null(out);
    for (size_t i = 0; i < n; i++) out[2 * i] = X(xy[2 * i]), out[2 * i + 1] = Y(xy[2 * i + 1]);
    return out;
}

#define COUNT(xy) (sizeof(xy) / sizeof *(xy) / 2)

/* Streets 200 m apart, from -800 to 800, without the one in the south-east. */
static bool is_street(int i, int j, int di) {
    return (di ? i : j) + 1 < STREETS && !(i > 5 && j < 2);
}

/* ---------------------------------------------------------------------------------------------------------- files */

static void put_ring(FILE *file, const double *xy, size_t n) {
    fputc('[', file);
    for (size_t i = 0; i < n; i++) fprintf(file, "%s[%.17g,%.17g]", i ? "," : "", X(xy[2 * i]), Y(xy[2 * i + 1]));
    fputc(']', file);
}

static const char *source(files *f, char out[600], const char *name, const char *keys) {
    snprintf(out, 600, "%s/%s|crs=" CRS "%s", f->folder, name, keys);
    return out;
}

static FILE *open_features(files *f, const char *name) {
    FILE *file = fopen(path_of(f, name), "w");
    assert_non_null(file);
    fputs("{\"type\":\"FeatureCollection\",\"features\":[", file);
    return file;
}

static void close_features(FILE *file) {
    fputs("]}", file);
    assert_int_equal(fclose(file), 0);
}

static void put_polygon(FILE *file, const char *properties, const double *xy, size_t n, bool first) {
    fprintf(file, "%s{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[",
            first ? "" : ",", properties);
    put_ring(file, xy, n);
    fputs("]}}", file);
}

static void put_point(FILE *file, const char *properties, double x, double y, bool first) {
    fprintf(file,
            "%s{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.17g,"
            "%.17g]}}",
            first ? "" : ",", properties, X(x), Y(y));
}

static void write_communities(files *f) {
    FILE *file = open_features(f, "communities.geojson");
    fputs(
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"w\",\"name\":\"西\",\"people\":1234.5},\"geometry\":{\"type\":"
        "\"Polygon\",\"coordinates\":[",
        file);
    put_ring(file, WEST, 5);
    fputc(',', file);
    put_ring(file, WEST + 10, 5);
    fputs(
        "]}},{\"type\":\"Feature\",\"properties\":{\"id\":\"e\",\"name\":null,\"people\":null},\"geometry\":{\"type\":"
        "\"MultiPolygon\",\"coordinates\":[[",
        file);
    put_ring(file, EAST, 5);
    fputs("],[", file);
    put_ring(file, NORTH, 5);
    fputs("]]}}", file);
    close_features(file);
}

static void write_streets(files *f) {
    FILE *file = open_features(f, "streets.geojson");
    bool first = true;
    for (int i = 0; i < STREETS; i++)
        for (int j = 0; j < STREETS; j++)
            for (int d = 0; d < 2; d++) {
                if (!is_street(i, j, d)) continue;
                double x = -800 + 200 * i, y = -800 + 200 * j;
                fprintf(file,
                        "%s{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\","
                        "\"coordinates\":[[%.17g,%.17g],[%.17g,%.17g]]}}",
                        first ? "" : ",", X(x), Y(y), X(x + (d ? 200 : 0)), Y(y + (d ? 0 : 200)));
                first = false;
            }
    close_features(file);
}

static void write_city(files *f) {
    char text[60];
    write_communities(f);
    write_streets(f);
    FILE *file = open_features(f, "stores.geojson");
    for (size_t i = 0; i < COUNT(STORES); i++) {
        snprintf(text, sizeof text, "\"id\":\"s%zu\",\"m2\":%zu", i, 100 * i);
        put_point(file, text, STORES[2 * i], STORES[2 * i + 1], i == 0);
    }
    close_features(file);
    file = open_features(f, "park.geojson");
    put_polygon(file, "\"id\":\"p\",\"name\":\"Park\"", PARK, COUNT(PARK), true);
    close_features(file);
    file = open_features(f, "entrance.geojson");
    put_point(file, "", ENTRANCE[0], ENTRANCE[1], true);
    close_features(file);
    file = open_features(f, "land.geojson");
    put_polygon(file, "", LAND, COUNT(LAND), true);
    close_features(file);
    file = open_features(f, "compound.geojson");
    put_polygon(file, "", COMPOUND, COUNT(COMPOUND), true);
    close_features(file);
    file = open_features(f, "gates.geojson");
    for (size_t i = 0; i < COUNT(GATES); i++) put_point(file, "", GATES[2 * i], GATES[2 * i + 1], i == 0);
    close_features(file);
    file = open_features(f, "people.geojson");
    for (size_t i = 0; i < COUNT(PEOPLE); i++) {
        snprintf(text, sizeof text, "\"w\":%.17g", WEIGHT[i]);
        put_point(file, text, PEOPLE[2 * i], PEOPLE[2 * i + 1], i == 0);
    }
    close_features(file);
}

static lc_city *read_city(files *f) {
    char text[10][600], store[700], park[700], gate[700];
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_city *city = NULL;
    write_city(f);
    snprintf(store, sizeof store, "store=%s", source(f, text[0], "stores.geojson", "|area_field=m2"));
    snprintf(park, sizeof park, "park=%s", source(f, text[1], "park.geojson", ""));
    snprintf(gate, sizeof gate, "park=%s", source(f, text[2], "entrance.geojson", ""));
    const char *facilities[] = {store, park}, *entrances[] = {gate};
    o.communities = source(f, text[3], "communities.geojson", "");
    o.id_field = "id";
    o.name_field = "name";
    o.population_field = "people";
    o.network = source(f, text[4], "streets.geojson", "");
    o.facilities = facilities;
    o.n_facilities = 2;
    o.entrances = entrances;
    o.n_entrances = 1;
    o.residential = source(f, text[5], "land.geojson", "");
    o.compounds = source(f, text[6], "compound.geojson", "");
    o.gates = source(f, text[7], "gates.geojson", "");
    o.demand = source(f, text[8], "people.geojson", "");
    o.weight_field = "w";
    o.data_dir = LC_DATA_DIR;
    assert_works(f, lc_city_open(f->ctx, &o, &city));
    return city;
}

/* ---------------------------------------------------------------------------------------------------------- arrays */

static lc_geometry polygon(const double *xy, size_t n) {
    return (lc_geometry){.kind = LC_GEOMETRY_POLYGON, .xy = xy, .n = n};
}

static void put_bytes(unsigned char **at, const void *from, size_t n) {
    memcpy(*at, from, n);
    *at += n;
}

/* The eastern community as WKB by hand, in this machine's byte order: two polygons of a ring each. */
static size_t east_as_wkb(unsigned char *out) {
    unsigned char *at = out, order = *(const unsigned char *)&(const uint16_t){1};
    uint32_t multi = 6, one = 1, two = 2, three = 3, five = 5;
    put_bytes(&at, &order, 1);
    put_bytes(&at, &multi, 4);
    put_bytes(&at, &two, 4);
    for (int k = 0; k < 2; k++) {
        double *xy = shifted(k ? NORTH : EAST, 5);
        put_bytes(&at, &order, 1);
        put_bytes(&at, &three, 4);
        put_bytes(&at, &one, 4);
        put_bytes(&at, &five, 4);
        put_bytes(&at, xy, 10 * sizeof *xy);
        free(xy);
    }
    return (size_t)(at - out);
}

static void add_communities(files *f, lc_builder *b) {
    unsigned char wkb[300];
    const size_t rings[] = {5, 4}; /* the second left open */
    double *west = shifted(WEST, 10);
    const lc_geometry one = {.kind = LC_GEOMETRY_POLYGON, .xy = west, .n = 9, .parts = rings, .n_parts = 2};
    const lc_geometry other = {.wkb = wkb, .wkb_size = east_as_wkb(wkb)};
    assert_works(f, lc_builder_add_community(f->ctx, b, &one, "w", "西", 1234.5));
    assert_works(f, lc_builder_add_community(f->ctx, b, &other, "e", NULL, NAN));
    free(west);
}

static void add_facilities(files *f, lc_builder *b) {
    double *stores = shifted(STORES, COUNT(STORES)), *park = shifted(PARK, COUNT(PARK)), *gate = shifted(ENTRANCE, 1);
    char id[10];
    lc_facility_options o = LC_FACILITY_OPTIONS_INIT;
    for (size_t i = 0; i < COUNT(STORES); i++) {
        const lc_geometry point = {.kind = LC_GEOMETRY_POINT, .xy = stores + 2 * i, .n = 1};
        snprintf(id, sizeof id, "s%zu", i);
        o.id = id;
        o.area_m2 = 100 * (double)i;
        assert_works(f, lc_builder_add_facility(f->ctx, b, "store", &point, &o));
    }
    const lc_geometry area = polygon(park, COUNT(PARK));
    o = LC_FACILITY_OPTIONS_INIT;
    o.id = "p";
    o.name = "Park";
    assert_works(f, lc_builder_add_facility(f->ctx, b, "park", &area, &o));
    assert_works(f, lc_builder_add_entrances(f->ctx, b, "park", 1, gate));
    free(stores);
    free(park);
    free(gate);
}

static void set_streets(files *f, lc_builder *b) {
    double xy[2 * STREETS * STREETS];
    uint32_t edge[4 * STREETS * STREETS];
    size_t n = 0;
    for (int i = 0; i < STREETS; i++)
        for (int j = 0; j < STREETS; j++) {
            int at = STREETS * i + j;
            xy[2 * at] = X(-800 + 200 * i);
            xy[2 * at + 1] = Y(-800 + 200 * j);
            for (int d = 0; d < 2; d++)
                if (is_street(i, j, d)) edge[n++] = (uint32_t)at, edge[n++] = (uint32_t)(d ? at + STREETS : at + 1);
        }
    assert_works(f, lc_builder_set_network(f->ctx, b, STREETS * STREETS, xy, n / 2, edge, NULL));
}

static void add_rest(files *f, lc_builder *b) {
    double *land = shifted(LAND, COUNT(LAND)), *compound = shifted(COMPOUND, COUNT(COMPOUND));
    double *gates = shifted(GATES, COUNT(GATES)), *people = shifted(PEOPLE, COUNT(PEOPLE));
    const lc_geometry homes = polygon(land, COUNT(LAND)), gated = polygon(compound, COUNT(COMPOUND));
    assert_works(f, lc_builder_add_residential(f->ctx, b, &homes));
    assert_works(f, lc_builder_add_compound(f->ctx, b, &gated));
    assert_works(f, lc_builder_add_gates(f->ctx, b, COUNT(GATES), gates));
    assert_works(f, lc_builder_add_demand(f->ctx, b, 2, people, WEIGHT));
    assert_works(f, lc_builder_add_demand(f->ctx, b, COUNT(PEOPLE) - 2, people + 4, WEIGHT + 2));
    free(land);
    free(compound);
    free(gates);
    free(people);
}

static lc_city *build_city(files *f, const char *crs) {
    lc_build_options o = LC_BUILD_OPTIONS_INIT;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    o.crs = crs;
    o.data_dir = LC_DATA_DIR;
    assert_works(f, lc_builder_new(f->ctx, &o, &b));
    add_communities(f, b);
    add_facilities(f, b);
    set_streets(f, b);
    add_rest(f, b);
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    return city;
}

/* --------------------------------------------------------------------------------------------------------- profile */

static const char PROFILE[] =
    "name: made\nbands_m: [200, 400]\nindicators:\n"
    "  - {id: stores, category: store, distance_m: 350, metric: network, denominator: area, target: 0.5}\n"
    "  - {id: large, category: store, distance_m: 350, metric: straight, denominator: area, min_area_m2: 150}\n"
    "  - {id: park, category: park, distance_m: 500, metric: network, denominator: residential, community_target: "
    "0.9}\n"
    "  - {id: people, category: store, distance_m: 400, metric: network, denominator: population}\n";

static lc_indicator_options indicator(const char *id, const char *category, double distance_m, const char *metric,
                                      const char *denominator) {
    lc_indicator_options o = LC_INDICATOR_OPTIONS_INIT;
    o.id = id;
    o.category = category;
    o.distance_m = distance_m;
    o.metric = metric;
    o.denominator = denominator;
    return o;
}

static lc_profile *build_profile(files *f) {
    const double bands[] = {200, 400};
    lc_profile_options o = LC_PROFILE_OPTIONS_INIT;
    lc_profile *profile = NULL;
    o.name = "made";
    o.bands_m = bands;
    o.n_bands = 2;
    lc_indicator_options list[] = {indicator("stores", "store", 350, "network", "area"),
                                   indicator("large", "store", 350, "straight", "area"),
                                   indicator("park", "park", 500, "network", "residential"),
                                   indicator("people", "store", 400, "network", "population")};
    list[0].target = 0.5;
    list[1].min_area_m2 = 150;
    list[2].community_target = 0.9;
    assert_works(f, lc_profile_build(f->ctx, &o, list, 4, &profile));
    return profile;
}

static lc_report *check(files *f, const lc_city *city, const lc_profile *profile) {
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    lc_report *report = NULL;
    o.overlap = o.want_areas = o.want_gaps = o.want_facilities = o.want_network = true;
    assert_works(f, lc_check(f->ctx, city, profile, &o, &report));
    return report;
}

/* --------------------------------------------------------------------------------------------------- the same numbers
 */

static void assert_same_shapes(files *f, const lc_report *a, const lc_report *b, lc_shape_kind kind, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char *one, *other;
        size_t size, other_size;
        assert_works(f, lc_report_wkb(f->ctx, a, kind, i, &one, &size));
        assert_works(f, lc_report_wkb(f->ctx, b, kind, i, &other, &other_size));
        assert_int_equal(size, other_size);
        assert_memory_equal(one, other, size);
        free(one);
        free(other);
    }
}

/* Everything but the inputs and the warnings, bit by bit. */
static void assert_same(files *f, const lc_report *a, const lc_report *b) {
    size_t n = lc_report_indicator_count(a), m = lc_report_community_count(a);
    assert_int_equal(lc_report_indicator_count(b), n);
    assert_int_equal(lc_report_community_count(b), m);
    for (size_t i = 0; i < n; i++) {
        lc_indicator one = lc_report_indicator(a, i), other = lc_report_indicator(b, i);
        assert_true(one.ratio == other.ratio && one.err == other.err && one.offnet == other.offnet);
        assert_true(one.verdict == other.verdict && one.demand == other.demand);
        for (size_t c = 0; c < m; c++) {
            lc_value v = lc_report_value(a, c, i), w = lc_report_value(b, c, i);
            lc_statistics s = lc_report_statistics(a, c, i), t = lc_report_statistics(b, c, i);
            assert_true(memcmp(&v.ratio, &w.ratio, sizeof v.ratio) == 0 && v.verdict == w.verdict);
            assert_true(memcmp(&v.mean_m, &w.mean_m, sizeof v.mean_m) == 0);
            assert_int_equal(s.facilities, t.facilities);
            assert_true(memcmp(&s.overlap, &t.overlap, sizeof s.overlap) == 0);
            for (size_t k = 0; k < lc_report_band_count(a); k++) {
                double p = lc_report_band(a, c, i, k), q = lc_report_band(b, c, i, k);
                assert_true(memcmp(&p, &q, sizeof p) == 0);
            }
        }
    }
    assert_int_equal(lc_report_gap_count(a), lc_report_gap_count(b));
    assert_int_equal(lc_report_facility_count(a), lc_report_facility_count(b));
    assert_same_shapes(f, a, b, LC_SHAPE_COMMUNITY, m);
    assert_same_shapes(f, a, b, LC_SHAPE_AREA, n);
    assert_same_shapes(f, a, b, LC_SHAPE_GAP, lc_report_gap_count(a));
    assert_same_shapes(f, a, b, LC_SHAPE_FACILITY, lc_report_facility_count(a));
}

static void arrays_give_the_numbers_of_files(void **state) {
    files *f = *state;
    lc_profile *profile = NULL, *built = build_profile(f);
    lc_city *from_files = read_city(f), *from_arrays = build_city(f, CRS);
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &profile));
    lc_report *a = check(f, from_files, profile), *b = check(f, from_arrays, built);
    for (size_t i = 0; i < lc_report_indicator_count(a); i++) {
        lc_indicator one = lc_report_indicator(a, i), other = lc_report_indicator(b, i);
        assert_true(one.ratio > 0.05 && one.ratio < 0.99); /* there is something to compare */
        assert_string_equal(one.id, other.id);
        assert_string_equal(one.metric, other.metric);
        assert_true(one.target == other.target || (isnan(one.target) && isnan(other.target)));
    }
    assert_same(f, a, b);
    assert_string_equal(lc_report_community(b, 0).name, "西");
    assert_string_equal(lc_report_community(b, 1).name, "e");
    assert_true(lc_report_community(b, 0).population == 1234.5 && isnan(lc_report_community(b, 1).population));
    lc_report_free(a);
    lc_report_free(b);
    lc_city_free(from_files);
    lc_city_free(from_arrays);
    lc_profile_free(profile);
    lc_profile_free(built);
}

/* The zone's own metres, taken as a plane: scale 1 on the central meridian, so the same but for the curvature. */
static void a_plane_is_a_plane(void **state) {
    files *f = *state;
    lc_profile *profile = build_profile(f);
    lc_city *placed = build_city(f, CRS), *plane = build_city(f, NULL);
    lc_report *a = check(f, placed, profile), *b = check(f, plane, profile);
    for (size_t i = 0; i < lc_report_indicator_count(a); i++)
        assert_near(lc_report_indicator(a, i).ratio, lc_report_indicator(b, i).ratio, 1e-5);
    assert_near(lc_report_community(b, 0).area_m2, 800 * 1600 - 50 * 100, 1e-6);
    assert_string_equal(lc_report_crs(b), "");
    assert_fails(f, lc_write(f->ctx, b, LC_REPORT, path_of(f, "r.geojson"), NULL), LC_ERR_INPUT, "build it with a CRS");
    assert_works(f, lc_write(f->ctx, b, LC_CSV, path_of(f, "r.csv"), NULL));
    assert_works(f, lc_write(f->ctx, b, LC_MARKDOWN, path_of(f, "r.md"), NULL));
    lc_report_free(a);
    lc_report_free(b);
    lc_city_free(placed);
    lc_city_free(plane);
    lc_profile_free(profile);
}

/* One city, many profiles: each gives what it gives of a city that was read for it alone. */
static void one_city_for_many_profiles(void **state) {
    files *f = *state;
    static const char *const names[] = {"life-circle", "park-service-radius", "300-500"};
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_city *city = NULL;
    const char *osm_file = LC_DATA_DIR "/samples/liechtenstein/liechtenstein.osm.pbf";
    o.osm = &osm_file;
    o.n_osm = 1;
    o.communities = LC_DATA_DIR "/samples/liechtenstein/communities.shp";
    o.data_dir = LC_DATA_DIR;
    assert_works(f, lc_city_open(f->ctx, &o, &city));
    for (size_t k = 0; k < 3; k++) {
        lc_profile *profile = NULL;
        lc_report *one = NULL, *alone = NULL;
        assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, names[k], &profile));
        assert_works(f, lc_check(f->ctx, city, profile, NULL, &one));
        assert_works(f, whole_check(f->ctx, &o, names[k], NULL, &alone));
        for (size_t i = 0; i < lc_report_indicator_count(one); i++)
            for (size_t c = 0; c < lc_report_community_count(one); c++) {
                lc_value v = lc_report_value(one, c, i), w = lc_report_value(alone, c, i);
                assert_true(memcmp(&v.ratio, &w.ratio, sizeof v.ratio) == 0);
            }
        lc_report_free(one);
        lc_report_free(alone);
        lc_profile_free(profile);
    }
    lc_city_free(city);
}

/* A real town, taken apart by the report and by its paths, and built again. */
static void a_real_town_built_again(void **state) {
    files *f = *state;
    static const char *const keys[] = {"highway",       "foot",          "access",         "area",  "sidewalk",
                                       "sidewalk:both", "sidewalk:left", "sidewalk:right", "place", "leisure"};
    const char *osm_file = LC_DATA_DIR "/samples/liechtenstein/liechtenstein.osm.pbf";
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_check_options want = LC_CHECK_OPTIONS_INIT;
    lc_build_options build = LC_BUILD_OPTIONS_INIT;
    lc_report *a = NULL, *b = NULL;
    lc_builder *builder = NULL;
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    o.osm = &osm_file;
    o.n_osm = 1;
    o.communities = LC_DATA_DIR "/samples/liechtenstein/communities.shp";
    o.data_dir = build.data_dir = LC_DATA_DIR;
    build.crs = "EPSG:4326";
    want.want_facilities = true;
    assert_works(f, whole_check(f->ctx, &o, "life-circle", &want, &a));
    assert_works(f, lc_builder_new(f->ctx, &build, &builder));
    for (size_t c = 0; c < lc_report_community_count(a); c++) {
        lc_geometry g = {.kind = LC_GEOMETRY_POLYGON};
        unsigned char *wkb;
        assert_works(f, lc_report_wkb(f->ctx, a, LC_SHAPE_COMMUNITY, c, &wkb, &g.wkb_size));
        g.wkb = wkb;
        assert_works(f, lc_builder_add_community(f->ctx, builder, &g, NULL, NULL, NAN));
        free(wkb);
    }
    for (size_t k = 0; k < lc_report_facility_count(a); k++) {
        lc_geometry g = {.kind = LC_GEOMETRY_POLYGON};
        unsigned char *wkb;
        assert_works(f, lc_report_wkb(f->ctx, a, LC_SHAPE_FACILITY, k, &wkb, &g.wkb_size));
        g.wkb = wkb;
        assert_works(f, lc_builder_add_facility(f->ctx, builder, lc_report_facility(a, k).category, &g, NULL));
        free(wkb);
    }
    lc_osm osm = {0};
    lc_paths paths = {0};
    lc_walk_rules *walk = NULL;
    assert_works(f, lc_walk_rules_load(f->ctx, LC_DATA_DIR, &walk));
    assert_works(f, lc_osm_read(f->ctx, &osm_file, 1, keys, sizeof keys / sizeof *keys, &osm));
    assert_works(f, lc_paths_from_osm(f->ctx, &osm, walk, NULL, &paths));
    uint32_t *edge = malloc(2 * paths.n_vertices * sizeof *edge);
    size_t n = 0;
    for (size_t p = 0; p < paths.n; p++)
        for (size_t v = paths.start[p]; v + 1 < paths.start[p + 1]; v++)
            edge[n++] = paths.vertex[v], edge[n++] = paths.vertex[v + 1];
    assert_works(f, lc_builder_set_network(f->ctx, builder, paths.n_xy, &paths.xy->x, n / 2, edge, NULL));
    assert_works(f, lc_builder_make(f->ctx, builder, &city));
    assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, "life-circle", &profile));
    assert_works(f, lc_check(f->ctx, city, profile, NULL, &b));
    for (size_t i = 0; i < lc_report_indicator_count(a); i++)
        for (size_t c = 0; c < lc_report_community_count(a); c++) {
            lc_value v = lc_report_value(a, c, i), w = lc_report_value(b, c, i);
            if (isnan(v.ratio) && isnan(w.ratio)) continue;
            assert_near(v.ratio, w.ratio, 1e-6);
            assert_near(v.offnet, w.offnet, 1e-6);
        }
    free(edge);
    lc_paths_free(&paths);
    lc_osm_free(&osm);
    lc_walk_rules_free(walk);
    lc_builder_free(builder);
    lc_city_free(city);
    lc_profile_free(profile);
    lc_report_free(a);
    lc_report_free(b);
}

/* --------------------------------------------------------------------------------------------------------- refused */

static void what_makes_no_sense_is_refused(void **state) {
    files *f = *state;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    const double xy[] = {0, 0, 1, 0, NAN, 1};
    const uint32_t edge[] = {0, 2};
    const size_t parts[] = {4};
    const double negative[] = {-1}, none[] = {3.4e38};
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    lc_geometry g = {.wkb = (const unsigned char *)"\1\3\0\0\0", .wkb_size = 5};
    assert_fails(f, lc_builder_make(f->ctx, b, &city), LC_ERR_INPUT, "needs communities");
    assert_fails(f, lc_builder_add_community(f->ctx, b, &g, NULL, NULL, NAN), LC_ERR_INPUT,
                 "1: its geometry is no WKB");
    g = polygon(xy, 3);
    assert_fails(f, lc_builder_add_community(f->ctx, b, &g, NULL, NULL, NAN), LC_ERR_INPUT, "is not a number");
    g.parts = parts;
    g.n_parts = 1;
    assert_fails(f, lc_builder_add_community(f->ctx, b, &g, NULL, NULL, NAN), LC_ERR_INPUT, "as many points");
    assert_fails(f, lc_builder_set_network(f->ctx, b, 2, xy, 1, edge, NULL), LC_ERR_INPUT, "there is no node 2");
    assert_fails(f, lc_builder_set_network(f->ctx, b, 3, xy, 1, edge, NULL), LC_ERR_INPUT, "are no numbers");
    assert_fails(f, lc_builder_add_demand(f->ctx, b, 1, xy, negative), LC_ERR_INPUT, "weight of place 0 is -1");
    assert_fails(f, lc_builder_add_demand(f->ctx, b, 1, xy, none), LC_ERR_INPUT, "weight of place 0 is 3.4e+38");
    assert_fails(f, lc_builder_add_category(f->ctx, b, ""), LC_ERR_INPUT, "needs a name");
    assert_works(f, lc_builder_add_category(f->ctx, b, "Park"));
    assert_fails(f, lc_builder_add_category(f->ctx, b, "park"), LC_ERR_INPUT, "capital letters");
    assert_works(f, lc_builder_set_network(f->ctx, b, 2, xy, 0, edge, NULL));
    assert_fails(f, lc_builder_set_network(f->ctx, b, 2, xy, 0, edge, NULL), LC_ERR_INPUT, "already");
    lc_builder_free(b);
    lc_build_options o = LC_BUILD_OPTIONS_INIT;
    o.size = 0;
    b = NULL;
    assert_fails(f, lc_builder_new(f->ctx, &o, &b), LC_ERR_INPUT, "lc_build_options was not initialised");
    o.size = sizeof o + sizeof(void *);
    assert_fails(f, lc_builder_new(f->ctx, &o, &b), LC_ERR_INPUT, "newer version than this library");
    assert_null(b);
}

/* A city of the people alone, as everybody (`group` NULL) or as a group. */
static lc_city *city_of_people(files *f, const double *weight, const char *group) {
    lc_builder *b = NULL;
    lc_city *city = NULL;
    lc_build_options o = LC_BUILD_OPTIONS_INIT;
    double *people = shifted(PEOPLE, COUNT(PEOPLE));
    o.crs = CRS;
    o.data_dir = LC_DATA_DIR;
    assert_works(f, lc_builder_new(f->ctx, &o, &b));
    add_communities(f, b);
    add_facilities(f, b);
    set_streets(f, b);
    assert_works(f, group ? lc_builder_add_demand(f->ctx, b, COUNT(PEOPLE), people, WEIGHT)
                          : lc_builder_add_demand(f->ctx, b, COUNT(PEOPLE), people, weight));
    for (size_t half = 0; group && half < 2; half++) { /* in two calls */
        size_t first = half ? 2 : 0, n = half ? COUNT(PEOPLE) - 2 : 2;
        assert_works(f, lc_builder_add_group(f->ctx, b, group, n, people + 2 * first, weight + first));
    }
    assert_fails(f, lc_builder_add_group(f->ctx, b, "The old", 1, people, NULL), LC_ERR_INPUT, "a-z, 0-9");
    assert_fails(f, lc_builder_add_group(f->ctx, b, "old", 1, people, (const double[]){-1}), LC_ERR_INPUT, "is -1");
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    lc_builder_free(b);
    free(people);
    return city;
}

/* What is said of a group is what would be said of everybody, were they all. */
static void groups_are_demands_of_their_own(void **state) {
    files *f = *state;
    lc_profile *profile = NULL;
    lc_report *grouped = NULL, *alone = NULL;
    double old[COUNT(PEOPLE)];
    for (size_t i = 0; i < COUNT(PEOPLE); i++) old[i] = (double)((i * 7) % 5);
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR,
                                     "name: g\nindicators:\n  - {id: near, category: store, distance_m: 400, "
                                     "denominator: population, groups: [elderly, children]}\n",
                                     &profile));
    lc_city *city = city_of_people(f, old, "elderly"), *other = city_of_people(f, old, NULL);
    assert_works(f, lc_check(f->ctx, city, profile, NULL, &grouped));
    assert_works(f, lc_check(f->ctx, other, profile, NULL, &alone));
    assert_string_equal(lc_report_indicator(grouped, 1).id, "near__elderly");
    assert_string_equal(lc_report_indicator(grouped, 2).reason, "no_group");
    assert_near(lc_report_indicator(grouped, 1).demand, lc_report_indicator(alone, 0).demand, 0);
    assert_true(lc_report_indicator(grouped, 0).ratio != lc_report_indicator(grouped, 1).ratio);
    assert_true(lc_report_indicator(alone, 0).ratio > 0);
    for (size_t c = 0; c < lc_report_community_count(alone); c++) {
        lc_value a = lc_report_value(grouped, c, 1), b = lc_report_value(alone, c, 0);
        assert_true(a.ratio == b.ratio || (isnan(a.ratio) && isnan(b.ratio)));
    }
    lc_report_free(grouped);
    lc_report_free(alone);
    lc_city_free(city);
    lc_city_free(other);
    lc_profile_free(profile);
}

/* What failed leaves nothing behind: the next community is the first one. */
static void a_failed_addition_leaves_nothing(void **state) {
    files *f = *state;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    lc_report *report = NULL;
    const double bad[] = {0, 0, 9, 0, 9, 9, 0, 9, 20, 20, 30, 20, NAN, 30}, good[] = {0, 0, 100, 0, 100, 100, 0, 100};
    const size_t parts[] = {4, 3};
    lc_geometry g = {.kind = LC_GEOMETRY_POLYGON, .xy = bad, .n = 7, .parts = parts, .n_parts = 2};
    lc_indicator_options i = indicator("i", "store", 50, "straight", "area");
    assert_works(f, lc_builder_new(f->ctx, NULL, &b));
    assert_fails(f, lc_builder_add_community(f->ctx, b, &g, "bad", NULL, NAN), LC_ERR_INPUT, "is not a number");
    g = polygon(good, 4);
    assert_works(f, lc_builder_add_community(f->ctx, b, &g, "good", NULL, NAN));
    assert_works(f, lc_builder_add_category(f->ctx, b, "store"));
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    assert_works(f, lc_profile_build(f->ctx, NULL, &i, 1, &profile));
    assert_works(f, lc_check(f->ctx, city, profile, NULL, &report));
    assert_int_equal(lc_report_community_count(report), 1);
    assert_string_equal(lc_report_community(report, 0).id, "good");
    assert_near(lc_report_community(report, 0).area_m2, 1e4, 1e-9);
    lc_report_free(report);
    lc_profile_free(profile);
    lc_city_free(city);
    lc_builder_free(b);
}

static void profiles_are_held_to_the_rules_of_files(void **state) {
    files *f = *state;
    lc_profile *profile = NULL;
    lc_indicator_options wrong = indicator("Park!", "park", 300, "network", "area");
    assert_fails(f, lc_profile_build(f->ctx, NULL, &wrong, 1, &profile), LC_ERR_INPUT, "Park!");
    wrong = indicator("park", "park", NAN, "network", "area");
    assert_fails(f, lc_profile_build(f->ctx, NULL, &wrong, 1, &profile), LC_ERR_INPUT, "distance_m");
    wrong = indicator("park", "park", 300, "flying", "area");
    assert_fails(f, lc_profile_build(f->ctx, NULL, &wrong, 1, &profile), LC_ERR_INPUT, "flying");
    assert_fails(f, lc_profile_build(f->ctx, NULL, &wrong, 0, &profile), LC_ERR_INPUT, "profile:");
    wrong.size = 3;
    assert_fails(f, lc_profile_build(f->ctx, NULL, &wrong, 1, &profile), LC_ERR_INPUT, "lc_indicator_options");
    assert_fails(f, lc_profile_parse(f->ctx, NULL, "name: x\nflavour: 3\n", &profile), LC_ERR_INPUT, "profile:2");
    assert_null(profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(arrays_give_the_numbers_of_files), TEST(a_plane_is_a_plane),
        TEST(one_city_for_many_profiles),       TEST(a_real_town_built_again),
        TEST(what_makes_no_sense_is_refused),   TEST(groups_are_demands_of_their_own),
        TEST(a_failed_addition_leaves_nothing), TEST(profiles_are_held_to_the_rules_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
