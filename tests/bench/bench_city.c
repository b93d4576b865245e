/*
 * bench-city FOLDER [--segments N] [--communities N] [--facilities N] [--seed N] [--number N] [--at LON,LAT]
 *            [--no-layers] EXTRACT.osm.pbf...
 *
 * Writes a made city: FOLDER/city.osm.pbf, and the same as shapefiles. See docs/performance.md. --number says which one
 * of a country it is: the ids of all differ.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city.h"
#include "profile/rules.h"
#include "source/osm_read.h"

typedef struct {
    const char *folder;
    size_t segments, communities, facilities, seed, number, layers;
    double lon, lat; /* the middle of the city */
    const char *extract[64];
    size_t n_extracts;
} call_t;

static int usage(const char *wrong) {
    fprintf(stderr,
            "bench-city: %s; usage: bench-city FOLDER [--segments N] [--communities N] [--facilities N] [--seed N] "
            "[--number N] [--at LON,LAT] [--no-layers] EXTRACT.osm.pbf...\n",
            wrong);
    return 2;
}

/* "LON,LAT" */
static bool read_place(const char *text, call_t *call) {
    char *end;
    call->lon = strtod(text, &end);
    if (end == text || *end != ',') return false;
    text = end + 1;
    call->lat = strtod(text, &end);
    return end != text && !*end;
}

static bool read_call(int argc, char **argv, call_t *call) {
    const struct {
        const char *name;
        size_t *to;
    } numbers[] = {{"--segments", &call->segments},
                   {"--communities", &call->communities},
                   {"--facilities", &call->facilities},
                   {"--seed", &call->seed},
                   {"--number", &call->number}};
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    for (int i = 1; i < argc; i++) {
        size_t k = 0;
        while (k < NUMBERS && strcmp(argv[i], numbers[k].name) != 0) k++;
        if (k < NUMBERS) {
            char *end = NULL;
            if (++i < argc) *numbers[k].to = strtoul(argv[i], &end, 10);
            if (!end || *end || end == argv[i]) return false;
        } else if (strcmp(argv[i], "--at") == 0) {
            if (++i == argc || !read_place(argv[i], call)) return false;
        } else if (strcmp(argv[i], "--no-layers") == 0) {
            call->layers = 0;
        } else if (!call->folder) {
            call->folder = argv[i];
        } else if (argv[i][0] == '-' || call->n_extracts == sizeof call->extract / sizeof *call->extract) {
            return false;
        } else {
            call->extract[call->n_extracts++] = argv[i];
        }
    }
    return call->folder && call->n_extracts && call->segments && call->communities;
}

/* The tags that make an extract's ways what they are; facilities and land are placed anew. */
static const char *const KEYS[] = {
    "highway", "foot",     "access",   "area",    "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right",
    "footway", "building", "name",     "surface", "oneway",   "bridge",        "tunnel",        "layer",
    "service", "lanes",    "maxspeed", "lit",     "natural",  "waterway",      "barrier",       "railway"};

static lc_status read_source(lc_context *ctx, const char *path, const lc_walk_rules *rules, city_source *s) {
    lc_work_crs *crs = NULL;
    lc_status status = lc_osm_read(ctx, &path, 1, KEYS, sizeof KEYS / sizeof *KEYS, &s->osm);
    if (status != LC_OK) return status;
    lc_box box = lc_box_empty();
    for (size_t i = 0; i < s->osm.n_nodes; i++) lc_box_add(&box, s->osm.node_xy[i].x, s->osm.node_xy[i].y);
    s->node = LC_NEW(lc_xy, s->osm.n_nodes);
    s->walked = LC_NEW(bool, s->osm.n_ways);
    if (!s->node || !s->walked) return lc_fail_memory(ctx);
    status = lc_work_crs_new(ctx, 0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1), &crs);
    if (status != LC_OK) return status;
    if (s->osm.n_nodes) memcpy(s->node, s->osm.node_xy, s->osm.n_nodes * sizeof *s->node);
    lc_work_crs_project(crs, s->node, s->osm.n_nodes);
    lc_work_crs_free(crs);
    for (size_t w = 0; w < s->osm.n_ways; w++) {
        lc_osm_object object = {&s->osm.way_tags, w};
        s->walked[w] = lc_walk_allowed(rules, lc_osm_tag, &object);
    }
    return LC_OK;
}

static lc_status write_city(lc_context *ctx, city_t *c, const call_t *call) {
    const double side = CITY_TILE_M;
    lc_work_crs *crs = NULL;
    char *path = lc_sprintf("%s/city.osm.pbf", call->folder);
    lc_status status = path ? lc_work_crs_new(ctx, call->lon, call->lat, &crs) : lc_fail_memory(ctx);
    double dx = 0.5 * side * (double)c->columns, dy = 0.5 * side * (double)c->rows;
    for (size_t i = 0; i < c->n_nodes; i++) c->node[i] = (lc_xy){c->node[i].x - dx, c->node[i].y - dy};
    lc_geoms *g = &c->communities;
    for (size_t i = 0; i < g->n_xy; i++) g->xy[i] = (lc_xy){g->xy[i].x - dx, g->xy[i].y - dy};
    if (status == LC_OK) status = city_write_pbf(ctx, c, crs, path);
    if (status == LC_OK) status = city_write_layers(ctx, c, crs, call->folder, call->layers > 0);
    lc_work_crs_free(crs);
    free(path);
    return status;
}

static lc_status make_city(lc_context *ctx, const call_t *call, city_source *source, city_t *c) {
    lc_walk_rules *rules = NULL;
    lc_status status = lc_walk_rules_load(ctx, NULL, &rules);
    for (size_t i = 0; status == LC_OK && i < call->n_extracts; i++)
        status = read_source(ctx, call->extract[i], rules, &source[i]);
    lc_walk_rules_free(rules);
    if (status != LC_OK) return status;
    if (!city_lay_tiles(c, source, call->n_extracts, call->segments) || !city_divide(c, call->communities) ||
        !city_place_facilities(c, call->facilities))
        return lc_fail_memory(ctx);
    if (c->n_segs == 0) return lc_fail(ctx, LC_ERR_INPUT, "no paths in the extracts");
    return write_city(ctx, c, call);
}

static void free_city(city_t *c) {
    free(c->node);
    free(c->way);
    free(c->ref);
    free(c->tag);
    lc_geoms_free(&c->communities);
}

int main(int argc, char **argv) {
    call_t call = {.segments = 1000000, .communities = 4351, .facilities = 8000, .seed = 1, .layers = 1};
    call.lon = 104.066; /* Chengdu */
    call.lat = 30.659;
    if (!read_call(argc, argv, &call)) return usage("wrong arguments");
    lc_context *ctx = lc_context_new();
    city_source *source = LC_NEW0(city_source, call.n_extracts);
    city_t city = {.rng = {call.seed}, .number = call.number};
    lc_status status = ctx && source ? make_city(ctx, &call, source, &city) : LC_ERR_MEMORY;
    if (status != LC_OK) fprintf(stderr, "bench-city: %s\n", ctx ? lc_error_message(ctx) : "out of memory");
    if (status == LC_OK)
        printf("%zu path segments, %zu nodes, %zu ways, %zu communities, %zu facilities, %zu x %zu km\n", city.n_segs,
               city.n_nodes, city.n_ways, city.n_communities, call.facilities, city.columns * CITY_TILE_M / 1000,
               city.rows * CITY_TILE_M / 1000);
    free_city(&city);
    for (size_t i = 0; source && i < call.n_extracts; i++) {
        lc_osm_free(&source[i].osm);
        free(source[i].node);
        free(source[i].walked);
    }
    free(source);
    lc_context_free(ctx);
    return status == LC_OK ? 0 : 2;
}
