#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "profile/groups.h"
#include "profile/profile_path.h"
#include "profile/walk_cost_read.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Strings that the options point to. */
typedef struct strings {
    char **text;
    size_t n, capacity;
} strings;

/* What a project file says, in one struct to be filled by offsets. */
typedef struct said {
    lc_city_options city;
    const char *profile;
    lc_check_options check;
    lc_outputs outputs;
} said_t;

struct lc_project {
    said_t said;
    strings owned, osm, facilities, pois, entrances, edits, groups, fields;
    char *folder; /* "" or with '/' at its end */
};

static const lc_yaml_range LINK_LIMIT = {0, 1e7, false, "from 0 to 10000000", "write metres, for example 250"};
static const lc_yaml_range MAX_ERROR = {0, 1, true, "more than 0 and at most 1", "write a share, for example 0.005"};
static const lc_yaml_range MAX_DISTANCE_ERROR = {0.01, 1e7, false, "from 0.01 to 10000000",
                                                 "write metres, for example 1"};
static const lc_yaml_range TOLERANCE = {0, 1, false, "from 0 to 1", "write a share, for example 0.001"};
static const lc_yaml_range ISLAND_GAP = {0, 1e3, false, "from 0 to 1000", "write metres, for example 20"};
static const lc_yaml_range MIN_COMPONENT = {0, 1e9, false, "from 0 to 1000000000", "write metres, for example 500"};

/* Takes ownership of `text` also when it fails. */
static lc_status push(lc_context *ctx, strings *list, char *text) {
    if (!text || !LC_ROOM(list->text, list->capacity, list->n + 1)) {
        free(text);
        return lc_fail_memory(ctx);
    }
    list->text[list->n++] = text;
    return LC_OK;
}

/* A connection ("PG:dbname=x"), an address or a Windows drive rather than a path in the project's folder. */
static bool has_scheme(const char *source) {
    const char *c = source;
    if (!isalpha((unsigned char)*c)) return false;
    while (isalnum((unsigned char)*c) || *c == '+' || *c == '-' || *c == '.') c++;
    return *c == ':';
}

/* Only the path, up to the first '|', is touched; it stands first, so the folder simply goes in front. */
static char *resolve(const lc_project *project, const char *source) {
    bool as_is = source[0] == '/' || has_scheme(source);
    return lc_sprintf("%s%s", as_is ? "" : project->folder, source);
}

static lc_status keep(lc_yaml *yaml, char *text, const char **target) {
    lc_project *project = yaml->user;
    lc_status status = push(yaml->ctx, &project->owned, text);
    if (!status) *target = text;
    return status;
}

static lc_status text_of(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, const char **text) {
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_get_text(yaml, value, what, text);
}

static lc_status read_text(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = text_of(yaml, value, field, &text);
    return status ? status : keep(yaml, lc_strdup(text), target);
}

static lc_status read_flag(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = text_of(yaml, value, field, &text);
    if (status) return status;
    *(bool *)target = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    if (*(bool *)target || strcmp(text, "no") == 0 || strcmp(text, "false") == 0) return LC_OK;
    return lc_yaml_fail(yaml, value, "'%s' is '%s'; write yes or no", field->key, lc_clip_text(text).text);
}

static lc_status read_source(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = text_of(yaml, value, field, &text);
    return status ? status : keep(yaml, resolve(yaml->user, text), target);
}

static lc_status read_profile(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = text_of(yaml, value, field, &text);
    if (status) return status;
    return (lc_profile_is_path(text) ? read_source : read_text)(yaml, value, field, target);
}

static lc_status read_output(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = text_of(yaml, value, field, &text);
    if (status) return status;
    return (strcmp(text, "-") == 0 ? read_text : read_source)(yaml, value, field, target);
}

/* A name, or a mapping, which is checked here, where its line is known, and kept as text. */
static lc_status read_walk_cost(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    if (value->type != YAML_MAPPING_NODE) return read_text(yaml, value, field, target);
    lc_walk_cost cost = {0};
    lc_status status = lc_walk_cost_read(yaml, value, &cost);
    if (!status) status = keep(yaml, lc_walk_cost_text(&cost), target);
    lc_walk_cost_free(&cost);
    return status;
}

/* `category: source` becomes "category=source", as on the command line. */
static lc_status add_category_source(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, strings *target) {
    const char *category = (const char *)key->data.scalar.value, *text;
    lc_project *project = yaml->user;
    bool field = target == &project->fields;
    lc_status status = lc_yaml_get_text(yaml, value, field ? "a category's file" : "a category's source", &text);
    if (status) return status;
    if (strchr(category, '='))
        return lc_yaml_fail(yaml, key, "the category '%s' must not contain '='; write 'category: %s'",
                            lc_clip_text(category).text, field ? "file.tif" : "source");
    bool word = !field && strcmp(text, "osm") == 0; /* those of the OpenStreetMap file */
    char *source = word ? lc_strdup(text) : resolve(project, text);
    char *both = source ? lc_sprintf("%s=%s", category, source) : NULL;
    free(source);
    return push(yaml->ctx, target, both);
}

/* One source, or a list of them. */
static lc_status read_category_source(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    lc_project *project = yaml->user;
    if (value->type != YAML_SEQUENCE_NODE || target == &project->fields)
        return add_category_source(yaml, key, value, target);
    const yaml_node_item_t *item = value->data.sequence.items.start, *top = value->data.sequence.items.top;
    if (item == top)
        return lc_yaml_fail(yaml, value, "%s is empty; write at least one member",
                            lc_tr(yaml->ctx, "a category's sources"));
    lc_status status = LC_OK;
    for (; item < top && !status; item++) status = add_category_source(yaml, key, lc_yaml_node(yaml, *item), target);
    return status;
}

static strings *list_of(lc_project *project, const char *key) {
    if (strcmp(key, "facilities") == 0) return &project->facilities;
    return strcmp(key, "entrances") == 0 ? &project->entrances : &project->fields;
}

static lc_status read_sources(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)target;
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_entries(yaml, value, what, read_category_source, list_of(yaml->user, field->key));
}

static lc_status read_poi_source(lc_yaml *yaml, const yaml_node_t *value, void *target) {
    (void)target;
    lc_project *project = yaml->user;
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "a table of POIs", &text);
    return status ? status : push(yaml->ctx, &project->pois, resolve(project, text));
}

static lc_status read_edits_source(lc_yaml *yaml, const yaml_node_t *value, void *target) {
    (void)target;
    lc_project *project = yaml->user;
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "a layer of edits", &text);
    return status ? status : push(yaml->ctx, &project->edits, resolve(project, text));
}

static lc_status read_osm_file(lc_yaml *yaml, const yaml_node_t *value, void *target) {
    (void)target;
    lc_project *project = yaml->user;
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "an OpenStreetMap file", &text);
    return status ? status : push(yaml->ctx, &project->osm, resolve(project, text));
}

/* A group is what the option --group says of it. */
static lc_status read_group(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    lc_project *project = yaml->user;
    char *text = NULL, *en = NULL, *zh = NULL;
    (void)target;
    lc_status status = lc_group_read(yaml, key, value, project->folder, &text, &en, &zh);
    free(en);
    free(zh);
    if (!status) return push(yaml->ctx, &project->groups, text);
    free(text);
    return status;
}

static lc_status read_groups(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    return lc_yaml_entries(yaml, value, "'groups'", read_group, target);
}

/* One of a kind, or a list of them. */
static lc_status read_each(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    static const struct {
        const char *key, *what;
        lc_status (*read)(lc_yaml *, const yaml_node_t *, void *);
    } kinds[] = {
        {"osm", "'osm'", read_osm_file}, {"pois", "'pois'", read_poi_source}, {"edits", "'edits'", read_edits_source}};
    size_t k = 0;
    while (strcmp(kinds[k].key, field->key) != 0) k++;
    lc_status (*read)(lc_yaml *, const yaml_node_t *, void *) = kinds[k].read;
    if (value->type != YAML_SEQUENCE_NODE) return read(yaml, value, target);
    char *items = NULL; /* nothing is kept there: the lists are the project's own */
    size_t n = 0;
    lc_status status = lc_yaml_list(yaml, value, kinds[k].what, read, 1, (void **)&items, &n);
    free(items);
    return status;
}

#define OPTION(name, reader)                                                                                           \
    { .key = #name, .read = reader, .offset = offsetof(said_t, name) }
#define CITY(name, reader)                                                                                             \
    { .key = #name, .read = reader, .offset = offsetof(said_t, city.name) }
#define CHECK(name, reader)                                                                                            \
    { .key = #name, .read = reader, .offset = offsetof(said_t, check.name) }
#define OUTPUT(name, reader)                                                                                           \
    { .key = #name, .read = reader, .offset = offsetof(said_t, outputs.name) }

static const lc_yaml_field FIELDS[] = {
    {.key = "osm", .read = read_each},
    CITY(network, read_source),
    CITY(communities, read_source),
    CITY(id_field, read_text),
    CITY(name_field, read_text),
    CITY(population_field, read_text),
    CITY(group_field, read_text),
    CITY(shard, read_text),
    {.key = "facilities", .read = read_sources},
    {.key = "pois", .read = read_each},
    {.key = "entrances", .read = read_sources},
    {.key = "edits", .read = read_each},
    CITY(residential, read_source),
    CITY(demand, read_source),
    CITY(weight_field, read_text),
    CITY(floors_field, read_text),
    {.key = "groups", .read = read_groups},
    CITY(compounds, read_source),
    CITY(gates, read_source),
    OPTION(profile, read_profile),
    OUTPUT(output, read_output),
    OUTPUT(areas, read_source),
    OUTPUT(gaps, read_source),
    OUTPUT(html, read_output),
    OUTPUT(tiles, read_text),
    OUTPUT(tiles_attribution, read_text),
    OUTPUT(out_crs, read_text),
    {.key = "field", .read = read_sources},
    OUTPUT(csv, read_source),
    OUTPUT(csv_bom, read_source),
    OUTPUT(xlsx, read_source),
    OUTPUT(gpkg, read_source),
    OUTPUT(markdown, read_output),
    OUTPUT(charts, read_source),
    OUTPUT(junit, read_output),
    OUTPUT(baseline, read_source),
    {.key = "tolerance",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, outputs.tolerance),
     .rule = &TOLERANCE},
    OUTPUT(store, read_source),
    CHECK(overlap, read_flag),
    CHECK(allow_no_data, read_flag),
    {.key = "link_limit",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, check.link_limit_m),
     .rule = &LINK_LIMIT},
    {.key = "max_error", .read = lc_yaml_read_number, .offset = offsetof(said_t, check.max_error), .rule = &MAX_ERROR},
    {.key = "max_distance_error",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, check.max_distance_error_m),
     .rule = &MAX_DISTANCE_ERROR},
    CITY(dem, read_source),
    {.key = "dem_smooth",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, city.dem_smooth_m),
     .rule = &LINK_LIMIT},
    CITY(walk_cost, read_walk_cost),
    CITY(planes, read_text),
    {.key = "island_gap",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, city.island_gap_m),
     .rule = &ISLAND_GAP},
    {.key = "min_component_m",
     .read = lc_yaml_read_number,
     .offset = offsetof(said_t, city.min_component_m),
     .rule = &MIN_COMPONENT},
};

static char *folder_of(const char *path) {
    return lc_sprintf("%.*s", (int)(lc_path_name(path) - path), path);
}

static void point_at_lists(lc_project *project) {
    lc_city_options *city = &project->said.city;
    lc_outputs *outputs = &project->said.outputs;
    city->osm = (const char *const *)project->osm.text;
    city->n_osm = project->osm.n;
    city->facilities = (const char *const *)project->facilities.text;
    city->n_facilities = project->facilities.n;
    city->pois = (const char *const *)project->pois.text;
    city->n_pois = project->pois.n;
    city->entrances = (const char *const *)project->entrances.text;
    city->n_entrances = project->entrances.n;
    city->groups = (const char *const *)project->groups.text;
    city->n_groups = project->groups.n;
    outputs->fields = (const char *const *)project->fields.text;
    outputs->n_fields = project->fields.n;
}

lc_status lc_project_read(lc_context *ctx, const char *path, lc_project **out) {
    lc_yaml yaml = {0};
    lc_project *project = LC_NEW0(lc_project, 1);
    if (!project) return lc_fail_memory(ctx);
    project->said = (said_t){LC_CITY_OPTIONS_INIT, NULL, LC_CHECK_OPTIONS_INIT, LC_OUTPUTS_INIT};
    project->folder = folder_of(path);
    lc_status status = project->folder ? LC_OK : lc_fail_memory(ctx);
    if (!status) status = lc_yaml_open(ctx, path, "check the path of the project file", &yaml);
    if (status) goto done;
    yaml.user = project;
    yaml.dashes = true;
    status = lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "a project file", FIELDS, COUNT(FIELDS), &project->said);
    if (status) goto done;
    point_at_lists(project);
    *out = project;
    project = NULL;
done:
    lc_project_free(project);
    lc_yaml_close(&yaml);
    return status;
}

const lc_city_options *lc_project_city(const lc_project *project) {
    return &project->said.city;
}

const char *const *lc_project_edits(const lc_project *project, size_t *n) {
    *n = project->edits.n;
    return (const char *const *)project->edits.text;
}

const lc_check_options *lc_project_check(const lc_project *project) {
    return &project->said.check;
}

const lc_outputs *lc_project_outputs(const lc_project *project) {
    return &project->said.outputs;
}

const char *lc_project_profile(const lc_project *project) {
    return project->said.profile;
}

static void free_strings(strings *list) {
    for (size_t i = 0; i < list->n; i++) free(list->text[i]);
    free(list->text);
}

void lc_project_free(lc_project *project) {
    if (!project) return;
    free_strings(&project->owned);
    free_strings(&project->osm);
    free_strings(&project->facilities);
    free_strings(&project->pois);
    free_strings(&project->entrances);
    free_strings(&project->groups);
    free_strings(&project->edits);
    free_strings(&project->fields);
    free(project->folder);
    free(project);
}
