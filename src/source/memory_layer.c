#include "source/memory_layer.h"

#include <math.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/layer_geometry.h"
#include "source/layer_open.h"
#include "source/layer_settle.h"

struct lc_memory_layer {
    char *role;
    lc_layer_reader reader; /* what it counts of the geometries; nothing is open in it */
    OGRFeatureDefnH definition;
    lc_geoms geoms; /* as given */
    char **value;   /* feature by feature */
    size_t n, n_fields, n_values, cap_value;
};

static const lc_source MEMORY = {.text = (char *)(uintptr_t) "memory", .path = (char *)(uintptr_t) "memory"};

lc_memory_layer *lc_memory_layer_new(const char *role, int want, size_t n_fields) {
    lc_memory_layer *layer = LC_NEW0(lc_memory_layer, 1);
    if (!layer) return NULL;
    layer->role = lc_strdup(role);
    layer->n_fields = n_fields;
    layer->reader = (lc_layer_reader){.source = &MEMORY, .role = layer->role, .want = want};
    layer->definition = OGR_FD_Create("memory");
    if (layer->definition) OGR_FD_Reference(layer->definition);
    if (layer->role && layer->definition) return layer;
    lc_memory_layer_free(layer);
    return NULL;
}

void lc_memory_layer_free(lc_memory_layer *layer) {
    if (!layer) return;
    lc_layer_close(&layer->reader);
    if (layer->definition) OGR_FD_Release(layer->definition);
    for (size_t i = 0; i < layer->n_values; i++) free(layer->value[i]);
    free(layer->value);
    lc_geoms_free(&layer->geoms);
    free(layer->role);
    free(layer);
}

size_t lc_memory_layer_count(const lc_memory_layer *layer) {
    return layer->n;
}

/* ------------------------------------------------------------------------------------------------------ geometries */

static lc_status wrong(lc_layer_reader *r, size_t feature, const char *what) {
    lc_fail(r->ctx, LC_ERR_INPUT, "%s %zu: %s", r->shown_role, feature + 1, lc_tr(r->ctx, what));
    return lc_fail_at(r->ctx, LC_ERR_INPUT,
                      &(lc_where){.error_class = LC_ERROR_ARGUMENT, .feature = (int64_t)feature + 1});
}

/* Points first .. end - 1 as a line or a ring. */
static OGRGeometryH chain(OGRwkbGeometryType type, const double *xy, size_t first, size_t end) {
    OGRGeometryH line = OGR_G_CreateGeometry(type);
    for (size_t i = first; line && i < end; i++) OGR_G_AddPoint_2D(line, xy[2 * i], xy[2 * i + 1]);
    return line;
}

static OGRGeometryH points(const double *xy, size_t n) {
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPoint);
    for (size_t i = 0; all && i < n; i++) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        if (point) OGR_G_SetPoint_2D(point, 0, xy[2 * i], xy[2 * i + 1]);
        if (point) OGR_G_AddGeometryDirectly(all, point);
    }
    return all;
}

static OGRGeometryH lines_or_rings(const lc_geometry *g) {
    bool polygon = g->kind == LC_GEOMETRY_POLYGON;
    OGRGeometryH all = OGR_G_CreateGeometry(polygon ? wkbPolygon : wkbMultiLineString);
    size_t whole = g->n, first = 0, n = g->parts ? g->n_parts : 1;
    const size_t *parts = g->parts ? g->parts : &whole;
    for (size_t p = 0; all && p < n; first += parts[p++]) {
        OGRGeometryH part = chain(polygon ? wkbLinearRing : wkbLineString, g->xy, first, first + parts[p]);
        if (part) OGR_G_AddGeometryDirectly(all, part);
    }
    return all;
}

static lc_status geometry_of(lc_layer_reader *r, size_t feature, const lc_geometry *g, OGRGeometryH *out) {
    size_t sum = 0;
    if (g->wkb) {
        if (OGR_G_CreateFromWkbEx(g->wkb, NULL, out, g->wkb_size) == OGRERR_NONE && *out) return LC_OK;
        return wrong(r, feature, LC_TEXT("its geometry is no WKB that can be read"));
    }
    for (size_t p = 0; g->parts && p < g->n_parts; p++) sum += g->parts[p];
    if ((g->n && !g->xy) || (g->parts && sum != g->n))
        return wrong(r, feature, LC_TEXT("its parts do not have as many points as are given"));
    *out = g->kind == LC_GEOMETRY_POINT ? points(g->xy, g->n) : lines_or_rings(g);
    return *out ? LC_OK : lc_fail_memory(r->ctx);
}

static lc_status add_geometry(lc_memory_layer *layer, const lc_geometry *geometry) {
    lc_layer_reader *r = &layer->reader;
    OGRGeometryH shape = NULL;
    lc_status status = geometry_of(r, layer->n, geometry, &shape);
    if (status != LC_OK) return status;
    OGRFeatureH feature = OGR_F_Create(layer->definition);
    if (!feature) {
        OGR_G_DestroyGeometry(shape);
        return lc_fail_memory(r->ctx);
    }
    OGR_F_SetFID(feature, (GIntBig)layer->n + 1);
    OGR_F_SetGeometryDirectly(feature, shape);
    size_t before = layer->geoms.n;
    status = lc_layer_geometry(r, feature, (uint32_t)layer->n, &layer->geoms);
    OGR_F_Destroy(feature);
    if (status != LC_OK) lc_geoms_cut(&layer->geoms, before);
    return status;
}

lc_status lc_memory_layer_add(lc_context *ctx, lc_memory_layer *layer, const lc_geometry *geometry,
                              const char *const *values) {
    char shown[LC_ROLE_MAX];
    lc_layer_reader *r = &layer->reader;
    if (layer->n == UINT32_MAX - 1) return lc_fail(ctx, LC_ERR_INPUT, "%s: too many to be counted", layer->role);
    if (!LC_ROOM(layer->value, layer->cap_value, layer->n_values + layer->n_fields)) return lc_fail_memory(ctx);
    r->ctx = ctx;
    r->shown_role = lc_role_text(ctx, r->role, shown, sizeof shown);
    lc_gdal_begin(&r->errors, false);
    lc_status status = add_geometry(layer, geometry);
    lc_gdal_end(&r->errors);
    for (size_t f = 0; status == LC_OK && f < layer->n_fields; f++) {
        char *copy = lc_strdup(values[f]);
        if (values[f] && !copy) return lc_fail_memory(ctx);
        layer->value[layer->n_values++] = copy;
    }
    if (status == LC_OK) layer->n++;
    r->ctx = NULL;
    r->shown_role = NULL;
    return status;
}

static bool add_point(lc_geoms *geoms, uint32_t feature, double x, double y) {
    return lc_geoms_begin(geoms, LC_POINT, feature) && lc_geoms_begin_part(geoms) && lc_geoms_add(geoms, x, y);
}

lc_status lc_memory_layer_add_points(lc_context *ctx, lc_memory_layer *layer, size_t n, const double *xy) {
    char shown[LC_ROLE_MAX];
    const char *role = lc_role_text(ctx, layer->role, shown, sizeof shown);
    if (n >= UINT32_MAX - layer->n) return lc_fail(ctx, LC_ERR_INPUT, "%s: too many to be counted", role);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(xy[2 * i]) || !isfinite(xy[2 * i + 1]))
            return lc_fail(ctx, LC_ERR_INPUT, "%s %zu: the coordinates (%g, %g) are no numbers", role, layer->n + i + 1,
                           xy[2 * i], xy[2 * i + 1]);
    for (size_t i = 0; i < n; i++)
        if (!add_point(&layer->geoms, (uint32_t)layer->n++, xy[2 * i], xy[2 * i + 1])) return lc_fail_memory(ctx);
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- reading */

static lc_status copy_layer(lc_context *ctx, const lc_memory_layer *from, const char *crs, lc_layer *to) {
    for (size_t g = 0; g < from->geoms.n; g++)
        if (!lc_geoms_copy(&to->geoms, &from->geoms, g, from->geoms.feature[g])) return lc_fail_memory(ctx);
    to->n_features = from->n;
    to->n_fields = from->n_fields;
    to->value = LC_NEW0(char *, from->n_values);
    to->file = lc_strdup(MEMORY.text);
    to->crs = lc_strdup(crs);
    if (!to->value || !to->file || (crs && !to->crs)) return lc_fail_memory(ctx);
    for (size_t i = 0; i < from->n; i++)
        for (size_t f = 0; f < from->n_fields; f++) {
            const char *value = from->value[i * from->n_fields + f];
            char *copy = lc_strdup(value);
            if (value && !copy) return lc_fail_memory(ctx);
            to->value[f * from->n + i] = copy;
        }
    return LC_OK;
}

lc_status lc_memory_layer_read(lc_context *ctx, const lc_memory_layer *layer, const char *crs, const lc_box *near,
                               lc_layer *out) {
    char shown[LC_ROLE_MAX];
    lc_source source = MEMORY;
    lc_layer_reader r = layer->reader;
    lc_layer read = {0};
    source.near = near;
    r.ctx = ctx;
    r.source = &source;
    r.shown_role = lc_role_text(ctx, r.role, shown, sizeof shown);
    r.crs = NULL;
    lc_gdal_begin(&r.errors, false);
    lc_status status = crs ? lc_crs_new(ctx, NULL, crs, MEMORY.text, &r.crs) : LC_OK;
    if (status == LC_OK) status = copy_layer(ctx, layer, r.crs ? lc_crs_name(r.crs) : NULL, &read);
    if (status == LC_OK) status = lc_layer_settle_geometries(&r, &read.geoms, read.n_features);
    lc_gdal_end(&r.errors);
    lc_crs_free(r.crs);
    if (status == LC_OK)
        *out = read;
    else
        lc_layer_free(&read);
    return status;
}
