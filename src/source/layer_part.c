#include "source/layer_part.h"

#include <string.h>

#include "base/memory.h"
#include "geo/lonlat.h"

/* Mark the features that have something in the box. Longitudes of the layer may be a turn away from the box's. */
static bool mark(const lc_layer *whole, const lc_index *index, const lc_box *box, lc_items *hits, bool *in) {
    for (int turn = -1; turn <= 1; turn++) {
        lc_box there = {box->x0 + 360 * turn, box->y0, box->x1 + 360 * turn, box->y1};
        if (!lc_index_search(index, &there, hits)) return false;
        for (size_t k = 0; k < hits->n; k++) {
            uint32_t feature = whole->geoms.feature[hits->item[k]];
            in[feature] = in[feature] || lc_lonlat_meets(&whole->geoms, hits->item[k], box);
        }
    }
    return true;
}

/* The features that lie in any of n boxes; malloc'ed. */
static bool *mark_all(const lc_layer *whole, const lc_index *index, const lc_box *box, size_t n) {
    lc_items hits = {0};
    bool *in = LC_NEW0(bool, whole->n_features), ok = in != NULL;
    for (size_t k = 0; ok && k < n; k++) ok = mark(whole, index, &box[k], &hits, in);
    free(hits.item);
    if (ok) return in;
    free(in);
    return NULL;
}

static bool copy_values(const lc_layer *whole, const bool *in, lc_layer *out) {
    out->n_fields = whole->n_fields;
    out->value = LC_NEW0(char *, out->n_fields * out->n_features);
    out->number = LC_NEW(size_t, out->n_features);
    if (!out->value || !out->number) return false;
    for (size_t i = 0, k = 0; i < whole->n_features; i++) {
        if (!in[i]) continue;
        for (size_t f = 0; f < out->n_fields; f++) {
            const char *text = lc_layer_value(whole, f, i);
            char **value = &out->value[f * out->n_features + k];
            if (text && !(*value = lc_strdup(text))) return false;
        }
        out->number[k++] = lc_layer_feature_number(whole, i) - 1;
    }
    return true;
}

static bool copy_geoms(const lc_layer *whole, const bool *in, lc_layer *out) {
    uint32_t feature = 0;
    size_t n_xy = 0, counted = 0;
    for (size_t g = 0; g < whole->geoms.n; g++) {
        if (!in[whole->geoms.feature[g]]) continue;
        for (; counted < whole->geoms.feature[g]; counted++) feature += in[counted];
        if (!lc_geoms_copy(&out->geoms, &whole->geoms, g, feature)) return false;
    }
    if (!whole->z) return true;
    out->z = LC_NEW(double, out->geoms.n_xy);
    for (size_t g = 0; out->z && g < whole->geoms.n; g++) {
        if (!in[whole->geoms.feature[g]]) continue;
        size_t from = whole->geoms.xy_of[whole->geoms.part_of[g]], to = whole->geoms.xy_of[whole->geoms.part_of[g + 1]];
        memcpy(out->z + n_xy, whole->z + from, (to - from) * sizeof *out->z);
        n_xy += to - from;
    }
    return out->z;
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

lc_status lc_layer_part_in(lc_context *ctx, const lc_layer *whole, const bool *in, lc_layer *out) {
    lc_layer part = {.whole = whole->whole};
    for (size_t i = 0; i < whole->n_features; i++) part.n_features += in[i];
    bool ok = copy_values(whole, in, &part) && copy_geoms(whole, in, &part) && copy_head(whole, &part);
    if (ok)
        *out = part;
    else
        lc_layer_free(&part);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_layer_part_of(lc_context *ctx, const lc_layer *whole, const lc_index *index, const lc_box *box, size_t n,
                           lc_layer *out) {
    bool *in = mark_all(whole, index, box, n);
    lc_status status = in ? lc_layer_part_in(ctx, whole, in, out) : lc_fail_memory(ctx);
    free(in);
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
