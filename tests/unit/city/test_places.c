/* Demand: weighted places from points, buildings, OpenStreetMap and rasters, put into communities; residential land. */
#include "files.h"

#include <gdal.h>
#include <ogr_srs_api.h>

#include "city/inputs.h"
#include "city/place_sources.h"
#include "city/read_city.h"

#define SAMPLES LC_DATA_DIR "/samples/"
/* A plane in metres around 28 N 15 W, where the made city lies; the work CRS is the same but for some centimetres. */
#define PLANE "+proj=tmerc +lat_0=28 +lon_0=-15 +k=1 +ellps=WGS84 +units=m"
#define FEATURES(text) "{\"type\":\"FeatureCollection\",\"features\":[" text "]}"
#define FEATURE(properties, type, coordinates)                                                                         \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":{\"type\":\"" type                             \
    "\",\"coordinates\":" coordinates "}}"
#define SQUARE(x0, y0, x1, y1)                                                                                         \
    "[[" #x0 "," #y0 "],[" #x1 "," #y0 "],[" #x1 "," #y1 "],[" #x0 "," #y1 "],[" #x0 "," #y0 "]]"
/* Two communities side by side, each 1 km by 2 km. */
#define TWO_COMMUNITIES                                                                                                \
    FEATURES(FEATURE("\"n\":\"west\"", "Polygon", "[" SQUARE(-1000, -1000, 0, 1000) "]") "," FEATURE(                  \
        "\"n\":\"east\"", "Polygon", "[" SQUARE(0, -1000, 1000, 1000) "]"))

typedef struct demand {
    lc_city_options options;
    lc_profile *profile;
    lc_city city;
} demand;

static const char *write_profile(files *f, const char *denominator) {
    char text[300];
    snprintf(text, sizeof text,
             "name: p\nindicators:\n  - {id: a, category: park, distance_m: 300, metric: straight, denominator: %s}\n",
             denominator);
    return write_text(f, "p.yaml", text);
}

static const char *in_plane(files *f, const char *name, const char *text) {
    static char source[4][700];
    static int next;
    char *s = source[next++ % 4];
    snprintf(s, sizeof source[0], "%s|crs=" PLANE, write_text(f, name, text));
    return s;
}

/* What is read for an indicator; by default one over population. */
static lc_status read_for(files *f, const char *denominator, const lc_city_options *o, demand *d) {
    *d = (demand){.options = *o};
    d->options.data_dir = LC_DATA_DIR;
    if (!d->options.communities) d->options.communities = in_plane(f, "c.geojson", TWO_COMMUNITIES);
    lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, write_profile(f, denominator), &d->profile);
    const lc_profile *const profiles[] = {d->profile};
    d->options.profiles = profiles;
    d->options.n_profiles = 1;
    if (!status) status = lc_city_read(f->ctx, &d->options, &d->city);
    if (!status) status = lc_told_tell(f->ctx, &d->city.told); /* where warned() looks for them */
    return status;
}

static lc_status read_demand(files *f, const lc_city_options *o, demand *d) {
    return read_for(f, "population", o, d);
}

static void free_demand(demand *d) {
    lc_profile_free(d->profile);
    lc_city_clear(&d->city);
}

static size_t number_in(const demand *d, size_t community) {
    return d->city.places->start[community + 1] - d->city.places->start[community];
}

static double weight_in(const demand *d, size_t community) {
    double sum = 0;
    for (size_t i = d->city.places->start[community]; i < d->city.places->start[community + 1]; i++)
        sum += d->city.places->weight[d->city.places->place[i]];
    return sum;
}

#define ONE_OSM(path) .osm = (const char *const[]){path}, .n_osm = 1
#define OPTIONS(...)                                                                                                   \
    (&(lc_city_options){.size = sizeof(lc_city_options), .min_component_m = NAN, .island_gap_m = NAN, __VA_ARGS__})

/* ----------------------------------------------------------------- points */

static void sao_paulo_adds_up(void **state) {
    files *f = *state;
    demand d;
    const char *halves = FEATURES(FEATURE("", "Polygon", "[" SQUARE(-46.7, -23.6, -46.64, -23.5) "]") "," FEATURE(
        "", "Polygon", "[" SQUARE(-46.64, -23.6, -46.6, -23.5) "]"));
    /* By hand, from the file: 323 rows, 4 of them with nobody; 136 are west of 46.64 W, with 308866 people. */
    assert_works(f, read_demand(f,
                                OPTIONS(.communities = write_text(f, "halves.geojson", halves),
                                        .demand = SAMPLES "saopaulo/population.csv", .weight_field = "population"),
                                &d));
    assert_non_null(d.city.places);
    assert_int_equal(d.city.places->n, 319);
    assert_int_equal(number_in(&d, 0), 136);
    assert_int_equal(number_in(&d, 1), 183);
    assert_near(weight_in(&d, 0), 308866, 0);
    assert_near(weight_in(&d, 1), 517570 - 308866, 0);
    assert_int_equal(warned(f, "place_without_weight"), 0);
    assert_int_equal(warned(f, "place_outside"), 0);
    const lc_input_info *info = &d.city.info[d.city.n_info - 1];
    assert_string_equal(info->role, "demand");
    assert_string_equal(info->file, "population.csv");
    assert_int_equal(info->features, 323);
    free_demand(&d);
}

static void weights_that_do_not_count_are_told(void **state) {
    files *f = *state;
    demand d;
    const char *points = FEATURES(
        FEATURE("\"w\":\"5\"", "Point", "[-500,0]") "," FEATURE("\"w\":\"-1\"", "Point", "[-500,1]") "," FEATURE(
            "\"w\":\"many\"", "Point",
            "[-500,2]") "," FEATURE("\"w\":null", "Point",
                                    "[-500,3]") "," FEATURE("\"w\":\"0\"", "Point",
                                                            "[-500,4]") "," FEATURE("\"w\":\"2.5\"", "MultiPoint",
                                                                                    "[[500,5],[-500,5]]") "," FEATURE("\"w"
                                                                                                                      "\":"
                                                                                                                      "\"7"
                                                                                                                      "\"",
                                                                                                                      "Poin"
                                                                                                                      "t",
                                                                                                                      "[500"
                                                                                                                      "0,"
                                                                                                                      "6"
                                                                                                                      "]"));
    const char *source = in_plane(f, "points.geojson", points);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .weight_field = "w"), &d));
    assert_int_equal(d.city.places->n, 2);
    assert_near(weight_in(&d, 0), 5, 0);
    assert_near(weight_in(&d, 1), 2.5, 0); /* once, at its first point */
    assert_near(d.city.places->xy[1].x, 500, 0.5);
    assert_near(d.city.places->xy[1].y, 5, 0.5);
    assert_int_equal(warned(f, "place_without_weight"), 3);
    assert_int_equal(warned(f, "place_multipart"), 1);
    assert_int_equal(warned(f, "place_outside"), 1);
    free_demand(&d);
    assert_fails(f, read_demand(f, OPTIONS(.demand = source, .weight_field = "people"), &d), LC_ERR_INPUT,
                 "no field 'people'");
    free_demand(&d);
    assert_fails(f, read_demand(f, OPTIONS(.weight_field = "w"), &d), LC_ERR_INPUT, "--demand");
    free_demand(&d);
}

static void points_without_a_field_weigh_one(void **state) {
    files *f = *state;
    demand d;
    const char *points = FEATURES(FEATURE("\"w\":\"5\"", "Point", "[-500,0]") "," FEATURE(
        "\"w\":\"-1\"", "Point", "[-500,1]") "," FEATURE("", "MultiPoint", "[[500,5],[-500,5]]"));
    const char *source = in_plane(f, "points.geojson", points);
    assert_works(f, read_demand(f, OPTIONS(.demand = source), &d));
    assert_near(weight_in(&d, 0), 2, 0);
    assert_near(weight_in(&d, 1), 1, 0);
    assert_int_equal(warned(f, "point_weighs_one"), 1);
    free_demand(&d);
    assert_fails(f, read_demand(f, OPTIONS(.demand = source, .floors_field = "w"), &d), LC_ERR_INPUT, "no floors");
    free_demand(&d);
    const char *mixed =
        FEATURES(FEATURE("", "Point", "[-500,0]") "," FEATURE("", "Polygon", "[" SQUARE(-520, -10, -500, 10) "]"));
    assert_fails(f, read_demand(f, OPTIONS(.demand = in_plane(f, "mixed.geojson", mixed)), &d), LC_ERR_INPUT,
                 "do not add up");
    free_demand(&d);
}

#define WEIGHT(text) FEATURE("\"w\":\"" text "\"", "Point", "[-500,0]")

static void weights_are_read_by_the_one_rule(void **state) {
    files *f = *state;
    demand d;
    const char *points = FEATURES(WEIGHT("153,084") "," WEIGHT("４４，２６３") "," WEIGHT("500") "," WEIGHT(
        "1.5万") "," WEIGHT("12.345,6") "," WEIGHT("12人") "," WEIGHT("nan") "," WEIGHT("-5"));
    const char *source = in_plane(f, "points.geojson", points);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .weight_field = "w"), &d));
    assert_near(weight_in(&d, 0), 153084 + 44263 + 500, 0);
    assert_int_equal(d.city.places->n, 3);
    assert_int_equal(warned(f, "place_without_weight"), 5);
    free_demand(&d);
}

/* What stands for "none" in tables would outweigh everybody else. */
static void weights_beyond_all_people_are_left_out(void **state) {
    files *f = *state;
    demand d;
    const char *points =
        FEATURES(FEATURE("\"w\":\"1e15\"", "Point", "[-500,0]") "," FEATURE("\"w\":\"3.4e38\"", "Point", "[-500,1]"));
    const char *source = in_plane(f, "points.geojson", points);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .weight_field = "w"), &d));
    assert_int_equal(d.city.places->n, 1);
    assert_near(weight_in(&d, 0), 1e15, 0);
    assert_int_equal(warned(f, "place_without_weight"), 1);
    free_demand(&d);
}

static void floors_beyond_all_houses_count_as_one(void **state) {
    files *f = *state;
    demand d;
    const char *houses = FEATURES(FEATURE("\"floors\":\"3.4e38\"", "Polygon", "[" SQUARE(-520, -10, -500, 10) "]"));
    const char *source = in_plane(f, "houses.geojson", houses);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .floors_field = "floors"), &d));
    assert_int_equal(d.city.places->n, 1);
    assert_near(weight_in(&d, 0), 20 * 20, 1e-6);
    assert_int_equal(warned(f, "floors_not_a_number"), 1);
    free_demand(&d);
}

static void lines_are_no_places(void **state) {
    files *f = *state;
    demand d;
    const char *lines = FEATURES(FEATURE("\"w\":5", "LineString", "[[-500,0],[500,0]]"));
    assert_fails(f, read_demand(f, OPTIONS(.demand = in_plane(f, "lines.geojson", lines), .weight_field = "w"), &d),
                 LC_ERR_INPUT, "no points or polygons");
    free_demand(&d);
}

static void places_elsewhere_are_told(void **state) {
    files *f = *state;
    demand d;
    const char *points =
        FEATURES(FEATURE("\"w\":5", "Point", "[165,28]") "," FEATURE("\"w\":5", "Point", "[-15.3,28]"));
    assert_works(f,
                 read_demand(f, OPTIONS(.demand = write_text(f, "points.geojson", points), .weight_field = "w"), &d));
    assert_non_null(d.city.places);
    assert_int_equal(d.city.places->n, 0);
    assert_int_equal(d.city.places->start[2], 0);
    assert_int_equal(warned(f, "place_outside"), 2);
    assert_int_equal(warned(f, "demand_elsewhere"), 1);
    free_demand(&d);
}

/* ------------------------------------------------------------ communities */

/* Two communities with a crooked common border, which one runs up and the other down; places along it, off by a
   rounding at most. */
static void a_place_on_a_border_is_in_one_community(void **state) {
    enum { N = 50, ON_EDGE = 40 };
    (void)state;
    lc_geoms two = {0};
    lc_xy border[N + 1];
    for (int i = 0; i <= N; i++) border[i] = (lc_xy){37.7 * sin(i * 0.7) + 3.3 * i, 1e5 + i * 10.1};
    assert_true(lc_geoms_begin(&two, LC_POLYGON, 0) && lc_geoms_begin_part(&two));
    assert_true(lc_geoms_add(&two, -1000, border[N].y) && lc_geoms_add(&two, -1000, border[0].y));
    for (int i = 0; i <= N; i++) assert_true(lc_geoms_add(&two, border[i].x, border[i].y));
    assert_true(lc_geoms_add(&two, -1000, border[N].y));
    assert_true(lc_geoms_begin(&two, LC_POLYGON, 1) && lc_geoms_begin_part(&two));
    assert_true(lc_geoms_add(&two, 1000, border[0].y) && lc_geoms_add(&two, 1000, border[N].y));
    for (int i = N; i >= 0; i--) assert_true(lc_geoms_add(&two, border[i].x, border[i].y));
    assert_true(lc_geoms_add(&two, 1000, border[0].y));
    for (int i = 0; i < N; i++)
        for (int k = 0; k < ON_EDGE; k++) {
            double t = (double)k / ON_EDGE, x = border[i].x + t * (border[i + 1].x - border[i].x);
            double y = border[i].y + t * (border[i + 1].y - border[i].y);
            assert_int_equal(lc_geom_contains(&two, 0, x, y) + lc_geom_contains(&two, 1, x, y), 1);
        }
    lc_geoms_free(&two);
}

static void overlapping_communities_share_places(void **state) {
    files *f = *state;
    demand d;
    /* The second one has two parts that overlap a little when repaired; the third covers everything. */
    const char *communities = FEATURES(FEATURE("", "Polygon", "[" SQUARE(-1000, -1000, 0, 1000) "]") "," FEATURE(
        "", "MultiPolygon",
        "[[" SQUARE(0, -1000, 1000, 0) "],[" SQUARE(
            0, 10, 1000, 1000) "]]") "," FEATURE("", "Polygon", "[" SQUARE(-1000, -1000, 1000, 1000) "]"));
    const char *points =
        FEATURES(FEATURE("\"w\":4", "Point", "[500,500]") "," FEATURE("\"w\":2", "Point", "[-500,0]") "," FEATURE(
            "\"w\":1", "Point", "[500,-500]") "," FEATURE("\"w\":8", "Point", "[500,5]"));
    assert_works(f, read_demand(f,
                                OPTIONS(.communities = in_plane(f, "c.geojson", communities),
                                        .demand = in_plane(f, "p.geojson", points), .weight_field = "w"),
                                &d));
    assert_int_equal(d.city.places->n, 4);
    assert_near(weight_in(&d, 0), 2, 0);
    assert_near(weight_in(&d, 1), 5, 0);
    assert_near(weight_in(&d, 2), 15, 0);
    for (size_t i = d.city.places->start[2]; i < d.city.places->start[3]; i++)
        assert_int_equal(d.city.places->place[i], i - d.city.places->start[2]);
    free_demand(&d);
}

/* -------------------------------------------------------------- buildings */

static void buildings_weigh_their_footprint(void **state) {
    files *f = *state;
    demand d;
    const char *buildings = FEATURES(
        FEATURE("\"floors\":\"6\",\"w\":3", "Polygon", "[" SQUARE(-520, -10, -500, 10) "]") ","         /* 20 x 20 */
        FEATURE("\"w\":4", "Polygon", "[" SQUARE(500, 0, 530, 30) "," SQUARE(510, 10, 520, 20) "]") "," /* court */
        FEATURE("\"floors\":\"2.5\",\"w\":5", "MultiPolygon",
                "[[" SQUARE(-5, 500, 5, 510) "],[" SQUARE(
                    20, 500, 60, 510) "]]") "," FEATURE("\"floors\":\"many\",\"w\":6", "Polygon",
                                                        "[" SQUARE(700, 0, 710, 10) "]"));
    const char *source = in_plane(f, "b.geojson", buildings);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .floors_field = "floors"), &d));
    assert_int_equal(d.city.places->n, 4);
    assert_near(d.city.places->weight[0], 400 * 6, 1e-3);
    assert_near(d.city.places->weight[1], 800, 1e-3);
    assert_near(d.city.places->weight[2], 500 * 2.5, 1e-3);
    assert_near(d.city.places->weight[3], 100, 1e-3);
    assert_near(weight_in(&d, 0), 2400, 1e-3);
    assert_near(d.city.places->xy[0].x, -510, 0.5);
    lc_xy court = d.city.places->xy[1]; /* on the surface, not in the court */
    assert_true(court.x > 500 && court.x < 530 &&
                !(court.x > 510.5 && court.x < 519.5 && court.y > 10.5 && court.y < 19.5));
    assert_near(d.city.places->xy[2].x, 40, 0.5); /* the larger part */
    assert_int_equal(warned(f, "floors_not_a_number"), 1);
    free_demand(&d);

    assert_works(f, read_demand(f, OPTIONS(.demand = source), &d));
    assert_near(weight_in(&d, 0) + weight_in(&d, 1), 400 + 800 + 500 + 100, 1e-3);
    free_demand(&d);
    assert_works(f, read_demand(f, OPTIONS(.demand = source, .weight_field = "w", .floors_field = "floors"), &d));
    assert_near(weight_in(&d, 0), 3, 0);
    assert_near(weight_in(&d, 1), 15, 0);
    free_demand(&d);
}

/* ----------------------------------------------------------- OpenStreetMap */

/* A square way of 0.001 degrees with its south-west corner at (x, y) thousandths of a degree from 28 N 15 W. */
static void add_way(char *nodes, char *ways, int id, int x, int y, const char *tags) {
    const int at[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (int i = 0; i < 4; i++)
        sprintf(nodes + strlen(nodes), "<node id='%d' lat='%.3f' lon='%.3f'/>", 10 * id + i,
                28 + 0.001 * (y + at[i][1]), -15 + 0.001 * (x + at[i][0]));
    sprintf(ways + strlen(ways), "<way id='%d'>", id);
    for (int i = 0; i < 5; i++) sprintf(ways + strlen(ways), "<nd ref='%d'/>", 10 * id + i % 4);
    sprintf(ways + strlen(ways), "%s</way>", tags);
}

#define TAG(k, v) "<tag k='" k "' v='" v "'/>"

static const char *write_osm(files *f) {
    static char nodes[8000], ways[8000], text[20000];
    nodes[0] = ways[0] = '\0';
    add_way(nodes, ways, 1, 1, 0, TAG("building", "yes") TAG("building:levels", "3"));
    add_way(nodes, ways, 2, 3, 0, TAG("building", "house"));
    add_way(nodes, ways, 3, 5, 0, TAG("building", "no") TAG("building:levels", "9"));
    add_way(nodes, ways, 4, 1, 2, TAG("building", "garage") TAG("building:levels", "3;4"));
    add_way(nodes, ways, 5, 3, 2, TAG("building", "yes") TAG("building:levels", "tall"));
    add_way(nodes, ways, 6, 5, 2, "");
    add_way(nodes, ways, 7, 7, 2, "");
    add_way(nodes, ways, 8, -3, 2, TAG("landuse", "residential"));
    add_way(nodes, ways, 9, 500, 2, TAG("landuse", "residential"));
    snprintf(
        text, sizeof text,
        "<osm version='0.6'>%s<node id='999' lat='28' lon='-15'>" TAG(
            "building",
            "yes") "</node>%s"
                   "<way id='20'><nd ref='10'/><nd ref='11'/><nd ref='555'/><nd ref='10'/>" TAG(
                       "building",
                       "yes") "</way>"
                              "<way id='21'><nd ref='10'/><nd ref='11'/><nd ref='12'/>" TAG(
                                  "building",
                                  "yes") "</way>"
                                         "<way id='22'><nd ref='10'/><nd ref='11'/><nd ref='555'/><nd ref='10'/>" TAG(
                                             "landuse", "residential") "</way>"
                                                                       "<relation id='30'><member type='way' ref='6' "
                                                                       "role='outer'/><member type='way' ref='7' "
                                                                       "role='outer'/>" TAG("type", "multipolygon")
                                                                           TAG("building", "yes")
                                                                               TAG("building:levels",
                                                                                   "2") "</relation></osm>",
        nodes, ways);
    return write_text(f, "city.osm", text);
}

static void buildings_of_an_extract(void **state) {
    files *f = *state;
    demand d;
    assert_works(f, read_demand(f, OPTIONS(ONE_OSM(write_osm(f))), &d));
    assert_non_null(d.city.places);
    assert_int_equal(d.city.places->n, 5); /* ways 1, 2, 4, 5 and the relation */
    double cell = d.city.places->weight[1];
    assert_near(cell, 110.85 * 98.36, 20); /* 0.001 degrees at 28 N, metres */
    assert_near(d.city.places->weight[0] / cell, 3, 1e-4);
    assert_near(d.city.places->weight[2] / cell, 1, 1e-3); /* "3;4" is no number */
    assert_near(d.city.places->weight[3] / cell, 1, 1e-3);
    assert_near(d.city.places->weight[4] / cell, 4, 1e-3); /* two parts, two floors */
    assert_int_equal(warned(f, "floors_not_a_number"), 2);
    assert_int_equal(warned(f, "osm_incomplete"), 1);
    const lc_input_info *info = &d.city.info[d.city.n_info - 1];
    assert_string_equal(info->role, "demand");
    assert_string_equal(info->file, "city.osm");
    assert_string_equal(info->layer, "building");
    assert_int_equal(info->features, 5);
    free_demand(&d);
}

/* 22651 objects with a building tag: 40 nodes without a footprint, 16 areas that are incomplete in the extract, 4 ways
   that are the outer ways of relations with the same tags, 361 beside the districts, and the rest within. Some
   districts overlap. */
static void buildings_of_las_palmas(void **state) {
    files *f = *state;
    demand d;
    assert_works(f, read_demand(f,
                                OPTIONS(ONE_OSM(SAMPLES "laspalmas/laspalmas.osm.pbf"),
                                        .communities = SAMPLES "laspalmas/districts.shp"),
                                &d));
    size_t pairs = 0;
    double once = 0, sum = 0;
    for (size_t i = 0; i < d.city.places->n; i++) once += d.city.places->weight[i];
    for (size_t c = 0; c < d.city.n_communities; c++) pairs += number_in(&d, c), sum += weight_in(&d, c);
    assert_int_equal(d.city.places->n, 22651 - 40 - 16 - 4 - 361);
    assert_int_equal(warned(f, "osm_incomplete"), 16);
    assert_int_equal(warned(f, "area_twice"), 4);
    assert_int_equal(warned(f, "osm_node_no_area"), 40 + 1); /* and a park */
    assert_int_equal(warned(f, "place_outside"), 361);
    assert_int_equal(pairs, 22376 - 4);
    assert_true(sum > once && sum < 1.02 * once);
    free_demand(&d);
}

/* All of the extract, against a second reader in Python: 7878798 m2 of floors by the ellipsoid's radii at each
 * building. */
static void floor_space_of_las_palmas(void **state) {
    files *f = *state;
    demand d;
    const char *all = FEATURES(FEATURE("", "Polygon", "[" SQUARE(-16, 27.5, -15, 28.5) "]"));
    assert_works(f, read_demand(f,
                                OPTIONS(ONE_OSM(SAMPLES "laspalmas/laspalmas.osm.pbf"),
                                        .communities = write_text(f, "all.geojson", all), .planes = "one"),
                                &d));
    assert_int_equal(d.city.places->n, 22651 - 40 - 16 - 4);
    assert_near(weight_in(&d, 0), 7878798, 50);
    free_demand(&d);
}

/* ---------------------------------------------------------------- rasters */

static void cells_of_a_raster(void **state) {
    files *f = *state;
    demand d;
    const char *path = path_of(f, "people.tif");
    double place[6] = {-1050, 100, 0, 1050, 0, -100};
    float value[21 * 21];
    for (int i = 0; i < 21 * 21; i++) value[i] = (float)(i % 5) - 1; /* -1 (nodata), 0, 1, 2, 3 */
    value[10 * 21] = -4;
    GDALAllRegister();
    GDALDatasetH raster = GDALCreate(GDALGetDriverByName("GTiff"), path, 21, 21, 1, GDT_Float32, NULL);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRSetFromUserInput(srs, PLANE), OGRERR_NONE);
    GDALSetSpatialRef(raster, srs);
    OSRDestroySpatialReference(srs);
    GDALSetGeoTransform(raster, place);
    GDALSetRasterNoDataValue(GDALGetRasterBand(raster, 1), -1);
    assert_int_equal(
        GDALRasterIO(GDALGetRasterBand(raster, 1), GF_Write, 0, 0, 21, 21, value, 21, 21, GDT_Float32, 0, 0), CE_None);
    GDALClose(raster);
    /* Centres stand at -1000, -900 ... 1000 metres: shift the communities so that columns 0 to 10 are west. */
    const char *communities = FEATURES(FEATURE("", "Polygon", "[" SQUARE(-1040, -1040, 40, 1040) "]") "," FEATURE(
        "", "Polygon", "[" SQUARE(40, -1040, 940, 1040) "]"));
    double west = 0, east = 0;
    for (int i = 0; i < 21 * 21; i++) {
        if (value[i] > 0 && i % 21 <= 10) west += value[i];
        if (value[i] > 0 && i % 21 > 10 && i % 21 < 20) east += value[i];
    }
    const char *shapes = in_plane(f, "c.geojson", communities);
    assert_works(f, read_demand(f, OPTIONS(.communities = shapes, .demand = path), &d));
    assert_near(weight_in(&d, 0), west, 0);
    assert_near(weight_in(&d, 1), east, 0);
    assert_int_equal(warned(f, "raster_negative"), 1);
    assert_int_equal(warned(f, "place_outside"), 0);
    assert_string_equal(d.city.info[d.city.n_info - 1].file, "people.tif");
    free_demand(&d);
    assert_fails(f, read_demand(f, OPTIONS(.communities = shapes, .demand = path, .weight_field = "w"), &d),
                 LC_ERR_INPUT, "raster, which has no fields");
    free_demand(&d);
}

/* ------------------------------------------------------- read when asked for */

/* A source that is named is read; the buildings of an extract only when they are asked for. */
static void demand_is_read_when_asked_for(void **state) {
    files *f = *state;
    demand d;
    const char *points = in_plane(f, "p.geojson", FEATURES(FEATURE("\"w\":4", "Point", "[500,500]")));
    assert_works(f, read_for(f, "area", OPTIONS(.demand = points, .weight_field = "w"), &d));
    assert_non_null(d.city.places);
    assert_near(weight_in(&d, 1), 4, 0);
    free_demand(&d);
    assert_works(f, read_for(f, "area", OPTIONS(ONE_OSM(write_osm(f))), &d));
    assert_true(!d.city.places && !d.city.residential);
    free_demand(&d);
    assert_works(f, read_demand(f, OPTIONS(0), &d));
    assert_null(d.city.places);
    free_demand(&d);
}

/* -------------------------------------------------------- residential land */

static double area_of(const lc_geoms *geoms) {
    double area = 0;
    for (size_t g = 0; g < geoms->n; g++) area += lc_geom_area(geoms, g);
    return area;
}

static void residential_land(void **state) {
    files *f = *state;
    demand d;
    /* A bow tie (two triangles when repaired), one far away, one near. */
    const char *land = FEATURES(FEATURE("", "Polygon", "[[[0,0],[100,100],[100,0],[0,100],[0,0]]]") "," FEATURE(
        "", "Polygon", "[" SQUARE(9000, 0, 9100, 100) "]") "," FEATURE("", "Polygon",
                                                                       "[" SQUARE(-300, 0, -200, 70) "]"));
    const char *source = in_plane(f, "land.geojson", land);
    assert_works(f, read_for(f, "residential", OPTIONS(.residential = source), &d));
    assert_non_null(d.city.residential);
    assert_null(d.city.places);
    assert_int_equal(d.city.residential->geoms.n, 3);
    assert_near(area_of(&d.city.residential->geoms), 5000 + 7000, 1e-2);
    assert_int_equal(warned(f, "invalid_repaired"), 1);
    assert_string_equal(d.city.info[d.city.n_info - 1].role, "residential");
    free_demand(&d);

    assert_works(f, read_for(f, "residential", OPTIONS(ONE_OSM(write_osm(f))), &d));
    assert_non_null(d.city.residential);
    assert_int_equal(d.city.residential->geoms.n, 1); /* way 8; 9 is far away, 22 incomplete */
    assert_near(area_of(&d.city.residential->geoms), 110.85 * 98.36, 20);
    assert_int_equal(warned(f, "osm_incomplete"), 1);
    assert_string_equal(d.city.info[d.city.n_info - 1].layer, "residential");
    assert_int_equal(d.city.info[d.city.n_info - 1].features, 2);
    free_demand(&d);

    assert_works(f, read_for(f, "residential", OPTIONS(0), &d));
    assert_null(d.city.residential);
    free_demand(&d);
    assert_works(f, read_for(f, "area", OPTIONS(.residential = source), &d));
    assert_non_null(d.city.residential);
    assert_int_equal(warned(f, "input_unused"), 1);
    free_demand(&d);
}

/* 17 areas in a GIS, 12.825 km2 in UTM zone 32 (scale 0.9996 to 1.0003 there). */
static void residential_land_of_liechtenstein(void **state) {
    files *f = *state;
    demand d;
    assert_works(f, read_for(f, "residential",
                             OPTIONS(ONE_OSM(SAMPLES "liechtenstein/liechtenstein.osm.pbf"),
                                     .communities = SAMPLES "liechtenstein/communities.shp"),
                             &d));
    assert_int_equal(d.city.info[d.city.n_info - 1].features, 17);
    assert_near(area_of(&d.city.residential->geoms), 12.825e6, 0.02e6);
    free_demand(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sao_paulo_adds_up),
        TEST(weights_that_do_not_count_are_told),
        TEST(points_without_a_field_weigh_one),
        TEST(weights_are_read_by_the_one_rule),
        TEST(weights_beyond_all_people_are_left_out),
        TEST(floors_beyond_all_houses_count_as_one),
        TEST(lines_are_no_places),
        TEST(places_elsewhere_are_told),
        TEST(a_place_on_a_border_is_in_one_community),
        TEST(overlapping_communities_share_places),
        TEST(buildings_weigh_their_footprint),

        TEST(buildings_of_an_extract),
        TEST(buildings_of_las_palmas),
        TEST(floor_space_of_las_palmas),
        TEST(cells_of_a_raster),
        TEST(demand_is_read_when_asked_for),
        TEST(residential_land),
        TEST(residential_land_of_liechtenstein),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
