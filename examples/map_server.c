/* A map for a web server: a CGI program that answers ?category=park&distance_m=500 with a page, a map of who is within
 * that walk. The city is named by the environment, as a server's configuration does:
 *
 *     LIFECIRCLE_OSM=city.osm.pbf LIFECIRCLE_COMMUNITIES=districts.shp QUERY_STRING='category=park&distance_m=500'
 * map_server
 *
 * What the visitor got wrong is told with status 400, what the server did with 500. When the server loses patience it
 * sends SIGTERM, and the program ends at once. docs/library.md walks through it. */
#include <lifecircle.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static lc_context *volatile working; /* a signal's handler has no arguments */

static void on_signal(int number) {
    (void)number;
    if (working) lc_cancel(working);
}

/* The value of a key of the query, of letters, digits, '_' and '.'; "" without. */
static void read_query(const char *query, const char *key, char *value, size_t size) {
    size_t n = 0, length = strlen(key);
    const char *at = query;
    while (at && (strncmp(at, key, length) != 0 || at[length] != '=')) {
        at = strchr(at, '&');
        if (at) at++;
    }
    for (at = at ? at + length + 1 : ""; n + 1 < size && *at && strchr("abcdefghijklmnopqrstuvwxyz_0123456789.", *at);)
        value[n++] = *at++;
    value[n] = '\0';
}

static lc_status make_profile(lc_context *ctx, const char *query, lc_profile **profile) {
    char category[64], distance[32];
    lc_indicator_options wanted = LC_INDICATOR_OPTIONS_INIT;
    read_query(query, "category", category, sizeof category);
    read_query(query, "distance_m", distance, sizeof distance);
    wanted.id = "reach";
    wanted.category = category;
    wanted.metric = "network";
    wanted.denominator = "area";
    wanted.distance_m = strtod(distance, NULL);
    return lc_profile_build(ctx, NULL, &wanted, 1, profile);
}

static lc_status open_city(lc_context *ctx, const lc_profile *profile, lc_city **city) {
    const char *osm = getenv("LIFECIRCLE_OSM");
    const lc_profile *const profiles[] = {profile}; /* only what it asks for is taken out of the file */
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    options.osm = &osm;
    options.n_osm = osm ? 1 : 0;
    options.communities = getenv("LIFECIRCLE_COMMUNITIES");
    options.profiles = profiles;
    options.n_profiles = 1;
    return lc_city_open(ctx, &options, city);
}

/* The visitor may only be wrong about the category and the distance; files and paths are the server's. */
static void answer_error(const lc_context *ctx, lc_status status, int by_visitor) {
    if (status == LC_ERR_CANCELLED)
        printf("Status: 503 Service Unavailable\r\n");
    else
        printf("Status: %s\r\n", by_visitor ? "400 Bad Request" : "500 Internal Server Error");
    printf("Content-Type: text/plain; charset=utf-8\r\n\r\n%s\n", by_visitor ? lc_error_message(ctx) : "");
    fprintf(stderr, "map_server: %s\n", lc_error_message(ctx));
}

int main(void) {
    const char *query = getenv("QUERY_STRING");
    lc_context *ctx = lc_context_new();
    lc_profile *profile = NULL;
    lc_city *city = NULL;
    lc_report *report = NULL;
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    if (!ctx) return 1;
    working = ctx;
    signal(SIGTERM, on_signal);
    options.want_areas = options.want_facilities = true;
    lc_status status = make_profile(ctx, query ? query : "", &profile);
    int by_visitor = status == LC_ERR_INPUT;
    if (status == LC_OK) status = open_city(ctx, profile, &city);
    if (status == LC_OK) status = lc_check(ctx, city, profile, &options, &report);
    if (status == LC_OK && isnan(lc_report_indicator(report, 0).ratio)) {
        by_visitor = 1;
        status = LC_ERR_INPUT;
        printf("Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\nthere is nothing of this category\n");
    } else if (status == LC_OK) {
        printf("Content-Type: text/html; charset=utf-8\r\n\r\n");
        status = fflush(stdout) == 0 ? lc_write(ctx, report, LC_MAP, "-", NULL) : LC_ERR_IO;
    } else {
        answer_error(ctx, status, by_visitor);
    }
    working = NULL;
    lc_report_free(report);
    lc_city_free(city);
    lc_profile_free(profile);
    lc_context_free(ctx);
    return status == LC_OK || by_visitor ? 0 : 1;
}
