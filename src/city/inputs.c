#include "city/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/shared.h"
#include "source/layer_part.h"

/* ------------------------------------------------------------------------------------------- what is wanted */

bool lc_inputs_want(const lc_inputs *in, lc_denominator denominator) {
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; i < in->profile[k]->n_indicators; i++)
            if (in->profile[k]->indicators[i].denominator == denominator) return true;
    return in->n_profiles == 0;
}

static bool lays_homes(const char *source) {
    return source && strstr(source, "|spread=residential");
}

bool lc_inputs_lay_homes(const lc_inputs *in, const lc_city_options *o) {
    bool lays = lays_homes(o->demand);
    for (size_t i = 0; i < o->n_groups; i++) lays = lays || lays_homes(o->groups[i]);
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; i < in->profile[k]->n_groups; i++)
            lays = lays || lays_homes(in->profile[k]->groups[i].source);
    return lays;
}

bool lc_inputs_want_land(const lc_inputs *in, const lc_city_options *o) {
    return lc_inputs_want(in, LC_RESIDENTIAL) || lc_inputs_lay_homes(in, o);
}

bool lc_inputs_need_paths(const lc_inputs *in) {
    for (size_t k = 0; k < in->n_profiles; k++)
        if (lc_profile_walks(in->profile[k])) return true;
    return false;
}

/* --------------------------------------------------------------------------------------------------- sources */

lc_status lc_inputs_note(lc_context *ctx, lc_inputs *in, const char *role, const char *file, const char *layer,
                         const char *crs, const char *encoding, size_t features, const char *sha256) {
    lc_city *city = in->city;
    if (!LC_ROOM(city->info, city->cap_info, city->n_info + 1)) return lc_fail_memory(ctx);
    /* Read alone: the strings stay the caller's. */
    lc_input_info given = {.role = (char *)(uintptr_t)role,
                           .file = (char *)(uintptr_t)file,
                           .layer = (char *)(uintptr_t)layer,
                           .crs = (char *)(uintptr_t)crs,
                           .encoding = (char *)(uintptr_t)encoding,
                           .features = features};
    snprintf(given.sha256, sizeof given.sha256, "%s", sha256); /* a builder has none, "" */
    return lc_input_info_copy(&given, &city->info[city->n_info++]) ? LC_OK : lc_fail_memory(ctx);
}

bool lc_inputs_near(const lc_inputs *in, lc_box *out) {
    *out = lc_box_empty();
    for (size_t i = 0; i < in->city->shapes.n_xy; i++)
        lc_box_add(out, in->city->shapes.xy[i].x, in->city->shapes.xy[i].y);
    return in->city->shapes.n > 0;
}

static lc_status read_whole(lc_context *ctx, const lc_inputs *in, const char *text, const char *role, int want,
                            const char *const *fields, size_t n_fields, lc_layer *out) {
    lc_source source = {0};
    lc_box near = in->shared ? in->shared->near : lc_box_empty();
    lc_status status = lc_source_parse(ctx, text, &source);
    if (status != LC_OK) return status;
    if (in->shared || lc_inputs_near(in, &near)) source.near = &near;
    status = lc_layer_read(ctx, &source, role, want, fields, n_fields, out);
    lc_source_free(&source);
    return status;
}

static lc_status note_layer(lc_context *ctx, lc_inputs *in, const char *role, const lc_layer *layer, size_t n) {
    return lc_inputs_note(ctx, in, role, layer->file, layer->layer_name, layer->crs, layer->encoding, n, layer->sha256);
}

lc_status lc_inputs_layer_after(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                const char *const *fields, size_t n_fields, lc_layer_fn then, void *user,
                                lc_layer *out) {
    char *key = in->shared ? lc_shared_key(text, role, fields, n_fields) : NULL;
    if (in->shared && !key) return lc_fail_memory(ctx);
    const lc_shared_layer *known = in->shared ? lc_shared_find(in->shared, key) : NULL;
    lc_layer layer = {0};
    lc_status status = LC_OK;
    if (!known) {
        if (in->shared) lc_shared_warnings(ctx, in->shared);
        status = read_whole(ctx, in, text, role, want, fields, n_fields, &layer);
        size_t n = layer.n_features;
        if (status == LC_OK && !in->shared) status = note_layer(ctx, in, role, &layer, n);
        if (status == LC_OK && then) status = then(ctx, user, &layer);
        if (in->shared) lc_shared_warnings(ctx, in->shared);
        if (status == LC_OK && in->shared) status = lc_shared_keep(ctx, in->shared, key, n, &layer);
        known = status == LC_OK && in->shared ? lc_shared_find(in->shared, key) : NULL;
    }
    if (status == LC_OK && known) status = note_layer(ctx, in, role, &known->layer, known->n_source);
    if (status == LC_OK && known) status = lc_layer_part_of(ctx, &known->layer, known->index, &in->box, &layer);
    free(key);
    if (status == LC_OK)
        *out = layer;
    else
        lc_layer_free(&layer);
    return status;
}

lc_status lc_inputs_layer_whole(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                const char *const *fields, size_t n_fields, lc_layer *out) {
    if (in->shared) lc_shared_warnings(ctx, in->shared);
    lc_status status = read_whole(ctx, in, text, role, want, fields, n_fields, out);
    if (in->shared) lc_shared_warnings(ctx, in->shared);
    return status == LC_OK ? note_layer(ctx, in, role, out, out->n_features) : status;
}

lc_status lc_inputs_layer(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                          const char *const *fields, size_t n_fields, lc_layer *out) {
    return lc_inputs_layer_after(ctx, in, text, role, want, fields, n_fields, NULL, NULL, out);
}

void lc_inputs_unused(lc_context *ctx, const char *role) {
    lc_warn(ctx, "input_unused", "inputs that no indicator of the profile asks for; they were read, and play no part",
            "%s", role);
}
