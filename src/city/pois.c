#include "city/pois.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "city/facilities.h"
#include "city/same_id.h"

/* -------------------------------------------------------------------------------------------------------- reading */

/* What AMap, Baidu and Tencent, and the tools that save their answers, call the cells. */
static const struct {
    int cell;
    const char *field;
} USUAL[] = {
    {LC_POI_ID, "?id"},          {LC_POI_ID, "?uid"},
    {LC_POI_ID, "?poiid"},       {LC_POI_ID, "?poi_id"},
    {LC_POI_TYPES, "?typecode"}, {LC_POI_TYPES, "?type_code"},
    {LC_POI_TYPES, "?类型编码"}, {LC_POI_TYPES, "?分类编码"},
    {LC_POI_TAG, "?tag"},        {LC_POI_TAG, "?detail_info.tag"},
    {LC_POI_TAG, "?std_tag"},    {LC_POI_TAG, "?type"},
    {LC_POI_TAG, "?category"},   {LC_POI_TAG, "?类型"},
    {LC_POI_TAG, "?类别"},       {LC_POI_NAME, "?name"},
    {LC_POI_NAME, "?名称"},      {LC_POI_NAME, "?title"},
};
enum { N_USUAL = sizeof USUAL / sizeof *USUAL };

/* Behind the usual ones come those that the source names. */
enum { GIVEN_ID = N_USUAL, GIVEN_TYPES, GIVEN_LEVEL, N_FIELDS };
_Static_assert((int)N_FIELDS <= (int)LC_POI_FIELDS, "room for all fields");

void lc_poi_fields(const lc_source *source, const char *fields[LC_POI_FIELDS]) {
    for (size_t f = 0; f < LC_POI_FIELDS; f++) fields[f] = NULL;
    for (size_t f = 0; f < N_USUAL; f++) {
        bool given = (USUAL[f].cell == LC_POI_ID && source->dedupe) || (USUAL[f].cell == LC_POI_TYPES && source->types);
        fields[f] = given ? NULL : USUAL[f].field;
    }
    fields[GIVEN_ID] = source->dedupe;
    fields[GIVEN_TYPES] = source->types;
    fields[GIVEN_LEVEL] = source->level_field;
}

static int cell_of(size_t field) {
    if (field < N_USUAL) return USUAL[field].cell;
    return field == GIVEN_ID ? LC_POI_ID : field == GIVEN_TYPES ? LC_POI_TYPES : LC_POI_LEVEL;
}

#define CODE_MESSAGE                                                                                                   \
    LC_TEXT("cells of types that look like codes and are none (six digits): the row belongs by them to no category")

static void warn_of_codes(lc_context *ctx, const lc_layer *layer, size_t row, const char *cell) {
    if (cell && lc_poi_codes_unread(cell))
        lc_warn(ctx, "poi_code_unread", CODE_MESSAGE, "%s, feature number %zu: '%s'", layer->file,
                lc_layer_feature_number(layer, row), cell);
}

/* The first field of the row that says something, for each cell; moved, not copied. */
static void take_cells(lc_layer *layer, size_t row, char *cells[LC_POI_CELLS]) {
    for (size_t c = 0; c < LC_POI_CELLS; c++) cells[c] = NULL;
    for (size_t f = 0; f < N_FIELDS; f++) {
        char **value = &layer->value[f * layer->n_features + row], **cell = &cells[cell_of(f)];
        if (*cell || !*value || !**value) continue;
        if (cell_of(f) == LC_POI_ID && layer->rounded && layer->rounded[f]) continue; /* would be another's, too */
        *cell = *value;
        *value = NULL;
    }
}

lc_status lc_pois_add(lc_context *ctx, const lc_source *source, lc_layer *layer, lc_pois *pois) {
    bool typed = layer->n_features == 0;
    lc_status status = LC_OK;
    for (size_t g = 0; status == LC_OK && g < layer->geoms.n; g++) {
        bool next_part = g > 0 && layer->geoms.feature[g] == layer->geoms.feature[g - 1];
        if (!next_part) {
            if (!LC_ROOM(pois->cell, pois->cap_cells, (pois->n + 1) * LC_POI_CELLS)) status = lc_fail_memory(ctx);
            if (status != LC_OK) break;
            char **cells = &pois->cell[pois->n++ * LC_POI_CELLS];
            take_cells(layer, layer->geoms.feature[g], cells);
            warn_of_codes(ctx, layer, layer->geoms.feature[g], cells[LC_POI_TYPES]);
            typed = typed || cells[LC_POI_TYPES] || cells[LC_POI_TAG];
            pois->leveled = pois->leveled || cells[LC_POI_LEVEL];
        }
        if (!lc_geoms_copy(&pois->geoms, &layer->geoms, g, (uint32_t)(pois->n - 1))) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK && !typed && layer->geoms.n)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "pois: '%s' has no field with types, such as typecode (AMap) or tag (Baidu); name it with "
                         "'|types='",
                         source->text);
    lc_layer_free(layer);
    return status;
}

static void free_row(lc_pois *pois, size_t row) {
    for (size_t c = 0; c < LC_POI_CELLS; c++) free(pois->cell[row * LC_POI_CELLS + c]);
}

void lc_pois_free(lc_pois *pois) {
    for (size_t i = 0; i < pois->n; i++) free_row(pois, i);
    free(pois->cell);
    lc_geoms_free(&pois->geoms);
    *pois = (lc_pois){0};
}

/* Close the gaps of the rows that have no new number. */
static bool renumber(lc_pois *pois, const uint32_t *to) {
    lc_geoms geoms = {0};
    size_t kept = 0;
    for (size_t g = 0; g < pois->geoms.n; g++) {
        uint32_t row = to[pois->geoms.feature[g]];
        if (row == UINT32_MAX || lc_geoms_copy(&geoms, &pois->geoms, g, row)) continue;
        lc_geoms_free(&geoms);
        return false;
    }
    for (size_t i = 0; i < pois->n; i++) {
        if (to[i] == UINT32_MAX)
            free_row(pois, i);
        else
            memmove(&pois->cell[kept++ * LC_POI_CELLS], &pois->cell[i * LC_POI_CELLS],
                    LC_POI_CELLS * sizeof *pois->cell);
    }
    lc_geoms_free(&pois->geoms);
    pois->geoms = geoms;
    pois->n = kept;
    return true;
}

lc_status lc_pois_dedupe(lc_context *ctx, lc_pois *pois) {
    const char **id = LC_NEW(const char *, pois->n);
    size_t *first = LC_NEW(size_t, pois->n);
    uint32_t *to = LC_NEW(uint32_t, pois->n), kept = 0;
    bool ok = id && first && to;
    for (size_t i = 0; ok && i < pois->n; i++) id[i] = pois->cell[i * LC_POI_CELLS + LC_POI_ID];
    ok = ok && lc_first_of_id(id, pois->n, first);
    for (size_t i = 0; ok && i < pois->n; i++) {
        to[i] = first[i] == i ? kept++ : UINT32_MAX;
        if (first[i] == i) continue;
        const char *name = pois->cell[i * LC_POI_CELLS + LC_POI_NAME];
        lc_warn(ctx, "poi_repeated_id", "rows of POI tables with the id of an earlier one were dropped", "%s %s", id[i],
                name ? name : "");
    }
    pois->repeated = ok ? pois->n - kept : 0;
    ok = ok && renumber(pois, to);
    free(id);
    free(first);
    free(to);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ----------------------------------------------------------------------------------------------------- categories */

static const char *cell(const lc_pois *pois, size_t row, int c) {
    return pois->cell[row * LC_POI_CELLS + (size_t)c];
}

bool lc_poi_row_matches(const lc_pois *pois, size_t row, const lc_poi_rule *rule) {
    return lc_poi_matches(rule, cell(pois, row, LC_POI_TYPES), cell(pois, row, LC_POI_TAG),
                          cell(pois, row, LC_POI_NAME));
}

static const int CELL_OF_FIELD[LC_FACILITY_FIELDS] = {[LC_FACILITY_ID] = LC_POI_ID,
                                                      [LC_FACILITY_AREA] = -1,
                                                      [LC_FACILITY_LEVEL] = LC_POI_LEVEL,
                                                      [LC_FACILITY_NAME] = LC_POI_NAME,
                                                      [LC_FACILITY_NAME_ZH] = -1};

static bool copy_rows(const lc_pois *pois, const uint32_t *to, lc_layer *out) {
    out->n_fields = LC_FACILITY_FIELDS;
    out->value = LC_NEW0(char *, LC_FACILITY_FIELDS * out->n_features);
    if (!out->value) return false;
    for (size_t i = 0; i < pois->n; i++)
        for (size_t f = 0; to[i] != UINT32_MAX && f < LC_FACILITY_FIELDS; f++) {
            const char *text = CELL_OF_FIELD[f] < 0 ? NULL : cell(pois, i, CELL_OF_FIELD[f]);
            char **value = &out->value[f * out->n_features + to[i]];
            if (text && !(*value = lc_strdup(text))) return false;
        }
    for (size_t g = 0; g < pois->geoms.n; g++) {
        uint32_t row = to[pois->geoms.feature[g]];
        if (row != UINT32_MAX && !lc_geoms_copy(&out->geoms, &pois->geoms, g, row)) return false;
    }
    return true;
}

lc_status lc_pois_layer(lc_context *ctx, const lc_pois *pois, const lc_poi_rule *rule, lc_layer *out) {
    lc_layer layer = {0};
    uint32_t *to = LC_NEW(uint32_t, pois->n);
    bool ok = to != NULL;
    for (size_t i = 0; ok && i < pois->n; i++)
        to[i] = lc_poi_row_matches(pois, i, rule) ? (uint32_t)layer.n_features++ : UINT32_MAX;
    ok = ok && copy_rows(pois, to, &layer);
    free(to);
    if (ok)
        *out = layer;
    else
        lc_layer_free(&layer);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_pois_keep(lc_context *ctx, const lc_poi_rule *rule, size_t types, size_t name, lc_layer *layer) {
    lc_layer kept = {.n_fields = layer->n_fields};
    uint32_t *to = LC_NEW(uint32_t, layer->n_features);
    bool ok = to != NULL;
    for (size_t i = 0; ok && i < layer->n_features; i++) {
        bool belongs = lc_poi_matches(rule, lc_layer_value(layer, types, i), NULL, lc_layer_value(layer, name, i));
        to[i] = belongs ? (uint32_t)kept.n_features++ : UINT32_MAX;
        warn_of_codes(ctx, layer, i, lc_layer_value(layer, types, i));
    }
    kept.value = ok ? LC_NEW0(char *, kept.n_fields *kept.n_features) : NULL;
    ok = kept.value != NULL;
    for (size_t g = 0; ok && g < layer->geoms.n; g++) {
        uint32_t row = to[layer->geoms.feature[g]];
        ok = row == UINT32_MAX || lc_geoms_copy(&kept.geoms, &layer->geoms, g, row);
    }
    for (size_t f = 0; ok && f < layer->n_fields; f++)
        for (size_t i = 0; i < layer->n_features; i++) {
            if (to[i] == UINT32_MAX) continue;
            char **value = &layer->value[f * layer->n_features + i];
            kept.value[f * kept.n_features + to[i]] = *value;
            *value = NULL;
        }
    free(to);
    if (!ok) {
        lc_layer_free(&kept);
        return lc_fail_memory(ctx);
    }
    kept.file = layer->file;
    kept.rounded = layer->rounded;
    layer->file = NULL;
    layer->rounded = NULL;
    lc_layer_free(layer);
    *layer = kept;
    return LC_OK;
}
