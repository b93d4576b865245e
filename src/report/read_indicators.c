#include "report/read_indicators.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text_stream.h"

/* What there is for each person (2SFCA) has no bound. */
static bool is_supply(const cJSON *item) {
    const char *measure = cJSON_GetStringValue(lc_json_find(item, "measure"));
    return measure && strcmp(measure, "2sfca") == 0;
}

static lc_status read_city(const lc_json_source *source, const cJSON *item, lc_figure *city) {
    if (!lc_json_find(item, "ratio")) return lc_json_wrong(source, "ratio", LC_JSON_RATIO);
    lc_status status =
        lc_json_take_number(source, item, "ratio", is_supply(item) ? LC_JSON_NUMBER : LC_JSON_RATIO, &city->ratio);
    if (!status) status = lc_json_take_number(source, item, "err", LC_JSON_RATIO, &city->err);
    if (!status) status = lc_json_take_number(source, item, "offnet", LC_JSON_RATIO, &city->offnet);
    if (!status) status = lc_json_get_verdict(source, lc_json_find(item, "verdict"), "verdict", &city->verdict);
    return status;
}

/* " ≥5000 m²" behind the text so far, for a limit that is there. */
static lc_status add_limit(const lc_json_source *source, const cJSON *rule, const char *key, const char *before,
                           const char *after, char **text) {
    char *value = NULL, *longer;
    double number;
    lc_status status = lc_json_take_number(source, rule, key, LC_JSON_NUMBER, &number);
    if (status != LC_OK || isnan(number)) return status;
    status = lc_json_get_any(source, lc_json_find(rule, key), &value);
    if (status != LC_OK) return status;
    longer = lc_sprintf("%s%s%s%s", *text, before, value, after);
    free(value);
    if (!longer) return lc_fail_memory(source->ctx);
    free(*text);
    *text = longer;
    return LC_OK;
}

/* A rule in short, in no language, behind those before it: "park 500 m ≥5000 m² street". */
static lc_status add_rule(const lc_json_source *source, const cJSON *rule, char **text) {
    char *category = NULL, *level = NULL, *longer = NULL;
    lc_status status = lc_json_take_text(source, rule, "category", LC_JSON_TEXT, &category);
    if (!status) status = lc_json_take_text(source, rule, "level", LC_JSON_TEXT_NULL, &level);
    if (status != LC_OK) goto done;
    longer = lc_sprintf("%s%s%s%s%s", *text ? *text : "", *text ? " | " : "", category, level ? " " : "",
                        level ? level : "");
    if (!longer) {
        status = lc_fail_memory(source->ctx);
        goto done;
    }
    free(*text);
    *text = longer;
    status = add_limit(source, rule, "distance_m", " ", " m", text);
    if (!status) status = add_limit(source, rule, "min_area_m2", " ≥", " m²", text);
    if (!status) status = add_limit(source, rule, "max_area_m2", " ≤", " m²", text);
done:
    free(level);
    free(category);
    return status;
}

/* "2sfca beds gaussian" behind the rules. */
static lc_status add_measure(const lc_json_source *source, const cJSON *item, char **text) {
    const char *supply = cJSON_GetStringValue(lc_json_find(item, "supply"));
    const char *decay = cJSON_GetStringValue(lc_json_find(item, "decay"));
    if (!is_supply(item)) return LC_OK;
    char *longer = lc_sprintf("%s | 2sfca %s %s", *text ? *text : "", supply ? supply : "", decay ? decay : "");
    if (!longer) return lc_fail_memory(source->ctx);
    free(*text);
    *text = longer;
    return LC_OK;
}

static lc_status read_definition(const lc_json_source *source, const cJSON *item, char **definition) {
    lc_status status = LC_OK;
    const cJSON *rules = lc_json_find(item, "rules"), *rule;
    if (rules && !cJSON_IsArray(rules)) return lc_json_wrong(source, "rules", LC_JSON_LIST);
    cJSON_ArrayForEach(rule, rules) {
        status = add_rule(source, rule, &definition[LC_DEFINITION_RULES]);
        if (status != LC_OK) return status;
    }
    status = add_measure(source, item, &definition[LC_DEFINITION_RULES]);
    for (size_t k = 0; !status && k < LC_DEFINITION_MEMBERS; k++)
        if (k != LC_DEFINITION_RULES)
            status = lc_json_get_any(source, lc_json_find(item, lc_definition_member[k]), &definition[k]);
    return status;
}

static lc_status get_target(const lc_json_source *source, const cJSON *item, const char *key, double *value,
                            char **text) {
    lc_status status = lc_json_take_number(source, item, key, LC_JSON_RATIO, value);
    return status || isnan(*value) ? status : lc_json_get_any(source, lc_json_find(item, key), text);
}

static lc_status read_indicator(const lc_json_source *source, const cJSON *item, lc_figure_indicator *indicator) {
    lc_status status = lc_json_take_text(source, item, "id", LC_JSON_TEXT, &indicator->id);
    if (!status) status = lc_json_take_inner(source, item, "title", "en", &indicator->title_en);
    if (!status) status = lc_json_take_inner(source, item, "title", "zh", &indicator->title_zh);
    indicator->supply = is_supply(item);
    if (!status) status = get_target(source, item, "target", &indicator->target, &indicator->target_text);
    if (!status)
        status = get_target(source, item, "community_target", &indicator->community_target,
                            &indicator->community_target_text);
    if (!status) status = read_definition(source, item, indicator->definition);
    return status ? status : read_city(source, item, &indicator->city);
}

/* ------------------------------------------------------------ combinations */

enum { NESTED_MAX = 8 }; /* combinations of combinations: deeper ones are told by their ids alone */

static const cJSON *find_indicator(const cJSON *indicators, const char *id) {
    const cJSON *item;
    cJSON_ArrayForEach(item, indicators) {
        const cJSON *other = lc_json_find(item, "id");
        if (id && cJSON_IsString(other) && strcmp(other->valuestring, id) == 0) return item;
    }
    return NULL;
}

/* What an indicator asks, parts and all: " network park 500 m", "at_least 1 (a network …; b …)". */
static lc_status put_question(const lc_json_source *source, const cJSON *indicators, const cJSON *item, int depth,
                              FILE *file) {
    const cJSON *combines = lc_json_find(item, "combines"), *parts = lc_json_find(combines, "parts"), *part;
    const cJSON *kind = lc_json_find(combines, "kind"), *n = lc_json_find(combines, "n");
    lc_status status = LC_OK;
    if (!cJSON_IsObject(combines)) {
        char *definition[LC_DEFINITION_MEMBERS] = {NULL};
        status = read_definition(source, item, definition);
        if (!status)
            fprintf(file, " %s %s", cJSON_GetStringValue(lc_json_find(item, "metric")),
                    definition[LC_DEFINITION_RULES] ? definition[LC_DEFINITION_RULES] : "");
        for (size_t k = 0; k < LC_DEFINITION_MEMBERS; k++) free(definition[k]);
        return status;
    }
    if (!cJSON_IsString(kind) || !cJSON_IsNumber(n) || !cJSON_IsArray(parts))
        return lc_json_wrong(source, "combines", LC_JSON_OBJECT);
    fprintf(file, "%s%s %d (", depth ? " " : "", kind->valuestring, n->valueint);
    cJSON_ArrayForEach(part, parts) {
        const cJSON *found = find_indicator(indicators, cJSON_GetStringValue(part));
        if (!found) return lc_json_wrong(source, "parts", LC_JSON_LIST);
        fprintf(file, "%s%s", part == parts->child ? "" : "; ", part->valuestring);
        if (depth < NESTED_MAX) status = put_question(source, indicators, found, depth + 1, file);
        if (status != LC_OK) return status;
    }
    fputc(')', file);
    return LC_OK;
}

/* In the place of what the member itself says: when a part asks something else, so does the whole. */
static lc_status describe_combinations(lc_json_source *source, const cJSON *indicators, lc_figures *figures) {
    const cJSON *item;
    size_t i = 0;
    lc_status status = LC_OK;
    cJSON_ArrayForEach(item, indicators) {
        char **definition = &figures->indicators[i++].definition[LC_DEFINITION_COMBINES];
        if (!cJSON_IsObject(lc_json_find(item, "combines"))) continue;
        snprintf(source->place, sizeof source->place, "lifecircle.indicators[%zu]", i - 1);
        free(*definition);
        *definition = NULL;
        lc_text_stream s;
        if (!lc_text_stream_open(&s)) return lc_fail_memory(source->ctx);
        status = put_question(source, indicators, item, 0, s.file);
        if (!lc_text_stream_close(&s) && !status) status = lc_fail_memory(source->ctx);
        *definition = s.text;
        if (status != LC_OK) return status;
    }
    return LC_OK;
}

static lc_status check_repeated(const lc_json_source *source, const lc_figures *figures, const char *id) {
    for (size_t i = 0; i + 1 < figures->n_indicators; i++)
        if (strcmp(figures->indicators[i].id, id) == 0)
            return lc_fail(source->ctx, LC_ERR_INPUT,
                           "%s: the indicator '%s' is there twice; was the report changed by hand?", source->name, id);
    return LC_OK;
}

lc_status lc_figures_read_indicators(lc_json_source *source, const cJSON *about, lc_figures *figures) {
    const cJSON *indicators, *item;
    lc_status status = lc_json_member(source, about, "indicators", LC_JSON_LIST, &indicators);
    if (status != LC_OK) return status;
    figures->indicators = LC_NEW0(lc_figure_indicator, (size_t)cJSON_GetArraySize(indicators));
    if (!figures->indicators) return lc_fail_memory(source->ctx);
    cJSON_ArrayForEach(item, indicators) {
        snprintf(source->place, sizeof source->place, "lifecircle.indicators[%zu]", figures->n_indicators);
        lc_figure_indicator *indicator = &figures->indicators[figures->n_indicators++];
        status = read_indicator(source, item, indicator);
        if (!status) status = check_repeated(source, figures, indicator->id);
        if (status != LC_OK) return status;
    }
    return describe_combinations(source, indicators, figures);
}
