/* Everything in one GeoPackage, with styles that QGIS finds by itself (docs/qgis.md). */
#include "output/gpkg.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "output/areas.h"
#include "output/columns.h"
#include "output/facilities.h"
#include "output/gaps.h"
#include "output/layer_styles.h"
#include "output/qml.h"
#include "output/table.h"

/* Layers in the order in which they are written. */
enum { COMMUNITIES, AREAS, GAPS, GAP_PLACES, FACILITIES, FACILITY_AREAS, FACILITY_LINES, NETWORK, LAYERS };

static const struct {
    const char *name;
    lc_geom_kind kind;
    lc_qml_look look;
} layers[LAYERS] = {
    [COMMUNITIES] = {"communities", LC_POLYGON, {LC_POLYGON, 255, 0.26, 0}},
    [AREAS] = {"areas", LC_POLYGON, {LC_POLYGON, 70, 0.2, 0}},
    [GAPS] = {"gaps", LC_POLYGON, {LC_POLYGON, 110, 0.2, 0}},
    [GAP_PLACES] = {"gap_places", LC_POINT, {LC_POINT, 200, 0.1, 1.4}},
    [FACILITIES] = {"facilities", LC_POINT, {LC_POINT, 255, 0.2, 1.9}},
    [FACILITY_AREAS] = {"facility_areas", LC_POLYGON, {LC_POLYGON, 90, 0.3, 0}},
    [FACILITY_LINES] = {"facility_lines", LC_LINE, {LC_LINE, 255, 0.8, 0}},
    [NETWORK] = {"network", LC_LINE, {LC_LINE, 255, 0.26, 0}},
};

typedef struct package {
    const lc_report *report;
    lc_table table[LAYERS];
    bool there[LAYERS]; /* layers of the report; the others are left out */
    lc_layer_styles styles;
} package;

static void package_free(package *p) {
    for (size_t i = 0; i < LAYERS; i++) lc_table_free(&p->table[i]);
    lc_layer_styles_free(&p->styles);
}

/* ----------------------------------------------------------------- tables */

static bool fill_tables(package *p) {
    const lc_report *r = p->report;
    lc_table *t = p->table;
    bool ok = lc_table_communities(r, &t[COMMUNITIES]) && lc_table_indicators(r, &t[AREAS]) &&
              lc_table_gaps(r, LC_POLYGON, &t[GAPS]) && lc_table_gaps(r, LC_POINT, &t[GAP_PLACES]) &&
              lc_table_facilities(r, LC_POINT, &t[FACILITIES]) &&
              lc_table_facilities(r, LC_POLYGON, &t[FACILITY_AREAS]) &&
              lc_table_facilities(r, LC_LINE, &t[FACILITY_LINES]) && lc_table_paths(r, &t[NETWORK]);
    for (size_t i = 0; i < LAYERS; i++) p->there[i] = true;
    p->there[GAP_PLACES] = lc_report_counts_places(r);
    p->there[FACILITY_AREAS] = t[FACILITY_AREAS].n_rows;
    p->there[FACILITY_LINES] = t[FACILITY_LINES].n_rows;
    p->there[NETWORK] = r->has_network;
    return ok;
}

static const lc_geoms *geoms_of(const package *p, size_t layer) {
    switch (layer) {
    case COMMUNITIES:
        return &p->report->shapes;
    case AREAS:
        return &p->report->areas;
    case NETWORK:
        return &p->report->path_shapes;
    default:
        return &p->table[layer].geoms;
    }
}

/* ----------------------------------------------------------------- styles */

/* Takes ownership of `qml`. */
static bool add_style(package *p, size_t layer, const char *name, const char *title, bool is_default, char *qml) {
    return lc_layer_styles_add(&p->styles, layers[layer].name, name, title, is_default, qml);
}

/* The indicator that a map shows first: the first one that has an answer. */
static size_t first_indicator(const lc_report *r) {
    for (size_t i = 0; i < r->n_indicators; i++)
        if (isfinite(r->indicators[i].ratio)) return i;
    return 0;
}

static bool style_communities(package *p) {
    const lc_report *r = p->report;
    bool ok = true;
    for (size_t i = 0; ok && i < r->n_indicators; i++) {
        const lc_indicator *indicator = &r->indicators[i];
        ok = add_style(p, COMMUNITIES, indicator->id, indicator->title_en, i == first_indicator(r),
                       lc_qml_shares(indicator->id));
    }
    return ok;
}

/* By indicator: one is shown, the others would lie on top of it. */
static bool style_indicators(package *p, size_t layer, size_t first_colour) {
    const lc_report *r = p->report;
    lc_qml_class *classes = LC_NEW(lc_qml_class, r->n_indicators);
    for (size_t i = 0; classes && i < r->n_indicators; i++)
        classes[i] = (lc_qml_class){.value = r->indicators[i].id,
                                    .label = r->indicators[i].title_en,
                                    .label_zh = r->indicators[i].title_zh,
                                    .colour = first_colour + i,
                                    .shown = i == first_indicator(r)};
    bool ok = classes && add_style(p, layer, layers[layer].name, "by indicator", true,
                                   lc_qml_classes("indicator", &layers[layer].look, classes, r->n_indicators));
    free(classes);
    return ok;
}

static bool style_categories(package *p, size_t layer) {
    const lc_report *r = p->report;
    lc_qml_class *classes = LC_NEW(lc_qml_class, r->n_categories);
    for (size_t k = 0; classes && k < r->n_categories; k++) {
        const lc_category *category = &r->categories[k];
        classes[k] = (lc_qml_class){.value = category->id,
                                    .label = category->title_en ? category->title_en : category->id,
                                    .label_zh = category->title_zh,
                                    .colour = k + 1,
                                    .shown = true};
    }
    bool ok = classes && add_style(p, layer, layers[layer].name, "by category", true,
                                   lc_qml_classes("category", &layers[layer].look, classes, r->n_categories));
    free(classes);
    return ok;
}

static bool make_styles(package *p) {
    return style_communities(p) && style_indicators(p, AREAS, 0) && style_indicators(p, GAPS, 1) &&
           (!p->there[GAP_PLACES] || style_indicators(p, GAP_PLACES, 1)) && style_categories(p, FACILITIES) &&
           (!p->there[FACILITY_AREAS] || style_categories(p, FACILITY_AREAS)) &&
           (!p->there[FACILITY_LINES] || style_categories(p, FACILITY_LINES)) &&
           (!p->there[NETWORK] ||
            add_style(p, NETWORK, layers[NETWORK].name, "paths", true, lc_qml_plain(&layers[NETWORK].look)));
}

/* ---------------------------------------------------------------- writing */

lc_status lc_output_check_gpkg(lc_context *ctx, const char *path) {
    lc_status status = lc_output_ending(ctx, path, ".gpkg");
    return status ? status : lc_output_check(ctx, path);
}

lc_status lc_report_write_gpkg(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, const char *path) {
    if (!report->has_areas || !report->has_gaps || !report->has_facilities || !report->has_paths)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "%s cannot be written: the check did not prepare all that goes into it; set want_areas, want_gaps, "
            "want_facilities and want_network in its options",
            path);
    lc_status status = lc_output_ending(ctx, path, ".gpkg");
    if (status) return status;
    package p = {.report = report};
    lc_layer_out out[LAYERS + 1];
    size_t n = 0;
    if (!fill_tables(&p) || !make_styles(&p) || !lc_layer_styles_table(&p.styles)) status = lc_fail_memory(ctx);
    for (size_t i = FACILITIES; !status && crs && i <= FACILITY_LINES; i++)
        status = lc_table_add_xy(ctx, report, crs, &p.table[i]);
    for (size_t i = 0; i < LAYERS; i++)
        if (p.there[i]) out[n++] = lc_table_layer(&p.table[i], layers[i].name, layers[i].kind, geoms_of(&p, i), crs);
    out[n++] = lc_layer_styles_layer(&p.styles);
    if (!status) status = lc_layers_write(ctx, path, out, n);
    package_free(&p);
    return status;
}
