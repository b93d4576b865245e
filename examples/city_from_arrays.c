/* A city from arrays: no files, no coordinate system, a profile built in code.
 *
 * Two communities side by side, streets 100 m apart, a shop in the west. How many people are within a walk of 300 m?
 *
 *     city_from_arrays
 *
 * docs/library.md walks through it. */
#include <lifecircle.h>
#include <math.h>
#include <stdio.h>

enum { SIDE = 11 }; /* streets each way: a square of 1 km */

/* Streets as arrays: nodes at the corners, edges between neighbours. */
static lc_status add_streets(lc_context *ctx, lc_builder *builder) {
    static double node[2 * SIDE * SIDE];
    static uint32_t edge[4 * SIDE * SIDE];
    size_t n_edges = 0;
    for (uint32_t i = 0; i < SIDE; i++)
        for (uint32_t j = 0; j < SIDE; j++) {
            uint32_t at = SIDE * i + j;
            node[2 * at] = 100.0 * i;
            node[2 * at + 1] = 100.0 * j;
            if (i + 1 < SIDE) {
                edge[2 * n_edges] = at;
                edge[2 * n_edges++ + 1] = at + SIDE;
            }
            if (j + 1 < SIDE) {
                edge[2 * n_edges] = at;
                edge[2 * n_edges++ + 1] = at + 1;
            }
        }
    /* Lengths of their own, for streets with bends, would be the last argument. */
    return lc_builder_set_network(ctx, builder, SIDE * SIDE, node, n_edges, edge, NULL);
}

static lc_status add_community(lc_context *ctx, lc_builder *builder, const char *name, double x0, double x1) {
    double xy[8]; /* the outer ring: x, y of four corners */
    lc_geometry square;
    const double corner[8] = {x0, 0, x1, 0, x1, 1000, x0, 1000};
    memset(&square, 0, sizeof square);
    memcpy(xy, corner, sizeof xy);
    square.kind = LC_GEOMETRY_POLYGON;
    square.xy = xy;
    square.n = 4;
    return lc_builder_add_community(ctx, builder, &square, NULL, name, LC_UNSET);
}

/* Where people live: points with their number. */
static lc_status add_people(lc_context *ctx, lc_builder *builder) {
    const double home[] = {150, 150, 250, 450, 450, 850, 650, 350, 850, 750};
    const double people[] = {120, 80, 60, 200, 90};
    return lc_builder_add_demand(ctx, builder, 5, home, people);
}

static lc_status add_shop(lc_context *ctx, lc_builder *builder) {
    const double at[] = {200, 300};
    lc_geometry point;
    lc_facility_options options = LC_FACILITY_OPTIONS_INIT;
    memset(&point, 0, sizeof point);
    point.kind = LC_GEOMETRY_POINT;
    point.xy = at;
    point.n = 1;
    options.name = "Corner shop";
    return lc_builder_add_facility(ctx, builder, "convenience_store", &point, &options);
}

static lc_status make_city(lc_context *ctx, lc_city **city) {
    lc_builder *builder = NULL;
    lc_status status = lc_builder_new(ctx, NULL, &builder);
    if (status == LC_OK) status = add_community(ctx, builder, "West", 0, 500);
    if (status == LC_OK) status = add_community(ctx, builder, "East", 500, 1000);
    if (status == LC_OK) status = add_streets(ctx, builder);
    if (status == LC_OK) status = add_people(ctx, builder);
    if (status == LC_OK) status = add_shop(ctx, builder);
    if (status == LC_OK) status = lc_builder_make(ctx, builder, city);
    lc_builder_free(builder);
    return status;
}

static lc_status make_profile(lc_context *ctx, lc_profile **profile) {
    lc_indicator_options shop = LC_INDICATOR_OPTIONS_INIT;
    shop.id = "shop_300";
    shop.category = "convenience_store";
    shop.metric = "network";
    shop.denominator = "population";
    shop.distance_m = 300;
    shop.target = 0.5;
    return lc_profile_build(ctx, NULL, &shop, 1, profile);
}

int main(void) {
    lc_context *ctx = lc_context_new();
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    lc_report *report = NULL;
    if (!ctx) return 1;
    lc_status status = make_city(ctx, &city);
    if (status == LC_OK) status = make_profile(ctx, &profile);
    if (status == LC_OK) status = lc_check(ctx, city, profile, NULL, &report);
    if (status != LC_OK) fprintf(stderr, "%s\n", lc_error_message(ctx));
    for (size_t c = 0; status == LC_OK && c < lc_report_community_count(report); c++) {
        lc_value value = lc_report_value(report, c, 0);
        printf("%s: %.1f %% of the people", lc_report_community(report, c).name, 100 * value.ratio);
        if (!isnan(value.mean_m)) printf(", who walk %.0f m on average", value.mean_m);
        printf("\n");
    }
    if (status == LC_OK)
        printf("city: %.1f %%, target %s\n", 100 * lc_report_indicator(report, 0).ratio,
               lc_verdict_name(lc_report_indicator(report, 0).verdict));
    lc_report_free(report);
    lc_profile_free(profile);
    lc_city_free(city);
    lc_context_free(ctx);
    return status == LC_OK ? 0 : 1;
}
