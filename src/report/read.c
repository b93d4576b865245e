/* A report read back (docs/report.md): only what reports are compared by; what is unknown is passed over. */
#include "report/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "report/json_read.h"
#include "report/read_indicators.h"

static const char SCHEMA[] = "lifecircle-report/1";

/* -------------------------------------------------------------- the format */

static lc_status check_schema(const lc_json_source *source, const cJSON *root) {
    const cJSON *schema = lc_json_find(lc_json_find(root, "lifecircle"), "schema");
    static const char family[] = "lifecircle-report/";
    const char *name = cJSON_IsString(schema) ? schema->valuestring : "";
    if (strcmp(name, SCHEMA) == 0) return LC_OK;
    if (strncmp(name, family, sizeof family - 1) == 0)
        return lc_fail(source->ctx, LC_ERR_INPUT,
                       "%s is a report of the format %s, and this version reads %s; use the "
                       "version of lifecircle that wrote it, or a newer one",
                       source->name, name, SCHEMA);
    return lc_fail(source->ctx, LC_ERR_INPUT,
                   "%s is no report of lifecircle; name a GeoJSON file that 'lifecircle check --output' wrote",
                   source->name);
}

/* -------------------------------------------------------------- lifecircle */

static lc_status read_parameters(const lc_json_source *source, const cJSON *about, lc_figures *figures) {
    const cJSON *parameters, *item;
    lc_status status = lc_json_member(source, about, "parameters", LC_JSON_OBJECT, &parameters);
    if (status != LC_OK) return status;
    figures->parameters = LC_NEW0(lc_setting, (size_t)cJSON_GetArraySize(parameters));
    if (!figures->parameters) return lc_fail_memory(source->ctx);
    cJSON_ArrayForEach(item, parameters) {
        lc_setting *setting = &figures->parameters[figures->n_parameters++];
        setting->name = lc_strdup(item->string);
        status = setting->name ? lc_json_get_any(source, item, &setting->value) : lc_fail_memory(source->ctx);
        if (status != LC_OK) return status;
    }
    return LC_OK;
}

static lc_status read_input(const lc_json_source *source, const cJSON *item, lc_figure_input *input) {
    lc_status status = lc_json_take_text(source, item, "role", LC_JSON_TEXT, &input->role);
    if (!status) status = lc_json_take_text(source, item, "file", LC_JSON_TEXT, &input->file);
    if (!status) status = lc_json_take_text(source, item, "layer", LC_JSON_TEXT_NULL, &input->layer);
    if (!status) status = lc_json_take_text(source, item, "crs", LC_JSON_TEXT_NULL, &input->crs);
    if (!status) status = lc_json_take_text(source, item, "encoding", LC_JSON_TEXT_NULL, &input->encoding);
    if (!status) status = lc_json_take_text(source, item, "sha256", LC_JSON_TEXT_NULL, &input->sha256);
    if (!status) status = lc_json_take_number(source, item, "features", LC_JSON_NUMBER, &input->features);
    return status;
}

static lc_status read_inputs(lc_json_source *source, const cJSON *about, lc_figures *figures) {
    const cJSON *inputs, *item;
    lc_status status = lc_json_member(source, about, "inputs", LC_JSON_LIST, &inputs);
    if (status != LC_OK) return status;
    figures->inputs = LC_NEW0(lc_figure_input, (size_t)cJSON_GetArraySize(inputs));
    if (!figures->inputs) return lc_fail_memory(source->ctx);
    cJSON_ArrayForEach(item, inputs) {
        snprintf(source->place, sizeof source->place, "lifecircle.inputs[%zu]", figures->n_inputs);
        status = read_input(source, item, &figures->inputs[figures->n_inputs++]);
        if (status != LC_OK) return status;
    }
    return LC_OK;
}

/* One edit behind the others: what it does, to which category, to which facility. */
static lc_status read_edit(const lc_json_source *source, const cJSON *item, FILE *out) {
    static const char *const member[] = {"op", "category", "id"};
    lc_status status = LC_OK;
    for (int i = 0; status == LC_OK && i < 3; i++) {
        char *text = NULL;
        status = lc_json_take_text(source, item, member[i], i ? LC_JSON_TEXT_NULL : LC_JSON_TEXT, &text);
        if (text) fprintf(out, "%s%s", i ? " " : "", text);
        free(text);
    }
    return status;
}

/* Only the report of a city with edits has some. */
static lc_status read_edits(lc_json_source *source, const cJSON *about, lc_figures *figures) {
    const cJSON *edits = NULL, *item;
    lc_text_stream text;
    size_t n = 0;
    if (!lc_json_find(about, "edits")) return LC_OK;
    lc_status status = lc_json_member(source, about, "edits", LC_JSON_LIST, &edits);
    if (status != LC_OK) return status;
    if (!lc_text_stream_open(&text)) return lc_fail_memory(source->ctx);
    for (item = edits->child; status == LC_OK && item; item = item->next) {
        snprintf(source->place, sizeof source->place, "lifecircle.edits[%zu]", n);
        if (n++) fputs(", ", text.file);
        status = read_edit(source, item, text.file);
    }
    bool whole = lc_text_stream_close(&text);
    figures->edits = text.text;
    return status == LC_OK && !whole ? lc_fail_memory(source->ctx) : status;
}

static lc_status read_about(lc_json_source *source, const cJSON *root, lc_figures *figures) {
    const cJSON *about = lc_json_find(root, "lifecircle");
    snprintf(source->place, sizeof source->place, "lifecircle");
    lc_status status = lc_json_take_text(source, about, "version", LC_JSON_TEXT, &figures->version);
    if (!status) status = lc_json_take_inner(source, about, "profile", "name", &figures->profile);
    if (!status) status = read_parameters(source, about, figures);
    if (!status) status = read_inputs(source, about, figures);
    if (!status) status = read_edits(source, about, figures);
    return status ? status : lc_figures_read_indicators(source, about, figures);
}

/* ---------------------------------------------------------------- columns */

/* Columns of the communities: found by name once, then by binary search, since there are hundreds. */
typedef enum lc_column_kind { RATIO, ERR, OFFNET, VERDICT, REASON, COUNT } lc_column_kind;
typedef struct lc_column_name {
    char *name;
    lc_column_kind kind;
    size_t index; /* of the indicator or category */
    bool supply;  /* of an indicator whose values are no shares */
} lc_column_name;
typedef struct lc_columns {
    lc_column_name *column;
    size_t n;
} lc_columns;

static const char *const ENDING[] = {"", "_err", "_offnet", "_verdict", "_reason", "_count"};

static int by_name(const void *a, const void *b) {
    return strcmp(((const lc_column_name *)a)->name, ((const lc_column_name *)b)->name);
}

static bool add_column(lc_columns *columns, const char *base, lc_column_kind kind, size_t index) {
    char *name = lc_sprintf("%s%s", base, ENDING[kind]);
    if (name) columns->column[columns->n++] = (lc_column_name){name, kind, index, false};
    return name != NULL;
}

static lc_status find_columns(lc_context *ctx, const lc_figures *figures, lc_columns *columns) {
    columns->column = LC_NEW(lc_column_name, figures->n_indicators * COUNT + figures->n_categories);
    if (!columns->column) return lc_fail_memory(ctx);
    for (size_t i = 0; i < figures->n_indicators; i++)
        for (lc_column_kind kind = RATIO; kind < COUNT; kind++) {
            if (!add_column(columns, figures->indicators[i].id, kind, i)) return lc_fail_memory(ctx);
            columns->column[columns->n - 1].supply = figures->indicators[i].supply;
        }
    for (size_t k = 0; k < figures->n_categories; k++)
        if (!add_column(columns, figures->categories[k], COUNT, k)) return lc_fail_memory(ctx);
    qsort(columns->column, columns->n, sizeof *columns->column, by_name);
    return LC_OK;
}

static void free_columns(lc_columns *columns) {
    for (size_t i = 0; i < columns->n; i++) free(columns->column[i].name);
    free(columns->column);
}

/* Categories are told by the columns of the first community. */
static lc_status read_categories(lc_context *ctx, const cJSON *properties, lc_figures *figures) {
    const size_t ending = strlen(ENDING[COUNT]);
    const cJSON *item;
    if (!cJSON_IsObject(properties)) return LC_OK;
    figures->categories = LC_NEW0(char *, (size_t)cJSON_GetArraySize(properties));
    if (!figures->categories) return lc_fail_memory(ctx);
    cJSON_ArrayForEach(item, properties) {
        size_t n = strlen(item->string);
        if (n <= ending || strcmp(item->string + n - ending, ENDING[COUNT]) != 0) continue;
        char *category = lc_sprintf("%.*s", (int)(n - ending), item->string);
        if (!category) return lc_fail_memory(ctx);
        figures->categories[figures->n_categories++] = category;
    }
    return LC_OK;
}

/* --------------------------------------------------------------- features */

static lc_status read_column(const lc_json_source *source, const cJSON *item, const lc_column_name *column,
                             lc_figure *values, double *counts) {
    lc_figure *value = column->kind == COUNT ? NULL : &values[column->index];
    switch (column->kind) {
    case RATIO:
        return lc_json_get_number(source, item, column->name, column->supply ? LC_JSON_NUMBER : LC_JSON_RATIO,
                                  &value->ratio);
    case ERR:
        return lc_json_get_number(source, item, column->name, LC_JSON_RATIO, &value->err);
    case OFFNET:
        return lc_json_get_number(source, item, column->name, LC_JSON_RATIO, &value->offnet);
    case VERDICT:
        return lc_json_get_verdict(source, item, column->name, &value->verdict);
    case REASON:
        free(value->reason);
        value->reason = NULL;
        return lc_json_get_text(source, item, column->name, LC_JSON_TEXT_NULL, &value->reason);
    case COUNT:
        break;
    }
    return lc_json_get_number(source, item, column->name, LC_JSON_NUMBER, &counts[column->index]);
}

static lc_status read_properties(const lc_json_source *source, const cJSON *properties, const lc_columns *columns,
                                 lc_figures *figures, size_t c) {
    lc_figure *values = figures->values + c * figures->n_indicators;
    double *counts = figures->counts + c * figures->n_categories;
    const cJSON *item;
    size_t ratios = 0;
    for (size_t k = 0; k < figures->n_categories; k++) counts[k] = NAN;
    for (size_t i = 0; i < figures->n_indicators; i++) values[i] = (lc_figure){.ratio = NAN, .err = NAN, .offnet = NAN};
    cJSON_ArrayForEach(item, properties) {
        lc_column_name key = {.name = item->string};
        const lc_column_name *column = bsearch(&key, columns->column, columns->n, sizeof key, by_name);
        if (!column) continue;
        ratios += column->kind == RATIO;
        lc_status status = read_column(source, item, column, values, counts);
        if (status != LC_OK) return status;
    }
    for (size_t i = 0; ratios < figures->n_indicators && i < figures->n_indicators; i++)
        if (!lc_json_find(properties, figures->indicators[i].id))
            return lc_json_wrong(source, figures->indicators[i].id, LC_JSON_RATIO);
    return LC_OK;
}

static lc_status read_feature(lc_json_source *source, const cJSON *feature, const lc_columns *columns,
                              lc_figures *figures) {
    size_t c = figures->n_communities;
    const cJSON *properties;
    lc_figure_community *community = &figures->communities[figures->n_communities++];
    snprintf(source->place, sizeof source->place, "features[%zu]", c);
    lc_status status = lc_json_member(source, feature, "properties", LC_JSON_OBJECT, &properties);
    if (!status) status = lc_json_take_text(source, properties, "id", LC_JSON_TEXT, &community->id);
    if (!status) status = lc_json_take_text(source, properties, "name", LC_JSON_TEXT, &community->name);
    return status ? status : read_properties(source, properties, columns, figures, c);
}

static lc_status read_features(lc_json_source *source, const cJSON *root, lc_figures *figures) {
    const cJSON *features, *feature;
    lc_columns columns = {0};
    snprintf(source->place, sizeof source->place, "%s", lc_tr(source->ctx, "the collection"));
    lc_status status = lc_json_member(source, root, "features", LC_JSON_LIST, &features);
    if (status != LC_OK) return status;
    size_t n = (size_t)cJSON_GetArraySize(features);
    status = read_categories(source->ctx, lc_json_find(features->child, "properties"), figures);
    if (!status) status = find_columns(source->ctx, figures, &columns);
    if (status != LC_OK) goto done;
    figures->communities = LC_NEW0(lc_figure_community, n);
    figures->values = LC_NEW0(lc_figure, n * figures->n_indicators);
    figures->counts = LC_NEW0(double, n * figures->n_categories);
    if (!figures->communities || !figures->values || !figures->counts) status = lc_fail_memory(source->ctx);
    for (feature = features->child; status == LC_OK && feature; feature = feature->next) {
        status = lc_fail_cancelled(source->ctx);
        if (status == LC_OK) status = read_feature(source, feature, &columns, figures);
    }
done:
    free_columns(&columns);
    return status;
}

lc_status lc_figures_parse(lc_context *ctx, char *text, size_t size, const char *name, const char *file,
                           lc_figures **out) {
    lc_json_source source = {.ctx = ctx, .name = name};
    cJSON *root = NULL;
    lc_figures *figures = LC_NEW0(lc_figures, 1);
    if (!figures) return lc_fail_memory(ctx);
    lc_status status = lc_json_parse(&source, text, size, &root);
    if (!status && file && !(figures->file = lc_strdup(file))) status = lc_fail_memory(ctx);
    if (!status) status = check_schema(&source, root);
    if (!status) status = read_about(&source, root, figures);
    if (!status) status = read_features(&source, root, figures);
    cJSON_Delete(root);
    if (status == LC_OK)
        *out = figures;
    else
        lc_figures_free(figures);
    return status;
}
