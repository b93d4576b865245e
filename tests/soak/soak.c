/* Does memory grow? Checks with all outputs over and over, and edits of a live city without end.
 *
 *     soak checks SAMPLES FOLDER N     N checks of Liechtenstein, each from its files, all outputs written into FOLDER
 *     soak edits SAMPLES N             N lists of edits of a small town in memory
 *
 * Asked is what malloc has given out and not got back. The first runs fill what GDAL, PROJ and SQLite keep for the next
 * time; after a quarter of all nothing may be added but SLACK. Exit 1 when something was. */
#include <lifecircle.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLACK = 64 * 1024, PATH = 4096 };

/* Two corners of the town, lon/lat. */
static const double WEST = 104.058, SOUTH = 30.6187, EAST = 104.062, NORTH = 30.6213;

static size_t in_use(void) {
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

static void stop(const lc_context *ctx) {
    fprintf(stderr, "soak: %s\n", lc_error(ctx).text);
    exit(2);
}

/* What was in use after each run, in its place. */
static int judge(const size_t *used, size_t n) {
    size_t settled = 0;
    for (size_t i = 0; i <= n / 4; i++) settled = used[i] > settled ? used[i] : settled;
    printf("after 1: %zu kB, at most %zu kB in the first quarter, after all %zu: %zu kB\n", used[0] / 1024,
           settled / 1024, n, used[n - 1] / 1024);
    return used[n - 1] > settled + SLACK;
}

/* ---------------------------------------------------------------------------------------------------------- checks */

static void open_country(lc_context *ctx, const char *samples, lc_profile **profile, lc_city **city) {
    char osm[PATH], communities[PATH];
    const char *osm_of = osm;
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    snprintf(osm, sizeof osm, "%s/liechtenstein/liechtenstein.osm.pbf", samples);
    snprintf(communities, sizeof communities, "%s/liechtenstein/communities.shp", samples);
    options.osm = &osm_of;
    options.n_osm = 1;
    options.communities = communities;
    options.id_field = "name";
    if (lc_profile_load(ctx, NULL, "life-circle", profile) != LC_OK || lc_city_open(ctx, &options, city) != LC_OK)
        stop(ctx);
}

static void write_all(lc_context *ctx, const lc_report *report, const char *folder) {
    static const struct {
        lc_output_kind kind;
        const char *name;
    } outputs[] = {{LC_REPORT, "report.geojson"}, {LC_AREAS, "areas.geojson"}, {LC_AREAS, "areas.shp"},
                   {LC_GAPS, "gaps.fgb"},         {LC_CSV, "table.csv"},       {LC_XLSX, "table.xlsx"},
                   {LC_GPKG, "all.gpkg"},         {LC_MAP, "map.html"},        {LC_MARKDOWN, "summary.md"},
                   {LC_JUNIT, "verdicts.xml"},    {LC_CHARTS, "charts"},       {LC_DISTANCES, "distances.tif"}};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        char path[PATH];
        lc_write_options options = LC_WRITE_OPTIONS_INIT;
        options.category = "convenience_store";
        snprintf(path, sizeof path, "%s/%s", folder, outputs[i].name);
        if (lc_write(ctx, report, outputs[i].kind, path, &options) != LC_OK) stop(ctx);
    }
}

static void check_once(const char *samples, const char *folder) {
    const char *category = "convenience_store";
    lc_context *ctx = lc_context_new();
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_report *report = NULL;
    options.want_areas = options.want_gaps = options.want_facilities = options.want_network = true;
    options.categories = &category;
    options.n_categories = 1;
    open_country(ctx, samples, &profile, &city);
    if (lc_check(ctx, city, profile, &options, &report) != LC_OK) stop(ctx);
    write_all(ctx, report, folder);
    lc_report_free(report);
    lc_city_free(city);
    lc_profile_free(profile);
    lc_context_free(ctx);
}

/* ----------------------------------------------------------------------------------------------------------- edits */

/* In [0, 1), the same everywhere (Steele, Lea and Flood 2014, SplitMix64). */
static double random_unit(unsigned long long *state) {
    unsigned long long z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static void open_town(lc_context *ctx, const char *samples, lc_profile **profile, lc_city **city) {
    char network[PATH], communities[PATH], stores[PATH], compounds[PATH], gates[PATH], rules[PATH];
    const char *facilities[] = {stores};
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    snprintf(network, sizeof network, "%s/gated/streets.geojson", samples);
    snprintf(communities, sizeof communities, "%s/gated/communities.geojson", samples);
    snprintf(compounds, sizeof compounds, "%s/gated/compounds.geojson", samples);
    snprintf(gates, sizeof gates, "%s/gated/gates.geojson", samples);
    snprintf(rules, sizeof rules, "%s/gated/gated.yaml", samples);
    snprintf(stores, sizeof stores, "convenience_store=%s/gated/stores.geojson", samples);
    options.network = network;
    options.communities = communities;
    options.compounds = compounds;
    options.gates = gates;
    options.facilities = facilities;
    options.n_facilities = 1;
    options.keep_paths = true;
    if (lc_profile_load(ctx, NULL, rules, profile) != LC_OK || lc_city_open(ctx, &options, city) != LC_OK) stop(ctx);
}

/* One to three edits: a shop, a park, a footpath. */
static lc_edits *some_edits(lc_context *ctx, unsigned long long *state) {
    lc_edits *edits = NULL;
    if (lc_edits_new(ctx, "EPSG:4326", &edits) != LC_OK) stop(ctx);
    for (int n = 1 + (int)(3 * random_unit(state)); n > 0; n--) {
        double x = WEST + (EAST - WEST) * random_unit(state), y = SOUTH + (NORTH - SOUTH) * random_unit(state);
        double xy[] = {x, y, x + 1e-3, y, x + 1e-3, y + 1e-3, x, y};
        int what = (int)(3 * random_unit(state));
        lc_edit_options o = LC_EDIT_OPTIONS_INIT;
        const lc_geometry at = {.kind = what == 0   ? LC_GEOMETRY_POINT
                                        : what == 1 ? LC_GEOMETRY_POLYGON
                                                    : LC_GEOMETRY_LINE,
                                .xy = xy,
                                .n = what == 0   ? 1
                                     : what == 1 ? 4
                                                 : 2};
        o.category = what == 0 ? "convenience_store" : "park";
        if (lc_edits_add(ctx, edits, what == 2 ? LC_EDIT_PATH : LC_EDIT_ADD, &at, what == 2 ? NULL : &o) != LC_OK)
            stop(ctx);
    }
    return edits;
}

static void edit_on(const char *samples, size_t n, size_t *used) {
    unsigned long long state = 1;
    lc_context *ctx = lc_context_new();
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_live *live = NULL;
    open_town(ctx, samples, &profile, &city);
    if (lc_live_open(ctx, city, profile, NULL, &live) != LC_OK) stop(ctx);
    for (size_t i = 0; i < n; i++) {
        lc_edits *edits = some_edits(ctx, &state);
        if (lc_live_set(ctx, live, edits) != LC_OK) stop(ctx);
        lc_edits_free(edits);
        lc_live_forget(live);
        used[i] = in_use();
    }
    lc_live_free(live);
    lc_city_free(city);
    lc_profile_free(profile);
    lc_context_free(ctx);
}

int main(int argc, char **argv) {
    bool checks = argc == 5 && strcmp(argv[1], "checks") == 0, edits = argc == 4 && strcmp(argv[1], "edits") == 0;
    long n = checks || edits ? strtol(argv[argc - 1], NULL, 10) : 0;
    size_t *used = n > 0 ? calloc((size_t)n, sizeof *used) : NULL;
    if (!used) {
        fprintf(stderr, "usage: soak checks SAMPLES FOLDER N, or soak edits SAMPLES N\n");
        return 2;
    }
    for (size_t i = 0; checks && i < (size_t)n; i++) {
        check_once(argv[2], argv[3]);
        used[i] = in_use();
    }
    if (edits) edit_on(argv[2], (size_t)n, used);
    int code = judge(used, (size_t)n);
    free(used);
    return code;
}
