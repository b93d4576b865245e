#include "source/layer_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/lonlat.h"

/* The features that have something in the box, behind those in `out`, maybe several times. */
static bool list_features(const lc_layer *whole, const lc_index *index, const lc_box *box, lc_items *hits,
                          lc_items *out) {
    if (!lc_lonlat_search(index, box, hits) || !LC_ROOM(out->item, out->capacity, out->n + hits->n)) return false;
    for (size_t k = 0; k < hits->n; k++) {
        uint32_t feature = whole->geoms.feature[hits->item[k]];
        bool known = out->n && out->item[out->n - 1] == feature;
        if (!known && lc_lonlat_meets(&whole->geoms, hits->item[k], box)) out->item[out->n++] = feature;
    }
    return true;
}

static bool copy_values(const lc_layer *whole, const uint32_t *feature, lc_layer *out) {
    out->n_fields = whole->n_fields;
    out->value = LC_NEW0(char *, out->n_fields * out->n_features);
    out->number = LC_NEW(size_t, out->n_features);
    if (!out->value || !out->number) return false;
    for (size_t k = 0; k < out->n_features; k++) {
        for (size_t f = 0; f < out->n_fields; f++) {
            const char *text = lc_layer_value(whole, f, feature[k]);
            char **value = &out->value[f * out->n_features + k];
            if (text && !(*value = lc_strdup(text))) return false;
        }
        out->number[k] = lc_layer_feature_number(whole, feature[k]) - 1;
    }
    return true;
}

/* Geometry g, with its heights where the layer has any. */
static bool copy_geom(const lc_layer *whole, size_t g, uint32_t feature, size_t *cap_z, lc_layer *out) {
    size_t before = out->geoms.n_xy, from = whole->geoms.xy_of[whole->geoms.part_of[g]];
    if (!lc_geoms_copy(&out->geoms, &whole->geoms, g, feature)) return false;
    if (!whole->z) return true;
    if (!LC_ROOM(out->z, *cap_z, out->geoms.n_xy)) return false;
    memcpy(out->z + before, whole->z + from, (out->geoms.n_xy - before) * sizeof *out->z);
    return true;
}

static bool copy_geoms(const lc_layer *whole, const uint32_t *feature, lc_layer *out) {
    size_t cap_z = 0;
    if (whole->z && !LC_ROOM(out->z, cap_z, 1)) return false;
    for (size_t k = 0; k < out->n_features; k++)
        for (size_t g = lc_geoms_first_of(&whole->geoms, feature[k]);
             g < whole->geoms.n && whole->geoms.feature[g] == feature[k]; g++)
            if (!copy_geom(whole, g, (uint32_t)k, &cap_z, out)) return false;
    return true;
}

static bool copy_text(const char *from, char **to) {
    *to = lc_strdup(from);
    return !from || *to;
}

static bool copy_head(const lc_layer *whole, lc_layer *out) {
    out->is_cad = whole->is_cad;
    memcpy(out->sha256, whole->sha256, sizeof out->sha256);
    if (whole->rounded && !(out->rounded = LC_NEW(bool, whole->n_fields))) return false;
    if (whole->rounded) memcpy(out->rounded, whole->rounded, whole->n_fields * sizeof *out->rounded);
    return copy_text(whole->file, &out->file) && copy_text(whole->layer_name, &out->layer_name) &&
           copy_text(whole->crs, &out->crs) && copy_text(whole->encoding, &out->encoding);
}

lc_status lc_layer_part_in(lc_context *ctx, const lc_layer *whole, uint32_t *feature, size_t n, lc_layer *out) {
    lc_layer part = {.whole = whole->whole};
    bool ok = lc_sort_once(feature, &n);
    part.n_features = n;
    ok = ok && copy_values(whole, feature, &part) && copy_geoms(whole, feature, &part) && copy_head(whole, &part);
    if (ok)
        *out = part;
    else
        lc_layer_free(&part);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_layer_part_of(lc_context *ctx, const lc_layer *whole, const lc_index *index, const lc_box *box, size_t n,
                           lc_layer *out) {
    lc_items hits = {0}, in = {0};
    bool ok = true;
    for (size_t k = 0; ok && k < n; k++) ok = list_features(whole, index, &box[k], &hits, &in);
    lc_status status = ok ? lc_layer_part_in(ctx, whole, in.item, in.n, out) : lc_fail_memory(ctx);
    free(hits.item);
    free(in.item);
    return status;
}

bool lc_layer_whole_find(const lc_layer *layer, size_t n_source, lc_layer_whole *out) {
    static const int KINDS[] = {
        [LC_POINT] = LC_WANT_POINTS, [LC_LINE] = LC_WANT_LINES, [LC_POLYGON] = LC_WANT_POLYGONS};
    *out = (lc_layer_whole){
        .n_source = n_source, .filled = LC_NEW0(bool, layer->n_fields), .measured = LC_NEW0(bool, layer->n_fields)};
    if (!out->filled || !out->measured) return false;
    for (size_t g = 0; g < layer->geoms.n; g++) out->kinds |= KINDS[layer->geoms.kind[g]];
    for (size_t f = 0; f < layer->n_fields; f++)
        for (size_t i = 0; i < layer->n_features && !(out->filled[f] && out->measured[f]); i++) {
            const char *text = lc_layer_value(layer, f, i);
            out->filled[f] = out->filled[f] || (text && *text);
            out->measured[f] = out->measured[f] || lc_layer_number(layer, f, i) >= 0;
        }
    return true;
}

void lc_layer_whole_free(lc_layer_whole *whole) {
    free(whole->filled);
    free(whole->measured);
    *whole = (lc_layer_whole){0};
}
