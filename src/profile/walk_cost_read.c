#include "profile/walk_cost_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "profile/data_dir.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --------------------------------------------------------------------------------------------------------- reading */

static const lc_yaml_range SLOPE = {0, 1, false, "from 0 to 1", "write rise over run, for example 0.05"};
static const lc_yaml_range FACTOR = {1, 1000, false, "1 or more",
                                     "write how many metres on the flat a metre counts for"};

static lc_status read_row(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    lc_walk_cost *cost = target;
    lc_slope_row row;
    lc_status status = lc_yaml_get_number(yaml, key, "a slope in 'slope'", &SLOPE, &row.slope);
    if (!status) status = lc_yaml_get_number(yaml, value, "a factor in 'slope'", &FACTOR, &row.factor);
    if (status) return status;
    if (cost->n_table && row.slope <= cost->table[cost->n_table - 1].slope)
        return lc_yaml_fail(yaml, key, "the slopes in 'slope' must ascend, but %g stands after %g; sort them",
                            row.slope, cost->table[cost->n_table - 1].slope);
    lc_slope_row *table = realloc(cost->table, (cost->n_table + 1) * sizeof *table);
    if (!table) return lc_fail_memory(yaml->ctx);
    cost->table = table;
    cost->table[cost->n_table++] = row;
    return LC_OK;
}

static lc_status read_slope(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    static const char *const words[] = {"none", "tobler", "langmuir", NULL};
    static const lc_yaml_field word = {.key = "slope", .rule = words};
    (void)field;
    lc_walk_cost *cost = target;
    free(cost->table);
    cost->table = NULL;
    cost->n_table = 0;
    if (value->type != YAML_MAPPING_NODE) {
        int index;
        lc_status status = lc_yaml_read_word(yaml, value, &word, &index);
        if (!status) cost->slope = (lc_slope_model)index;
        return status;
    }
    cost->slope = LC_SLOPE_TABLE;
    lc_status status = lc_yaml_entries(yaml, value, "'slope'", read_row, cost);
    if (!status && cost->n_table == 0)
        status = lc_yaml_fail(yaml, value,
                              "the table in 'slope' is empty; write slopes and factors, as in {0: 1, 0.1: 1.3}");
    return status;
}

static lc_status read_stairs(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_walk_cost *cost = target;
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "'stairs'", &text);
    if (status) return status;
    cost->has_stairs = true;
    cost->stairs = INFINITY;
    if (strcmp(text, "none") == 0) return LC_OK;
    return lc_yaml_get_number(yaml, value, "'stairs'", &FACTOR, &cost->stairs);
}

static lc_status read_crossings(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_walk_cost *cost = target;
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "'crossings'", &text);
    if (status) return status;
    cost->crossings = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    if (cost->crossings || strcmp(text, "no") == 0 || strcmp(text, "false") == 0) return LC_OK;
    return lc_yaml_fail(yaml, value, "'crossings' is '%s'; write yes or no", lc_clip_text(text).text);
}

static const lc_yaml_field FIELDS[] = {
    {.key = "slope", .read = read_slope},
    {.key = "stairs", .read = read_stairs},
    {.key = "crossings", .read = read_crossings},
};

lc_status lc_walk_cost_read(lc_yaml *yaml, const yaml_node_t *node, lc_walk_cost *out) {
    return lc_yaml_mapping(yaml, node, "'walk_cost'", FIELDS, COUNT(FIELDS), out);
}

/* ------------------------------------------------------------------------------------------------------ named sets */

typedef struct {
    const char *name;
    const yaml_node_t *set;
    char *names; /* all of them, for the message */
} sought_t;

static lc_status seek(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    sought_t *sought = target;
    const char *name = (const char *)key->data.scalar.value;
    if (strcmp(name, sought->name) == 0) sought->set = value;
    char *names = lc_sprintf("%s%s%s", sought->names ? sought->names : "", sought->names ? ", " : "", name);
    free(sought->names);
    sought->names = names;
    return names ? LC_OK : lc_fail_memory(yaml->ctx);
}

static lc_status read_named(lc_yaml *yaml, const char *name, lc_walk_cost *out) {
    sought_t sought = {.name = name};
    lc_status status = lc_yaml_entries(yaml, lc_yaml_root(yaml), "the walking costs", seek, &sought);
    if (!status && !sought.set)
        status = lc_fail(yaml->ctx, LC_ERR_INPUT,
                         "walk cost '%s' is not known; choose one of %s, or write one, as in "
                         "'{slope: tobler, stairs: 3}'",
                         name, sought.names);
    if (!status) status = lc_walk_cost_read(yaml, sought.set, out);
    free(sought.names);
    return status;
}

lc_status lc_walk_cost_named(lc_context *ctx, const char *data_dir, const char *name, lc_walk_cost *out) {
    static const char advice[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");
    char *path = NULL;
    lc_yaml yaml = {0};
    lc_walk_cost cost = {0};
    lc_status status;
    if (*name == '{') {
        status = lc_yaml_open_text(ctx, "walk_cost", name, &yaml);
        if (!status) status = lc_walk_cost_read(&yaml, lc_yaml_root(&yaml), &cost);
    } else {
        status = lc_data_file(ctx, data_dir, "rules/walk_cost.yaml", &path);
        if (!status) status = lc_yaml_open(ctx, path, advice, &yaml);
        if (!status) status = read_named(&yaml, name, &cost);
    }
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_walk_cost_free(&cost);
    else
        *out = cost;
    return status;
}
