/* An OpenStreetMap file: what is in it, what of it can be walked on, how many facilities of each category. */
#include "city/osm_source.h"
#include "city/read_inputs.h"
#include "inspect/inspection.h"
#include "network/osm_paths.h"
#include "source/osm_select.h"

lc_status lc_inspect_osm_read(lc_context *ctx, const char *const *path, size_t n, lc_inputs *in) {
    lc_status status = lc_osm_source_all(ctx, path, n, in);
    if (status == LC_OK && in->osm->n_nodes == 0)
        status = lc_fail(ctx, LC_ERR_INPUT, "%s: there is no node in it; take a larger extract", in->osm->name);
    return status;
}

static void describe(lc_inspection *out, const lc_osm *osm) {
    lc_found(out, "format", "format", "OpenStreetMap");
    size_t n_nodes = osm->n_nodes - osm->n_made;
    lc_found(out, "features", "contents", "%zu nodes, %zu ways, %zu relations", n_nodes, osm->n_ways, osm->n_relations);
    for (size_t i = 0; i < osm->n_nodes; i++) lc_box_add(&out->extent, osm->node_xy[i].x, osm->node_xy[i].y);
    lc_found_extent(out);
    lc_found_number(out, "osm", "nodes", (double)n_nodes, 0);
    lc_found_number(out, "osm", "ways", (double)osm->n_ways, 0);
    lc_found_number(out, "osm", "relations", (double)osm->n_relations, 0);
}

static lc_status count_category(lc_inspection *out, const lc_osm *osm, const lc_category_def *def, const char *label,
                                const char *section, const char *key) {
    lc_osm_features features = {0};
    size_t areas = 0, last = SIZE_MAX;
    lc_status status = lc_osm_select(out->ctx, osm, def, &features);
    if (status != LC_OK) return status;
    for (size_t g = 0; g < features.geoms.n; g++) {
        if (features.geoms.kind[g] != LC_POLYGON || features.geoms.feature[g] == last) continue;
        last = features.geoms.feature[g];
        areas++;
    }
    lc_found_named(out, "category", label, "%zu (%zu areas)", features.n, areas);
    lc_found_number(out, section, key, (double)features.n, 0);
    lc_osm_features_free(&features);
    return LC_OK;
}

static lc_status count_categories(lc_inspection *out, const lc_inputs *in) {
    lc_status status = LC_OK;
    lc_context *ctx = out->ctx;
    for (size_t c = 0; status == LC_OK && c < in->city->categories->n; c++) {
        const lc_category_def *def = &in->city->categories->category[c];
        const char *title = lc_is_chinese(ctx) && def->title_zh ? def->title_zh : def->name;
        status = count_category(out, in->osm, def, title, "categories", def->name);
    }
    if (status == LC_OK)
        status = count_category(out, in->osm, &in->land->residential, lc_tr(ctx, "residential land"), "demand",
                                "residential");
    if (status == LC_OK)
        status = count_category(out, in->osm, &in->land->building, lc_tr(ctx, "buildings"), "demand", "buildings");
    return status;
}

lc_status lc_inspect_osm(lc_inspection *out, const lc_inspect_options *o, const char *path) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_paths paths = {0};
    lc_context *ctx = out->ctx;
    lc_status status = lc_walk_rules_load(ctx, o->data_dir, &in.walk);
    if (status == LC_OK) status = lc_categories_load(ctx, o->data_dir, &city.categories);
    if (status == LC_OK) status = lc_land_load(ctx, o->data_dir, &in.land);
    if (status == LC_OK) status = lc_inspect_osm_read(ctx, &path, 1, &in);
    if (status == LC_OK) {
        describe(out, in.osm);
        status = lc_work_crs_new(ctx, (out->extent.x0 + out->extent.x1) / 2, (out->extent.y0 + out->extent.y1) / 2,
                                 &city.crs);
    }
    if (status == LC_OK) status = lc_paths_from_osm(ctx, in.osm, in.walk, city.crs, &paths);
    if (status == LC_OK) status = lc_inspect_network(out, &paths, city.crs, NULL, NULL);
    if (status == LC_OK) status = count_categories(out, &in);
    lc_paths_free(&paths);
    lc_inputs_free(&in);
    lc_city_clear(&city);
    return status;
}
