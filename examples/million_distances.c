/* A million distances: from points to the nearest facility of a category, along paths, and which one it is.
 *
 *     million_distances OSM COMMUNITIES CATEGORY WEST SOUTH EAST NORTH [POINTS]
 *
 * The points are spread over the box, in degrees. docs/library.md walks through it. */
#include <lifecircle.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    double *xy, *distance_m;
    size_t *facility;
    size_t n;
} points_t;

/* The same on every machine (a linear congruence of Knuth's). */
static double next_share(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static int make_points(points_t *p, const double box[4]) {
    uint64_t state = 1;
    p->xy = (double *)malloc(2 * p->n * sizeof *p->xy);
    p->distance_m = (double *)malloc(p->n * sizeof *p->distance_m);
    p->facility = (size_t *)malloc(p->n * sizeof *p->facility);
    if (!p->xy || !p->distance_m || !p->facility) return 0;
    for (size_t i = 0; i < p->n; i++) {
        p->xy[2 * i] = box[0] + next_share(&state) * (box[2] - box[0]);
        p->xy[2 * i + 1] = box[1] + next_share(&state) * (box[3] - box[1]);
    }
    return 1;
}

static void print_summary(const lc_context *ctx, const lc_city *city, const char *category, const points_t *p) {
    size_t reached = 0, farthest = 0;
    double sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (isinf(p->distance_m[i])) continue; /* none in reach, or no path near the point */
        if (!reached || p->distance_m[i] > p->distance_m[farthest]) farthest = i;
        sum += p->distance_m[i];
        reached++;
    }
    printf("%zu of %zu points reach one of %zu facilities\n", reached, p->n, lc_city_facility_count(city, category));
    if (reached) {
        lc_city_facility f = lc_city_get_facility(city, category, p->facility[farthest]);
        printf("mean %.1f m; the farthest is %.1f m from %s (%s)\n", sum / (double)reached, p->distance_m[farthest],
               f.name ? f.name : "a facility without a name", f.id);
    }
    for (size_t i = 0; i < lc_phase_count(ctx); i++)
        fprintf(stderr, "%-20s %.2f s\n", lc_phase(ctx, i).phase, lc_phase(ctx, i).seconds);
}

int main(int argc, char **argv) {
    lc_context *ctx = lc_context_new();
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    lc_nearest_options nearest = LC_NEAREST_OPTIONS_INIT;
    lc_city *city = NULL;
    points_t points = {NULL, NULL, NULL, 1000000};
    if (argc < 8 || argc > 9 || !ctx) {
        fprintf(stderr, "usage: million_distances OSM COMMUNITIES CATEGORY WEST SOUTH EAST NORTH [POINTS]\n");
        lc_context_free(ctx);
        return 2;
    }
    const char *osm = argv[1];
    double box[4];
    for (int k = 0; k < 4; k++) box[k] = strtod(argv[4 + k], NULL);
    options.osm = &osm;
    options.n_osm = 1;
    options.communities = argv[2];
    nearest.category = argv[3];
    if (argc == 9) points.n = (size_t)strtoull(argv[8], NULL, 10);
    lc_status status = make_points(&points, box) ? lc_city_open(ctx, &options, &city) : LC_ERR_MEMORY;
    if (status == LC_OK)
        status = lc_distance(ctx, city, &nearest, points.n, points.xy, points.distance_m, points.facility);
    if (status == LC_OK)
        print_summary(ctx, city, nearest.category, &points);
    else
        fprintf(stderr, "%s\n", lc_error_message(ctx));
    free(points.xy);
    free(points.distance_m);
    free(points.facility);
    lc_city_free(city);
    lc_context_free(ctx);
    return status == LC_OK ? 0 : 1;
}
