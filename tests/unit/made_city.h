/* A small made city for tests: paths, facilities and communities by hand, measured like real ones. */
#ifndef MADE_CITY_H
#define MADE_CITY_H

#include <assert.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "measure/results.h"
#include "network/build.h"

typedef struct city {
    lc_context *ctx;
    lc_paths paths;
    lc_facilities facilities; /* one category, "store" */
    lc_geoms communities;
    size_t n_communities;
    double link_limit_m, min_component_m, island_gap_m, max_error;
    double max_distance_error_m;
    lc_kept *kept;         /* borrowed, may be NULL */
    lc_network *network;   /* after measuring */
    lc_zones *residential; /* borrowed, may be NULL, as the four below */
    lc_places *places;
    lc_spread *spread;
    lc_group_people *groups;
    size_t n_groups;
    lc_compounds *compounds;
} city_t;

static inline void city_init(city_t *c) {
    *c = (city_t){.ctx = lc_context_new(), .link_limit_m = 250, .max_error = 0.005, .max_distance_error_m = INFINITY};
    c->facilities.category = lc_strdup("store");
    c->facilities.known = true;
}

static inline uint32_t city_vertex(city_t *c, double x, double y) {
    assert_true(LC_ROOM(c->paths.xy, c->paths.cap_xy, c->paths.n_xy + 1));
    c->paths.xy[c->paths.n_xy] = (lc_xy){x, y};
    return (uint32_t)c->paths.n_xy++;
}

/* A path through existing vertices. */
static inline void city_path(city_t *c, size_t n, const uint32_t *vertex) {
    assert_true(lc_paths_begin(&c->paths));
    for (size_t i = 0; i < n; i++) assert_true(lc_paths_add(&c->paths, vertex[i]));
}

static inline void city_road(city_t *c, double x0, double y0, double x1, double y1) {
    uint32_t v[2] = {city_vertex(c, x0, y0), city_vertex(c, x1, y1)};
    city_path(c, 2, v);
}

static inline void add_geom(lc_geoms *geoms, lc_geom_kind kind, uint32_t feature, size_t n, const lc_xy *xy) {
    assert_true(lc_geoms_begin(geoms, kind, feature) && lc_geoms_begin_part(geoms));
    for (size_t i = 0; i < n; i++) assert_true(lc_geoms_add(geoms, xy[i].x, xy[i].y));
    if (kind == LC_POLYGON) assert_true(lc_geoms_add(geoms, xy[0].x, xy[0].y));
}

/* A facility; polygons are given without the closing point. */
static inline void city_facility(city_t *c, lc_geom_kind kind, size_t n, const lc_xy *xy) {
    lc_facilities *f = &c->facilities;
    add_geom(&f->geoms, kind, (uint32_t)f->n, n, xy);
    f->id = realloc(f->id, (f->n + 1) * sizeof *f->id);
    f->area_m2 = realloc(f->area_m2, (f->n + 1) * sizeof *f->area_m2);
    assert_true(f->id && f->area_m2);
    f->id[f->n] = lc_sprintf("f%zu", f->n);
    f->area_m2[f->n] = kind == LC_POLYGON ? lc_geom_area(&f->geoms, f->geoms.n - 1) : NAN;
    f->n++;
}

static inline void city_store(city_t *c, double x, double y) {
    city_facility(c, LC_POINT, 1, &(lc_xy){x, y});
}

static inline void city_community(city_t *c, size_t n, const lc_xy *xy) {
    add_geom(&c->communities, LC_POLYGON, (uint32_t)c->n_communities++, n, xy);
}

static inline void city_box(city_t *c, double x0, double y0, double x1, double y1) {
    city_community(c, 4, (lc_xy[]){{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}});
}

/* Turn and shift everything. */
static inline void turn_points(lc_xy *p, size_t n, double angle, double dx, double dy) {
    for (size_t i = 0; i < n; i++) {
        lc_xy q = p[i];
        p[i] = (lc_xy){q.x * cos(angle) - q.y * sin(angle) + dx, q.x * sin(angle) + q.y * cos(angle) + dy};
    }
}

static inline void city_turn(city_t *c, double angle, double dx, double dy) {
    turn_points(c->paths.xy, c->paths.n_xy, angle, dx, dy);
    turn_points(c->facilities.geoms.xy, c->facilities.geoms.n_xy, angle, dx, dy);
    turn_points(c->communities.xy, c->communities.n_xy, angle, dx, dy);
}

/* An indicator without filter or target. */
static inline lc_indicator_def made_indicator(lc_rule *rule, lc_metric metric, double distance_m) {
    *rule = (lc_rule){.category = (char *)(uintptr_t) "store",
                      .distance_m = distance_m,
                      .minutes = NAN,
                      .min_area_m2 = NAN,
                      .max_area_m2 = NAN};
    return (lc_indicator_def){.metric = metric, .rules = rule, .n_rules = 1, .target = NAN, .community_target = NAN};
}

/* An indicator that combines n parts, of which `least` must cover. */
static inline lc_indicator_def made_combination(lc_combines kind, size_t least, size_t *part, size_t n) {
    return (lc_indicator_def){
        .combines = {.kind = kind, .part = part, .n_parts = n, .least = least}, .target = NAN, .community_target = NAN};
}

/* What was made, as the library knows a city; it stays with `c`. */
static inline lc_city city_view(city_t *c) {
    return (lc_city){.n_communities = c->n_communities,
                     .communities = c->communities,
                     .facilities = &c->facilities,
                     .n_facilities = 1,
                     .residential = c->residential,
                     .places = c->places,
                     .spread = c->spread,
                     .groups = c->groups,
                     .n_groups = c->n_groups,
                     .compounds = c->compounds,
                     .network = c->network};
}

static inline void city_build(city_t *c) {
    lc_network_free(c->network);
    c->network = NULL;
    if (!c->paths.start) {
        assert_true(lc_paths_begin(&c->paths));
        c->paths.n = 0;
    }
    const lc_network_rules rules = {.min_component_m = c->min_component_m, .island_gap_m = c->island_gap_m};
    assert_int_equal(lc_network_build(c->ctx, &c->paths, &rules, &c->network), LC_OK);
}

/* A profile's fields in a city: the stages before measuring. */
typedef struct stages {
    lc_city_links links;
    lc_plan *plan;
    lc_fields *fields;
} stages_t;

static inline void stages_begin(lc_context *ctx, const lc_profile *profile, const lc_city *city, double link_limit_m,
                                stages_t *out) {
    *out = (stages_t){.plan = NULL};
    assert_int_equal(lc_city_links_find(ctx, city, link_limit_m, NULL, &out->links), LC_OK);
    assert_int_equal(lc_plan_new(ctx, profile, city, &out->plan), LC_OK);
    assert_int_equal(lc_fields_new(ctx, out->plan, &out->links, NULL, &out->fields), LC_OK);
}

static inline void stages_end(stages_t *stages) {
    lc_fields_free(stages->fields);
    lc_plan_free(stages->plan);
    lc_city_links_free(&stages->links);
}

/* Measure n indicators, combinations behind their parts; to be freed with lc_results_free(). */
static inline lc_results city_measure(city_t *c, lc_indicator_def *defs, size_t n) {
    size_t *combination = malloc((n + 1) * sizeof *combination), n_combinations = 0;
    assert_non_null(combination);
    for (size_t i = 0; i < n; i++)
        if (defs[i].combines.kind) combination[n_combinations++] = i;
    lc_profile profile = {.name = (char *)(uintptr_t) "made",
                          .indicators = defs,
                          .n_indicators = n,
                          .combination = combination,
                          .n_combinations = n_combinations};
    lc_results results = {0};
    stages_t stages;
    city_build(c);
    lc_city view = city_view(c);
    stages_begin(c->ctx, &profile, &view, c->link_limit_m, &stages);
    const lc_asked asked = {c->max_error, c->max_distance_error_m};
    assert_int_equal(lc_results_measure_again(c->ctx, stages.fields, asked, c->kept, &results), LC_OK);
    stages_end(&stages);
    free(combination);
    return results;
}

/* The ratio of one indicator in the first community. */
static inline double city_ratio(city_t *c, lc_metric metric, double distance_m, double *err) {
    lc_rule rule;
    lc_indicator_def def = made_indicator(&rule, metric, distance_m);
    lc_results results = city_measure(c, &def, 1);
    double ratio = results.value[0].covered / results.value[0].demand;
    if (err) *err = results.value[0].err / results.value[0].demand;
    lc_results_free(&results);
    return ratio;
}

static inline void city_free(city_t *c) {
    lc_network_free(c->network);
    lc_paths_free(&c->paths);
    lc_facilities_free(&c->facilities);
    lc_geoms_free(&c->communities);
    lc_context_free(c->ctx);
}

#endif
