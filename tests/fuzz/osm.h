/* An OpenStreetMap file of any format, and what a check does with it first: paths, areas, the tags of objects. */
#ifndef LC_TESTS_FUZZ_OSM_H
#define LC_TESTS_FUZZ_OSM_H

#include "fuzz.h"
#include "network/freeze.h"
#include "source/osm.h"
#include "source/osm_read.h"
#include "source/osm_select.h"

/* Rules that let much pass: every way with a `highway`, every object with a `building`. */
static void fuzz_use_osm(lc_context *ctx, const lc_osm *osm) {
    char highway[] = "highway", building[] = "building", name[] = "any";
    lc_tag_match way = {.key = highway}, area = {.key = building};
    const lc_walk_rules rules = {.require = &way, .n_require = 1};
    const lc_category_def category = {.name = name, .any = &area, .n_any = 1, .areas = LC_AREAS_KEPT};
    lc_frozen frozen = {0};
    lc_osm_features features = {0};
    if (fuzz_ok(ctx, lc_freeze_osm(ctx, osm, &rules, &frozen))) {
        fuzz_assert(lc_frozen_valid(&frozen), "paths of an extract are within bounds");
        fuzz_got_through = fuzz_got_through || frozen.n;
    }
    if (fuzz_ok(ctx, lc_osm_select(ctx, osm, &category, &features)))
        fuzz_assert(features.geoms.n >= features.n, "every feature has a geometry");
    lc_osm_features_free(&features);
    lc_frozen_free(&frozen);
}

static int fuzz_osm(const uint8_t *data, size_t size, const char *ending) {
    static const char *const keys[] = {"highway", "building", "name"};
    fuzz_file file = fuzz_write(data, size, ending);
    lc_context *ctx = fuzz_context();
    const char *path = file.path;
    lc_osm osm;
    if (fuzz_ok(ctx, lc_osm_read(ctx, &path, 1, keys, sizeof keys / sizeof *keys, &osm))) {
        for (size_t i = 1; i < osm.n_nodes; i++) fuzz_assert(osm.node_id[i - 1] < osm.node_id[i], "ids ascend");
        for (size_t i = 0; i < osm.n_nodes; i++)
            fuzz_assert(lc_osm_find_node_near(&osm, osm.node_id[i], osm.n_nodes / 2) == i, "nodes are found");
        fuzz_use_osm(ctx, &osm);
        lc_osm_free(&osm);
    }
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}

#endif
