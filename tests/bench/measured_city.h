/* A city as a check sees it: network, one category, the walking distance to it; for programs that look inside. */
#ifndef MEASURED_CITY_H
#define MEASURED_CITY_H

#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* mkstemps() */
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/inputs.h"
#include "base/memory.h"

#define CITY_LINK_M 250.0

typedef struct city {
    lc_inputs in;
    lc_network *net;
    lc_field *field;
    const lc_facilities *facilities;
    lc_report *report;          /* of a profile with one indicator */
    double distance_m, build_s; /* how long building the network took */
} city;

static inline double city_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline void city_stop(const lc_context *ctx, const char *what) {
    fprintf(stderr, "%s%s%s\n", what, ctx ? ": " : "", ctx ? lc_error_message(ctx) : "");
    exit(2);
}

/* A profile of one indicator in a file of its own, to be removed. */
static inline void city_profile(char path[], const char *category, double metres) {
    int fd = mkstemps(path, 5);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file) city_stop(NULL, "no place for a profile");
    fprintf(file,
            "name: one\ntitle: {en: One, zh: 一}\nindicators:\n  - id: ratio\n    title: {en: Ratio, zh: 比}\n"
            "    category: %s\n    distance_m: %g\n    metric: network\n    denominator: area\n",
            category, metres);
    fclose(file);
}

static inline lc_status city_measure(lc_context *ctx, lc_check_options *options, city *c) {
    lc_paths paths = {0};
    lc_status status = lc_check(ctx, options, &c->report);
    if (status == LC_OK) status = lc_inputs_defaults(ctx, options);
    if (status == LC_OK) status = lc_inputs_read(ctx, options, &c->in);
    double start = city_now();
    if (status == LC_OK) status = lc_inputs_paths(ctx, &c->in, &paths, NULL);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, options->min_component_m, &c->net);
    c->build_s = city_now() - start;
    lc_paths_free(&paths);
    lc_facilities *f = c->in.facilities;
    if (status == LC_OK) status = lc_facilities_link(ctx, f, c->net, CITY_LINK_M);
    lc_access *access = status == LC_OK ? malloc((f->links.n + 1) * sizeof *access) : NULL; /* the search sorts it */
    if (access) {
        memcpy(access, f->links.access, f->links.n * sizeof *access);
        status = lc_field_search(ctx, c->net, access, f->links.n, c->distance_m, &c->field);
    }
    free(access);
    c->facilities = f;
    return status;
}

/* Read, check and search; ends the program when it cannot. */
static inline void city_read(lc_context *ctx, const char *osm, const char *communities, const char *id_field,
                             const char *category, double metres, city *out) {
    char profile[] = "/tmp/lifecircle-city-XXXXXX.yaml";
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    options.osm = osm;
    options.communities = communities;
    options.id_field = *id_field ? id_field : NULL;
    options.profile = profile;
    out->distance_m = metres;
    city_profile(profile, category, metres);
    lc_status status = city_measure(ctx, &options, out);
    unlink(profile);
    if (status != LC_OK) city_stop(ctx, "the city cannot be read");
}

static inline void city_free(city *c) {
    lc_field_free(c->field);
    lc_network_free(c->net);
    lc_inputs_free(&c->in);
    lc_report_free(c->report);
}

#endif
