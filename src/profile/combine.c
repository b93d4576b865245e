#include "profile/combine.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ------------------------------------------------------------------ reading */

/* `at_least: {n: 4, of: [a, b, …]}` */
typedef struct at_least {
    double n;
    const yaml_node_t *of;
} at_least;

static const lc_yaml_range LEAST = {1, 1e6, false, "1 or more", "write how many parts must cover, for example 4"};

static lc_status keep_node(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)yaml;
    (void)field;
    *(const yaml_node_t **)target = value;
    return LC_OK;
}

static lc_status read_at_least(lc_yaml *yaml, const yaml_node_t *node, size_t *n, const yaml_node_t **list) {
    static const lc_yaml_field fields[] = {
        {.key = "n", .read = lc_yaml_read_number, .offset = offsetof(at_least, n), .rule = &LEAST, .required = true},
        {.key = "of", .read = keep_node, .offset = offsetof(at_least, of), .required = true},
    };
    at_least read = {0};
    lc_status status = lc_yaml_mapping(yaml, node, "'at_least'", fields, COUNT(fields), &read);
    if (!status && read.n != floor(read.n))
        status = lc_yaml_fail(yaml, node, "'n' of 'at_least' is %g; write a whole number", read.n);
    *n = (size_t)read.n;
    *list = read.of;
    return status;
}

/* What a combination has from its parts must not stand beside it. */
static lc_status check_beside(lc_yaml *yaml, const yaml_node_t *node, const char *kind) {
    static const char *const others[] = {"category", "distance_m",  "minutes",     "metric",
                                         "any_of",   "min_area_m2", "max_area_m2", "level"};
    for (size_t i = 0; i < COUNT(others); i++) {
        const yaml_node_t *value = lc_yaml_find(yaml, node, others[i]);
        if (value)
            return lc_yaml_fail(yaml, value, "'%s' stands beside '%s', whose parts keep their own; remove it",
                                others[i], kind);
    }
    return LC_OK;
}

lc_status lc_combination_read(lc_yaml *yaml, const yaml_node_t *node, lc_indicator_def *indicator) {
    lc_loading *load = yaml->user;
    const yaml_node_t *all = lc_yaml_find(yaml, node, "all_of"), *some = lc_yaml_find(yaml, node, "at_least");
    lc_combination *c = &indicator->combines;
    if (all && some) return lc_yaml_fail(yaml, some, "both 'all_of' and 'at_least' are given; remove one");
    const yaml_node_t *list = all;
    lc_status status = check_beside(yaml, node, all ? "all_of" : "at_least");
    c->kind = all ? LC_COMBINES_ALL : LC_COMBINES_AT_LEAST;
    c->skip_missing = lc_yaml_find(yaml, node, "missing");
    if (!status && some) status = read_at_least(yaml, some, &c->least, &list);
    if (status) return status;
    if (!LC_ROOM(load->parts, load->cap_parts, load->n_parts + 1)) return lc_fail_memory(yaml->ctx);
    load->parts[load->n_parts++] = (lc_parts_node){(size_t)(indicator - load->profile->indicators), list};
    return LC_OK;
}

/* ---------------------------------------------------------------- resolving */

/* Ids in the making: the list that they come from, for messages. */
typedef struct ids {
    const lc_profile *profile;
    const char *what;
    const size_t *first;
} ids;

static size_t find_indicator(const lc_profile *profile, const char *id) {
    size_t i = 0;
    while (i < profile->n_indicators && strcmp(profile->indicators[i].id, id) != 0) i++;
    return i < profile->n_indicators ? i : SIZE_MAX;
}

static lc_status read_id(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    ids *list = yaml->user;
    size_t *out = target;
    const char *id;
    lc_status status = lc_yaml_get_text(yaml, item, "an id", &id);
    if (status) return status;
    *out = find_indicator(list->profile, id);
    if (*out == SIZE_MAX)
        return lc_yaml_fail(yaml, item, "%s names '%s', which is no indicator of this profile; correct the id",
                            list->what, lc_clip_text(id).text);
    if (!list->first) list->first = out;
    for (const size_t *before = list->first; before < out; before++)
        if (*before == *out)
            return lc_yaml_fail(yaml, item, "%s names '%s' twice; remove one", list->what, lc_clip_text(id).text);
    return LC_OK;
}

/* Read a list of ids as numbers of indicators. */
static lc_status read_ids(lc_yaml *yaml, const lc_profile *profile, const yaml_node_t *node, const char *what,
                          size_t **out, size_t *n) {
    void *user = yaml->user;
    ids list = {profile, what, NULL};
    yaml->user = &list;
    lc_status status = lc_yaml_list(yaml, node, what, read_id, sizeof(size_t), (void **)out, n);
    yaml->user = user;
    return status;
}

static lc_status resolve_parts(lc_yaml *yaml, const lc_profile *profile, const lc_parts_node *node) {
    lc_combination *c = &profile->indicators[node->indicator].combines;
    bool all = c->kind == LC_COMBINES_ALL;
    lc_status status = read_ids(yaml, profile, node->list, all ? "'all_of'" : "'of'", &c->part, &c->n_parts);
    if (status) return status;
    if (all) c->least = c->n_parts;
    if (c->least > c->n_parts)
        return lc_yaml_fail(yaml, node->list, "'at_least' asks for %zu of %zu parts; write a number from 1 to %zu",
                            c->least, c->n_parts, c->n_parts);
    return LC_OK;
}

/* List the combinations, each behind those among its parts; what is left over combines itself. */
static lc_status order_combinations(lc_yaml *yaml, const lc_loading *load) {
    lc_profile *profile = load->profile;
    bool *known = LC_NEW0(bool, profile->n_indicators), more = true;
    profile->combination = LC_NEW(size_t, load->n_parts);
    lc_status status = known && profile->combination ? LC_OK : lc_fail_memory(yaml->ctx);
    for (size_t i = 0; known && i < profile->n_indicators; i++)
        known[i] = profile->indicators[i].combines.kind == LC_COMBINES_NONE;
    while (!status && more) {
        more = false;
        for (size_t k = 0; k < load->n_parts; k++) {
            size_t i = load->parts[k].indicator;
            const lc_combination *c = &profile->indicators[i].combines;
            bool ready = !known[i];
            for (size_t p = 0; p < c->n_parts; p++) ready = ready && known[c->part[p]];
            if (!ready) continue;
            profile->combination[profile->n_combinations++] = i;
            known[i] = more = true;
        }
    }
    for (size_t k = 0; !status && k < load->n_parts; k++)
        if (!known[load->parts[k].indicator])
            status = lc_yaml_fail(yaml, load->parts[k].list, "'%s' combines itself, by way of its parts; take one out",
                                  profile->indicators[load->parts[k].indicator].id);
    free(known);
    return status;
}

/* That of its parts. */
static void give_metric(const lc_profile *profile, lc_indicator_def *indicator) {
    const lc_combination *c = &indicator->combines;
    indicator->metric = profile->indicators[c->part[0]].metric;
    for (size_t p = 1; p < c->n_parts; p++)
        if (profile->indicators[c->part[p]].metric != indicator->metric) indicator->metric = LC_MIXED;
}

/* A place is covered by a part, or it is not. */
static lc_status check_shares(lc_yaml *yaml, const lc_profile *profile, const lc_parts_node *node) {
    const lc_combination *c = &profile->indicators[node->indicator].combines;
    for (size_t p = 0; p < c->n_parts; p++)
        if (profile->indicators[c->part[p]].measures != LC_MEASURES_COVERAGE)
            return lc_yaml_fail(
                yaml, lc_yaml_node(yaml, node->list->data.sequence.items.start[p]),
                "'%s' says how much there is for each person (measure: 2sfca), not who is covered; take "
                "it out",
                profile->indicators[c->part[p]].id);
    return LC_OK;
}

/* Parts share their nearest path; straight lines have none. */
static lc_status check_metric(lc_yaml *yaml, const lc_profile *profile, const lc_parts_node *node) {
    const lc_indicator_def *indicator = &profile->indicators[node->indicator];
    if (indicator->denominator == LC_POPULATION) return LC_OK;
    for (size_t p = 0; p < indicator->combines.n_parts; p++) {
        const lc_indicator_def *part = &profile->indicators[indicator->combines.part[p]];
        if (part->metric == LC_NETWORK) continue;
        const yaml_node_t *at = lc_yaml_node(yaml, node->list->data.sequence.items.start[p]);
        return lc_yaml_fail(yaml, at,
                            "'%s' is a share of land, for which all parts must be walked (metric network), and '%s' is "
                            "not; take it out, or write denominator: population",
                            indicator->id, part->id);
    }
    return LC_OK;
}

lc_status lc_combinations_resolve(lc_yaml *yaml, lc_loading *load) {
    lc_profile *profile = load->profile;
    lc_status status = LC_OK;
    for (size_t k = 0; !status && k < load->n_parts; k++) status = resolve_parts(yaml, profile, &load->parts[k]);
    if (!status && load->n_parts) status = order_combinations(yaml, load);
    for (size_t k = 0; !status && k < profile->n_combinations; k++)
        give_metric(profile, &profile->indicators[profile->combination[k]]);
    for (size_t k = 0; !status && k < load->n_parts; k++) status = check_metric(yaml, profile, &load->parts[k]);
    for (size_t k = 0; !status && k < load->n_parts; k++) status = check_shares(yaml, profile, &load->parts[k]);
    return status;
}

/* ---------------------------------------------------------------- scorecard */

lc_status lc_scorecard_read(lc_yaml *yaml, lc_loading *load) {
    static const lc_yaml_field fields[] = {{.key = "items", .read = keep_node, .required = true}};
    lc_profile *profile = load->profile;
    const yaml_node_t *items = NULL;
    lc_status status = lc_yaml_mapping(yaml, load->scorecard, "'scorecard'", fields, COUNT(fields), &items);
    if (!status) status = read_ids(yaml, profile, items, "'items'", &profile->scorecard, &profile->n_scorecard);
    for (size_t k = 0; !status && k < profile->n_scorecard; k++) {
        const lc_indicator_def *item = &profile->indicators[profile->scorecard[k]];
        if (isnan(item->community_target))
            status =
                lc_yaml_fail(yaml, lc_yaml_node(yaml, items->data.sequence.items.start[k]),
                             "'%s' is an item of the scorecard, but has no 'community_target'; give it one", item->id);
    }
    return status;
}
