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
#include <unistd.h>

#include "base/memory.h"
#include "bench.h"
#include "city/links.h"

#define CITY_LINK_M 250.0

typedef struct city {
    lc_city *in;
    const lc_network *net;
    lc_field *field;
    const lc_facilities *facilities;
    lc_links links;
    lc_report *report;          /* of a profile with one indicator */
    double distance_m, build_s; /* how long building the network took */
} city;

static inline void city_stop(const lc_context *ctx, const char *what) {
    fprintf(stderr, "%s%s%s\n", what, ctx ? ": " : "", ctx ? lc_error_message(ctx) : "");
    exit(2);
}

/* A profile of one indicator in a file of its own, to be removed; its name is malloc'ed. */
static inline char *city_profile(const char *category, double metres) {
    const char *base = getenv("TMPDIR");
    char *path = lc_sprintf("%s/lifecircle-city-XXXXXX.yaml", base && *base ? base : "/tmp");
    int fd = path ? mkstemps(path, 5) : -1;
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file) city_stop(NULL, "no place for a profile");
    fprintf(file,
            "name: one\ntitle: {en: One, zh: 一}\nindicators:\n  - id: ratio\n    title: {en: Ratio, zh: 比}\n"
            "    category: %s\n    distance_m: %g\n    metric: network\n    denominator: area\n",
            category, metres);
    fclose(file);
    return path;
}

/* Search from the city's facilities; NULL when memory is out. */
static inline lc_field *city_search(const city *c) {
    const lc_links *links = &c->links;
    lc_access *access = LC_NEW(lc_access, links->n); /* the search sorts it */
    size_t settled;
    if (!access) return NULL;
    if (links->n) memcpy(access, links->access, links->n * sizeof *access);
    lc_field *field = lc_field_search(c->net, access, links->n, c->distance_m, &settled);
    free(access);
    return field;
}

static inline lc_status city_measure(lc_context *ctx, lc_city_options *options, const char *profile_name, city *c) {
    lc_profile *profile = NULL;
    lc_status status = lc_profile_load(ctx, options->data_dir, profile_name, &profile);
    const lc_profile *const profiles[] = {profile};
    options->profiles = profiles;
    options->n_profiles = 1;
    if (status == LC_OK) status = lc_city_open(ctx, options, &c->in);
    if (status == LC_OK) status = lc_check(ctx, c->in, profile, NULL, &c->report);
    for (size_t i = 0; i < lc_phase_count(ctx); i++)
        if (strcmp(lc_phase(ctx, i).phase, "build network") == 0) c->build_s = lc_phase(ctx, i).seconds;
    lc_profile_free(profile);
    if (status != LC_OK) return status;
    c->net = c->in->network;
    c->facilities = c->in->facilities;
    status = lc_links_find(ctx, c->facilities, c->net, CITY_LINK_M, &c->links);
    if (status == LC_OK && !(c->field = city_search(c))) status = lc_fail_memory(ctx);
    return status;
}

/* Read, check and search; ends the program when it cannot. */
static inline void city_read(lc_context *ctx, const char *osm, const char *communities, const char *id_field,
                             const char *category, double metres, city *out) {
    lc_city_options options = LC_CITY_OPTIONS_INIT;
    char *profile = city_profile(category, metres);
    options.osm = &osm;
    options.n_osm = osm ? 1 : 0;
    options.communities = communities;
    options.id_field = *id_field ? id_field : NULL;
    out->distance_m = metres;
    lc_status status = city_measure(ctx, &options, profile, out);
    unlink(profile);
    free(profile);
    if (status != LC_OK) city_stop(ctx, "the city cannot be read");
}

static inline void city_free(city *c) {
    lc_field_free(c->field);
    lc_links_free(&c->links);
    lc_city_free(c->in);
    lc_report_free(c->report);
}

#endif
