#include "output/shard_layers.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/path.h"
#include "report/join_shapes.h"
#include "source/layer_part.h"
#include "store/cut_layers.h"

static char AREAS[] = "areas", GAPS[] = "gaps";

/* Of a gap. Numbers are the bits of a double, or digits. */
enum { INDICATOR, COMMUNITY, AREA, WEIGHT, ID, NAME, N_FIELDS };

static char *beside(const char *report) {
    static const char *const ENDINGS[] = {".geojson", ".json"};
    const char *ending = lc_path_ending(report, ENDINGS, 2);
    return lc_sprintf("%.*s_layers.sqlite", (int)(strlen(report) - (ending ? strlen(ending) : 0)), report);
}

/* ----------------------------------------------------------------------------------------------------------- writing
 */

static char *bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return lc_sprintf("%016" PRIx64, bits);
}

static bool fill_gap(const lc_report *report, size_t k, lc_layer *layer) {
    const lc_gap *gap = &report->shard->layers.gap[k];
    const lc_community *community = &report->communities[gap->community];
    char *const value[N_FIELDS] = {[INDICATOR] = lc_sprintf("%zu", gap->indicator),
                                   [COMMUNITY] = lc_sprintf("%zu", gap->community),
                                   [AREA] = bits_of(gap->area_m2),
                                   [WEIGHT] = bits_of(gap->weight),
                                   [ID] = lc_strdup(community->id),
                                   [NAME] = lc_strdup(community->name)};
    bool ok = true;
    for (size_t f = 0; f < N_FIELDS; f++) {
        layer->value[f * layer->n_features + k] = value[f];
        ok = ok && value[f];
    }
    return ok;
}

/* The gaps as a layer; their shapes are borrowed. */
static bool fill_gaps(const lc_report *report, lc_layer *layer) {
    const lc_shard_layers *from = &report->shard->layers;
    layer->geoms = from->gaps;
    layer->n_features = from->n_gaps;
    layer->n_fields = N_FIELDS;
    layer->value = LC_NEW0(char *, layer->n_features *N_FIELDS);
    bool ok = layer->value;
    for (size_t k = 0; ok && k < layer->n_features; k++) ok = fill_gap(report, k, layer);
    return ok;
}

lc_status lc_shard_layers_write(lc_context *ctx, const lc_report *report, const char *path) {
    const lc_shard_layers *from = &report->shard->layers;
    lc_cut_layer layer[2] = {{.key = AREAS}, {.key = GAPS}};
    if ((!from->has_areas && !from->has_gaps) || strcmp(path, "-") == 0) return LC_OK;
    layer[0].layer.geoms = from->areas;
    layer[0].layer.n_features = report->n_indicators;
    char *file = beside(path);
    bool ok = file && fill_gaps(report, &layer[1].layer) && lc_layer_whole_find(&layer[0].layer, 0, &layer[0].whole) &&
              lc_layer_whole_find(&layer[1].layer, 0, &layer[1].whole);
    lc_status status = ok ? lc_cut_layers_write(ctx, file, layer, 2, false) : lc_fail_memory(ctx);
    for (size_t k = 0; k < 2; k++) {
        layer[k].key = NULL;
        layer[k].layer.geoms = (lc_geoms){0};
        lc_cut_layer_clear(&layer[k]);
    }
    free(file);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- joining
 */

static lc_status wrong_file(lc_context *ctx, const char *file, const lc_shard_file *shard) {
    return lc_fail(ctx, LC_ERR_INPUT, "%s does not go with %s; run this part again", file, shard->path);
}

static bool take_number(const lc_layer *layer, size_t f, size_t k, size_t most, size_t *out) {
    const char *text = lc_layer_value(layer, f, k);
    *out = text && *text ? strtoull(text, NULL, 10) : SIZE_MAX;
    return *out < most;
}

static bool take_bits(const lc_layer *layer, size_t f, size_t k, double *out) {
    const char *text = lc_layer_value(layer, f, k);
    uint64_t bits = text ? strtoull(text, NULL, 16) : 0;
    memcpy(out, &bits, sizeof bits);
    return text && strlen(text) == 16;
}

/* A gap, and the id and name of its community, which are the report's then. */
static bool take_gap(const lc_layer *layer, size_t k, const lc_shard_file *shard, lc_report *sums, lc_gap *gap) {
    const lc_report *part = shard->sums;
    char **value = layer->value;
    size_t n = layer->n_features;
    if (!take_number(layer, INDICATOR, k, sums->n_indicators, &gap->indicator) ||
        !take_number(layer, COMMUNITY, k, part->n_communities, &gap->community) ||
        !take_bits(layer, AREA, k, &gap->area_m2) || !take_bits(layer, WEIGHT, k, &gap->weight) || !value[ID * n + k] ||
        !value[NAME * n + k])
        return false;
    lc_community *community = &sums->communities[part->shard->index[gap->community]];
    if (community->id) return true;
    community->id = value[ID * n + k];
    community->name = value[NAME * n + k];
    value[ID * n + k] = value[NAME * n + k] = NULL;
    return true;
}

static bool gaps_are_sound(const lc_layer *layer, const lc_shard_file *shard) {
    return layer->n_features == shard->sums->shard->layers.n_gaps &&
           (layer->n_fields == N_FIELDS || !layer->n_features);
}

/* The gaps of a part behind those before it, as those of a plane that has all of its communities. */
static lc_status join_gaps(lc_context *ctx, lc_join_shapes *to, const char *file, lc_layer *layer,
                           const lc_shard_file *shard, lc_report *sums) {
    lc_report from = {.n_indicators = sums->n_indicators,
                      .has_gaps = true,
                      .gaps = layer->geoms,
                      .n_gaps = layer->n_features,
                      .gap = LC_NEW(lc_gap, layer->n_features)};
    lc_plane plane = {.community = shard->sums->shard->index};
    lc_status status = from.gap ? LC_OK : lc_fail_memory(ctx);
    bool sound = gaps_are_sound(layer, shard);
    for (size_t k = 0; status == LC_OK && sound && k < layer->n_features; k++)
        sound = take_gap(layer, k, shard, sums, &from.gap[k]);
    if (status == LC_OK && !sound) status = wrong_file(ctx, file, shard);
    if (status == LC_OK) status = lc_join_shapes_add(ctx, to, &(lc_planes){&plane, 1}, 0, &from);
    free(from.gap);
    return status;
}

static lc_status join_areas(lc_context *ctx, lc_join_shapes *to, const char *file, lc_layer *layer,
                            const lc_shard_file *shard, lc_report *sums) {
    lc_report from = {.n_indicators = sums->n_indicators, .has_areas = true, .areas = layer->geoms};
    if (layer->n_features != sums->n_indicators || layer->geoms.n_xy != shard->sums->shard->layers.n_area_xy)
        return wrong_file(ctx, file, shard);
    return lc_join_shapes_add(ctx, to, &(lc_planes){0}, 0, &from);
}

static lc_status add_part(lc_context *ctx, lc_join_shapes *to, const lc_shard_file *shard, bool gaps, lc_report *sums) {
    const lc_shard_layers *told = &shard->sums->shard->layers;
    const char *option = gaps ? "gaps" : "areas";
    lc_cut_layers *layers = NULL;
    lc_cut_layer layer = {0};
    if (!(gaps ? told->has_gaps : told->has_areas))
        return lc_fail(ctx, LC_ERR_INPUT, "%s was checked without --%s; run this part again with it", shard->path,
                       option);
    char *file = beside(shard->path);
    lc_status status = file ? lc_cut_layers_open(ctx, file, &layers) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_cut_layers_take(ctx, layers, gaps ? GAPS : AREAS, &layer);
    if (status == LC_OK) status = (gaps ? join_gaps : join_areas)(ctx, to, file, &layer.layer, shard, sums);
    lc_cut_layer_clear(&layer);
    lc_cut_layers_free(layers);
    free(file);
    return status;
}

/* A text of an indicator, as its report says it; NULL where it says none. */
static bool copy_text(const cJSON *from, const char *key, char **to) {
    const cJSON *item = lc_json_find(from, key);
    if (*to || !cJSON_IsString(item)) return true;
    *to = lc_strdup(item->valuestring);
    return *to;
}

/* Texts of indicators, of which lc_shards_sum() takes those alone that totals ask for. */
static bool fill_texts(const lc_shard_file *shard, lc_report *sums) {
    const cJSON *list = lc_json_find(shard->about, "indicators"), *item;
    size_t i = 0;
    bool ok = true;
    cJSON_ArrayForEach(item, list) {
        const cJSON *title = lc_json_find(item, "title"), *distance = lc_json_find(item, "distance_m");
        if (!ok || i == sums->n_indicators) break;
        lc_indicator *to = &sums->indicators[i++];
        to->distance_m = cJSON_IsNumber(distance) ? distance->valuedouble : NAN;
        ok = copy_text(title, "en", (char **)&to->title_en) && copy_text(title, "zh", (char **)&to->title_zh) &&
             copy_text(item, "category", (char **)&to->category) &&
             copy_text(item, "denominator", (char **)&to->denominator) &&
             copy_text(item, "verified", (char **)&to->verified);
    }
    return ok;
}

lc_status lc_shard_layers_join(lc_context *ctx, const lc_shard_file *shard, size_t n, bool gaps, lc_report *sums) {
    lc_join_shapes *all = NULL;
    lc_status status = lc_join_shapes_new(ctx, &all);
    if (status == LC_OK && !fill_texts(&shard[0], sums)) status = lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n; k++) status = add_part(ctx, all, &shard[k], gaps, sums);
    if (status == LC_OK) status = lc_join_shapes_end(ctx, all, sums);
    lc_join_shapes_free(all);
    return status;
}
