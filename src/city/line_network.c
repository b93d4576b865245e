#include "city/line_network.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "network/build.h"
#include "network/near_miss.h"
#include "profile/path_class.h"
#include "source/hstore.h"

static const double TOLERANCE_MOST_M = 20;
static const double CUT_M = 0.001; /* ends nearer than this, and not joined, are those of a cut */

/* Fields that are read: OpenStreetMap's, under its own names or Geofabrik's. The walk rules apply to layers that carry
   its classes; layer, bridge and tunnel tell levels. GDAL puts most tags of an OpenStreetMap file into other_tags. */
enum {
    HIGHWAY,
    FCLASS,
    FOOT,
    ACCESS,
    AREA,
    SIDEWALK,
    LAYER,
    BRIDGE,
    TUNNEL,
    BOTH,
    LEFT,
    RIGHT,
    FOOTWAY,
    CROSSING,
    PATH,
    CYCLEWAY,
    OTHER_TAGS,
    N_FIELDS
};
static const char *const KEYS[] = {"highway", "fclass",   "foot",   "access",        "area",          "sidewalk",
                                   "layer",   "bridge",   "tunnel", "sidewalk:both", "sidewalk:left", "sidewalk:right",
                                   "footway", "crossing", "path",   "cycleway"};

static lc_status read_wishes(lc_context *ctx, const lc_source *source, lc_noding *out) {
    if (source->noding && strcmp(source->noding, "all") != 0)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: noding=%s is not known; write noding=all or leave it out", source->text,
                       source->noding);
    *out = (lc_noding){.all = source->noding != NULL};
    if (!source->tolerance) return LC_OK;
    char *end;
    errno = 0;
    double value = strtod(source->tolerance, &end);
    if (end == source->tolerance || *end || errno || !(value > 0 && value <= TOLERANCE_MOST_M))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: the tolerance must be metres, above 0 and up to %g", source->text,
                       TOLERANCE_MOST_M);
    out->tolerance_m = value;
    return LC_OK;
}

/* A field of the user's, which must be there; "none" for no such field; else the usual one, if it is there. */
static const char *field_of(const char *given, const char *usual) {
    if (!given) return usual;
    return strcmp(given, "none") == 0 ? NULL : given;
}

/* A level of a line that a text says, 0 when it says none. */
static int level_in(const char *text) {
    enum { MOST = 9 };
    double number;
    bool is_level =
        text && lc_number_read(text, &number) && fabs(number) >= 1 && fabs(number) <= MOST && number == floor(number);
    return is_level ? (int)number : 0;
}

static void forget_levels(lc_context *ctx, lc_layer *layer) {
    size_t n = 0;
    for (size_t i = 0; i < layer->n_features; i++) {
        char **value = &layer->value[LAYER * layer->n_features + i];
        n += level_in(*value) != 0;
        free(*value);
        *value = NULL;
    }
    if (n)
        lc_warn(ctx, "cad_layers",
                "drawings whose layers have names like levels (1, 2, …), which are not taken for such; "
                "'|layer_field=' names a field that tells levels",
                "%s: %zu", layer->file, n);
}

/* The field `layer` may also hold the names of a drawing's layers: it does when the file is a drawing, and when most of
   what it says is no number. The user's own field is believed, and what is no level in it is told. */
static void check_levels(lc_context *ctx, lc_layer *layer, const char *given) {
    size_t said = 0, names = 0;
    double number;
    for (size_t i = 0; i < layer->n_features; i++) {
        const char *text = lc_layer_value(layer, LAYER, i);
        if (!text || lc_number_is_blank(text)) continue;
        said++;
        names += !lc_number_read(text, &number);
    }
    if (!given && (layer->is_cad || 2 * names > said)) {
        forget_levels(ctx, layer);
        return;
    }
    for (size_t i = 0; i < layer->n_features; i++) {
        const char *text = lc_layer_value(layer, LAYER, i);
        if (!text || lc_number_is_blank(text) || level_in(text)) continue;
        if (lc_number_read(text, &number) && number == 0) continue;
        lc_warn(ctx, "level_unread", "levels of lines that are no whole number from -9 to 9, which count as not said",
                "%s, feature number %zu: '%s'", layer->file, lc_layer_feature_number(layer, i), text);
    }
}

/* What has no field of its own, or nothing in it, is looked for in other_tags; not what the user has named a field for.
 */
static bool spread_other_tags(const lc_context *ctx, lc_layer *layer, const lc_source *source) {
    const char *given[N_FIELDS] = {
        [LAYER] = source->layer_field, [BRIDGE] = source->bridge_field, [TUNNEL] = source->tunnel_field};
    bool memory = true;
    for (size_t i = 0; memory && i < layer->n_features; i++) {
        const char *tags = lc_layer_value(layer, OTHER_TAGS, i);
        if (lc_cancelled_at(ctx, i)) return false;
        for (size_t f = 0; tags && f < sizeof KEYS / sizeof *KEYS; f++) {
            char **value = &layer->value[f * layer->n_features + i];
            if (!*value && f != FCLASS && !given[f]) *value = lc_hstore_value(tags, KEYS[f], &memory);
        }
    }
    return memory;
}

static lc_status settle_levels(lc_context *ctx, void *user, lc_layer *layer) {
    const lc_source *source = user;
    check_levels(ctx, layer, source->layer_field);
    return spread_other_tags(ctx, layer, source) ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_line_network_read(lc_context *ctx, const char *text, lc_inputs *in) {
    lc_source source = {0};
    lc_status status = lc_source_parse(ctx, text, &source);
    if (status != LC_OK) return status;
    const char *fields[N_FIELDS] = {[HIGHWAY] = "?highway",
                                    [FCLASS] = "?fclass",
                                    [FOOT] = "?foot",
                                    [ACCESS] = "?access",
                                    [AREA] = "?area",
                                    [SIDEWALK] = "?sidewalk",
                                    [LAYER] = field_of(source.layer_field, "?layer"),
                                    [BRIDGE] = field_of(source.bridge_field, "?bridge"),
                                    [TUNNEL] = field_of(source.tunnel_field, "?tunnel"),
                                    [BOTH] = "?sidewalk:both",
                                    [LEFT] = "?sidewalk:left",
                                    [RIGHT] = "?sidewalk:right",
                                    [FOOTWAY] = "?footway",
                                    [CROSSING] = "?crossing",
                                    [PATH] = "?path",
                                    [CYCLEWAY] = "?cycleway",
                                    [OTHER_TAGS] = "?other_tags"};
    in->from_lines = true;
    status = read_wishes(ctx, &source, &in->noding);
    if (status == LC_OK)
        status = lc_inputs_layer_after(ctx, in, text, "network", LC_WANT_LINES, fields, N_FIELDS, settle_levels,
                                       &source, &in->lines);
    lc_source_free(&source);
    return status;
}

/* ------------------------------------------------------------------------------------------------- which, and where */

typedef struct {
    const lc_layer *layer;
    size_t feature;
} line_object_t;

static const char *line_tag(const void *object, const char *key) {
    const line_object_t *o = object;
    for (size_t f = 0; f < sizeof KEYS / sizeof *KEYS; f++) {
        const char *value = lc_layer_value(o->layer, f, o->feature);
        if (value && *value && strcmp(key, KEYS[f]) == 0) return value;
        if (value && *value && f == FCLASS && strcmp(key, "highway") == 0) return value;
    }
    return NULL;
}

/* Does a field say that something is there? OpenStreetMap has yes, viaduct, culvert, …; Geofabrik T and F. */
static bool says_yes(const char *text) {
    static const char *const no[] = {"", "0", "f", "false", "n", "no", "否", "无"};
    if (!text) return false;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcasecmp(text, no[i]) == 0) return false;
    return true;
}

/* The level of a feature. A layer of 0 is also what stands where nobody said anything: then a bridge is above the
   ground all the same. */
static int level_of(const lc_layer *layer, size_t feature) {
    int level = level_in(lc_layer_value(layer, LAYER, feature));
    if (level) return level;
    if (says_yes(lc_layer_value(layer, BRIDGE, feature))) return 1;
    return says_yes(lc_layer_value(layer, TUNNEL, feature)) ? -1 : 0;
}

/* The walk rules leave out every line: of one of them, and what to look at. */
static lc_status refuse_all(lc_context *ctx, const lc_inputs *in) {
    const lc_layer *layer = &in->lines;
    const char *class = NULL;
    if (in->shared) return LC_OK; /* another plane may have some */
    if (!lc_inputs_need_paths(in)) {
        lc_warn(ctx, "network_empty", "networks in which no path may be walked", "%s", layer->file);
        return LC_OK;
    }
    for (size_t i = 0; !class && i < layer->n_features; i++) {
        line_object_t object = {layer, i};
        class = line_tag(&object, "highway");
    }
    return lc_fail(
        ctx, LC_ERR_INPUT,
        "%s: the walk rules (rules/walk.yaml) leave out all of its lines (%zu), one of class '%s'; check the "
        "fields 'highway' and 'fclass', or give the lines without them",
        layer->file, layer->geoms.n, class ? class : "");
}

/* A bridge or a tunnel by its level is one for slopes, too. */
static uint8_t class_of(const lc_inputs *in, const line_object_t *object, int level) {
    uint8_t path_class = lc_path_class(&in->walk->classes, line_tag, object);
    return level ? path_class | LC_PATH_SPAN : path_class;
}

static bool keep_line(lc_context *ctx, const lc_inputs *in, size_t g, lc_walkable_lines *out) {
    const lc_layer *layer = &in->lines;
    line_object_t object = {layer, layer->geoms.feature[g]};
    size_t n = out->lines.n, from = layer->geoms.xy_of[layer->geoms.part_of[g]], at = out->lines.n_xy;
    if (out->classed && !line_tag(&object, "highway"))
        lc_warn(ctx, "line_unclassed",
                "lines without a class, in a layer where others have one: left out, as ways without 'highway' are",
                "%s, feature number %zu", layer->file, lc_layer_feature_number(layer, object.feature));
    if (out->classed && !lc_walk_allowed(in->walk, line_tag, &object)) return true;
    out->level[n] = level_of(layer, object.feature);
    out->path_class[n] = class_of(in, &object, out->level[n]);
    if (!lc_geoms_copy(&out->lines, &layer->geoms, g, layer->geoms.feature[g])) return false;
    if (out->z) memcpy(out->z + at, layer->z + from, (out->lines.n_xy - at) * sizeof *out->z);
    return true;
}

/* Lines that carry a class must be walkable by it; layers without one are taken whole. */
lc_status lc_line_network_lines(lc_context *ctx, const lc_inputs *in, lc_walkable_lines *out) {
    const lc_layer *layer = &in->lines;
    *out = (lc_walkable_lines){.level = LC_NEW(int, layer->geoms.n),
                               .path_class = LC_NEW(uint8_t, layer->geoms.n),
                               .z = layer->z ? LC_NEW(double, layer->geoms.n_xy) : NULL};
    bool ok = out->level && out->path_class && (!layer->z || out->z);
    out->classed = layer->whole && (layer->whole->filled[HIGHWAY] || layer->whole->filled[FCLASS]);
    for (size_t i = 0; !layer->whole && i < layer->n_features && !out->classed; i++) {
        line_object_t object = {layer, i};
        out->classed = line_tag(&object, "highway");
    }
    for (size_t g = 0; ok && g < layer->geoms.n; g++) ok = !lc_cancelled_at(ctx, g) && keep_line(ctx, in, g, out);
    if (!ok) {
        lc_walkable_lines_free(out);
        return lc_fail_memory(ctx);
    }
    return out->lines.n == 0 && layer->geoms.n ? refuse_all(ctx, in) : LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- warnings */

size_t lc_line_network_told(const lc_noding *how, const lc_line_finds *finds, lc_line_told out[LC_LINE_TOLD_MAX]) {
    const lc_line_told told[] = {
        {"crossing_without_vertex", LC_WARNING,
         LC_TEXT("lines cross without a common vertex and were not joined; noding=all joins them"), &finds->crossings},
        {"crossing_joined", LC_NOTE, LC_TEXT("lines cross without a common vertex and were joined (noding=all)"),
         &finds->joined},
        {"crossing_levels", LC_NOTE, LC_TEXT("lines cross on different levels (bridges, tunnels) and stay apart"),
         &finds->levels},
        {"junction_joined", LC_NOTE,
         LC_TEXT(
             "ends of lines lie within 0.5 m of the inside of another line, without a vertex, and were joined to it"),
         &finds->junctions},
        {"gap_joined", LC_NOTE, LC_TEXT("loose ends of lines were joined to what is nearest (tolerance)"),
         &finds->gaps},
        {"overshoot_joined", LC_NOTE,
         LC_TEXT("ends of lines stick out over another line and were joined where they cross it (tolerance)"),
         &finds->overshoots},
        {"line_repeated", LC_NOTE, LC_TEXT("lines are drawn twice, and were used once"), &finds->repeats},
        {"line_overlap", LC_NOTE,
         how->all ? LC_TEXT("lines lie on one another along a stretch, which was used once (noding=all)")
                  : LC_TEXT("lines lie on one another along a stretch; noding=all makes one of them"),
         &finds->overlaps},
    };
    _Static_assert(sizeof told / sizeof *told <= LC_LINE_TOLD_MAX, "every kind of find has its place in out");
    size_t n = 0;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (told[i].find->n) out[n++] = told[i];
    return n;
}

static lc_xy lonlat_of(const lc_work_crs *crs, lc_xy p) {
    lc_work_crs_unproject(crs, &p, 1);
    return p;
}

static void warn_of(lc_context *ctx, const lc_work_crs *crs, const lc_line_told *told) {
    const lc_line_find *find = told->find;
    size_t examples = find->n_at < LC_EXAMPLES_MAX ? find->n_at : LC_EXAMPLES_MAX;
    for (size_t i = 0; i < examples; i++) {
        lc_xy at = lonlat_of(crs, find->at[i]);
        if (find->length_m > 0 && i == 0)
            lc_warn(ctx, told->code, told->message, "%.0f m in all; lon %.6f, lat %.6f", find->length_m, at.x, at.y);
        else
            lc_warn(ctx, told->code, told->message, "lon %.6f, lat %.6f", at.x, at.y);
    }
    lc_warn_count(ctx, told->code, told->message, find->n - examples);
}

static lc_status warn_of_ends(lc_context *ctx, const lc_work_crs *crs, const lc_paths *paths) {
    lc_network *net = NULL;
    lc_near_misses misses = {0};
    lc_status status = lc_network_build(ctx, paths, &(lc_network_rules){0}, &net);
    if (status == LC_OK && !lc_near_misses_find(net, LC_LINES_NEAR_M, &misses)) status = lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < misses.n; i++) {
        if (misses.miss[i].miss_m < CUT_M)
            continue; /* two ends at one place that do not join: an edit cut them apart */
        lc_xy at = lonlat_of(crs, misses.miss[i].at);
        lc_warn(ctx, "junction_missing",
                "ends of lines come within 5 m of another line and do not join it; '|tolerance=' joins them",
                "lon %.6f, lat %.6f (%.1f m)", at.x, at.y, misses.miss[i].miss_m);
    }
    lc_warn_count(ctx, "line_dangle", "ends of lines are joined to nothing: cul-de-sacs, or the edge of the drawing",
                  misses.dangles);
    lc_near_misses_free(&misses);
    lc_network_free(net);
    return status;
}

lc_status lc_line_network_warn(lc_context *ctx, const lc_work_crs *crs, const lc_noding *how, const lc_paths *paths,
                               const lc_line_finds *finds) {
    lc_line_told told[LC_LINE_TOLD_MAX];
    size_t n = lc_line_network_told(how, finds, told);
    for (size_t i = 0; i < n; i++) warn_of(ctx, crs, &told[i]);
    return warn_of_ends(ctx, crs, paths);
}
