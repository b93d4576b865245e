/* Several planes: every community has the numbers of its own plane, whatever else is checked with it. */
#include "far_towns.h"

#include "city/planes.h"
#include "geo/lonlat.h"
#include "report/plane_grids.h"

/* A plane is centred on a cell, up to 28 km from a town: its scale is off by 1e-5 at most. */
static const double TINY = 5e-5;

static void assert_closed_forms(const lc_report *r, size_t c) {
    lc_value walked = lc_report_value(r, c, 0), straight = lc_report_value(r, c, 1);
    assert_near(walked.ratio, WALKED, TINY);
    assert_near(walked.offnet, 0.5, TINY); /* farther than 250 m from the street */
    assert_near(straight.ratio, STRAIGHT, TINY);
    assert_int_equal(straight.verdict, LC_MET);
    assert_near(r->communities[c].area_m2, 1e6, 50);
}

static void test_towns_in_two_planes(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, true, true}, {105.65, 30.6, true, true}, {104.35, 30.65, true, true}};
    lc_report *both = towns_make(f, town, 3, NULL), *alone;
    assert_int_equal(both->n_communities, 3);
    for (size_t c = 0; c < 3; c++) assert_closed_forms(both, c);
    assert_near(both->indicators[0].demand, 3e6, 150);
    assert_near(both->indicators[0].ratio, WALKED, TINY);
    assert_int_equal(both->indicators[1].communities_met, 3);
    assert_int_equal(both->indicators[0].verdict, LC_MISSED);
    assert_near(both->network.length_m, 12000, 1);
    alone = towns_make(f, town + 1, 1, "cells");
    for (size_t i = 0; i < 2; i++) {
        lc_value a = lc_report_value(both, 1, i), b = lc_report_value(alone, 0, i);
        assert_true(a.ratio == b.ratio && a.err == b.err && a.offnet == b.offnet && a.mean_m == b.mean_m);
    }
    lc_report_free(alone);
    lc_report_free(both);
}

/* Towns on both sides of 180 degrees, each in its own cell; they are near one another, so `auto` takes one plane. */
static void test_towns_beside_the_antimeridian(void **state) {
    files *f = *state;
    const town_t town[] = {{179.9, 10.3, true, true}, {-179.9, 10.3, true, true}};
    for (int k = 0; k < 2; k++) {
        lc_report *r = towns_make(f, town, 2, k ? "cells" : NULL);
        for (size_t c = 0; c < 2; c++) assert_closed_forms(r, c);
        lc_report_free(r);
    }
}

/* A town across 180 degrees, cut there as RFC 7946 wants: one community of two polygons, a street of two lines. */
static void test_town_across_the_antimeridian(void **state) {
    files *f = *state;
    double lat = 10.25, up = 500 / 110600.0, aside = 0.00456; /* about 500 m */
    char text[2000];
    snprintf(text, sizeof text,
             "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"a\","
             "\"province\":\"b\"},"
             "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":["
             "[[[%.9f,%.9f],[180,%.9f],[180,%.9f],[%.9f,%.9f],[%.9f,%.9f]]],"
             "[[[-180,%.9f],[%.9f,%.9f],[%.9f,%.9f],[-180,%.9f],[-180,%.9f]]]]}}]}",
             180 - aside, lat - up, lat - up, lat + up, 180 - aside, lat + up, 180 - aside, lat - up, lat - up,
             aside - 180, lat - up, aside - 180, lat + up, lat + up, lat - up);
    write_text(f, "communities.geojson", text);
    snprintf(
        text, sizeof text,
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
        "{\"type\":\"MultiLineString\",\"coordinates\":[[[179.98,%.9f],[180,%.9f]],[[-180,%.9f],[-179.98,%.9f]]]}}]}",
        lat, lat, lat, lat);
    write_text(f, "streets.geojson", text);
    snprintf(text, sizeof text,
             "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
             "{\"type\":\"Point\",\"coordinates\":[180,%.9f]}}]}",
             lat);
    write_text(f, "stores.geojson", text);
    for (int k = 0; k < 2; k++) {
        lc_report *r = towns_check(f, k ? "cells" : NULL);
        double area = r->communities[0].area_m2;
        assert_near(area, 1e6, 5000);
        assert_near(lc_report_value(r, 0, 0).ratio, WALKED * 1e6 / area, 2 * TINY);
        assert_near(lc_report_value(r, 0, 1).ratio, STRAIGHT * 1e6 / area, 2 * TINY);
        assert_near(r->network.length_m, 4 * 0.01 * 109560, 20); /* four hundredths of a degree, in one piece */
        assert_int_equal(r->network.components, 1);
        lc_report_free(r);
    }
}

static void test_towns_at_70_degrees_north(void **state) {
    files *f = *state;
    const town_t town[] = {{25.01, 70.02, true, true}, {25.7, 70.02, true, true}, {28.3, 70.4, true, true}};
    lc_report *r = towns_make(f, town, 3, NULL);
    for (size_t c = 0; c < 3; c++) assert_closed_forms(r, c);
    lc_report_free(r);
}

/* A town without a store within reach has 0 of it, and one without a street nearby is off the network: the source is
   there, and other planes have some. */
static void test_a_plane_without_anything(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, false, false}, {105.65, 30.6, true, true}};
    lc_report *r = towns_make(f, town, 2, NULL);
    assert_near(lc_report_value(r, 0, 0).ratio, 0, 0);
    assert_near(lc_report_value(r, 0, 0).offnet, 1, 0);
    assert_near(lc_report_value(r, 0, 1).ratio, 0, 0);
    assert_null(lc_report_value(r, 0, 0).reason);
    assert_near(r->indicators[0].ratio, WALKED / 2, TINY);
    assert_near(r->indicators[1].ratio, STRAIGHT / 2, TINY);
    lc_report_free(r);
}

static void test_no_plane_has_anything(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, true, false}, {105.65, 30.6, true, false}};
    lc_report *r = towns_make(f, town, 2, NULL);
    for (size_t c = 0; c < 2; c++) assert_string_equal(lc_report_value(r, c, 0).reason, "no_facilities");
    assert_string_equal(r->indicators[0].reason, "no_facilities");
    lc_report_free(r);
    const town_t pathless[] = {{104.3, 30.6, false, true}, {105.65, 30.6, false, true}, {105.5, 30.6, false, true}};
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < 3; i++) towns_add(&t, &pathless[i]);
    towns_end(&t);
    write_text(f, "streets.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
               "{\"type\":\"LineString\",\"coordinates\":[[110,30],[110.1,30]]}}]}");
    assert_fails(f, towns_status(f, NULL, TOWN_PROFILE, &r), LC_ERR_INPUT, "in any of 2 planes");
}

/* What scenarios say is the report's own, in one plane and in several, and goes with it. */
static void test_scenarios_of_planes(void **state) {
    files *f = *state;
    static const char *const planes[] = {"one", "cells"};
    static const char profile[] =
        "name: town\ntitle: {en: Town, zh: \xE9\x95\x87}\nscenarios:\n"
        "  - {id: slow, walk_speed_m_per_min: 50, walk_cost: {slope: {0: 1, 0.1: 2}}}\nindicators:\n"
        "  - {id: walk, category: store, minutes: 4, target: 0.5, title: {en: w, zh: w}}\n";
    const town_t town = {104.3, 30.6, true, true};
    lc_report *r = towns_make(f, &town, 1, NULL);
    lc_report_free(r);
    for (size_t k = 0; k < 2; k++) {
        assert_works(f, towns_status(f, planes[k], profile, &r));
        assert_int_equal(r->n_scenarios, 1);
        assert_int_equal(r->scenarios[0].walk_cost.n_table, 2);
        assert_near(r->scenarios[0].walk_cost.table[1].factor, 2, 0);
        lc_report_free(r);
    }
}

static lc_status check_of_two(files *f, const lc_profile *const *read, const lc_profile *profile, bool site,
                              lc_report **out) {
    static const char *const candidates[] = {"paths:500"}, *const indicator = "walk";
    towns_text_t text;
    lc_city_options o = towns_options(f, "cells", &text);
    lc_city *city = NULL;
    lc_report *report = NULL;
    lc_siting *siting = NULL;
    lc_site_options ask = LC_SITE_OPTIONS_INIT;
    o.profiles = read;
    o.n_profiles = 2;
    ask.candidates = candidates;
    ask.n_candidates = 1;
    ask.count = 1;
    ask.indicators = &indicator;
    ask.n_indicators = 1;
    ask.data_dir = LC_DATA_DIR;
    lc_status status = lc_city_open(f->ctx, &o, &city);
    if (status == LC_OK)
        status = site ? lc_site(f->ctx, city, profile, &ask, &siting) : lc_check(f->ctx, city, profile, NULL, &report);
    lc_siting_free(siting);
    if (out)
        *out = report;
    else
        lc_report_free(report);
    lc_city_free(city);
    return status;
}

/* Planes are read for the profiles that the city was opened for: another one may count what they do not know. */
static void test_profile_that_counts_more(void **state) {
    files *f = *state;
    static const char profile[] = "name: %s\ntitle: {en: t, zh: t}\n%sindicators:\n"
                                  "  - {id: walk, category: store, distance_m: 200, target: 0.5, title: {en: w, zh: "
                                  "w}}\n";
    const town_t town[] = {{104.3, 30.6, false, false}, {105.65, 30.6, true, true}};
    lc_profile *p[3] = {NULL};
    char text[512];
    lc_report_free(towns_make(f, town, 2, NULL));
    for (size_t k = 0; k < 3; k++) {
        snprintf(text, sizeof text, profile, k == 2 ? "waits" : "flat", k == 2 ? "walk_cost: {crossings: yes}\n" : "");
        assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, write_text(f, "p.yaml", text), &p[k]));
    }
    const lc_profile *const flat[] = {p[0], p[1]}, *const both[] = {p[0], p[2]};
    for (int site = 0; site < 2; site++) {
        assert_works(f, check_of_two(f, both, p[2], site, NULL));
        assert_fails(f, check_of_two(f, flat, p[2], site, NULL), LC_ERR_INPUT, "the city was read without");
    }
    for (size_t k = 0; k < 3; k++) lc_profile_free(p[k]);
}

/* A profile that reaches farther than those that the city was opened for has what lies in its own reach. */
static void test_profile_that_reaches_farther(void **state) {
    files *f = *state;
    static const char profile[] = "name: p\ntitle: {en: t, zh: t}\nindicators:\n  - {id: s, category: store, "
                                  "distance_m: %d, metric: straight, target: 0.5, title: {en: s, zh: s}}\n";
    const town_t town[] = {{104.3, 30.6, true, false}, {105.65, 30.6, true, false}};
    lc_profile *p[3] = {NULL};
    char text[512];
    lc_report_free(towns_make(f, town, 2, NULL));
    write_text(f, "stores.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
               "{\"type\":\"Point\",\"coordinates\":[104.33,30.6]}}]}"); /* 2.9 km from the middle */
    for (size_t k = 0; k < 3; k++) {
        snprintf(text, sizeof text, profile, k == 2 ? 4000 : 300);
        assert_works(f, lc_profile_load(f->ctx, LC_DATA_DIR, write_text(f, "p.yaml", text), &p[k]));
    }
    const lc_profile *const near[] = {p[0], p[1]};
    lc_report *r = NULL;
    assert_works(f, check_of_two(f, near, p[2], false, &r));
    assert_near(lc_report_value(r, 0, 0).ratio, 1, TINY);
    lc_report_free(r);
    for (size_t k = 0; k < 3; k++) lc_profile_free(p[k]);
}

/* 40 km of towns that share streets and stores: the planes of the cells differ from one plane by scale alone. */
static void test_forced_planes_of_a_city(void **state) {
    files *f = *state;
    town_t town[24];
    for (size_t i = 0; i < 24; i++)
        town[i] = (town_t){104.8 + 0.018 * (double)i, 30.4 + 0.002 * (double)(i % 7), true, i % 3 != 1};
    lc_report *cells = towns_make(f, town, 24, "cells"), *one = towns_check(f, "one");
    for (size_t c = 0; c < 24; c++)
        for (size_t i = 0; i < 2; i++) {
            lc_value a = lc_report_value(cells, c, i), b = lc_report_value(one, c, i);
            assert_near(a.ratio, b.ratio, 1e-4);
            assert_near(a.offnet, b.offnet, 1e-4);
        }
    for (size_t i = 0; i < 2; i++) assert_near(cells->indicators[i].ratio, one->indicators[i].ratio, 1e-4);
    assert_int_equal(warned(f, "plane_scale"), 0);
    lc_report_free(one);
    lc_report_free(cells);
}

static void test_one_plane_tells_its_error(void **state) {
    files *f = *state;
    const town_t town[] = {{104, 30.6, true, true}, {107, 30.6, true, true}};
    lc_report *r = towns_make(f, town, 2, "one");
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < r->warnings.n; i++)
        if (strcmp(r->warnings.entry[i].code, "plane_scale") == 0) at = i;
    assert_int_not_equal(at, SIZE_MAX);
    /* 1.5 degrees at 30.6: 143.7 km and half a town; x^2 / 2 R^2 = 0.0256 % */
    assert_non_null(strstr(r->warnings.entry[at].examples[0], "up to 0.026 %, 144 km"));
    lc_report_free(r);
}

/* Provinces in one plane and in several: sums over their communities alone. */
static void test_totals_by_province(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, true, true},
                           {105.65, 30.6, true, true},
                           {104.33, 30.63, true, false},
                           {104.36, 30.66, true, true}};
    for (int k = 0; k < 2; k++) {
        lc_report *r = towns_make(f, town, 4, k ? "one" : NULL);
        double exact = k ? 2e-4 : TINY;
        assert_int_equal(r->n_groups, 3);
        assert_string_equal(r->group[0].value, "north");
        assert_string_equal(r->group[1].value, "south");
        assert_null(r->group[2].value);
        assert_int_equal(r->group[0].n_communities, 2);
        assert_int_equal(r->group_of[2], 0);
        assert_int_equal(r->group_of[3], 2);
        assert_near(r->group[0].total[0].ratio, WALKED / 2, exact);
        assert_near(r->group[1].total[0].ratio, WALKED, exact);
        assert_near(r->group[2].total[1].ratio, STRAIGHT, exact);
        assert_near(r->group[0].total[1].mean_ratio, STRAIGHT / 2, exact);
        assert_int_equal(r->group[0].total[1].communities_met, 1);
        assert_int_equal(r->group[0].total[1].communities_missed, 1);
        assert_int_equal(r->group[0].total[0].verdict, LC_MISSED);
        double demand = 0, covered = 0;
        for (size_t g = 0; g < 3; g++) demand += r->group[g].total[0].demand, covered += r->group[g].total[0].covered;
        assert_near(demand, r->indicators[0].demand, 1e-3);
        assert_near(covered, r->indicators[0].covered, 1e-3);
        lc_report_free(r);
    }
}

/* Distances of two towns, the third has no street: a raster a plane, as of each alone. */
static lc_report *towns_gridded(files *f, const town_t *town, size_t n) {
    towns_text_t text;
    const char *categories[] = {"store"};
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < n; i++) towns_add(&t, &town[i]);
    towns_end(&t);
    lc_city_options o = towns_options(f, "cells", &text);
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    lc_report *r = NULL;
    check.categories = categories;
    check.n_categories = 1;
    assert_works(f, whole_check(f->ctx, &o, write_text(f, "town.yaml", TOWN_PROFILE), &check, &r));
    return r;
}

/* Around a town's middle d is |x| + |y|, to the nearest store on its street, and nothing is known 250 m beside it. */
static size_t assert_walked(files *f, const lc_plane_grids *grids, size_t k, const town_t *town) {
    const lc_distance_grid *g = &grids->item[k].grid;
    lc_work_crs *plane, *own;
    float *d = NULL;
    size_t known = 0;
    assert_works(f, lc_plane_grids_read(f->ctx, grids, k, &d));
    assert_works(f, lc_work_crs_new(f->ctx, town->lon < 0 ? -179.75 : floor(town->lon * 2) / 2 + 0.25,
                                    floor(town->lat * 2) / 2 + 0.25, &plane));
    assert_works(f, lc_work_crs_new(f->ctx, town->lon, town->lat, &own));
    for (size_t i = 0; i < g->width * g->height; i++) {
        lc_xy p = {g->west + ((double)(i % g->width) + 0.5) * g->cell_m,
                   g->north - ((double)(i / g->width) + 0.5) * g->cell_m};
        lc_work_crs_unproject(plane, &p, 1);
        lc_work_crs_project(own, &p, 1);
        double wanted = fabs(p.x) + fabs(p.y);
        if (fabs(p.y) > 251) assert_true(isnan(d[i]));
        if (isnan(d[i])) continue;
        assert_near(d[i], wanted, 0.2);
        known++;
    }
    free(d);
    lc_work_crs_free(own);
    lc_work_crs_free(plane);
    return known;
}

static void test_distances_of_every_plane(void **state) {
    files *f = *state;
    const town_t town[] = {{104.3, 30.6, true, true}, {105.65, 30.6, true, true}, {-0.3, -10.2, false, false}};
    static const char *const cells[] = {"S10.5W000.5", "N30.5E104.0", "N30.5E105.5"};
    lc_report *r = towns_gridded(f, town, 3);
    lc_write_options o = LC_WRITE_OPTIONS_INIT;
    assert_int_equal(r->plane_grids->n, 3);
    assert_int_equal(r->n_grids, 0);
    for (size_t k = 0; k < 3; k++) assert_string_equal(r->plane_grids->item[k].cell, cells[k]);
    assert_int_equal(assert_walked(f, r->plane_grids, 0, &town[2]), 0);
    for (size_t k = 0; k < 2; k++) {
        lc_report *alone = towns_gridded(f, &town[k], 1);
        const lc_distance_grid *a = &r->plane_grids->item[k + 1].grid, *b = &alone->plane_grids->item[0].grid;
        float *x, *y;
        assert_true(assert_walked(f, r->plane_grids, k + 1, &town[k]) >= 2 * 200 * 200 / 100);
        assert_true(a->width == b->width && a->height == b->height && a->west == b->west && a->north == b->north);
        assert_works(f, lc_plane_grids_read(f->ctx, r->plane_grids, k + 1, &x));
        assert_works(f, lc_plane_grids_read(f->ctx, alone->plane_grids, 0, &y));
        assert_memory_equal(x, y, a->width * a->height * sizeof *x);
        free(x);
        free(y);
        lc_report_free(alone);
    }
    o.category = "store";
    assert_works(f, lc_write(f->ctx, r, LC_DISTANCES, path_of(f, "d.tif"), &o));
    for (size_t k = 0; k < 3; k++) {
        char name[40];
        snprintf(name, sizeof name, "d_%s.tif", cells[k]);
        assert_int_equal(access(path_of(f, name), F_OK), 0);
    }
    assert_int_not_equal(access(path_of(f, "d.tif"), F_OK), 0);
    o.category = "park";
    assert_fails(f, lc_write(f->ctx, r, LC_DISTANCES, path_of(f, "p.tif"), &o), LC_ERR_INPUT, "did not prepare");
    lc_report_free(r);
}

/* ------------------------------------------------------------------------------------------------------------ lattice
 */

static void add_square(lc_geoms *g, uint32_t feature, double lon, double lat, double half) {
    const double side[5][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}};
    assert_true(lc_geoms_begin(g, LC_POLYGON, feature) && lc_geoms_begin_part(g));
    for (int k = 0; k < 5; k++) {
        double x = lon + half * side[k][0];
        assert_true(lc_geoms_add(g, x > 180 ? x - 360 : x, lat + half * side[k][1]));
    }
}

static void test_cells(void **state) {
    files *f = *state;
    lc_geoms g = {0};
    lc_planes planes;
    add_square(&g, 0, 10.2, 50.2, 0.01); /* its cell is centred on 10.25, 50.25 */
    add_square(&g, 2, 180, -0.3, 0.02);  /* across the antimeridian: -179.75, -0.25 */
    add_square(&g, 3, 10.5, 50.2, 0.01); /* on a border: the cell east of it */
    add_square(&g, 4, 10.4999, 50.4999, 0.01);
    assert_works(f, lc_planes_lay(f->ctx, &g, 5, &planes)); /* community 1 has no polygon */
    assert_int_equal(planes.n, 3);
    assert_near(planes.plane[0].centre.x, -179.75, 0);
    assert_near(planes.plane[0].centre.y, -0.25, 0);
    assert_int_equal(planes.plane[0].n, 2);
    assert_int_equal(planes.plane[0].community[0], 1);
    assert_int_equal(planes.plane[0].community[1], 2);
    assert_near(planes.plane[0].box.x1 - planes.plane[0].box.x0, 0.04, 1e-9);
    assert_near(planes.plane[1].centre.x, 10.25, 0);
    assert_near(planes.plane[1].centre.y, 50.25, 0);
    assert_int_equal(planes.plane[1].n, 2);
    assert_int_equal(planes.plane[1].community[1], 4);
    assert_near(planes.plane[2].centre.x, 10.75, 0);
    lc_planes_free(&planes);
    lc_geoms_free(&g);
}

static bool reaches(double lon, double lat, double half) {
    lc_geoms g = {0};
    add_square(&g, 0, lon, lat, half);
    bool needed = lc_planes_needed(&g);
    lc_geoms_free(&g);
    return needed;
}

/* A box of 0.38 degrees each way on the equator: the corner is 42.30 km east and 42.02 km north of the middle. */
static void test_reach(void **state) {
    (void)state;
    assert_false(reaches(20, 0, 0.38));
    assert_true(reaches(20, 0, 0.39));
    assert_false(reaches(180, 0, 0.38));
    assert_true(reaches(180, 0, 0.39));
    lc_box box = {20, 0, 20, 1};
    assert_near(lc_lonlat_reach_m(&box), 110574.4 / 2, 1); /* the first degree of a meridian */
}

static void test_grown(void **state) {
    (void)state;
    lc_box box = {10, 59, 11, 60}, grown = lc_lonlat_grown(&box, 1000);
    lc_box sides[] = {{grown.x0, 59.5, 10, 59.5}, {10, grown.y0, 10, 59}, {10, 60, 10, grown.y1}};
    for (int k = 0; k < 3; k++) assert_near(2 * lc_lonlat_reach_m(&sides[k]), 1015, 16); /* 1 km, and little more */
    lc_box polar = {10, 89, 11, 90};
    grown = lc_lonlat_grown(&polar, 1000);
    assert_true(grown.x1 - grown.x0 >= 360 && grown.y1 <= 90);
}

static lc_geoms line(double x0, double y0, double x1, double y1) {
    lc_geoms g = {0};
    assert_true(lc_geoms_begin(&g, LC_LINE, 0) && lc_geoms_begin_part(&g) && lc_geoms_add(&g, x0, y0) &&
                lc_geoms_add(&g, x1, y1));
    return g;
}

/* Against points along the line. */
static void test_lines_meet_boxes(void **state) {
    (void)state;
    unsigned seed = 7;
    size_t met = 0;
    for (int k = 0; k < 2000; k++) {
        double v[4];
        for (int i = 0; i < 4; i++) v[i] = (double)((seed = seed * 1103515245u + 12345u) >> 16 & 0x7fff) / 0x7fff;
        lc_box box = {179.7, 10.3, 180.3, 10.6};
        lc_geoms g = line(179.5 + v[0], 10 + v[1], 179.5 + v[2], 10 + v[3]);
        bool found = false;
        for (int i = 0; i <= 4000; i++) {
            double t = i / 4000.;
            lc_xy p = {179.5 + v[0] + t * (v[2] - v[0]), 10 + v[1] + t * (v[3] - v[1])};
            found = found || lc_lonlat_holds(&box, p);
        }
        for (size_t i = 0; i < 2; i++)
            if (g.xy[i].x > 180) g.xy[i].x -= 360; /* as files write them */
        bool meets = lc_lonlat_meets(&g, 0, &box);
        assert_true(meets || !found); /* the points may miss a corner that is cut, never the other way */
        met += meets != found;
        lc_geoms_free(&g);
    }
    assert_true(met <= 2);
    lc_geoms around = {0};
    add_square(&around, 0, 180, 10.4, 2);
    assert_true(lc_lonlat_meets(&around, 0, &(lc_box){179.7, 10.3, 180.3, 10.6}));
    assert_false(lc_lonlat_meets(&around, 0, &(lc_box){170, 10.3, 171, 10.6}));
    lc_geoms_free(&around);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_towns_in_two_planes),
        TEST(test_towns_beside_the_antimeridian),
        TEST(test_town_across_the_antimeridian),
        TEST(test_towns_at_70_degrees_north),
        TEST(test_a_plane_without_anything),
        TEST(test_profile_that_counts_more),
        TEST(test_profile_that_reaches_farther),
        TEST(test_scenarios_of_planes),
        TEST(test_no_plane_has_anything),
        TEST(test_forced_planes_of_a_city),
        TEST(test_one_plane_tells_its_error),
        TEST(test_totals_by_province),
        TEST(test_distances_of_every_plane),
        TEST(test_cells),
        TEST(test_reach),
        TEST(test_grown),
        TEST(test_lines_meet_boxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
