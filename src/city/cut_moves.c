#include "city/cut_moves.h"

#include <stdlib.h>
#include <string.h>

#include "base/exact.h"
#include "base/language.h"
#include "base/memory.h"
#include "city/edits_digest.h"
#include "city/facilities.h"
#include "source/layer_part.h"

/* A row for each facility. Numbers are exact. What facilities supply is of one plane alone (api/planes.c), and not
   among it. */
enum {
    EDIT, /* its number, from 0 */
    LON,  /* where it stood */
    LAT,
    CATEGORY,
    ID,
    NAME,
    NAME_ZH,
    AREA,
    LEVEL, /* NULL: the source tells none */
    LEVEL_TEXT,
    NUMBERED, /* NULL: the source does not say */
    FLAGS,
    FIELDS
};
/* Flags of the category where it was, and KINDS times the kinds that are elsewhere. */
enum { KNOWN = 1, ELSEWHERE = 2, ELSEWHERE_AREA = 4, KINDS = 8 };

/* Of these edits of facilities; malloc'ed, NULL when memory is out. */
static char *key_of(const lc_edits *edits) {
    char digest[65];
    return lc_edits_digest(edits, true, digest) ? lc_sprintf("\nmoves of edits\n%s", digest) : NULL;
}

/* ----------------------------------------------------------------------------------------------------------- putting
 */

static bool put_text(lc_layer *layer, size_t field, size_t i, const char *text) {
    char **to = &layer->value[field * layer->n_features + i];
    *to = lc_strdup(text);
    return *to || !text;
}

static bool put_number(lc_layer *layer, size_t field, size_t i, double value) {
    char text[LC_EXACT_DIGITS + 1];
    lc_exact_print(value, text);
    return put_text(layer, field, i, text);
}

static bool put_row(lc_layer *layer, size_t i, const lc_edit_outcome *o, size_t edit) {
    const lc_facilities *f = o->moved;
    unsigned flags = (f->known ? KNOWN : 0) | (f->elsewhere ? ELSEWHERE : 0) |
                     (f->elsewhere_area ? ELSEWHERE_AREA : 0) | KINDS * (unsigned)f->elsewhere_kinds;
    bool ok = put_number(layer, EDIT, i, (double)edit) && put_number(layer, LON, i, o->from.x) &&
              put_number(layer, LAT, i, o->from.y) && put_text(layer, CATEGORY, i, f->category) &&
              put_text(layer, ID, i, f->id[0]) && put_text(layer, NAME, i, f->name[0]) &&
              put_text(layer, NAME_ZH, i, f->name_zh ? f->name_zh[0] : NULL) &&
              put_number(layer, AREA, i, f->area_m2[0]) && put_number(layer, FLAGS, i, flags);
    if (ok && f->level) ok = put_number(layer, LEVEL, i, f->level[0]);
    if (ok && f->level_text) ok = put_text(layer, LEVEL_TEXT, i, f->level_text[0]);
    if (ok && f->numbered) ok = put_number(layer, NUMBERED, i, f->numbered[0]);
    return ok;
}

/* Of a move there is one outcome. */
static const lc_edit_outcome *outcome_of(const lc_plane_edits *edits, size_t edit) {
    return edits->view.edit[edit].outcome;
}

static bool put_rows(const lc_plane_edits *edits, lc_layer *layer) {
    size_t i = 0;
    layer->n_features = lc_plane_edits_moved(edits);
    layer->n_fields = FIELDS;
    layer->value = LC_NEW0(char *, layer->n_fields * layer->n_features);
    bool ok = layer->value;
    for (size_t k = 0; ok && k < edits->view.n; k++)
        if (outcome_of(edits, k)->moved) ok = put_row(layer, i++, outcome_of(edits, k), k);
    return ok;
}

lc_status lc_cut_moves_put(lc_context *ctx, const lc_plane_edits *edits, lc_cut_layer *out) {
    out->key = key_of(edits->all);
    bool ok = out->key && put_rows(edits, &out->layer) &&
              lc_layer_whole_find(&out->layer, out->layer.n_features, &out->whole);
    if (ok) return LC_OK;
    lc_cut_layer_clear(out);
    return lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------------ taking
 */

static bool take_number(const lc_layer *layer, size_t field, size_t i, double most, double *out) {
    const char *text = lc_layer_value(layer, field, i);
    return text && lc_exact_parse(text, out) && *out >= 0 && *out <= most;
}

static bool take_text(const char *text, char ***out, bool *memory) {
    *out = LC_NEW0(char *, 1);
    if (*out) **out = lc_strdup(text);
    *memory = *memory && *out && (**out || !text);
    return *memory;
}

/* Columns that sources need not have. */
static bool take_level(const lc_layer *layer, size_t i, lc_facilities *f, bool *memory) {
    double level = 0, numbered = 0;
    bool leveled = lc_layer_value(layer, LEVEL, i), known = lc_layer_value(layer, NUMBERED, i);
    if (leveled && !take_number(layer, LEVEL, i, LC_LEVEL_STATION, &level)) return false;
    if (known && !take_number(layer, NUMBERED, i, 1, &numbered)) return false;
    if (leveled && (f->level = LC_NEW(unsigned char, 1))) f->level[0] = (unsigned char)level;
    if (known && (f->numbered = LC_NEW(bool, 1))) f->numbered[0] = numbered > 0;
    *memory = *memory && (f->level || !leveled) && (f->numbered || !known);
    return *memory && (!leveled || take_text(lc_layer_value(layer, LEVEL_TEXT, i), &f->level_text, memory));
}

static bool take_facility(const lc_layer *layer, size_t i, lc_facilities *f, bool *memory) {
    const char *category = lc_layer_value(layer, CATEGORY, i), *id = lc_layer_value(layer, ID, i),
               *area = lc_layer_value(layer, AREA, i);
    double flags;
    if (!category || !id || !area || !take_number(layer, FLAGS, i, KINDS * (LC_WANT_ALL + 1) - 1, &flags)) return false;
    *f = (lc_facilities){.category = lc_strdup(category),
                         .n = 1,
                         .known = (unsigned)flags & KNOWN,
                         .elsewhere = (unsigned)flags & ELSEWHERE,
                         .elsewhere_area = (unsigned)flags & ELSEWHERE_AREA,
                         .elsewhere_kinds = (int)((unsigned)flags / KINDS),
                         .area_m2 = LC_NEW(double, 1)};
    *memory = *memory && f->category && f->area_m2;
    return *memory && lc_exact_parse(area, f->area_m2) && take_text(id, &f->id, memory) &&
           take_text(lc_layer_value(layer, NAME, i), &f->name, memory) &&
           take_text(lc_layer_value(layer, NAME_ZH, i), &f->name_zh, memory) && take_level(layer, i, f, memory);
}

/* false: the row is damaged, or memory is out. */
static bool take_row(const lc_layer *layer, size_t i, lc_plane_edits *edits, bool *memory) {
    const char *lon = lc_layer_value(layer, LON, i), *lat = lc_layer_value(layer, LAT, i);
    double number;
    if (!take_number(layer, EDIT, i, (double)edits->view.n - 1, &number) || !lon || !lat) return false;
    lc_edit_outcome *o = edits->view.edit[(size_t)number].outcome;
    if (o->moved || !lc_exact_parse(lon, &o->from.x) || !lc_exact_parse(lat, &o->from.y)) return false;
    o->moved = LC_NEW0(lc_facilities, 1);
    *memory = o->moved;
    return *memory && take_facility(layer, i, o->moved, memory);
}

static lc_status take_rows(lc_context *ctx, const char *path, const lc_layer *layer, lc_plane_edits *edits) {
    bool memory = true, sound = layer->n_fields == FIELDS;
    for (size_t i = 0; sound && i < layer->n_features; i++) sound = take_row(layer, i, edits, &memory);
    if (!memory) return lc_fail_memory(ctx);
    return sound ? LC_OK : lc_fail(ctx, LC_ERR_INPUT, "%s is damaged; %s", path, lc_tr(ctx, "cut again"));
}

lc_status lc_cut_moves_take(lc_context *ctx, const lc_shared *shared, lc_plane_edits *edits, bool *known) {
    const lc_cut_layers *layers = shared->cut_layers;
    lc_cut_layer layer = {0};
    *known = false;
    if (!layers) return LC_OK;
    char *key = key_of(edits->all);
    if (!key) return lc_fail_memory(ctx);
    for (size_t k = 0; k < layers->n; k++) *known = *known || strcmp(layers->key[k], key) == 0;
    lc_status status = *known ? lc_cut_layers_take(ctx, layers, key, &layer) : LC_OK;
    if (status == LC_OK && *known) status = take_rows(ctx, layers->path, &layer.layer, edits);
    lc_cut_layer_clear(&layer);
    free(key);
    return status;
}
