#include "city/edits.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/utf8.h"
#include "source/layer.h"
#include "source/memory_layer.h"
#include "source/survey.h"
#include "source/survey_layers.h"

enum { OP, CATEGORY, ID, NAME, LEVEL, AREA, FIELDS };

static const char *const op_names[] = {"add", "remove", "move", "path", "close", "open"};
enum { OPS = sizeof op_names / sizeof *op_names };

const char *lc_edit_op_name(lc_edit_op op) {
    return op_names[op];
}

bool lc_edit_op_of(const char *name, lc_edit_op *out) {
    for (size_t k = 0; k < OPS; k++)
        if (strcasecmp(name, op_names[k]) == 0) {
            *out = (lc_edit_op)k;
            return true;
        }
    return false;
}

void lc_edit_vertices(const lc_geoms *geoms, const lc_edit *e, size_t *first, size_t *end) {
    *first = *end = 0;
    if (e->first_geom == e->end_geom) return;
    *first = geoms->xy_of[geoms->part_of[e->first_geom]];
    *end = geoms->xy_of[geoms->part_of[e->end_geom]];
}

/* Of a feature of a file, or of those made in code. */
static lc_status fail_for(lc_context *ctx, const lc_edit *edit, const char *what) {
    if (edit->file)
        return lc_fail(ctx, LC_ERR_INPUT, "%s, feature number %zu (%s): %s", edit->file, edit->number,
                       op_names[edit->op], what);
    return lc_fail(ctx, LC_ERR_INPUT, "edit %zu (%s): %s", edit->number, op_names[edit->op], what);
}

/* One that is longer than the text, of a long id, shows that it is cut. */
static void write_why(lc_context *ctx, char what[LC_EDIT_TEXT], const char *format, va_list args) {
    int n = vsnprintf(what, LC_EDIT_TEXT, lc_tr(ctx, format), args);
    if (n >= LC_EDIT_TEXT) lc_utf8_mark_cut(what, LC_EDIT_TEXT);
}

lc_status lc_edit_fail(lc_context *ctx, const lc_edit *edit, const char *format, ...) {
    char what[LC_EDIT_TEXT];
    va_list args;
    va_start(args, format);
    write_why(ctx, what, format, args);
    va_end(args);
    return fail_for(ctx, edit, what);
}

lc_status lc_edit_idle(lc_context *ctx, const lc_edit *edit, size_t part, const char *format, ...) {
    char what[LC_EDIT_TEXT];
    va_list args;
    va_start(args, format);
    write_why(ctx, what, format, args);
    va_end(args);
    if (!edit->outcome) return fail_for(ctx, edit, what);
    char **why = &edit->outcome[part].why;
    if (!*why) *why = lc_strdup(what);
    return *why ? LC_OK : lc_fail_memory(ctx);
}

void lc_edit_done(const lc_edit *edit, size_t part) {
    if (edit->outcome) edit->outcome[part].done = edit->outcome[part].here = true;
}

static void free_edit(lc_edit *e) {
    free(e->category);
    free(e->id);
    free(e->name);
    free(e->level);
    free(e->file);
}

lc_status lc_edits_new(lc_context *ctx, const char *crs, lc_edits **out) {
    lc_context_begin(ctx);
    lc_edits *edits = LC_NEW0(lc_edits, 1);
    if (edits) edits->crs = lc_strdup(crs);
    if (edits && (edits->crs || !crs)) {
        *out = edits;
        return LC_OK;
    }
    free(edits);
    return lc_fail_memory(ctx);
}

void lc_edits_free(lc_edits *edits) {
    if (!edits) return;
    for (size_t i = 0; i < edits->n; i++) free_edit(&edits->edit[i]);
    free(edits->edit);
    lc_geoms_free(&edits->geoms);
    free(edits->z);
    for (size_t i = 0; i < edits->n_info; i++) lc_input_info_free(&edits->info[i]);
    free(edits->info);
    lc_warnings_clear(&edits->warnings);
    free(edits->crs);
    free(edits);
}

size_t lc_edits_count(const lc_edits *edits) {
    return edits->n;
}

bool lc_edits_of_facilities(const lc_edits *edits) {
    for (size_t i = 0; edits && i < edits->n; i++)
        if (edits->edit[i].op <= LC_EDIT_MOVE) return true;
    return false;
}

bool lc_edits_of_moves(const lc_edits *edits) {
    for (size_t i = 0; edits && i < edits->n; i++)
        if (edits->edit[i].op == LC_EDIT_MOVE) return true;
    return false;
}

bool lc_edits_of_paths(const lc_edits *edits) {
    for (size_t i = 0; edits && i < edits->n; i++)
        if (edits->edit[i].op > LC_EDIT_MOVE) return true;
    return false;
}

/* What closes paths may meet ways of a plane that lead out of its box. */
bool lc_edit_changes_paths(const lc_edit *e) {
    return e->op > LC_EDIT_MOVE && (!e->elsewhere || (e->op == LC_EDIT_CLOSE && !e->beyond));
}

/* The next edit of paths from the i-th on; NULL when there is none. */
static const lc_edit *next_of_paths(const lc_edits *edits, size_t *i) {
    while (*i < edits->n && !lc_edit_changes_paths(&edits->edit[*i])) ++*i;
    return *i < edits->n ? &edits->edit[(*i)++] : NULL;
}

/* Have two geometries of as many vertices the same heights? */
static bool same_heights(const lc_edits *a, size_t g, const lc_edits *b, size_t h) {
    size_t i = a->geoms.xy_of[a->geoms.part_of[g]], end = a->geoms.xy_of[a->geoms.part_of[g + 1]];
    for (size_t k = b->geoms.xy_of[b->geoms.part_of[h]]; i < end; i++, k++) {
        double p = a->z ? a->z[i] : NAN, q = b->z ? b->z[k] : NAN;
        if (p != q && !(isnan(p) && isnan(q))) return false;
    }
    return true;
}

bool lc_edits_same_paths(const lc_edits *a, const lc_edits *b) {
    size_t i = 0, k = 0;
    for (;;) {
        const lc_edit *p = next_of_paths(a, &i), *q = next_of_paths(b, &k);
        if (!p || !q) return !p && !q;
        size_t n = p->end_geom - p->first_geom;
        if (p->op != q->op || q->end_geom - q->first_geom != n) return false;
        for (size_t g = 0; g < n; g++)
            if (!lc_geoms_same(&a->geoms, p->first_geom + g, &b->geoms, q->first_geom + g) ||
                !same_heights(a, p->first_geom + g, b, q->first_geom + g))
                return false;
    }
}

/* ---------------------------------------------------------------------------------------------------------- checks */

static bool all_are(const lc_edits *edits, const lc_edit *e, lc_geom_kind kind) {
    for (size_t g = e->first_geom; g < e->end_geom; g++)
        if (edits->geoms.kind[g] != (unsigned char)kind) return false;
    return e->end_geom > e->first_geom;
}

/* Is all there that its operation needs? */
static lc_status check_edit(lc_context *ctx, const lc_edits *edits, const lc_edit *e) {
    bool drawn = e->end_geom > e->first_geom, of_facility = e->op <= LC_EDIT_MOVE;
    bool by_place = e->op == LC_EDIT_REMOVE && !e->id;
    if (of_facility && !e->category && !(by_place && drawn))
        return lc_edit_fail(ctx, e, "it names no category; write it into the field 'category'");
    if (e->op == LC_EDIT_REMOVE && !e->id && !drawn)
        return lc_edit_fail(ctx, e, "it says neither an id nor a place; write the field 'id', or draw a point");
    if (e->op == LC_EDIT_MOVE && !e->id)
        return lc_edit_fail(ctx, e, "it says no id; write that of the facility into the field 'id'");
    if (e->op != LC_EDIT_REMOVE && !drawn) return lc_edit_fail(ctx, e, "it has no geometry; draw it");
    if (by_place && !all_are(edits, e, LC_POINT))
        return lc_edit_fail(ctx, e, "it has no id, and its geometry is no point; draw a point on the facility");
    if (e->op == LC_EDIT_PATH && !all_are(edits, e, LC_LINE))
        return lc_edit_fail(ctx, e, "its geometry is no line; draw the path as a line");
    if (e->op == LC_EDIT_OPEN && !all_are(edits, e, LC_POINT))
        return lc_edit_fail(ctx, e, "its geometry is no point; draw a point where it opens");
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- reading */

static const char *text_at(const lc_layer *layer, size_t field, size_t i) {
    const char *text = lc_layer_value(layer, field, i);
    return text && *text ? text : NULL;
}

static bool copy(const char *text, char **out) {
    *out = lc_strdup(text);
    return *out || !text;
}

static lc_status read_op(lc_context *ctx, const lc_layer *layer, size_t i, lc_edit_op *out) {
    const char *text = text_at(layer, OP, i);
    if (text && lc_edit_op_of(text, out)) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s, feature number %zu: op is '%s'; write add, remove, move, path, close or open", layer->file,
                   i + 1, text ? text : "");
}

/* Feature i of a layer as an edit; its geometries are those from *g on. */
static lc_status take_feature(lc_context *ctx, lc_edits *edits, const lc_layer *layer, size_t i, size_t *g) {
    lc_edit e = {.number = i + 1, .first_geom = edits->geoms.n};
    lc_status status = read_op(ctx, layer, i, &e.op);
    if (status != LC_OK) return status;
    e.area_m2 = lc_layer_quantity(ctx, layer, AREA, i, "area");
    bool ok = copy(layer->file, &e.file) & copy(text_at(layer, CATEGORY, i), &e.category) &
              copy(text_at(layer, ID, i), &e.id) & copy(text_at(layer, NAME, i), &e.name) &
              copy(text_at(layer, LEVEL, i), &e.level);
    for (; ok && *g < layer->geoms.n && layer->geoms.feature[*g] == i; ++*g)
        ok = lc_geoms_copy(&edits->geoms, &layer->geoms, *g, (uint32_t)edits->n);
    e.end_geom = edits->geoms.n;
    if (!ok || !LC_ROOM(edits->edit, edits->capacity, edits->n + 1)) {
        free_edit(&e);
        return lc_fail_memory(ctx);
    }
    edits->edit[edits->n++] = e;
    return check_edit(ctx, edits, &edits->edit[edits->n - 1]);
}

/* Drop what has been taken since there were n edits, of `geoms` geometries. */
static void take_back(lc_edits *edits, size_t n, size_t geoms) {
    while (edits->n > n) free_edit(&edits->edit[--edits->n]);
    lc_geoms_cut(&edits->geoms, geoms);
}

/* The heights of what a layer has added, whose vertices are those from `first` on. */
static bool take_heights(lc_edits *edits, const lc_layer *layer, size_t first) {
    size_t n = edits->geoms.n_xy, known = edits->z ? first : 0;
    if (!layer->z && !edits->z) return true;
    if (!LC_ROOM(edits->z, edits->cap_z, n + 1)) return false;
    for (size_t k = known; k < n; k++) edits->z[k] = layer->z && k >= first ? layer->z[k - first] : NAN;
    return true;
}

static lc_status note(lc_context *ctx, lc_edits *edits, const lc_layer *layer) {
    if (!LC_ROOM(edits->info, edits->cap_info, edits->n_info + 1)) return lc_fail_memory(ctx);
    const lc_input_info info = {.role = (char *)(uintptr_t) "edits",
                                .file = layer->file,
                                .layer = layer->layer_name,
                                .crs = layer->crs,
                                .encoding = layer->encoding,
                                .features = layer->n_features};
    lc_input_info *own = &edits->info[edits->n_info++];
    if (!lc_input_info_copy(&info, own)) return lc_fail_memory(ctx);
    memcpy(own->sha256, layer->sha256, sizeof own->sha256);
    return LC_OK;
}

/* Not every edit has a geometry, and closed lines and heights are nothing to be told of. */
static bool is_usual(const char *code) {
    static const char *const codes[] = {"no_geometry", "closed_line", "heights_ignored"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

static lc_status keep_warnings(lc_context *ctx, lc_edits *edits) {
    lc_status status = ctx->warnings.lost ? lc_fail_memory(ctx) : LC_OK;
    for (size_t i = 0; i < ctx->warnings.n; i++) {
        const lc_warnings one = {.entry = &ctx->warnings.entry[i], .n = 1};
        if (!is_usual(one.entry->code) && !lc_warnings_add(&edits->warnings, &one)) status = lc_fail_memory(ctx);
    }
    lc_warnings_clear(&ctx->warnings);
    return status;
}

static lc_status read_layer(lc_context *ctx, lc_edits *edits, const lc_source *source) {
    static const char *const fields[FIELDS] = {"op", "?category", "?id", "?name", "?level", "?area"};
    lc_layer layer = {0};
    size_t g = 0, first = edits->geoms.n_xy;
    lc_status status = lc_layer_read(ctx, source, "edits", LC_WANT_ALL, fields, FIELDS, &layer);
    for (size_t i = 0; status == LC_OK && i < layer.n_features; i++) status = take_feature(ctx, edits, &layer, i, &g);
    if (status == LC_OK && !take_heights(edits, &layer, first)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = note(ctx, edits, &layer);
    if (status == LC_OK) status = keep_warnings(ctx, edits);
    edits->placed = edits->placed || layer.geoms.n;
    lc_layer_free(&layer);
    return status;
}

/* Has a layer a field `op`, and any feature? */
static lc_status has_edits(lc_context *ctx, const lc_source *source, bool *out) {
    lc_survey survey = {0};
    lc_status status = lc_survey_layer(ctx, source, "edits", LC_WANT_ALL, &survey);
    *out = false;
    for (size_t f = 0; status == LC_OK && survey.n_features && f < survey.n_fields; f++)
        *out = *out || strcasecmp(survey.field[f].name, "op") == 0;
    lc_survey_free(&survey);
    lc_warnings_clear(&ctx->warnings);
    return status;
}

/* Layers of the template come in an order of their own, whatever the file's: a gate is opened after the wall is drawn.
 */
static int rank_of(const char *layer) {
    static const char *const first[] = {"edit_lines", "edit_areas", "edit_points"};
    int rank = 0;
    while (rank < 3 && strcmp(first[rank], layer) != 0) rank++;
    return rank;
}

static void put_in_order(lc_survey_layer_info *layers, size_t n) {
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && rank_of(layers[k].name) < rank_of(layers[k - 1].name); k--) {
            lc_survey_layer_info other = layers[k - 1];
            layers[k - 1] = layers[k];
            layers[k] = other;
        }
}

/* Of a source of several layers, all that have edits. */
static lc_status read_layers(lc_context *ctx, lc_edits *edits, const lc_source *source,
                             const lc_survey_layer_info *layers, size_t n) {
    lc_status status = LC_OK;
    size_t before = edits->n;
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        lc_source one = *source;
        bool has;
        one.layername = layers[i].name;
        status = has_edits(ctx, &one, &has);
        if (status == LC_OK && has) status = read_layer(ctx, edits, &one);
    }
    if (status == LC_OK && edits->n == before)
        return lc_fail(ctx, LC_ERR_INPUT, "edits: none of the layers of '%s' has features and a field 'op'",
                       source->text);
    return status;
}

lc_status lc_edits_read(lc_context *ctx, lc_edits *edits, const char *source) {
    lc_source parsed = {0};
    lc_survey_layer_info *layers = NULL;
    size_t n = edits->n, geoms = edits->geoms.n, n_layers = 0;
    lc_context_begin(ctx);
    lc_status status = lc_source_parse(ctx, source, &parsed);
    if (status == LC_OK && !parsed.layername) status = lc_survey_layers(ctx, &parsed, &layers, &n_layers);
    put_in_order(layers, n_layers);
    if (status == LC_OK)
        status = n_layers > 1 ? read_layers(ctx, edits, &parsed, layers, n_layers) : read_layer(ctx, edits, &parsed);
    if (status == LC_OK && edits->n == n)
        status = lc_fail(ctx, LC_ERR_INPUT, "edits: '%s' has no features: there is nothing to carry out", parsed.text);
    if (status != LC_OK) take_back(edits, n, geoms);
    lc_survey_layers_free(layers, n_layers);
    lc_source_free(&parsed);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------ code */

static lc_status read_geometry(lc_context *ctx, const lc_edits *edits, const lc_geometry *geometry, lc_layer *out) {
    lc_memory_layer *memory = lc_memory_layer_new("edits", LC_WANT_ALL, 0);
    lc_status status = memory ? lc_memory_layer_add(ctx, memory, geometry, NULL) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_memory_layer_read(ctx, memory, edits->crs, NULL, out);
    lc_memory_layer_free(memory);
    return status;
}

lc_status lc_edits_add(lc_context *ctx, lc_edits *edits, lc_edit_op op, const lc_geometry *geometry,
                       const lc_edit_options *options) {
    lc_edit_options o = LC_EDIT_OPTIONS_INIT;
    lc_layer layer = {0};
    lc_edit e = {.op = op, .number = edits->n + 1, .first_geom = edits->geoms.n};
    size_t n = edits->n, geoms = edits->geoms.n, first = edits->geoms.n_xy;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_edit_options", &o, sizeof o, options);
    if (status == LC_OK && (size_t)op >= OPS)
        status = lc_fail(ctx, LC_ERR_INPUT, "there is no edit of kind %d", (int)op);
    if (status == LC_OK && geometry) status = read_geometry(ctx, edits, geometry, &layer);
    if (status != LC_OK) return status;
    e.area_m2 = o.area_m2;
    bool ok = copy(o.category, &e.category) & copy(o.id, &e.id) & copy(o.name, &e.name) & copy(o.level, &e.level);
    for (size_t g = 0; ok && g < layer.geoms.n; g++)
        ok = lc_geoms_copy(&edits->geoms, &layer.geoms, g, (uint32_t)edits->n);
    e.end_geom = edits->geoms.n;
    if (layer.geoms.n) *(edits->crs ? &edits->placed : &edits->planar) = true;
    ok = ok && take_heights(edits, &layer, first);
    lc_layer_free(&layer);
    if (ok && LC_ROOM(edits->edit, edits->capacity, edits->n + 1)) {
        edits->edit[edits->n++] = e;
        status = check_edit(ctx, edits, &e);
    } else {
        free_edit(&e);
        status = lc_fail_memory(ctx);
    }
    if (status == LC_OK) status = keep_warnings(ctx, edits);
    if (status != LC_OK) take_back(edits, n, geoms);
    return status;
}

/* --------------------------------------------------------------------------------------------------------- copies */

static bool copy_edit(const lc_edit *from, lc_edit *to) {
    *to = *from;
    to->category = to->id = to->name = to->level = to->file = NULL;
    to->outcome = NULL;
    return copy(from->category, &to->category) & copy(from->id, &to->id) & copy(from->name, &to->name) &
           copy(from->level, &to->level) & copy(from->file, &to->file);
}

static bool copy_all(const lc_edits *from, lc_edits *to) {
    bool ok = LC_ROOM(to->edit, to->capacity, from->n + 1) && LC_ROOM(to->info, to->cap_info, from->n_info + 1) &&
              copy(from->crs, &to->crs) && lc_warnings_copy(&to->warnings, &from->warnings);
    for (; ok && to->n < from->n; to->n++) ok = copy_edit(&from->edit[to->n], &to->edit[to->n]);
    for (; ok && to->n_info < from->n_info; to->n_info++)
        ok = lc_input_info_copy(&from->info[to->n_info], &to->info[to->n_info]);
    for (size_t g = 0; ok && g < from->geoms.n; g++)
        ok = lc_geoms_copy(&to->geoms, &from->geoms, g, from->geoms.feature[g]);
    if (ok && from->z) ok = LC_ROOM(to->z, to->cap_z, from->geoms.n_xy + 1);
    if (ok && from->z) memcpy(to->z, from->z, from->geoms.n_xy * sizeof *to->z);
    to->placed = from->placed;
    to->planar = from->planar;
    return ok;
}

lc_status lc_edits_copy(lc_context *ctx, const lc_edits *edits, lc_edits **out) {
    lc_edits *own = LC_NEW0(lc_edits, 1);
    if (own && copy_all(edits, own)) {
        *out = own;
        return LC_OK;
    }
    lc_edits_free(own);
    return lc_fail_memory(ctx);
}
