/* Check files: which communities of a city are served, and a report of it.
 *
 *     check_files OSM COMMUNITIES PROFILE REPORT.geojson
 *
 * docs/library.md walks through it. */
#include <lifecircle.h>
#include <math.h>
#include <stdio.h>

/* What went wrong, and where: an editor or a form would lead its user there. */
static int tell(const lc_context *ctx) {
    lc_error_info e = lc_error(ctx);
    fprintf(stderr, "%s\n", e.text);
    if (e.file && e.line) fprintf(stderr, "  look at line %zu of %s\n", e.line, e.file);
    if (e.file && e.feature > 0) fprintf(stderr, "  look at feature %lld of %s\n", (long long)e.feature, e.file);
    return 1;
}

static void print_indicator(const lc_report *report, size_t i) {
    lc_indicator indicator = lc_report_indicator(report, i);
    size_t worst[3], n = lc_report_worst(report, i, worst, 3);
    if (isnan(indicator.ratio)) {
        printf("%-28s no data: %s\n", indicator.id, indicator.reason);
        return;
    }
    printf("%-28s %5.1f %%  %s\n", indicator.id, 100 * indicator.ratio, lc_verdict_name(indicator.verdict));
    for (size_t k = 0; k < n; k++)
        printf("    %-24s %5.1f %%\n", lc_report_community(report, worst[k]).name,
               100 * lc_report_value(report, worst[k], i).ratio);
}

int main(int argc, char **argv) {
    lc_context *ctx = lc_context_new();
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_report *report = NULL;
    if (argc != 5 || !ctx) {
        fprintf(stderr, "usage: check_files OSM COMMUNITIES PROFILE REPORT.geojson\n");
        lc_context_free(ctx);
        return 2;
    }
    const char *osm = argv[1], *path = argv[4];
    options.osm = &osm;
    options.n_osm = 1;
    options.communities = argv[2];

    lc_status status = lc_write_check(ctx, LC_REPORT, path, NULL); /* before the work, not after it */
    if (status == LC_OK) status = lc_profile_load(ctx, NULL, argv[3], &profile);
    if (status == LC_OK) status = lc_city_open(ctx, &options, &city);
    if (status == LC_OK) status = lc_check(ctx, city, profile, NULL, &report);
    if (status == LC_OK) status = lc_write(ctx, report, LC_REPORT, path, NULL);
    for (size_t i = 0; status == LC_OK && i < lc_report_indicator_count(report); i++) print_indicator(report, i);
    int code = status == LC_OK ? 0 : tell(ctx);

    lc_report_free(report);
    lc_city_free(city);
    lc_profile_free(profile);
    lc_context_free(ctx);
    return code;
}
