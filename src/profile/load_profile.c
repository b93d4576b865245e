#include "profile/profile.h"

#include "base/memory.h"
#include "profile/combine.h"
#include "profile/extends.h"
#include "profile/groups.h"
#include "profile/indicator.h"
#include "profile/profile_path.h"
#include "profile/scenarios.h"
#include "profile/walk_cost_read.h"
#include "profile/yaml_title.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Planners' 66.7 m a minute: 15 minutes a kilometre. */
static const double DEFAULT_SPEED_M_PER_MIN = 66.7;

static const lc_yaml_range SPEED = {0, 1e4, true, "more than 0 and at most 10000",
                                    "write metres a minute, for example 66.7"};
static const lc_yaml_range BAND = {0, 1e7, true, "more than 0 and at most 10000000",
                                   "write metres, for example [100, 300, 500]"};

static lc_status read_table(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    (void)target;
    lc_loading *load = yaml->user;
    return lc_walk_times_read(yaml, value, &load->times);
}

static lc_status read_title(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_profile *profile = target;
    return lc_yaml_get_title(yaml, value, &profile->title_en, &profile->title_zh);
}

static lc_status read_source(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_profile *profile = target;
    return lc_yaml_get_source(yaml, value, &profile->source, &profile->source_zh);
}

static lc_status read_scenarios(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_loading *load = yaml->user;
    load->scenarios = value;
    return lc_scenarios_read(yaml, value, target);
}

static lc_status read_groups(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    return lc_groups_read(yaml, value, target);
}

/* Its items are looked up when all indicators are known. */
static lc_status keep_scorecard(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_loading *load = yaml->user;
    (void)field;
    (void)target;
    load->scorecard = value;
    return LC_OK;
}

static lc_status read_band(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    const lc_loading *load = yaml->user;
    double *band = target;
    lc_status status = lc_yaml_get_number(yaml, item, "a distance in 'bands_m'", &BAND, band);
    if (!status && band > load->profile->bands_m && band[0] <= band[-1])
        status =
            lc_yaml_fail(yaml, item, "'bands_m' must ascend, but %g stands after %g; sort them and keep one of each",
                         band[0], band[-1]);
    return status;
}

static lc_status read_bands(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_profile *profile = target;
    return lc_yaml_list(yaml, value, "'bands_m'", read_band, sizeof *profile->bands_m, (void **)&profile->bands_m,
                        &profile->n_bands);
}

static lc_status read_listed(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field field = {.key = "a category"};
    lc_status status = lc_category_name_read(yaml, item, "a category");
    return status ? status : lc_yaml_read_text(yaml, item, &field, target);
}

static lc_status read_categories(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_profile *profile = target;
    return lc_yaml_list(yaml, value, "'categories'", read_listed, sizeof *profile->categories,
                        (void **)&profile->categories, &profile->n_categories);
}

/* What lc_profile_open() has used up. */
static lc_status pass_over(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)yaml;
    (void)value;
    (void)field;
    (void)target;
    return LC_OK;
}

static lc_status read_walk_cost(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_profile *profile = target;
    (void)field;
    profile->has_walk_cost = true;
    return lc_walk_cost_read(yaml, value, &profile->walk_cost);
}

/* Speed and table stand before the indicators, whose minutes they turn into metres. */
static const lc_yaml_field PROFILE_FIELDS[] = {
    {.key = "name", .read = lc_yaml_read_text, .offset = offsetof(lc_profile, name), .required = true},
    {.key = "extends", .read = pass_over},
    {.key = "drop", .read = pass_over},
    {.key = "title", .read = read_title},
    {.key = "source", .read = read_source},
    {.key = "walk_speed_m_per_min",
     .read = lc_yaml_read_number,
     .offset = offsetof(lc_profile, walk_speed_m_per_min),
     .rule = &SPEED},
    {.key = "walk_cost", .read = read_walk_cost},
    {.key = "minutes_m", .read = read_table},
    {.key = "scenarios", .read = read_scenarios},
    {.key = "groups", .read = read_groups},
    {.key = "bands_m", .read = read_bands},
    {.key = "categories", .read = read_categories},
    {.key = "scorecard", .read = keep_scorecard},
    {.key = "indicators", .read = lc_indicators_read, .required = true},
};

static lc_status keep_parents(const lc_yaml *yaml, lc_profile *profile) {
    profile->parents = LC_NEW0(char *, yaml->n_origins);
    if (!profile->parents) return lc_fail_memory(yaml->ctx);
    for (size_t i = 0; i < yaml->n_origins; i++) {
        profile->parents[i] = lc_strdup(yaml->origin[i].file);
        if (!profile->parents[i]) return lc_fail_memory(yaml->ctx);
        profile->n_parents++;
    }
    return LC_OK;
}

/* The profile that an open document says; closes it. */
static lc_status read_profile(lc_context *ctx, lc_yaml *yaml, lc_profile **out) {
    lc_loading load = {.profile = LC_NEW0(lc_profile, 1)};
    lc_status status = LC_OK;
    if (!load.profile) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    load.profile->walk_speed_m_per_min = DEFAULT_SPEED_M_PER_MIN;
    yaml->user = &load; // cppcheck-suppress autoVariables ; closed below, before `load` ends
    status =
        lc_yaml_mapping(yaml, lc_yaml_root(yaml), "a profile", PROFILE_FIELDS, COUNT(PROFILE_FIELDS), load.profile);
    if (!status) status = lc_combinations_resolve(yaml, &load);
    if (!status && load.scorecard) status = lc_scorecard_read(yaml, &load);
    if (!status && load.scenarios) status = lc_scenarios_expand(yaml, load.scenarios, load.profile);
    if (!status) status = lc_groups_expand(yaml, load.profile);
    if (!status) status = lc_title_default(ctx, &load.profile->title_en, &load.profile->title_zh, load.profile->name);
    if (!status) status = keep_parents(yaml, load.profile);
    if (status) goto done;
    *out = load.profile;
    load.profile = NULL;
done:
    lc_profile_free(load.profile);
    free(load.times.time);
    free(load.parts);
    lc_yaml_close(yaml);
    return status;
}

lc_status lc_profile_load(lc_context *ctx, const char *data_dir, const char *name_or_path, lc_profile **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    lc_status status = lc_profile_path(ctx, data_dir, name_or_path, &path);
    if (status) return status;
    status = lc_profile_open(ctx, data_dir, path, &yaml);
    if (status)
        lc_yaml_close(&yaml);
    else
        status = read_profile(ctx, &yaml, out);
    free(path);
    return status;
}

lc_status lc_profile_parse(lc_context *ctx, const char *data_dir, const char *text, lc_profile **out) {
    lc_yaml yaml = {0};
    lc_status status = lc_profile_open_text(ctx, data_dir, "profile", text, &yaml);
    if (status == LC_OK) return read_profile(ctx, &yaml, out);
    lc_yaml_close(&yaml);
    return status;
}

void lc_profile_free(lc_profile *profile) {
    if (!profile) return;
    for (size_t i = 0; i < profile->n_indicators; i++) lc_indicator_free(&profile->indicators[i]);
    free(profile->indicators);
    free(profile->combination);
    free(profile->scorecard);
    free(profile->name);
    free(profile->title_en);
    free(profile->title_zh);
    free(profile->source);
    free(profile->source_zh);
    lc_scenarios_free(profile);
    lc_groups_free(profile);
    lc_walk_cost_free(&profile->walk_cost);
    for (size_t i = 0; i < profile->n_categories; i++) free(profile->categories[i]);
    free(profile->categories);
    free(profile->bands_m);
    for (size_t i = 0; i < profile->n_parents; i++) free(profile->parents[i]);
    free(profile->parents);
    free(profile);
}
