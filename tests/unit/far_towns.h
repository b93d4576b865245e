/* Made towns anywhere on the globe, in GeoJSON files: a square community of 1 km, a street through its middle, a store
   on it; of two provinces, or of none. Within 200 m on foot lie 2 * 200^2 m2 of a town, within 300 m straight pi *
   300^2 m2. */
#ifndef FAR_TOWNS_H
#define FAR_TOWNS_H

#include "files.h"

#include "geo/workcrs.h"
#include "report/report.h"
#include "whole_check.h"

typedef struct town {
    double lon, lat;
    bool street, store;
} town_t;

typedef struct towns {
    files *f;
    FILE *communities, *streets, *stores;
    size_t n;
} towns_t;

static const char TOWN_PROFILE[] =
    "name: town\n"
    "title: {en: Town, zh: 镇}\n"
    "indicators:\n"
    "  - {id: walk, category: store, distance_m: 200, target: 0.5, title: {en: w, zh: w}}\n"
    "  - {id: straight, category: store, distance_m: 300, metric: straight, "
    "community_target: 0.2, title: {en: s, zh: s}}\n";
static const double WALKED = 2 * 200. * 200 / 1e6, STRAIGHT = 3.141592653589793 * 300 * 300 / 1e6;

static FILE *begin_layer(files *f, const char *name) {
    FILE *file = fopen(path_of(f, name), "w");
    assert_non_null(file);
    fputs("{\"type\":\"FeatureCollection\",\"features\":[\n", file);
    return file;
}

static void end_layer(FILE *file) {
    fputs("\n]}\n", file);
    assert_int_equal(fclose(file), 0);
}

static inline towns_t towns_begin(files *f) {
    return (towns_t){f, begin_layer(f, "communities.geojson"), begin_layer(f, "streets.geojson"),
                     begin_layer(f, "stores.geojson"), 0};
}

static void put_points(FILE *file, const lc_xy *p, size_t n) {
    for (size_t i = 0; i < n; i++) fprintf(file, "%s[%.12f,%.12f]", i ? "," : "", p[i].x, p[i].y);
}

static void put_feature(FILE *file, bool first, size_t number, const char *type, const char *open, const lc_xy *p,
                        size_t n, const char *close) {
    static const char *const provinces[] = {"\"north\"", "\"south\"", "\"north\"", "null"};
    fprintf(file, "%s{\"type\":\"Feature\",\"properties\":{\"name\":\"town %zu\",\"province\":%s},", first ? "" : ",\n",
            number, provinces[number % 4]);
    fprintf(file, "\"geometry\":{\"type\":\"%s\",\"coordinates\":%s", type, open);
    put_points(file, p, n);
    fprintf(file, "%s}}", close);
}

/* Add a town with its sides along a plane of its own. */
static inline void towns_add(towns_t *t, const town_t *town) {
    lc_work_crs *crs;
    assert_works(t->f, lc_work_crs_new(t->f->ctx, town->lon, town->lat, &crs));
    lc_xy square[] = {{-500, -500}, {500, -500}, {500, 500}, {-500, 500}, {-500, -500}};
    lc_xy street[] = {{-2000, 0}, {-1000, 0}, {0, 0}, {1000, 0}, {2000, 0}}, store[] = {{0, 0}};
    lc_work_crs_unproject(crs, square, 5);
    lc_work_crs_unproject(crs, street, 5);
    lc_work_crs_unproject(crs, store, 1);
    put_feature(t->communities, t->n == 0, t->n, "Polygon", "[[", square, 5, "]]");
    if (town->street) put_feature(t->streets, ftell(t->streets) < 50, t->n, "LineString", "[", street, 5, "]");
    if (town->store) put_feature(t->stores, ftell(t->stores) < 50, t->n, "Point", "", store, 1, "");
    lc_work_crs_free(crs);
    t->n++;
}

/* A lane off the middle of a town's street: where it and the street are as near, areas are not exact at the first go.
 */
static inline void towns_add_lane(towns_t *t, const town_t *town) {
    lc_work_crs *crs;
    assert_works(t->f, lc_work_crs_new(t->f->ctx, town->lon, town->lat, &crs));
    lc_xy lane[] = {{0, 0}, {60, 40}, {70, 120}, {-40, 130}, {-60, 50}, {-20, 30}};
    lc_work_crs_unproject(crs, lane, 6);
    put_feature(t->streets, false, t->n, "LineString", "[", lane, 6, "]");
    lc_work_crs_free(crs);
}

static inline void towns_end(towns_t *t) {
    end_layer(t->communities);
    end_layer(t->streets);
    end_layer(t->stores);
}

/* The files as a city's options; the texts are kept in `text`. */
typedef struct towns_text {
    char communities[512], streets[512], stores[600];
    const char *facilities[1];
} towns_text_t;

static inline lc_city_options towns_options(files *f, const char *planes, towns_text_t *text) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    snprintf(text->communities, sizeof text->communities, "%s", path_of(f, "communities.geojson"));
    snprintf(text->streets, sizeof text->streets, "%s", path_of(f, "streets.geojson"));
    snprintf(text->stores, sizeof text->stores, "store=%s", path_of(f, "stores.geojson"));
    text->facilities[0] = text->stores;
    o.communities = text->communities;
    o.network = text->streets;
    o.facilities = text->facilities;
    o.n_facilities = 1;
    o.name_field = "name";
    o.data_dir = LC_DATA_DIR;
    o.planes = planes;
    o.group_field = "province";
    return o;
}

/* Check them with edits; with `planes` as in lc_city_options. */
static inline lc_status towns_edited(files *f, const char *planes, const char *profile, const lc_edits *edits,
                                     lc_report **out) {
    towns_text_t text;
    lc_city_options o = towns_options(f, planes, &text);
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    const char *path = write_text(f, "town.yaml", profile);
    o.keep_paths = edits != NULL;
    check.max_error = 1e-5;
    check.edits = edits;
    check.want_facilities = edits != NULL;
    return whole_check(f->ctx, &o, path, &check, out);
}

static inline lc_status towns_status(files *f, const char *planes, const char *profile, lc_report **out) {
    return towns_edited(f, planes, profile, NULL, out);
}

static inline lc_report *towns_check(files *f, const char *planes) {
    lc_report *report = NULL;
    assert_works(f, towns_status(f, planes, TOWN_PROFILE, &report));
    return report;
}

static inline lc_report *towns_make(files *f, const town_t *town, size_t n, const char *planes) {
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < n; i++) towns_add(&t, &town[i]);
    towns_end(&t);
    return towns_check(f, planes);
}

#endif
