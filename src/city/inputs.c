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

/* What is asked of a source string, and what is done to the layer then. */
typedef struct {
    const char *text, *role;
    int want;
    const char *const *fields;
    size_t n_fields;
    lc_layer_fn then;
    void *user;
} ask_t;

static lc_status read_whole(lc_context *ctx, const lc_inputs *in, const ask_t *ask, lc_layer *out) {
    lc_source source = {0};
    lc_box near = in->shared ? in->shared->near : lc_box_empty();
    lc_status status = lc_source_parse(ctx, ask->text, &source);
    if (status != LC_OK) return status;
    if (in->shared || lc_inputs_near(in, &near)) source.near = &near;
    status = lc_layer_read(ctx, &source, ask->role, ask->want, ask->fields, ask->n_fields, out);
    lc_source_free(&source);
    return status;
}

lc_status lc_inputs_note_layer(lc_context *ctx, lc_inputs *in, const char *role, const lc_layer *layer, size_t n) {
    return lc_inputs_note(ctx, in, role, layer->file, layer->layer_name, layer->crs, layer->encoding, n, layer->sha256);
}

/* Read a layer for all planes; what it has to say is said of the source and not of the plane that asks first. */
static lc_status read_for_planes(lc_context *ctx, lc_inputs *in, const ask_t *ask, const char *key,
                                 const lc_shared_layer **out) {
    lc_layer layer = {0};
    lc_warnings before = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
    lc_status status = read_whole(ctx, in, ask, &layer);
    size_t n = layer.n_features;
    if (status == LC_OK && ask->then) status = ask->then(ctx, ask->user, &layer);
    lc_warnings told = ctx->warnings;
    ctx->warnings = before;
    if (status == LC_OK) status = lc_shared_keep(ctx, in->shared, key, n, &layer, &told);
    if (status == LC_OK) status = lc_shared_find(ctx, in->shared, key, out);
    lc_warnings_clear(&told);
    lc_layer_free(&layer);
    return status;
}

/* Find a layer of all planes, or read it; and note it. */
static lc_status share_layer(lc_context *ctx, lc_inputs *in, const ask_t *ask, const lc_shared_layer **out) {
    char *key = lc_shared_key(ask->text, ask->role, ask->fields, ask->n_fields);
    lc_status status = key ? lc_shared_find(ctx, in->shared, key, out) : lc_fail_memory(ctx);
    if (status == LC_OK && !*out) status = read_for_planes(ctx, in, ask, key, out);
    free(key);
    return status == LC_OK ? lc_inputs_note_layer(ctx, in, ask->role, &(*out)->layer, (*out)->whole.n_source) : status;
}

static lc_status read_and_note(lc_context *ctx, lc_inputs *in, const ask_t *ask, lc_layer *out) {
    lc_status status = read_whole(ctx, in, ask, out);
    if (status == LC_OK) status = lc_inputs_note_layer(ctx, in, ask->role, out, out->n_features);
    if (status == LC_OK && ask->then) status = ask->then(ctx, ask->user, out);
    if (status != LC_OK) lc_layer_free(out);
    return status;
}

lc_status lc_inputs_layer_after(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                const char *const *fields, size_t n_fields, lc_layer_fn then, void *user,
                                lc_layer *out) {
    const ask_t ask = {text, role, want, fields, n_fields, then, user};
    const lc_shared_layer *known = NULL;
    if (!in->shared) return read_and_note(ctx, in, &ask, out);
    lc_status status = share_layer(ctx, in, &ask, &known);
    return status == LC_OK ? lc_layer_part_of(ctx, &known->layer, known->index, &in->box, 1, out) : status;
}

lc_status lc_inputs_layer_of_all(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                 const char *const *fields, size_t n_fields, lc_layer_fn then, void *user) {
    const ask_t ask = {text, role, want, fields, n_fields, then, user};
    const lc_shared_layer *known = NULL;
    lc_layer layer = {0};
    lc_status status = in->shared ? share_layer(ctx, in, &ask, &known) : read_and_note(ctx, in, &ask, &layer);
    lc_layer_free(&layer);
    return status;
}

lc_status lc_inputs_layer(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                          const char *const *fields, size_t n_fields, lc_layer *out) {
    return lc_inputs_layer_after(ctx, in, text, role, want, fields, n_fields, NULL, NULL, out);
}

void lc_inputs_unused(lc_context *ctx, const char *role) {
    lc_warn(ctx, "input_unused", "inputs that no indicator of the profile asks for; they were read, and play no part",
            "%s", role);
}
